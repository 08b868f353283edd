from importlib import resources

from django.db import migrations

SQL = resources.files("concord.publishing").joinpath("sql")


class Migration(migrations.Migration):
    """The database keeps what was released."""

    dependencies = [("publishing", "0001_initial")]
    operations = [migrations.RunSQL(SQL.joinpath("stays.sql").read_text("utf-8"), elidable=False)]
