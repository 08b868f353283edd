from importlib import resources

from django.db import migrations

SQL = resources.files("concord.findings").joinpath("sql")


class Migration(migrations.Migration):
    """The database keeps public keys, what a draft said before it was reworded, evidence on its claim card, and what was said."""

    dependencies = [("findings", "0001_initial")]
    operations = [
        migrations.RunSQL(SQL.joinpath("keys.sql").read_text("utf-8"), elidable=False),
        migrations.RunSQL(SQL.joinpath("wording.sql").read_text("utf-8"), elidable=False),
        migrations.RunSQL(SQL.joinpath("pieces.sql").read_text("utf-8"), elidable=False),
        migrations.RunSQL(SQL.joinpath("fact_checks.sql").read_text("utf-8"), elidable=False),
        migrations.RunSQL(SQL.joinpath("views.sql").read_text("utf-8"), elidable=False),
        migrations.RunSQL(SQL.joinpath("particulars.sql").read_text("utf-8"), elidable=False),
    ]
