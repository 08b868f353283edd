"""Tracked changes: whoever accepts all has the new text, whoever rejects all the old one."""

import io
import zipfile
from datetime import UTC, datetime

import docx
from lxml import etree

from concord.analysis.text.marking import Piece
from concord.core.documents import Document
from concord.core.documents.model import Pairs
from concord.core.documents.tracked import Tracked, tracked

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ABOUT = Document(title="Two texts compared", blocks=(Pairs((("Older text", "r1"),)),), author="DOC-2026-0001 r2")
ROWS = (
    Tracked("same", (Piece("same", "1. Purpose"),)),
    Tracked("same", (Piece("same", "Force is "), Piece("gone", "needed."), Piece("new", "needed & in proportion."))),
    Tracked("gone", (Piece("gone", "Complaints on <working> days."),)),
    Tracked("to", (Piece("same", "Reviewed each "), Piece("gone", "year"), Piece("new", "month")), 7),
    Tracked("new", (Piece("new", "Officers step in."),)),
    Tracked("from", (Piece("gone", "Reviewed each year"),), 7),
)


def body(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def texts(data: bytes, *, without: tuple[str, ...]) -> list[str]:
    """The paragraphs once the changes of these kinds, their words and their paragraphs, are taken out."""
    found = []
    for paragraph in body(data).iter(f"{W}p"):
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        whole = [one.tag.removeprefix(W) for one in mark] if mark is not None else []
        gone = {one for kind in without for one in paragraph.iter(f"{W}{kind}")}
        kept = [
            run.text or ""
            for run in paragraph.iter(f"{W}t", f"{W}delText")
            if not any(above in gone for above in run.iterancestors())
        ]
        if not set(whole) & set(without):
            found.append("".join(kept))
    return found[next(i for i, text in enumerate(found) if text.startswith("Older text")) + 1 :]


def test_all_changes_accepted_are_the_new_text_and_all_rejected_the_old_one() -> None:
    data = tracked(ABOUT, ROWS, author="DOC-2026-0001 r2", at=AT)
    assert texts(data, without=("del", "moveFrom")) == [
        "1. Purpose",
        "Force is needed & in proportion.",
        "Reviewed each month",
        "Officers step in.",
    ]
    assert texts(data, without=("ins", "moveTo")) == [
        "1. Purpose",
        "Force is needed.",
        "Complaints on <working> days.",
        "Reviewed each year",
    ]


def test_each_change_says_who_and_when_under_a_number_of_its_own_and_a_move_has_both_its_ends() -> None:
    tree = body(tracked(ABOUT, ROWS, author="DOC-2026-0001 r2", at=AT))
    marks = [one for kind in ("ins", "del", "moveFrom", "moveTo") for one in tree.iter(f"{W}{kind}")]
    assert {(one.get(f"{W}author"), one.get(f"{W}date")) for one in marks} == {
        ("DOC-2026-0001 r2", "2026-11-22T09:30:00Z")
    }
    numbers = [one.get(f"{W}id") for one in marks]
    assert len(set(numbers)) == len(numbers)
    for way in ("moveFrom", "moveTo"):
        (start,), (end,) = tree.iter(f"{W}{way}RangeStart"), tree.iter(f"{W}{way}RangeEnd")
        assert (start.get(f"{W}name"), start.get(f"{W}id")) == ("move7", end.get(f"{W}id"))


def test_the_file_opens_in_other_programs_and_the_same_input_gives_the_same_bytes() -> None:
    data = tracked(ABOUT, ROWS, author="DOC-2026-0001 r2", at=AT)
    assert docx.Document(io.BytesIO(data)).core_properties.title == "Two texts compared"
    assert data == tracked(ABOUT, ROWS, author="DOC-2026-0001 r2", at=AT)
