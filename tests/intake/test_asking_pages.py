import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from concord.agencies import actions as agencies
from concord.core import clock, files
from concord.core.models import OutboxMail, StoredFile
from concord.intake import guarding, queries
from concord.intake.actions import drafts
from concord.intake.models import AssistanceRequest, PendingMatter, RequestDraft
from concord.programme.queries import in_force
from tests.factories import engagements as make
from tests.factories import intake as asking
from tests.factories.engagements import AT, CONCORD

pytestmark = pytest.mark.django_db

ASK, BEGIN, CHECK = "/request/", "/request/start/", "/request/check/"


@pytest.fixture(autouse=True)
def _edition() -> None:
    make.edition()
    cache.clear()


def text_of(response: Any) -> str:
    return str(response.content.decode())


def begun() -> str:
    """Press the button of the start page; return the address of the new task list."""
    answer = Client().post(BEGIN)
    assert answer.status_code == 302
    return str(answer["Location"])


# The pages of a draft


@pytest.mark.owed("A34")
def test_a_request_is_asked_page_by_page_and_followed_by_its_private_link() -> None:
    visitor, place = Client(), begun()
    assert "0 of 12 pages done" in text_of(visitor.get(place))
    following = f"{place}agency/"
    for page, said in asking.typed().items():
        assert following == f"{place}{page}/"
        answer = visitor.post(following, said)
        assert answer.status_code == 302, (page, text_of(answer))
        following = answer["Location"]
    assert following == f"{place}check/"
    RequestDraft.objects.get()  # one, and it is not a request yet
    assert AssistanceRequest.objects.count() == 0


@pytest.mark.owed("A34")
def test_a_checked_request_is_submitted_and_answers_are_read_back_before() -> None:
    draft, visitor = asking.draft(need={"need": "CANARY-NEED\nin two lines"}), Client()
    page = text_of(visitor.get(asking.place(draft, "check")))
    assert "CANARY-NEED<br>in two lines" in page
    assert "Alder Falls Police Department, Ohio" in page
    sent = visitor.post(asking.place(draft, "check"))
    request = AssistanceRequest.objects.get()
    assert sent["Location"] == f"/request/status/{queries.link_token(request)}/"
    assert (request.state, request.agency_name, request.agency_kind, request.submission_key) == (
        "submitted",
        "Alder Falls Police Department",
        "local",
        draft.key,
    )
    followed = text_of(visitor.get(sent["Location"]))
    assert "We have your request" in followed
    assert f'<p class="crumb">{request.ref}</p>\n<h1>Your request for assistance</h1>' in followed


@pytest.mark.owed("B12")
def test_pressed_twice_refreshed_or_sent_again_it_is_one_request_with_one_reference() -> None:
    draft = asking.draft()
    answers = [Client().post(asking.place(draft, "check")) for _ in range(3)]
    assert {answer["Location"] for answer in answers} == {answers[0]["Location"]}
    for page in ("", "need", "later", "check"):
        assert Client().get(asking.place(draft, page))["Location"] == answers[0]["Location"]
    assert (AssistanceRequest.objects.count(), OutboxMail.objects.count()) == (1, 1)


def test_a_submitted_draft_keeps_nothing_of_what_was_typed() -> None:
    draft = asking.draft()
    Client().post(asking.place(draft, "check"))
    draft.refresh_from_db()
    assert (draft.answers, draft.email, draft.request) == ({}, "", AssistanceRequest.objects.get())


UNFIT: list[tuple[str, dict[str, Any], str]] = [
    ("agency", {}, "Search for your agency and choose it, or choose to enter it by hand."),
    ("agency", {"ref": "OH9999999"}, "The directory has no such agency. Search again, or enter it by hand."),
    ("by-hand", {"name": "CANARY", "state": "", "kind": "local"}, "Choose an answer."),
    ("by-hand", {"name": "CANARY", "state": "OH", "kind": "federal"}, "Select a valid choice. federal is not one"),
    ("authority", {"primary_enforcement": "yes"}, "Choose an answer."),
    ("members", {"members": "CANARY"}, "“CANARY”: expected a name, a comma, and the state's two letters."),
    ("members", {"members": "CANARY, OH\ncanary, oh"}, "An agency stands here twice."),
    ("members", {"members": f"{'CANARY' * 40}, OH"}, "has 240 characters; expected 200 at most."),
    ("capacity", {"capacity": "chief", "chief_name": ""}, "Write your answer here."),
    ("contact", {"contact_name": "CANARY", "contact_email": "no address"}, "Enter a valid email address."),
    ("tier", {"tier": "no_tier"}, "Select a valid choice. no_tier is not one of the available choices."),
    ("topics", {"topics": ["no_topic"]}, "Select a valid choice. no_topic is not one of the available choices."),
    ("need", {"need": ""}, "Write your answer here."),
    ("need", {"need": "CANARY" * 2000}, "Ensure this value has at most 8000 characters (it has 12000)."),
    ("matters", {}, "Choose what is pending, or “None of these”."),
    ("matters", {"kinds": ["state", "none"]}, "You chose “None of these” and something else. Keep one or the other."),
    ("stakeholders", {"school": "CANARY" * 40}, "has 240 characters; expected 200 at most."),
]


