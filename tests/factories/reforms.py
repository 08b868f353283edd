"""Measures, reforms and their two voices, made by the house's own verbs; and many recommendations at once."""

from datetime import date, datetime
from typing import Any

from concord.core.guard import writing
from concord.engagements.models import Engagement, FocusArea
from concord.findings.models import Finding, Recommendation
from concord.reforms import actions
from concord.reforms.models import Measure, Reform
from tests.factories import engagements as make
from tests.factories.engagements import AT
from tests.factories.findings import DAY, Ground, recommendation

PER_ENGAGEMENT = 300
BATCH = 5000
STATUSES = ("not_started", "in_progress", "complete", "partially_complete")
STATES = ("with_agency", "with_team", "complete", "stopped")


def measure(
    on: Ground,
    of: Recommendation,
    state: str = "approved",
    *,
    kind: str = "completion",
    at: datetime = AT,
    **words: Any,
) -> Measure:
    """Bring a measure into a state: proposed by the assessor, decided by the programme officer."""
    known = {"text": "The chief has signed a plan.", "kind": kind}
    made = actions.propose(of, **(known | words), by=on.assessor, at=at)
    if state == "approved":
        return actions.approve(made, by=on.officer, at=at)
    if state == "returned":
        return actions.return_(made, reason="Say how many.", by=on.officer, at=at)
    return made


def planned(on: Ground, of: Recommendation | None = None, *, at: datetime = AT) -> Reform:
    """Take up an issued recommendation that has an approved completion measure."""
    taken = of or recommendation(on, at=at)
    measure(on, taken, at=at)
    return actions.plan(taken, by=on.lead, at=at)


def reform(on: Ground, state: str = "with_agency", *, of: Recommendation | None = None, at: datetime = AT) -> Reform:
    """Bring a reform into a state."""
    made = planned(on, of, at=at)
    if state == "with_agency":
        return made
    if state == "stopped":
        return actions.stop(made, reason="No funds this year.", as_of=at.date(), by=on.assessor, at=at)
    made = report(on, made, "complete", at=at)
    if state == "with_team":
        return made
    return actions.complete(made, note="The signed plan was read.", as_of=at.date(), by=on.assessor, at=at)


def report(on: Ground, on_reform: Reform, status: str, *, as_of: date = DAY, at: datetime = AT) -> Reform:
    return actions.report(on_reform, status=status, as_of=as_of, note="Work goes on.", by=on.liaison, at=at)


def many_recommendations(n: int) -> list[Engagement]:
    """Write n issued recommendations straight into the tables, 300 an engagement, each taken up, the statuses spread
    over them; return the engagements, oldest first."""
    engagements = []
    with writing():
        for start in range(0, n, PER_ENGAGEMENT):
            engagement = _engagement(start // PER_ENGAGEMENT)
            engagements.append(engagement)
        findings = _findings(engagements)
        for start in range(0, n, BATCH):
            made = Recommendation.objects.bulk_create(
                _recommendation(findings[i // 10], i) for i in range(start, min(start + BATCH, n))
            )
            Reform.objects.bulk_create(_reform(row, start + i) for i, row in enumerate(made))
    return engagements


def _engagement(number: int) -> Engagement:
    return Engagement.objects.create(
        ref=f"ENG-BULK-{number:05d}",
        state="open",
        state_since=AT,
        slug=f"bulk-{number}",
        title=f"Place {number} Police Department",
        agency=make.agency(f"Place {number} Police Department"),
        request=make.request(None),
        edition=make.edition(),
        tier="organizational_assessment",
        origin="fictional",
        cadence_months=3,
    )


def _findings(engagements: list[Engagement]) -> list[Finding]:
    areas = FocusArea.objects.bulk_create(
        FocusArea(ref=f"FA-BULK-{e.pk}-{n}", state="open", state_since=AT, engagement=e, number=n, title=f"Area {n}")
        for e in engagements
        for n in range(1, 7)
    )
    common = {"author": "person:0", "validated_by": "person:1", "validated_at": AT, "issued_at": AT}
    return Finding.objects.bulk_create(
        Finding(
            ref=f"FND-BULK-{area.pk}-{n}",
            state="issued",
            state_since=AT,
            engagement=area.engagement,
            focus_area=area,
            label=f"{area.number}.{n}",
            key=f"{area.number}.{n}",
            heading="Officers are present and well liked",
            narrative="Officers show up, and residents notice.",
            **common,
        )
        for area in areas
        for n in range(1, 6)
    )


def _recommendation(finding: Finding, number: int) -> Recommendation:
    return Recommendation(
        ref=f"REC-BULK-{number:07d}",
        state="issued",
        state_since=AT,
        engagement=finding.engagement,
        finding=finding,
        label=f"{finding.label}.{number % 10 + 1}",
        key=f"{finding.label}.{number % 10 + 1}",
        text="Adopt a community policing plan with three to five goals, and give each goal a measure and an owner.",
        justification="The plan in force gives no measure for any goal.",
        tags=["policy"],
        author="person:0",
        validated_by="person:1",
        validated_at=AT,
        issued_at=AT,
    )


def _reform(recommendation: Recommendation, number: int) -> Reform:
    reported, assessed = STATUSES[number % 4], STATUSES[number // 4 % 4]
    return Reform(
        ref=f"RFM-BULK-{number:07d}",
        state=STATES[number // 16 % 4],
        state_since=AT,
        recommendation=recommendation,
        engagement=recommendation.engagement,
        planned_at=AT,
        reported_status=reported,
        reported_on=DAY,
        assessed_status=assessed,
        assessed_on=DAY,
    )
