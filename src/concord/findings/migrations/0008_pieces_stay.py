from importlib import resources

from django.db import migrations


class Migration(migrations.Migration):
    """The database keeps evidence on its claim card, taken away or not."""

    dependencies = [("findings", "0007_claims")]
    operations = [
        migrations.RunSQL(
            resources.files("concord.findings").joinpath("sql/pieces.sql").read_text("utf-8"), elidable=False
        )
    ]
