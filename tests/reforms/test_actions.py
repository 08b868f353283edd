from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from concord.accounts.models import Person
from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow, Stale
from concord.core.guard import writing
from concord.core.permissions import Permission
from concord.engagements import actions as engagements
from concord.reforms import actions, checks, queries
from concord.reforms.models import Judgement, Measure, ProgressReport, Reform
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.factories.findings import DAY

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


# --- measures --------------------------------------------------------------------------------------------------


def test_law_6_nothing_is_taken_up_before_a_completion_measure_is_approved() -> None:
    on = ground.ground()
    recommendation = ground.recommendation(on)
    make.measure(on, recommendation, "proposed")
    make.measure(on, recommendation, kind="sustainment")
    with pytest.raises(Incomplete, match="No completion measure is approved"):
        actions.plan(recommendation, by=on.lead, at=AT)
    make.measure(on, recommendation)
    reform = actions.plan(recommendation, by=on.lead, at=AT)
    assert (reform.state, reform.engagement, reform.planned_at) == ("with_agency", on.engagement, AT)
    with pytest.raises(Denied, match="It has been taken up already"):
        actions.plan(recommendation, by=on.lead, at=AT)


def test_a_plan_without_a_sustainment_measure_warns() -> None:
    on = ground.ground()
    recommendation = ground.recommendation(on)
    make.measure(on, recommendation)
    (warned,) = checks.before_planning(recommendation)
    assert (warned.level, "No sustainment measure" in warned.text) == ("warning", True)
    make.measure(on, recommendation, kind="sustainment")
    assert checks.before_planning(recommendation) == []


@pytest.mark.owed("P14")
def test_law_6_a_changed_measure_is_a_new_version_with_its_reason_and_counts_once_approved() -> None:
    on = ground.ground()
    reform = make.planned(on)
    recommendation = reform.recommendation
    first = Measure.objects.get()
    with pytest.raises(Incomplete, match="why it changes"):
        make.measure(on, recommendation, label="1", text="The plan is signed and posted.")
    second = make.measure(on, recommendation, "proposed", label="1", text="Signed and posted.", reason="Readers asked.")
    assert (second.label, second.version, second.reason) == ("1", 2, "Readers asked.")
    assert [w.text for w in checks.before_judging(reform, Permission.REFORM_COMPLETE)] == [
        f"{second.ref}, version 2 of measure 1, waits for approval and is not used."
    ]
    actions.assess(reform, status="in_progress", as_of=DAY, note="Half of it.", by=on.assessor, at=AT)
    assert Judgement.objects.get().measures == [first.ref]
    actions.approve(make.agreed(on, second), by=on.officer, at=AT)
    assert list(queries.measures_in_force(recommendation)) == [second]
    assert list(queries.measures(recommendation)) == [first, second]
    assert checks.before_judging(reform, Permission.REFORM_COMPLETE) == []


def test_a_change_waits_for_the_one_before_and_keeps_its_kind() -> None:
    on = ground.ground()
    recommendation = ground.recommendation(on)
    waiting = make.measure(on, recommendation, "proposed")
    with pytest.raises(NotAllowedNow, match=f"{waiting.ref}, version 1 of this measure, waits for approval"):
        make.measure(on, recommendation, label="1", text="Signed by May.", reason="Better.")
    actions.return_(waiting, reason="Say how many.", by=on.officer, at=AT)
    with pytest.raises(BadInput, match="gets its own number"):
        make.measure(on, recommendation, label="1", kind="sustainment", reason="Better.")
    again = make.measure(on, recommendation, "proposed", label="1", text="Three are signed.", reason="How many.")
    other = make.measure(on, recommendation, "proposed")
    assert [(m.label, m.version) for m in (again, other)] == [("1", 2), ("2", 1)]
    with pytest.raises(Incomplete, match="what must be shown"):
        make.measure(on, recommendation, text=" ")


