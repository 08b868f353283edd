import re
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from concord.agencies import actions as agencies
from concord.core.models import OutboxMail
from concord.core.permissions import Permission
from concord.intake import actions, queries
from concord.intake.models import AssistanceRequest
from tests.factories import engagements as make
from tests.factories import intake as asking
from tests.factories.engagements import AT, CONCORD, PEOPLES_ROLES

pytestmark = pytest.mark.django_db

ALL = {role.key for role in PEOPLES_ROLES}
READERS = {"programme_officer", "approving_official", "auditor"}
OWN_READERS = READERS | {"chief_executive", "liaison"}
ASK, LIST = "/request/", "/app/requests/"


@pytest.fixture(autouse=True)
def _edition() -> None:
    make.edition()


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


# The public form


def test_a_request_is_sent_on_line_and_looked_up_by_its_private_link() -> None:
    visitor = Client()
    shown = visitor.get(ASK).context["form"]
    sent = visitor.post(ASK, asking.typed(submission_key=shown["submission_key"].value()))
    request = AssistanceRequest.objects.get()
    link = reverse("request-status", args=[queries.link_token(request.ref)])
    assert (sent.status_code, sent["Location"]) == (302, link)
    status = text_of(visitor.get(link))
    assert request.ref in status
    assert "Submitted" in status
    assert OutboxMail.objects.get().body.split()[-1] == settings.CONCORD_BASE_URL + link


def test_sending_the_same_form_twice_gives_one_request() -> None:
    typed = asking.typed()
    first, second = (Client().post(ASK, typed) for _ in range(2))
    assert (first.status_code, first["Location"].rsplit(":", 1)[0]) == (302, second["Location"].rsplit(":", 1)[0])
    assert (AssistanceRequest.objects.count(), OutboxMail.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("changed", "field", "error"),
    [
        ({"pending_matters": True}, "pending_detail", "Tell us in a sentence what is pending."),
        (
            {"pending_detail": "A suit."},
            "pending_detail",
            "You said that nothing is pending. Clear this, or answer yes above.",
        ),
        (
            {"ori": "OH0000009"},
            "ori",
            "No agency has the ORI OH0000009. Leave this empty and we will find it with you.",
        ),
        ({"contact_email": "no address"}, "contact_email", "Enter a valid email address."),
        ({"tier": "no_tier"}, "tier", "Select a valid choice. no_tier is not one of the available choices."),
        ({"patrol": ""}, "patrol", "This field is required."),
    ],
)
def test_an_answer_that_cannot_be_taken_is_said_beside_it_and_nothing_is_lost(
    changed: dict[str, Any], field: str, error: str
) -> None:
    response = Client().post(ASK, asking.typed(need="CANARY-NEED", **changed))
    assert (response.status_code, response.context["form"].errors) == (422, {field: [error]})
    assert "CANARY-NEED" in text_of(response)
    assert AssistanceRequest.objects.count() == 0


def test_an_ori_that_is_none_says_what_was_expected() -> None:
    response = Client().post(ASK, asking.typed(ori="12"))
    assert list(response.context["form"].errors) == ["ori"]


@pytest.mark.owed("A42")
@pytest.mark.parametrize("ori", ["OH0010100", "oh00101", ""])
def test_the_agency_is_found_by_its_ori_or_left_to_be_found(ori: str) -> None:
    known = agencies.add(
        name="Ashby Police Department", state="OH", kind="local", ori="OH0010100", source="Invented.", by=CONCORD, at=AT
    )
    assert Client().post(ASK, asking.typed(ori=ori)).status_code == 302
    assert AssistanceRequest.objects.get().agency == (known if ori else None)


def test_who_can_ask_stands_before_the_form() -> None:
    response = Client().get(ASK)
    page, programme = text_of(response), response.context["programme"]
    before, _, _ = page.partition('name="agency_name"')
    assert [each.key for each in programme.faq if escape(each.question) not in before] == []
    assert len(programme.faq) > 0


