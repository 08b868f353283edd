"""A sheet that was filled in on the spot: it arrives once, goes into the notes, and holds nobody's name."""

from uuid import uuid4

import pytest

from concord.core.errors import BadInput, Denied
from concord.evidence import actions, queries, sealed_notes
from concord.evidence.models import Fieldwork, SheetTaken
from concord.programme.document import Sheet
from tests.factories import engagements as make
from tests.factories import fieldwork as field
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}
ASKED = ("Setting", "What happened, in order", "Who took part, by role")
SHEET = Sheet(key="note", method="direct_observation", name="Direct observation", asks=ASKED)


def sheets_page(thing: Fieldwork, sheet: str = "roll_call") -> str:
    return f"{thing.get_absolute_url()}observe/{sheet}/"


def facts(thing: Fieldwork) -> str:
    return sealed_notes.drafted(thing).facts


def watched() -> tuple[plans.Cast, Fieldwork]:
    by = field.ready()
    return by, field.booked(by, "direct_observation")


def test_the_sheets_are_those_of_the_method_or_else_the_fields_of_its_note() -> None:
    by, thing = watched()
    assert [sheet.name for sheet in queries.sheets_of(thing)] == ["Ride-along", "Roll call", "Training", "Review board"]
    (note,) = queries.sheets_of(field.booked(by, "interview"))
    assert (note.key, note.name, note.asks[0]) == ("note", "Interview", "What was said")


def test_a_sheet_is_a_form_that_is_sent_in_the_ordinary_way_and_goes_into_the_notes() -> None:
    by, thing = watched()
    lead = make.browser(by.lead)
    said = {"key": str(uuid4()), "a0": "Evening", "a1": "18:30", "a2": "25", "a4": "no", "a6": "The plan of the night."}
    sent = lead.post(sheets_page(thing), said)
    assert (sent.status_code, sent["Location"]) == (302, sheets_page(thing))
    assert facts(thing) == (
        "Roll call\nShift: Evening\nBegan at: 18:30\nMinutes: 25\nWas wellness spoken of?: no\n"
        "What was passed on: The plan of the night."
    )
    page = lead.get(thing.get_absolute_url()).content.decode()
    assert "1 sheet has arrived" in page
    lead.post(sheets_page(thing, "training"), {"key": str(uuid4()), "a1": "90", "filled": "2026-11-22 18:40"})
    assert facts(thing).endswith("\n\nTraining, 2026-11-22 18:40\nMinutes: 90")


@pytest.mark.owed("A19")
@pytest.mark.parametrize("sheet", ["ride_along", "roll_call", "training", "review_board"])
def test_an_observation_is_logged_with_the_instrument_that_was_used(sheet: str) -> None:
    by, thing = watched()
    lead = make.browser(by.lead)
    name = {one.key: one.name for one in queries.sheets_of(thing)}[sheet]
    (asked, *_) = {one.key: one.asks for one in queries.sheets_of(thing)}[sheet]
    assert lead.post(sheets_page(thing, sheet), {"key": str(uuid4()), "a0": "Evening"}).status_code == 302
    noted = facts(thing)
    told = field.told(facts=noted, consent="not_needed", consent_given="")
    held = actions.hold(Fieldwork.objects.get(), **told, by=by.lead, at=field.HELD_AT)
    assert queries.facts(held.item) == f"{name}\n{asked.partition('|')[0].strip()}: Evening"
    assert (held.method, SheetTaken.objects.get().sheet) == ("direct_observation", sheet)


def test_law_17_a_sheet_arrives_once_however_often_it_is_sent() -> None:
    by, thing = watched()
    lead, key = make.browser(by.lead), str(uuid4())
    answers = [lead.post(sheets_page(thing), {"key": key, "a0": "Evening"}, headers=JSON) for _ in range(3)]
    assert [(a.status_code, a.json()) for a in answers] == [(200, {"taken": key})] * 3
    assert (SheetTaken.objects.count(), facts(thing)) == (1, "Roll call\nShift: Evening")
    actions.hold(Fieldwork.objects.get(), **field.told(), by=by.lead, at=field.HELD_AT)
    late = lead.post(sheets_page(thing), {"key": key, "a0": "Evening"}, headers=JSON)
    assert (late.status_code, late.json()) == (200, {"taken": key})
    assert facts(thing) == ""


