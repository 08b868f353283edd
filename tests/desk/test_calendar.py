"""The calendar: what has a day and may be seen; and the private link by which another calendar reads it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from concord.accounts.models import Person
from concord.core import clock
from concord.core.errors import NotThere
from concord.core.guard import writing
from concord.core.tasks import actions as tasks
from concord.core.telling import actions
from concord.core.telling.models import CalendarLink
from concord.desk.queries import calendar
from tests.desk.counting import query_count
from tests.factories import engagements as make
from tests.factories import together as both
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

PAGE = "/app/calendar/"
LONG_AGO = AT.date() - timedelta(days=900)


def summaries(who: Person) -> list[str]:
    return [entry.summary for entry in calendar(who, since=LONG_AGO)]


def feed(token: str) -> Calendar:
    answer = Client().get(f"/calendar/{token}/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(answer.content.decode())


def test_a_plan_in_force_gives_the_windows_of_focus_areas_and_activities_and_the_report_that_is_due() -> None:
    by = plans.cast()
    assert summaries(by.lead) == ["Status report due: Alder Falls Police Department"]
    plan = plans.concurred(by)
    entries = calendar(by.lead, since=LONG_AGO)
    content = plan.content
    assert [(e.first.isoformat(), e.last.isoformat()) for e in entries if "Focus area" in e.summary] == [
        (min(a.starts_on for a in content.activities), max(a.ends_on for a in content.activities))
    ]
    assert len(entries) == 1 + 1 + len(content.activities)
    assert [e.key for e in entries] == [e.key for e in calendar(by.lead, since=LONG_AGO)]
    assert calendar(by.lead, since=clock.today() + timedelta(days=9000)) == []


def test_deliveries_signatures_surveys_and_answers_to_concerns_stand_in_it_for_whoever_may_see_them() -> None:
    by = both.sides()
    delivery, agreement, survey = both.planned(by), both.sent(by), both.survey(by)
    concern = both.concern(by)
    title, agency = by.engagement.title, by.engagement.request.agency_name
    told = {entry.summary: entry.first for entry in calendar(by.liaison, since=LONG_AGO)}
    assert {summary: day for summary, day in told.items() if "Status report" not in summary} == {
        f"Delivery: {title}": delivery.planned_on,
        f"Signature due: {agreement.ref}, {agency}": both.IN_A_MONTH,
        f"Last day of a survey: {title}": survey.closes_on,
        f"Answer due: {concern.ref}, {title}": concern.due_on,
    }
    assert [each for each in summaries(by.assessor) if concern.ref in each] == []
    theirs = [each for each in summaries(concern.officer) if concern.ref in each]
    assert [each.startswith("Due: TSK-") for each in theirs] == [True]  # their task to answer stands there once
    stranger = make.member(make.engagement("Elsewhere"), "liaison")
    assert summaries(stranger) == ["Status report due: Elsewhere Police Department"]


def test_nobody_sees_a_day_of_an_engagement_that_is_not_theirs() -> None:
    plans.concurred(plans.cast())
    other = make.engagement("Elsewhere")
    stranger = make.member(other, "chief_executive")
    assert summaries(stranger) == ["Status report due: Elsewhere Police Department"]  # their own, which they will check
    reader = make.member(other, "assessment_lead")
    assert summaries(reader) == ["Status report due: Elsewhere Police Department"]


def test_a_task_stands_in_the_calendar_of_whoever_can_do_it_by_name_and_not_by_its_words() -> None:
    engagement = make.engagement()
    lead, liaison = make.member(engagement, "assessment_lead"), make.member(engagement, "liaison")
    task = tasks.set_for_agency(engagement, what="CANARY", due_on=AT.date(), by=lead, at=AT)
    entry, report = calendar(liaison, since=LONG_AGO)
    assert report.summary == f"Status report due: {engagement.title}"  # the agency checks it, so its day is theirs too
    assert (entry.summary, entry.detail, entry.first) == (
        f"Due: {task.ref}, about {engagement.ref}",
        "CANARY",
        AT.date(),
    )
    assert task.ref not in " ".join(summaries(lead))
    link = actions.make_calendar_link(by=liaison, at=AT)
    made = feed(link.token).to_ical().decode()
    assert (task.ref in made, "CANARY" in made) == (clock.today() - AT.date() <= timedelta(days=31), False)


@pytest.mark.owed("A60")
def test_the_link_is_read_without_signing_in_until_it_is_ended() -> None:
    by = plans.cast()
    plans.concurred(by)
    client = make.browser(by.lead)
    assert "http" not in client.get(PAGE).context["link"]
    client.post(PAGE, {"do": "make"})
    address = client.get(PAGE).context["link"]
    token = address.rstrip("/").rpartition("/")[2]
    events = list(feed(token).walk("VEVENT"))
    assert len(events) == len(calendar(by.lead, since=clock.today() - timedelta(days=31)))
    assert all(str(e["URL"]).startswith("http://localhost") for e in events)
    spans = {str(e["SUMMARY"]): (e.decoded("DTSTART"), e.decoded("DTEND")) for e in events}
    one = next(e for e in calendar(by.lead, since=LONG_AGO) if e.summary.startswith("Focus area"))
    assert spans[one.summary] == (one.first, one.last + timedelta(days=1))
    client.post(PAGE, {"do": "end"})
    assert Client().get(f"/calendar/{token}/").status_code == 404


def test_a_new_link_ends_the_one_before_and_a_forged_one_never_works() -> None:
    lead = plans.cast().lead
    first = actions.make_calendar_link(by=lead, at=AT)
    second = actions.make_calendar_link(by=lead, at=AT)
    assert first.token != second.token
    found = [Client().get(f"/calendar/{token}/").status_code for token in (first.token, second.token)]
    assert found == [404, 200]
    for token in ("1", f"{second.pk}:x", f"{second.token}x", "x:y"):
        assert Client().get(f"/calendar/{token}/").status_code == 404
    assert CalendarLink.of_token("") is None


def test_whoever_holds_no_role_any_more_has_no_calendar() -> None:
    lead = plans.cast().lead
    link = actions.make_calendar_link(by=lead, at=AT)
    with writing():
        lead.memberships.update(until=AT, ended_by="person:0")
    assert Client().get(f"/calendar/{link.token}/").status_code == 404


def test_a_link_that_is_not_there_cannot_be_ended() -> None:
    with pytest.raises(NotThere):
        actions.end_calendar_link(by=make.person("auditor"), at=AT)


def test_the_page_asks_as_many_queries_for_one_task_as_for_three() -> None:
    engagement = make.engagement()
    lead, liaison = make.member(engagement, "assessment_lead"), make.member(engagement, "liaison")
    client = make.browser(liaison)
    soon = clock.today() + timedelta(days=3)
    tasks.set_for_agency(engagement, what="One", due_on=soon, by=lead, at=AT)
    few = query_count(client, PAGE)
    for what in ("Two", "Three"):
        tasks.set_for_agency(engagement, what=what, due_on=soon, by=lead, at=AT)
    assert query_count(client, PAGE) == few


def test_a_task_due_on_the_last_day_of_the_calendar_keeps_no_other_out_of_the_feed() -> None:
    by = plans.cast()
    for what, day in (("Some day", date.max), ("Soon", clock.today())):
        tasks.set_for_team(by.engagement, what=what, due_on=day, by=by.lead, at=AT)
    token = actions.make_calendar_link(by=by.lead, at=AT).token
    due = [event["dtstart"].dt for event in feed(token).walk("VEVENT") if str(event["summary"]).startswith("Due: TSK")]
    assert sorted(due) == [clock.today(), date.max]
