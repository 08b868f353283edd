"""Measures, reforms and their two voices, made by the house's own verbs; and many recommendations at once."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from concord.core.guard import writing
from concord.engagements.models import Engagement, FocusArea
from concord.findings.models import Finding, Recommendation
from concord.programme import actions as programme
from concord.programme.queries import shipped
from concord.reforms import actions, queries
from concord.reforms.models import Measure, Packet, Project, Reform
from tests.factories import engagements as make
from tests.factories.engagements import AT, CONCORD
from tests.factories.findings import DAY, Ground, recommendation
from tests.factories.gathering import upload as file_of

PER_ENGAGEMENT = 300
BATCH = 5000
STATUSES = ("not_started", "in_progress", "complete", "partially_complete")
STATES = ("with_agency", "with_team", "complete", "stopped")


def two_review(on: Ground, *, at: datetime = AT, **parts: Any) -> Ground:
    """Hand the review over to a body of which two people read each packet, under the shipped edition with other parts,
    such as its status labels. What was validated before stays so."""
    tiers = [{**tier, "reviewers": 2} for tier in shipped()["tier"]]
    document = {**shipped(), "tier": tiers, **parts}
    edition = programme.publish_edition(document, effective_from=date(2025, 1, 2), by=CONCORD, at=AT)
    words = {"body": "The state", "on": at.date(), "reason": "Two people read from now on."}
    return replace(on, engagement=actions.hand_over(on.engagement, edition=edition, by=on.officer, at=at, **words))


def measure(
    on: Ground,
    of: Recommendation,
    state: str = "approved",
    *,
    kind: str = "completion",
    at: datetime = AT,
    **words: Any,
) -> Measure:
    """Bring a measure into a state: proposed by the assessor, agreed by the liaison, decided by the programme
    officer."""
    known = {"text": "The chief has signed a plan.", "kind": kind}
    made = actions.propose(of, **(known | words), by=on.assessor, at=at)
    if state in ("approved", "withdrawn"):
        made = agreed(on, made, at=at)
    if state == "approved":
        return actions.approve(made, by=on.officer, at=at)
    if state == "returned":
        return actions.return_(made, reason="Say how many.", by=on.officer, at=at)
    if state == "withdrawn":
        approved = actions.approve(made, by=on.officer, at=at)
        return actions.withdraw_measure(approved, reason="The law changed.", by=on.officer, at=at)
    return made


def agreed(on: Ground, of: Measure, *, at: datetime = AT) -> Measure:
    """Let the liaison agree to a proposed measure, if the agency can read it."""
    return actions.agree(of, by=on.liaison, at=at) if of.recommendation.is_shared else of


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


def blocked(on: Ground, on_reform: Reform, *, at: datetime = AT, **words: Any) -> Reform:
    """Record an obstacle of a reform, as the liaison."""
    known = {
        "kind": "bargaining",
        "what": "The rule on shifts is part of the contract.",
        "with_whom": "The association and the city",
        "moves_when": "The contract is signed.",
        "since": at.date(),
    }
    return actions.block(on_reform, **(known | words), by=on.liaison, at=at)


def link(
    on: Ground, one: Recommendation, other: Recommendation, kind: str = "depends_on", *, at: datetime = AT
) -> Recommendation:
    """Link two recommendations, as the assessor."""
    return actions.connect(one, kind=kind, other=other, why="One goes with the other.", by=on.assessor, at=at)


def marked(on: Ground, of: Recommendation, *, at: datetime = AT, **words: Any) -> Recommendation:
    """Mark a recommendation, 3 by each criterion unless something else is said, as the liaison."""
    marks = {one.key: 3 for one in queries.criteria(on.engagement)} | words.pop("marks", {})
    known = {"weeks": 4, "unit": "Patrol", "why": "It was talked about with the team."}
    return actions.prioritize(of, marks=marks, **(known | words), by=on.liaison, at=at)


def project(on: Ground, *served: Recommendation, at: datetime = AT, **words: Any) -> Project:
    """Begin a piece of work that serves recommendations, as the liaison."""
    known = {"title": "A new plan", "owner": "Head of planning", "sponsor": "Deputy chief", "unit": "Planning"}
    return actions.begin_work(on.engagement, recommendations=list(served), **(known | words), by=on.liaison, at=at)


def packet(
    on: Ground,
    state: str = "draft",
    *,
    reform: Reform | None = None,
    second: Reform | None = None,
    upload: bool = False,
    at: datetime = AT,
) -> Packet:
    """Bring a packet about one reform, or two, into a state: assembled and handed in by the liaison, reviewed by the
    assessor.

    With `upload` it shows its measures by a file from the beginning."""
    made = actions.assemble(reform or planned(on, at=at), title="The plan", by=on.liaison, at=at)
    if second:
        made = actions.include(made, reform=second, by=on.liaison, at=at)
    if upload or state not in ("draft", "withdrawn"):
        made = shown(on, made, at=at)
    if state == "withdrawn":
        return actions.withdraw(made, reason="It is too early.", by=on.liaison, at=at)
    if state == "draft":
        return made
    made = actions.submit(made, by=on.liaison, at=at)
    return made if state == "submitted" else _reviewed(on, made, state, at)


def _reviewed(on: Ground, made: Packet, state: str, at: datetime) -> Packet:
    if state == "second_review":
        return actions.pass_on(made, by=on.assessor, at=at)
    if state == "accepted":
        return actions.accept(made, basis="The plan was read.", by=on.assessor, at=at)
    remarks = dict.fromkeys(queries.measures_of(made), "The signature is missing.")
    return actions.send_back(made, remarks=remarks, by=on.assessor, at=at)


def shown(on: Ground, of: Packet, *, at: datetime = AT) -> Packet:
    """Put a file into a packet that shows every measure in force."""
    measures = list(queries.measures_of(of))
    what = "The signed plan; see page 2."
    return actions.show(of, measures=measures, what=what, upload=file_of("plan.txt"), by=on.liaison, at=at)


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
