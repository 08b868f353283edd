"""The agency's verbs of a completion packet: what it is about, and what shows that it is done."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from concord.core import lifecycle
from concord.core.actions import Unchanged, verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, Incomplete
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.evidence.uploads import Upload, neutral_name, stored
from concord.reforms import checks, queries, rules
from concord.reforms.along import take_along
from concord.reforms.models import Included, Measure, Packet, Proof, Reform, Shown
from concord.reforms.states import OPEN_PACKETS, ReformState
from concord.reforms.within import hold_criteria

P = Permission


@verb
def assemble(reform: Reform, *, title: str, by: Actor, at: datetime) -> Packet:
    """Begin a packet about a reform. Raises Denied, BadInput (it is in an open packet already), Incomplete."""
    held = lifecycle.lock(reform)
    rules.may(by, P.PACKET_ASSEMBLE, held).require()
    _require_free(held)
    if not title.strip():
        raise Incomplete("The packet cannot be begun yet.", ["what it is called"])
    packet = Packet.begin(
        P.PACKET_ASSEMBLE,
        by=by,
        at=at,
        ref=next_ref("PKT", at),
        engagement=held.engagement,
        title_given=title.strip(),
        assembled_by=by.actor_key,
        assembled_at=at,
    )
    Included.objects.create(packet=packet, reform=held, put_in_by=by.actor_key)
    return packet


@verb
def include(packet: Packet, *, reform: Reform, by: Actor, at: datetime) -> Packet:
    """Put another reform of the engagement into a packet, so that both are reviewed together.

    Raises Denied, NotAllowedNow, BadInput (elsewhere, or in an open packet already)."""
    held = lifecycle.lock(reform)
    if held.engagement_id != packet.engagement_id:
        raise BadInput(f"{held.ref} is no reform of {packet.engagement.ref}.")
    if packet.included.filter(reform=held, ended_at=None).exists():
        raise Unchanged(packet)
    _require_free(held)
    Included.objects.create(packet=packet, reform=held, put_in_by=by.actor_key)
    return _stay(packet, P.PACKET_INCLUDE, by=by, at=at, more={"reform": held.ref})


@verb
def leave_out(packet: Packet, *, reform: Reform, reason: str, by: Actor, at: datetime) -> Packet:
    """Take a reform out of a packet that is about others too, and say why; it and the evidence stay on record.

    Raises Denied, NotAllowedNow, BadInput (the packet is not about it, or about nothing else), Incomplete."""
    because = _reason(reason, f"A reform is taken out of {packet.ref} with a reason.")
    moved = _stay(packet, P.PACKET_LEAVE_OUT, by=by, at=at, reason=because, more={"reform": reform.ref})
    held = moved.included.filter(ended_at=None)
    if not held.filter(reform=reform).exists():
        raise BadInput(f"{packet.ref} is not about {reform.ref}.")
    if held.count() == 1:
        raise BadInput(f"{packet.ref} is about nothing else: withdraw it.")
    held.filter(reform=reform).update(ended_at=at, ended_by=by.actor_key, ended_because=because)
    return moved


@verb
def show(
    packet: Packet,
    *,
    measures: Sequence[Measure],
    what: str,
    evidence: str = "",
    upload: Upload | None = None,
    by: Actor,
    at: datetime,
) -> Packet:
    """Put a piece of evidence into a packet, and say which measures it shows: a file, or the reference of a request for
    documents that was answered.

    The same again, while it is in, is one piece (law 17).
    Raises Denied, NotAllowedNow, BadInput (a measure that is not in force here; no such evidence), Incomplete."""
    moved = _stay(packet, P.PACKET_SHOW, by=by, at=at, more={"measures": sorted(m.ref for m in measures)})
    _require_measures(moved, measures)
    if not what.strip():
        raise Incomplete("The evidence cannot be put in yet.", ["what it is, and where in it one sees it"])
    if bool(evidence.strip()) == (upload is not None):
        raise Incomplete("The evidence cannot be put in yet.", ["a file, or the reference of what is here already"])
    given: dict[str, Any] = {"ref": "" if upload else _known(moved, evidence.strip())}
    if upload is not None:
        given |= {"file": stored(upload, at=at), "name": neutral_name(upload.name or "")}
    given |= {"what": what.strip(), "added_by": by.actor_key}
    _require_new(packet, measures, given)
    proof = Proof.objects.create(packet=moved, added_at=at, **given)
    Shown.objects.bulk_create(Shown(proof=proof, measure=measure) for measure in measures)
    return moved


@verb
def take_out(packet: Packet, *, proof: int, reason: str, by: Actor, at: datetime) -> Packet:
    """Take a piece of evidence (its number) out of a packet, and say why; it stays on record.

    Raises Denied, NotAllowedNow, BadInput (no such piece), Incomplete."""
    because = _reason(reason, f"Evidence is taken out of {packet.ref} with a reason.")
    moved = _stay(packet, P.PACKET_TAKE_OUT, by=by, at=at, reason=because, more={"proof": proof})
    if not moved.proofs.filter(pk=proof, ended_at=None).update(
        ended_at=at, ended_by=by.actor_key, ended_because=because
    ):
        raise BadInput(f"No evidence {proof} is in {packet.ref}.")
    return moved


@verb
def submit(packet: Packet, *, by: Actor, at: datetime) -> Packet:
    """Hand a packet in: from now on the team reviews it, and has its reforms. Each time is a round.

    Raises Denied, NotAllowedNow, Incomplete (each measure in force without evidence)."""
    hold_criteria(packet)
    held = lifecycle.lock(packet)
    rules.may(by, P.PACKET_SUBMIT, held).require()
    require_none(checks.before_submitting(held), f"{held.ref} cannot be handed in yet.")
    changes = {
        "round": held.round + 1,
        "submitted_by": by.actor_key,
        "submitted_at": at,
        "submitters": sorted({*held.submitters, by.actor_key}),
        "reviewed_by": None,
        "reviewed_at": None,
    }
    more = {"round": held.round + 1}
    moved = lifecycle.move(packet, P.PACKET_SUBMIT, by=by, at=at, may=rules.may, changes=changes, more=more)
    take_along(moved, queries.reforms_in(moved), P.PACKET_SUBMIT, to=ReformState.WITH_TEAM, at=at)
    return moved


@verb
def withdraw(packet: Packet, *, reason: str, by: Actor, at: datetime) -> Packet:
    """Withdraw a packet that is with the agency, and say why. Raises Denied, NotAllowedNow, Incomplete."""
    because = _reason(reason, f"{packet.ref} is withdrawn with a reason.")
    return lifecycle.move(packet, P.PACKET_WITHDRAW, by=by, at=at, may=rules.may, reason=because)


def _stay(
    packet: Packet,
    permission: Permission,
    *,
    by: Actor,
    at: datetime,
    more: dict[str, object],
    reason: str = "",
) -> Packet:
    """Record a change within a state; whoever has the packet has had it all along."""
    since = {"state_since": packet.state_since}
    return lifecycle.move(packet, permission, by=by, at=at, may=rules.may, reason=reason, more=more, changes=since)


def _require_free(reform: Reform) -> None:
    """A reform is in one open packet at most; its row is locked meanwhile."""
    known = {"included__reform": reform, "included__ended_at": None}
    other = Packet.objects.filter(**known, state__in=OPEN_PACKETS).first()
    if other is not None:
        raise BadInput(f"{reform.ref} is in {other.ref} already, which is “{other.state_label}”.")


def _require_measures(packet: Packet, measures: Sequence[Measure]) -> None:
    if not measures:
        raise Incomplete("The evidence cannot be put in yet.", ["which measure it shows"])
    known = {measure.pk for measure in queries.measures_of(packet)}
    if unknown := [measure.ref for measure in measures if measure.pk not in known]:
        raise BadInput(f"{', '.join(unknown)} is in force for none of the reforms of {packet.ref}.")


def _require_new(packet: Packet, measures: Sequence[Measure], given: Mapping[str, Any]) -> None:
    """Raise Unchanged when the same piece shows the same measures already: a form sent twice."""
    wanted = {measure.pk for measure in measures}
    for proof in packet.proofs.filter(ended_at=None, **given).prefetch_related("shows"):
        if wanted == {shown.measure_id for shown in proof.shows.all()}:
            raise Unchanged(packet)


def _known(packet: Packet, ref: str) -> str:
    """Return the reference of a request for documents of the engagement that brought something. Raises BadInput."""
    if not queries.documents_given(packet.engagement).filter(ref=ref).exists():
        raise BadInput(f"{ref} is no request for documents of {packet.engagement.ref} that was answered: DRQ-… .")
    return ref


def _reason(reason: str, sentence: str) -> str:
    if not reason.strip():
        raise Incomplete(sentence, ["the reason"])
    return reason.strip()
