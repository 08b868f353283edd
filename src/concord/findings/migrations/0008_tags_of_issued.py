from importlib import resources

from django.db import migrations

SQL = resources.files("concord.findings").joinpath("sql/tags.sql")


class Migration(migrations.Migration):
    """An issued recommendation may be tagged anew; its words stay."""

    dependencies = [("findings", "0007_action_items")]
    operations = [migrations.RunSQL(SQL.read_text("utf-8"), elidable=False)]
