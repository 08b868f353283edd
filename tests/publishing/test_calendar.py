"""When the next report is due, who has it, and how a delay is told in public."""

from datetime import date, timedelta
from typing import Any

import pytest

from concord.core.errors import BadInput, Incomplete, NotAllowedNow
from concord.core.guard import writing
from concord.core.models import AuditRow
from concord.core.permissions import Party
from concord.core.tasks.models import Task
from concord.engagements import actions as engagements
from concord.engagements.models import Engagement
from concord.publishing import actions, jobs, queries
from concord.publishing.compile.standing import next_update
from concord.publishing.models import Release
from tests.factories import engagements as make
from tests.factories import publishing as office
from tests.factories import workplans as planning
from tests.factories.engagements import AT, CONCORD

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LATE = AT + timedelta(days=120)
"""The first report of an engagement that was opened on 3 November 2026 is due on 3 February 2027; this is after it."""


def due(of: Engagement) -> tuple[date, Party]:
    found = queries.due(of)
    assert found is not None
    return found.on, found.owed_by


def tasks(of: Engagement) -> list[tuple[str, str, str]]:
    theirs = Task.objects.filter(about=of.ref, kind__startswith="report").order_by("kind")
    return list(theirs.values_list("kind", "state", "what"))


@pytest.mark.owed("A31")
def test_the_first_report_is_due_a_cadence_after_the_opening_and_the_next_after_the_last() -> None:
    by = office.press()
    assert due(by.engagement) == (date(2027, 2, 3), Party.TEAM)
    office.report(by, "published", at=AT + 10 * DAY)
    assert due(by.engagement) == (date(2027, 2, 13), Party.TEAM)


@pytest.mark.owed("A31")
def test_the_work_plan_in_force_says_how_often() -> None:
    cast = planning.cast()
    assert due(cast.engagement)[0] == date(2027, 2, 3)
    planning.concurred(cast, reporting_months=2)
    assert due(cast.engagement)[0] == date(2027, 1, 3)
    assert next_update(cast.engagement) == {"due": "2027-01-03", "cadence": "Every 2 months"}


@pytest.mark.parametrize(
    ("state", "owed_by"),
    [
        ("compiled", Party.TEAM),
        ("fact_check", Party.AGENCY),
        ("proposed", Party.OFFICE),
        ("scheduled", Party.OFFICE),
    ],
)
def test_whoever_holds_the_report_on_its_way_owes_it(state: str, owed_by: Party) -> None:
    by = office.press()
    office.report(by, state)
    assert due(by.engagement) == (date(2027, 2, 3), owed_by)


def test_the_calendar_of_many_engagements_asks_as_many_queries_as_that_of_one(
    django_assert_num_queries: Any,
) -> None:
    places = [office.press(place).engagement for place in ("Alder Falls", "Birch Harbour", "Cedar Point")]
    found = Engagement.objects.select_related("edition", "agency", "request").filter(pk__in=[e.pk for e in places])
    with django_assert_num_queries(4):
        assert len(queries.dues(found)) == 3


# Reminders


@pytest.mark.owed("A31")
def test_the_team_is_reminded_once_and_the_office_asked_why_once_it_is_late() -> None:
    by = office.press()
    early = AT + 70 * DAY
    assert actions.fall_due(by.engagement, by=CONCORD, at=early) == by.engagement
    assert tasks(by.engagement) == []
    soon = AT + 75 * DAY
    actions.fall_due(by.engagement, by=CONCORD, at=soon)
    rows = AuditRow.objects.count()
    actions.fall_due(by.engagement, by=CONCORD, at=soon + DAY)
    assert AuditRow.objects.count() == rows
    compile_it = f"Compile the status report of {by.engagement.title} that is due on 2027-02-03"
    assert tasks(by.engagement) == [("report:2027-02-03", "with_team", compile_it)]
    actions.fall_due(by.engagement, by=CONCORD, at=LATE)
    assert [(kind, state) for kind, state, _ in tasks(by.engagement)] == [
        ("report:2027-02-03", "with_team"),
        ("report_late:2027-02-03", "with_office"),
    ]
    office.compiled(by, at=LATE)
    assert tasks(by.engagement)[0][1] == "done"


def test_a_report_on_its_way_needs_no_reminder() -> None:
    by = office.press()
    office.compiled(by)
    actions.fall_due(by.engagement, by=CONCORD, at=AT + 75 * DAY)
    assert tasks(by.engagement) == []


