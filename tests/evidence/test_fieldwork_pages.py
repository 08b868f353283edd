"""Pages of field work: the booking asks about names, notes are typed and brought in, counts are shown and exported."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concord.evidence import actions, queries
from concord.evidence.models import FieldNotes, Fieldwork
from tests.engagements.test_pages import query_count
from tests.factories import engagements as make
from tests.factories import fieldwork as field
from tests.factories import workplans as plans
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
