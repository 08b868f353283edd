from django.db.models import Exists, OuterRef

from concord.core.checks import Problem, warning
from concord.reforms.models import Packet, Reform, Remark
from concord.reforms.states import CoreState, PacketState, ReformState


def what_is_reported_complete_was_shown(reform: Reform) -> list[Problem]:
    """What the agency reports complete is looked at with a packet that shows each measure; without one that was
    accepted for this reform, the judge says in words what does."""
    last = reform.said_by_agency[-1:]
    if reform.state != ReformState.WITH_TEAM or any(said.core_state != CoreState.COMPLETE for said in last):
        return []
    left_out = Remark.objects.filter(
        packet=OuterRef("pk"), round=OuterRef("round"), measure__recommendation=reform.recommendation_id
    )
    accepted = Packet.objects.filter(included__reform=reform, included__ended_at=None, state=PacketState.ACCEPTED)
    if accepted.exclude(Exists(left_out)).exists():
        return []
    return [warning("No packet that shows it has been accepted: say what shows each measure.")]
