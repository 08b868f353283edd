from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations


class Migration(migrations.Migration):
    """What was said at check-ins can be searched."""

    dependencies = [("engagements", "0002_stays")]
    operations = [
        migrations.AddIndex(
            "checkin",
            GinIndex(SearchVector("notes", config="english"), fastupdate=False, name="check_ins_searched"),
        )
    ]
