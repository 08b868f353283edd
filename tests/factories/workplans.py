"""Work plans for tests, made by the house's own verbs; and a cast of people for one engagement."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from concord.accounts.models import Person
from concord.core.errors import HouseError
from concord.core.guard import writing
from concord.engagements.models import Agreement, Engagement, FocusArea
from concord.engagements.rules import has_stage
from concord.workplans import actions, queries
from concord.workplans.content import (
    SECTIONS,
    Activity,
    Content,
    Criterion,
    Named,
    Need,
    Objective,
    Question,
    rows_of,
    value_of,
)
from concord.workplans.models import WorkPlan
from tests.factories import engagements as make
from tests.factories.engagements import AT

FIRST_DAY, LAST_DAY = "2026-11-01", "2027-06-30"
DEMO = "demonstration"


@dataclass
class Cast:
    """One engagement, its lead, an assessor who is named as expert, and the agency's chief executive."""

    engagement: Engagement
    lead: Person
    expert: Person
    chief: Person


def cast(place: str = "Alder Falls", *, agreed: bool = True, **more: Any) -> Cast:
    of = make.engagement(place, **more)
    if agreed:
        agreement(of)
    return Cast(
        engagement=of,
        lead=make.member(of, "assessment_lead", name="Lee Lead"),
        expert=make.member(of, "assessor", name="Eva Expert"),
        chief=make.member(of, "chief_executive", name="Cleo Chief"),
    )


def agreement(of: Engagement) -> Agreement:
    """Put an agreement in force. Written directly: it is drafted, sent and signed by three people."""
    with writing():
        return Agreement.objects.create(
            ref=f"AGR-2026-{Agreement.objects.count() + 9001}",
            state="in_force",
            state_since=AT,
            request=of.request,
            version=1,
            heading="Memorandum of understanding",
            text="The agency names a point of contact.",
            content_hash="0" * 64,
            drafted_by="person:0",
        )


def everyone(by: Cast) -> dict[str, Person]:
    """Make one person for each role, in place for the engagement; and the same, as strangers, for another one."""
    strangers = make.everybody(make.engagement("Somewhere Else"))
    return make.everybody(by.engagement) | {f"strange {role}": person for role, person in strangers.items()}


def planned(of: FocusArea, method: str = "interview", **changed: Any) -> Activity:
    activity = Activity(
        key="",
        area=of.number,
        method=method,
        what=f"Twelve {method}s",
        audience="Patrol officers",
        who="The assessors",
        starts_on=FIRST_DAY,
        ends_on=LAST_DAY,
        deliverable="A summary",
        cost="team",
    )
    return replace(activity, **changed)


def named(person: Person, part: str, brings: str = "") -> Named:
    return Named("", person.actor_key, person.name, part, brings)


def keyed(prefix: str, rows: Sequence[Any]) -> tuple[Any, ...]:
    """Give rows without keys the keys 1, 2, 3, …"""
    return tuple(replace(row, key=row.key or f"{prefix}{n}") for n, row in enumerate(rows, 1))


def _two_means(of: Engagement) -> tuple[str, str]:
    return ("interview", "document_review") if has_stage(of, "evidence") else ("coaching", "consultation")


def content(by: Cast, **changed: Any) -> Content:
    """Return all that a whole version says: two methods in each focus area."""
    areas = [make.area(by.engagement, number) for number in range(1, by.engagement.focus_areas.count() + 1)]
    said: dict[str, Any] = {
        "goal": "Residents and officers solve problems together.",
        "objectives": (Objective("o1", "Assess how officers and residents work together."),),
        "description": "Coaching, sample policies, and contact with agencies that did similar work.",
        "scope": "How the agency works with residents.",
        "audiences": ("Patrol officers", "Residents"),
        "people": [named(by.expert, "expert", "Problem solving"), named(by.lead, "staff", "Leads the team")],
        "activities": [planned(area, means) for area in areas for means in _two_means(by.engagement)],
        "needs": (Need("n1", "document", "The patrol plan in force", "The liaison", "2026-11-20"),),
        "questions": (Question("q1", 0, "How many calls lead to a problem-solving project?"),),
        "engagement_strategy": "Two listening sessions, one of them in Spanish.",
        "communication": "The lead and the liaison talk each week.",
        "reporting_months": 3,
        "exit_criteria": (Criterion("e1", "All focus areas are complete.", "Their state"),),
        "starts_on": FIRST_DAY,
        "ends_on": LAST_DAY,
        **changed,
    }
    for section in SECTIONS:
        if section.row is not None and section.key in said:
            said[section.key] = keyed(section.prefix, said[section.key])
    begun = queries.first_content(by.engagement, "")
    return replace(begun, **said)


def write(plan: WorkPlan, wanted: Content, *, by: Person, at: datetime = AT) -> WorkPlan:
    """Save every part of a draft that says something else than is wanted."""
    for section in SECTIONS:
        if section.row is None:
            parts = [section.key]
        else:
            there = {row.key for content in (plan.content, wanted) for row in rows_of(content, section)}
            parts = [f"{section.key}/{key}" for key in sorted(there)]
        for part in parts:
            value, seen = value_of(wanted, part), queries.saved_number(plan, part)
            plan = actions.save(plan, part=part, value=value, seen=seen, by=by, at=at)
    return loaded(plan)


def loaded(plan: WorkPlan) -> WorkPlan:
    found = queries.work_plan(plan.ref)
    if found is None:
        raise HouseError(plan.ref)
    return found


def draft(by: Cast, *, at: datetime = AT, **changed: Any) -> WorkPlan:
    """Draft a version that says all; where one is in force, amend it."""
    standing = queries.in_force(by.engagement)
    if standing is None:
        return loaded(actions.draft(by.engagement, content=content(by, **changed), by=by.lead, at=at))
    why = "We learned more."
    amended = actions.amend(standing, reason=why, by=by.lead, at=at)
    return write(amended, content(by, changes=why, **changed), by=by.lead, at=at)


def proposed(by: Cast, *, at: datetime = AT, **changed: Any) -> WorkPlan:
    return loaded(actions.propose(draft(by, at=at, **changed), by=by.lead, at=at))


def concur(plan: WorkPlan, *, by: Person, at: datetime = AT, **more: Any) -> WorkPlan:
    seen = {"expected_hash": str(plan.content_hash), "shown_by": DEMO, **more}
    return loaded(actions.concur(plan, by=by, at=at, **seen))


def concurred(by: Cast, *, at: datetime = AT, **changed: Any) -> WorkPlan:
    return concur(proposed(by, at=at, **changed), by=by.chief, at=at)


def on_paper(plan: WorkPlan, *, by: Person | None = None, at: datetime = AT, **changed: Any) -> WorkPlan:
    """Record a concurrence that was signed on paper, by an officer."""
    told: dict[str, Any] = {
        "fingerprint": plan.short_hash,
        "name": "Cleo Chief",
        "capacity": "Chief of police",
        "signed_on": at.date(),
        "scan": [b"%PDF-1.7 a signed paper"],
        "scan_name": "signed.pdf",
        **changed,
    }
    officer = by or make.person("programme_officer", name="Odell Officer")
    return loaded(actions.record_concurrence(plan, by=officer, at=at, **told))


def open_area(by: Cast, number: int = 1, *, at: datetime = AT) -> FocusArea:
    """Open a focus area under a plan in force, with a reason if it overlaps."""
    area = make.area(by.engagement, number)
    return actions.open_focus_area(area, overlap_reason="" if number == 1 else "As planned.", by=by.lead, at=at)
