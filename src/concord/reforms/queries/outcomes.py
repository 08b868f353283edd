"""Outcome measures with their series."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from concord.core import zones
from concord.engagements.models import Engagement
from concord.findings.models import Recommendation
from concord.findings.states import StatementState
from concord.reforms.models import Outcome, OutcomeValue


@dataclass(frozen=True)
class Point:
    """One value that counts: its day, and where it comes from; `is_baseline` is the one fixed at registration."""

    as_of: date
    value: Decimal
    source: str
    is_baseline: bool = False


@dataclass(frozen=True)
class Series:
    """One outcome with the values that count, oldest first, the baseline among them. `days_late`: how many days after
    the work began it was registered; 0 where it was registered before, or nothing has been taken up."""

    outcome: Outcome
    points: tuple[Point, ...]
    days_late: int


def outcomes(of: Recommendation) -> tuple[Series, ...]:
    """Return the outcomes of a recommendation, those withdrawn too, each with its series: of each day the latest value;
    by two queries, or by one where there is none."""
    rows = of.outcomes.select_related("recommendation__reform").prefetch_related("recorded").order_by("pk")
    return tuple(_series(one, one.recorded.all()) for one in rows)


def outcomes_on(engagement: Engagement, as_of: date) -> tuple[Series, ...]:
    """Return the outcomes of what was issued in an engagement as they were known at the end of a day, in the order of
    registration: what was recorded later is left out, also where it speaks of an earlier day, and what was withdrawn.
    By two queries."""
    end = zones.ends(as_of)
    known = Prefetch("recorded", OutcomeValue.objects.filter(recorded_at__lt=end))
    of = {"recommendation__engagement": engagement, "recommendation__state": StatementState.ISSUED}
    found = Outcome.objects.filter(**of, recommendation__issued_at__lt=end, registered_at__lt=end)
    found = found.exclude(ended_at__lt=end)
    rows = found.select_related("recommendation__reform").prefetch_related(known).order_by("pk")
    return tuple(_series(one, one.recorded.all()) for one in rows)


def _series(outcome: Outcome, recorded: Iterable[OutcomeValue]) -> Series:
    latest = {each.as_of: each for each in sorted(recorded, key=lambda each: each.pk)}
    points = [Point(day, each.value, each.source) for day, each in sorted(latest.items())]
    baseline = Point(outcome.baseline_as_of, outcome.baseline, outcome.source, is_baseline=True)
    return Series(outcome, (baseline, *points), _days_late(outcome))


def _days_late(outcome: Outcome) -> int:
    reform = getattr(outcome.recommendation, "reform", None)
    if reform is None:
        return 0
    return max((zones.day(outcome.registered_at) - zones.day(reform.planned_at)).days, 0)
