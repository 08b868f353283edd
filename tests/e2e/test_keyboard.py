"""What the keyboard of these tests can do, and what it refuses to do for a page that forgets those without a mouse."""

from collections.abc import Callable

import pytest

from tests.e2e.person import Person

pytestmark = pytest.mark.browser

PAGE = """<html lang=en><title>T</title><style>.bare:focus{outline:0}</style>
<a class=usa-skipnav href=#main>Skip to main content</a><nav><a href=#n>Elsewhere</a></nav>
<main id=main><form>
<label for=n>Name</label><input id=n name=name value=old>
<fieldset><legend>Colour</legend><label><input type=radio name=c value=r>Red</label>
<label><input type=radio name=c value=g>Green</label><label><input type=radio name=c value=b>Blue</label></fieldset>
<label for=d>Day</label><input id=d type=date name=day>
<label for=p>Place</label><select id=p name=place><option>Ash<option>Birch<option>Cedar</select>
<label><input type=checkbox name=sure>Sure</label>
<a href=#a tabindex=-1>Left out</a><a class=bare href=#b>No outline</a><button type=button>Go</button>
</form></main>"""


def test_each_kind_of_control_is_reached_and_answered_by_its_keys(somebody: Callable[..., Person]) -> None:
    person = somebody()
    person.opens("/healthz")
    person.page.set_content(PAGE)
    person.fills({"Day": "2017-11-30", "Place": "cedar", "Sure": "yes"})
    person.fills({"Name": "new", "Colour": "Blue"})  # they stand before: Tab goes round
    person.fills({"Place": "Birch", "Colour": "Red"})
    answers = "[...new FormData(document.forms[0])].map(pair => pair.join('='))"
    assert person.page.evaluate(answers) == ["name=new", "c=r", "day=2017-11-30", "place=Birch", "sure=on"]


def test_the_link_past_the_head_of_the_page_is_taken(somebody: Callable[..., Person]) -> None:
    person = somebody()
    person.opens("/request/")
    button = person.main.get_by_role("button", name="Start a request")
    person.keyboard.reaches(button)
    assert (person.page.url, person.here) == (f"{person.origin}/request/#main", "/request/")


def test_who_skipped_the_head_is_brought_to_the_summary_of_errors(somebody: Callable[..., Person]) -> None:
    person = somebody()
    person.opens("/request/")
    person.presses("Start a request")
    person.follows("How we reach you")
    person.presses("Continue")
    focused = person.page.evaluate("[document.activeElement.id, location.hash]")
    assert focused == ["errors", ""]


@pytest.mark.parametrize(
    ("link", "reason"), [("Left out", "elsewhere"), ("No outline", "without an outline")], ids=["no stop", "no outline"]
)
def test_a_control_without_the_keyboard_is_named(link: str, reason: str, somebody: Callable[..., Person]) -> None:
    person = somebody()
    person.opens("/healthz")
    person.page.set_content(PAGE)
    with pytest.raises(AssertionError) as refusal:
        person.keyboard.reaches(person.main.get_by_role("link", name=link))
    assert str(refusal.value).partition("\n")[0] == (
        f"By keyboard, the focus of '{link}' on {person.origin}/healthz#main is {reason}"
    )
