"""A text is coded: by keyboard alone, on a phone without script, with a mouse, and by two people at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.eyes import faults
from tests.e2e.person import Person

pytestmark = pytest.mark.browser

LEAD, ASSESSOR, EXPERT = "Thandi Orrowick", "Caleb Strandhollow", "Noor Eskandell"
SENTENCE = "If we do not know it, we put the time of the call."
TRAINING = "The training was short, and it was a good one."


def comes_to_the_talks(person: Person, name: str) -> None:
    """Go from the home page to the text of the talks, in the round that all see together."""
    person.becomes(name)
    person.opens("/app/")
    for link in ("Alder Falls Police Department (fictional)", "Coding", "Second reading, together", "Code"):
        person.follows(link)
    person.reads("Talks with analysts and records staff: what was said")


def paragraph(person: Person, words: str) -> Locator:
    return person.main.locator("p.coded").filter(has_text=words)


def comes_to(person: Person, words: str) -> None:
    """Tab into the text, and go down to a paragraph by the arrow."""
    person.keyboard.reaches(person.main.locator("p.coded[tabindex='0']"))
    target = paragraph(person, words)
    person.keyboard.press("ArrowDown", target.evaluate(STEPS_DOWN))
    expect(target).to_be_focused()


STEPS_DOWN = """target => {
  const all = [...document.querySelectorAll('p.coded')];
  return all.indexOf(target) - all.indexOf(document.activeElement);
}"""


def does(person: Person, key: str) -> None:
    """Press a key that sends something, and be back at the paragraph."""
    with person.page.expect_navigation():
        person.keyboard.press(key)
    expect(person.page.locator("p.coded:focus")).to_have_count(1)


def coded(person: Person, words: str) -> list[str]:
    """What is coded in a paragraph: each code, the words where they are not the whole paragraph, and who."""
    told = paragraph(person, words).locator("xpath=..").locator(".codings > li")
    return [each.partition("Address")[0].strip() for each in told.all_inner_texts()]


def test_a_text_is_coded_by_keyboard_alone(somebody: Callable[..., Person]) -> None:
    lead = somebody(script=True)
    comes_to_the_talks(lead, LEAD)
    comes_to(lead, SENTENCE)
    lead.keyboard.press("s", 2)
    expect(lead.page.locator("#coding-said")).to_have_text(f"Chosen: {SENTENCE}")
    lead.keyboard.press("c")
    lead.page.keyboard.type("pleas")
    assert faults(lead.page) == []
    lead.keyboard.press("ArrowDown")
    does(lead, "Enter")
    lead.reads("Coded: Entered to please the form")
    expect(paragraph(lead, SENTENCE)).to_be_focused()
    assert coded(lead, SENTENCE) == [f"E Entered to please the form {SENTENCE} you"]

    lead.keyboard.press("Shift+ArrowRight", 3)
    does(lead, ".")
    assert coded(lead, SENTENCE) == [
        "E Entered to please the form Dispatcher: We enter you",
        f"E Entered to please the form {SENTENCE} you",
    ]
    does(lead, "u")
    assert coded(lead, SENTENCE) == [f"E Entered to please the form {SENTENCE} you"]

    lead.keyboard.press("m")
    lead.page.keyboard.type("g")
    lead.keyboard.press("Enter")
    lead.page.keyboard.type("Ask the night shift.")
    lead.keyboard.press("Tab")
    does(lead, "Enter")
    assert coded(lead, SENTENCE)[0] == "G What works you\nAsk the night shift."
    does(lead, "u")
    does(lead, "r")
    lead.reads("is read to its end.")
    assert faults(lead.page) == []


def test_two_people_code_the_same_paragraph_at_once_and_nothing_is_lost(somebody: Callable[..., Person]) -> None:
    lead, assessor = somebody(script=True), somebody(script=True)
    comes_to_the_talks(lead, LEAD)
    comes_to_the_talks(assessor, ASSESSOR)
    for person, letters in ((lead, "A"), (assessor, "F")):
        comes_to(person, "Today I answer")
        person.keyboard.press("c")
        person.page.keyboard.type(letters)
    for person in (lead, assessor):
        does(person, "Enter")
    lead.page.reload()
    assert coded(lead, "Today I answer") == [
        "A Two figures for one thing you",
        f"F Agreed and not written down {ASSESSOR}",
    ]
    assert coded(assessor, "Today I answer") == [
        f"A Two figures for one thing {LEAD}",
        "F Agreed and not written down you",
    ]


def test_words_are_coded_with_a_mouse(somebody: Callable[..., Person]) -> None:
    expert = somebody(script=True)
    comes_to_the_talks(expert, EXPERT)
    paragraph(expert, "Who reads your list?").dblclick(position={"x": 30, "y": 10})
    expect(expert.page.locator("#coding-bar-words")).to_have_text("Interviewer")
    with expert.page.expect_navigation():
        expert.page.locator("button[data-give='2']").click()
    assert coded(expert, "Who reads your list?") == ["B What a figure means Interviewer you"]


def test_a_text_is_coded_on_a_phone_without_script(somebody: Callable[..., Person]) -> None:
    assessor = somebody(phone=True)
    comes_to_the_talks(assessor, ASSESSOR)
    assessor.keyboard.activates(assessor.main.get_by_text("Code by a form, without keys or a mouse"))
    assessor.fills({"Paragraph": "¶10", "Code": "What works", "The words": TRAINING})
    assessor.presses("Code")
    assert coded(assessor, TRAINING) == [f"G What works {TRAINING} you"]
