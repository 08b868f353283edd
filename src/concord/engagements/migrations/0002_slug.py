from importlib import resources

from django.db import migrations


class Migration(migrations.Migration):
    """The database keeps the public address."""

    dependencies = [("engagements", "0001_initial")]
    operations = [
        migrations.RunSQL(
            resources.files("concord.engagements").joinpath("sql/slug.sql").read_text("utf-8"), elidable=False
        )
    ]
