"""An engagement with thirty of everything that its pages of reforms list, written straight into the tables."""

from dataclasses import dataclass
from datetime import timedelta

from concord.core.guard import writing
from concord.engagements.models import Delivery, Engagement, FocusArea
from concord.findings.models import Finding, Recommendation
from concord.reforms.models import (
    Appraisal,
    Assistance,
    Blocker,
    Included,
    Judgement,
    Link,
    Measure,
    Milestone,
    Outcome,
    OutcomeValue,
    Packet,
    ProgressReport,
    Project,
    Proof,
    Reform,
    Remark,
    Served,
    Shown,
)
from tests.factories import reforms
from tests.factories.engagements import AT

DAY = AT.date()
WHO = "person:0"


@dataclass(frozen=True)
class Crowd:
    """The engagement, and of everything the one that has thirty of what its page lists."""

    engagement: Engagement
    finding: Finding
    recommendation: Recommendation
    reform: Reform
    project: Project
    packet: Packet


def crowd(many: int = 30) -> Crowd:
    (engagement,) = reforms.many_recommendations(many)
    taken = list(Reform.objects.select_related("recommendation").order_by("pk"))
    rows = [each.recommendation for each in taken]
    first, project = rows[0], _project(engagement, rows)
    with writing():
        Link.objects.bulk_create(
            Link(engagement=engagement, one=row, other=first, kind="depends_on", why="First.", made_at=AT, made_by=WHO)
            for row in rows[1:]
        )
        Appraisal.objects.bulk_create(
            Appraisal(recommendation=row, marks=_marks(engagement), weeks=4, unit="Patrol", why="Yes.", by=WHO, at=AT)
            for row in rows
        )
    for number in range(many):
        _happened(taken[0], number)
    return Crowd(engagement, first.finding, first, taken[0], project, _packet(engagement, taken))


def _marks(engagement: Engagement) -> dict[str, int]:
    edition = engagement.edition
    assert edition
    return {row["key"]: 3 for row in edition.document["priority_criterion"]}


def _happened(reform: Reform, number: int) -> None:
    """One more of everything that the pages of a recommendation and its reform show."""
    day, said = (
        DAY - timedelta(days=number),
        {"status": "in_progress", "core_state": "under_way", "note": "Half."},
    )
    with writing():
        ProgressReport.objects.create(reform=reform, as_of=DAY, reported_at=AT, reported_by=WHO, **said)
        Judgement.objects.create(reform=reform, as_of=DAY, assessed_at=AT, assessed_by=WHO, measures=[], **said)
        Blocker.objects.create(
            reform=reform, kind="budget", outside=True, what="Funds.", with_whom="The city", moves_when="A vote.",
            since=DAY, recorded_at=AT, recorded_by=WHO,
        )  # fmt: skip
        outcome = Outcome.objects.create(
            recommendation=reform.recommendation, name=f"Moves {number}", unit="%", baseline=4, baseline_as_of=day,
            target=2, source="Records", registered_at=AT, registered_by=WHO,
        )  # fmt: skip
        OutcomeValue.objects.create(
            outcome=outcome, as_of=DAY + timedelta(days=1), value=3, source="Records", recorded_at=AT, recorded_by=WHO
        )


def _project(engagement: Engagement, rows: list[Recommendation]) -> Project:
    area = FocusArea.objects.filter(engagement=engagement).earliest("pk")
    with writing():
        made = [
            Project.objects.create(
                ref=f"PCW-BULK-{number}", state="open", state_since=AT, engagement=engagement, title="Train",
                owner="Chief", sponsor="Deputy", unit="Patrol", begun_at=AT, begun_by=WHO,
            )
            for number in range(len(rows))
        ]  # fmt: skip
        for number, row in enumerate(rows):
            Served.objects.create(project=made[0], recommendation=row)
            Milestone.objects.create(project=made[0], what="A step", due_on=DAY)
            delivery = Delivery.objects.create(
                ref=f"DLV-BULK-{number}", state="planned", state_since=AT, engagement=engagement, focus_area=area,
                form="training", title="A course", planned_on=DAY, planned_by=WHO,
            )  # fmt: skip
            Assistance.objects.create(project=made[0], delivery=delivery, how="It taught them.")
    return made[0]


def _packet(engagement: Engagement, taken: list[Reform]) -> Packet:
    with writing():
        made = [
            Packet.objects.create(
                ref=f"PKT-BULK-{number}", state="submitted", state_since=AT, engagement=engagement, title_given="All",
                round=1, assembled_by=WHO, assembled_at=AT, submitted_by=WHO, submitted_at=AT,
            )
            for number in range(len(taken))
        ]  # fmt: skip
        for number, reform in enumerate(taken):
            Included.objects.create(packet=made[0], reform=reform)
            Included.objects.create(packet=made[number], reform=taken[0]) if number else None
            measure = Measure.objects.create(
                ref=f"MSR-BULK-{number}", state="approved", state_since=AT, recommendation=reform.recommendation,
                label="M1", text="A signed plan.", kind="completion", version=1, proposed_by=WHO, proposed_at=AT,
                approved_by="person:1", approved_at=AT,
            )  # fmt: skip
            proof = Proof.objects.create(packet=made[0], what="Page 2.", ref="DOC-1", added_at=AT, added_by=WHO)
            Shown.objects.create(proof=proof, measure=measure)
            Remark.objects.create(packet=made[0], round=1, measure=measure, text="Signed?", by=WHO, at=AT)
    return made[0]
