"""Which changes of scope wait for a version of the plan that carries them out."""

from django.db.models import Exists, OuterRef, Q

from concord.workplans.models import WorkPlan
from concord.workplans.states import ScopeState, WorkPlanState


def not_carried() -> Q:
    """Return the condition under which a change of scope is agreed to and no version carries it; a draft that was set
    aside carries nothing, and neither does a returned version from which the next was drafted."""
    carried = WorkPlan.objects.filter(scope_change=OuterRef("pk")).exclude(state=WorkPlanState.DISCARDED)
    carried = carried.exclude(state=WorkPlanState.SUPERSEDED, concurrence=None)
    return Q(~Exists(carried), state=ScopeState.AGREED)
