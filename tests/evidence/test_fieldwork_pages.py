"""Pages of field work: the booking asks about names, notes are typed and brought in, counts are shown and exported."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concord.core.errors import Denied
from concord.evidence import actions, queries
from concord.evidence.models import EvidenceItem, FieldNotes, Fieldwork
from tests.engagements.test_pages import query_count
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import fieldwork as field
from tests.factories import keeping
from tests.factories import workplans as plans
from tests.factories.engagements import AT
from tests.factories.fieldwork import DAY

pytestmark = pytest.mark.django_db


def listed(by: plans.Cast) -> str:
    return f"{by.engagement.get_absolute_url()}fieldwork/"


def test_what_looks_like_a_name_is_asked_about_once() -> None:
    by = field.ready()
    page = f"{make.area(by.engagement).get_absolute_url()}book/"
    said = {"activity": field.activity(by).key, "title": "Talk with Sergeant Miller", "planned_on": DAY.isoformat()}
    refused = make.browser(by.lead).post(page, said)
    assert (refused.status_code, "“Sergeant Miller” looks like a name" in refused.content.decode()) == (422, True)
    assert Fieldwork.objects.count() == 0
    make.browser(by.lead).post(page, said | {"title": "Talk about Mill Road", "no_name": "on"})
    assert Fieldwork.objects.get().title == "Talk about Mill Road"


def test_the_activity_is_asked_for_where_the_plan_names_several_by_one_method_and_is_shown_with_the_item() -> None:
    by = field.two_talks()
    lead, page = make.browser(by.lead), f"{make.area(by.engagement).get_absolute_url()}log/"
    form = lead.get(page).content.decode()
    assert [f'<option value="{key}">' in form for key in ("a1", "a2", "a3")] == [True, True, False]
    said = {**gather.told(), "activity": "a2", "collected_on": AT.date().isoformat(), "count": "1"}
    assert lead.post(page, said).status_code == 302
    item = lead.get(EvidenceItem.objects.get(activity="a2").get_absolute_url()).content.decode()
    assert "<dt>Activity of the work plan</dt><dd>Twelve interviews <span" in item
    assert "among several it counts for none." in lead.get(listed(by)).content.decode()
    one_each = make.area(field.ready("Birch Harbour").engagement)
    assert 'name="activity"' not in make.browser(make.member(one_each.engagement, "assessment_lead")).get(
        f"{one_each.get_absolute_url()}log/"
    ).content.decode()  # fmt: skip


def test_a_document_is_filed_for_the_activity_that_it_names_and_for_none_of_another_method() -> None:
    by = field.two_talks()
    lead, page = make.browser(by.lead), f"{make.area(by.engagement).get_absolute_url()}file-document/"

    def filed(activity: str, method: str) -> str:
        upload = SimpleUploadedFile("talk.txt", b"We rarely stay.")
        said = {**gather.told(method=method), "activity": activity, "collected_on": AT.date().isoformat()}
        return lead.post(page, {**said, "upload": upload}, follow=True).content.decode()

    assert '<option value="a2">' in lead.get(page).content.decode()
    assert "(a3 (“Twelve document_reviews”)), or none; it says a2." in filed("a2", "document_review")
    assert EvidenceItem.objects.count() == 0
    assert "Done: filed the document." in filed("a2", "interview")
    assert EvidenceItem.objects.get().activity == "a2"


def test_a_group_is_booked_with_who_is_wanted_and_held_with_who_came() -> None:
    by = field.ready()
    lead = make.browser(by.lead)
    lead.post(
        f"{make.area(by.engagement).get_absolute_url()}book/",
        {
            "activity": field.activity(by, "focus_group").key,
            "title": "Evening shift",
            "group_type": "rank",
            "planned_on": DAY.isoformat(),
            "hour": "18:30",
            "wanted": "6 Patrol officers, officer\n2 Dispatch",
        },
    )
    thing = Fieldwork.objects.get()
    page = lead.get(f"{thing.get_absolute_url()}hold/").content.decode()
    assert "6 Patrol officers, officer\n2 Dispatch" in page
    assert "What people are told" in page  # the method's protocol stands above the form
    held = actions.hold(thing, **field.told(came=field.came(("Dispatch", "", 1))), by=by.lead, at=field.HELD_AT)
    shown = lead.get(held.get_absolute_url()).content.decode()
    assert ("Staff of one rank" in shown, "Ask the sergeants about it." in shown) == (True, True)


def test_law_11_the_teams_thoughts_are_shown_to_nobody_else() -> None:
    by = field.ready()
    thing = field.held(by, releasability="releasable")
    for role, sees in (("analyst", True), ("auditor", False), ("programme_officer", False)):
        page = make.browser(make.member(by.engagement, role)).get(thing.get_absolute_url())
        assert (page.status_code, "Ask the sergeants about it." in page.content.decode()) == (200, sees), role


def test_what_led_to_confidential_evidence_is_for_the_team_alone() -> None:
    by = field.ready()
    thing = field.held(by, title="Told in confidence", releasability="confidential")
    for role, status in (("reviewer", 200), ("auditor", 404), ("programme_officer", 404), ("liaison", 404)):
        who = make.member(by.engagement, role)
        assert make.browser(who).get(thing.get_absolute_url()).status_code == status, role
        assert queries.fieldwork_visible_to(who).exists() == (status == 200), role
    page = make.browser(make.person("auditor")).get(listed(by)).content.decode()
    assert ("Told in confidence" in page, "Twelve interviews" in page) == (False, True)


def test_notes_are_typed_and_a_recording_is_added_below_them() -> None:
    by = field.ready()
    thing = field.booked(by)
    page, lead = f"{thing.get_absolute_url()}notes/", make.browser(by.lead)
    lead.post(page, {"what": "save", "facts": "Begun at six.", "thoughts": "Late.", "seen": "0"})
    vtt = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Speaker 2>Short moves.\n"
    lead.post(page, {"what": "import", "seen": "1", "notes": SimpleUploadedFile("talk.vtt", vtt)})
    typed = queries.drafted(Fieldwork.objects.get())
    assert (typed.facts, typed.thoughts, FieldNotes.objects.get().number) == (
        "Begun at six.\n\nSpeaker 2: Short moves.", "Late.", 2,
    )  # fmt: skip
    bad = lead.post(page, {"what": "import", "seen": "2", "notes": SimpleUploadedFile("talk.pdf", b"%PDF")})
    assert (bad.status_code, "expected one that ends in" in bad.content.decode()) == (422, True)
    assert "Speaker 2: Short moves." in lead.get(f"{thing.get_absolute_url()}hold/").content.decode()


def test_the_counts_are_shown_up_to_a_day_and_exported() -> None:
    by = field.ready()
    field.held(by, count=3)
    page = f"{listed(by)}counts/?as_of={DAY.isoformat()}"
    assert "<b>3</b> interviews" in make.browser(by.lead).get(page).content.decode()
    sheet = make.browser(by.lead).get(f"{page}&format=csv").getvalue().decode("utf-8-sig")
    assert sheet.splitlines()[1] == "1. Community engagement,Interview,Patrol officers,3,interviews,0"
    assert "Nothing was gathered" in make.browser(by.lead).get(f"{listed(by)}counts/?as_of=2026-11-01").content.decode()
    assert make.browser(by.lead).get(f"{listed(by)}counts/?as_of=tomorrow").status_code == 422


def test_the_list_is_filtered_and_asks_as_many_queries_for_one_row_as_for_four() -> None:
    by = field.ready()
    field.booked(by, title="The first")
    lead = make.browser(by.lead)
    before = query_count(lead, listed(by))
    field.held(by, "document_review", title="The second", consent="not_needed", consent_given="")
    field.booked(by)
    field.booked(by)
    assert query_count(lead, listed(by)) == before
    page = lead.get(f"{listed(by)}?method=document_review&state=held").content.decode()
    assert ("The first" in page, "The second" in page) == (False, True)


def test_a_sheet_that_arrives_while_somebody_records_that_it_was_held_is_not_lost() -> None:
    by = field.ready()
    thing = field.booked(by, "direct_observation")
    lead, page = make.browser(by.lead), f"{thing.get_absolute_url()}hold/"
    opened = lead.get(page)
    assert b'name="noted" value="0"' in opened.content
    sent = {"sheet": queries.sheets_of(thing)[0], "key": uuid4(), "answers": [("Seen", "One standard.")]}
    actions.take_sheet(thing, **sent, by=by.expert, at=field.HELD_AT)
    said = {
        "held_on": DAY.isoformat(),
        "count": "1",
        "consent": "not_needed",
        "facts": "Short moves.",
        "releasability": "deliberative",
    }
    late = lead.post(page, said | {"noted": "0"})
    assert (late.status_code, b"Copy what you typed" in late.content, b"Short moves." in late.content) == (
        409, True, True,
    )  # fmt: skip
    assert Fieldwork.objects.get().state == "booked"
    assert "One standard." in queries.drafted(thing).facts
    assert b"One standard." in lead.get(page).content
    assert lead.post(page, said | {"noted": "1"}).status_code == 302


def test_notes_are_not_kept_of_what_was_recorded_as_held_meanwhile() -> None:
    by = field.ready()
    seen = field.booked(by)
    actions.hold(Fieldwork.objects.get(), **field.told(), by=by.lead, at=field.HELD_AT)
    with pytest.raises(Denied, match="It is “Held”"):
        actions.save_notes(seen, facts="Late.", thoughts="", seen=0, by=by.expert, at=field.HELD_AT)


def test_no_browser_keeps_a_page_that_shows_what_is_sealed() -> None:
    by = field.ready()
    held = field.held(by, releasability="confidential")
    document = gather.document(by, releasability="confidential", collected_on=DAY, at=field.HELD_AT)
    asked = [
        *(f"{by.engagement.get_absolute_url()}{part}/" for part in ("evidence", "documents", "fieldwork")),
        f"{field.booked(by).get_absolute_url()}hold/",
        *(f"{held.item.get_absolute_url()}{verb}/" for verb in ("redact", "restrict", "release", "withdraw")),
        *(f"{document.get_absolute_url()}{part}/" for part in ("revise", "r1/compare", "r1/p1", "r1/p1/1/standards")),
    ]
    lead = make.browser(by.lead)
    kept = [page for page in asked if lead.get(page).headers.get("Cache-Control") != "private, no-store"]
    assert kept == []


def test_the_history_of_a_browser_keeps_no_title_that_is_sealed() -> None:
    by = field.ready()
    told = {"title": "Told of the canary", "releasability": "confidential"}
    held = field.held(by, **told)
    document = gather.document(by, **told, collected_on=DAY, at=field.HELD_AT)
    keeping.without(document, by, "Sergeants")
    parts = ("", "r1/p1/", "r1/compare/", "r1/redacted/p1/")
    pages = [held, held.item, document, *(f"{document.get_absolute_url()}{part}" for part in parts)]
    lead = make.browser(by.lead)
    for page in pages:
        address = page if isinstance(page, str) else page.get_absolute_url()
        answer = lead.get(address)
        title = answer.content.decode().partition("<title>")[2].partition("</title>")[0]
        assert (answer.status_code, "canary" in title) == (200, False), address


def test_who_is_wanted_and_who_came_is_one_table_over_all_groups() -> None:
    by = field.ready()
    wanted = field.came(("Patrol officers", "sergeant", 4), ("Dispatchers", "", 2))
    there = field.came(("Patrol officers", "sergeant", 3), ("Dispatchers", "", 3))
    held = field.held(by, "focus_group", wanted=wanted, came=there)
    field.booked(by, "focus_group", wanted=wanted)
    field.booked(by, "focus_group", wanted=wanted, group_type="mixed")
    off = field.booked(by, "focus_group", wanted=wanted)
    actions.call_off(off, reason="A storm.", by=by.lead, at=field.HELD_AT)
    field.held(by, came=there)  # no group
    found = [(q.group, q.rank, q.type, q.groups, q.wanted, q.came, q.missing) for q in queries.quotas(by.engagement)]
    one, several = "Staff of one rank", "Staff of several ranks or units"
    assert found == [
        ("Dispatchers", "", several, 1, 2, 0, 2),
        ("Dispatchers", "", one, 2, 4, 3, 1),
        ("Patrol officers", "sergeant", several, 1, 4, 0, 4),
        ("Patrol officers", "sergeant", one, 2, 8, 3, 5),
    ]
    lead, page = make.browser(by.lead), f"{by.engagement.get_absolute_url()}fieldwork/quotas/"
    assert f'href="{page}"' in lead.get(f"{by.engagement.get_absolute_url()}fieldwork/counts/").content.decode()
    assert "Staff of several ranks or units" in lead.get(page).content.decode()
    sheet = lead.get(f"{page}?format=csv").getvalue().decode("utf-8-sig").splitlines()
    assert sheet[-1] == "Patrol officers,sergeant,Staff of one rank,2,8,3,5"
    actions.withdraw(held.item, reason="They asked for it.", by=by.lead, at=field.HELD_AT)
    assert [q.came for q in queries.quotas(by.engagement)] == [0] * 4


def test_the_notes_of_what_was_called_off_can_still_be_read_by_the_team() -> None:
    by = field.ready()
    thing = field.booked(by)
    told = {"facts": "They came too late.", "thoughts": "Ask again."}
    actions.save_notes(thing, **told, seen=0, by=by.expert, at=field.HELD_AT)
    actions.call_off(thing, reason="They came too late to talk.", by=by.expert, at=field.HELD_AT)
    lead, notes = make.browser(by.lead), f"{thing.get_absolute_url()}notes/"
    assert f'href="{notes}"' in lead.get(thing.get_absolute_url()).content.decode()
    page = lead.get(notes).content.decode()
    assert ["They came too late." in page, "Ask again." in page, "It is “Called off”" in page] == [True, True, True]
    office = make.browser(make.person("programme_officer"))
    assert (notes in office.get(thing.get_absolute_url()).content.decode(), office.get(notes).status_code) == (
        False, 403,
    )  # fmt: skip


def test_what_is_typed_above_is_kept_when_a_file_is_added_and_when_that_cannot_be_read() -> None:
    by = field.ready()
    thing = field.booked(by)
    page, lead = f"{thing.get_absolute_url()}notes/", make.browser(by.lead)
    said = {"what": "import", "seen": "0", "facts": "Begun at six.", "thoughts": "Late."}
    bad = lead.post(page, said | {"notes": SimpleUploadedFile("talk.pdf", b"%PDF")})
    assert (bad.status_code, b"Begun at six." in bad.content, queries.notes_of(thing)) == (422, True, None)
    lead.post(page, said | {"notes": SimpleUploadedFile("talk.txt", b"Short moves.")})
    drafted = queries.drafted(thing)
    assert (drafted.facts, drafted.thoughts) == ("Begun at six.\n\nShort moves.", "Late.")


def test_who_corrects_a_refused_note_does_not_overwrite_what_somebody_saved_meanwhile() -> None:
    by = field.ready()
    thing = field.booked(by)
    page, lead = f"{thing.get_absolute_url()}notes/", make.browser(by.lead)
    actions.save_notes(thing, facts="Of the other.", thoughts="", seen=0, by=by.expert, at=field.HELD_AT)
    said = {"what": "save", "seen": "0", "thoughts": ""}
    refused = lead.post(page, said | {"facts": "x" * 200_001})
    assert (refused.status_code, b'name="seen" value="0"' in refused.content) == (422, True)
    assert (lead.post(page, said | {"facts": "Mine."}).status_code, queries.drafted(thing).facts) == (
        409, "Of the other.",
    )  # fmt: skip


def test_a_reason_that_is_kept_in_the_clear_is_asked_about_what_looks_like_a_name() -> None:
    by = field.ready()
    lead, contact = make.browser(by.lead), keeping.sealed(by)
    for page in (f"{field.booked(by).get_absolute_url()}call-off/", f"{contact.get_absolute_url()}ask-to-open/"):
        refused = lead.post(page, {"reason": "Ada Canary is ill."})
        assert (refused.status_code, "“Ada Canary” looks like a name" in refused.content.decode()) == (422, True), page
        assert lead.post(page, {"reason": "Ada Road is closed.", "no_name": "on"}).status_code == 302, page