@pytest.mark.parametrize(("page", "said", "error"), UNFIT)
def test_what_does_not_fit_is_said_in_plain_words_and_kept(page: str, said: dict[str, Any], error: str) -> None:
    draft, visitor = asking.draft(**{page: None}), Client()
    answer = visitor.post(asking.place(draft, page), said)
    assert (answer.status_code, str(escape(error)) in text_of(answer)) == (422, True), answer.context["form"].errors
    typed = [value for value in said.values() if isinstance(value, str) and value.startswith("CANARY")]
    assert [value for value in typed if value not in text_of(answer)] == []
    again = text_of(Client().get(asking.place(draft, page)))  # on another day, on another device
    assert [value for value in typed if value not in again] == []
    tasks = text_of(visitor.get(asking.place(draft)))
    assert "Needs another look" in tasks
    refused = visitor.post(asking.place(draft, "check"))
    assert (refused.status_code, AssistanceRequest.objects.count()) == (422, 0)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=300))
def test_whatever_is_typed_comes_back_unchanged(text: str) -> None:
    draft = asking.draft(need=None)
    Client().post(asking.place(draft, "need"), {"need": text})
    kept = RequestDraft.objects.get(pk=draft.pk).answers["need"]["need"]
    assert kept == [text.encode("utf-8", "replace").decode()]
    assert Client().get(asking.place(draft, "need")).context["form"]["need"].value() == kept[0]


def test_a_zero_character_is_refused_beside_its_field_and_not_kept() -> None:
    draft = asking.draft(need=None)
    answer = Client().post(asking.place(draft, "need"), {"need": "CANARY\0"})
    assert (answer.status_code, "Null characters are not allowed." in text_of(answer)) == (422, True)
    assert "need" not in RequestDraft.objects.get(pk=draft.pk).answers


def test_two_pages_of_one_draft_saved_from_two_windows_both_stay() -> None:
    draft = asking.draft(need=None, before=None)
    seen = [RequestDraft.objects.get(pk=draft.pk) for _ in range(2)]
    drafts.save(seen[0], step="need", typed={"need": ["One."]}, at=AT)
    drafts.save(seen[1], step="before", typed={"prior_assistance": ["Two."]}, at=AT)
    draft.refresh_from_db()
    assert (draft.answers["need"], draft.answers["before"]) == ({"need": ["One."]}, {"prior_assistance": ["Two."]})


def test_a_change_from_the_check_page_leads_back_to_it() -> None:
    draft = asking.draft()
    changed = Client().post(asking.place(draft, "need"), {"need": "Another need."})
    assert changed["Location"] == asking.place(draft, "check")


def test_another_drafts_link_gives_nothing() -> None:
    one, other = asking.draft(), asking.draft(need={"need": "CANARY"})
    head, signature = queries.draft_token(one).split(":", 1)
    forged = f"{queries.draft_token(other).split(':', 1)[0]}:{signature}"
    for token in (str(other.key), other.key.hex, head, f"{head}:", forged, f"{head}:{signature}x", "%00", "x" * 500):
        for page in ("", "need/", "later/", "check/"):
            answer = Client().get(f"/request/d/{token}/{page}")
            assert (answer.status_code, "CANARY" in text_of(answer)) == (404, False), (token, page)
        assert Client().post(f"/request/d/{token}/check/").status_code == 404
    request_link = queries.link_token(asking.submitted())
    assert Client().get(f"/request/d/{request_link}/").status_code == 404


# The agency


@pytest.fixture
def ashby() -> Any:
    return agencies.add(
        name="Ashby Police Department", state="OH", kind="local", ori="OH0010100", source="Invented.", by=CONCORD, at=AT
    )


