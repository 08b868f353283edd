"""Outcome measures as a release tells them: what should change out there, value by value, and never a sum of them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from concord.core import zones
from concord.engagements.models import Engagement
from concord.reforms.queries import Series, Standing, outcomes_on, standings


def measured(engagement: Engagement, as_of: date) -> dict[str, Any]:
    """Return `outcome_measures` as they were known at the end of a day, nothing where there are none; they are
    registered on what is issued alone."""
    known = outcomes_on(engagement, as_of)
    if not known:
        return {}
    marks = {each.recommendation.pk: _marks(each) for each in standings(engagement, as_of)}
    return {"outcome_measures": [_told(series, marks) for series in known]}


def _told(series: Series, marks: Mapping[int, list[dict[str, str]]]) -> dict[str, Any]:
    outcome = series.outcome
    return {
        "title": outcome.name,
        "unit": outcome.unit,
        "recommendations": [outcome.recommendation.key],
        "target": _number(outcome.target),
        "registered_on": zones.day(outcome.registered_at).isoformat(),
        **({"registered_days_late": series.days_late} if series.days_late else {}),
        "points": [
            {"as_of": point.as_of.isoformat(), "value": _number(point.value), "source": point.source}
            for point in series.points
        ],
        "marks": marks[outcome.recommendation_id],
    }


def _marks(standing: Standing) -> list[dict[str, str]]:
    """Return the days of a recommendation's work: when it was taken up, and when the team last assessed it."""
    days: defaultdict[date, list[str]] = defaultdict(list)
    if standing.reform is not None:
        days[zones.day(standing.reform.planned_at)].append("taken up")
    if standing.assessed is not None:
        days[standing.assessed.as_of].append("assessed")
    return [{"on": day.isoformat(), "text": ", ".join(words)} for day, words in sorted(days.items())]


def _number(value: Decimal) -> int | float:
    """Return a value of at most three decimals as JSON writes it: 40, 38.5."""
    return int(value) if value == value.to_integral_value() else float(value)
