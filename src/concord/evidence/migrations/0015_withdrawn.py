from importlib import resources

from django.db import migrations

SQL = resources.files("concord.evidence").joinpath("sql", "withdrawn.sql")


class Migration(migrations.Migration):
    """What was withdrawn can be sealed, and what was agreed to of it can change; it stays withdrawn."""

    dependencies = [("evidence", "0014_coders_unnamed")]
    operations = [migrations.RunSQL(SQL.read_text("utf-8"), elidable=False)]
