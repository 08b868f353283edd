"""What is read of the tables of a file, cell by cell, by a process of its own."""

from pathlib import Path

import pytest

from concord.evidence.reading.parent import Ended, Told, tables
from concord.evidence.reading.pieces import Row, Unreadable
from tests.evidence.reading import making as make


def rows_of(folder: Path, name: str, content: bytes) -> tuple[list[tuple[str, int, tuple[str, ...]]], list[str]]:
    """Return the rows of a file with the name of their table, and what was said about it."""
    place = folder / "file"
    place.write_bytes(content)
    found = list(tables(place, name))
    rows = [(row.name, row.number, row.cells) for row in found if isinstance(row, Row)]
    assert isinstance(found[-1], Ended)
    return rows, [line.warning for line in found if isinstance(line, Told) and line.warning]


def test_a_csv_keeps_its_empty_cells_and_counts_its_empty_rows(tmp_path: Path) -> None:
    content = b'No;Text\n1;"First line\nsecond  line"\n;;\n\n2;;x\n'
    rows, said = rows_of(tmp_path, "a.csv", content)
    assert rows == [
        ("", 1, ("No", "Text")),
        ("", 2, ("1", "First line\nsecond line")),
        ("", 5, ("2", "", "x")),
    ]
    assert said == []


def test_a_workbook_keeps_each_cell_in_its_column(tmp_path: Path) -> None:
    rows = (
        '<row r="3"><c r="B3" t="inlineStr"><is><t>No</t></is></c>'
        '<c r="D3" t="inlineStr"><is><t>Share</t></is></c></row>'
        '<row r="4"><c r="B4"><v>2.1000000000000001</v></c><c r="D4" s="1"><v>0.286</v></c></row>'
        '<row r="6"><c><v>7</v></c><c><v>8</v></c></row>'
    )
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="10"/></cellXfs>'
    book = make.workbook(rows, styles=styles, hidden='<row r="1"><c r="A1"><v>1</v></c></row>')
    found, said = rows_of(tmp_path, "a.xlsx", book)
    assert found == [
        ("Rosters", 3, ("", "No", "", "Share")),
        ("Rosters", 4, ("", "2.1", "", "28.6%")),
        ("Rosters", 6, ("7", "8")),
    ]
    assert said == ["A hidden sheet was left out."]


def test_a_word_document_gives_its_tables_and_nothing_else(tmp_path: Path) -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<w:tc>{more}{''.join(map(make.said, text.split('|')))}</w:tc>"

    inner = f"<w:tc>{make.said('Out')}<w:tbl><w:tr>{cell('in')}</w:tr></w:tbl></w:tc>"
    body = (
        make.said("Before.")
        + f"<w:tbl><w:tr>{cell('No')}{cell('What')}</w:tr>"
        + f"<w:tr>{cell('1')}{cell('Adopt.|Then train.')}</w:tr></w:tbl>"
        + make.said("Between.")
        + f"<w:tbl><w:tr>{cell('Wide', '<w:tcPr><w:gridSpan w:val=' + chr(34) + '2' + chr(34) + '/></w:tcPr>')}"
        + f"{cell('End')}</w:tr><w:tr>{inner}{cell('')}{cell('x')}</w:tr></w:tbl>"
    )
    rows, said = rows_of(tmp_path, "a.docx", make.word(body))
    assert rows == [
        ("", 1, ("No", "What")),
        ("", 2, ("1", "Adopt.\nThen train.")),
        ("", 1, ("Wide", "", "End")),
        ("", 2, ("Out\nin", "", "x")),
    ]
    assert said == []


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"Text.", "kind"),
        ("a.pdf", make.pdf("Text."), "kind"),
        ("a.csv", b",".join([b"x"] * 201), "too-long"),
        ("a.csv", b"x,y\n" * 20_001, "too-long"),
        ("a.csv", b"x," + b"y" * 50_001, "too-long"),
        ("a.xlsx", make.workbook('<row r="1"><c r="XFE1"><v>1</v></c></row>'), "too-long"),
        ("a.xlsx", b"PK\x03\x04 no archive", "polyglot"),
    ],
)
def test_what_is_no_table_of_a_report_is_refused(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    place = tmp_path / "file"
    place.write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        list(tables(place, name))
    assert refused.value.code == code
