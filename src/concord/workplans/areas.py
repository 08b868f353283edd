"""Whether a version may change what focus areas an engagement has, and which of them."""

from concord.engagements.models import FocusArea
from concord.engagements.queries import has_begun
from concord.workplans.models import Concurrence, WorkPlan


def can_change_areas(plan: WorkPlan) -> bool:
    """Say whether a version may add, drop and reword focus areas: before the first concurrence freely, since nothing
    was agreed on yet, and then by a change of scope that it carries out."""
    if plan.scope_change_id is not None:
        return True
    return not Concurrence.objects.filter(plan__engagement=plan.engagement_id).exists()


def can_be_changed(plan: WorkPlan, area: FocusArea) -> bool:
    """Say whether a version may drop or reword a focus area that the engagement has: nothing stands on it yet."""
    return can_change_areas(plan) and not has_begun(area)
