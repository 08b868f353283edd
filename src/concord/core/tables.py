"""Any list as a file: CSV and Excel, of exactly the rows that its page shows to whoever asks.

A list page asks `export` first, with the queryset that it shows; components/export.html has the links:

    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
"""

import csv
import io
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import chain, islice
from typing import Any, TypeVar, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.text import slugify

from concord.core.documents.model import fit
from concord.core.errors import BadInput
from concord.core.unkept import unkept

_Answer = TypeVar("_Answer", bound=HttpResponseBase)
Cell = str | int | float | Decimal | date | datetime | None
BATCH = 1_000
FORMULA_SIGNS = tuple("=+-@＝＋－＠")
_EXCEL_LONGEST = 32_767  # characters in a cell
_EXCEL_EXACT = 10**15  # whole numbers from here on lose digits
_EXCEL_FIRST = date(1900, 3, 1)  # the day from which its calendar is right
_CUT = " … (cut: a cell of Excel holds no more; the CSV file has all)"
_WIDEST, _NARROWEST, _LOOKED_AT = 60, 9, 200  # characters, and rows from which widths are taken


class Kind(StrEnum):
    """The kinds of file; the value is the end of the name and of ?format=."""

    CSV = "csv"
    XLSX = "xlsx"


MOST_ROWS = {Kind.CSV: 1_000_000, Kind.XLSX: 50_000}  # some half a minute of one processor, each


@dataclass(frozen=True)
class Column:
    """One column: its head, and what it shows of a row. Moments are written in UTC: say so in the head."""

    label: str
    value: Callable[[Any], Cell]


def _as_they_are(rows: Sequence[Any]) -> Iterable[Any]:
    return rows


@dataclass(frozen=True)
class Sheet:
    """How a list looks as a file. `read` turns up to 1,000 rows at once into what the columns look at (to fetch names
    in one query, say)."""

    name: str
    columns: tuple[Column, ...]
    read: Callable[[Sequence[Any]], Iterable[Any]] = _as_they_are


@dataclass(frozen=True)
class Table:
    """Rows ready to be written, each as long as the head; `at` gives the day in the file's name."""

    name: str
    head: tuple[str, ...]
    rows: Iterable[Sequence[Cell]]
    at: datetime

    def file_name(self, kind: Kind) -> str:
        """Return requests-2026-11-22.csv."""
        return f"{slugify(self.name) or 'list'}-{self.at:%Y-%m-%d}.{kind}"


def export(
    request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], sheet: Sheet, *, at: datetime
) -> HttpResponse | None:
    """Return the file that ?format= asks for, or None when it asks for none.

    `rows` are all rows that the page would show over its pages, with its filters; an unordered queryset goes newest
    first, as the page does. Raises BadInput for an unknown format, and for more rows than a file can hold."""
    asked = request.GET.get("format")
    if not asked:
        return None
    if asked not in list(Kind):
        raise BadInput("A list can be had as csv or xlsx.")
    kind = Kind(asked)
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    if count > MOST_ROWS[kind]:
        other = " Choose CSV, or see fewer by the filters." if kind == Kind.XLSX else " See fewer by the filters."
        raise BadInput(f"This list has {count:,} rows, and such a file holds {MOST_ROWS[kind]:,}.{other}")
    table = Table(sheet.name, tuple(column.label for column in sheet.columns), _values(rows, sheet), at)
    answer = csv_response(table) if kind == Kind.CSV else xlsx_response(table)
    return cast("HttpResponse", answer)  # Django keeps streamed answers in a class of their own


def asked(request: HttpRequest, keys: Iterable[str]) -> str:
    """Return which of its lists a page is asked for by ?table=, the first unless it says. Raises BadInput."""
    known = tuple(keys)
    wanted = request.GET.get("table", known[0])
    if wanted not in known:
        raise BadInput(f"There is no table {wanted!r}; expected one of: {', '.join(known)}.")
    return wanted


def _values(rows: QuerySet[Any] | Sequence[Any], sheet: Sheet) -> Iterator[list[Cell]]:
    if isinstance(rows, QuerySet):
        ordered = rows if rows.ordered else rows.order_by("-pk")
        left: Iterator[Any] = ordered.iterator(chunk_size=BATCH)
    else:
        left = iter(rows)
    while batch := list(islice(left, BATCH)):
        for row in sheet.read(batch):
            yield [column.value(row) for column in sheet.columns]


