from importlib import resources

from django.db import migrations

SQL = resources.files("concord.reforms").joinpath("sql")


class Migration(migrations.Migration):
    """The database keeps what was said."""

    dependencies = [("reforms", "0001_initial")]
    operations = [
        migrations.RunSQL(SQL.joinpath("voices.sql").read_text("utf-8"), elidable=False),
        migrations.RunSQL(SQL.joinpath("stays.sql").read_text("utf-8"), elidable=False),
    ]
