import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django import Settings

from concord.core import zones
from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow
from concord.core.guard import writing
from concord.core.models import AuditRow, OutboxMail
from concord.core.permissions import Permission
from concord.core.roles import AskedToAuthorize, Visitor
from concord.core.tasks.models import Task
from concord.intake import actions, jobs, queries
from concord.intake.models import AssistanceRequest, Authorization, PendingMatter
from tests.factories import engagements as make
from tests.factories import intake as asking
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

P = Permission
CHIEF = "chief@example.org"
BY_LINK: dict[str, Any] = {
    "capacity": {"capacity": "delegate", "chief_name": "Chief Example"},
    "authorization": {"how": "link", "chief_email": CHIEF},
}


@pytest.fixture(autouse=True)
def _edition() -> None:
    make.edition()
    cache.clear()


def text_of(response: Any) -> str:
    return str(response.content.decode())


def waiting(**changed: Any) -> AssistanceRequest:
    return asking.waiting(**{"chief_email": CHIEF, **changed})


def chiefs_link(request: AssistanceRequest) -> str:
    """The link in the last mail to the chief executive."""
    body = OutboxMail.objects.filter(to=queries.authorization(request).chief_email).latest("pk").body
    found = re.search(r"/request/authorize/\S+/", body)
    assert found is not None
    return found[0]


def status_of(request: AssistanceRequest) -> str:
    return reverse("request-status", args=[queries.link_token(request)])


# Asking for the chief executive


@pytest.mark.owed("A40")
def test_a_delegates_request_waits_in_sight_until_the_chief_authorizes_it_by_the_link() -> None:
    draft = asking.draft(**BY_LINK)
    place = Client().post(asking.place(draft, "check"))["Location"]
    request = AssistanceRequest.objects.get()
    seen = text_of(Client().get(place))
    assert request.state == "awaiting_authorization"
    assert f"A link was mailed to <b>{CHIEF}</b>" in seen
    assert "With <b>the agency</b>" in seen
    assert not Task.objects.filter(about=request.ref).exists()
    chief, link = Client(), chiefs_link(request)
    assert "An open look at how we work." in text_of(chief.get(link))
    done = chief.post(link, {"name": "Chief Example", "intend": "on"}, follow=True)
    assert "was authorized on" in text_of(done)
    assert "An open look at how we work." not in text_of(done)
    request.refresh_from_db()
    given = queries.authorization(request)
    assert (request.state, given.name, given.how, given.given_by) == (
        "submitted",
        "Chief Example",
        "link",
        f"asked_to_authorize:{request.ref}",
    )
    kinds = Task.objects.filter(about=request.ref).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["first_contact", "decision"]
    assert "Authorized by Chief Example" in text_of(Client().get(place))


def test_the_link_works_once() -> None:
    request = waiting()
    link, said = chiefs_link(request), {"name": "Chief Example", "intend": "on"}
    first, second = (Client().post(link, said) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 200)
    assert "This link has been used" in text_of(second)
    assert AuditRow.objects.filter(what=request.ref, verb=P.REQUEST_AUTHORIZE).count() == 1


@pytest.mark.parametrize(
    ("said", "field"), [({"name": "Chief Example"}, "intend"), ({"name": " ", "intend": "on"}, "name")]
)
def test_an_authorization_needs_a_name_and_the_intent(said: dict[str, str], field: str) -> None:
    request = waiting()
    answer = Client().post(chiefs_link(request), said)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    request.refresh_from_db()
    assert request.state == "awaiting_authorization"


def test_the_chief_refuses_with_a_reason_and_the_request_is_withdrawn() -> None:
    request = waiting()
    link = chiefs_link(request)
    assert Client().post(link, {"refuse": "1", "refuse-reason": " "}).status_code == 422
    assert Client().post(link, {"refuse": "1", "refuse-reason": "Not this year."}).status_code == 302
    request.refresh_from_db()
    assert request.state == "withdrawn"
    told = text_of(Client().get(status_of(request)))
    assert "Chief executive asked to authorize" in told
    assert "Not this year." in told
    mail = OutboxMail.objects.latest("pk")
    assert (mail.to, mail.subject, "/request/status/" in mail.body, "Not this year." in mail.body) == (
        request.contact_email, f"Your request {request.ref}", True, False,
    )  # fmt: skip


