"""What a version of a work plan says, as plain values: what a verb is given, and what the concurrence binds."""

import hashlib
import json
from datetime import date
from typing import Any, NamedTuple

from concord.accounts.models import Person
from concord.engagements.models import FocusArea
from concord.workplans.models import WorkPlan

MOST_ACTIVITIES = 140  # what one form can hold: six fields each, and Django takes 1,000 in all


class Planned(NamedTuple):
    """One activity to be: `method` is a key of the edition, both days are included."""

    focus_area: FocusArea
    method: str
    what: str
    who: str
    starts_on: date
    ends_on: date


class Named(NamedTuple):
    """One person to be named: `part` is a value of models.Part, `brings` their subject or task."""

    person: Person
    part: str
    brings: str = ""


def content(plan: WorkPlan) -> dict[str, Any]:
    """Return all that a concurrence binds, in one order whatever the order of entry: texts, lists and ISO dates."""
    activities = [
        {
            "focus_area": a.focus_area.number,
            "method": a.method,
            "what": a.what,
            "who": a.who,
            "from": a.starts_on.isoformat(),
            "to": a.ends_on.isoformat(),
        }
        for a in plan.activities.select_related("focus_area")
    ]
    people = [{"part": p.part, "name": p.name, "brings": p.brings} for p in plan.people.all()]
    areas = plan.engagement.focus_areas.order_by("number")
    return {
        "description": plan.description,
        "scope": plan.scope,
        "focus_areas": [{"number": f.number, "title": f.title, "objective": f.objective} for f in areas],
        "activities": sorted(activities, key=_text),
        "audiences": plan.audiences,
        "people": sorted(people, key=_text),
        "from": plan.starts_on.isoformat(),
        "to": plan.ends_on.isoformat(),
        "exit_criteria": plan.exit_criteria,
    }


def content_hash(plan: WorkPlan) -> str:
    """Return the SHA-256 (hexadecimal) of the content as canonical JSON, read from the database now."""
    return hashlib.sha256(_text(content(plan)).encode()).hexdigest()


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
