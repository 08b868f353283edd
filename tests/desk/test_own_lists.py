"""What is one's own as files: what waits, notices, the calendar; and the programme's figures and editions for those
who read them."""

import csv
import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client

from concord.core import clock
from concord.core.roles import SystemActor
from concord.core.tasks import actions as tasks
from concord.core.telling import actions as telling
from concord.core.telling.news import News
from tests.factories import engagements as make
from tests.factories import programme as editions
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

MOMENT = "2026-11-03T09:30:00+00:00"
BY = SystemActor("tests")


def rows(browser: Client, address: str) -> list[list[str]]:
    answer = browser.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))


def workbook(browser: Client, address: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(browser.get(address).getvalue()))
    return list(book.active.values)  # type: ignore[union-attr]


def test_what_waits_is_one_file_on_the_home_page_and_one_a_group() -> None:
    engagement = make.engagement()
    lead, liaison = make.member(engagement, "assessment_lead"), make.member(engagement, "liaison")
    due = clock.today() + timedelta(days=9)
    task = tasks.set_for_agency(engagement, what="Send the policy", due_on=due, by=lead, at=AT)
    browser = make.browser(liaison)
    expected = [
        [
            *("What is to be done", "How many of these wait", "Reference", "What it is", "About", "Next step"),
            *("Since (UTC)", "Due on"),
        ],
        [
            *("Tasks", "1", task.ref, "Send the policy", f"About {engagement.ref}", "Note the task as done"),
            *(MOMENT, due.isoformat()),
        ],
    ]
    assert rows(browser, "/app/?format=csv") == expected
    assert rows(browser, "/app/waiting/tsk-with-agency/?format=csv") == expected
    assert rows(browser, "/app/waiting/nonsense/?format=csv") == expected[:1]
    assert 'href="?format=csv"' in browser.get("/app/").content.decode()
    assert rows(make.browser(make.member(make.engagement("Elsewhere"), "liaison")), "/app/?format=csv") == expected[:1]


def test_the_notices_are_a_file_of_whoever_was_told() -> None:
    who, other = make.person("auditor"), make.person("auditor")
    for number, to in enumerate((who, other)):
        news = News(about=f"TSK-2026-000{number}", text=f"Told {number}", href="/app/", key="one")
        telling.tell(told=[(to.actor_key, news)], by=BY, at=AT)
    assert rows(make.browser(who), "/app/notices/?format=csv") == [
        ["Told at (UTC)", "About", "What", "Read at (UTC)"],
        [MOMENT, "TSK-2026-0000", "Told 0", ""],
    ]


def test_the_calendar_is_a_file_of_the_days_that_its_page_shows() -> None:
    by = plans.cast()
    due = clock.today() + timedelta(days=3)
    task = tasks.set_for_team(by.engagement, what="Read the policy", due_on=due, by=by.lead, at=AT)
    browser = make.browser(by.lead)
    found = rows(browser, "/app/calendar/?format=csv")
    assert found[0] == ["What", "In words", "From", "To"]
    assert [f"Due: {task.ref}, about {by.engagement.ref}", "Read the policy", due.isoformat(), due.isoformat()] in found
    shown = browser.get("/app/calendar/").context["entries"]
    assert [row[0] for row in found[1:]] == [entry.summary for entry in shown]


def test_the_figures_are_files_with_their_base() -> None:
    for place, state in (("Alder", "submitted"), ("Birch", "submitted"), ("Cedar", "ready")):
        make.request(make.agency(place), state)
    browser = make.browser(make.person("programme_officer"))
    assert rows(browser, "/app/figures/?format=csv&table=states") == [
        ["What", "Requests", "Of requests", "To be known"],
        ["Submitted", "2", "3", ""],
        ["Eligible and ready", "1", "3", ""],
    ]
    assert workbook(browser, "/app/figures/?format=xlsx&table=across") == [
        ("State", "Recommendations", "Of recommendations", "Of sites"),
        ("Not assessed yet", 0, 0, 0),
    ]
    page = browser.get("/app/figures/").content.decode()
    tables = ("stays", "states", "tiers", "topics", "sizes", "across", "words")
    assert [f"?format=csv&amp;table={table}" in page for table in tables] == [True] * 7
    assert [len(rows(browser, f"/app/figures/?format=csv&table={table}")[0]) > 2 for table in tables] == [True] * 7
    assert browser.get("/app/figures/?format=csv&table=nonsense").status_code == 422
    stranger = make.browser(make.member(make.engagement(), "chief_executive"))
    assert stranger.get("/app/figures/?format=csv&table=states").status_code == 403


def test_the_topics_and_the_criteria_of_an_edition_are_files_with_every_item() -> None:
    edition = editions.published()
    browser = make.browser(make.person("auditor"))
    for table in ("topic", "readiness", "eligibility"):
        found = rows(browser, f"{edition.get_absolute_url()}?format=csv&table={table}")
        assert [row[0] for row in found[1:]] == [item["key"] for item in edition.document[table]]
        assert {len(row) for row in found} == {len(found[0])}
    (head, first, *_) = rows(browser, f"{edition.get_absolute_url()}?format=csv&table=readiness")
    item = edition.document["readiness"][0]
    said = dict(zip(head, first, strict=True))
    assert (said["Key"], item["question"] in said.values(), item["evidence"] in said.values()) == (
        item["key"],
        True,
        True,
    )
    assert rows(browser, "/app/programme/?format=csv")[1][0] == edition.audit_ref
    assert "?format=csv&amp;table=readiness" in browser.get(edition.get_absolute_url()).content.decode()
