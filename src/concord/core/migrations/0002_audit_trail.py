from importlib import resources

from django.db import migrations

SQL = resources.files("concord.core").joinpath("sql")


class Migration(migrations.Migration):
    """The database builds, chains and keeps the audit trail by itself."""

    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(SQL.joinpath("audit.sql").read_text("utf-8"), elidable=False)]