def test_law_17_what_is_sent_twice_is_said_once() -> None:
    on = ground.ground()
    recommendation = ground.recommendation(on)
    proposed = make.measure(on, recommendation, "proposed")
    assert make.measure(on, recommendation, "proposed") == proposed
    actions.approve(make.agreed(on, proposed), by=on.officer, at=AT)
    reform = actions.plan(recommendation, by=on.lead, at=AT)
    rows = people_of.rows_of(on.engagement.ref)
    told = make.report(on, reform, "in_progress")
    assert make.report(on, told, "in_progress", at=AT + WEEK).state_since == AT
    words = {"status": "not_started", "as_of": DAY, "note": "Not yet due.", "by": on.assessor, "at": AT + WEEK}
    assert actions.assess(actions.assess(told, **words), **words).state == "with_agency"
    assert (ProgressReport.objects.count(), Judgement.objects.count()) == (1, 1)
    assert people_of.rows_of(on.engagement.ref) == rows + 2


def test_the_same_words_under_another_number_are_another_proposal() -> None:
    on = ground.ground()
    recommendation = ground.recommendation(on)
    make.measure(on, recommendation)
    waiting = make.measure(on, recommendation, "proposed", text="Signed and posted.")
    words = {"label": "1", "text": "Signed and posted.", "reason": "Readers asked."}
    change = make.measure(on, recommendation, "proposed", **words)
    assert [(m.label, m.version) for m in (waiting, change)] == [("2", 1), ("1", 2)]
    assert make.measure(on, recommendation, "proposed", **words) == change


@pytest.mark.parametrize("reason", ["", " \n"])
def test_law_13_no_measure_is_returned_without_a_reason(reason: str) -> None:
    on = ground.ground()
    waiting = make.measure(on, ground.recommendation(on), "proposed")
    with pytest.raises(Incomplete, match="is returned with a reason"):
        actions.return_(waiting, reason=reason, by=on.officer, at=AT)


def test_law_9_nobody_approves_a_measure_that_they_proposed() -> None:
    on = ground.ground()
    recommendation = ground.recommendation(on)
    both = people_of.member(on.engagement, "assessor")
    with writing():
        both.memberships.create(role="programme_officer", scope="office", since=AT)
    own = actions.propose(recommendation, text="Signed.", kind="completion", by=both, at=AT)
    with pytest.raises(Denied, match="You proposed it, so somebody else approves it"):
        actions.approve(make.agreed(on, own), by=both, at=AT)
    changed = {"state": "approved", "approved_by": both.actor_key, "approved_at": AT}
    with pytest.raises(IntegrityError, match="not_approved_by_its_proposer"), writing(), transaction.atomic():
        Measure.objects.filter(pk=own.pk).update(**changed)


# --- two voices ------------------------------------------------------------------------------------------------


@pytest.mark.owed("P5")
def test_law_8_neither_voice_changes_what_the_other_said() -> None:
    on = ground.ground()
    reform = make.reform(on)
    reported = make.report(on, reform, "complete")
    assert (reported.reported_status, reported.reported_on) == ("complete", DAY)
    assert (reported.assessed_status, reported.assessed_on) == (None, None)
    assessed = actions.assess(
        reported, status="not_started", as_of=DAY + WEEK, note="Nothing seen.", by=on.assessor, at=AT + WEEK
    )
    assert (assessed.assessed_status, assessed.assessed_on) == ("not_started", DAY + WEEK)
    assert (assessed.reported_status, assessed.reported_on) == ("complete", DAY)
    assert [(r.status, r.core_state) for r in ProgressReport.objects.all()] == [("complete", "complete")]
    assert [(j.status, j.core_state) for j in Judgement.objects.all()] == [("not_started", "not_started")]
    found = queries.counts(on.engagement, (AT + WEEK).date())
    assert (found.base, found.reported, found.assessed) == (1, {"complete": 1}, {"not_started": 1})


def test_law_8_what_was_said_stays_as_it_was_said() -> None:
    on = ground.ground()
    make.reform(on, "complete")
    for model in (ProgressReport, Judgement):
        with pytest.raises(DatabaseError, match="is written once"), writing(), transaction.atomic():
            model.objects.update(status="not_started")
    with pytest.raises(DatabaseError, match="is written once"), writing(), transaction.atomic():
        Measure.objects.update(text="Something easier.")


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"reported_status": "complete"}, "reform_reported_is_paired"),
        ({"reported_on": DAY}, "reform_reported_is_paired"),
        ({"assessed_status": "complete"}, "reform_assessed_is_paired"),
        ({"assessed_on": DAY}, "reform_assessed_is_paired"),
        ({"state": "monitored"}, "reform_state_is_known"),
    ],
)
def test_law_14_a_status_and_its_day_come_together(changed: dict[str, object], constraint: str) -> None:
    on = ground.ground()
    reform = make.reform(on)
    with pytest.raises(IntegrityError, match=constraint), writing(), transaction.atomic():
        Reform.objects.filter(pk=reform.pk).update(**changed)


