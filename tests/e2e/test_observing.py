"""Somebody on a ride-along fills in a sheet on a phone where there is no network."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from concord.evidence.naming import looks_like_a_name
from tests.e2e.eyes import faults
from tests.e2e.person import PHONE, Person

pytestmark = pytest.mark.browser

ASSESSOR, LEAD = "Noor Eskandell", "Thandi Orrowick"
SECRET = "The board put one standard to each case."
KEPT = """async () => {
  const found = await indexedDB.databases();
  if (!found.length) return null;
  const asked = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const database = await asked(indexedDB.open("concord-sheets"));
  const all = (name) => asked(database.transaction(name).objectStore(name).getAll());
  const sheets = await all("sheets"), keys = await all("keys");
  database.close();
  const text = (one) => JSON.stringify(one) + new TextDecoder("latin1").decode(one.data);
  return [sheets.map((one) => one.state), sheets.map(text).join(), keys.map((one) => one.extractable)];
}"""
LATE = "It is “Held”: what it says stays as it is."
NAMES = (
    "Sergeant Miller spoke first.",
    "It was Ada Miller.",
    "the sergeant spoke; North Street was quiet",
    "Chief of Police; Police Department",
    "Officer O’Neill, then Jean-Luc P. Marchetti",
    "mr smith",
    "",
)


@pytest.fixture
def assessor(somebody: Callable[..., Person]) -> Person:
    """Somebody with a phone who has opened the sheet while there was a network."""
    person = somebody(script=True, phone=True)
    person.becomes(ASSESSOR)
    person.opens("/app/")
    for link in ("Alder Falls Police Department (fictional)", "Field work", "Weekly command meeting, second look"):
        person.follows(link)
    person.follows("Fill in a sheet")
    person.follows("Review board")
    person.page.wait_for_selector("form[data-ready=yes]")
    return person


def taken(person: Person) -> int:
    """How often the notes hold what was filled in."""
    person.page.goto(person.page.url.partition("observe/")[0] + "notes/")
    return person.main.get_by_label("Facts").input_value().count(SECRET)


def answers(person: Person) -> None:
    person.fills({"What the board reviews": "Uses of force", "Minutes": "40", "What helped": SECRET})
    person.fills({"Was the same standard put to each case?": "in part", "Was a lesson for policy": "yes"})


def sends(person: Person) -> None:
    person.keyboard.activates(person.main.get_by_role("button", name="Send", exact=True))


def is_forgiven(person: Person) -> None:
    """A browser says aloud that there was no network."""
    person.complaints[:] = [one for one in person.complaints if "net::ERR_" not in one]


def test_a_sheet_filled_in_without_network_is_kept_encrypted_sent_once_and_erased(assessor: Person) -> None:
    page = assessor.page
    before = taken(assessor)
    page.go_back()
    page.wait_for_selector("form[data-ready=yes]")
    assessor.context.set_offline(True)
    page.reload()
    assessor.reads("Review board", "What the board reviews")
    answers(assessor)
    page.wait_for_timeout(600)
    page.reload()  # the browser was closed meanwhile
    expect(assessor.main.get_by_label("What helped")).to_have_value(SECRET)
    states, text, extractable = page.evaluate(KEPT)
    assert (states, extractable, SECRET in text, "Uses of force" in text) == (["draft"], [False], False, False)
    sends(assessor)
    assessor.reads("1 sheet waits here, encrypted", "There is no connection now.")
    states, text, extractable = page.evaluate(KEPT)
    assert (states, extractable, SECRET in text) == (["ready"], [False], False)
    assert assessor.main.get_by_label("What helped").input_value() == ""
    assessor.context.set_offline(False)
    assessor.reads("Sent, and erased here: 1.")
    assert page.evaluate(KEPT) is None
    assert taken(assessor) == before + 1
    is_forgiven(assessor)


def test_a_sheet_of_which_the_answer_got_lost_is_sent_again_and_arrives_once(assessor: Person) -> None:
    page = assessor.page
    before = taken(assessor)
    page.go_back()
    page.wait_for_selector("form[data-ready=yes]")
    lost: list[int] = []

    def loses(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/observe/**", loses)
    answers(assessor)
    sends(assessor)
    assessor.reads("There is no connection now.")
    assert (lost, page.evaluate(KEPT)[0]) == ([200], ["ready"])
    page.reload()
    assessor.reads("Sent, and erased here: 1.")
    assert page.evaluate(KEPT) is None
    assert taken(assessor) == before + 1
    is_forgiven(assessor)


def test_the_phone_asks_about_the_same_names_as_the_house_does(assessor: Person) -> None:
    found, answer, asked = [], assessor.main.get_by_label("What helped"), assessor.page.locator("#no-name")
    for text in NAMES:
        answer.fill(text)
        sends(assessor)
        found.append(asked.inner_text().partition("“")[2].partition("”")[0] if asked.is_visible() else "")
    assert found == [looks_like_a_name(text) for text in NAMES]
    answer.fill(NAMES[0])
    sends(assessor)
    assert faults(assessor.page) == []


def test_when_the_session_has_ended_it_says_what_to_do_keeps_the_sheet_and_sends_it_after_the_next_sign_in(
    assessor: Person,
) -> None:
    page, here = assessor.page, assessor.here
    before = taken(assessor)
    assessor.opens(here)
    page.wait_for_selector("form[data-ready=yes]")
    assessor.context.clear_cookies(name="sessionid")
    answers(assessor)
    sends(assessor)
    assessor.reads("You are signed out. Nothing is lost: sign in again on this device", "1 sheet waits here, encrypted")
    assert page.evaluate(KEPT)[0] == ["ready"]
    expect(assessor.main.get_by_role("link", name="Sign in again")).to_have_attribute("href", here)
    assert faults(page) == []
    page.set_viewport_size(PHONE)
    assessor.becomes(ASSESSOR)
    assessor.opens(here)
    assessor.reads("Sent, and erased here: 1.")
    assert page.evaluate(KEPT) is None
    assert taken(assessor) == before + 1
    assessor.complaints[:] = [one for one in assessor.complaints if "403" not in one]


def test_somebody_else_on_the_same_phone_neither_sees_nor_sends_it(assessor: Person) -> None:
    page, here = assessor.page, assessor.here
    assessor.context.set_offline(True)
    answers(assessor)
    sends(assessor)
    assessor.reads("1 sheet waits here")
    page.goto("about:blank")
    assessor.context.set_offline(False)
    assessor.becomes(LEAD)
    assessor.opens(here)
    assessor.reads("What you write is kept on this device")
    expect(assessor.main.locator("#kept-sheets li")).to_have_count(0)
    assert page.evaluate(KEPT)[0] == ["ready"]
    assessor.becomes(ASSESSOR)
    assessor.opens(here)
    assessor.reads("Sent, and erased here: 1.")
    assert page.evaluate(KEPT) is None
    is_forgiven(assessor)


def test_a_sheet_that_is_refused_stays_to_be_read_and_says_why_until_it_is_erased(assessor: Person) -> None:
    page = assessor.page
    page.route(
        "**/observe/**",
        lambda route: (
            route.fulfill(status=403, json={"error": LATE}) if route.request.method == "POST" else route.continue_()
        ),
    )
    answers(assessor)
    sends(assessor)
    assessor.reads(f"Not taken: {LATE}")
    page.reload()
    assessor.reads(f"Not taken: {LATE}")
    assessor.keyboard.activates(assessor.main.get_by_text("What it says"))
    assessor.reads(f"What helped: {SECRET}")
    for _ in range(2):
        assessor.keyboard.activates(assessor.main.get_by_role("button", name="erase it"))
    expect(assessor.main.locator("#kept-sheets li")).to_have_count(0)
    assert page.evaluate(KEPT) is None
    is_forgiven(assessor)


BREAKS = """() => {
  IDBObjectStore.prototype.put = () => { throw new DOMException("no room", "QuotaExceededError"); };
}"""


def test_on_a_phone_that_can_keep_nothing_no_word_is_lost_and_the_sheet_is_sent_in_the_ordinary_way(
    assessor: Person,
) -> None:
    page = assessor.page
    before = taken(assessor)
    page.go_back()
    page.wait_for_selector("form[data-ready=yes]")
    page.evaluate(BREAKS)
    assessor.main.get_by_label("What helped").fill(SECRET)
    sends(assessor)
    assessor.reads("This device cannot keep anything. Send while there is a network.")
    expect(assessor.main.get_by_label("What helped")).to_have_value(SECRET)
    assessor.main.get_by_label("What helped").focus()  # the page went up to say so
    sends(assessor)
    assessor.reads("Taken. It stands in the notes.")
    assert taken(assessor) == before + 1
