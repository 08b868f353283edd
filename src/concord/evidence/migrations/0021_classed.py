from importlib import resources

from django.db import migrations


class Migration(migrations.Migration):
    """How far an item may travel can be changed; what a disposal destroys is emptied; all else stays."""

    dependencies = [("evidence", "0020_confidentiality")]
    operations = [
        migrations.RunSQL(
            resources.files("concord.evidence").joinpath("sql/classed.sql").read_text("utf-8"), elidable=False
        )
    ]