@pytest.mark.owed("A42")
@pytest.mark.parametrize("text", ["OH0010100", "oh00101", "ashby", "Ashby, Ohio"])
def test_the_agency_is_found_by_its_name_place_or_ori(ashby: Any, text: str) -> None:
    draft = asking.draft(agency=None)
    page = Client().get(asking.place(draft, "agency"), {"q": text})
    assert page.context["form"].found == [ashby]
    Client().post(asking.place(draft, "agency"), {"ref": ashby.ref, "q": text})
    Client().post(asking.place(draft, "check"))
    made = AssistanceRequest.objects.get()
    assert (made.agency, made.agency_name, made.agency_state, made.agency_kind) == (ashby, ashby.name, "OH", "")


@pytest.mark.owed("A42")
def test_an_agency_by_hand_is_flagged_and_one_that_is_found_needs_no_second_page(ashby: Any) -> None:
    draft = asking.draft()
    assert "Entered by hand" in text_of(Client().get(asking.place(draft, "check")))
    Client().post(asking.place(draft, "agency"), {"ref": ashby.ref})
    assert Client().get(asking.place(draft, "by-hand"))["Location"] == asking.place(draft)
    assert "Entered by hand" not in text_of(Client().get(asking.place(draft, "check")))


def test_nothing_found_is_said_and_entering_by_hand_is_one_press_away() -> None:
    draft = asking.draft(agency=None)
    assert "No agency of the directory fits" in text_of(Client().get(asking.place(draft, "agency"), {"q": "Zzyzx"}))
    pressed = Client().post(asking.place(draft, "agency"), {"ref": "by_hand"})
    assert pressed.status_code == 302


# What else is asked


@pytest.mark.owed("A47")
def test_each_pending_matter_is_declared_with_its_own_detail() -> None:
    draft = asking.draft(matters={"kinds": ["federal", "potential"]})
    page = Client().get(asking.place(draft, "details"))
    assert list(page.context["form"].fields) == ["federal", "potential"]
    lacking = Client().post(asking.place(draft, "details"), {"federal": "An inquiry into overtime."})
    assert lacking.context["form"].errors == {"potential": ["Tell us in a sentence what it is."]}
    Client().post(asking.place(draft, "details"), {"federal": "An inquiry.", "potential": "A claim is announced."})
    Client().post(asking.place(draft, "check"))
    assert list(PendingMatter.objects.order_by("pk").values_list("kind", "detail")) == [
        ("federal", "An inquiry."),
        ("potential", "A claim is announced."),
    ]


def test_what_is_no_longer_declared_is_not_submitted() -> None:
    draft = asking.draft(matters={"kinds": ["federal"]}, details={"federal": "An inquiry."})
    Client().post(asking.place(draft, "matters"), {"kinds": ["none"]})
    Client().post(asking.place(draft, "check"))
    assert (AssistanceRequest.objects.count(), PendingMatter.objects.count()) == (1, 0)


@pytest.mark.owed("A44", "B1")
def test_topics_are_those_of_the_edition_in_force_and_several_can_be_asked_about() -> None:
    draft = asking.draft(topics={"topics": ["wellness", "force-review"]})
    offered = [
        key
        for _, topics in Client().get(asking.place(draft, "topics")).context["form"].fields["topics"].choices
        for key, _ in topics
    ]
    programme = in_force(clock.today())
    assert offered == [topic.key for topic in programme.topic if topic.edition == "example"]
    Client().post(asking.place(draft, "check"))
    assert sorted(AssistanceRequest.objects.get().topics) == ["force-review", "wellness"]


@pytest.mark.owed("B10")
def test_a_request_for_several_names_the_lead_and_the_others(ashby: Any) -> None:
    draft = asking.draft(members={"members": "ashby police department, oh\nBirch Harbour Police Department, WA"})
    Client().post(asking.place(draft, "check"))
    made = AssistanceRequest.objects.get()
    assert made.agency_name == "Alder Falls Police Department"
    assert [(m.agency, m.name, m.state) for m in made.members.order_by("pk")] == [
        (ashby, "ashby police department", "OH"),
        (None, "Birch Harbour Police Department", "WA"),
    ]


@pytest.mark.owed("P24", "P27")
def test_who_else_has_a_part_is_named_by_kind() -> None:
    draft = asking.draft(stakeholders={"labour": "Lodge 12\nCivilian union", "school": "District 4"})
    Client().post(asking.place(draft, "check"))
    made = AssistanceRequest.objects.get()
    assert list(made.stakeholders.order_by("pk").values_list("kind", "name")) == [
        ("labour", "Lodge 12"),
        ("labour", "Civilian union"),
        ("school", "District 4"),
    ]