def test_who_withdraws_their_own_request_gets_no_mail_about_it() -> None:
    request = waiting()
    before = OutboxMail.objects.count()
    Client().post(f"{status_of(request)}withdraw/", {"reason": "Not now."})
    request.refresh_from_db()
    assert (request.state, OutboxMail.objects.count() - before) == ("withdrawn", 0)


def test_a_wrong_address_is_mended_and_the_older_link_leads_nowhere() -> None:
    request = waiting(chief_email="wrong@example.org")
    old, page = chiefs_link(request), f"{status_of(request)}chief/"
    assert Client().get(page).context["form"]["chief_email"].value() == "wrong@example.org"
    assert Client().post(page, {"chief_email": CHIEF})["Location"] == status_of(request)
    assert (Client().get(old).status_code, Client().get(chiefs_link(request)).status_code) == (404, 200)


def test_a_chiefs_link_that_was_changed_leads_nowhere() -> None:
    one, other = waiting(), waiting(chief_email="another@example.org")
    token, theirs = (chiefs_link(each).split("/")[-2] for each in (one, other))
    head, signature = token.rsplit(":", 1)
    for forged in (one.ref, head, f"{theirs.rsplit(':', 1)[0]}:{signature}", "%00", queries.link_token(one)):
        assert Client().get(f"/request/authorize/{forged}/").status_code == 404
    assert Client().get(f"/request/status/{token}/").status_code == 404


def test_the_chiefs_link_gives_no_more_than_authorizing_and_refusing() -> None:
    request = waiting()
    chief = Visitor(request.ref, role=AskedToAuthorize)
    for verb in (
        lambda: actions.reply(request, text="Hello.", by=chief, at=AT),
        lambda: actions.ask_chief(request, chief_email=CHIEF, by=chief, at=AT),
        lambda: actions.attach(request, chunks=[b"x"], name="x.txt", what="x", by=chief, at=AT),
    ):
        with pytest.raises(Denied):
            verb()
    for stranger in (Visitor(), Visitor(request.ref), Visitor("REQ-2026-9999", role=AskedToAuthorize)):
        with pytest.raises(Denied):
            actions.authorize(request, name="Chief Example", by=stranger, at=AT)


def test_a_delegate_cannot_send_the_link_to_themselves() -> None:
    own = {**BY_LINK, "authorization": {"how": "link", "chief_email": "robin@example.org"}}
    answer = Client().post(asking.place(asking.draft(**own), "authorization"), own["authorization"])
    assert answer.context["form"].errors == {
        "chief_email": ["This is your own address. The link has to go to the chief executive."]
    }


@pytest.mark.parametrize("own", ["robin@example.org", "Robin@Example.ORG"])
def test_no_way_leads_the_chiefs_link_to_whoever_asks(own: str) -> None:
    drafted = {**BY_LINK, "authorization": {"how": "link", "chief_email": own}}
    assert Client().post(asking.place(asking.draft(**drafted), "check")).status_code == 422
    with pytest.raises(BadInput, match="address of whoever asks"):
        waiting(chief_email=own)
    request = waiting()
    officer = make.browser(make.person("programme_officer"))
    for browser, page in (
        (Client(), f"{status_of(request)}chief/"),
        (officer, f"{request.get_absolute_url()}ask-chief/"),
    ):
        answer = browser.post(page, {"chief_email": own})
        wrong = ["This is the address of whoever asks. The link has to go to the chief executive."]
        assert (answer.status_code, answer.context["form"].errors) == (422, {"chief_email": wrong})
    assert [mail.to for mail in OutboxMail.objects.order_by("pk") if "/authorize/" in mail.body] == [CHIEF]


