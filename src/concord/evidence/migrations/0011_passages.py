from importlib import resources

from django.db import migrations


class Migration(migrations.Migration):
    """The database keeps passages as they were read, and their words beside them."""

    dependencies = [("evidence", "0010_documents")]
    operations = [
        migrations.RunSQL(
            resources.files("concord.evidence").joinpath("sql/passages.sql").read_text("utf-8"), elidable=False
        )
    ]
