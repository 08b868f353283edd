"""Every page of the desk, the public forms and the pages that refuse: accessible, no wider than a phone, in light and
dark, with nothing that the policy stops and no request to another host; and a request by the keyboard alone."""

from collections.abc import Callable, Iterator

import pytest
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from concord.core.address_check import addresses
from concord.intake.forms.steps import FILES, STEPS
from concord.programme.changes import PARTS
from tests.e2e.eyes import faults
from tests.e2e.journey import ADMINISTRATOR, OFFICER, PUBLISHER, READS_FOR
from tests.e2e.person import Person

pytestmark = pytest.mark.browser

AUDITOR = "Ingrid Pascomb-Lathe"
LEAD = "Thandi Orrowick"
PEOPLE = (AUDITOR, OFFICER, LEAD, "Imara Veldane", PUBLISHER, ADMINISTRATOR)
NOT_PAGES = {
    "agreement-copy",
    "agreement-download",
    "analysis-capsule",
    "codebook-file",
    "document-clean",
    "document-original",
    "evidence-file",
    "fieldwork-observe-worker",
    "foia-file",
    "packet-file",
    "packet-letter",
    "published",
    "request-file",
    "work-plan-scan",
}
"""What is handed out to be saved, or to work for a page."""
UNLINKED = {
    "edition-changes": (AUDITOR, "/app/editions/EDITION-1/changes/"),
    "completion-letter": (AUDITOR, "/app/engagements/ENG-2025-0001/letter/"),
    "prioritize-many": (LEAD, "/app/engagements/ENG-2025-0001/mark-several/"),
    "round-agreement": (LEAD, "/app/coding/CRD-2026-0001/agreement/"),
    "withholding": (OFFICER, "/app/withholdings/WTH-2026-0001/"),
    "round-differences": (LEAD, "/app/coding/CRD-2026-0001/differences/"),
}
"""Pages to which something leads in time alone (what an edition changed, once there is one before it; the letter, once
the engagement is closed), a form leads, or only a thing that is not the first of its kind."""
TWICE = {"passage-range", "redacted-passage-range"}
"""The same page as another one (the whole passage), under an address of its own."""

LOOKS = {
    f"engagement-board as {look}": (LEAD, f"/app/engagements/ENG-2025-0001/reform-board/?look={look}")
    for look in ("groups", "graph")
}
"""The same page with other things on it: a name of its own for each, since pages are told apart by their view."""


def kind_of(address: str) -> str:
    """Return the name of the page at an address. A part of a draft edition that is a list is a page of its own kind."""
    found = resolve(address.partition("?")[0])
    if found.view_name == "draft-part" and PARTS[found.kwargs["part"]].is_list:
        return "draft-part that is a list"
    return found.view_name


def pages_of(person: Person, seen: set[str]) -> Iterator[str]:
    """Go from the home page by links to one page of each kind, and give the name of each that was not seen before."""
    waiting, known = ["/app/"], set(NOT_PAGES)
    while waiting:
        address = waiting.pop(0)
        try:
            name = kind_of(address)
        except Resolver404:
            continue
        if name in known:
            continue
        known.add(name)
        assert person.opens(address) == 200, address
        waiting += person.page.locator("a[href^='/app/']").evaluate_all(
            "links => links.map(a => a.getAttribute('href'))"
        )
        if name not in seen:
            seen.add(name)
            yield name


def test_every_page_that_somebody_can_reach_is_fit_for_everybody(somebody: Callable[..., Person]) -> None:
    seen: set[str] = set()
    wrong: dict[str, list[str]] = {}
    for name in PEOPLE:
        person = somebody(script=True)
        person.becomes(name)
        wrong |= {page: faults(person.page, dark="." not in page) for page in pages_of(person, seen)}
    for name, (who, address) in UNLINKED.items():
        person.becomes(who)
        assert (name in seen, person.opens(address)) == (False, 200)
        wrong[name] = faults(person.page)
    for name, (who, address) in LOOKS.items():
        person.becomes(who)
        assert person.opens(address) == 200
        wrong[name] = faults(person.page)
    assert {page: found for page, found in wrong.items() if found} == {}
    pages = {name for where, name, _ in addresses() if where.startswith("app/") and "." not in name}
    assert pages - seen - UNLINKED.keys() == NOT_PAGES | TWICE


