"""Two people write the same part of a work plan, or of an edition, at the same time, each in a browser of their own."""

from collections.abc import Callable

import pytest

from tests.e2e.journey import OFFICER, OFFICIAL
from tests.e2e.person import Person

pytestmark = pytest.mark.browser

LEAD, ASSESSOR = "Thandi Orrowick", "Caleb Strandhollow"
EARLY, LATE = "Monday to Friday, from 8 to 16", "Monday to Friday, from 9 to 17"
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


def test_whoever_saves_second_in_a_draft_edition_sees_both_texts_and_decides(somebody: Callable[..., Person]) -> None:
    officer, official = somebody(), somebody()
    officer.becomes(OFFICER)
    official.becomes(OFFICIAL)
    officer.opens("/app/programme/")
    draft = officer.main.locator("a[href^='/app/drafts/']").first.get_attribute("href")
    for person in (officer, official):
        assert person.opens(f"{draft}parts/office/") == 200
    for person, hours in ((officer, EARLY), (official, LATE)):
        person.fills({"Hours": hours})
        person.presses("Save in the draft")

    official.reads("Somebody else saved this while you had it open", "Nothing is lost.")
    row = official.main.get_by_role("row").filter(has=official.page.get_by_role("rowheader", name="Hours", exact=True))
    assert row.get_by_role("cell").all_inner_texts() == [EARLY, LATE]
    official.presses("Save in the draft")
    officer.opens(f"{draft}parts/office/")
    assert officer.main.get_by_label("Hours").input_value() == LATE