def test_law_9_nobody_speaks_in_both_voices() -> None:
    on = ground.ground()
    reform = make.reform(on)
    scope, agency = on.engagement.scopes
    both = people_of.person("assessor", scope)
    with writing():
        both.memberships.create(role="liaison", scope=agency, since=AT)
    with pytest.raises(Denied, match="You belong to the assessment team here"):
        actions.report(reform, status="complete", as_of=DAY, by=both, at=AT)
    with pytest.raises(Denied, match="You speak for the agency here"):
        actions.assess(reform, status="in_progress", as_of=DAY, note="Seen.", by=both, at=AT)


def joined_the_team(on: ground.Ground) -> Person:
    """Let the liaison leave the agency and join the assessment team."""
    scope, _ = on.engagement.scopes
    with writing():
        on.liaison.memberships.update(until=AT, ended_by="person:0")
        on.liaison.memberships.create(role="assessor", scope=scope, since=AT)
    return Person.objects.get(pk=on.liaison.pk)


def test_law_9_who_once_reported_never_assesses_that_work_even_after_changing_sides() -> None:
    on = ground.ground()
    reform = make.report(on, make.reform(on), "complete")
    moved_over = joined_the_team(on)
    with pytest.raises(Denied, match="You reported on this work for the agency"):
        actions.complete(reform, as_of=DAY, note="Met.", by=moved_over, at=AT)


def test_law_9_who_once_put_together_what_shows_the_work_never_judges_it_even_after_changing_sides() -> None:
    on = ground.ground()
    reform = make.reform(on)
    make.packet(on, "submitted", reform=reform)
    reform.refresh_from_db()
    moved_over = joined_the_team(on)
    with pytest.raises(Denied, match="You had a part in a packet that shows this work"):
        actions.complete(reform, as_of=DAY, note="Met.", by=moved_over, at=AT)
    other = make.planned(on)
    assert actions.complete(other, as_of=DAY, note="Met.", by=moved_over, at=AT).state == "complete"


def test_law_9_who_once_assessed_never_reports_on_that_work_even_after_changing_sides() -> None:
    on = ground.ground()
    reform, other = make.reform(on, "stopped"), make.reform(on)
    _, agency = on.engagement.scopes
    with writing():
        on.assessor.memberships.update(until=AT, ended_by="person:0")
        on.assessor.memberships.create(role="liaison", scope=agency, since=AT)
    moved_over = type(on.assessor).objects.get(pk=on.assessor.pk)
    with pytest.raises(Denied, match="You assessed this work for the team"):
        actions.report(reform, status="complete", as_of=DAY, by=moved_over, at=AT)
    assert actions.report(other, status="complete", as_of=DAY, by=moved_over, at=AT).state == "with_team"


def test_neither_voice_speaks_before_what_the_other_has_said() -> None:
    on = ground.ground()
    told = make.report(on, make.reform(on), "in_progress", at=AT + WEEK)
    with pytest.raises(Stale, match="Somebody spoke a moment before you"):
        actions.complete(told, as_of=DAY, note="Met.", by=on.assessor, at=AT + WEEK - timedelta(seconds=1))
    done = actions.complete(told, as_of=DAY, note="Met.", by=on.assessor, at=AT + WEEK)
    with pytest.raises(Stale, match="Somebody spoke a moment before you"):
        make.report(on, done, "complete", at=AT)


def test_a_wait_runs_on_while_the_same_side_has_the_ball() -> None:
    on = ground.ground()
    reform = make.reform(on)
    seen = actions.assess(reform, status="not_started", as_of=DAY, note="Not yet due.", by=on.assessor, at=AT + WEEK)
    assert (seen.state, seen.state_since) == ("with_agency", AT)
    first = make.report(on, seen, "in_progress", at=AT + WEEK)
    second = make.report(on, first, "complete", at=AT + 2 * WEEK)
    assert (second.state, second.state_since) == ("with_team", AT + WEEK)


