"""Reads of the record and the assessment of a request."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Max, QuerySet

from concord.core.errors import BadInput
from concord.intake import edition
from concord.intake.models import (
    Assessed,
    AssistanceRequest,
    ComponentCheck,
    CriterionAnswer,
    DecisionKind,
    IntakePart,
    Standing,
)
from concord.intake.states import OVER, RequestState
from concord.programme.document import Component, Criterion
from concord.programme.document import IntakePart as Part
from concord.programme.queries import of as programme_of

_S = RequestState
ANSWERABLE = {
    Assessed.ELIGIBILITY: (_S.ACKNOWLEDGED, _S.DEFINED),
    Assessed.READINESS: (_S.ACKNOWLEDGED, _S.DEFINED, _S.ELIGIBLE),
}
"""Until an assessment is concluded its answers can be given and changed."""


@dataclass(frozen=True)
class Row:
    """One criterion with the answer that counts, and those before it, the newest first."""

    kind: Assessed
    criterion: Criterion
    answer: CriterionAnswer | None
    before: tuple[CriterionAnswer, ...] = ()

    @property
    def passes(self) -> bool:
        """Whether the criterion is met or waived."""
        return self.answer is not None and (self.answer.standing == Standing.MET or self.answer.waived_at is not None)

    @property
    def may_be_waived(self) -> bool:
        """Whether an approving official may let it pass: what is required never, what is not met yet otherwise."""
        return self.answer is not None and not self.passes and self.criterion.effect != "required"


@dataclass(frozen=True)
class Assessment:
    """One of the two assessments of a request, in its present round."""

    kind: Assessed
    rows: tuple[Row, ...]
    open: bool

    @cached_property
    def wanting(self) -> tuple[Row, ...]:
        """The criteria that are not met and not waived."""
        return tuple(row for row in self.rows if not row.passes)

    @property
    def lacking(self) -> tuple[Row, ...]:
        """The criteria that were answered “not yet” or “unknown” and not waived: what the agency can still show."""
        return tuple(row for row in self.wanting if row.answer is not None)

    @property
    def unanswered(self) -> tuple[Row, ...]:
        """The criteria without an answer."""
        return tuple(row for row in self.rows if row.answer is None)


@dataclass(frozen=True)
class Recorded:
    """One part of the intake record, as recorded last, or not yet."""

    part: Part
    last: IntakePart | None


@dataclass(frozen=True)
class Asked:
    """Another office, and what it was asked last, if it was."""

    component: Component
    check: ComponentCheck | None


def criteria(of: AssistanceRequest, assessment: str) -> tuple[Criterion, ...]:
    """Return the criteria of the edition under which the request was made."""
    programme = programme_of(of.edition)
    return programme.eligibility if assessment == Assessed.ELIGIBILITY else programme.readiness


def round_of(of: AssistanceRequest) -> int:
    """Return the number of the present round: a deferred request that is taken up again is assessed anew.

    Once a request is deferred or over, the round that was answered last is the one that counts."""
    if of.state == RequestState.DEFERRED or of.state in OVER:
        return of.answers.aggregate(last=Max("round"))["last"] or 1
    return 1 + of.decisions.filter(kind=DecisionKind.DEFER).count()


def assessments(of: AssistanceRequest) -> tuple[Assessment, Assessment]:
    """Return eligibility and readiness, each criterion with its answers."""
    now = round_of(of)
    given: dict[str, list[CriterionAnswer]] = {}
    for answer in of.answers.order_by("-pk"):
        given.setdefault(answer.criterion, []).append(answer)
    programme = programme_of(of.edition)

    def of_kind(kind: Assessed, wanted: tuple[Criterion, ...]) -> Assessment:
        rows = tuple(_row(kind, c, given.get(c.key, []), now) for c in wanted)
        return Assessment(kind, rows, of.state in ANSWERABLE[kind])

    return of_kind(Assessed.ELIGIBILITY, programme.eligibility), of_kind(Assessed.READINESS, programme.readiness)


def _row(kind: Assessed, criterion: Criterion, given: list[CriterionAnswer], now: int) -> Row:
    counts = next((a for a in given if a.round == now and a.replaced_at is None), None)
    return Row(kind, criterion, counts, tuple(a for a in given if a is not counts))


def row(of: AssistanceRequest, criterion: str) -> Row:
    """Return one criterion with its answers. Raises BadInput when the edition has no such criterion."""
    for assessment in assessments(of):
        for one in assessment.rows:
            if one.criterion.key == criterion:
                return one
    raise BadInput(f"The edition of this request has no criterion “{criterion}”.")


def answered_without(of: AssistanceRequest) -> QuerySet[CriterionAnswer]:
    """Return the answers that hold now by which a criterion is met that a pending matter leaves open."""
    routed = [each.key for kind in Assessed for each in criteria(of, kind) if each.effect == "routed"]
    return of.answers.filter(round=round_of(of), replaced_at=None, criterion__in=routed, standing=Standing.MET)


def opened_again(of: AssistanceRequest) -> list[str]:
    """Return the questions that were answered in this round and have no answer now."""
    rows = (row for assessment in assessments(of) for row in assessment.rows if row.answer is None)
    now = round_of(of)
    return [row.criterion.question for row in rows if any(answer.round == now for answer in row.before)]


def record(of: AssistanceRequest) -> tuple[Recorded, ...]:
    """Return the parts of the intake record, each as recorded last."""
    last = {part.part: part for part in of.parts.select_related("contact").order_by("pk")}
    return tuple(Recorded(part, last.get(part.key)) for part in edition.parts(of))


def deconfliction(of: AssistanceRequest) -> tuple[Asked, ...]:
    """Return the other offices, each with what it was asked last."""
    last = {check.component: check for check in of.component_checks.order_by("pk")}
    return tuple(Asked(component, last.get(component.key)) for component in edition.components(of))


def tier_of(of: AssistanceRequest) -> str:
    """Return the tier to which a request was accepted, or else the one that was asked for."""
    accepted = of.decisions.filter(kind=DecisionKind.ACCEPT).order_by("-pk").first()
    return accepted.tier if accepted else of.tier
