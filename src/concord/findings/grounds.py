"""What claims and findings rest on, and what speaks against them: computed from the records each time it is asked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q, Sum

from concord.engagements.models import Engagement
from concord.evidence import citing
from concord.evidence.models import Attendance, DataSet, EvidenceItem, Fieldwork, Releasability
from concord.evidence.states import DataSetState, EvidenceState
from concord.findings.models import Citation, Claim, Direction, Finding, Piece
from concord.findings.strength import BorneOut, Facts, Strength, borne_out, strength
from concord.programme.document import Method
from concord.programme.queries import of as programme_of

DATA_SET = "data_set"
"""Stands for the method where a registered data set itself is what speaks."""
_WITH = ("evidence__fieldwork", "data_set")
_OF_EVIDENCE = (
    *("evidence__ref", "evidence__title", "evidence__state", "evidence__releasability", "evidence__destroyed_in"),
    *("evidence__method", "evidence__count", "evidence__collected_on", "evidence__consent"),
    *("evidence__fieldwork__item", "evidence__fieldwork__audience", "evidence__fieldwork__consent"),
)
_OF_PIECES = (
    *("claim", "evidence", "passage", "data_set", "direction", "put_at", "put_by"),
    *("taken_away_at", "taken_away_by", "taken_away_because"),
    *("data_set__ref", "data_set__title", "data_set__state", *_OF_EVIDENCE),
)
"""What is looked at; a thousand pieces are read at once, and the rest of their rows is long."""


@dataclass(frozen=True)
class Ground:
    """One thing that speaks for or against a claim or a finding, or gives its context.

    `evidence` or `data_set` is what it is; `passage` a short citation, "" for the whole; `name`, `one` and `many` are
    the method's and its unit's; `audience` is "" where nobody was asked or nobody wrote it down; `people`
    took part, where counted. `piece` is its place on a card, None where the finding cites it without one."""

    direction: Direction
    evidence: EvidenceItem | None
    data_set: DataSet | None
    passage: str
    method: str
    name: str
    one: str
    many: str
    people: int
    strength: Strength
    piece: Piece | None = None

    @property
    def source(self) -> str:
        """The stable number: EVD-2026-0001, DST-2026-0001, or a passage's citation."""
        return self.passage or self.thing.ref

    @property
    def thing(self) -> EvidenceItem | DataSet:
        """The item, or the data set."""
        found = self.evidence or self.data_set
        if found is None:
            raise ValueError("A ground is of an item or of a data set.")
        return found

    def get_absolute_url(self) -> str:
        """Return where it can be read: the passage itself, or the page of the item or data set."""
        return citing.parse(self.passage).get_absolute_url() if self.passage else self.thing.get_absolute_url()

    @property
    def fieldwork(self) -> Fieldwork | None:
        """The field work that led to the item, or None."""
        return getattr(self.evidence, "fieldwork", None)

    @property
    def audience(self) -> str:
        """Who was heard, as the plan words it, or ""."""
        return str(self.fieldwork.audience) if self.fieldwork else ""

    @property
    def count(self) -> int:
        """How many of the method's unit the item stands for."""
        return self.evidence.count if self.evidence else 1

    @property
    def on(self) -> date | None:
        """The day on which it was gathered; None for a data set."""
        return self.evidence.collected_on if self.evidence else None

    @property
    def stands(self) -> bool:
        """Whether it counts."""
        return self.strength != Strength.NONE


def of_claims(engagement: Engagement, claims: Iterable[Claim]) -> dict[int, list[Ground]]:
    """Return for each card of an engagement, by its key in the database, what was put on it, taken away or not, in that
    order; by two queries."""
    pieces = Piece.objects.filter(claim__in=[claim.pk for claim in claims]).select_related(*_WITH).only(*_OF_PIECES)
    return _grounds(engagement, [(piece.claim_id, piece) for piece in pieces.order_by("pk")])


def of_findings(engagement: Engagement, findings: Iterable[Finding]) -> dict[int, list[Ground]]:
    """Return for each finding of an engagement what it rests on: the pieces of its card that were not taken away, then
    what it cites beyond them; by three queries."""
    keys = [finding.pk for finding in findings]
    pieces = Piece.objects.filter(claim__finding__in=keys, taken_away_at=None).order_by("pk")
    on_cards = [
        (piece.claim.finding_id, piece)
        for piece in pieces.select_related("claim", *_WITH).only("claim__finding", *_OF_PIECES)
    ]
    known = {(finding, piece.evidence_id) for finding, piece in on_cards if piece.direction == Direction.SUPPORTS}
    cited = (
        Citation.objects.filter(finding__in=keys, taken_away_at=None)
        .select_related("evidence__fieldwork")
        .only("finding", "evidence", *_OF_EVIDENCE)
    )
    beyond = [(one.finding_id, one) for one in cited.order_by("pk") if (one.finding_id, one.evidence_id) not in known]
    return _grounds(engagement, [*on_cards, *beyond])


