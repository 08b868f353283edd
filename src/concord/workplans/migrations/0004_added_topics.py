import json
from typing import Any

from django.db import migrations


def fill(apps: Any, _schema: Any) -> None:
    """Add what the versions concurred with under a change of scope say beyond what was asked for."""
    plans = apps.get_model("workplans", "WorkPlan").objects.filter(scope_change__isnull=False)
    for plan in plans.filter(concurrence__isnull=False).select_related("engagement__request").order_by("pk"):
        engagement = apps.get_model("engagements", "Engagement").objects.get(pk=plan.engagement_id)
        topics = [area.get("topic", "") for area in json.loads(plan.document).get("areas", [])]
        known = {"", *engagement.request.topics, *engagement.added_topics}
        engagement.added_topics = [*engagement.added_topics, *dict.fromkeys(t for t in topics if t not in known)]
        engagement.save(update_fields=["added_topics"])


class Migration(migrations.Migration):
    """Engagements learn the topics that changes of scope added before this was kept."""

    dependencies = [("workplans", "0003_reaffirmed_on"), ("engagements", "0004_added_topics")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
