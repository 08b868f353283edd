from concord.core.checks import Problem, error
from concord.engagements.models import Engagement
from concord.engagements.states import DeliveryState, EscalationState

_OPEN = (DeliveryState.PLANNED, DeliveryState.HELD)


def deliveries_are_evaluated(engagement: Engagement) -> list[Problem]:
    """Something was delivered, and every delivery is evaluated or was cancelled."""
    left = engagement.deliveries.filter(state__in=_OPEN).order_by("pk")
    problems = [error(f"“{delivery.title}” ({delivery.ref}) is “{delivery.state_label}”.") for delivery in left]
    if not problems and not engagement.deliveries.filter(state=DeliveryState.EVALUATED).exists():
        problems = [error("Nothing has been delivered; an engagement that delivers nothing is ended, with the reason.")]
    return problems


def concerns_are_answered(engagement: Engagement) -> list[Problem]:
    """No concern of the agency waits for its answer."""
    left = engagement.escalations.filter(state=EscalationState.RAISED).order_by("pk")
    return [error(f"The concern “{concern.about}” ({concern.ref}) has no answer.") for concern in left]
