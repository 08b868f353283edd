from django.db.models import Exists, OuterRef

from concord.core.checks import Problem, warning
from concord.reforms.models import Packet, Reform, Remark
from concord.reforms.states import CoreState, PacketState


def what_is_reported_complete_was_shown(reform: Reform) -> list[Problem]:
    """What the agency reports complete is looked at with a packet that shows each measure; without one that was
    accepted for this reform, the judge says in words what does."""
    if not _waits_to_be_judged(reform):
        return []
    left_out = Remark.objects.filter(
        packet=OuterRef("pk"), round=OuterRef("round"), measure__recommendation=reform.recommendation_id
    )
    accepted = Packet.objects.filter(included__reform=reform, included__ended_at=None, state=PacketState.ACCEPTED)
    if accepted.exclude(Exists(left_out)).exists():
        return []
    return [warning("No packet that shows it has been accepted: say what shows each measure.")]


def _waits_to_be_judged(reform: Reform) -> bool:
    """Tell whether the agency's last word is "complete" and the team has not spoken since, whoever has the ball: part
    of a packet that is left out goes back to the agency, and the team may still judge."""
    reports, judgements = reform.said_by_agency, reform.said_by_team
    if not reports or reports[-1].core_state != CoreState.COMPLETE:
        return False
    return not judgements or judgements[-1].assessed_at < reports[-1].reported_at
