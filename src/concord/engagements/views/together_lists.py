"""The lists on the page of how both sides work together, each whole, as a file."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from concord.accounts.queries import names
from concord.core.tables import Column, Sheet
from concord.engagements import queries
from concord.engagements.models import Engagement

CONCERNS = "concerns"


def _named(field: str) -> Callable[[Sequence[Any]], Iterable[tuple[Any, str]]]:
    """Return how rows are read with the name of whoever a field names; one query for all names."""

    def read(rows: Sequence[Any]) -> Iterable[tuple[Any, str]]:
        known = names(getattr(row, field) for row in rows)
        return [(row, known[getattr(row, field)]) for row in rows]

    return read


_CHECK_INS = Sheet(
    "Check-ins",
    (
        Column("Reference", lambda row: row[0].ref),
        Column("Day", lambda row: row[0].on),
        Column("Who was there", lambda row: row[0].present),
        Column("Notes", lambda row: row[0].notes),
        Column("Things to do", lambda row: row[0].tasks),
        Column("Recorded by", lambda row: row[1]),
    ),
    _named("recorded_by"),
)
_EXPECTATIONS = Sheet(
    "Expectations",
    (
        Column("Reference", lambda row: row[0].ref),
        Column("Expected by", lambda row: row[0].side),
        Column("What", lambda row: row[0].text),
        Column("Said by", lambda row: row[1]),
        Column("Said at (UTC)", lambda row: row[0].said_at),
        Column("Wanted by", lambda row: row[0].by_when),
        Column("State", lambda row: row[0].state_label),
        Column("Since (UTC)", lambda row: row[0].state_since),
        Column("Why, or what shows it", lambda row: row[0].why),
    ),
    _named("said_by"),
)
_SURVEYS = Sheet(
    "Surveys",
    (
        Column("Reference", lambda row: row.ref),
        Column("After", lambda row: row.milestone),
        Column("State", lambda row: row.state_label),
        Column("Asked", lambda row: row.asked),
        Column("Answered", lambda row: row.given),
        Column("Last day", lambda row: row.closes_on),
    ),
)
_CONCERNS = Sheet(
    "Concerns",
    (
        Column("Reference", lambda row: row.ref),
        Column("About", lambda row: row.about),
        Column("Officer", lambda row: row.officer.name),
        Column("Answer due on", lambda row: row.due_on),
        Column("State", lambda row: row.state_label),
        Column("Answered at (UTC)", lambda row: row.answered_at),
    ),
)
_CHANGES = Sheet(
    "Changes of tier",
    (
        Column("Reference", lambda row: row.ref),
        Column("From", lambda row: queries.tier_names(row.engagement).get(row.from_tier, row.from_tier)),
        Column("To", lambda row: queries.tier_names(row.engagement).get(row.to_tier, row.to_tier)),
        Column("Reason", lambda row: row.reason),
        Column("State", lambda row: row.state_label),
        Column("Since (UTC)", lambda row: row.state_since),
    ),
)
LISTS: dict[str, tuple[Callable[[Engagement], QuerySet[Any]], Sheet]] = {
    "check-ins": (lambda of: of.check_ins.order_by("-on", "-pk"), _CHECK_INS),
    "expectations": (lambda of: of.expectations.order_by("said_at", "pk"), _EXPECTATIONS),
    "surveys": (queries.surveys_of, _SURVEYS),
    CONCERNS: (lambda of: of.escalations.select_related("officer").order_by("-pk"), _CONCERNS),
    "tier-changes": (lambda of: of.tier_changes.select_related("engagement__edition").order_by("-pk"), _CHANGES),
}
"""What ?table= may ask for; concerns only for those who may see them."""
