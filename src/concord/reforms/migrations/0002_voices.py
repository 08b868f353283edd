from importlib import resources

from django.db import migrations


class Migration(migrations.Migration):
    """The database keeps what was said."""

    dependencies = [("reforms", "0001_initial")]
    operations = [
        migrations.RunSQL(
            resources.files("concord.reforms").joinpath("sql/voices.sql").read_text("utf-8"), elidable=False
        )
    ]
