from django.db import migrations

from concord.core import searching


class Migration(migrations.Migration):
    """Effort and surveys can be found by their words."""

    dependencies = [("engagements", "0006_dropped_areas")]
    operations = [
        migrations.AddIndex(
            "effortentry", searching.index("effort_searched", "what")
        ),
        migrations.AddIndex(
            "satisfactionsurvey", searching.index("surveys_searched", "milestone")
        ),
    ]
