from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from concord.accounts.models import Person
from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow
from concord.core.guard import writing
from concord.core.models import AuditRow
from concord.core.permissions import Permission
from concord.engagements import actions as engagements
from concord.engagements.models import Engagement
from concord.publishing import actions, queries
from concord.publishing.models import Release, StatusReport
from concord.publishing.site import documents
from concord.publishing.states import ReportState
from tests.factories import engagements as make
from tests.factories import publishing as office
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

P = Permission
WORDS = {"work_done": "More work.", "outcomes": "More came of it.", "next_steps": "More to come."}
VERBS: dict[Permission, Callable[..., Any]] = {
    P.REPORT_COMPILE: lambda report, **who: actions.compile_again(report, **WORDS, **who),
    P.REPORT_APPROVE: actions.approve,
    P.REPORT_RETURN: lambda report, **who: actions.return_(report, reason="As was agreed.", **who),
    P.REPORT_PUBLISH: actions.publish,
}
ALLOWED = {
    ("compiled", P.REPORT_APPROVE): {"approving_official"},
    ("compiled", P.REPORT_RETURN): {"approving_official", "publisher"},
    ("approved", P.REPORT_RETURN): {"approving_official", "publisher"},
    ("approved", P.REPORT_PUBLISH): {"publisher"},
    ("returned", P.REPORT_COMPILE): {"assessment_lead"},
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", [s for s in ReportState if s != "published"])
def test_who_may_do_what_in_each_state(state: ReportState, verb: Permission) -> None:
    by = office.press()
    report = office.report(by, str(state))
    allowed = ALLOWED.get((str(state), verb), set())
    people = sorted(make.everybody(by.engagement).items(), key=lambda each: each[0] in allowed)

    def do(who: Person) -> None:
        if report.state != state:
            make.put(report, state)
        VERBS[verb](report, by=who, at=AT)
        report.refresh_from_db()

    assert make.able(dict(people), do) == allowed  # whoever may comes last: what is published stays so


def test_nothing_is_done_with_a_published_report() -> None:
    by = office.press()
    report = office.report(by, "published")
    people = make.everybody(by.engagement)
    for verb in VERBS.values():
        assert make.able(people, lambda who, verb=verb: verb(report, by=who, at=AT)) == set()


def test_only_the_lead_of_the_engagement_compiles_a_report() -> None:
    by, day = office.press(), iter(range(100))
    people = make.everybody(by.engagement)
    stranger = make.member(make.engagement("Elsewhere"), "assessment_lead")

    def compile_one(who: Person) -> None:
        on = office.LAST_DAY - timedelta(days=100 - next(day))
        actions.compile_report(by.engagement, by=who, at=AT, **office.told(period_from=on, period_to=on))

    assert make.able(people | {"stranger": stranger}, compile_one) == {"assessment_lead"}


# Law 9: three people


def _also(who: Person, *roles: str) -> Person:
    with writing():
        for role in roles:
            who.memberships.create(role=role, scope="office", since=AT)
    return Person.objects.get(pk=who.pk)


@pytest.mark.owed("A31")
def test_whoever_compiled_a_report_never_approves_it() -> None:
    by = office.press()
    lead = _also(by.lead, "approving_official")
    report = actions.compile_report(by.engagement, by=lead, at=AT, **office.told())
    with pytest.raises(Denied, match="You compiled this report"):
        actions.approve(report, by=lead, at=AT)
    assert actions.approve(report, by=by.official, at=AT).state == "approved"


def test_whoever_approved_a_report_never_publishes_it() -> None:
    by = office.press()
    both = _also(by.official, "publisher")
    report = office.report(by, "approved")
    with pytest.raises(Denied, match="You approved this report"):
        actions.publish(report, by=both, at=AT)


def test_the_database_itself_refuses_an_approval_by_whoever_compiled() -> None:
    report = office.report(office.press(), "approved")
    with pytest.raises(IntegrityError, match="report_approved_by_another"), transaction.atomic(), writing():
        StatusReport.objects.filter(pk=report.pk).update(approved_by=report.compiled_by)
    with pytest.raises(IntegrityError, match="report_approval_is_paired"), transaction.atomic(), writing():
        StatusReport.objects.filter(pk=report.pk).update(approved_at=None)


def test_a_return_needs_a_reason_and_takes_the_approval_back() -> None:
    by = office.press()
    report = office.report(by, "approved")
    with pytest.raises(Incomplete, match="the reason"):
        actions.return_(report, reason=" ", by=by.official, at=AT)
    returned = actions.return_(report, reason="One word is wrong.", by=by.official, at=AT)
    assert (returned.state, returned.approved_by, returned.approved_at) == ("returned", None, None)
    again = actions.compile_again(returned, **WORDS, by=by.lead, at=AT)
    assert (again.number, again.document["outcomes"]) == (report.number, WORDS["outcomes"])


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


# Publishing


@pytest.mark.owed("A31")
def test_publishing_is_one_row_and_two_releases_that_pass_their_schemas() -> None:
    by = office.press()
    report = office.report(by, "approved")
    rows = make.rows_of(by.engagement.ref)
    published = actions.publish(report, by=by.publisher, at=AT)
    releases = list(queries.releases_of(by.engagement))
    assert [(r.kind, r.slug, r.as_of) for r in releases] == [
        ("site", "alder-falls", office.LAST_DAY),
        ("report", "alder-falls/2026-11-03", office.LAST_DAY),
    ]
    assert [list(documents.problems_of(r.document)) for r in releases] == [[], []]
    assert make.rows_of(by.engagement.ref) == rows + 1
    row = AuditRow.objects.latest("pk")
    assert (row.verb, row.what, row.who) == ("report.publish", published.ref, by.publisher.actor_key)


def test_publishing_queues_the_building_of_the_site_once() -> None:
    by = office.press()
    report = office.report(by, "approved")
    before = _queued()
    actions.publish(report, by=by.publisher, at=AT)
    assert _queued() - before == 1


def _queued() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'publishing.build_site'")
        return int(cursor.fetchone()[0])


def test_what_is_published_is_what_was_approved() -> None:
    by = office.press()
    report = office.report(by, "approved")
    actions.publish(report, by=by.publisher, at=AT)
    site, of_report = queries.releases_of(by.engagement)
    assert report.document.items() <= of_report.document.items()
    assert set(of_report.document) - set(report.document) == {"date", "approved", "next_update", "release"}
    of_publication = {"reports", "next_update", "release"}
    approved = {key: value for key, value in report.site_document.items() if key not in of_publication}
    assert {key: value for key, value in site.document.items() if key not in of_publication} == approved


def test_a_release_says_in_which_role_it_was_approved_and_never_by_whom() -> None:
    by = office.press()
    office.report(by, "published")
    for release in Release.objects.all():
        for person in (by.official, by.publisher, by.lead):
            assert person.name not in str(release.document)
    approved = Release.objects.get(kind="report").document["approved"]
    assert approved == {"role": "Approving official", "on": "2026-11-03"}


@pytest.mark.owed("A31")
def test_the_next_report_is_due_after_the_cadence_while_the_engagement_goes_on() -> None:
    by = office.press()
    office.report(by, "published")
    due = {"due": "2027-02-03", "cadence": "Every three months"}
    assert [r.document["next_update"] for r in Release.objects.all()] == [due, due]


def test_nothing_is_due_once_the_engagement_is_over() -> None:
    by = office.press()
    report = office.report(by, "approved")
    engagements.end(
        by.engagement, ended_by="programme", reason="Funding ended.", outcome="It ended early.", by=by.official, at=AT
    )
    actions.publish(report, by=by.publisher, at=AT)
    assert {r.document["next_update"] for r in Release.objects.all()} == {None}


def test_reports_are_published_in_their_order() -> None:
    by = office.press()
    first = office.report(by, "approved")
    second = office.following(by, "approved", 1)
    with pytest.raises(Denied, match="Status report 1 is published first"):
        actions.publish(second, by=by.publisher, at=AT + timedelta(days=1))
    actions.publish(first, by=by.publisher, at=AT + timedelta(days=1))
    with pytest.raises(NotAllowedNow, match="Status report 1 was published today, and a day has one report"):
        actions.publish(second, by=by.publisher, at=AT + timedelta(days=1))
    actions.publish(second, by=by.publisher, at=AT + timedelta(days=2))
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
