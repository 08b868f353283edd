from importlib import resources

from django.db import migrations

SQL = resources.files("concord.evidence").joinpath("sql")


class Migration(migrations.Migration):
    """The database keeps evidence, passages as they were read with their words beside them, and codings."""

    dependencies = [("evidence", "0001_initial")]
    operations = [
        migrations.RunSQL(SQL.joinpath("stays.sql").read_text("utf-8"), elidable=False),
        migrations.RunSQL(SQL.joinpath("passages.sql").read_text("utf-8"), elidable=False),
        migrations.RunSQL(SQL.joinpath("codings.sql").read_text("utf-8"), elidable=False),
    ]
