"""What is complete falls due to be looked at again: the team is given a task, once, until it has looked."""

from datetime import UTC, date, datetime, timedelta

import pytest

from concord.accounts.queries import members
from concord.core.models import AuditRow
from concord.core.tasks.models import Task
from concord.desk.queries import inbox, news
from concord.engagements import actions as engagements
from concord.findings import actions as findings
from concord.reforms import actions, jobs, queries
from concord.reforms.models import Reform
from concord.reforms.queries.rechecks import after
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.engagements import AT, CONCORD
from tests.factories.findings import DAY, Ground
from tests.reforms.test_before_issue import taken_up

pytestmark = [pytest.mark.django_db, pytest.mark.owed("P13")]
HALF_YEAR = AT + timedelta(days=185)


def fallen_due(on: Ground) -> tuple[Reform, Task]:
    """A complete reform whose first look is due, and the task that asks for it."""
    reform = make.reform(on, "complete")
    (due,) = queries.rechecks_due(HALF_YEAR.date())
    actions.recheck_falls_due(due, by=CONCORD, at=HALF_YEAR)
    return reform, Task.objects.get(kind="recheck")


def test_the_team_is_given_the_task_with_the_day_from_which_it_is_due_and_sees_it_on_the_home_page() -> None:
    on = ground.ground()
    reform, task = fallen_due(on)
    label = reform.recommendation.label
    assert (task.state, task.about, task.scope, task.due_on, task.what) == (
        "with_team",
        reform.ref,
        on.engagement.scopes[0],
        after(DAY, 6),
        f"Look again whether the reform of recommendation {label} lasts: after half a year",
    )
    waiting = {one.ref: one for one in inbox.waiting_for(on.lead)}
    assert (waiting[task.ref].title, waiting[task.ref].due) == (task.what, after(DAY, 6))
    steps = [step.label for one in inbox.waiting_for(on.assessor) if one.ref == reform.ref for step in one.steps]
    assert steps == ["Confirm that the reform lasts"]
    assert [one.ref for one in inbox.waiting_for(on.liaison) if one.ref in (task.ref, reform.ref)] == []


def test_it_falls_due_once_and_nothing_is_recorded_the_second_time() -> None:
    on = ground.ground()
    reform, _ = fallen_due(on)
    (due,) = queries.rechecks_due(HALF_YEAR.date())
    actions.recheck_falls_due(due, by=CONCORD, at=HALF_YEAR)
    rows = AuditRow.objects.filter(what=reform.ref, verb="reform.fall_due")
    assert (rows.count(), Task.objects.filter(kind="recheck").count()) == (1, 1)


def test_the_task_is_reminded_of_on_its_day_and_told_of_when_it_is_overdue() -> None:
    on = ground.ground()
    _, task = fallen_due(on)
    told = {who for who, one in news.falling_due(on=after(DAY, 6), within=0) if one.about == task.ref}
    assert told == {on.lead.actor_key}
    late = {who for who, one in news.overdue(on=after(DAY, 7)) if one.about == task.ref}
    officers = {held.person.actor_key for held in members("office") if held.role == "programme_officer"}
    assert late == told | officers


@pytest.mark.parametrize("verb", ["sustain", "reopen"])
def test_the_task_is_done_when_the_team_has_looked_whatever_it_saw(verb: str) -> None:
    on = ground.ground()
    reform, task = fallen_due(on)
    said = {"as_of": HALF_YEAR.date(), "by": on.assessor, "at": HALF_YEAR}
    if verb == "sustain":
        actions.sustain(reform, note="The audit shows it.", **said)
    else:
        actions.reopen(reform, reason="It did not last.", **said)
    task.refresh_from_db()
    assert (task.state, task.ended_by) == ("done", on.assessor.actor_key)
    assert queries.rechecks_due(HALF_YEAR.date()) == ()
    assert [one.ref for one in inbox.waiting_for(on.assessor) if one.title == reform.title and verb == "sustain"] == []


def test_a_look_before_the_day_on_which_it_is_due_leaves_the_task_open() -> None:
    on = ground.ground()
    reform, task = fallen_due(on)
    early = task.due_on - timedelta(days=1)
    actions.sustain(reform, as_of=early, note="It lasts so far.", by=on.assessor, at=HALF_YEAR)
    task.refresh_from_db()
    assert (task.state, len(queries.rechecks_due(HALF_YEAR.date()))) == ("with_team", 1)
    actions.sustain(reform, as_of=task.due_on, note="It lasts.", by=on.assessor, at=HALF_YEAR)
    task.refresh_from_db()
    assert (task.state, queries.rechecks_due(HALF_YEAR.date())) == ("done", ())


def test_nobody_is_asked_to_look_at_what_was_looked_at_meanwhile_or_is_reworded() -> None:
    on = ground.ground()
    reform = make.reform(on, "complete")
    early = taken_up(on)
    actions.complete(early, note="The plan was read.", as_of=DAY, by=on.assessor, at=AT)
    due = queries.rechecks_due(HALF_YEAR.date())
    findings.return_(early.recommendation, reason="Say by when.", by=on.reviewer, at=HALF_YEAR)
    assert [one.reform for one in queries.rechecks_due(HALF_YEAR.date())] == [reform]
    actions.sustain(reform, as_of=HALF_YEAR.date(), note="It lasts.", by=on.assessor, at=HALF_YEAR)
    actions.recheck_falls_due(due[0], by=CONCORD, at=HALF_YEAR)
    assert ([one.reform for one in due], Task.objects.filter(kind="recheck").count()) == ([reform, early], 0)


def test_the_next_look_is_a_task_of_its_own() -> None:
    on = ground.ground()
    reform, first = fallen_due(on)
    actions.sustain(reform, as_of=HALF_YEAR.date(), note="It lasts.", by=on.assessor, at=HALF_YEAR)
    (due,) = queries.rechecks_due(after(DAY, 12))
    actions.recheck_falls_due(due, by=CONCORD, at=AT + timedelta(days=370))
    tasks = Task.objects.filter(kind="recheck").order_by("pk")
    assert [(task.state, task.due_on) for task in tasks] == [("done", after(DAY, 6)), ("with_team", after(DAY, 12))]
    assert first == tasks[0]


def test_the_task_is_dropped_with_the_engagement_and_none_is_set_where_nobody_works() -> None:
    on = ground.ground()
    _, task = fallen_due(on)
    official = people_of.person("approving_official")
    engagements.end(on.engagement, ended_by="agency", reason="A new chief.", by=official, at=HALF_YEAR)
    task.refresh_from_db()
    assert (task.state, queries.rechecks_due(after(DAY, 12))) == ("dropped", ())


def test_the_job_sets_the_tasks_that_are_due_today() -> None:
    old, day = datetime(2020, 1, 6, tzinfo=UTC), date(2020, 1, 6)
    on = ground.ground(at=old)
    planned = make.reform(on, at=old)
    reform = actions.complete(planned, note="The signed plan was read.", as_of=day, by=on.assessor, at=old)
    for _ in range(2):
        jobs.rechecks_fall_due()
    assert list(Task.objects.filter(kind="recheck").values_list("about", flat=True)) == [reform.ref]
