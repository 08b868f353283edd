"""Whoever has a packet has the ball of each reform in it."""

from collections.abc import Iterable
from datetime import datetime

from concord.core.permissions import Permission
from concord.reforms.models import Packet, Reform, Turn
from concord.reforms.states import ENDS, ReformState


def take_along(packet: Packet, reforms: Iterable[Reform], verb: Permission, *, to: ReformState, at: datetime) -> None:
    """Bring reforms to the side to which a verb on their packet brings them, but for those that the team's last
    judgement has ended. Called inside that verb, whose audit row tells of it."""
    rows = Reform.objects.filter(pk__in=[each.pk for each in reforms]).order_by("pk")
    held = rows.select_for_update(no_key=True).prefetch_related("judgements")
    moved = [each for each in held if _goes(each, verb, to)]
    Reform.objects.filter(pk__in=[each.pk for each in moved]).update(state=to, state_since=at)
    Turn.objects.bulk_create(Turn(reform=each, packet=packet, state=to, at=at) for each in moved)


def _goes(reform: Reform, verb: Permission, to: ReformState) -> bool:
    row = reform.lifecycle.find(reform.state, verb)
    ended = any(said.core_state in ENDS for said in reform.said_by_team[-1:])
    return row is not None and row.target == to and not ended