def test_a_delegate_who_promises_a_paper_adds_it_before_submitting() -> None:
    draft = asking.draft(**{**BY_LINK, "authorization": {"how": "paper", "chief_email": ""}})
    assert Client().post(asking.place(draft, "check")).status_code == 422
    paper = {"add": "1", "upload": SimpleUploadedFile("signed.txt", b"I authorize it."), "what": "Authorization"}
    Client().post(asking.place(draft, "files"), paper)
    assert Client().post(asking.place(draft, "check")).status_code == 302
    request = AssistanceRequest.objects.get()
    assert (request.state, queries.authorization(request).chief_email) == ("awaiting_authorization", "")
    task = Task.objects.get(about=request.ref)
    assert (task.kind, task.state, task.due_on) == (
        "authorization_on_paper",
        "with_office",
        zones.day(request.submitted_at) + timedelta(days=5),
    )
    told = f'means to do so by <b><time datetime="{task.due_on}">'
    assert told in text_of(Client().get(status_of(request)))


def entered() -> AssistanceRequest:
    """A request that the office entered from a letter, which gives no address of the chief executive."""
    make.edition()
    original = ("letter.txt", [b"Dear office, please help."])
    said = {"asked": asking.asked(), "original": original, "channel": "letter", "received_on": AT.date()}
    return actions.receive(**said, submission_key=uuid.uuid4(), by=make.person("programme_officer"), at=AT)


def _recorded(request: AssistanceRequest, by: asking.Desk) -> None:
    paper = request.files.get()
    actions.record_authorization(request, name="Chief Example", file=paper, upload=None, by=by.officer, at=AT)


@pytest.mark.parametrize(
    "end",
    [
        _recorded,
        lambda request, by: actions.ask_chief(request, chief_email=CHIEF, by=by.officer, at=AT),
        lambda request, by: asking.declined(request, by.official),
        lambda request, _: actions.withdraw(request, reason="Not now.", by=Visitor(request.ref), at=AT),
    ],
    ids=["recorded", "the chief is asked", "declined", "withdrawn"],
)
def test_the_office_looks_at_a_paper_by_a_day_until_it_is_authorized_asked_for_or_over(end: Any) -> None:
    by, request = asking.desk(), entered()
    task = Task.objects.get(about=request.ref)  # what comes when the request reaches the office is not set yet
    assert (task.kind, task.due_on) == ("authorization_on_paper", AT.date() + timedelta(days=5))
    end(request, by)
    task.refresh_from_db()
    assert task.state == "done"


@pytest.mark.parametrize(
    ("verb", "changed", "wrong"),
    [
        ("submit", {"capacity": "delegate"}, BadInput),
        ("submit_for", {"capacity": "chief", "chief_email": CHIEF}, BadInput),
        ("submit_for", {"capacity": "delegate"}, Incomplete),
        ("submit", {"matters": {"state": " "}}, BadInput),
        ("submit", {"matters": {"ghosts": "Boo."}}, BadInput),
        ("submit", {"stakeholders": (("ghosts", "Boo"),)}, BadInput),
    ],
)
def test_what_makes_no_sense_is_not_submitted(verb: str, changed: dict[str, Any], wrong: type[Exception]) -> None:
    said = asking.asked(**changed)
    with pytest.raises(wrong):
        getattr(actions, verb)(asked=said, submission_key=uuid.uuid4(), by=Visitor(), at=AT)
    assert (AssistanceRequest.objects.count(), AuditRow.objects.filter(stream__startswith="REQ").count()) == (0, 0)


# On paper, at the office


