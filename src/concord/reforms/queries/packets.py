"""How packets are found, what each is about, and what it shows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Prefetch, Q, QuerySet, prefetch_related_objects

from concord.accounts.models import Person
from concord.core import history
from concord.core.models import AuditRow
from concord.core.permissions import Actor, Permission
from concord.core.roles import permit
from concord.engagements.models import Engagement
from concord.evidence.models import DocumentRequest
from concord.evidence.queries import document_requests_of
from concord.findings.queries import recommendations_of
from concord.findings.states import StatementState
from concord.reforms.criteria import in_force
from concord.reforms.models import Included, Measure, Packet, Proof, Reform, Remark, Shown
from concord.reforms.queries.things import engagements_open_to
from concord.reforms.states import PacketState

P = Permission
_OF_AGENCY = (PacketState.DRAFT, PacketState.RETURNED)
_IN_REVIEW = (PacketState.SUBMITTED, PacketState.SECOND_REVIEW)
_SAYS_WHAT_IS_IN_IT = (P.PACKET_RETURN, P.PACKET_ACCEPT, P.PACKET_TAKE_OUT, P.PACKET_LEAVE_OUT, P.PACKET_WITHDRAW)
_ASKED = ("proofs", "included__reform__recommendation__finding")  # by the rules
_OVER = (PacketState.ACCEPTED, PacketState.WITHDRAWN)


def packet(ref: str) -> Packet | None:
    """Return the packet with this reference, or None."""
    rows = Packet.objects.select_related("engagement__agency", "engagement__edition").prefetch_related(*_ASKED)
    return rows.filter(ref=ref).first()


def packets_of(engagement: Engagement) -> QuerySet[Packet]:
    """Return the packets of an engagement."""
    return Packet.objects.filter(engagement=engagement).select_related("engagement__agency")


def packets_open_for(person: Person) -> QuerySet[Packet]:
    """Return the packets that wait for this person's side, with what the rules ask for."""
    theirs = Q(state__in=_OF_AGENCY, engagement__in=engagements_open_to(person, P.PACKET_SUBMIT))
    ours = Q(state__in=_IN_REVIEW, engagement__in=engagements_open_to(person, P.PACKET_ACCEPT))
    rows = Packet.objects.filter(theirs | ours).select_related("engagement__agency", "engagement__edition")
    return rows.prefetch_related(*_ASKED)


def packets_with(reform: Reform) -> QuerySet[Packet]:
    """Return the packets that a reform is or was in, the latest first."""
    return Packet.objects.filter(included__reform=reform).order_by("-pk")


def history_of_packet(by: Actor, packet: Packet) -> QuerySet[AuditRow]:
    """Return the rows about a packet that somebody may read, newest first: what was said of the evidence in it is for
    whoever sees the agency's documents, as on its page."""
    rows = history.of(packet.ref)
    return rows if permit(by, P.DOCUMENTS_VIEW, packet) else rows.exclude(verb__in=_SAYS_WHAT_IS_IN_IT)


def reforms_in(packet: Packet) -> list[Reform]:
    """Return the reforms of a packet, in the order in which they were put in."""
    rows = Included.objects.filter(packet=packet, ended_at=None).order_by("pk")
    return [included.reform for included in rows.select_related("reform__recommendation__finding")]


def not_accepted_in(packet: Packet) -> frozenset[int]:
    """Return the keys of the recommendations that an accepted packet left out: a reviewer said in the round in which
    the others were accepted what is missing of a measure of theirs."""
    if packet.state != PacketState.ACCEPTED:
        return frozenset()
    said = packet.remarks.filter(round=packet.round)
    return frozenset(said.values_list("measure__recommendation", flat=True))


def measures_of(packet: Packet) -> QuerySet[Measure]:
    """Return the measures in force of the reforms of a packet, by recommendation and label; of a packet that is over,
    those that were in force when it ended, so that a later version does not change what was decided."""
    until = packet.state_since + timedelta.resolution if packet.state in _OVER else None
    reforms = Included.objects.filter(packet=packet, ended_at=None).values("reform")
    approved = Measure.objects.filter(in_force(until), recommendation__reform__in=reforms)
    rows = approved.order_by("recommendation", "label", "-version").distinct("recommendation", "label")
    return rows.select_related("recommendation__finding")


def documents_given(engagement: Engagement) -> QuerySet[DocumentRequest]:
    """Return the requests for documents of an engagement that brought something."""
    return document_requests_of(engagement).filter(received__isnull=False).distinct()


@dataclass(frozen=True)
class Queue:
    """How many issued recommendations lie with reviewers in packets of one state, and since when the oldest of these
    does."""

    state: PacketState
    recommendations: int
    oldest_since: datetime


@dataclass(frozen=True)
class InReview:
    """What waits for each of the reviewers on the day `as_of`, the first one first (P12), of `base` that are issued."""

    as_of: date
    base: int
    queues: tuple[Queue, ...]


def in_review(engagement: Engagement, today: date) -> InReview:
    """Return what of the issued recommendations waits for which reviewer now; by two queries."""
    within = Included.objects.filter(packet__engagement=engagement, packet__state__in=_IN_REVIEW, ended_at=None)
    rows = within.filter(reform__recommendation__state=StatementState.ISSUED)
    found = {
        row["packet__state"]: row
        for row in rows.values("packet__state").annotate(items=Count("reform"), oldest=Min("packet__state_since"))
    }
    queues = (Queue(state, found[state]["items"], found[state]["oldest"]) for state in _IN_REVIEW if state in found)
    return InReview(today, recommendations_of(engagement).count(), tuple(queues))


@dataclass(frozen=True)
class Line:
    """One measure of a packet: what shows it, with its number in the packet; `before`, what showed an earlier version
    of it; and what reviewers have said of it, in whatever version, the latest round first."""

    measure: Measure
    proofs: tuple[tuple[int, Proof], ...]
    before: tuple[tuple[int, Proof], ...]
    remarks: tuple[Remark, ...]


def lines(packet: Packet) -> tuple[Line, ...]:
    """Return what a packet shows, measure by measure; by four queries, or three where its proofs were fetched."""
    proofs: Mapping[_Number, list[tuple[int, Proof, Measure]]] = defaultdict(list)
    every = sorted(packet.proofs.all(), key=lambda each: each.pk)
    prefetch_related_objects(every, Prefetch("shows", Shown.objects.select_related("measure")))
    for number, proof in enumerate(every, start=1):
        for shown in proof.shows.all() if proof.ended_at is None else ():
            proofs[_number(shown.measure)].append((number, proof, shown.measure))
    remarks: Mapping[_Number, list[Remark]] = defaultdict(list)
    for remark in packet.remarks.select_related("measure").order_by("-round"):
        remarks[_number(remark.measure)].append(remark)
    return tuple(_line(m, proofs[_number(m)], remarks[_number(m)]) for m in measures_of(packet))


_Number = tuple[int, str]
"""What every version of a measure has in common: its recommendation and its label."""


def _number(measure: Measure) -> _Number:
    return measure.recommendation_id, measure.label


def _line(measure: Measure, proofs: Iterable[tuple[int, Proof, Measure]], remarks: Iterable[Remark]) -> Line:
    now: list[tuple[int, Proof]] = []
    before: dict[int, Proof] = {}
    for number, proof, of in proofs:
        if of == measure:
            now.append((number, proof))
        else:
            before[number] = proof
    shown = {number for number, _ in now}
    earlier = ((number, proof) for number, proof in before.items() if number not in shown)
    return Line(measure, tuple(now), tuple(earlier), tuple(remarks))
