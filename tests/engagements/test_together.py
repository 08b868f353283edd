"""Check-ins, expectations, surveys, concerns; eligibility looked at again; effort and cost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from concord.accounts.models import Person
from concord.core import clock, history
from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow
from concord.core.guard import writing
from concord.core.models import AuditRow, OutboxMail
from concord.core.permissions import Party, Permission
from concord.core.roles import SystemActor
from concord.core.tasks import actions as tasks
from concord.core.tasks.models import Task
from concord.desk.queries import news
from concord.engagements import actions, jobs, queries
from concord.engagements.actions import Agreed
from concord.engagements.models import EffortEntry, SatisfactionAnswer, SurveyInvitation
from concord.engagements.states import ELIGIBILITY, ESCALATION, EXPECTATION
from concord.partners.models import ConflictDeclaration
from tests.factories import engagements as make
from tests.factories import moves
from tests.factories import programme as editions
from tests.factories import together as both
from tests.factories.engagements import AT
from tests.factories.together import DAY, IN_A_MONTH

pytestmark = pytest.mark.django_db

P = Permission
CHECK_IN = {"on": DAY, "present": "Lin Liaison, Odell Officer", "notes": "The visit went well."}


@pytest.mark.owed("A57")
def test_what_a_check_in_agrees_becomes_tasks_of_either_side_and_the_next_one_falls_due() -> None:
    by = both.sides()
    agreed = [
        Agreed(Party.AGENCY, "Send the rosters", DAY + timedelta(days=7)),
        Agreed(Party.TEAM, "Send the questions"),
        Agreed(Party.OFFICE, "Find a date"),
    ]
    for _ in range(2):  # the same again is one check-in
        actions.record_check_in(by.engagement, **CHECK_IN, actions=agreed, by=by.officer, at=AT)
    on_engagement, on_agency = by.engagement.scopes
    tasks = Task.objects.filter(about=by.engagement.ref, kind__startswith="CHK").order_by("pk")
    assert [(t.what, t.state, t.scope, t.due_on) for t in tasks] == [
        ("Send the rosters", "with_agency", on_agency, DAY + timedelta(days=7)),
        ("Send the questions", "with_team", on_engagement, None),
        ("Find a date", "with_office", "office", None),
    ]
    check_ins = Task.objects.filter(kind="check_in").order_by("pk")
    assert [(t.state, t.due_on) for t in check_ins] == [("done", IN_A_MONTH), ("with_office", IN_A_MONTH)]
    assert by.engagement.check_ins.count() == 1


def test_a_check_in_that_is_noted_late_does_not_bring_the_next_one_forward() -> None:
    by = both.sides()
    actions.record_check_in(by.engagement, **CHECK_IN, by=by.officer, at=AT)
    earlier = CHECK_IN | {"on": DAY - timedelta(days=90), "notes": "Found in a notebook."}
    actions.record_check_in(by.engagement, **earlier, by=by.officer, at=AT)
    assert Task.objects.get(kind="check_in", state="with_office").due_on == IN_A_MONTH


def test_who_may_record_a_check_in_and_say_what_they_expect() -> None:
    by = both.sides()
    people = make.everybody(by.engagement)
    tries: dict[str, Callable[..., Any]] = {
        "check in": lambda **k: actions.record_check_in(by.engagement, **CHECK_IN, **k),
        "agency": lambda **k: actions.expect_as_agency(by.engagement, text="An answer.", **k),
        "office": lambda **k: actions.expect_as_office(by.engagement, text="An answer.", **k),
        "team": lambda **k: actions.expect_as_team(by.engagement, text="An answer.", **k),
        "ask": lambda **k: actions.ask_satisfaction(by.engagement, milestone="Visit", closes_on=DAY, **k),
        "concern": lambda **k: actions.raise_concern(
            by.engagement, about="Calls", concern="Nobody calls.", officer=by.officer, **k
        ),
    }
    able = {name: moves.tried(people, lambda who, do=do: do(by=who, at=AT)) for name, do in tries.items()}
    assert able == {
        "check in": {"programme_officer", "assessment_lead"},
        "agency": {"chief_executive", "liaison"},
        "office": {"programme_officer"},
        "team": {"assessment_lead"},
        "ask": {"programme_officer"},
        "concern": {"chief_executive", "liaison"},
    }


@pytest.mark.parametrize("verb", [P.EXPECTATION_MEET, P.EXPECTATION_MISS])
@pytest.mark.parametrize("state", EXPECTATION.states)
def test_only_the_side_that_expects_it_says_whether_it_was_met(state: str, verb: Permission) -> None:
    by = both.sides()
    expected = both.expectation(by)
    sides = {"of_office": Party.OFFICE, "of_team": Party.TEAM}
    with writing():
        type(expected).objects.filter(pk=expected.pk).update(
            state=state, why="Seen.", side=str(sides.get(state, Party.AGENCY))
        )
    expected = queries.expectation(expected.ref)

    def do(who: Person) -> None:
        if verb == P.EXPECTATION_MEET:
            actions.meet_expectation(expected, by=who, at=AT)
        else:
            actions.miss_expectation(expected, reason="It came late.", by=who, at=AT)

    assert moves.tried(make.everybody(by.engagement), do) == moves.expected(EXPECTATION, state, verb)


def test_an_expectation_that_was_not_met_has_its_reason() -> None:
    expected = both.expectation(by := both.sides())
    with pytest.raises(Incomplete, match="the reason"):
        actions.miss_expectation(expected, reason=" ", by=by.liaison, at=AT)
    missed = actions.miss_expectation(expected, reason="It came after five weeks.", by=by.liaison, at=AT)
    assert (missed.state, missed.why, missed.held_by) == ("not_met", "It came after five weeks.", "nobody")


# Surveys


@pytest.mark.owed("A57")
def test_a_survey_counts_what_the_agencys_people_say_and_not_who_said_it() -> None:
    by = both.sides()
    survey = both.survey(by)
    assert set(survey.invitations.values_list("person__name", flat=True)) == {"Cleo Chief", "Lin Liaison"}
    actions.answer_survey(survey, said=both.said(4) | {"heard": 2}, words="Thank you.", by=by.chief, at=AT)
    actions.answer_survey(survey, said=both.said(4), by=by.liaison, at=AT)
    with pytest.raises(Denied, match="You have answered"):
        actions.answer_survey(survey, said=both.said(1), by=by.chief, at=AT)
    actions.close_survey(survey, by=by.officer, at=AT)
    found = queries.results(survey)
    assert (found.asked, found.answered, found.words) == (2, 2, ("Thank you.",))
    heard = found.questions[-1]
    assert (heard.text, heard.counts) == (
        "When we raised a concern, somebody answered it.",
        (("Not at all", 0), ("A little", 1), ("Mostly", 0), ("Fully", 1)),
    )
    fields = {field.name for field in SatisfactionAnswer._meta.get_fields()}
    assert fields == {"id", "survey", "said", "words"}


@pytest.mark.owed("A34")
def test_a_survey_s_page_says_what_the_form_is_and_one_whose_number_is_over_is_not_answered() -> None:
    by = both.sides()
    survey = both.survey(by)
    editions.federal("survey", since=DAY, expires=DAY.isoformat())
    for address in (survey.get_absolute_url(), f"{survey.get_absolute_url()}answer/"):
        page = make.browser(by.chief).get(address).content.decode()
        assert ("About this form" in page, "OMB number 0000-0000" in page) == (True, True)
    late = AT + timedelta(days=1)
    with pytest.raises(NotAllowedNow) as refused:
        actions.answer_survey(survey, said=both.said(4), by=by.chief, at=late)
    with pytest.raises(NotAllowedNow, match="The survey's form is closed"):
        actions.ask_satisfaction(by.engagement, milestone="Later", closes_on=IN_A_MONTH, by=by.officer, at=late)
    assert str(refused.value) == (
        f"The survey's form is closed: the number 0000-0000 was good until {DAY}. What you would say, you can say to "
        "the office."
    )


def test_who_was_not_asked_or_comes_too_late_does_not_answer() -> None:
    by = both.sides()
    survey = both.survey(by)
    late = make.member(by.engagement, "liaison")
    with pytest.raises(Denied, match="You were not asked"):
        actions.answer_survey(survey, said=both.said(), by=late, at=AT)
    survey = actions.close_survey(survey, by=by.officer, at=AT)
    with pytest.raises(Denied, match="The survey is “Closed”"):
        actions.answer_survey(survey, said=both.said(), by=by.chief, at=AT)


@pytest.mark.parametrize(
    ("said", "refusal"), [({"heard": 4}, Incomplete), (both.said(5), BadInput), (both.said(0), BadInput)]
)
def test_an_answer_is_whole_and_one_of_four(said: dict[str, int], refusal: type[Exception]) -> None:
    by = both.sides()
    survey = both.survey(by)
    with pytest.raises(refusal):
        actions.answer_survey(survey, said=said, by=by.chief, at=AT)
    assert SurveyInvitation.objects.filter(answered=True).count() == 0


def test_the_trail_of_an_answer_says_nothing_of_what_was_answered() -> None:
    by = both.sides()
    actions.answer_survey(both.survey(by), said=both.said(), words="CANARY-WORDS", by=by.chief, at=AT)
    bodies = " ".join(AuditRow.objects.values_list("body", flat=True))
    assert "CANARY-WORDS" not in bodies
    assert '"said"' not in bodies


def test_a_survey_ends_with_its_last_day_and_concord_closes_it() -> None:
    by = both.sides()
    survey = both.survey(by)
    after = AT + (IN_A_MONTH - DAY) + timedelta(days=1)
    with pytest.raises(Denied, match="could be answered until"):
        actions.answer_survey(survey, said=both.said(), by=by.chief, at=after)
    last_day = after - timedelta(days=1)
    actions.answer_survey(survey, said=both.said(), by=by.chief, at=last_day)
    assert queries.surveys_to_close(IN_A_MONTH) == []
    assert queries.surveys_to_close(IN_A_MONTH + timedelta(days=1)) == [survey]
    with pytest.raises(NotAllowedNow, match="It can be answered until"):
        actions.survey_runs_out(survey, by=SystemActor("close-surveys"), at=last_day)
    with writing():
        type(survey).objects.update(closes_on=clock.today() - timedelta(days=1))
    for _ in range(2):
        jobs.close_surveys()
    survey.refresh_from_db()
    assert (survey.state, history.of(survey.ref).first().body.count("concord:close-surveys")) == ("closed", 1)


def test_a_survey_asks_somebody_something_and_until_a_day_to_come() -> None:
    by = both.sides()
    with pytest.raises(BadInput, match="is over"):
        actions.ask_satisfaction(by.engagement, milestone="A", closes_on=DAY - timedelta(days=1), by=by.officer, at=AT)
    with writing():
        by.chief.memberships.update(until=AT, ended_by="person:0")
        by.liaison.memberships.update(until=AT, ended_by="person:0")
    with pytest.raises(Incomplete, match="nobody to ask"):
        both.survey(by)


# Concerns


@pytest.mark.owed("A57")
def test_a_named_officer_answers_a_concern_within_the_service_standard() -> None:
    by = both.sides()
    other = make.person("programme_officer", name="Olive Other")
    concern = both.concern(by)
    assert concern.due_on == DAY + timedelta(days=5)
    assert OutboxMail.objects.filter(to=by.officer.email, subject__startswith="A concern was raised").count() == 1
    with pytest.raises(Denied, match="It was raised with Odell Officer, who answers it"):
        actions.answer_concern(concern, answer="We call today.", by=other, at=AT)
    answered = actions.answer_concern(concern, answer="We call today.", by=by.officer, at=AT)
    assert (answered.state, answered.answered_at, answered.answered_by) == ("answered", AT, by.officer.actor_key)


def test_a_concern_is_a_task_of_its_officer_until_it_is_answered() -> None:
    by = both.sides()
    concern = both.concern(by)
    task = Task.objects.get(about=concern.ref)
    assert (task.kind, task.state, task.due_on, task.assignee) == (
        "concern", "with_office", concern.due_on, by.officer.actor_key,
    )  # fmt: skip
    due = news.falling_due(on=concern.due_on, within=0)
    assert [who for who, told in due if told.about == task.ref] == [by.officer.actor_key]
    actions.answer_concern(concern, answer="We call today.", by=by.officer, at=AT)
    task.refresh_from_db()
    assert (task.state, task.ended_by) == ("done", by.officer.actor_key)


def test_when_the_named_officer_has_left_any_officer_answers() -> None:
    by = both.sides()
    concern = both.concern(by)
    with writing():
        by.officer.memberships.update(until=AT, ended_by="person:0")
    concern = queries.escalation(concern.ref)
    able = moves.tried(
        make.everybody(by.engagement), lambda who: actions.answer_concern(concern, answer="Yes.", by=who, at=AT)
    )
    assert able == moves.expected(ESCALATION, "raised", P.ESCALATION_ANSWER)


def test_a_concern_is_raised_with_nobody_who_is_recused_and_a_recused_officers_is_answered_by_another() -> None:
    by = both.sides()
    concern = both.concern(by)
    other = make.person("programme_officer", name="Olive Other")
    about = {"person": by.officer, "agency": by.engagement.agency, "ref": "COI-2026-9000", "state": "recused"}
    with writing():
        ConflictDeclaration.objects.create(**about, state_since=AT)
    named = Person.objects.get(pk=by.officer.pk)
    assert [each.name for each in queries.officers(by.engagement)] == ["Ola Official", "Olive Other", "Robin Example"]
    with pytest.raises(BadInput, match="Odell Officer is no officer who answers concerns of this agency"):
        actions.raise_concern(by.engagement, about="A", concern="B", officer=named, by=by.liaison, at=AT)
    concern = queries.escalation(concern.ref)
    with pytest.raises(Denied, match="You are recused"):
        actions.answer_concern(concern, answer="Yes.", by=named, at=AT)
    assert actions.answer_concern(concern, answer="We call today.", by=other, at=AT).answered_by == other.actor_key


def test_a_concern_is_raised_with_somebody_who_answers() -> None:
    by = both.sides()
    with pytest.raises(BadInput, match="Lee Lead is no officer who answers concerns"):
        actions.raise_concern(by.engagement, about="A", concern="B", officer=by.lead, by=by.liaison, at=AT)


def test_what_a_side_sets_for_itself_is_not_among_what_both_do() -> None:
    by = both.sides()
    lead = Person.objects.get(pk=by.lead.pk)
    tasks.set_for_team(by.engagement, what="Talk among ourselves", by=lead, at=AT)
    given = tasks.set_for_agency(by.engagement, what="Send the policy", by=lead, at=AT)
    assert [one.ref for one in queries.together(by.engagement, concerns=False).tasks if not one.kind] == [given.ref]


def test_law_9_who_flagged_a_matter_does_not_end_the_engagement_over_it() -> None:
    by = both.sides()
    of = both.flagged(by).engagement
    with writing():
        by.officer.memberships.create(role="approving_official", scope="office", since=AT)
    who = Person.objects.get(pk=by.officer.pk)
    with pytest.raises(Denied, match="You flagged a matter about eligibility, so somebody else decides"):
        actions.end(of, ended_by="eligibility", reason="It is no longer eligible.", by=who, at=AT)


# Eligibility looked at again


def test_eligibility_falls_due_by_the_service_standard_and_again_after_a_look() -> None:
    by = both.sides()
    due = [
        (n, day)
        for n in range(170, 420)
        for engagement, day in queries.eligibility_due(DAY + timedelta(days=n))
        if engagement == by.engagement
    ][:1]
    assert due == [(180, DAY + timedelta(days=180))]
    later = AT + timedelta(days=185)
    actions.confirm_eligibility(
        by.engagement, looked_on=later.date(), source="The offices that were asked", by=by.officer, at=later
    )
    assert queries.eligibility_due(later.date()) == []
    assert [day for _, day in queries.eligibility_due(later.date() + timedelta(days=180))] == [
        later.date() + timedelta(days=180)
    ]


def test_the_job_sets_the_task_once_and_a_look_ends_it() -> None:
    by = both.sides(at=datetime(2020, 1, 1, tzinfo=UTC))
    for _ in range(2):
        jobs.eligibility_falls_due()
    task = Task.objects.get(kind="eligibility")
    assert (task.state, task.about, task.scope) == ("with_office", by.engagement.ref, "office")
    assert AuditRow.objects.filter(verb="eligibility_review.fall_due").count() == 1
    actions.confirm_eligibility(by.engagement, looked_on=DAY, source="Asked", by=by.officer, at=AT)
    task.refresh_from_db()
    assert task.state == "done"


@pytest.mark.parametrize("state", ELIGIBILITY.states)
def test_who_may_clear_a_flag_in_each_state(state: str) -> None:
    by = both.sides()
    flag = both.flagged(by)
    with writing():
        empty = {"kind": "", "detail": ""} if state == "unchanged" else {}
        because = "As weighed." if state == "cleared" else ""
        type(flag).objects.filter(pk=flag.pk).update(state=state, cleared_because=because, **empty)
    flag.refresh_from_db()
    able = moves.tried(
        make.everybody(by.engagement), lambda who: actions.clear_flag(flag, reason="As weighed.", by=who, at=AT)
    )
    assert able == moves.expected(ELIGIBILITY, state, P.ELIGIBILITY_CLEAR)


def test_when_an_investigation_opens_the_assessment_stops_and_other_assistance_goes_on() -> None:
    """As in Baltimore in 2015: the assessment ended when the investigation opened, other assistance went on."""
    by = both.sides("Cedar Point")
    topic = actions.open_from(
        make.request(by.engagement.agency), slug="again", title="A course", focus_areas=make.AREAS, by=by.officer, at=AT
    )
    flag, other = both.flagged(by), both.flagged(by, of=topic)
    task = Task.objects.get(kind="eligibility_flag", about=by.engagement.ref)
    assert (task.state, task.due_on) == ("with_office", DAY + timedelta(days=5))
    with pytest.raises(Denied, match="You flagged a matter about eligibility, so somebody else decides"):
        actions.suspend(by.engagement, reason="An investigation.", by=by.officer, at=AT)
    colleague = make.person("programme_officer")
    with pytest.raises(Denied, match="an approving official decides"):
        actions.suspend(by.engagement, reason="An investigation.", by=colleague, at=AT)
    by.engagement.refresh_from_db()
    suspended = actions.suspend(by.engagement, reason="A federal investigation opened.", by=by.official, at=AT)
    actions.clear_flag(other, reason="A course on records does not touch it.", by=by.official, at=AT)
    topic.refresh_from_db()
    assert (suspended.state, topic.state) == ("suspended", "open")
    with pytest.raises(Denied, match=f"{flag.ref} flags a matter about eligibility"):
        actions.resume(suspended, reason="It goes on.", by=colleague, at=AT)
    ended = actions.end(suspended, ended_by="eligibility", reason="It is no longer eligible.", by=by.official, at=AT)
    assert ended.state == "ended"
    assert set(Task.objects.filter(about__in=(ended.ref, topic.ref), kind="eligibility_flag").values_list("state")) == {
        ("done",)
    }


def test_what_is_flagged_is_read_by_the_office_alone() -> None:
    by = both.sides()
    flag = both.flagged(by)
    actions.clear_flag(flag, reason="CANARY-REASON", by=by.official, at=AT)
    assert "CANARY" not in " ".join(AuditRow.objects.values_list("body", flat=True))
    told = [history.event(row).did for row in history.of(flag.ref).order_by("pk")]
    assert told == ["flagged a new matter about eligibility", "cleared the flag"]


def test_a_matter_that_is_flagged_again_after_it_was_cleared_is_open_anew() -> None:
    by = both.sides()
    first = both.flagged(by)
    assert both.flagged(by) == first  # pressed twice
    actions.clear_flag(first, reason="Closed by the court.", by=by.official, at=AT)
    again = both.flagged(by)
    tasks_set = Task.objects.filter(kind="eligibility_flag", about=by.engagement.ref).order_by("pk")
    assert (again == first, again.state, [task.state for task in tasks_set]) == (
        False, "flagged", ["done", "with_office"],
    )  # fmt: skip
    with pytest.raises(Denied, match=f"{again.ref} flags a matter about eligibility"):
        actions.confirm_eligibility(by.engagement, looked_on=DAY, source="The docket", by=by.officer, at=AT)


def test_nothing_is_confirmed_while_a_flag_is_open() -> None:
    by = both.sides()
    both.flagged(by)
    with pytest.raises(Denied, match="an approving official decides on it first"):
        actions.confirm_eligibility(by.engagement, looked_on=DAY, source="Asked", by=by.officer, at=AT)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"kind": "rumour"}, BadInput),
        ({"detail": " "}, Incomplete),
        ({"source": ""}, Incomplete),
        ({"looked_on": DAY + timedelta(days=1)}, BadInput),
    ],
)
def test_a_flag_names_its_matter_and_its_source(changed: dict[str, Any], refusal: type[Exception]) -> None:
    by = both.sides()
    known = {"looked_on": DAY, "source": "The docket", "kind": "state", "detail": "It was opened."}
    with pytest.raises(refusal):
        actions.flag_eligibility(by.engagement, **(known | changed), by=by.officer, at=AT)


# Effort and cost


@pytest.mark.owed("B2")
def test_effort_is_summed_by_category_with_its_base_and_deliveries_are_counted_once() -> None:
    by = both.sides()
    both.entry(by)
    both.entry(by, "A third interviewer")
    assert both.entry(by) == EffortEntry.objects.earliest("pk")
    travel = {"category": "travel", "hours": Decimal(0), "cost": Decimal("812.40"), "what": "Two flights"}
    day_before = DAY - timedelta(days=3)
    wrong = actions.record_effort(by.engagement, on=day_before, **travel, by=by.assessor, at=AT)
    actions.withdraw_effort(wrong, reason="The wrong engagement.", by=by.assessor, at=AT)
    actions.record_effort(by.engagement, on=day_before, **(travel | {"what": "One flight"}), by=by.officer, at=AT)
    both.evaluated(by)
    found = queries.effort(by.engagement)
    assert [(line.label, line.entries, line.hours, line.cost) for line in (*found.lines, found.total)] == [
        ("Time of the team's staff", 2, Decimal(64), Decimal(0)),
        ("Travel of the team and the experts", 1, Decimal(0), Decimal("812.40")),
        ("Deliveries of assistance", 1, Decimal("16.50"), Decimal("4200.00")),
        ("Altogether", 4, Decimal("80.50"), Decimal("5012.40")),
    ]
    assert (found.first, found.last) == (day_before, DAY)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"category": "agency_personnel"}, "Personnel of the agency: The programme gives no grant"),
        ({"category": "gifts"}, "no cost category “gifts”"),
        ({"on": DAY + timedelta(days=1)}, "a day to come"),
        ({"hours": Decimal(0)}, "hours, cost or both"),
        ({"cost": Decimal(-1)}, "counted from nothing up"),
    ],
)
def test_what_is_no_effort_of_the_programme_is_refused(changed: dict[str, Any], says: str) -> None:
    by = both.sides()
    known = {"on": DAY, "category": "team", "hours": Decimal(1), "cost": Decimal(0), "what": "A call"}
    with pytest.raises(BadInput, match=says):
        actions.record_effort(by.engagement, **(known | changed), by=by.lead, at=AT)


def test_who_may_record_effort_and_withdraw_it() -> None:
    by = both.sides()
    entry = both.entry(by)
    people = make.everybody(by.engagement) | {"assessment_lead": by.lead}
    assert moves.tried(people, lambda who: both.entry(both.Sides(**(vars(by) | {"lead": who})), "A call")) == {
        "programme_officer", "assessment_lead", "assessor", "analyst",
    }  # fmt: skip
    able = moves.tried(people, lambda who: actions.withdraw_effort(entry, reason="Wrong.", by=who, at=AT))
    assert able == {"programme_officer", "assessment_lead"}


def test_a_withdrawn_entry_is_withdrawn_once_and_with_a_reason() -> None:
    by = both.sides()
    entry = both.entry(by)
    with pytest.raises(Incomplete):
        actions.withdraw_effort(entry, reason="", by=by.lead, at=AT)
    entry = actions.withdraw_effort(entry, reason="Wrong.", by=by.lead, at=AT)
    with pytest.raises(Denied, match="has been withdrawn"):
        actions.withdraw_effort(entry, reason="Again.", by=by.lead, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        EffortEntry.objects.filter(pk=entry.pk).update(withdrawn_because="")