@pytest.mark.owed("A40", "A35")
def test_a_letter_is_entered_with_its_original_and_waits_until_the_authorization_is_recorded() -> None:
    by = asking.desk()
    officer = make.browser(by.officer)
    typed = asking.letter()
    entered = officer.post("/app/requests/receive/", typed)
    request = AssistanceRequest.objects.get()
    assert (entered.status_code, request.state, request.channel) == (302, "awaiting_authorization", "letter")
    assert (request.patrol, request.primary_enforcement, request.tier, request.contact_email) == (None, None, "", "")
    original = request.files.get()
    assert officer.get(f"{request.get_absolute_url()}files/{original.pk}/").getvalue() == b"Dear office, please help."
    page = f"{request.get_absolute_url()}record-authorization/"
    assert officer.post(page, {"name": "Chief Example"}).status_code == 422
    assert officer.post(page, {"name": "Chief Example", "file": str(original.pk)}).status_code == 302
    given = Authorization.objects.get()
    assert (given.how, given.file, given.given_by) == ("paper", original.file, by.officer.actor_key)
    request.refresh_from_db()
    assert request.state == "submitted"
    assert OutboxMail.objects.count() == 0  # the letter gave no address


def test_the_page_of_an_entry_has_each_field_once_and_the_agencys_place_is_no_pending_matter() -> None:
    officer = make.browser(asking.desk().officer)
    page = html.fromstring(officer.get("/app/requests/receive/").content)
    fields = [field for field in page.xpath("//main//form//*[@name]") if field.get("type") not in ("radio", "checkbox")]
    names = [field.get("name") for field in fields]
    assert [name for name in names if names.count(name) > 1] == []
    filled = dict.fromkeys(names, "") | asking.letter()  # as a browser sends it, with every field
    there = officer.post("/app/requests/receive/", filled)["Location"]
    assert there == AssistanceRequest.objects.get().get_absolute_url()
    assert PendingMatter.objects.count() == 0
    told = {"submission_key": str(uuid.uuid4()), "matter_state": "The state looks into two arrests."}
    officer.post("/app/requests/receive/", filled | asking.letter(**told))
    matters = PendingMatter.objects.values_list("kind", "detail", "request__agency_state")
    assert list(matters) == [("state", "The state looks into two arrests.", "OH")]


def test_an_entry_that_gives_the_chiefs_address_has_the_link_mailed_at_once() -> None:
    by = asking.desk()
    entered = make.browser(by.officer).post(
        "/app/requests/receive/", asking.letter(contact_email="robin@example.org", chief_email=CHIEF)
    )
    request = AssistanceRequest.objects.get()
    assert entered["Location"] == request.get_absolute_url()
    assert sorted(OutboxMail.objects.values_list("to", flat=True)) == [CHIEF, "robin@example.org"]
    assert f"A link was mailed to <b>{CHIEF}</b>" in text_of(Client().get(status_of(request)))
    assert Client().post(chiefs_link(request), {"name": "Chief Example", "intend": "on"}).status_code == 302
    request.refresh_from_db()
    assert request.state == "submitted"


def test_an_entry_never_has_the_chiefs_link_mailed_to_whoever_asks() -> None:
    own = asking.letter(contact_email="robin@example.org", chief_email="Robin@example.org")
    answer = make.browser(asking.desk().officer).post("/app/requests/receive/", own)
    assert (answer.status_code, AssistanceRequest.objects.count(), OutboxMail.objects.count()) == (422, 0, 0)
    wrong = ["This is the address of whoever asks. The link has to go to the chief executive."]
    assert answer.context["form"].errors == {"chief_email": wrong}


def test_the_same_entry_sent_twice_is_one_request() -> None:
    officer = make.browser(asking.desk().officer)
    typed = asking.letter()
    places = {
        officer.post("/app/requests/receive/", asking.letter(submission_key=typed["submission_key"]))["Location"]
        for _ in range(2)
    }
    assert (len(places), AssistanceRequest.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"received_on": "2999-01-01"}, "received_on"),
        ({"original": ""}, "original"),
        ({"channel": "online"}, "channel"),
        ({"name": ""}, "name"),
        ({"ref": "OH9999999"}, "ref"),
        ({"need": ""}, "need"),
    ],
)
def test_an_entry_that_does_not_fit_says_where_and_keeps_the_rest(changed: dict[str, Any], field: str) -> None:
    officer = make.browser(asking.desk().officer)
    answer = officer.post("/app/requests/receive/", asking.letter(chief_name="CANARY-CHIEF") | changed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert "CANARY-CHIEF" in text_of(answer)


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"need": ""}, 1), ({"need": "", "original": ""}, 0)],
)
def test_whoever_chose_a_file_is_told_to_choose_it_again_where_something_else_does_not_fit(
    changed: dict[str, Any], said: int
) -> None:
    answer = make.browser(asking.desk().officer).post("/app/requests/receive/", asking.letter(**changed))
    told = answer.content.decode().count("Choose the file again: a browser gives none back.")
    assert (answer.status_code, told) == (422, said)


