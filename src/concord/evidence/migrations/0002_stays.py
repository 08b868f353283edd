from importlib import resources

from django.db import migrations


class Migration(migrations.Migration):
    """The database keeps evidence."""

    dependencies = [("evidence", "0001_initial")]
    operations = [
        migrations.RunSQL(
            resources.files("concord.evidence").joinpath("sql/stays.sql").read_text("utf-8"), elidable=False
        )
    ]