def test_what_is_not_fit_is_found(somebody: Callable[..., Person]) -> None:
    page = somebody(script=True).page
    page.set_content(
        "<html lang=en><title>T</title><main><h1>T</h1><img src=x.png>"
        "<p style='color:#eee;width:400px'>Pale</p></main></html>"
    )
    assert [fault.split("[")[0].strip() for fault in faults(page)] == [
        "320: 88 pixels too wide",
        "320 light: color-contrast",
        "320 light: image-alt",
        "320 dark: color-contrast",
        "1280 light: color-contrast",
        "1280 light: image-alt",
        "1280 dark: color-contrast",
    ]


def test_the_public_pages_and_the_demonstration_are_fit_for_everybody(somebody: Callable[..., Person]) -> None:
    person = somebody(script=True)
    wrong = {}
    for address in (
        "/demo/",
        "/demo/outbox/",
        "/request/",
        "/request/check/?chief=yes&pending=yes",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
    ):
        person.opens(address)
        wrong[address] = faults(person.page)
    person.opens("/demo/outbox/")
    person.goes_by(person.main.locator("article").filter(has_text="We have your request").get_by_role("link").first)
    wrong["the request's private page"] = faults(person.page)
    for page in ("reply", "file", "withdraw", "again", "letters"):
        private = person.here
        assert person.opens(f"{private}{page}/") == 200
        wrong[page] = faults(person.page)
        person.opens(private)
    assert {page: found for page, found in wrong.items() if found} == {}


def test_the_pages_of_being_told_by_mail_are_fit_for_everybody_and_lead_there_and_out_again(
    somebody: Callable[..., Person],
) -> None:
    person = somebody(script=True)
    person.opens("/")
    person.goes_by(person.page.get_by_role("link", name="Be told by e-mail of each report"))
    wrong = {"asking": faults(person.page)}
    person.fills({"Your e-mail address": "nobody"})
    person.presses("Mail me the link to confirm")
    wrong["asking with its error"] = faults(person.page)
    person.fills({"Your e-mail address": "resident@example.org"})
    person.presses("Mail me the link to confirm")
    wrong["look into your mail"] = faults(person.page)
    person.opens("/demo/outbox/")
    person.goes_by(person.main.locator("article").filter(has_text="Be told by e-mail").get_by_role("link").first)
    place = person.here
    wrong["confirming"] = faults(person.page)
    person.presses("Yes, tell me")
    wrong["confirmed"] = faults(person.page)
    assert person.opens(place.replace("/confirm/", "/leave/")) == 200
    wrong["leaving"] = faults(person.page)
    person.presses("Leave")
    wrong["left"] = faults(person.page)
    assert person.opens(place) == 404
    person.opens("/follow/?language=es")
    assert person.page.get_by_role("heading", level=1).inner_text() == "Recibir avisos por correo"
    wrong["asking in Spanish"] = faults(person.page)
    assert {page: found for page, found in wrong.items() if found} == {}


def test_each_page_of_the_request_is_fit_for_everybody_as_it_opens_and_with_its_errors(
    somebody: Callable[..., Person],
) -> None:
    person = somebody(script=True)
    person.opens("/request/")
    person.presses("Start a request")
    tasks, wrong = person.here, {"the task list": faults(person.page)}
    declared = {"agency": "by_hand", "capacity": "delegate", "matters": "state"}  # what opens further pages
    for step in STEPS:
        person.opens(f"{tasks}{step.key}/{'?q=police' if step.key == 'agency' else ''}")
        wrong[step.key] = faults(person.page)
        button = "Add the file" if step.key == FILES else "Continue"
        person.presses(button)
        if person.main.locator("#errors").count():
            wrong[f"{step.key} with its errors"] = faults(person.page)
        if step.key in declared:
            person.main.locator(f"input[value={declared[step.key]}]").check()
            person.presses("Continue")
    for page in ("later/", "check/", ""):
        person.opens(f"{tasks}{page}")
        wrong[page or "the task list at the end"] = faults(person.page)
    assert {page: found for page, found in wrong.items() if found} == {}
    assert len(wrong) > 2 * len(STEPS) - 6


