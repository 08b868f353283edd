import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from concord.core import documents as docs
from concord.core.documents.model import fit, right_to_left
from concord.core.errors import HouseError
from tests.core.documents.samples import HOSTILE, SHOWN


def test_a_text_is_made_fit_wherever_it_stands_and_nothing_is_left_out() -> None:
    found = docs.Document(
        HOSTILE, (docs.Paragraph(HOSTILE), docs.Table(HOSTILE, (HOSTILE,), ((HOSTILE,),))), mark=HOSTILE
    )
    assert found == docs.Document(SHOWN, (docs.Paragraph(SHOWN), docs.Table(SHOWN, (SHOWN,), ((SHOWN,),))), mark=SHOWN)


@given(st.text())
def test_a_fit_text_can_stand_in_xml_and_a_second_time_changes_nothing(text: str) -> None:
    element = etree.Element("x")
    element.text = fit(text)
    assert etree.fromstring(etree.tostring(element, encoding="utf-8")).text in (fit(text), None)
    assert fit(fit(text)) == fit(text)


def test_blank_lines_part_paragraphs() -> None:
    found = docs.paragraphs("\nOne\r\nline more\r\n \r\n\n\nTwo\n")
    assert found == (docs.Paragraph("One\nline more"), docs.Paragraph("Two"))
    assert docs.paragraphs(" \n ") == ()


@pytest.mark.parametrize("levels", [(2,), (1, 3), (0,), (1, 2, 3, 4)])
def test_headings_that_skip_a_level_are_refused(levels: tuple[int, ...]) -> None:
    with pytest.raises(HouseError):
        docs.Document("Title", tuple(docs.Heading("Part", level) for level in levels))


def test_a_row_that_does_not_fit_the_head_is_refused() -> None:
    with pytest.raises(HouseError, match="“Facts” does not fit its head of 2"):
        docs.Document("Title", (docs.Table("Facts", ("A", "B"), (("a",),)),))


def test_the_first_letter_that_has_a_direction_decides_it() -> None:
    assert [right_to_left(text) for text in ("3 مرحبا world", "world مرحبا", "שלום", "123", "")] == [
        True,
        False,
        True,
        False,
        False,
    ]
