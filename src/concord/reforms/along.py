"""Whoever has a packet has the ball of each reform in it."""

from collections.abc import Iterable
from datetime import datetime

from concord.core import lifecycle
from concord.core.permissions import Permission
from concord.reforms.models import Packet, Reform, Turn
from concord.reforms.states import ENDS, ReformState


def take_along(packet: Packet, reforms: Iterable[Reform], verb: Permission, *, to: ReformState, at: datetime) -> None:
    """Bring reforms to the side that a verb on their packet brings them to, but for those that the team's last
    judgement has ended. Called inside that verb, whose audit row tells of it."""
    for reform in sorted(reforms, key=lambda each: each.pk):
        held = lifecycle.lock(reform)
        row = held.lifecycle.find(held.state, verb)
        if row is None or row.target != to or any(said.core_state in ENDS for said in held.said_by_team[-1:]):
            continue
        held.state, held.state_since = str(to), at
        held.save(update_fields=["state", "state_since"])
        Turn.objects.create(reform=held, packet=packet, state=held.state, at=at)