def test_publishing_ends_what_is_left_of_the_reminders() -> None:
    by = office.press()
    actions.fall_due(by.engagement, by=CONCORD, at=LATE)
    office.report(by, "published", at=LATE)
    assert {state for _, state, _ in tasks(by.engagement)} == {"done"}


# A delay


def explain(by: office.Press, who: Any = None, **changed: Any) -> Engagement:
    said: dict[str, Any] = {"words": "The team was ill.", "expected_on": date(2027, 3, 20), "at": LATE, **changed}
    return actions.explain(by.engagement, by=who or make.person("programme_officer"), **said)


def test_the_office_says_why_a_report_is_late() -> None:
    by = office.press()
    assert make.able(make.everybody(by.engagement), lambda who: explain(by, who)) == {
        "programme_officer",
        "approving_official",
    }


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"words": " "}, Incomplete),
        ({"words": "x" * 601}, BadInput),
        ({"expected_on": date(2027, 2, 3)}, BadInput),
        ({"expected_on": date(2027, 3, 1)}, BadInput),
    ],
)
def test_a_reason_says_something_and_names_a_day_that_can_be(changed: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        explain(office.press(), **changed)


def test_no_report_is_late_where_none_is_promised() -> None:
    by = office.press()
    with writing():
        Engagement.objects.filter(pk=by.engagement.pk).update(tier="topic_assistance")
    engagement = Engagement.objects.get(pk=by.engagement.pk)
    assert queries.due(engagement) is None
    with pytest.raises(NotAllowedNow, match="No status report is promised"):
        actions.explain(
            engagement, words="Late.", expected_on=date(2027, 3, 20), by=make.person("programme_officer"), at=LATE
        )


@pytest.mark.owed("P6", "A31")
def test_the_public_reads_within_a_minute_who_has_the_late_report_and_the_reason_once_given() -> None:
    by = office.press()
    office.report(by, "published")
    assert list(queries.untold_turns()) == []
    explain(by)
    assert list(queries.untold_turns()) == [by.engagement]
    actions.release_standing(by.engagement, by=CONCORD, at=LATE + timedelta(minutes=1))
    release = Release.objects.filter(kind="site").latest("pk")
    assert release.reason == "When the next status report is due, and who has it"
    assert release.document["next_update"] == {
        "due": "2027-02-03",
        "cadence": "Every three months",
        "owed_by": "the assessment team",
        "late": {"reason": "The team was ill.", "expected_on": "2027-03-20", "said_on": LATE.date().isoformat()},
    }
    assert list(queries.untold_turns()) == []


@pytest.mark.owed("P6", "P12")
def test_once_a_day_the_public_is_told_who_has_a_late_report_and_nothing_is_released_while_it_is_the_same() -> None:
    by = office.press()
    office.report(by, "published")
    at = LATE
    office.report(by, "fact_check", at=at, period_from=at.date(), period_to=at.date())
    assert [one.engagement for one in queries.overdue(at.date())] == [by.engagement]
    released = actions.release_standing(by.engagement, by=CONCORD, at=at)
    assert released.document["next_update"]["owed_by"] == "the agency"
    assert actions.release_standing(by.engagement, by=CONCORD, at=at + DAY) == released


def test_the_jobs_publish_at_the_hour_end_checks_and_remind() -> None:
    by = office.press()
    office.report(by, "scheduled")
    jobs.publish_reports(timestamp=0)  # the hour of the factory's report has long come by the clock
    assert queries.published(by.engagement) == 1
    jobs.end_checks(timestamp=0)
    jobs.reports_fall_due(timestamp=0)
    assert queries.of(by.engagement).get().state == "published"


@pytest.mark.owed("P6")
def test_a_report_that_waits_for_a_suspension_is_asked_of_nobody() -> None:
    by = office.press()
    engagements.suspend(by.engagement, reason="A pause.", by=make.person("programme_officer"), at=AT)
    assert queries.to_remind(LATE.date()) == []
    engagement = Engagement.objects.get(pk=by.engagement.pk)
    actions.release_standing(engagement, by=CONCORD, at=LATE)
    document = Release.objects.filter(kind="site").latest("pk").document
    assert document["next_update"] is None
    assert [each["state"] for each in document["site"]["owed"]] == ["Waits while the work is suspended"]
