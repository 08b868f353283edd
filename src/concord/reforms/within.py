"""What verbs of several kinds ask first: what both sides can work on, and that the criteria stay meanwhile."""

from collections.abc import Iterable

from concord.core.errors import BadInput
from concord.engagements.models import Engagement
from concord.findings.models import Recommendation
from concord.findings.queries import refuses
from concord.reforms.models import Packet


def require_here(engagement: Engagement, recommendations: Iterable[Recommendation]) -> None:
    """Raise BadInput for a recommendation of elsewhere, or one that is neither issued nor taken up."""
    for each in recommendations:
        if each.engagement_id != engagement.pk or not each.is_shared:
            raise BadInput(f"{each.ref} is no recommendation of {engagement.ref} that is issued or taken up.")


def hold_for_work(engagement: Engagement, recommendations: Iterable[Recommendation]) -> list[Recommendation]:
    """Return recommendations as they are now, held until the verb ends, for a piece of work that is to serve them. The
    work is voluntary: raises BadInput also for one with which the agency does not concur."""
    keys = [each.pk for each in recommendations]
    rows = Recommendation.objects.filter(pk__in=keys).select_related("finding", "engagement").order_by("pk")
    held = list(rows.select_for_update(no_key=True, of=("self",)))
    require_here(engagement, held)
    if against := [each.ref for each in held if refuses(each)]:
        raise BadInput(f"The agency does not concur with {', '.join(against)}, so no piece of work serves it.")
    return held


def hold_criteria(packet: Packet) -> None:
    """Let nobody change the measures of what a packet is about until the verb ends; whoever approves, withdraws or
    proposes one holds its recommendation first too."""
    rows = Recommendation.objects.filter(reform__packets__packet=packet).order_by("pk")
    list(rows.select_for_update(no_key=True, of=("self",)))
