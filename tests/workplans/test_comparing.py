"""The pages that compare two versions in words, and that print one."""

import html
import re

import pytest
from django.test import Client

from tests.core.documents import reading
from tests.engagements.test_pages import query_count
from tests.factories import engagements as make
from tests.factories import workplans as plans
from tests.factories.engagements import PEOPLES_ROLES

pytestmark = pytest.mark.django_db

ALL = {role.key for role in PEOPLES_ROLES}
READERS = ALL - {"administrator"}
OFFICE = {"programme_officer", "approving_official", "publisher", "auditor"}


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", answer.content.decode())))


def test_whoever_reads_a_plan_compares_and_prints_it_and_a_stranger_learns_of_neither() -> None:
    by = plans.cast()
    page = plans.concurred(by).get_absolute_url()
    people, strangers = make.everybody(by.engagement), make.everybody(make.engagement("Elsewhere"))
    for address in (f"{page}difference/", f"{page}document/", f"{page}document/?format=docx"):
        assert make.statuses(people, address) == {200: READERS, 404: {"administrator"}}
        assert make.statuses(strangers, address) == {200: OFFICE, 404: ALL - OFFICE}


@pytest.mark.owed("A53")
def test_two_versions_are_compared_in_sentences() -> None:
    by = plans.cast()
    first = plans.concurred(by)
    second = plans.proposed(by, scope="How the agency works with residents and with young people.")
    browser = make.browser(by.chief)
    page = browser.get(f"{second.get_absolute_url()}difference/").content.decode()
    assert "Compare with" in page
    assert re.findall(r"<h2 id=\"in-(\w+)", page) == ["changes", "scope"]
    assert "What changes is now “We learned more.”." in page
    assert (
        "<li>Scope was “How the agency works with residents.” and is now “How the agency works with residents and with "
        "young people.”.</li>"
    ) in page
    back = shown(browser, f"{first.get_absolute_url()}difference/?from=2")
    assert "What changes was “We learned more.”, and is now empty." in back
    assert "There is no other version to compare it with." not in back


def test_a_first_version_has_nothing_to_be_compared_with_and_no_other_plan_can_be_named() -> None:
    by, other = plans.cast(), plans.cast("Elsewhere")
    plan = plans.concurred(by)
    plans.concurred(other)
    plans.draft(other)
    browser = make.browser(by.chief)
    assert "There is no other version to compare it with." in shown(browser, f"{plan.get_absolute_url()}difference/")
    for asked in ("2", "1", "x", "9" * 30):
        answer = browser.get(f"{plan.get_absolute_url()}difference/?from={asked}")
        assert (answer.status_code, "no such other version" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(("kind", "begins"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_a_version_is_kept_as_a_file_that_bears_its_fingerprint(kind: str, begins: bytes) -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    answer = make.browser(by.chief).get(f"{plan.get_absolute_url()}document/?format={kind}")
    assert answer.content.startswith(begins)
    name = f"{plan.ref.lower()}-alder-falls-police-department-version-1.{kind}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    again = make.browser(by.lead).get(f"{plan.get_absolute_url()}document/?format={kind}")
    assert again.content == answer.content
    said = reading.pdf(answer.content).text if kind == "pdf" else reading.word_text(answer.content)
    assert f"I have read version 1 of this work plan, fingerprint {plan.short_hash}, and concur with it." in said


def test_a_signed_version_says_who_concurred_when_and_by_what_it_was_shown() -> None:
    by = plans.cast()
    plan = plans.concurred(by, scope="Patrol.")
    page = shown(make.browser(by.lead), f"{plan.get_absolute_url()}document/")
    for said in ("Cleo Chief", "3 November 2026, and confirmed it", str(plan.content_hash), "Fictional"):
        assert (said, said in page) == (said, said != "Fictional")  # an engagement of the programme bears no mark


def test_a_draft_has_no_fingerprint_and_no_line_to_sign_on() -> None:
    by = plans.cast()
    page = shown(make.browser(by.lead), f"{plans.draft(by).get_absolute_url()}document/")
    assert ("Fingerprint" in page, "Signature" in page, "Goal" in page) == (False, False, True)


def test_another_format_is_refused_in_words() -> None:
    by = plans.cast()
    answer = make.browser(by.lead).get(f"{plans.draft(by).get_absolute_url()}document/?format=odt")
    assert (answer.status_code, "as docx or pdf" in answer.content.decode()) == (422, True)


def test_the_plan_page_shows_the_schedule_drawn_and_as_a_table() -> None:
    by = plans.cast()
    page = make.browser(by.lead).get(plans.draft(by).get_absolute_url()).content.decode()
    assert page.count('<svg class="gantt"') == 1
    assert "The schedule as a table" in page
    assert " style=" not in page


def test_comparing_asks_as_many_queries_for_two_versions_as_for_four() -> None:
    by, more = plans.cast(), plans.cast("Elsewhere")
    plans.concurred(by)
    few = plans.concurred(by, scope="Patrol.")
    for scope in ("One.", "Two.", "Three."):
        plans.concurred(more, scope=scope)
    many = plans.concurred(more, scope="Four.")
    browser = make.browser(make.person("auditor"))
    counts = [query_count(browser, f"{plan.get_absolute_url()}difference/") for plan in (few, many)]
    assert counts == [counts[0]] * 2
