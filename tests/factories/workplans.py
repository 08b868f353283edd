"""Work plans for tests, made by the house's own verbs; and a cast of people for one engagement."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from concord.accounts.models import Person
from concord.engagements.models import Engagement, FocusArea
from concord.workplans import actions
from concord.workplans.content import Named, Planned
from concord.workplans.models import Part, WorkPlan
from tests.factories import engagements as make
from tests.factories.engagements import AT

FIRST_DAY, LAST_DAY = date(2026, 11, 1), date(2027, 6, 30)


@dataclass
class Cast:
    """One engagement, its lead, an assessor who is named as expert, and the agency's chief executive."""

    engagement: Engagement
    lead: Person
    expert: Person
    chief: Person


def cast(place: str = "Alder Falls", **more: Any) -> Cast:
    of = make.engagement(place, **more)
    return Cast(
        engagement=of,
        lead=make.member(of, "assessment_lead", name="Lee Lead"),
        expert=make.member(of, "assessor", name="Eva Expert"),
        chief=make.member(of, "chief_executive", name="Cleo Chief"),
    )


def planned(area: FocusArea, method: str = "interview", **changed: Any) -> Planned:
    activity = Planned(area, method, f"Twelve {method}s", "Patrol officers", FIRST_DAY, LAST_DAY)
    return activity._replace(**changed)


def said(by: Cast, **changed: Any) -> dict[str, Any]:
    """Return all that a whole version says: two methods in each focus area."""
    areas = [make.area(by.engagement, number) for number in range(1, by.engagement.focus_areas.count() + 1)]
    return {
        "description": "Coaching, sample policies, and contact with agencies that did similar work.",
        "scope": "How the agency works with residents.",
        "audiences": ["Patrol officers", "Residents"],
        "people": [Named(by.expert, Part.EXPERT, "Problem solving"), Named(by.lead, Part.STAFF, "Leads the team")],
        "exit_criteria": ["All focus areas are complete."],
        "starts_on": FIRST_DAY,
        "ends_on": LAST_DAY,
        "activities": [planned(area, method) for area in areas for method in ("interview", "document_review")],
        **changed,
    }


def draft(by: Cast, *, at: datetime = AT, **changed: Any) -> WorkPlan:
    return actions.draft(by.engagement, by=by.lead, at=at, **said(by, **changed))


def proposed(by: Cast, *, at: datetime = AT, **changed: Any) -> WorkPlan:
    return actions.propose(draft(by, at=at, **changed), by=by.lead, at=at)


def concurred(by: Cast, *, at: datetime = AT, **changed: Any) -> WorkPlan:
    plan = proposed(by, at=at, **changed)
    return actions.concur(plan, expected_hash=str(plan.content_hash), by=by.chief, at=at)


def open_area(by: Cast, number: int = 1, *, at: datetime = AT) -> FocusArea:
    """Open a focus area under a plan in force, with a reason if it overlaps."""
    area = make.area(by.engagement, number)
    return actions.open_focus_area(area, overlap_reason="" if number == 1 else "As planned.", by=by.lead, at=at)
