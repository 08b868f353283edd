"""An engagement at work, with its people, evidence, findings and recommendations; all made by the house's own verbs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from concord.accounts.models import Person
from concord.engagements.models import Engagement, FocusArea
from concord.evidence import actions as evidence_actions
from concord.evidence.models import EvidenceItem
from concord.findings import actions
from concord.findings.models import Finding, Recommendation
from concord.workplans import actions as plans
from concord.workplans.content import Named, Planned
from tests.factories import engagements as make
from tests.factories.engagements import AREAS, AT

DAY = AT.date()
_S = TypeVar("_S", Finding, Recommendation)


@dataclass(frozen=True)
class Ground:
    """An engagement whose first focus area is open under a plan in force, and the people who work on it."""

    engagement: Engagement
    area: FocusArea
    lead: Person
    assessor: Person
    reviewer: Person
    officer: Person
    chief: Person
    liaison: Person


def ground(place: str = "Alder Falls", *, areas: Iterable[tuple[str, str]] = AREAS) -> Ground:
    engagement = make.engagement(place, areas=areas)
    people = {
        role: make.member(engagement, role)
        for role in ("assessment_lead", "assessor", "reviewer", "programme_officer", "chief_executive", "liaison")
    }
    lead = people["assessment_lead"]
    _concur(engagement, lead, people["chief_executive"])
    return Ground(
        engagement,
        open_area(engagement, lead),
        lead,
        people["assessor"],
        people["reviewer"],
        people["programme_officer"],
        people["chief_executive"],
        people["liaison"],
    )


def _concur(engagement: Engagement, lead: Person, chief: Person) -> None:
    areas = [make.area(engagement, n) for n in engagement.focus_areas.values_list("number", flat=True)]
    plan = plans.draft(
        engagement,
        description="We read, watch and listen, and say what we see.",
        scope="The focus areas that the agency chose.",
        audiences=["Officers of every shift"],
        people=[Named(lead, "expert", "patrol"), Named(lead, "staff", "leads the team")],
        exit_criteria=["Each focus area is complete."],
        starts_on=DAY,
        ends_on=date(2027, 12, 31),
        activities=[Planned(a, "document_review", "Read policies", "two", DAY, date(2027, 6, 30)) for a in areas],
        by=lead,
        at=AT,
    )
    proposed = plans.propose(plan, by=lead, at=AT)
    plans.concur(proposed, expected_hash=proposed.content_hash, by=chief, at=AT)


def open_area(engagement: Engagement, lead: Person, number: int = 1, **words: Any) -> FocusArea:
    plans.open_focus_area(make.area(engagement, number), by=lead, at=AT, **words)
    return make.area(engagement, number)


def evidence(on: Ground, releasability: str = "releasable", title: str = "Patrol policies") -> EvidenceItem:
    return evidence_actions.log(
        on.area,
        method="document_review",
        title=title,
        summary="What the policies say.",
        collected_on=DAY,
        releasability=releasability,
        by=on.assessor,
        at=AT,
    )


def draft_finding(on: Ground, at: datetime = AT, **words: Any) -> Finding:
    """Draft a finding as the assessor; the next free label unless one is given."""
    known = {
        "label": f"{on.area.number}.{Finding.objects.filter(engagement=on.engagement).count() + 1}",
        "heading": "Officers are present and well liked",
        "narrative": "Officers show up, and residents notice.",
    }
    return actions.draft_finding(on.area, **(known | words), by=on.assessor, at=at)


def finding(on: Ground, state: str = "issued", at: datetime = AT, **words: Any) -> Finding:
    """Bring a finding into a state: written by the assessor on one item, validated by the reviewer."""
    made = draft_finding(on, at, **words)
    made = actions.cite(made, evidence=evidence(on), why="The policies show it.", by=on.assessor, at=at)
    return _advance(on, made, state, at)


def draft_recommendation(on: Ground, finding: Finding, at: datetime = AT, **words: Any) -> Recommendation:
    known = {
        "label": f"{finding.label}.{finding.recommendations.count() + 1}",
        "text": "Adopt a plan with three to five goals.",
        "justification": "The plan in force gives no measure for any goal.",
    }
    return actions.draft_recommendation(finding, **(known | words), by=on.assessor, at=at)


def recommendation(
    on: Ground, state: str = "issued", *, standing_on: Finding | None = None, at: datetime = AT, **words: Any
) -> Recommendation:
    """Bring a recommendation into a state, on an issued finding."""
    return _advance(on, draft_recommendation(on, standing_on or finding(on, at=at), at, **words), state, at)


def _advance(on: Ground, made: _S, state: str, at: datetime) -> _S:
    if state == "draft":
        return made
    made = actions.submit(made, by=on.assessor, at=at)
    if state == "in_review":
        return made
    made = actions.validate(made, by=on.reviewer, at=at)
    return made if state == "validated" else actions.issue(made, by=on.lead, at=at)
