"""The way of a status report from its compiling to the public, and who does each step."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from pytest_django import Settings

from concord.accounts.models import Person
from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow, NotThere
from concord.core.guard import writing
from concord.core.models import AuditRow
from concord.core.permissions import Permission
from concord.core.telling.models import Notice
from concord.engagements import actions as engagements
from concord.engagements.models import Engagement
from concord.publishing import actions, queries
from concord.publishing.models import Release, StatusReport
from concord.publishing.site import documents
from concord.publishing.states import STATUS_REPORT, ReportState
from tests.factories import engagements as make
from tests.factories import publishing as office
from tests.factories.engagements import AT, CONCORD
from tests.factories.moves import expected, tried

pytestmark = pytest.mark.django_db

P = Permission
WORDS = {"work_done": "More work.", "outcomes": "More came of it.", "next_steps": "More to come."}
VERBS: dict[Permission, Callable[..., Any]] = {
    P.REPORT_COMPILE: lambda report, **who: actions.compile_again(report, **WORDS, **who),
    P.REPORT_SUBMIT: actions.submit,
    P.REPORT_REVIEW: actions.review,
    P.REPORT_HAND_BACK: lambda report, **who: actions.hand_back(report, reason="Too long.", **who),
    P.REPORT_CHECK: actions.check,
    P.REPORT_PROPOSE: actions.propose,
    P.REPORT_APPROVE: actions.approve,
    P.REPORT_RETURN: lambda report, **who: actions.return_(report, reason="As was agreed.", **who),
    P.REPORT_SCHEDULE: lambda report, **who: actions.schedule(report, publish_at=AT, **who),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", [s for s in ReportState if s != "published"])
def test_who_may_do_what_in_each_state(state: ReportState, verb: Permission) -> None:
    by = office.press()
    report = office.report(by, str(state))
    people = make.everybody(by.engagement)
    assert tried(people, lambda who: VERBS[verb](report, by=who, at=AT)) == expected(STATUS_REPORT, state, verb)


def test_nothing_is_done_with_a_published_report_but_to_correct_it() -> None:
    by = office.press()
    report = office.report(by, "published")
    people = make.everybody(by.engagement)
    for verb in VERBS.values():
        assert tried(people, lambda who, verb=verb: verb(report, by=who, at=AT)) == set()
    assert tried(people, lambda who: actions.correct(report, reason="A word is wrong.", by=who, at=AT)) == {
        "assessment_lead"
    }


def test_only_the_lead_of_the_engagement_compiles_a_report() -> None:
    by, day = office.press(), iter(range(100))
    people = make.everybody(by.engagement)
    stranger = make.member(make.engagement("Elsewhere"), "assessment_lead")

    def compile_one(who: Person) -> None:
        on = office.LAST_DAY - timedelta(days=100 - next(day))
        actions.compile_report(by.engagement, by=who, at=AT, **office.told(period_from=on, period_to=on))

    assert make.able(people | {"stranger": stranger}, compile_one) == {"assessment_lead"}


# Law 9: nobody takes two steps of which one looks at the other


def _also(who: Person, *roles: str, scope: str = "office") -> Person:
    with writing():
        for role in roles:
            who.memberships.create(role=role, scope=scope, since=AT)
    return Person.objects.get(pk=who.pk)


@pytest.mark.owed("A31")
def test_whoever_compiled_a_report_never_reviews_or_approves_it() -> None:
    by = office.press()
    lead = _also(_also(by.lead, "approving_official"), "reviewer", scope=by.engagement.scopes[0])
    report = actions.submit(actions.compile_report(by.engagement, by=lead, at=AT, **office.told()), by=lead, at=AT)
    with pytest.raises(Denied, match="You compiled this report, so somebody else reviews it"):
        actions.review(report, by=lead, at=AT)
    report = office.brought(report, by, "proposed", since="in_review")
    with pytest.raises(Denied, match="You compiled this report, so somebody else approves it"):
        actions.approve(report, by=lead, at=AT)
    assert actions.approve(report, by=by.official, at=AT).state == "approved"


def test_whoever_reviewed_a_report_does_not_rewrite_it_after_the_check() -> None:
    by = office.press()
    both = _also(by.reviewer, "assessment_lead", scope=by.engagement.scopes[0])
    report = office.report(by, "checked")
    with pytest.raises(Denied, match="You reviewed this report"):
        actions.compile_again(report, **WORDS, by=both, at=AT)
    again = actions.compile_again(report, **WORDS, by=by.lead, at=AT)
    assert (again.state, again.reviewed_by) == ("checked", by.reviewer.actor_key)


def test_whoever_approved_a_report_never_sets_its_hour() -> None:
    by = office.press()
    both = _also(by.official, "publisher")
    report = office.report(by, "approved")
    with pytest.raises(Denied, match="You approved this report"):
        actions.schedule(report, publish_at=AT, by=both, at=AT)


@pytest.mark.parametrize(
    ("state", "change", "constraint"),
    [
        ("approved", {"approved_by": "compiled_by"}, "report_approved_by_another"),
        ("approved", {"approved_at": None}, "report_approval_is_paired"),
        ("fact_check", {"reviewed_by": "compiled_by"}, "report_reviewed_by_another"),
        ("fact_check", {"check_due": None}, "report_review_opens_the_check"),
        ("scheduled", {"scheduled_by": "approved_by"}, "report_scheduled_by_another"),
        ("checked", {"checked_by": None}, "report_check_is_paired"),
        ("compiled", {"version": 2}, "report_correction_has_its_reason"),
    ],
)
def test_the_database_itself_keeps_steps_apart_and_pairs_together(
    state: str, change: dict[str, Any], constraint: str
) -> None:
    report = office.report(office.press(), state)
    changed = {name: getattr(report, str(value), value) for name, value in change.items()}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), writing():
        StatusReport.objects.filter(pk=report.pk).update(**changed)


@pytest.mark.parametrize("state", ["proposed", "approved", "scheduled"])
def test_a_return_needs_a_reason_and_takes_back_what_was_said_to_it(state: str) -> None:
    by = office.press()
    report = office.report(by, state)
    with pytest.raises(Incomplete, match="the reason"):
        actions.return_(report, reason=" ", by=by.official, at=AT)
    returned = actions.return_(report, reason="One word is wrong.", by=by.official, at=AT)
    steps = (returned.reviewed_by, returned.checked_by, returned.approved_by, returned.publish_at)
    assert (returned.state, steps) == ("returned", (None, None, None, None))
    again = actions.compile_again(returned, **WORDS, by=by.lead, at=AT)
    assert (again.state, again.number, again.document["outcomes"]) == ("compiled", report.number, WORDS["outcomes"])


def test_the_reviewer_hands_a_report_back_with_a_reason() -> None:
    by = office.press()
    report = office.report(by, "in_review")
    with pytest.raises(Incomplete, match="the reason"):
        actions.hand_back(report, reason="", by=by.reviewer, at=AT)
    assert actions.hand_back(report, reason="Say what changed.", by=by.reviewer, at=AT).state == "returned"


# The agency's check of the facts


@pytest.mark.owed("P8")
def test_the_agency_comments_in_numbers_and_every_comment_is_answered_before_the_report_goes_on() -> None:
    by = office.press()
    report = office.report(by, "fact_check")
    assert report.check_due == AT.date() + timedelta(days=7)
    for text in ("The plan was adopted in May.", "The form is not in use yet."):
        report = actions.comment(report, part="outcomes", text=text, by=by.liaison, at=AT)
    with pytest.raises(Denied, match="Comments are answered once the fact check is done"):
        actions.answer(report, number=1, outcome="kept", answer="No.", by=by.lead, at=AT)
    report = actions.check(report, by=by.liaison, at=AT)
    with pytest.raises(Denied, match="The agency comments during its fact check"):
        actions.comment(report, part="outcomes", text="And more.", by=by.liaison, at=AT)
    with pytest.raises(Incomplete, match="the answer to comment 1; the answer to comment 2"):
        actions.propose(report, by=by.lead, at=AT)
    report = actions.compile_again(report, **WORDS, by=by.lead, at=AT)
    report = actions.answer(report, number=1, outcome="changed", answer="It says May now.", by=by.lead, at=AT)
    report = actions.answer(report, number=2, outcome="kept", answer="We saw it in use.", by=by.lead, at=AT)
    with pytest.raises(NotThere, match="has no comment 2 without an answer"):
        actions.answer(report, number=2, outcome="changed", answer="It is gone.", by=by.lead, at=AT)
    office.brought(report, by, "published", since="checked")
    checked = Release.objects.get(kind="report").document["checked"]
    assert checked == {"on": "2026-11-03", "answered": True, "comments": 2, "changed": 1}


@pytest.mark.owed("P8")
def test_a_check_whose_days_are_over_ends_and_the_public_reads_that_nothing_was_said() -> None:
    by = office.press()
    report = office.report(by, "fact_check")
    last = AT + timedelta(days=7)
    assert list(queries.checks_over(last.date())) == []
    with pytest.raises(BadInput, match="goes on up to 2026-11-10"):
        actions.end_check(report, by=CONCORD, at=last)
    after = last + timedelta(days=1)
    assert list(queries.checks_over(after.date())) == [report]
    report = actions.end_check(report, by=CONCORD, at=after)
    office.brought(report, by, "published", since="checked", at=after)
    checked = Release.objects.get(kind="report").document["checked"]
    assert checked == {"on": "2026-11-11", "answered": False, "comments": 0, "changed": 0}


@pytest.mark.parametrize(
    ("said", "error"),
    [({"part": "outcomes", "text": " "}, Incomplete), ({"part": "weather", "text": "It rains."}, BadInput)],
)
def test_a_comment_is_about_a_part_and_says_something(said: dict[str, str], error: type[Exception]) -> None:
    by = office.press()
    report = office.report(by, "fact_check")
    with pytest.raises(error):
        actions.comment(report, **said, by=by.liaison, at=AT)


def test_the_database_keeps_half_an_answer_out() -> None:
    by = office.press()
    report = actions.comment(
        office.report(by, "fact_check"), part="figures", text="The base is wrong.", by=by.liaison, at=AT
    )
    with pytest.raises(IntegrityError, match="report_comment_answer_is_whole"), transaction.atomic(), writing():
        report.comments.update(outcome="changed")


# Periods


@pytest.mark.parametrize(
    ("period", "says"),
    [
        ((date(2026, 11, 3), date(2026, 11, 2)), "The period runs backwards: 2026-11-03 to 2026-11-02."),
        ((date(2026, 11, 3), date(2026, 11, 4)), "The period ends on 2026-11-04, which has not come yet."),
    ],
)
def test_a_period_that_cannot_be_is_refused(period: tuple[date, date], says: str) -> None:
    with pytest.raises(BadInput) as refused:
        office.compiled(office.press(), period_from=period[0], period_to=period[1])
    assert (refused.value.reason, StatusReport.objects.count()) == (says, 0)


def test_a_report_begins_after_the_one_before_it() -> None:
    by = office.press()
    first = office.compiled(by)
    with pytest.raises(BadInput, match=f"covers up to {first.period_to}; this one begins on {first.period_to}"):
        office.compiled(by, period_from=first.period_to, period_to=first.period_to)
    assert office.following(by, "compiled", 1).number == 2


# The hour


@pytest.mark.owed("P8")
def test_the_agency_is_told_the_hour_and_sees_the_report_that_long_before(settings: Settings) -> None:
    settings.CONCORD_PUBLICATION_NOTICE_H = 24
    by = office.press()
    report = office.report(by, "approved")
    with pytest.raises(BadInput, match="the earliest hour is 2026-11-04 at"):
        actions.schedule(report, publish_at=AT + timedelta(hours=23), by=by.publisher, at=AT)
    hour = AT + timedelta(hours=24)
    report = actions.schedule(report, publish_at=hour, by=by.publisher, at=AT)
    told = Notice.objects.get(to=by.liaison.actor_key, about=report.ref)
    assert told.text.startswith("Will be published on 2026-11-04 at ")
    assert list(queries.to_publish(hour - timedelta(seconds=1))) == []
    with pytest.raises(Denied, match="has not come"):
        actions.publish(report, by=CONCORD, at=hour - timedelta(seconds=1))
    assert list(queries.to_publish(hour)) == [report]
    assert actions.publish(report, by=CONCORD, at=hour).state == "published"


def test_the_agency_is_told_when_a_report_whose_hour_was_set_is_returned() -> None:
    by = office.press()
    report = office.report(by, "scheduled")
    actions.return_(report, reason="One word is wrong.", by=by.official, at=AT)
    told = Notice.objects.filter(to=by.liaison.actor_key, about=report.ref).order_by("pk").last()
    assert told is not None
    assert told.text.startswith("Will not be published at the hour that was set: ")
    assert make.browser(by.liaison).get(told.href).status_code == 200


# Publishing


@pytest.mark.owed("A31")
def test_publishing_is_one_row_and_two_releases_that_pass_their_schemas() -> None:
    by = office.press()
    report = office.report(by, "scheduled")
    rows = make.rows_of(by.engagement.ref)
    published = actions.publish(report, by=CONCORD, at=AT)
    releases = list(queries.releases_of(by.engagement))
    assert [(r.kind, r.slug, r.as_of) for r in releases] == [
        ("site", "alder-falls", office.LAST_DAY),
        ("report", "alder-falls/2026-11-03", office.LAST_DAY),
    ]
    assert [list(documents.problems_of(r.document)) for r in releases] == [[], []]
    assert make.rows_of(by.engagement.ref) == rows + 1
    row = AuditRow.objects.latest("pk")
    assert (row.verb, row.what, row.who) == ("report.publish", published.ref, CONCORD.actor_key)


def test_publishing_queues_the_building_of_the_site_once() -> None:
    by = office.press()
    report = office.report(by, "scheduled")
    before = _queued()
    actions.publish(report, by=CONCORD, at=AT)
    assert _queued() - before == 1


def _queued() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'publishing.build_site'")
        return int(cursor.fetchone()[0])


def test_what_is_published_is_what_was_approved() -> None:
    by = office.press()
    report = office.report(by, "scheduled")
    actions.publish(report, by=CONCORD, at=AT)
    site, of_report = queries.releases_of(by.engagement)
    assert report.document.items() <= of_report.document.items()
    of_it = {"date", "approved", "checked", "next_update", "release"}
    assert set(of_report.document) - set(report.document) == of_it
    of_publication = {"reports", "next_update", "release"}
    approved = {key: value for key, value in report.site_document.items() if key not in of_publication}
    assert {key: value for key, value in site.document.items() if key not in of_publication} == approved


def test_a_release_says_in_which_role_it_was_approved_and_never_by_whom() -> None:
    by = office.press()
    office.report(by, "published")
    for release in Release.objects.all():
        for person in (by.official, by.publisher, by.lead, by.reviewer, by.liaison):
            assert person.name not in str(release.document)
    approved = Release.objects.get(kind="report").document["approved"]
    assert approved == {"role": "Approving official", "on": "2026-11-03"}


@pytest.mark.owed("A31")
def test_the_next_report_is_due_after_the_cadence_while_the_engagement_goes_on() -> None:
    by = office.press()
    office.report(by, "published")
    due = {"due": "2027-02-03", "cadence": "Every three months"}
    assert [r.document["next_update"] for r in Release.objects.order_by("pk")] == [
        due,
        due | {"owed_by": "the assessment team"},
    ]


def test_nothing_is_due_once_the_engagement_is_over() -> None:
    by = office.press()
    report = office.report(by, "scheduled")
    engagements.end(
        by.engagement, ended_by="programme", reason="Funding ended.", outcome="It ended early.", by=by.official, at=AT
    )
    actions.publish(report, by=CONCORD, at=AT)
    assert {r.document["next_update"] for r in Release.objects.all()} == {None}


def test_reports_are_published_in_their_order() -> None:
    by = office.press()
    first = office.report(by, "approved")
    second = office.following(by, "approved", 1)
    day = timedelta(days=1)
    with pytest.raises(Denied, match="Status report 1 is published first"):
        actions.schedule(second, publish_at=AT + day, by=by.publisher, at=AT + day)
    office.brought(first, by, "published", since="approved", at=AT + day)
    with pytest.raises(NotAllowedNow, match="Status report 1 was published on that day, and a day has one report"):
        actions.schedule(second, publish_at=AT + day, by=by.publisher, at=AT + day)
    office.brought(second, by, "published", since="approved", at=AT + 2 * day)
    newest = queries.releases_of(by.engagement)[0].document
    assert [(r["number"], r["date"]) for r in newest["reports"]] == [(1, "2026-11-04"), (2, "2026-11-05")]


def test_no_report_is_compiled_of_what_others_published() -> None:
    with writing():
        record = Engagement.objects.create(
            ref="ENG-2026-0900", state="open", state_since=AT, slug="elsewhere", title="Elsewhere",
            agency=make.agency(), origin="public record",
        )  # fmt: skip
    lead = make.person("assessment_lead", "engagement:ENG-2026-0900")
    with pytest.raises(Denied, match="published by others"):
        actions.compile_report(record, by=lead, at=AT, **office.told())


@pytest.mark.parametrize("write", ["update", "delete"])
def test_the_database_keeps_a_published_report(write: str) -> None:
    report = office.report(office.press(), "published")
    statement = {
        "update": "UPDATE publishing_statusreport SET outcomes = '' WHERE id = %s",
        "delete": "DELETE FROM publishing_statusreport WHERE id = %s",
    }
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement[write], [report.pk])
