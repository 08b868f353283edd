"""Two people write the same part of a work plan at the same time, each in a browser of their own."""

from collections.abc import Callable

import pytest

from tests.e2e.person import Person

pytestmark = pytest.mark.browser

LEAD, ASSESSOR = "Thandi Orrowick", "Caleb Strandhollow"
THEIRS, YOURS = "The lead writes to the chief each Friday.", "Residents read each report in three languages."


def opens_the_part(person: Person) -> str:
    """Go from the home page to the part of the draft that says who is told what; return what it holds."""
    person.opens("/app/")
    for link in ("Alder Falls Police Department (fictional)", "Work plans", "Version 3", "Write the draft"):
        person.follows(link)
    person.follows("Communication")
    return person.main.get_by_label("Communication").input_value()


def saves(person: Person, text: str) -> None:
    person.fills({"Communication": text})
    person.presses("Save and see the list")


@pytest.mark.owed("A4")
def test_whoever_saves_second_reads_both_texts_and_loses_neither(somebody: Callable[..., Person]) -> None:
    lead, assessor = somebody(), somebody()
    lead.becomes(LEAD)
    assessor.becomes(ASSESSOR)
    before = opens_the_part(lead)
    assert opens_the_part(assessor) == before

    saves(lead, f"{before}\n{THEIRS}")
    saves(assessor, f"{before}\n{YOURS}")

    assessor.reads(f"{LEAD} saved this part while you wrote", "Nothing is lost: both texts are here.")
    theirs = assessor.main.get_by_role("region", name=LEAD)
    assert (THEIRS in theirs.inner_text(), YOURS in theirs.inner_text()) == (True, False)
    assert assessor.main.get_by_label("Communication").input_value() == f"{before}\n{YOURS}"

    saves(assessor, f"{before}\n{THEIRS}\n{YOURS}")
    assert opens_the_part(lead) == f"{before}\n{THEIRS}\n{YOURS}"
    lead.keyboard.activates(lead.main.get_by_text("Earlier texts"))
    lead.reads("Earlier texts", LEAD, THEIRS)
