from importlib import resources

from django.db import migrations


class Migration(migrations.Migration):
    """The database keeps what was selected elsewhere as it came."""

    dependencies = [("evidence", "0003_coded_projects")]
    operations = [
        migrations.RunSQL(
            resources.files("concord.evidence").joinpath("sql/projects_stay.sql").read_text("utf-8"), elidable=False
        )
    ]
