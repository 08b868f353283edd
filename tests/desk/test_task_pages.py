"""Pages of tasks: set one about an engagement, find it at home and in the list, end it; filters in the address."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client

from concord.core import clock
from concord.core.errors import Denied
from concord.core.guard import writing
from concord.core.permissions import Party
from concord.core.tasks import actions, setting
from concord.core.tasks.models import Task
from concord.engagements.models import Engagement
from tests.desk.counting import query_count
from tests.factories import engagements as make
from tests.factories import together
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

LIST = "/app/tasks/"


def shown(client: Client, query: str = "") -> list[str]:
    return [task.what for task in client.get(LIST + query).context["rows"]]


def given(of: Engagement, what: str, **said: object) -> Task:
    lead = make.member(of, "assessment_lead")
    return actions.set_for_agency(of, what=what, by=lead, at=AT, **said)


@pytest.mark.owed("A57")
def test_a_task_is_set_on_a_page_stands_at_home_and_is_done_there() -> None:
    engagement = make.engagement()
    lead, liaison = make.member(engagement, "assessment_lead"), make.member(engagement, "liaison", name="Lin Liaison")
    setting = f"{engagement.get_absolute_url()}set-for-agency/"
    page = make.browser(lead).get(setting)
    offered = [label for _, label in page.context["form"].fields["assignee"].choices]
    assert offered == ["Whoever comes first", "Lin Liaison"]
    due = clock.today() + timedelta(days=7)
    said = {"what": "Send the policy", "due_on": due.isoformat(), "assignee": liaison.actor_key}
    there = make.browser(lead).post(setting, said)
    task = Task.objects.get(what="Send the policy")
    assert (there.status_code, there.headers["Location"]) == (302, task.get_absolute_url())
    home = make.browser(liaison).get("/app/").context["groups"]
    assert [(g.heading, [(i.title, i.due) for i in g.items]) for g in home] == [("Tasks", [("Send the policy", due)])]
    make.browser(liaison).post(f"{task.get_absolute_url()}do/", {"outcome": "Sent by mail."})
    done = make.browser(lead).get(task.get_absolute_url()).content.decode()
    assert ("Sent by mail." in done, "Done by" in done, "Lin Liaison" in done) == (True, True, True)
    assert make.browser(liaison).get("/app/").context["groups"] == []


def test_the_page_of_an_engagement_shows_its_open_tasks_and_leads_to_setting_one() -> None:
    engagement = make.engagement()
    task = given(engagement, "Send the policy")
    liaison = make.member(engagement, "liaison")
    page = make.browser(liaison).get(engagement.get_absolute_url()).content.decode()
    assert [task.get_absolute_url() in page, "set-for-team/" in page, "set-for-office/" in page] == [True, True, True]
    reader = make.member(engagement, "government_signatory")
    assert "set-for-" not in make.browser(reader).get(engagement.get_absolute_url()).content.decode()


def test_a_task_can_be_set_while_the_engagement_goes_on_and_not_after() -> None:
    engagement = make.engagement()
    lead = make.member(engagement, "assessment_lead")
    make.put(engagement, "ended")
    page = make.browser(lead).get(f"{engagement.get_absolute_url()}set-for-team/")
    assert (
        page.context["decision"].reason == "The engagement is “Ended by the programme”, so nobody has anything "
        "more to do in it."
    )
    refused = make.browser(lead).post(f"{engagement.get_absolute_url()}set-for-team/", {"what": "More"})
    assert (refused.status_code, Task.objects.filter(what="More").exists()) == (403, False)


def test_the_list_shows_mine_and_my_sides_first_what_is_due_first() -> None:
    engagement = make.engagement()
    liaison, chief = make.member(engagement, "liaison"), make.member(engagement, "chief_executive")
    today = AT.date()
    given(engagement, "No day")
    given(engagement, "Later", due_on=today + timedelta(days=9))
    given(engagement, "Sooner", due_on=today + timedelta(days=2))
    given(engagement, "The chief's", assignee=chief.actor_key)
    ended = given(engagement, "Ended")
    actions.do(ended, by=chief, at=AT)
    client = make.browser(liaison)
    assert shown(client) == ["Sooner", "Later", "No day"]
    assert shown(make.browser(chief), "?whose=mine") == ["The chief's"]
    assert shown(client, "?whose=every") == ["Sooner", "Later", "No day", "The chief's"]
    assert shown(client, "?state=done") == ["Ended"]
    assert shown(client, "?state=overdue") == ["Sooner", "Later"]  # the tests' day has gone
    assert shown(client, f"?about={engagement.ref}&whose=every&state=with_agency") == shown(client, "?whose=every")
    assert shown(client, "?about=ENG-1999-0001") == []
    assert client.get(LIST + "?state=nonsense").status_code == 422


def test_the_list_comes_as_a_file_with_the_filters_that_are_in_the_address() -> None:
    engagement = make.engagement()
    given(engagement, "=HYPERLINK(1)", due_on=AT.date())
    client = make.browser(make.member(engagement, "liaison"))
    answer = client.get(LIST + "?state=overdue&format=csv")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row[1] for row in rows] == ["What is to be done", "'=HYPERLINK(1)"]


def test_the_list_asks_as_many_queries_for_one_task_as_for_three() -> None:
    engagement = make.engagement()
    liaison = make.member(engagement, "liaison")
    client = make.browser(liaison)
    given(engagement, "One", assignee=liaison.actor_key)
    few = query_count(client, LIST)
    given(engagement, "Two", assignee=liaison.actor_key)
    given(engagement, "Three")
    assert query_count(client, LIST) == few


def test_a_task_that_a_verb_ends_stands_at_home_and_leads_to_where_that_is_done() -> None:
    engagement, officer = make.engagement(), make.person("programme_officer")
    due = clock.today() + timedelta(days=7)
    with writing():
        task = setting.add(
            what="Check in", about=engagement.ref, scope="office", party=Party.OFFICE, due_on=due, kind="eligibility",
            by=officer, at=AT,
        )  # fmt: skip
    browser = make.browser(officer)
    (group,) = [g for g in browser.get("/app/").context["groups"] if g.heading == "Tasks"]
    steps = [(step.label, step.href) for item in group.items if item.ref == task.ref for step in item.steps]
    words = "Record that eligibility is unchanged or flag a new matter about eligibility"
    assert steps == [(words, task.get_absolute_url())]
    page = browser.get(task.get_absolute_url()).content.decode()
    assert (f'href="{engagement.get_absolute_url()}"' in page, f'href="{task.get_absolute_url()}do/"' in page) == (
        True,
        False,
    )
    assert browser.post(f"{task.get_absolute_url()}do/", {"outcome": "Done."}).status_code == 403


def test_what_was_given_to_somebody_who_has_left_stands_at_home_in_the_list_and_on_its_page_as_with_nobody() -> None:
    engagement = make.engagement()
    liaison, chief = make.member(engagement, "liaison", name="Lin Liaison"), make.member(engagement, "chief_executive")
    task, theirs = (
        given(engagement, what, assignee=who.actor_key) for what, who in (("Send", liaison), ("Sign", chief))
    )
    browser = make.browser(chief)
    assert shown(browser, "?whose=left") == []
    with writing():
        liaison.memberships.update(until=AT, ended_by="person:0")
    assert (shown(browser, "?whose=left"), sorted(shown(browser))) == (["Send"], ["Send", "Sign"])
    assert "given to Lin Liaison, who has left" in browser.get(LIST).content.decode()
    give = f"{task.get_absolute_url()}hand-over/"
    (group,) = browser.get("/app/").context["groups"]
    steps = {item.ref: [(step.label, step.href) for step in item.steps] for item in group.items}
    assert steps == {
        task.ref: [("Give the task to somebody else", give)],
        theirs.ref: [("Note the task as done", f"{theirs.get_absolute_url()}do/")],
    }
    page = browser.get(task.get_absolute_url()).content.decode()
    assert ("Nobody now: Lin Liaison, to whom it was given, has left" in page, f'href="{give}"' in page) == (True, True)
    offered = browser.get(give).context["form"].fields["assignee"].choices
    assert [label for _, label in offered] == ["Whoever comes first", chief.name]
    assert browser.post(give, {"assignee": "person:0"}).status_code == 422
    assert browser.post(give, {"assignee": chief.actor_key}).status_code == 302
    assert sorted(shown(browser, "?whose=mine")) == ["Send", "Sign"]


def test_what_a_verb_ends_is_handed_to_whoever_can_do_that_and_a_concern_stays_with_its_officer() -> None:
    by = together.sides()
    other = make.person("programme_officer", name="Oto Officer")
    make.person("publisher", name="Pia Publisher")
    with writing():
        task = setting.add(
            what="Look", about=by.engagement.ref, scope="office", party=Party.OFFICE, kind="eligibility",
            due_on=clock.today(), assignee=by.officer.actor_key, by=by.officer, at=AT,
        )  # fmt: skip
    give = make.browser(other).get(f"{task.get_absolute_url()}hand-over/")
    offered = [name for _, name in give.context["form"].fields["assignee"].choices]
    assert offered == ["Whoever comes first", other.name, "Robin Example"]  # who opened the engagement
    raised = Task.objects.get(about=together.concern(by).ref)
    with pytest.raises(Denied, match=f"It was raised with {by.officer.name}, who answers it"):
        actions.hand_over(raised, assignee=other.actor_key, by=other, at=AT)
    with writing():
        by.officer.memberships.update(until=AT, ended_by="person:0")
    assert actions.hand_over(raised, assignee=other.actor_key, by=other, at=AT).assignee == other.actor_key