def contradicting(finding: Finding) -> list[str]:
    """Return the numbers and citations of what contradicts a finding on its card and counts, each once; by one query.
    What a finding cites beyond its card supports it."""
    against = Piece.objects.filter(
        _STANDING, claim__finding=finding, direction=Direction.CONTRADICTS, taken_away_at=None
    )
    pieces = against.select_related("evidence", "data_set").only("passage", "evidence__ref", "data_set__ref")
    return list(dict.fromkeys(piece.source for piece in pieces.order_by("pk")))


class Tally(NamedTuple):
    """How many pieces of a card count in each direction, and how well it is borne out."""

    pieces: Counter[str]
    borne_out: BorneOut


def tallies(engagement: Engagement, claims: Iterable[Claim]) -> dict[int, Tally]:
    """Return the tally of each card of an engagement, as its grounds give it; the pieces are counted by the database,
    those of one kind together, and a page of cards may hold thousands."""
    keys = [claim.pk for claim in claims]
    alike = Piece.objects.filter(_STANDING, claim__in=keys, taken_away_at=None).order_by()
    alike = alike.annotate(exact=~Q(passage="") | Q(evidence=None))
    found = list(alike.values_list("claim", "direction", "exact", *_ALIKE).annotate(pieces=Count("pk")))
    methods = _methods(engagement)
    people = _people({row[-2] for row in found if row[-2]})
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    supporting: dict[int, list[tuple[str, Strength]]] = defaultdict(list)
    for claim, direction, exact, key, count, item, pieces in found:
        counts[claim][direction] += pieces
        if direction == Direction.SUPPORTS:
            form = _form(key, methods)
            facts = Facts(form=form, exact=exact, count=count or 1, people=people.get(item, 0), stands=True)
            supporting[claim].append((key or DATA_SET, strength(facts)))
    return {key: Tally(counts[key], borne_out(supporting[key])) for key in keys}


def _form(method: str | None, methods: dict[str, Method]) -> str:
    """Return the form of a method; None stands for a data set itself."""
    if method is None:
        return "data"
    return methods[method].form if method in methods else "other"


class Unit(NamedTuple):
    """What stands and is counted, and no more of it: its number, method and audience ("" as of a ground), direction,
    how many of the method's unit, and whether only the engagement's own team sees it."""

    ref: str
    method: str
    audience: str
    direction: str
    number: int
    is_confidential: bool

    @property
    def stands(self) -> bool:
        """It does: what does not is no unit."""
        return True


def units_of_claims(claims: Iterable[Claim]) -> dict[int, list[Unit]]:
    """Return for each card what stands on it, as `of_claims` without the rest; by one query."""
    return _units(_pieces("claim", claim__in=[claim.pk for claim in claims]))


def units_of_findings(findings: Iterable[Finding]) -> dict[int, list[Unit]]:
    """Return for each finding what it rests on and stands, as `of_findings` without the rest; by two queries."""
    keys = [finding.pk for finding in findings]
    found = _units(_pieces("claim__finding", claim__finding__in=keys))
    cited = Citation.objects.filter(finding__in=keys, taken_away_at=None, **_LOGGED).order_by("pk")
    for key, *unit in cited.values_list("finding", *_OF_AN_ITEM):
        known = {one.ref for one in found[key] if one.direction == Direction.SUPPORTS}
        one = _unit((*unit, Direction.SUPPORTS))
        found[key] += [] if one.ref in known else [one]
    return found


_LOGGED = {"evidence__state": EvidenceState.LOGGED, "evidence__destroyed_in": ""}
_STANDING = Q(**_LOGGED) | Q(evidence=None) & ~Q(data_set__state=DataSetState.WITHDRAWN)
_ALIKE = ("evidence__method", "evidence__count", "evidence__fieldwork__item")
"""By what pieces are alike; of what comes from field work each item is one of its own, since people took part in it."""
_OF_AN_ITEM = (
    *("evidence__ref", "evidence__method", "evidence__fieldwork__audience", "evidence__count"),
    "evidence__releasability",
)