def test_the_pages_that_refuse_are_fit_for_everybody(somebody: Callable[..., Person]) -> None:
    person = somebody(script=True)
    person.opens("/demo/outbox/")
    person.goes_by(person.main.locator("article").filter(has_text="There is a decision").get_by_role("link").first)
    person.opens(f"{person.here}withdraw/")
    person.fills({"Reason": "We no longer need it."})
    person.presses("Withdraw")
    shown = {409: (person.page.locator("h1").inner_text(), faults(person.page))}
    person.becomes(AUDITOR)
    typed = {"reference": "0A1B2C3D", "typed": [("need", "A long need. " * 20)], "path": "/request/", "posted": True}
    broken = render_to_string("unexpected.html", typed)
    person.page.route("**/app/broken/", lambda route: route.fulfill(status=500, body=broken, content_type="text/html"))
    for address in ("/app/people/invite/", "/app/requests/REQ-1999-0001/", "/app/broken/"):
        status = person.opens(address)
        shown[status] = (person.page.locator("h1").inner_text(), faults(person.page))
    assert shown == {
        409: ("This cannot be done now", []),
        403: ("This is not yours to do", []),
        404: ("Not found", []),
        500: ("Something went wrong on our side", []),
    }


KEYS: tuple[tuple[dict[str, str], str], ...] = (
    ({}, "Start a request"),
    ({}, "Begin"),
    ({}, "Enter the agency by hand"),
    ({"name": "Quarry Hollow Police Department (fictional)", "state": "Ohio", "kind": " "}, "Continue"),
    ({"primary_enforcement": " ", "patrol": " "}, "Continue"),
    ({}, "Continue"),
    ({"capacity": " ", "chief_name": "Orla Fenbright"}, "Continue"),
    ({"contact_email": "orla.fenbright@example.org"}, "Continue"),
    ({"tier": " "}, "Continue"),
    ({}, "Continue"),
    ({"need": "Residents wait too long for an answer to a complaint."}, "Continue"),
    ({}, "Continue"),
    ({"kinds=none": " "}, "Continue"),
    ({}, "Continue"),
    ({}, "Continue without a file"),
)
"""What is typed on each page, by the field's name, and which button is pressed then. A space chooses."""


def by_keys(person: Person, typed: dict[str, str], press: str) -> None:
    """Go through a page by the Tab key alone, type where something is to be typed, press what is to be pressed."""
    keys, left = person.page.keyboard, dict(typed)
    if not person.page.url.endswith("#main"):  # a form that is sent from there comes back there
        keys.press("Tab")
        keys.press("Enter")  # the link that leads past the head of the page
        person.page.wait_for_url("**#main")
    for _ in range(60):
        keys.press("Tab")
        name, value, text = person.page.evaluate(
            "(a => [a.name || '', a.value || '', a.innerText || ''])(document.activeElement)"
        )
        wanted = left.pop(name, None) or left.pop(f"{name}={value}", None)
        if wanted:
            keys.press("Space") if wanted == " " else keys.type(wanted)
        if text.strip() == press:
            break
    assert left == {}
    here = person.page.url.partition("#")[0]
    keys.press("Enter")
    person.page.wait_for_url(lambda url: url.partition("#")[0] != here)


def test_a_request_is_made_and_sent_by_the_keyboard_alone(somebody: Callable[..., Person]) -> None:
    person = somebody()
    person.opens("/request/")
    for typed, press in KEYS:
        by_keys(person, typed, press)
    person.reads("Check your answers")
    person.page.wait_for_timeout(READS_FOR)
    by_keys(person, {}, "Submit the request")
    person.reads("We have your request")