def test_the_same_key_with_other_words_is_refused_and_so_is_a_new_sheet_of_what_was_held() -> None:
    by, thing = watched()
    key = uuid4()
    actions.take_sheet(thing, sheet=SHEET, key=key, answers=[("Setting", "A hall")], by=by.lead, at=AT)
    with pytest.raises(BadInput) as other:
        actions.take_sheet(thing, sheet=SHEET, key=key, answers=[("Setting", "A yard")], by=by.lead, at=AT)
    assert other.value.reason == ("Another sheet was sent under this key already; expected a new key for each sheet.")
    held = actions.hold(thing, **field.told(), by=by.lead, at=field.HELD_AT)
    with pytest.raises(Denied) as late:
        actions.take_sheet(held, sheet=SHEET, key=uuid4(), answers=[("Setting", "A yard")], by=by.lead, at=AT)
    assert late.value.reason == "It is “Held”: what it says stays as it is."


def test_what_looks_like_a_name_is_asked_about_also_of_a_sheet() -> None:
    by, thing = watched()
    lead, said = make.browser(by.lead), {"key": str(uuid4()), "a0": "Evening", "a6": "Sergeant Miller spoke first."}
    refused = lead.post(sheets_page(thing), said, headers=JSON)
    assert (refused.status_code, refused.json()) == (
        422,
        {"error": "What was passed on: “Sergeant Miller” looks like a name. Reword it, or say below that it is none."},
    )
    page = lead.post(sheets_page(thing), said)
    assert (page.status_code, "I have looked: no answer names anybody" in page.content.decode()) == (422, True)
    assert lead.post(sheets_page(thing), said | {"no_name": "on"}).status_code == 302


def test_an_empty_sheet_and_an_answer_that_cannot_be_read_are_refused_by_name() -> None:
    by, thing = watched()
    lead = make.browser(by.lead)
    empty = lead.post(sheets_page(thing), {"key": str(uuid4())}, headers=JSON)
    assert (empty.status_code, empty.json()) == (422, {"error": "Nothing is filled in. Missing: an answer."})
    bad = lead.post(sheets_page(thing), {"key": str(uuid4()), "a2": "soon"}, headers=JSON)
    assert (bad.status_code, bad.json()) == (422, {"error": "Minutes: Enter a whole number."})
    assert lead.get(sheets_page(thing, "gone")).status_code == 404
    assert SheetTaken.objects.count() == 0


def test_the_page_names_neither_the_person_nor_what_is_watched_since_a_copy_stays_on_the_phone() -> None:
    by = field.ready()
    thing = field.booked(by, "direct_observation", title="Roll call of the north sector")
    shown = make.browser(by.lead).get(sheets_page(thing))
    text, policy = shown.content.decode(), shown["Content-Security-Policy"]
    told = (by.lead.name, by.lead.email, thing.title, thing.engagement.agency.name)
    assert [word for word in told if word in text] == []
    assert "; connect-src 'self'; worker-src 'self'; form-action 'self'" in policy
    assert text.count("<script") == 1


def test_after_it_was_held_the_page_sends_what_a_phone_still_keeps_and_offers_no_form() -> None:
    by, thing = watched()
    held = actions.hold(thing, **field.told(), by=by.lead, at=field.HELD_AT)
    page = make.browser(by.lead).get(sheets_page(held)).content.decode()
    assert ("<form hidden " in page, "It is “Held”: what it says stays as it is." in page) == (True, True)


def test_the_worker_is_for_the_sheets_of_one_field_work_alone() -> None:
    by, thing = watched()
    answer = make.browser(by.lead).get(f"{thing.get_absolute_url()}observe/worker.js")
    assert (answer.status_code, answer["Content-Type"], answer["Content-Security-Policy"].partition(";")[0]) == (
        200,
        "text/javascript",
        "default-src 'none'",
    )
    assert "Service-Worker-Allowed" not in answer.headers