def test_complete_is_not_final_and_the_agency_may_always_speak() -> None:
    on = ground.ground()
    reform = make.reform(on, "complete")
    told = make.report(on, reform, "in_progress", at=AT + WEEK)
    assert (told.state, told.assessed_status, told.reported_status) == ("with_team", "complete", "in_progress")
    with pytest.raises(Denied, match="Reopen it with the reason"):
        actions.assess(told, status="in_progress", as_of=DAY + WEEK, note="Again.", by=on.assessor, at=AT + WEEK)
    reopened = actions.reopen(told, reason="The audit showed a gap.", as_of=DAY + WEEK, by=on.lead, at=AT + WEEK)
    assert (reopened.state, reopened.assessed_status) == ("with_agency", "in_progress")
    told = make.report(on, reopened, "in_progress", at=AT + WEEK)
    with pytest.raises(Denied, match="nothing to reopen"):
        actions.reopen(told, reason="Again.", as_of=DAY + WEEK, by=on.lead, at=AT + WEEK)


def test_stopping_is_the_agencys_decision_and_is_recorded_with_the_reason() -> None:
    on = ground.ground()
    stopped = make.reform(on, "stopped")
    said = Judgement.objects.get()
    assert (stopped.state, stopped.assessed_status) == ("stopped", "partially_complete")
    assert (said.status, said.core_state, said.note) == ("partially_complete", "stopped", "No funds this year.")
    reopened = actions.reopen(stopped, reason="Funds were found.", as_of=DAY, by=on.lead, at=AT)
    assert (reopened.state, reopened.assessed_status) == ("with_agency", "in_progress")


@pytest.mark.parametrize("status", ["complete", "partially_complete", "done", ""])
def test_what_ends_a_reform_has_a_verb_of_its_own(status: str) -> None:
    on = ground.ground()
    reform = make.reform(on)
    with pytest.raises(BadInput, match="expected one of: in_progress, not_started"):
        actions.assess(reform, status=status, as_of=DAY, note="Seen.", by=on.assessor, at=AT)


def test_each_voice_speaks_of_days_in_their_order_and_of_no_future() -> None:
    on = ground.ground()
    reform = make.planned(on, at=AT + WEEK)
    later = AT + 2 * WEEK
    with pytest.raises(BadInput, match="is still to come; expected 2026-11-17"):
        make.report(on, reform, "complete", as_of=DAY + 3 * WEEK, at=later)
    with pytest.raises(BadInput, match="expected 2026-11-10 or later"):
        make.report(on, reform, "complete", as_of=DAY, at=later)  # before the recommendation was issued
    said = make.report(on, reform, "in_progress", as_of=DAY + WEEK + timedelta(days=3), at=later)
    with pytest.raises(BadInput, match="expected 2026-11-13 or later"):
        make.report(on, said, "complete", as_of=DAY + WEEK, at=later)
    with pytest.raises(BadInput, match="expected 2026-11-10 or later"):
        actions.complete(said, as_of=DAY, note="Met.", by=on.assessor, at=later)
    with pytest.raises(Stale, match="spoke a moment before you"):
        make.report(on, said, "complete", as_of=DAY + WEEK + timedelta(days=3), at=later - timedelta(seconds=1))


def test_a_judgement_says_what_it_rests_on_and_an_agency_need_not() -> None:
    on = ground.ground()
    reform = make.reform(on)
    with pytest.raises(Incomplete, match="what it rests on"):
        actions.assess(reform, status="in_progress", as_of=DAY, note=" ", by=on.assessor, at=AT)
    with pytest.raises(Incomplete, match="what it rests on"):
        actions.stop(reform, reason=" ", as_of=DAY, by=on.assessor, at=AT)
    assert actions.report(reform, status="complete", as_of=DAY, by=on.liaison, at=AT).state == "with_team"


def test_nothing_is_said_while_the_engagement_is_suspended() -> None:
    on = ground.ground()
    reform = make.reform(on)
    engagements.suspend(on.engagement, reason="Paused.", by=on.officer, at=AT)
    with pytest.raises(Denied, match="The engagement is “Suspended”"):
        make.report(on, queries.reform(reform.ref), "complete")  # type: ignore[arg-type]


def test_two_who_act_on_one_page_do_not_overwrite_each_other() -> None:
    on = ground.ground()
    seen = make.reform(on, "with_team")
    actions.complete(seen, as_of=DAY, note="Met.", by=on.assessor, at=AT)
    with pytest.raises(Stale, match="has moved to “Complete”"):
        actions.stop(seen, reason="No funds.", as_of=DAY, by=on.lead, at=AT)
