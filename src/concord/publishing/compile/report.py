"""A status report: the words as written, the figures as computed for the period's last day."""

from datetime import date
from typing import Any

from concord.engagements.models import Engagement
from concord.publishing.compile.programme import status
from concord.publishing.compile.site import figures, focus_areas, programme_of, told_changes, work


def report_document(
    engagement: Engagement,
    *,
    number: int,
    title: str,
    period: tuple[date, date],
    since: date | None,
    words: dict[str, str],
) -> dict[str, Any]:
    """Return the body of a concord.report/1 document but for `date`, `approved` and `next_update`, which are facts of
    its publication. `words` holds work_done, outcomes and next_steps."""
    programme = programme_of(engagement)
    first, last = period
    return {
        "schema": "concord.report/1",
        "site": {"slug": engagement.slug, "name": engagement.title, "origin": engagement.origin},
        "number": number,
        "period": {"from": first.isoformat(), "to": last.isoformat()},
        "title": f"{title} {number}",
        **words,
        "statuses": [status(label) for label in programme.status],
        "figures": figures(engagement, as_of=last, since=since),
        "focus_areas": focus_areas(engagement, last),
        "changes": told_changes(engagement, programme, since=since, until=last),
        "methods": work(engagement, programme, last),
    }
