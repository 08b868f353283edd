"""Where a site stands: whether work goes on, who ended it, each turn on the way, and what became of a promised report.

It is compiled apart from the records of a site, which become public by a status report alone, so that a suspension or
an end is told on its own day and publishes nothing that nobody has approved."""

from datetime import date
from typing import Any

from concord.core import zones
from concord.engagements.models import EndedBy, Engagement, Precision
from concord.engagements.states import EngagementState
from concord.programme.queries import of as programme_of
from concord.publishing.models import Closing
from concord.publishing.queries.calendar import Due
from concord.publishing.queries.calendar import due as next_due
from concord.publishing.site.dates import long_date

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


def stood(body: dict[str, Any], engagement: Engagement, *, published_on: date | None = None) -> dict[str, Any]:
    """Return the body of a site document with the standing as it is now, or will be once the report on its way has been
    published on a day; what it says of the records stays."""
    due = next_due(engagement, published_on=published_on)
    site: dict[str, Any] = {
        "state_key": _key(engagement.state, engagement.ended_by),
        "ended": _partial(engagement.ended, engagement.ended_precision),
        "outcome": engagement.outcome or None,
        "owed": _owed(engagement, due),
        "turns": [
            {
                "at": turn.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "state_key": _key(turn.state, turn.ended_by),
                "text": turn.public_words or None,
            }
            for turn in engagement.turns.order_by("at", "pk")
        ],
    }
    if (closing := _closing(body, engagement)) is not None:
        site["closing"] = closing
    return {**body, "site": {**body["site"], **site}, "next_update": _told(due)}


def _closing(body: dict[str, Any], engagement: Engagement) -> dict[str, Any] | None:
    """Return what stood where when an engagement was over: the numbers, what was still open as it was published last,
    and what keeps the reforms going."""
    if engagement.state not in (_E.CLOSED, _E.ENDED):
        return None
    closing = Closing.objects.filter(engagement=engagement).first()
    stands_for = {status["key"]: status.get("stands_for") for status in body["statuses"]}
    still_open = [
        {"key": each["key"], "assessed": _status(each["assessed"]), "reported": _status(each["reported"])}
        for each in body["recommendations"]
        if stands_for.get(_status(each["assessed"]) or "") != "complete"
    ]
    return {
        "sustainment": closing.sustainment if closing else None,
        "findings": len(body["findings"]),
        "recommendations": len(body["recommendations"]),
        "still_open": still_open,
    }


def _status(voice: dict[str, Any] | None) -> str | None:
    return voice["status"] if voice else None


def next_update(engagement: Engagement, *, published_on: date | None = None) -> dict[str, Any] | None:
    """Return when the public hears next, as a report says it when it is published on a day."""
    told = _told(next_due(engagement, published_on=published_on))
    return {"due": told["due"], "cadence": told["cadence"]} if told else None


def _told(due: Due | None) -> dict[str, Any] | None:
    """Return when the public hears next, who has the report, and why it is late where a reason was given."""
    if due is None or due.engagement.state != _E.OPEN:
        return None
    told: dict[str, Any] = {"due": due.on.isoformat(), "cadence": _cadence(due), "owed_by": str(due.owed_by)}
    if due.delay is not None:
        told["late"] = {
            "reason": due.delay.words,
            "expected_on": due.delay.expected_on.isoformat(),
            "said_on": zones.day(due.delay.given_at).isoformat(),
        }
    return told


def _cadence(due: Due) -> str:
    """Say how often: in the words of the edition where the work plan says the same."""
    edition = due.engagement.edition
    cadence = programme_of(edition).cadence if edition else None
    if cadence is not None and cadence.months == due.months:
        return cadence.label
    return "Every month" if due.months == 1 else f"Every {due.months} months"


def _owed(engagement: Engagement, due: Due | None) -> list[dict[str, Any]]:
    """Return the report that was promised and does not come; what was promised to the public does not go quiet."""
    if due is None or engagement.state not in (_E.SUSPENDED, _E.ENDED):
        return []
    if engagement.state == _E.SUSPENDED:
        became = "Waits while the work is suspended"
    else:
        became = f"Not published: the engagement ended on {long_date(engagement.ended)}"
    return [
        {
            "owed_by": "The programme office",
            "what": "The next status report" if due.last else "The first status report",
            "promised_on": _partial((due.last.isoformat() if due.last else engagement.started), Precision.DAY),
            "due": _partial(due.on.isoformat(), Precision.DAY),
            "state": became,
        }
    ]


def _key(state: str, ended_by: str) -> str:
    return _KEYS[EngagementState(state), ended_by]


def _partial(value: str, precision: str) -> dict[str, str] | None:
    return {"value": value, "precision": Precision(precision).value} if value else None
