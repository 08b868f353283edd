from importlib import resources

from django.db import migrations

SQL = resources.files("concord.workplans").joinpath("sql")


class Migration(migrations.Migration):
    """The database keeps what a version says."""

    dependencies = [("workplans", "0001_initial")]
    operations = [migrations.RunSQL(SQL.joinpath("content.sql").read_text("utf-8"), elidable=False)]