@pytest.mark.owed("A41")
def test_the_form_asks_nothing_about_membership() -> None:
    response = Client().get(ASK)
    form, programme = response.context["form"], response.context["programme"]
    asked = [f"{field.label} {field.help_text}" for field in form]
    asked += [criterion.question for criterion in (*programme.eligibility, *programme.readiness)]
    assert [word for word in ("member", "association", "partner") if word in " ".join(asked).lower()] == []


@pytest.mark.owed("A45")
def test_the_form_says_that_no_grant_is_made_and_nothing_here_pays() -> None:
    page = text_of(Client().get(ASK))
    assert "A grant or any payment to the agency" in page
    assert [p for p in Permission if re.search("grant|award|pay", p.value + p.label)] == []


def test_a_form_that_was_open_too_long_keeps_what_was_typed() -> None:
    visitor = Client(enforce_csrf_checks=True)
    typed = asking.typed(need="CANARY-NEED", chief_name="CANARY & <b>Chief</b>")
    refused = visitor.post(ASK, typed)
    page = text_of(refused)
    assert refused.status_code == 403
    assert "CANARY-NEED" in page
    assert "CANARY &amp; &lt;b&gt;Chief&lt;/b&gt;" in page
    again = {**typed, "csrfmiddlewaretoken": refused.context["csrf_token"]}
    assert visitor.post(ASK, again).status_code == 302
    assert AssistanceRequest.objects.get().chief_name == "CANARY & <b>Chief</b>"


# The private link


@pytest.mark.parametrize("place", ["", "withdraw/"])
def test_a_link_that_was_changed_leads_nowhere(place: str) -> None:
    one, other = asking.submitted(), asking.submitted()
    head, signature = queries.link_token(one.ref).split(":", 1)
    forged = f"{queries.link_token(other.ref).split(':', 1)[0]}:{signature}"
    for token in (one.ref, head, f"{head}:", forged, f"{head}:{signature}x", "%00", "x" * 500):
        assert Client().get(f"/request/status/{token}/{place}").status_code == 404


def test_the_holder_of_the_link_withdraws_with_a_reason() -> None:
    request = asking.submitted()
    link = reverse("request-status", args=[queries.link_token(request.ref)])
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
    request = asking.request(by, "ready", pending_matters=True, pending_detail="CANARY-DETAIL")
    page = text_of(Client().get(reverse("request-status", args=[queries.link_token(request.ref)])))
    for matter in ("CANARY", "Seen on file.", by.officer.name):
        assert matter not in page


# The desk


def test_who_reads_a_request_and_the_list() -> None:
    request = asking.submitted(make.agency())
    page = request.get_absolute_url()
    own = {role.key: make.person(role.key, scope_of(role, request)) for role in PEOPLES_ROLES}
    other = asking.submitted(make.agency("Elsewhere Police Department"))
    others = {role.key: make.person(role.key, scope_of(role, other)) for role in PEOPLES_ROLES}
    assert make.statuses(own, page) == {200: OWN_READERS, 404: ALL - OWN_READERS}
    assert make.statuses(others, page) == {200: READERS, 404: ALL - READERS}
    assert make.statuses(own, LIST) == {200: OWN_READERS, 403: ALL - OWN_READERS}


def scope_of(role: Any, request: AssistanceRequest) -> str:
    places = {"office": "office", "agency": request.scopes[-1], "engagement": "engagement:ENG-2026-0001"}
    return places[role.level.value]


def test_a_list_shows_each_agency_its_own_requests() -> None:
    mine, theirs = make.agency(), make.agency("Elsewhere Police Department")
    own, *others = asking.submitted(mine), asking.submitted(theirs), asking.submitted()
    assert list(queries.visible_to(make.person("chief_executive", f"agency:{mine.ref}"))) == [own]
    assert set(queries.visible_to(make.person("auditor"))) == {own, *others}