def test_files_are_added_taken_out_submitted_and_handed_out_to_the_holder_of_the_link() -> None:
    draft, visitor = asking.draft(), Client()
    page = asking.place(draft, "files")
    for name in ("plan.txt", "letter.txt"):
        sent = {"add": "1", "upload": SimpleUploadedFile(name, name.encode()), "what": f"The {name}"}
        assert visitor.post(page, sent)["Location"] == page
    draft.refresh_from_db()
    first = draft.answers["files"]["kept"][0]
    visitor.post(page, {"drop": first["sha256"]})
    shown = visitor.post(asking.place(draft, "check"))["Location"]
    kept = AssistanceRequest.objects.get().files.get()
    assert (kept.name, kept.what) == ("letter.txt", "The letter.txt")
    handed = visitor.get(f"{shown}files/{kept.pk}/")
    assert (handed.getvalue(), handed["Content-Type"]) == (b"letter.txt", "application/octet-stream")
    assert visitor.get(f"{shown}files/{kept.pk + 1}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("run.exe", b"MZ", "A file of the kind “.exe” is not taken."),
        ("letter.pdf", b"MZ", "The file is called .pdf, but what is in it is something else."),
        ("notes.txt", b"a\0b", "The file is called .txt, but what is in it is something else."),
        ("letter.pdf", b"", "The submitted file is empty."),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(name: str, content: bytes, error: str) -> None:
    draft = asking.draft()
    sent = {"add": "1", "upload": SimpleUploadedFile(name, content), "what": "CANARY-WHAT"}
    answer = Client().post(asking.place(draft, "files"), sent)
    assert (answer.status_code, error in text_of(answer), "CANARY-WHAT" in text_of(answer)) == (422, True, True)


# Coming back later


@pytest.mark.owed("A34")
def test_one_saves_what_does_not_fit_yet_and_comes_back_by_a_mailed_link() -> None:
    draft, visitor = asking.draft(contact=None), Client()
    half = {"contact_name": "CANARY-NAME", "contact_email": "", "later": "1"}
    saved = visitor.post(asking.place(draft, "contact"), half)
    assert saved["Location"] == asking.place(draft, "later")
    assert draft.ref in text_of(visitor.get(saved["Location"]))
    assert visitor.post(saved["Location"], {"email": "nobody"}).status_code == 422
    visitor.post(saved["Location"], {"email": "robin@example.org"})
    mail = OutboxMail.objects.get()
    assert (mail.to, "CANARY" in mail.body) == ("robin@example.org", False)
    link = re.search(r"http://\S+(/request/d/\S+/)", mail.body)
    assert link is not None
    assert "Needs another look" in text_of(Client().get(link[1]))
    assert "CANARY-NAME" in text_of(Client().get(f"{link[1]}contact/"))


def test_the_address_to_which_the_link_was_mailed_is_not_asked_for_again() -> None:
    draft, visitor = asking.draft(contact=None), Client()
    visitor.post(asking.place(draft, "later"), {"email": "saved@example.org"})
    assert 'value="saved@example.org"' in text_of(visitor.get(asking.place(draft, "contact")))


def test_what_is_typed_on_a_page_that_is_asked_no_more_is_given_back() -> None:
    draft, visitor = asking.draft(), Client()  # in another tab nothing is pending any more
    answer = visitor.post(asking.place(draft, "details"), {"litigation": "CANARY-WORDS"})
    assert (answer.status_code, "CANARY-WORDS" in text_of(answer)) == (409, True)


def test_whoever_is_led_back_to_a_page_reads_there_what_is_wrong_with_it() -> None:
    draft, visitor = asking.draft(capacity={"capacity": "delegate", "chief_name": "Chief Example"}), Client()
    visitor.post(asking.place(draft, "authorization"), {"how": "link", "chief_email": "robin@example.org"})
    led = visitor.post(asking.place(draft, "files"), {})
    page = visitor.get(led["Location"])
    assert "This is your own address. The link has to go to the chief executive." in text_of(page)


def test_a_file_that_no_draft_has_any_more_leaves_the_disk(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    now = clock.now()
    one, other, old = asking.draft(at=now), asking.draft(at=now), asking.draft(at=now)
    for draft, words in ((one, b"Both have it."), (other, b"Both have it."), (one, b"One has it."), (old, b"Old.")):
        drafts.keep_file(draft, chunks=[words], name="a.txt", what="A", at=now)
    both, alone, forgotten = (hashlib.sha256(w).hexdigest() for w in (b"Both have it.", b"One has it.", b"Old."))
    with django_capture_on_commit_callbacks(execute=True):
        for digest in (both, alone):
            drafts.drop_file(one, sha256=digest, at=now)
    assert [files.path_of(digest).exists() for digest in (both, alone, forgotten)] == [True, False, True]
    drafts.save(one, step="need", typed={"need": ["Help."]}, at=now + timedelta(days=2))
    drafts.save(other, step="need", typed={"need": ["Help."]}, at=now + timedelta(days=2))
    with django_capture_on_commit_callbacks(execute=True):
        assert drafts.forget(before=now + timedelta(days=1), at=now + timedelta(days=3)) == 1
    assert [files.path_of(digest).exists() for digest in (both, alone, forgotten)] == [True, False, False]
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [both]


def test_a_file_that_a_request_has_too_stays_when_a_draft_lets_go_of_it() -> None:
    request = asking.with_file(asking.submitted())
    draft = asking.draft()
    drafts.keep_file(draft, chunks=[b"A plan."], name="a.txt", what="A", at=AT)
    drafts.drop_file(draft, sha256=request.files.get().file.sha256, at=AT)
    assert StoredFile.objects.count() == 1


def test_a_reply_that_is_sent_twice_is_one_reply() -> None:
    request = asking.submitted()
    page = f"/request/status/{queries.link_token(request)}/reply/"
    for _ in range(2):
        assert Client().post(page, {"text": "When will you call?"}).status_code == 302
    assert request.contacts.count() == 1


def test_a_draft_that_nobody_saved_for_long_is_emptied() -> None:
    old, new = asking.draft(), asking.draft(at=AT + timedelta(days=2))
    assert drafts.forget(before=AT + timedelta(days=1), at=AT + timedelta(days=3)) == 1
    old.refresh_from_db(), new.refresh_from_db()
    assert (old.answers, new.answers != {}) == ({}, True)


# Programs that fill in forms


@pytest.mark.parametrize("page", ["need", "check"])
def test_whoever_fills_in_what_nobody_sees_is_stopped(page: str) -> None:
    draft = asking.draft()
    answer = Client().post(asking.place(draft, page), {"need": "Buy now", guarding.TRAP: "http://example.org"})
    assert (answer.status_code, AssistanceRequest.objects.count()) == (422, 0)
    assert Client().post(BEGIN, {guarding.TRAP: "x"}).status_code == 422


def test_what_is_sent_faster_than_anybody_types_is_kept_and_can_be_sent_again() -> None:
    draft = asking.draft(at=clock.now())
    answer = Client().post(asking.place(draft, "check"))
    assert (answer.status_code, AssistanceRequest.objects.count()) == (422, 0)
    assert "faster than anybody types" in text_of(answer)
    assert "Submit the request" in text_of(answer)


def test_one_address_begins_so_many_an_hour_and_is_told_so_in_a_sentence() -> None:
    visitor = Client()
    answers = [visitor.post(BEGIN).status_code for _ in range(41)]
    assert answers == [302] * 40 + [429]
    assert "Wait a while, or call us" in text_of(visitor.post(BEGIN))
    assert Client(REMOTE_ADDR="192.0.2.7").post(BEGIN).status_code == 302


def test_behind_a_proxy_the_address_is_what_the_proxy_says_last(settings: Settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for number in range(41):
        forged = {"X-Forwarded-For": f"198.51.100.{number}, 192.0.2.9", "X-Forwarded-Proto": "https"}
        last = Client(headers=forged).post(BEGIN)
    assert last.status_code == 429


def test_a_form_that_was_open_too_long_keeps_what_was_typed() -> None:
    draft, visitor = asking.draft(), Client(enforce_csrf_checks=True)
    typed = {"need": "CANARY & <b>need</b>"}
    refused = visitor.post(asking.place(draft, "need"), typed)
    assert (refused.status_code, "CANARY &amp; &lt;b&gt;need&lt;/b&gt;" in text_of(refused)) == (403, True)
    again = {**typed, "csrfmiddlewaretoken": refused.context["csrf_token"]}
    assert visitor.post(asking.place(draft, "need"), again).status_code == 302
    draft.refresh_from_db()
    assert draft.answers["need"] == {"need": ["CANARY & <b>need</b>"]}
