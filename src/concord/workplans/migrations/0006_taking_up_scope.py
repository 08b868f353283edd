from importlib import resources

from django.db import migrations

SQL = resources.files("concord.workplans").joinpath("sql")


class Migration(migrations.Migration):
    """A draft can take up a change of scope that was agreed to after it was begun."""

    dependencies = [("workplans", "0005_topics_of_scope_changes")]
    operations = [migrations.RunSQL(SQL.joinpath("taking_up.sql").read_text("utf-8"), elidable=False)]
