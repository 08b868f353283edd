"""A status report: the words as written, the figures as computed for the period's last day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from concord.engagements.models import Engagement
from concord.evidence.queries import counts_by_method
from concord.programme.document import Programme
from concord.publishing.compile.changes import told_changes
from concord.publishing.compile.measured import measured
from concord.publishing.compile.programme import status
from concord.publishing.compile.site import figures, focus_areas, holders, programme_of
from concord.reforms.queries import known_labels


@dataclass(frozen=True)
class Asked:
    """What a report is compiled of: its number and name, the days of its period, the last day of the report before
    (None for the first), the words by part, and the staff's line on a recommendation by its label."""

    number: int
    title: str
    period: tuple[date, date]
    since: date | None
    words: Mapping[str, str]
    notes: Mapping[str, str] = field(default_factory=dict)


def report_document(engagement: Engagement, asked: Asked) -> dict[str, Any]:
    """Return the body of a concord.report/1 document but for what are facts of its publication: `date`, `approved`,
    `next_update`, the agency's check, and why it corrects another."""
    programme = programme_of(engagement)
    first, last = asked.period
    words = {part: text for part, text in asked.words.items() if text}
    return {
        "schema": "concord.report/1",
        "site": {"slug": engagement.slug, "name": engagement.title, "origin": engagement.origin},
        "number": asked.number,
        "period": {"from": first.isoformat(), "to": last.isoformat()},
        "title": f"{asked.title} {asked.number}",
        **words,
        "statuses": [status(label) for label in known_labels(engagement).values()],
        "figures": figures(engagement, as_of=last, since=asked.since),
        "focus_areas": focus_areas(engagement, last),
        "changes": told_changes(engagement, since=asked.since, until=last, notes=asked.notes),
        "methods": methods(engagement, programme, asked.period),
        "holders": holders(engagement, last),
        **measured(engagement, last),
    }


def methods(engagement: Engagement, programme: Programme, period: tuple[date, date]) -> list[dict[str, Any]]:
    """Return how much was gathered by each method up to a period's last day, and of that in the period, in the order of
    the programme's list."""
    first, last = period
    total = counts_by_method(engagement, last)
    before = counts_by_method(engagement, first - timedelta(days=1))
    found = []
    for method in programme.method:
        if method.key in total:
            count = total[method.key]
            name = method.counted if count != 1 else method.name.lower()
            found.append({"method": name, "count": count, "in_period": count - before.get(method.key, 0)})
    return found
