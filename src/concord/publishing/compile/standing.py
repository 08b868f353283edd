"""Where a site stands: whether work goes on, who ended it, each turn on the way, and what became of a promised report.

It is compiled apart from the records of a site, which become public by a status report alone, so that a suspension or
an end is told on its own day and publishes nothing that nobody has approved."""

from datetime import date
from typing import Any

from django.db.models import Max

from concord.core.days import months_after
from concord.engagements.models import EndedBy, Engagement, Precision
from concord.engagements.rules import has_stage
from concord.engagements.states import EngagementState
from concord.programme.queries import of as programme_of
from concord.publishing.site.dates import long_date
from concord.publishing.states import ReportState

_E = EngagementState
STANDINGS: dict[str, tuple[EngagementState, str]] = {
    "announced": (_E.ANNOUNCED, ""),
    "active": (_E.OPEN, ""),
    "suspended": (_E.SUSPENDED, ""),
    "closed": (_E.CLOSED, ""),
    "ended by programme": (_E.ENDED, EndedBy.PROGRAMME),
    "ended by agency": (_E.ENDED, EndedBy.AGENCY),
    "ended by both": (_E.ENDED, EndedBy.BOTH),
    "no longer eligible": (_E.ENDED, EndedBy.ELIGIBILITY),
    "ended": (_E.ENDED, ""),
    "no final report found": (_E.NO_FINAL_REPORT, ""),
    "never reported again": (_E.NEVER_REPORTED, ""),
}
"""Where a site stands in a release → the state of the engagement, and who ended it."""
_KEYS = {stands: key for key, stands in STANDINGS.items()}


def stood(body: dict[str, Any], engagement: Engagement) -> dict[str, Any]:
    """Return the body of a site document with the standing as it is now; what it says of the records stays."""
    site = {
        "state_key": _key(engagement.state, engagement.ended_by),
        "ended": _partial(engagement.ended, engagement.ended_precision),
        "outcome": engagement.outcome or None,
        "owed": _owed(engagement),
        "turns": [
            {
                "at": turn.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "state_key": _key(turn.state, turn.ended_by),
                "text": turn.public_words or None,
            }
            for turn in engagement.turns.order_by("at", "pk")
        ],
    }
    return {**body, "site": {**body["site"], **site}, "next_update": next_update(engagement)}


def next_update(engagement: Engagement) -> dict[str, str] | None:
    """Return when the public hears next, while the engagement goes on and its tier reports."""
    due = _due(engagement)
    if due is None or engagement.edition is None or engagement.state != _E.OPEN:
        return None
    return {"due": due.isoformat(), "cadence": programme_of(engagement.edition).cadence.label}


def last_published(engagement: Engagement) -> date | None:
    """Return the day on which the newest public report came out."""
    published = engagement.reports.filter(state=ReportState.PUBLISHED)
    newest = published.aggregate(at=Max("state_since"))["at"]
    return newest.date() if newest else None


def _due(engagement: Engagement) -> date | None:
    """Return the day for which the next report is promised: so many months after the last, or after the opening."""
    last = last_published(engagement)
    if engagement.cadence_months is None or (last is None and not has_stage(engagement, "reports")):
        return None
    return months_after(last or date.fromisoformat(engagement.started), engagement.cadence_months)


def _owed(engagement: Engagement) -> list[dict[str, Any]]:
    """Return the report that was promised and does not come; what was promised to the public does not go quiet."""
    due, last = _due(engagement), last_published(engagement)
    if due is None or engagement.state not in (_E.SUSPENDED, _E.ENDED):
        return []
    if engagement.state == _E.SUSPENDED:
        became = "Waits while the work is suspended"
    else:
        became = f"Not published: the engagement ended on {long_date(engagement.ended)}"
    return [
        {
            "owed_by": "The programme office",
            "what": "The next status report" if last else "The first status report",
            "promised_on": _partial((last.isoformat() if last else engagement.started), Precision.DAY),
            "due": _partial(due.isoformat(), Precision.DAY),
            "state": became,
        }
    ]


def _key(state: str, ended_by: str) -> str:
    return _KEYS[EngagementState(state), ended_by]


def _partial(value: str, precision: str) -> dict[str, str] | None:
    return {"value": value, "precision": Precision(precision).value} if value else None
