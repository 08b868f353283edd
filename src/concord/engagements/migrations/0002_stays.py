from importlib import resources

from django.db import migrations

SQL = resources.files("concord.engagements").joinpath("sql")


class Migration(migrations.Migration):
    """The database keeps the public address."""

    dependencies = [("engagements", "0001_initial")]
    operations = [migrations.RunSQL(SQL.joinpath("slug.sql").read_text("utf-8"), elidable=False)]