def test_a_signed_paper_that_comes_later_is_added_when_it_is_recorded() -> None:
    by, request = asking.desk(), waiting()
    paper = SimpleUploadedFile("signed.txt", b"I authorize it.")
    page = f"{request.get_absolute_url()}record-authorization/"
    assert make.browser(by.officer).post(page, {"name": "Chief Example", "upload": paper}).status_code == 302
    assert request.files.get().what == "The chief executive's authorization"
    assert Authorization.objects.get().file == request.files.get().file


def test_an_entry_is_for_the_office_alone() -> None:
    for role in make.PEOPLES_ROLES:
        answer = make.browser(make.person(role.key)).get("/app/requests/receive/")
        assert (answer.status_code == 200) == (P.REQUEST_RECEIVE in role.permissions), role.key


# The private link


@pytest.mark.parametrize("place", ["", "withdraw/"])
def test_a_link_that_was_changed_leads_nowhere(place: str) -> None:
    one, other = asking.submitted(), asking.submitted()
    head, signature = queries.link_token(one).split(":", 1)
    forged = f"{queries.link_token(other).split(':', 1)[0]}:{signature}"
    for token in (one.ref, head, f"{head}:", forged, f"{head}:{signature}x", "%00", "x" * 500):
        assert Client().get(f"/request/status/{token}/{place}").status_code == 404


def test_the_holder_of_the_link_withdraws_with_a_reason() -> None:
    request = asking.submitted()
    link = reverse("request-status", args=[queries.link_token(request)])
    visitor, page = Client(), f"{link}withdraw/"
    assert "Withdraw the request" in text_of(visitor.get(link))
    assert visitor.post(page, {"reason": " "}).status_code == 422
    assert visitor.post(page, {"reason": "Not now."})["Location"] == link
    request.refresh_from_db()
    assert request.state == "withdrawn"
    assert "Withdraw the request" not in text_of(visitor.get(link))
    assert visitor.post(page, {"reason": "Again."}).status_code == 409


def test_the_status_page_tells_nothing_of_how_the_request_is_assessed() -> None:
    by = asking.desk()
    request = asking.request(by, "ready", need="CANARY-NEED")
    page = text_of(Client().get(reverse("request-status", args=[queries.link_token(request)])))
    for matter in ("Seen on file.", "As was agreed.", by.officer.name):
        assert matter not in page
    assert "CANARY-NEED" in page  # their own words


@pytest.mark.owed("A49")
def test_the_status_page_says_by_which_day_the_office_means_to_make_contact() -> None:
    request = asking.submitted()
    assert "8 November 2026" in text_of(Client().get(status_of(request)))


def test_the_holder_replies_and_the_office_has_a_task_to_read_it() -> None:
    request = asking.submitted()
    page = f"{status_of(request)}reply/"
    assert Client().post(page, {"text": " "}).status_code == 422
    assert Client().post(page, {"text": "CANARY-REPLY"})["Location"] == status_of(request)
    assert "CANARY-REPLY" in text_of(Client().get(status_of(request)))
    assert Task.objects.filter(about=request.ref, kind="reply").count() == 1
    assert "CANARY" not in AuditRow.objects.filter(verb=P.REQUEST_REPLY).get().body


