"""Writes a small Excel workbook (Office Open XML) of plain tables: quick, and the same bytes each time.

The house's own writer of Excel knows people, time zones and the request; this one knows a list of rows."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

Table = tuple[Sequence[str], Sequence[Mapping[str, Any]]]
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
EPOCH, FIRST_DAY = date(1899, 12, 30), date(1900, 3, 1)  # before that day the format counts wrongly
LONGEST = 32_767  # characters in a cell, by the format
WHEN = (1980, 1, 1, 0, 0, 0)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = "".join(
    (
        f'{HEAD}<styleSheet xmlns="{MAIN}">',
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>',
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>',
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>',
        '<fills count="2"><fill><patternFill patternType="none"/></fill>',
        '<fill><patternFill patternType="gray125"/></fill></fills>',
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>',
        '<cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/>',
        '<xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>',
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    )
)
BOLD, AS_DAY, AS_TEXT = 1, 2, 3


def workbook(tables: Mapping[str, Table], *, title: str, about: Mapping[str, str]) -> bytes:
    """Return a workbook with one sheet for each table, and a first one that says what it is and where it is from."""
    names = ["about", *tables]
    first = [("File", "What it says"), ("title", title), *about.items()]
    sheets = [sheet(first, [24, 70])]
    for columns, rows in tables.values():
        table = [tuple(columns), *(tuple(row[name] for name in columns) for row in rows)]
        sheets.append(sheet(table, [widest(column) for column in zip(*table, strict=True)]))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
        for name, text in (*parts(names), *((f"xl/worksheets/sheet{n}.xml", s) for n, s in enumerate(sheets, 1))):
            entry = zipfile.ZipInfo(name, WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, text)
    return out.getvalue()


def parts(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what every workbook is held together by."""
    numbers = range(1, len(names) + 1)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{KIND}.worksheet+xml"/>' for n in numbers
    )
    head = f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    book = f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    styles = f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>'
    yield "[Content_Types].xml", f"{head}{rels}{book}{kinds}{styles}</Types>"
    yield "_rels/.rels", relations([("officeDocument", "xl/workbook.xml")])
    sheets = "".join(
        f'<sheet name="{escape(name[:31])}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names, 1)
    )
    begun = f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><bookViews><workbookView/></bookViews>'
    yield "xl/workbook.xml", f"{begun}<sheets>{sheets}</sheets></workbook>"
    inside = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    yield "xl/_rels/workbook.xml.rels", relations([*inside, ("styles", "styles.xml")])
    yield "xl/styles.xml", STYLES


def relations(found: Sequence[tuple[str, str]]) -> str:
    """Return which parts a part leads to: (kind, place)."""
    links = "".join(
        f'<Relationship Id="r{n}" Type="{LINKS}/{kind}" Target="{at}"/>' for n, (kind, at) in enumerate(found, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def sheet(table: Sequence[Sequence[Any]], widths: Sequence[int]) -> str:
    """Return one sheet: a head that stays in sight, then rows."""
    columns = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(widths, 1))
    rows = "".join(f"<row>{''.join(cell(value, bold=not n) for value in row)}</row>" for n, row in enumerate(table))
    frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">{frozen}</sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{rows}</sheetData></worksheet>"
    )


def cell(value: Any, *, bold: bool = False) -> str:
    """Return a cell: numbers as numbers, ISO days as days, everything else as text that is never a formula."""
    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    text = NOT_XML.sub("", str(value))[:LONGEST]
    day = None if bold else day_in(text)
    if day is not None:
        return f'<c s="{AS_DAY}"><v>{(day - EPOCH).days}</v></c>'
    style = BOLD if bold else AS_TEXT
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def day_in(text: str) -> date | None:
    """Return the day that a text is, as ISO 8601 writes it; None for anything else, and for days before Excel's."""
    if not DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= FIRST_DAY else None


def widest(column: Sequence[Any]) -> int:
    """Return a width in characters at which a column can be read."""
    return max(10, min(60, max(len(str(value)) for value in column if value is not None) + 2))
