import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from concord.core import middleware

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.pages")]
POLICY = (
    r"default-src 'none'; script-src 'nonce-([\w-]{22})'; style-src 'self'; img-src 'self'; font-src 'self'; "
    r"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TYPED = {"note": "Robin Example, 555-0100 <b>é</b>", "Old_Password": "hunter2-secret", "token": "t0ken-secret"}


@pytest.fixture
def browser() -> Client:
    """A browser that is shown the error page, as people are."""
    return Client(raise_request_exception=False)


@pytest.fixture
def log() -> Iterator[Any]:
    """What the house's own log handler writes while a test runs, one JSON line an event."""
    written = io.StringIO()
    (handler,) = [h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler]
    before = handler.setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    handler.setStream(before)


def given_back(page: str) -> dict[str, str]:
    """What the page offers to send again."""
    fields = re.findall(r'<textarea [^>]*name="([^"]*)">([^<]*)</textarea>', page)
    return {unescape(name): unescape(value) for name, value in fields}


def test_each_page_has_the_strict_policy_with_a_nonce_of_its_own(browser: Client) -> None:
    nonces = []
    for _ in range(3):
        answer = browser.get("/nonce/")
        in_policy = re.fullmatch(POLICY, answer.headers["Content-Security-Policy"])
        assert in_policy is not None
        assert in_policy[1] == answer.content.decode()
        nonces.append(in_policy[1])
    assert len(set(nonces)) == 3


@pytest.mark.parametrize("address", ["/nowhere/", "/fail/", "/refuse/denied/"])
def test_a_page_about_an_error_has_the_strict_policy_too(browser: Client, address: str) -> None:
    assert re.fullmatch(POLICY, browser.get(address).headers["Content-Security-Policy"])


def test_a_page_with_a_policy_of_its_own_keeps_it(browser: Client) -> None:
    assert browser.get("/own-policy/").headers["Content-Security-Policy"] == "default-src 'self'"


def test_camera_microphone_and_place_are_denied_to_every_page(browser: Client) -> None:
    denied = "camera=(), geolocation=(), microphone=(), payment=()"
    assert browser.get("/open/").headers["Permissions-Policy"] == denied


@pytest.mark.parametrize(
    ("which", "status", "heading", "reason"),
    [
        ("denied", 403, "This is not yours to do", "Only the chief executive may concur."),
        ("not-now", 409, "This cannot be done now", "You cannot accept the request now."),
        (
            "incomplete",
            422,
            "This cannot be done now",
            "The finding cannot be issued. Missing: a citation; a justification.",
        ),
        ("not-there", 404, "Not found", "There is no such page, or it is not yours to see."),
    ],
)
def test_a_refusal_is_a_page_with_its_reason_and_what_was_typed(
    browser: Client, log: Callable[[], list[dict[str, Any]]], which: str, status: int, heading: str, reason: str
) -> None:
    answer = browser.post(f"/refuse/{which}/?from=list", TYPED)
    page = answer.content.decode()
    assert (answer.status_code, log()) == (status, [])
    assert re.findall(r"<h1>(.*?)</h1>\s*<p class=\"lede\">(.*?)</p>", page) == [(heading, reason)]
    assert given_back(page) == {"note": TYPED["note"]}
    assert re.findall(r'method="post" action="([^"]*)"', page) == [f"/refuse/{which}/?from=list"]


def test_a_refusal_is_json_for_whoever_asks_for_json(browser: Client) -> None:
    answer = browser.get("/refuse/denied/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (403, {"error": "Only the chief executive may concur."})


def test_an_unexpected_error_gives_a_reference_and_what_was_typed_and_nothing_else(browser: Client) -> None:
    answer = browser.post("/fail/", TYPED)
    page = answer.content.decode()
    assert answer.status_code == 500
    assert re.fullmatch(r"[0-9A-F]{8}", re.findall(r"reference: <b>(.*?)</b>", page)[0])
    assert given_back(page) == {"note": TYPED["note"]}
    told = [word for word in ("hunter2", "t0ken", "ZeroDivision", "duplicate key", "Traceback", ".py") if word in page]
    assert told == []


def test_what_was_typed_can_do_no_harm_on_the_page(browser: Client) -> None:
    page = browser.post("/fail/", {"<i>": "</textarea><script>alert(1)</script>"}).content.decode()
    assert given_back(page) == {"<i>": "</textarea><script>alert(1)</script>"}
    assert ("<script" in page, "<i>" in page) == (False, False)


def test_sending_again_what_was_given_back_sends_the_same(browser: Client) -> None:
    values = {"several": ["one", "two"], "lines": "first\r\nsecond", "empty": ""}
    page = browser.post("/fail/", values).content.decode()
    assert given_back(page) == {"several": "two", "lines": "first\r\nsecond", "empty": ""}
    assert page.count('name="several"') == 2


def test_an_unexpected_error_is_logged_as_one_line_without_personal_data(
    browser: Client, log: Callable[[], list[dict[str, Any]]]
) -> None:
    page = browser.post("/fail/?name=Robin", TYPED).content.decode()
    (event,) = log()
    assert re.fullmatch(r"pages\.py:\d+", event.pop("where").rpartition("/")[2])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", event.pop("timestamp"))
    assert event == {
        "event": "unexpected error",
        "level": "error",
        "logger": "concord.web",
        "reference": re.findall(r"reference: <b>(.*?)</b>", page)[0],
        "method": "POST",
        "view": "fail",
        "error": "ZeroDivisionError",
    }


def test_an_unexpected_error_is_json_for_whoever_asks_for_json(
    browser: Client, log: Callable[[], list[dict[str, Any]]]
) -> None:
    answer = browser.post("/fail/", TYPED, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (
        500,
        {"error": "Unexpected error.", "reference": log()[0]["reference"]},
    )


def test_two_errors_have_two_references(browser: Client) -> None:
    pages = [browser.get("/fail/").content.decode() for _ in range(2)]
    assert len({re.findall(r"reference: <b>(.*?)</b>", page)[0] for page in pages}) == 2


def test_the_page_of_an_error_needs_no_database(
    browser: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert browser.post("/fail/", TYPED).status_code == 500


def test_an_address_that_leads_nowhere_says_so(browser: Client) -> None:
    answer = browser.get("/nowhere/")
    assert (answer.status_code, re.findall(r"<h1>(.*?)</h1>", answer.content.decode())) == (404, ["Not found"])


def test_a_form_that_was_open_too_long_gives_back_what_was_typed() -> None:
    answer = Client(enforce_csrf_checks=True).post("/open/", TYPED)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert re.findall(r"<p class=\"lede\">(.*?)</p>", page) == ["This form was open too long. Send it again."]
    assert given_back(page) == {"note": TYPED["note"]}


@pytest.mark.parametrize(
    ("secure", "headers"),
    [
        (False, {"Origin": "http://evil.example.org"}),
        (False, {"Origin": "null"}),
        (True, {"Referer": "https://evil.example.org/page"}),
        (True, {}),
    ],
    ids=["another origin", "an origin that hides", "another page", "no page at all"],
)
def test_what_another_site_sent_is_not_offered_to_be_sent_again(headers: dict[str, str], *, secure: bool) -> None:
    """Else a stranger's words would be sent under the token of our own page, by one click of whoever is signed in."""
    answer = Client(enforce_csrf_checks=True).post("/open/", TYPED, secure=secure, headers=headers)
    page = answer.content.decode()
    assert (answer.status_code, given_back(page), "<form" in page) == (403, {}, False)
    assert re.findall(r"<p class=\"lede\">(.*?)</p>", page) == ["Another site sent this form, so it was not taken."]


def test_a_form_without_a_token_is_logged_without_its_address(log: Callable[[], list[dict[str, Any]]]) -> None:
    Client(enforce_csrf_checks=True).post("/request/status/REQ-2026-0001:private/withdraw/", {"reason": "Robin"})
    (event,) = log()
    assert (event["event"], event["view"], "private" in str(event), "Robin" in str(event)) == (
        "form without a valid token",
        "request-withdraw",
        False,
        False,
    )


def test_a_form_given_back_after_it_was_open_too_long_can_be_sent_again() -> None:
    browser = Client(enforce_csrf_checks=True)
    page = browser.post("/open/", TYPED).content.decode()
    (token,) = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert browser.post("/open/", {"note": "again", "csrfmiddlewaretoken": token}).status_code == 200


def test_a_request_that_cannot_be_read_says_so_and_reveals_nothing(browser: Client) -> None:
    answer = browser.get("/open/", headers={"Host": "evil.example.org"})
    page = answer.content.decode()
    assert (answer.status_code, "evil" in page) == (422, False)
    assert re.findall(r"<p class=\"lede\">(.*?)</p>", page) == [
        "The browser sent something that could not be read. Go back and try again."
    ]


def test_too_much_at_once_is_refused_without_a_second_error(
    browser: Client, settings: Any, log: Callable[[], list[dict[str, Any]]]
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = browser.post("/fail/", {"note": "x" * 1000})
    assert (answer.status_code, given_back(answer.content.decode())) == (422, {})
    assert [event["event"] for event in log()] == ["Request body exceeded settings.DATA_UPLOAD_MAX_MEMORY_SIZE."]


@pytest.mark.parametrize(
    ("sent", "kind", "status"),
    [
        ("a=1&" * 1001, "application/x-www-form-urlencoded", 422),
        ("note=" + "x" * 3_000_000, "application/x-www-form-urlencoded", 422),
        ("note=x", "application/x-www-form-urlencoded; charset=latin-1", 422),
        ("not a part", "multipart/form-data; boundary=x", 500),  # it reads as nothing sent, and the page fails as ever
        ("not a part", "multipart/form-data", 422),
    ],
    ids=["too many fields", "too large", "another encoding", "no parts", "no boundary"],
)
@pytest.mark.parametrize("checks_token", [True, False])
def test_whatever_cannot_be_read_is_a_page_and_no_second_error(
    sent: str, kind: str, status: int, *, checks_token: bool
) -> None:
    browser = Client(raise_request_exception=False, enforce_csrf_checks=checks_token)
    answer = browser.generic("POST", "/fail/", sent, content_type=kind)
    page = answer.content.decode()
    assert answer.status_code == (403 if checks_token else status)
    assert (page.count("<h1>"), "Traceback" in page) == (1, False)
    assert re.fullmatch(POLICY, answer.headers["Content-Security-Policy"])


@pytest.mark.parametrize("host", ["testserver", "evil.example.org"])
def test_an_answer_that_leads_to_https_or_refuses_a_host_has_the_strict_policy_too(settings: Any, host: str) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = Client(raise_request_exception=False).get("/open/", headers={"Host": host})
    assert answer.status_code == (301 if host == "testserver" else 422)
    assert re.fullmatch(POLICY, answer.headers["Content-Security-Policy"])


def test_a_lost_key_is_said_and_its_place_is_not(browser: Client, log: Callable[[], list[dict[str, Any]]]) -> None:
    answer = browser.post("/refuse/no-key/", TYPED)
    page = answer.content.decode()
    assert (answer.status_code, given_back(page), "/keys/" in page) == (503, {"note": TYPED["note"]}, False)
    assert re.findall(r"<p class=\"lede\">(.*?)</p>", page) == [middleware._UNAVAILABLE]
    assert [(event["event"], event["error"]) for event in log()] == [("unavailable", "KeyLost")]


def test_whoever_tries_too_often_is_told_how_long_to_wait(rf: RequestFactory) -> None:
    for more in ((), (None, {"password": "hunter2-secret"})):
        answer = middleware.too_many(rf.post("/", TYPED), *more)
        page = answer.content.decode()
        assert (answer.status_code, given_back(page)) == (429, {})
        assert re.findall(r"<p class=\"lede\">(.*?)</p>", page) == [
            "That was tried too often. Wait a quarter of an hour, then try again."
        ]


def test_every_field_that_is_secret_by_its_name_is_kept_back(rf: RequestFactory) -> None:
    names = ("password", "password1", "New-Password", "code", "mfa_code", "csrfmiddlewaretoken", "reset_token")
    assert middleware._typed(rf.post("/", dict.fromkeys(names, "secret"))) == []