def test_the_same_file_added_twice_is_one_file_and_one_row() -> None:
    request = asking.submitted()
    for _ in range(2):
        sent = {"upload": SimpleUploadedFile("plan.txt", b"A plan."), "what": "Plan"}
        Client().post(f"{status_of(request)}file/", sent)
    assert (request.files.count(), AuditRow.objects.filter(verb=P.REQUEST_ATTACH).count()) == (1, 1)


def test_whoever_was_declined_asks_again_and_the_new_request_follows_the_old(settings: Settings) -> None:
    by = asking.desk()
    request = asking.submitted(make.agency())
    asking.declined(request, by.official)
    page = f"{status_of(request)}again/"
    begun = Client().post(page)["Location"]
    tasks = text_of(Client().get(begun))
    assert f"This request follows {request.ref}" in tasks
    assert "An open look" not in text_of(Client().get(f"{begun}need/"))
    for step, said in (
        ("tier", {"tier": "topic_assistance"}),
        ("need", {"need": "Coaching."}),
        ("matters", {"kinds": ["none"]}),
    ):
        Client().post(f"{begun}{step}/", said)
    made = AssistanceRequest.objects.exclude(pk=request.pk)
    settings.CONCORD_FORM_GUARD = False  # nobody types as fast as a test
    Client().post(f"{begun}check/")
    assert (made.get().follows, made.get().agency, made.get().chief_name) == (request, request.agency, "Chief Example")


def test_an_open_request_is_not_asked_again() -> None:
    request = asking.submitted()
    assert Client().post(f"{status_of(request)}again/").status_code == 200
    assert AssistanceRequest.objects.count() == 1


def test_the_chief_is_not_asked_when_nothing_waits_for_the_chief() -> None:
    request = asking.submitted()
    with pytest.raises(NotAllowedNow, match="does not wait"):
        actions.ask_chief(request, chief_email=CHIEF, by=Visitor(request.ref), at=AT + timedelta(days=1))


def reminded_again(request: AssistanceRequest) -> None:
    """Let the days go by within which a chief executive was asked, and the daily job run, twice."""
    with writing():
        Authorization.objects.filter(request=request).update(asked_at=AT)
    jobs.remind_chiefs()
    jobs.remind_chiefs()


def test_a_chief_executive_is_reminded_so_often_and_then_called_and_the_page_says_how_often() -> None:
    by, request = asking.desk(), waiting()
    before, page = OutboxMail.objects.filter(to=CHIEF).count(), request.get_absolute_url()
    for number in range(1, 6):
        reminded_again(request)
        mails = OutboxMail.objects.filter(to=CHIEF).count() - before
        calls = list(Task.objects.filter(about=request.ref, kind="call_chief").values_list("state", flat=True))
        told = text_of(make.browser(by.officer).get(page))
        assert (mails, calls) == (min(number, 3), ["with_office"] if number > 2 else [])
        assert f"reminded {min(number, 3)} of 3 times" in told
    call = Task.objects.get(kind="call_chief")
    actions.ask_chief(request, chief_email=CHIEF, by=by.officer, at=AT)
    call.refresh_from_db()
    assert (call.state, queries.authorization(request).reminded) == ("done", 0)


@pytest.mark.parametrize("ends", ["authorize", "withdraw"])
def test_nobody_is_to_call_a_chief_executive_who_has_answered(ends: str) -> None:
    request = waiting()
    for _ in range(3):
        reminded_again(request)
    chief = Visitor(request.ref, role=AskedToAuthorize)
    if ends == "authorize":
        actions.authorize(request, name="Chief Example", by=chief, at=AT)
    else:
        actions.withdraw(request, reason="Not now.", by=chief, at=AT)
    assert Task.objects.get(kind="call_chief").state == "done"


def test_the_office_reads_to_which_address_the_chief_executives_link_went() -> None:
    by, request = asking.desk(), waiting()
    assert f'href="mailto:{CHIEF}"' in text_of(make.browser(by.officer).get(request.get_absolute_url()))
