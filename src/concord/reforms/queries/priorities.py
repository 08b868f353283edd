"""What comes first by stated weights, and how firmly. It is a suggestion with its reasons; people decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q

from concord.analysis.plan import priority
from concord.engagements.models import Engagement
from concord.findings.models import Recommendation
from concord.findings.queries import refused, shared_of
from concord.findings.states import StatementState
from concord.programme.document import PriorityCriterion
from concord.reforms.models import Appraisal
from concord.reforms.queries.links import superseded
from concord.reforms.queries.things import known_labels
from concord.reforms.states import ENDS

FIRST = 10
"""The places whose order is tried against other weights."""


def criteria(engagement: Engagement) -> tuple[PriorityCriterion, ...]:
    """Return the criteria of priority of the engagement's edition, with their weights; none where it has no edition."""
    rows = engagement.edition.document.get("priority_criterion", ()) if engagement.edition else ()
    return tuple(PriorityCriterion(**row) for row in rows)


def appraisal(of: Recommendation) -> Appraisal | None:
    """Return the appraisal of a recommendation that counts."""
    return of.appraisals.order_by("-pk").first()


def appraisals(engagement: Engagement) -> dict[int, Appraisal]:
    """Return the appraisal that counts of each recommendation of an engagement that has one, by its key."""
    rows = Appraisal.objects.filter(recommendation__engagement=engagement)
    return {row.recommendation_id: row for row in rows.order_by("recommendation", "-pk").distinct("recommendation")}


def still_to_do(engagement: Engagement) -> dict[str, Recommendation]:
    """Return the recommendations at work whose end the team has not assessed, by reference, oldest first; without those
    whose place another takes that may still come, and those with which the agency does not concur, unless they were
    taken up before it said so and are issued: before the issue the work waits."""
    ended = {key for key, label in known_labels(engagement).items() if label.core_state in ENDS}
    rows = shared_of(engagement).select_related("reform").exclude(superseded(engagement))
    rows = rows.exclude(refused(), Q(reform=None) | ~Q(state=StatementState.ISSUED))
    reforms = ((row, getattr(row, "reform", None)) for row in rows)
    return {row.ref: row for row, reform in reforms if reform is None or reform.assessed_status not in ended}


@dataclass(frozen=True)
class Placed:
    """One recommendation in the order of priority. Equal scores share a place."""

    place: int
    score: Fraction
    recommendation: Recommendation
    appraisal: Appraisal


@dataclass(frozen=True)
class Moves:
    """At which share of all weight of one criterion two of the first places would change, and which two."""

    criterion: PriorityCriterion
    share: Fraction
    below: tuple[Fraction, Recommendation, Recommendation] | None
    above: tuple[Fraction, Recommendation, Recommendation] | None


@dataclass(frozen=True)
class Ranking:
    """The order of what is still to do, under `weights`; `kept` is the share of pairs that stand as under the weights
    of the edition. `unmarked`: what nobody has marked by these criteria yet."""

    weights: Mapping[str, int]
    placed: tuple[Placed, ...]
    firmness: tuple[Moves, ...]
    kept: Fraction
    unmarked: tuple[Recommendation, ...]


def ranking(engagement: Engagement, weights: Mapping[str, int] | None = None) -> Ranking:
    """Return the order of priority of what is still to do; with other weights than the edition's, what they change.

    Raises BadArgument (a weight below 0, or none above)."""
    known = criteria(engagement)
    own = {criterion.key: criterion.weight for criterion in known}
    used = dict(weights) if weights is not None else own
    rows = still_to_do(engagement)
    latest = appraisals(engagement)
    made = {ref: latest[row.pk] for ref, row in rows.items() if row.pk in latest}
    marks = {ref: found.marks for ref, found in made.items() if found.marks.keys() == own.keys()}
    unmarked = tuple(row for ref, row in rows.items() if ref not in marks)
    if not known or not marks:
        return Ranking(used, (), (), Fraction(1), unmarked)
    order = priority.ranked(marks=marks, weights=used)
    placed = tuple(Placed(each.place, each.score, rows[each.key], made[each.key]) for each in order)
    kept = priority.share_of_order_kept(order, priority.ranked(marks=marks, weights=own))
    return Ranking(used, placed, _firmness(known, marks, used, rows), kept, unmarked)


def _firmness(
    known: tuple[PriorityCriterion, ...],
    marks: priority.Marks,
    weights: Mapping[str, int],
    rows: Mapping[str, Recommendation],
) -> tuple[Moves, ...]:
    """Return how firm the first places are; nothing where one criterion has all the weight."""
    if sum(weight > 0 for weight in weights.values()) < 2:  # noqa: PLR2004 - one alone has nothing to be weighed against
        return ()
    found = {each.criterion: each for each in priority.firmness(marks=marks, weights=weights, first=FIRST)}

    def told(swap: priority.Swap | None) -> tuple[Fraction, Recommendation, Recommendation] | None:
        return (swap.at, rows[swap.upper], rows[swap.lower]) if swap else None

    return tuple(
        Moves(criterion, one.share, told(one.below), told(one.above))
        for criterion in known
        if (one := found.get(criterion.key))
    )