def _pieces(by: str, **of: Any) -> Iterable[tuple[Any, ...]]:
    pieces = Piece.objects.filter(_STANDING, taken_away_at=None, **of).order_by("pk")
    return pieces.values_list(by, "data_set__ref", *_OF_AN_ITEM, "direction")


def _units(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Unit]]:
    found: dict[int, list[Unit]] = defaultdict(list)
    for key, data_set, *unit in rows:
        found[key].append(_unit(unit) if data_set is None else _of_a_data_set(data_set, unit[-1]))
    return found


def _of_a_data_set(ref: str, direction: str) -> Unit:
    return Unit(ref, DATA_SET, "", direction, 1, is_confidential=False)


def _unit(row: Sequence[Any]) -> Unit:
    ref, method, audience, number, releasability, direction = row
    return Unit(ref, method, audience or "", direction, number, releasability == Releasability.CONFIDENTIAL)


def _grounds(engagement: Engagement, rows: Sequence[tuple[int | None, Piece | Citation]]) -> dict[int, list[Ground]]:
    """Return rows as grounds, by what they are of; a query counts who took part."""
    found: dict[int, list[Ground]] = defaultdict(list)
    methods = _methods(engagement)
    people = _people({row.evidence.pk for _, row in rows if row.evidence and hasattr(row.evidence, "fieldwork")})
    for key, row in rows:
        if key is not None:
            found[key].append(_ground(row, methods, people))
    return found


def _methods(engagement: Engagement) -> dict[str, Method]:
    return {method.key: method for method in programme_of(engagement.edition).method} if engagement.edition else {}


def _people(items: set[int]) -> dict[int, int]:
    """Return how many took part, where counted, by the keys of items that came from field work."""
    if not items:
        return {}
    came = Attendance.objects.filter(fieldwork__item__in=items).values("fieldwork__item").order_by()
    return {row["fieldwork__item"]: row["total"] or 0 for row in came.annotate(total=Sum("came"))}


def _ground(row: Piece | Citation, methods: dict[str, Method], people: dict[int, int]) -> Ground:
    piece = row if isinstance(row, Piece) else None
    item, data_set = row.evidence, piece.data_set if piece else None
    key = item.method if item else DATA_SET
    method = methods.get(key)
    came = people.get(item.pk, 0) if item else 0
    facts = Facts(
        form=_form(item.method if item else None, methods),
        exact=bool(piece and (piece.passage or piece.data_set_id)),
        count=item.count if item else 1,
        people=came,
        stands=_stands(item, data_set) and not (piece and piece.is_taken_away),
    )
    name, one, many = called(key, method)
    return Ground(
        direction=Direction(piece.direction) if piece else Direction.SUPPORTS,
        evidence=item,
        data_set=data_set,
        passage=piece.passage if piece else "",
        method=key,
        name=name,
        one=one,
        many=many,
        people=came,
        strength=strength(facts),
        piece=piece,
    )


def called(key: str, method: Method | None) -> tuple[str, str, str]:
    """Return what a method is called, and its unit for one and for many."""
    if key == DATA_SET:
        return "Data set", "data set", "data sets"
    return (method.name, method.unit or method.name.lower(), method.counted) if method else (key, key, key)


def _stands(item: EvidenceItem | None, data_set: DataSet | None) -> bool:
    if item is not None:
        return item.state == EvidenceState.LOGGED and not item.destroyed_in
    return data_set is not None and data_set.state != DataSetState.WITHDRAWN


def standing(grounds: Iterable[Ground], direction: Direction) -> list[Ground]:
    """Return the grounds of a direction that count."""
    return [each for each in grounds if each.stands and each.direction == direction]


def how_borne_out(grounds: Iterable[Ground]) -> BorneOut:
    """Return how well a claim is borne out by the grounds that support it."""
    return borne_out((each.method, each.strength) for each in grounds if each.direction == Direction.SUPPORTS)


@dataclass(frozen=True)
class Counted:
    """So many of a method's unit, as items of evidence; one that is cited in several places counts once."""

    method: str
    name: str
    number: int
    unit: str
    items: int
    people: int


def counted(grounds: Iterable[Ground]) -> list[Counted]:
    """Return how much stands by method, in the order in which the methods first appear."""
    once: dict[str, dict[str, Ground]] = defaultdict(dict)
    for each in grounds:
        if each.stands:
            once[each.method].setdefault(each.thing.ref, each)
    found = []
    for method, of_it in once.items():
        some = list(of_it.values())
        number = sum(each.count for each in some)
        unit = some[0].one if number == 1 else some[0].many
        found.append(Counted(method, some[0].name, number, unit, len(some), sum(each.people for each in some)))
    return found
