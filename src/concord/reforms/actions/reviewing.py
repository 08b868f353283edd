"""The team's verbs of a completion packet. What it finds of a reform it says in its own voice, by the verbs of that."""

from collections.abc import Collection, Mapping
from datetime import datetime

from concord.core import lifecycle
from concord.core.actions import verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, Incomplete
from concord.core.permissions import Actor, Permission
from concord.reforms import checks, queries, rules
from concord.reforms.along import take_along
from concord.reforms.models import Measure, Packet, Remark
from concord.reforms.states import ReformState
from concord.reforms.within import hold_criteria

P = Permission


@verb
def pass_on(packet: Packet, *, by: Actor, at: datetime) -> Packet:
    """Pass a packet to a second reviewer, where the tier asks for two. Raises Denied, NotAllowedNow."""
    reviewed = {"reviewed_by": by.actor_key, "reviewed_at": at}
    return lifecycle.move(packet, P.PACKET_PASS_ON, by=by, at=at, may=rules.may, changes=reviewed)


@verb
def send_back(packet: Packet, *, remarks: Mapping[Measure, str], by: Actor, at: datetime) -> Packet:
    """Return a packet, and say of each measure that is not shown what is missing; the agency may hand it in again.

    Raises Denied, NotAllowedNow, BadInput (a measure that the packet is not about), Incomplete (no remark)."""
    said = _said(packet, remarks)
    if not said:
        raise Incomplete(f"{packet.ref} is returned with reasons.", ["for one measure or more, what is missing"])
    more = {"round": packet.round, "measures": [measure.ref for measure in said]}
    moved = lifecycle.move(packet, P.PACKET_RETURN, by=by, at=at, may=rules.may, reason=_words(said), more=more)
    _keep(moved, said, by=by, at=at)
    take_along(moved, queries.reforms_in(moved), P.PACKET_RETURN, to=ReformState.WITH_AGENCY, at=at)
    return moved


@verb
def accept(
    packet: Packet, *, basis: str, remarks: Mapping[Measure, str] | None = None, by: Actor, at: datetime
) -> Packet:
    """Accept a packet: each measure is shown, but for those of which `remarks` says what is missing. A recommendation
    with such a measure is not accepted with the others: the letter says so, and the agency may put it into another
    packet. `basis` says what the reviewer read.

    It does not speak for the team on any reform: that is another fact, and its assessor's to say.
    Raises Denied, NotAllowedNow, BadInput (a measure that the packet is not about), Incomplete (no basis; nothing is
    accepted; a measure that was changed since it was handed in has no evidence)."""
    if not basis.strip():
        raise Incomplete(f"{packet.ref} cannot be accepted yet.", ["what the review rests on"])
    hold_criteria(packet)
    said = _said(packet, remarks or {})
    refused = {measure.recommendation_id for measure in said}
    if all(reform.recommendation_id in refused for reform in queries.reforms_in(packet)):
        raise Incomplete(f"{packet.ref} cannot be accepted.", ["a recommendation that is accepted: else return it"])
    require_none(checks.before_accepting(packet, left_out=refused), f"{packet.ref} cannot be accepted yet.")
    accepted = {"accepted_by": by.actor_key, "accepted_at": at, "basis": basis.strip()}
    more = {"round": packet.round, "measures": [measure.ref for measure in said]} if said else {}
    reason = " ".join(filter(None, (basis.strip(), _words(said))))
    moved = lifecycle.move(
        packet, P.PACKET_ACCEPT, by=by, at=at, may=rules.may, reason=reason, more=more, changes=accepted
    )
    _keep(moved, said, by=by, at=at)
    _go_on(moved, refused, at=at)
    return moved


def _go_on(packet: Packet, refused: Collection[int], *, at: datetime) -> None:
    """What is accepted is the team's to assess next, and the rest the agency's to bring in another packet."""
    reforms = queries.reforms_in(packet)
    accepted = [each for each in reforms if each.recommendation_id not in refused]
    left_out = [each for each in reforms if each.recommendation_id in refused]
    take_along(packet, accepted, P.PACKET_ACCEPT, to=ReformState.WITH_TEAM, at=at)
    take_along(packet, left_out, P.PACKET_ACCEPT, to=ReformState.WITH_AGENCY, at=at)


def _said(packet: Packet, remarks: Mapping[Measure, str]) -> dict[Measure, str]:
    """Return what is missing, measure by measure. Raises BadInput."""
    said = {measure: text.strip() for measure, text in remarks.items() if text.strip()}
    known = {measure.pk for measure in queries.measures_of(packet)}
    if unknown := [measure.ref for measure in said if measure.pk not in known]:
        raise BadInput(f"{', '.join(unknown)} is in force for none of the reforms of {packet.ref}.")
    return said


def _words(said: Mapping[Measure, str]) -> str:
    return " ".join(f"Measure {m.label} of {m.recommendation.label}: {text}" for m, text in said.items())


def _keep(packet: Packet, said: Mapping[Measure, str], *, by: Actor, at: datetime) -> None:
    Remark.objects.bulk_create(
        Remark(packet=packet, round=packet.round, measure=measure, text=text, by=by.actor_key, at=at)
        for measure, text in said.items()
    )
