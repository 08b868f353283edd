"""Quotes of a round: chosen by code, coder, where they stand and who speaks; as a list, a table and a Word document."""

import io

import pytest
from docx import Document as Word

from concord.evidence import queries
from concord.evidence.models import Coding, CodingRound
from concord.evidence.queries import Wanted
from tests.factories import coding as code
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import workplans as plans

pytestmark = pytest.mark.django_db
TALK = ("Clerk: I keep a list of my own.", "Analyst: The report is good.", "Nobody wrote it down.")


def coded(by: plans.Cast) -> CodingRound:
    """A round together in which the lead coded what the clerk says, and the expert the rest."""
    code.text(by, *TALK)
    of = code.opened(by, blind=False)
    code.coded(of, by.lead, 1, code.SERGEANTS, 7, 31)
    code.coded(of, by.expert, 2, code.TRUST, 9, 28)
    code.coded(of, by.expert, 3, code.MOVES, 0, 21)
    return of


def chosen(by: plans.Cast, of: CodingRound, wanted: Wanted) -> list[str]:
    rows = queries.quotes_wanted(by.lead, of, wanted)
    return [one.words for one in queries.quotes(list(rows))]


def test_quotes_are_chosen_by_code_with_those_below_it_by_coder_by_speaker_and_by_words() -> None:
    by = gather.ready()
    of = coded(by)
    clerk, analyst, nobody = "I keep a list of my own.", "The report is good.", "Nobody wrote it down."
    assert chosen(by, of, Wanted()) == [clerk, analyst, nobody]
    assert chosen(by, of, Wanted(code=code.TRUST)) == [clerk, analyst]
    assert chosen(by, of, Wanted(code=code.SERGEANTS)) == [clerk]
    assert chosen(by, of, Wanted(coder=by.expert.actor_key)) == [analyst, nobody]
    assert chosen(by, of, Wanted(speaker="analyst")) == [analyst]
    assert chosen(by, of, Wanted(words="WROTE")) == [nobody]
    assert chosen(by, of, Wanted(speaker="clerk", words="wrote")) == []
    assert chosen(by, of, Wanted(method="document_review", focus_area=1)) == [clerk, analyst, nobody]
    assert chosen(by, of, Wanted(method="interview")) == []
    assert chosen(by, of, Wanted(document="DOC-1999-0001")) == []


def test_who_speaks_is_read_off_the_beginning_of_a_paragraph() -> None:
    said = ("Records clerk: I open both.", "It was 12:30 by then.", "See: http", "Commander’s aide: Yes.", "No colon")
    assert [queries.speaker_of(one) for one in said] == ["Records clerk", "", "See", "Commander’s aide", ""]


def test_the_page_and_its_files_hold_what_was_chosen() -> None:
    by = gather.ready()
    of = coded(by)
    lead, page = make.browser(by.lead), f"/app/coding/{of.ref}/quotes/"
    assert lead.get(page).content.decode().count("<q>") == 3
    asked = f"{page}?code={code.TRUST}&speaker=Clerk"
    assert lead.get(asked).content.decode().count("<q>") == 1
    assert lead.get(f"{page}?code=x").content.decode().count("<q>") == 3
    told = Word(io.BytesIO(lead.get(f"{page}?format=docx").content))
    address = Coding.objects.earliest("pk").citation.short
    texts = [one.text for one in told.paragraphs if one.text]
    assert [one for one in texts if one.endswith(")") or address in one] == [
        "Trust (A)",
        "Moves (B)",
        "Sergeants (C)",
        f"“I keep a list of my own.”\n{address}, Policy on moves; coded by {by.lead.name}",
    ]


def test_of_a_confidential_document_the_word_file_holds_the_address_and_no_words() -> None:
    by = gather.ready()
    code.text(by, *TALK, releasability="confidential")
    of = code.opened(by, blind=False, confidential=True)
    code.coded(of, by.lead, 1, code.TRUST, 7, 31)
    answer = make.browser(by.lead).get(f"/app/coding/{of.ref}/quotes/?format=docx")
    told = "\n".join(one.text for one in Word(io.BytesIO(answer.content)).paragraphs)
    assert ("(sealed: read it at its address)" in told, "list of my own" in told) == (True, False)
