import io
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from concord.analysis.text.exchange import BadExchange, Codebook, Finding, NotWritable, read_codebook, write_codebook
from concord.analysis.text.exchange import model as m
from tests.analysis.text.exchange.packages import guid

TAGUETTE = (
    '<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette 1.5.2">'
    f'<Codes><Code guid="{guid(1)}" name="Trust" isCodable="true"/></Codes><Sets/></CodeBook>'
)
BOOK = Codebook(
    origin="Example 1.0",
    codes=(
        m.Code(guid=guid(1), name="Trust", codable=False, color="#00AA66", description="In whom?",
               codes=(m.Code(guid=guid(2), name="Lost"),)),
    ),
    sets=(m.Set(guid=guid(3), name="First", description="d", codes=(guid(1), guid(2))),),
)  # fmt: skip


def written(book: Codebook) -> tuple[bytes, tuple[Finding, ...]]:
    target = io.BytesIO()
    findings = write_codebook(book, target)
    return target.getvalue(), findings


def test_taguettes_codebook_which_the_schema_does_not_allow_is_read_and_written_valid() -> None:
    book = read_codebook(io.BytesIO(TAGUETTE.encode()))
    assert book == Codebook(origin="Taguette 1.5.2", codes=(m.Code(guid=guid(1), name="Trust"),))
    content, _ = written(book)
    assert [etree.QName(each).localname for each in etree.fromstring(content)] == ["Codes"]


def test_a_codebook_is_the_same_after_writing_and_reading(tmp_path: Path) -> None:
    content, findings = written(BOOK)
    path = tmp_path / "book.qdc"
    path.write_bytes(content)
    assert (read_codebook(path), findings) == (BOOK, ())
    root = etree.fromstring(content)
    assert [(each.tag, dict(each.attrib)) for each in root.iter("{*}MemberCode")] == [
        ("{urn:QDA-XML:codebook:1.0}MemberCode", {"guid": guid(1)}),
        ("{urn:QDA-XML:codebook:1.0}MemberCode", {"guid": guid(2)}),
    ]


def test_what_a_codebook_cannot_hold_is_listed() -> None:
    code, each = BOOK.codes[0], BOOK.sets[0]
    book = replace(
        BOOK, codes=(replace(code, notes=(guid(9),)),), sets=(replace(each, sources=(guid(8),), notes=(guid(7),)),)
    )
    content, findings = written(book)
    assert findings == (
        Finding("lost", "a memo of a code", 1, ("Trust",)),
        Finding("lost", "a source or memo of a set", 2, ("First", "First")),
    )
    assert read_codebook(io.BytesIO(content)) == BOOK


def test_an_unknown_namespace_of_the_same_family_is_read_and_what_is_unknown_is_listed() -> None:
    text = TAGUETTE.replace("codebook:1.0", "codebook:1:0").replace("<Sets/>", "<Hues/>")
    book = read_codebook(io.BytesIO(text.encode()), name="b.qdc")
    assert [code.name for code in book.codes] == ["Trust"]
    assert book.findings == (Finding("lost", "Hues in CodeBook", 1, ("b.qdc, line 2",)),)


def test_a_codebook_without_codes_is_not_written() -> None:
    with pytest.raises(NotWritable, match=r"^the codebook: no codes; expected at least one: the schema wants it$"):
        write_codebook(Codebook(), io.BytesIO())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<CodeBook/>", "^b: the root CodeBook of the namespace ''; expected CodeBook of "),
        (TAGUETTE[:-12], "^b: broken XML: "),
        ("<!DOCTYPE a []>" + TAGUETTE.partition("\n")[2], "^b: a document type"),
    ],
)
def test_a_broken_codebook_is_refused(text: str, message: str) -> None:
    with pytest.raises(BadExchange, match=message):
        read_codebook(io.BytesIO(text.encode()), name="b")
