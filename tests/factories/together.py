"""Agreements, deliveries and how both sides work together, for tests; made by the house's own verbs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from concord.accounts.models import Person
from concord.core.guard import writing
from concord.engagements import actions
from concord.engagements.models import (
    Agreement,
    CheckIn,
    Delivery,
    EffortEntry,
    EligibilityReview,
    Engagement,
    Escalation,
    Expectation,
    SatisfactionSurvey,
    TierChange,
)
from tests.factories import engagements as make
from tests.factories.engagements import AT

DAY = AT.date()
BOTH = ("chief_executive", "government_signatory")
INTENT = "I mean my typed name to be my signature."
IN_A_MONTH = DAY + timedelta(days=30)


@dataclass(frozen=True)
class Sides:
    """One engagement and its people, one of each whom these tests need."""

    engagement: Engagement
    officer: Person
    official: Person
    chief: Person
    mayor: Person
    liaison: Person
    lead: Person
    assessor: Person


def sides(place: str = "Alder Falls", *, tier: str = "organizational_assessment", **more: Any) -> Sides:
    of = make.engagement(place, **more)
    if tier != of.tier:
        with writing():
            Engagement.objects.filter(pk=of.pk).update(tier=tier)
        of.refresh_from_db()
    return Sides(
        of,
        officer=make.person("programme_officer", name="Odell Officer"),
        official=make.person("approving_official", name="Ola Official"),
        chief=make.member(of, "chief_executive", name="Cleo Chief"),
        mayor=make.member(of, "government_signatory", name="Mara Mayor"),
        liaison=make.member(of, "liaison", name="Lin Liaison"),
        lead=make.member(of, "assessment_lead", name="Lee Lead"),
        assessor=make.member(of, "assessor", name="Eva Expert"),
    )


def opened(by: Sides) -> Engagement:
    """Open the first focus area without the plan that it takes: these tests are about what follows."""
    make.put(make.area(by.engagement), "open")
    return by.engagement


def drafted(by: Sides, *, roles: Iterable[str] = BOTH, at: datetime = AT, **said: Any) -> Agreement:
    known = {"heading": "Memorandum of understanding", "text": "The agency names a point of contact.\n\nAnd more."}
    return actions.draft_agreement(by.engagement, roles=tuple(roles), by=by.officer, at=at, **(known | said))


def sent(by: Sides, *, due_on: date = IN_A_MONTH, at: datetime = AT, **said: Any) -> Agreement:
    agreement = drafted(by, at=at, **said)
    days = dict.fromkeys(agreement.signatures.values_list("role", flat=True), due_on)
    return actions.send_agreement(agreement, due_on=days, by=by.officer, at=at)


def signature(agreement: Agreement, by: Person, **said: Any) -> dict[str, Any]:
    known = {"expected_hash": agreement.content_hash, "intent": INTENT, "name": by.name, "capacity": "As told"}
    known["shown_by"] = "password"
    return known | said


def signed(agreement: Agreement, by: Person, *, at: datetime = AT, **said: Any) -> Agreement:
    return actions.sign_agreement(agreement, by=by, at=at, **signature(agreement, by, **said))


def paper(agreement: Agreement, by: Person, *, role: str = "government_signatory", at: datetime = AT) -> Agreement:
    return actions.record_signature(
        agreement,
        role=role,
        name="Mara Mayor",
        capacity="Mayor, for the city",
        signed_on=at.date(),
        file_name="signed.pdf",
        chunks=[b"%PDF-1.7 signed"],
        by=by,
        at=at,
    )


def in_force(by: Sides) -> Agreement:
    return signed(signed(sent(by), by.chief), by.mayor)


def planned(by: Sides, *, at: datetime = AT, **said: Any) -> Delivery:
    known: dict[str, Any] = {
        "focus_area": make.area(by.engagement),
        "form": "training_in_person",
        "topic": "",
        "title": "De-escalation, course one",
        "planned_on": at.date() + timedelta(days=20),
        "experts": [by.assessor],
    }
    return actions.plan_delivery(by.engagement, by=by.lead, at=at, **(known | said))


def held(by: Sides, *, at: datetime = AT, attendance: int = 24, **said: Any) -> Delivery:
    opened(by)
    return actions.record_delivery(
        planned(by, at=at, **said),
        held_on=at.date(),
        attendance=attendance,
        hours=Decimal("16.50"),
        cost=Decimal("4200.00"),
        by=by.lead,
        at=at,
    )


def evaluated(by: Sides, *, at: datetime = AT, **said: Any) -> Delivery:
    return actions.evaluate_delivery(
        held(by, at=at, **said),
        goal_met="fully",
        evaluation="Everybody could use it the next day.",
        answered=20,
        satisfied=18,
        by=by.liaison,
        at=at,
    )


def tier_change(by: Sides, tier: str = "topic_assistance") -> TierChange:
    return actions.propose_tier(
        by.engagement, tier=tier, reason="A course is all that is wanted.", by=by.officer, at=AT
    )


def check_in(by: Sides, notes: str = "The visit went well.", *, at: datetime = AT) -> CheckIn:
    said = {"on": at.date(), "present": "Lin Liaison, Odell Officer", "notes": notes}
    return actions.record_check_in(by.engagement, **said, by=by.officer, at=at).check_ins.latest("pk")


def expectation(by: Sides, text: str = "A draft of the plan within three weeks.") -> Expectation:
    return actions.expect_as_agency(by.engagement, text=text, by=by.liaison, at=AT)


def survey(by: Sides, milestone: str = "First site visit") -> SatisfactionSurvey:
    return actions.ask_satisfaction(by.engagement, milestone=milestone, closes_on=IN_A_MONTH, by=by.officer, at=AT)


def said(level: int = 4) -> dict[str, int]:
    return dict.fromkeys(("understood", "promised", "useful", "respect", "heard"), level)


def concern(by: Sides, about: str = "Calls are not returned") -> Escalation:
    return actions.raise_concern(
        by.engagement, about=about, concern="We called four times.", officer=by.officer, by=by.liaison, at=AT
    )


def flagged(by: Sides, *, at: datetime = AT, of: Engagement | None = None) -> EligibilityReview:
    return actions.flag_eligibility(
        of or by.engagement,
        looked_on=at.date(),
        source="The public docket",
        kind="federal",
        detail="CANARY-DETAIL a federal investigation was opened.",
        by=by.officer,
        at=at,
    )


def entry(by: Sides, what: str = "Two interviewers, two days") -> EffortEntry:
    return actions.record_effort(
        by.engagement, on=DAY, category="team", hours=Decimal(32), cost=Decimal(0), what=what, by=by.lead, at=AT
    )
