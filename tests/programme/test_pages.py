"""The pages about the programme: editions, the draft and its parts, what differs, the preview, publishing."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concord.accounts.models import Person
from concord.programme import sections
from concord.programme.changes import PARTS, fingerprint
from concord.programme.letters import PLACEHOLDERS
from concord.programme.models import EditionDraft
from tests.factories import engagements as make
from tests.factories import programme as editions
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

READERS = {"programme_officer", "approving_official", "publisher", "auditor"}
WRITERS = {"programme_officer", "approving_official"}


def text_of(response: HttpResponse) -> str:
    words = " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())
    return re.sub(r" ([.,:])", r"\1", words)


def officer() -> Person:
    return make.person("programme_officer", name="Odell Officer")


def draft() -> EditionDraft:
    editions.published()
    return editions.draft()


def address(on: EditionDraft, *more: str) -> str:
    return "/app/drafts/" + "/".join((on.ref, *more)) + "/"


def filled_in(client: Client, page: str) -> dict[str, Any]:
    """What a browser would send back from a form that nobody has touched."""
    form = client.get(page).context["form"]
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value is not None and value is not False}


@pytest.mark.parametrize(
    ("page", "who"),
    [
        ("/app/programme/", READERS),
        ("/app/editions/EDITION-1/", READERS),
        ("/app/editions/EDITION-1/changes/", READERS),
        ("/app/drafts/EDR-2026-0001/", READERS),
        ("/app/drafts/EDR-2026-0001/changes/", READERS),
        ("/app/drafts/EDR-2026-0001/preview/", READERS),
        ("/app/drafts/EDR-2026-0001/parts/tier/", WRITERS),
        ("/app/drafts/EDR-2026-0001/parts/tier/add/", WRITERS),
        ("/app/drafts/EDR-2026-0001/parts/tier/items/critical_response/", WRITERS),
        ("/app/drafts/EDR-2026-0001/publish/", {"approving_official"}),
        ("/app/drafts/EDR-2026-0001/discard/", WRITERS),
    ],
)
def test_who_opens_a_page(page: str, who: set[str]) -> None:
    draft()
    people = {role.key: make.person(role.key) for role in make.PEOPLES_ROLES}
    assert make.statuses(people, page)[200] == who


def test_the_list_says_which_edition_is_in_force_when_and_that_a_draft_is_open() -> None:
    draft()
    page = text_of(make.browser(officer()).get("/app/programme/"))
    assert "Edition 1: First edition In force from 1 January 2025" in page
    assert "A draft is open Draft edition: Next edition, EDR-2026-0001: a copy of edition 1, revised 0 times" in page


def test_a_draft_is_begun_from_the_list() -> None:
    editions.published()
    client = make.browser(officer())
    assert "Draft an edition of the programme" in text_of(client.get("/app/programme/"))
    answer = client.post("/app/editions/EDITION-1/draft/", {"label": "Spring"})
    assert (answer.status_code, answer["Location"]) == (302, "/app/drafts/EDR-2026-0001/")
    assert "Draft edition: Spring" in text_of(client.get("/app/drafts/EDR-2026-0001/"))


@pytest.mark.owed("B8")
def test_an_edition_shows_every_word_of_its_document_and_its_hash() -> None:
    first = editions.published()
    page = text_of(make.browser(officer()).get("/app/editions/EDITION-1/"))
    assert first.sha256 in page
    rows = [
        row
        for group in sections.groups(first.document)
        for part in group.sections
        for i in part.items
        for row in i.rows
    ]
    missing = [text for row in rows for text in (row.text, *row.lines) if " ".join(text.split()) not in page]
    assert (missing, len(rows) > 300) == ([], True)


@pytest.mark.owed("A7", "A35")
def test_staff_change_the_contacts_by_a_page_and_they_stand_at_the_foot_of_every_page_once_published() -> None:
    on = draft()
    client = make.browser(officer())
    page = address(on, "parts", "office")
    answer = client.post(page, {**filled_in(client, page), "phone": "555-0199"}, follow=True)
    assert "Saved in the draft." in text_of(answer)
    editions.published_draft(on)
    cache.delete("chrome")  # what stands around each page is kept for a minute
    assert "555-0199" in text_of(Client().get("/request/"))


def test_every_part_and_item_comes_back_from_its_own_form_word_for_word() -> None:
    on = draft()
    client = make.browser(officer())
    pages = []
    for part in PARTS.values():
        keys = [item["key"] for item in on.document[part.name]] if part.is_list else []
        pages += (
            [address(on, "parts", part.name, "items", key) for key in keys]
            if part.is_list
            else [address(on, "parts", part.name)]
        )
    for page in pages:
        sent = client.post(page, filled_in(client, page))
        assert (page, sent.status_code) == (page, 302)
    on.refresh_from_db()
    assert (on.revision, len(pages) > 150) == (0, True)


def test_a_list_is_added_to_moved_and_taken_from_without_a_script() -> None:
    on = draft()
    client = make.browser(officer())
    page = address(on, "parts", "component")
    names = ["The office for civil rights", "The office that awards grants to agencies"]
    assert client.post(f"{page}add/", {"label": ""}).status_code == 422
    assert client.post(f"{page}add/", {"label": "The inspector"})["Location"] == page
    shown = client.get(page).context["section"].items
    assert [each.name for each in shown][:2] == names
    client.post(page, {"op": "down", "key": shown[0].key})
    client.post(page, {"op": "remove", "key": "the-inspector", "seen": shown[-1].seen})
    on.refresh_from_db()
    labels = [each["label"] for each in on.document["component"]]
    assert (labels[:2], len(labels)) == (names[::-1], 4)


@pytest.mark.parametrize("posted", [{}, {"op": "put", "key": "grants"}, {"op": "remove", "key": "no-such"}])
def test_what_a_list_does_not_offer_is_refused(posted: dict[str, str]) -> None:
    on = draft()
    answer = make.browser(officer()).post(address(on, "parts", "component"), posted)
    assert answer.status_code == 404


@pytest.mark.parametrize("more", [("nothing",), ("office", "add"), ("office", "items", "x"), ("tier", "items", "gone")])
def test_a_part_or_item_that_is_not_there_is_not_there(more: tuple[str, ...]) -> None:
    on = draft()
    assert make.browser(officer()).get(address(on, "parts", *more)).status_code == 404


def test_bad_input_says_what_and_keeps_what_was_typed() -> None:
    on = draft()
    client = make.browser(officer())
    page = address(on, "parts", "announcement", "items", "open-all-year")
    answer = client.post(page, {**filled_in(client, page), "shown_from": "soon", "heading": "Kept"})
    assert answer.status_code == 422
    assert "Shown from: Enter a valid date." in text_of(answer)
    assert 'value="Kept"' in answer.content.decode()


def test_two_people_revise_one_text_and_the_second_sees_both_and_loses_nothing() -> None:
    on = draft()
    page = address(on, "parts", "office")
    first, second = make.browser(officer()), make.browser(make.person("approving_official"))
    opened = [filled_in(client, page) for client in (first, second)]
    first.post(page, {**opened[0], "phone": "555-0101", "hours": "Mornings"})
    answer = second.post(page, {**opened[1], "phone": "555-0102"})
    assert answer.status_code == 409
    said = text_of(answer)
    assert "Somebody else saved this while you had it open" in said
    assert "Phone 555-0101 555-0102" in said
    assert "Hours Mornings Monday to Friday, 9 a.m. to 5 p.m." in said
    typed = {field.html_name: field.value() for field in answer.context["form"]}
    assert typed["phone"] == "555-0102"
    assert second.post(page, {**typed, "hours": "Mornings"}).status_code == 302
    on.refresh_from_db()
    assert (on.document["office"]["phone"], on.document["office"]["hours"]) == ("555-0102", "Mornings")


def test_an_item_that_somebody_else_took_out_is_said_to_be_gone() -> None:
    on = draft()
    client = make.browser(officer())
    page = address(on, "parts", "component", "items", "grants")
    opened = filled_in(client, page)
    item = next(each for each in on.document["component"] if each["key"] == "grants")
    client.post(address(on, "parts", "component"), {"op": "remove", "key": "grants", "seen": fingerprint(item)})
    answer = client.post(page, {**opened, "label": "All that I typed"})
    assert answer.status_code == 404
    assert "Somebody else took it out" in text_of(answer)
    assert "All that I typed" in unescape(answer.content.decode())


def test_the_draft_says_what_is_wrong_what_was_revised_and_what_differs() -> None:
    on = draft()
    editions.revised(on, "banner", heading="A monitor")
    client = make.browser(officer())
    page = text_of(client.get(address(on)))
    assert "Banner, Heading: “monitor” sounds adversarial" in page
    assert "Banner Revised" in page
    assert "Tiers (3) Revised" not in page
    assert "Heading was “Example office” and is now “A monitor”." in text_of(client.get(address(on, "changes")))
    assert "“monitor” sounds adversarial" in text_of(client.get(address(on, "parts", "banner")))


@pytest.mark.parametrize(
    ("of", "shows"),
    [
        ("request", "What we offer"),
        ("form:request", "In what capacity do you ask?"),
        ("form:request", "About this form"),
        ("form:survey", "The survey after a milestone"),
        ("page:features", "How an assessment works"),
        ("letter:decline", "Your request REQ-0000-0000 is declined To the chief executive of Alder Falls"),
    ],
)
@pytest.mark.owed("A7")
def test_a_preview_shows_the_public_words_of_the_draft_and_is_marked(of: str, shows: str) -> None:
    on = draft()
    editions.revised(on, "faq", "patrol", question="Must we patrol?")
    page = text_of(make.browser(officer()).get(address(on, "preview"), {"of": of}))
    assert "Preview of a draft. Nobody outside the office sees this." in page
    assert shows in page
    assert ("Must we patrol?" in page) == (of == "request")


@pytest.mark.owed("A7")
@pytest.mark.parametrize("letter", PLACEHOLDERS)
def test_every_letter_is_previewed_with_each_of_its_places_filled_in(letter: str) -> None:
    answer = make.browser(officer()).get(address(draft(), "preview"), {"of": f"letter:{letter}"})
    assert (answer.status_code, "$" in text_of(answer)) == (200, False)


@pytest.mark.owed("A7")
def test_the_preview_of_the_form_has_the_drafts_words_and_the_contacts_of_every_page() -> None:
    on = draft()
    editions.revised(on, "office", phone="555-0199")
    editions.revised(on, "question", "capacity.chief_name", label="Who leads it?")
    page = text_of(make.browser(officer()).get(address(on, "preview"), {"of": "form:request"}))
    assert ("Who leads it?" in page, "Name of the chief executive" in page, "555-0199" in page) == (True, False, True)


@pytest.mark.parametrize("of", ["", "form:gone", "page:gone", "letter:gone", "release"])
def test_a_preview_of_nothing_is_not_there(of: str) -> None:
    on = draft()
    assert make.browser(officer()).get(address(on, "preview"), {"of": of}).status_code == 404


def test_the_official_reads_what_differs_before_publishing_and_the_reviser_is_told_why_not() -> None:
    on = draft()
    official = make.person("approving_official")
    editions.revised(on, "office", phone="555-0199", by=official)
    own = text_of(make.browser(official).get(address(on, "publish")))
    assert "You wrote some of this draft. Somebody who wrote none of it reads it and publishes it." in own
    client = make.browser(make.person("approving_official"))
    page = client.get(address(on, "publish"))
    assert "Phone was “555-0100” and is now “555-0199”." in text_of(page)
    answer = client.post(address(on, "publish"), {"effective_from": "2999-01-01", "revision": "1"})
    assert answer.status_code == 302
    listed = text_of(client.get("/app/programme/"))
    assert "Edition 2: Next edition To come from 1 January 2999" in listed
    assert "Edition 1: First edition In force 1 January 2025 to 31 December 2998" in listed
    changed = text_of(client.get("/app/editions/EDITION-2/changes/"))
    assert "Phone was “555-0100” and is now “555-0199”." in changed


def test_a_draft_that_is_no_longer_open_can_be_read_and_not_revised() -> None:
    on = editions.revised(draft(), "office", phone="555-0199")
    editions.published_draft(on)
    client = make.browser(officer())
    assert "Published as Edition 2: Next edition" in text_of(client.get(address(on)))
    answer = client.get(address(on, "parts", "office"))
    assert (answer.status_code, "the draft edition is “Published”" in text_of(answer)) == (409, True)


def test_a_draft_waits_for_the_official_who_did_not_revise_it() -> None:
    on = draft()
    official, other = make.person("approving_official"), make.person("approving_official")
    editions.revised(on, "office", phone="555-0199", by=official)
    home = {
        who: "Publish an edition of the programme" in text_of(make.browser(who).get("/app/"))
        for who in (official, other)
    }
    assert home == {official: False, other: True}


@pytest.mark.parametrize("page", ["/app/programme/", "/app/editions/EDITION-1/", "/app/drafts/EDR-2026-0001/"])
def test_a_page_asks_the_database_a_fixed_and_small_number_of_times(page: str) -> None:
    draft()
    client = make.browser(officer())
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    assert len(asked) <= 12


def test_history_tells_who_revised_what() -> None:
    on = editions.revised(draft(), "office", phone="555-0199", by=officer(), at=AT)
    page = text_of(make.browser(officer()).get(f"/app/history/{on.ref}/"))
    assert "Odell Officer, programme officer, revised the draft edition." in page


def test_what_refers_to_another_item_is_shown_by_that_items_name() -> None:
    document = editions.published().document
    (answer,) = (item for item in sections.section(document, PARTS["faq"]).items if item.key == "patrol")
    named = {row.label: row.text for row in answer.rows}["Rule"]
    assert named == "Does the agency carry out patrol in its jurisdiction?"
