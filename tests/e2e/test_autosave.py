"""What is typed into a part of a work plan is saved by itself, in a browser that runs the page's small script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.person import Person
from tests.e2e.test_two_editors import ASSESSOR, LEAD, opens_the_part, saves

pytestmark = pytest.mark.browser

PAUSE, AGAIN = 2_000, 15_000  # milliseconds, as in autosave.js; the page's clock is put forward, nobody waits
SAVED = "Saved "


def types(person: Person, text: str) -> Locator:
    """Type at the end of the part, and return the line that tells what became of it."""
    field = person.main.get_by_label("Communication")
    field.focus()
    person.page.keyboard.press("Control+End")
    person.page.keyboard.type(text)
    return person.page.locator("#autosaved")


@pytest.fixture
def lead(somebody: Callable[..., Person]) -> Person:
    """The lead, whose browser runs the script by a clock of the test's own."""
    person = somebody(script=True)
    person.page.clock.install()
    person.becomes(LEAD)
    return person


def test_what_is_typed_is_saved_after_a_pause_and_anybody_reads_it(
    lead: Person, somebody: Callable[..., Person]
) -> None:
    before = opens_the_part(lead)
    told = types(lead, " Word by word.")
    lead.page.clock.run_for(PAUSE)
    expect(told).to_contain_text(SAVED)

    other = somebody()
    other.becomes(ASSESSOR)
    assert opens_the_part(other) == f"{before} Word by word."

    told = types(lead, " And once more.")
    lead.page.clock.run_for(PAUSE)
    expect(told).to_contain_text(SAVED)
    assert opens_the_part(other) == f"{before} Word by word. And once more."


def test_without_a_connection_nothing_typed_is_lost_and_it_is_saved_when_the_connection_is_back(lead: Person) -> None:
    before = opens_the_part(lead)
    lead.context.set_offline(True)
    told = types(lead, " Written in a tunnel.")
    lead.page.clock.run_for(PAUSE)
    expect(told).to_contain_text("Not saved: there is no connection.")
    lead.context.set_offline(False)
    lead.page.clock.run_for(AGAIN)
    expect(told).to_contain_text(SAVED)
    lead.complaints.remove("Failed to load resource: net::ERR_INTERNET_DISCONNECTED")
    assert opens_the_part(lead) == f"{before} Written in a tunnel."


def test_what_somebody_else_saved_meanwhile_is_not_written_over_and_the_button_shows_both(
    lead: Person, somebody: Callable[..., Person]
) -> None:
    before = opens_the_part(lead)
    other = somebody()
    other.becomes(ASSESSOR)
    assert opens_the_part(other) == before
    saves(other, f"{before}\nThe assessor was quicker.")

    told = types(lead, " The lead was slower.")
    lead.page.clock.run_for(PAUSE)
    expect(told).to_contain_text("Somebody saved this part while you wrote. Press Save to see both texts.")
    lead.presses("Save and see the list")
    lead.reads(f"{ASSESSOR} saved this part while you wrote", "The assessor was quicker.")
    assert lead.main.get_by_label("Communication").input_value() == f"{before} The lead was slower."