def csv_response(table: Table) -> StreamingHttpResponse:
    """Answer with RFC 4180 text in UTF-8, written as it is read; its mark tells Excel that it is UTF-8."""
    answer = StreamingHttpResponse(_csv(table), content_type="text/csv; charset=utf-8")
    return _as_file(answer, table.file_name(Kind.CSV))


def _csv(table: Table) -> Iterator[bytes]:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    out.write("\ufeff")
    writer.writerow([_in_csv(name) for name in table.head])
    for number, row in enumerate(table.rows):
        writer.writerow([_in_csv(value) for value in row])
        if number % 100 == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def _in_csv(value: Cell) -> str:
    """Return a cell that no spreadsheet takes for a formula: such text gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, int | float | Decimal | date):
        return str(value)
    text = value.replace("\0", "\ufffd")
    return f"'{text}" if dangerous(text) else text


def dangerous(text: str) -> bool:
    """Say whether a spreadsheet could take a text for a formula: by its first letter, full-width ones included, also
    after spaces; or by a TAB or a line break before it."""
    return text.startswith(("\t", "\r", "\n", *FORMULA_SIGNS)) or text.lstrip().startswith(FORMULA_SIGNS)


def xlsx_response(table: Table) -> HttpResponse:
    """Answer with an Excel file: one sheet, its head in bold and always in view, dates as dates, no formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = fit(table.name), "Concord"
    book.properties.created = table.at.replace(tzinfo=None)
    sheet = book.create_sheet(_sheet_name(table.name))
    sheet.freeze_panes = "A2"
    rows = iter(table.rows)
    first = [[_in_excel(value) for value in row] for row in islice(rows, _LOOKED_AT)]
    for number, width in enumerate(_widths(table.head, first), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    head = [WriteOnlyCell(sheet, value=fit(name)) for name in table.head]
    for cell in head:
        cell.data_type, cell.font = "s", Font(bold=True)
    sheet.append(head)
    for row in chain(first, ([_in_excel(value) for value in row] for row in rows)):
        sheet.append([_as_text(sheet, value) if _needs_saying(value) else value for value in row])
    file = io.BytesIO()
    book.save(file)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _as_file(HttpResponse(file.getvalue(), content_type=kind), table.file_name(Kind.XLSX))


def _in_excel(value: Cell) -> Cell:
    """Return a value that Excel keeps as it is: what its numbers and calendar cannot hold goes as text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).replace(tzinfo=None)
        return moment if moment.date() >= _EXCEL_FIRST else moment.isoformat(" ")
    if isinstance(value, date):
        return value if value >= _EXCEL_FIRST else value.isoformat()
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, int | float):
        return value if math.isfinite(value) and abs(value) < _EXCEL_EXACT else str(value)
    if value is None:
        return None
    text = fit(value)
    return text if len(text) <= _EXCEL_LONGEST else text[: _EXCEL_LONGEST - len(_CUT)] + _CUT


def _needs_saying(value: Cell) -> bool:
    """Say whether the library or Excel would take a text for a formula or for an error such as #N/A."""
    return isinstance(value, str) and (value.startswith("#") or dangerous(value))


def _as_text(sheet: Any, value: Any) -> Any:
    """Return a cell that is text whatever it looks like, and stays so when somebody edits it."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type, cell.quotePrefix = "s", True
    return cell


def _widths(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Return for each column how many characters it shows: what most rows need, within reason."""
    lines = [[len(name) for name in head], *([len(str(value or "")) for value in row] for row in rows)]
    return [min(max(_NARROWEST, *column) + 2, _WIDEST) for column in zip(*lines, strict=True)]


def _sheet_name(name: str) -> str:
    """Return a name that Excel accepts for a sheet: 31 characters, no brackets, slashes, colon, star, question mark."""
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in fit(name))[:31].strip("' ") or "List"


def _as_file(answer: _Answer, name: str) -> _Answer:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return unkept(answer)
