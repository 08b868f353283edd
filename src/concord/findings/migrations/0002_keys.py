from importlib import resources

from django.db import migrations


class Migration(migrations.Migration):
    """The database keeps public keys."""

    dependencies = [("findings", "0001_initial")]
    operations = [
        migrations.RunSQL(
            resources.files("concord.findings").joinpath("sql/keys.sql").read_text("utf-8"), elidable=False
        )
    ]
