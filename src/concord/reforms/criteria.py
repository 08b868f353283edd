"""Which versions of measures count, read for checks and queries alike."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from concord.reforms.models import Measure
from concord.reforms.states import MeasureState


def in_force(before: datetime | None = None) -> Q:
    """Return the condition that a version of a measure was approved and the measure not withdrawn since; with a moment,
    as it was until then. Of each measure the newest such version counts."""
    same = {name: OuterRef(name) for name in ("recommendation", "label")}
    withdrawn = Measure.objects.filter(state=MeasureState.WITHDRAWN, version__gte=OuterRef("version"), **same)
    if before is None:
        return Q(~Exists(withdrawn), state=MeasureState.APPROVED)
    return Q(~Exists(withdrawn.filter(ended_at__lt=before)), approved_at__lt=before)