def test_the_list_asks_as_many_queries_for_one_row_as_for_three() -> None:
    client = make.browser(make.person("programme_officer"))
    asking.submitted(make.agency())
    few = query_count(client, LIST)
    for place in ("Two", "Three"):
        asking.submitted(make.agency(f"{place} Police Department"))
    assert query_count(client, LIST) == few
    assert len(client.get(LIST).context["rows"]) == 3


def query_count(client: Client, address: str) -> int:
    client.get(address)  # what a process asks once
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_page_asks_as_many_queries_with_all_answers_as_with_some() -> None:
    by = asking.desk()
    client = make.browser(make.person("auditor"))
    some = query_count(client, asking.request(by, "eligible").get_absolute_url())
    second = asking.request(by, "accepted", of=make.agency("Elsewhere Police Department"))
    assert query_count(client, second.get_absolute_url()) == some


def test_eligibility_is_recorded_on_a_form_with_two_fields_a_criterion() -> None:
    by = asking.desk()
    request = asking.request(by, "acknowledged")
    page = f"{request.get_absolute_url()}find-eligible/"
    client = make.browser(by.officer)
    criteria = queries.criteria(request, "eligibility")
    assert list(client.get(page).context["form"].fields) == [n for c in criteria for n in (c.key, f"{c.key}_basis")]
    typed = {name: value for c in criteria for name, value in ((c.key, "met"), (f"{c.key}_basis", "Seen on file."))}
    lacking = client.post(page, typed | {"patrol_function": "not_yet", "patrol_function_basis": "CANARY-BASIS"})
    assert lacking.status_code == 422
    assert "CANARY-BASIS" in text_of(lacking)
    assert client.post(page, typed).status_code == 302
    request.refresh_from_db()
    assert request.state == "eligible"


def test_an_agency_by_hand_is_linked_on_the_form() -> None:
    by, request, agency = asking.desk(), asking.submitted(), make.agency()
    client, page = make.browser(by.officer), f"{request.get_absolute_url()}acknowledge/"
    wrong = client.post(page, {"ori": "AGY-2026-9999"})
    assert wrong.context["form"].errors == {"ori": ["The directory has no agency with this reference."]}
    assert client.post(page, {"ori": agency.ref.lower()}).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.agency) == ("acknowledged", agency)
    linked = asking.submitted(make.agency("Elsewhere Police Department"))
    assert list(client.get(f"{linked.get_absolute_url()}acknowledge/").context["form"].fields) == []


def test_a_button_that_cannot_be_pressed_says_why() -> None:
    by = asking.desk()
    request = asking.request(by, "acknowledged")
    page = text_of(make.browser(by.official).get(request.get_absolute_url()))
    assert "The request is “Acknowledged”." in page
    assert f"{request.get_absolute_url()}decline/" in page
    assert f"{request.get_absolute_url()}accept/" not in page


def test_declining_on_the_page_needs_a_reason() -> None:
    by = asking.desk()
    request = asking.request(by, "submitted")
    page = f"{request.get_absolute_url()}decline/"
    client = make.browser(by.official)
    assert client.post(page, {"reason": "  "}).status_code == 422
    assert client.post(page, {"reason": "Another programme fits better."}).status_code == 302
    shown = text_of(client.get(reverse("history", args=[request.ref])))
    assert "Another programme fits better." in shown


def test_a_request_that_moved_meanwhile_is_said_and_keeps_what_was_typed() -> None:
    by = asking.desk()
    request = asking.request(by, "submitted")
    actions.withdraw(request, reason="Not now.", by=make.person("chief_executive", request.scopes[-1]), at=AT)
    refused = make.browser(by.official).post(f"{request.get_absolute_url()}decline/", {"reason": "CANARY-REASON"})
    assert (refused.status_code, "CANARY-REASON" in text_of(refused)) == (403, True)


def test_a_key_that_is_none_is_no_submission() -> None:
    typed = asking.typed() | {"submission_key": "not a key"}
    assert Client().post(ASK, typed).status_code == 422
    assert Client().post(ASK, typed | {"submission_key": str(uuid.uuid4())}).status_code == 302
