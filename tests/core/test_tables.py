import csv
import io
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.http import HttpResponseBase
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from concord.core import tables
from concord.core.errors import BadInput
from concord.core.models import AuditRow

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
SHEET = tables.Sheet("Things & more", (tables.Column("Name", lambda row: row[0]), tables.Column("Day", lambda r: r[1])))


def body(answer: HttpResponseBase) -> bytes:
    return b"".join(answer)  # type: ignore[call-overload]


def read_csv(answer: HttpResponseBase) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body(answer).decode("utf-8-sig"), newline="")))


def read_xlsx(answer: HttpResponseBase) -> Any:
    return openpyxl.load_workbook(io.BytesIO(body(answer))).active


def table(*rows: Iterable[tables.Cell]) -> tables.Table:
    return tables.Table("Things", ("A", "B"), [list(row) for row in rows], AT)


def ask(address: str, rows: Any = ()) -> HttpResponseBase | None:
    return tables.export(RequestFactory().get(address), rows, SHEET, at=AT)


def file_of(address: str, rows: Any) -> HttpResponseBase:
    answer = ask(address, rows)
    assert answer is not None
    return answer


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "－1", "＠1", "-", "=")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    assert read_csv(tables.csv_response(table((text, text))))[1] == [f"'{text}"] * 2
    cell = read_xlsx(tables.xlsx_response(table((text, "x"))))["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert cell.value == text.replace("\r", "\n")


def test_a_decimal_is_a_number() -> None:
    assert read_csv(tables.csv_response(table((Decimal("-1.50"), "x"))))[1] == ["-1.50", "x"]
    cell = read_xlsx(tables.xlsx_response(table((Decimal("-1.50"), "x"))))["A2"]
    assert (cell.data_type, cell.value) == ("n", -1.5)


def test_a_head_is_no_formula_either() -> None:
    bad = tables.Table("=1", ("=A1", "#N/A"), [], AT)
    assert read_csv(tables.csv_response(bad)) == [["'=A1", "#N/A"]]
    sheet = read_xlsx(tables.xlsx_response(bad))
    assert [(cell.value, cell.data_type) for cell in sheet[1]] == [("=A1", "s"), ("#N/A", "s")]


def test_values_keep_their_kind() -> None:
    later = datetime(2026, 11, 22, 12, 30, tzinfo=timezone(timedelta(hours=2)))
    rows = [(date(2026, 1, 2), later), (-3, 2.5), (True, None), (10**15, date(1776, 7, 4)), ("#N/A", "plain")]
    assert read_csv(tables.csv_response(table(*rows)))[1:] == [
        ["2026-01-02", "2026-11-22T10:30:00+00:00"],
        ["-3", "2.5"],
        ["yes", ""],
        ["1000000000000000", "1776-07-04"],
        ["#N/A", "plain"],
    ]
    sheet = read_xlsx(tables.xlsx_response(table(*rows)))
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        [datetime(2026, 1, 2), datetime(2026, 11, 22, 10, 30)],  # noqa: DTZ001 - Excel knows no time zones
        [-3, 2.5],
        ["yes", None],
        ["1000000000000000", "1776-07-04"],
        ["#N/A", "plain"],
    ]
    assert [sheet["A2"].number_format, sheet["B2"].number_format] == ["yyyy-mm-dd", "yyyy-mm-dd h:mm:ss"]


def test_the_head_is_bold_and_stays_in_view() -> None:
    sheet = read_xlsx(tables.xlsx_response(table(("a", "b" * 90))))
    assert (sheet.freeze_panes, sheet["A1"].font.bold, sheet["A2"].font.bold) == ("A2", True, False)
    assert [sheet.column_dimensions[letter].width for letter in "AB"] == [11, 60]


def test_what_excel_cannot_hold_is_cut_and_says_so() -> None:
    found = read_xlsx(tables.xlsx_response(table(("x" * 40_000, "\0a\x0b"))))
    assert len(found["A2"].value) == 32_767
    assert found["A2"].value.endswith("… (cut: a cell of Excel holds no more; the CSV file has all)")
    assert found["B2"].value == "\ufffda\n"


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_any_text_comes_back_from_csv_but_for_the_guard(rows: list[tuple[str, str]]) -> None:
    safe = [[text.encode("utf-8", "ignore").decode() for text in row] for row in rows]
    found = read_csv(tables.csv_response(table(*safe)))[1:]
    expected = [[t.replace("\0", "\ufffd") for t in row] for row in safe]
    assert [[cell.removeprefix("'") for cell in row] for row in found] == [
        [text.removeprefix("'") for text in row] for row in expected
    ]
    assert not any(tables.dangerous(cell) for row in found for cell in row)


def test_a_list_is_a_file_only_when_it_is_asked_for() -> None:
    assert ask("/app/things/?state=open&after=12") is None
    rows = [("a", date(2026, 1, 2)), ("b", None)]
    answer = file_of("/app/things/?state=open&after=12&format=csv", rows)
    assert read_csv(answer) == [["Name", "Day"], ["a", "2026-01-02"], ["b", ""]]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="things-more-2026-11-22.csv"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    sheet = read_xlsx(file_of("/app/things/?format=xlsx", rows))
    assert (sheet.title, sheet.max_row) == ("Things & more", 3)


@pytest.mark.parametrize("asked", ["pdf", "CSV", "csv/../x", "json"])
def test_another_format_is_refused_in_words(asked: str) -> None:
    with pytest.raises(BadInput, match="A list can be had as csv or xlsx"):
        ask(f"/?format={asked}")


def test_too_many_rows_are_refused_before_any_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", {tables.Kind.CSV: 1200, tables.Kind.XLSX: 1000})
    rows = [("a", None)] * 1201
    with pytest.raises(BadInput) as refused:
        ask("/?format=xlsx", rows)
    assert refused.value.reason == (
        "This list has 1,201 rows, and such a file holds 1,000. Choose CSV, or see fewer by the filters."
    )
    with pytest.raises(BadInput) as refused:
        ask("/?format=csv", rows)
    assert refused.value.reason == "This list has 1,201 rows, and such a file holds 1,200. See fewer by the filters."


def test_rows_are_read_a_thousand_at_a_time() -> None:
    sizes: list[int] = []

    def read(rows: Any) -> Any:
        sizes.append(len(rows))
        return rows

    sheet = tables.Sheet("Numbers", (tables.Column("N", lambda row: row),), read)
    answer = tables.export(RequestFactory().get("/?format=csv"), list(range(2500)), sheet, at=AT)
    assert answer is not None
    assert read_csv(answer)[1:] == [[str(number)] for number in range(2500)]
    assert sizes == [1000, 1000, 500]


@pytest.mark.django_db
def test_a_queryset_without_an_order_goes_newest_first_as_its_page_does() -> None:
    keys = list(AuditRow.objects.order_by("-pk").values_list("pk", flat=True))
    sheet = tables.Sheet("Rows", (tables.Column("Key", lambda row: row.pk),))
    answer = tables.export(RequestFactory().get("/?format=csv"), AuditRow.objects.all(), sheet, at=AT)
    assert answer is not None
    assert read_csv(answer)[1:] == [[str(key)] for key in keys]


def test_a_sheet_has_a_name_that_excel_takes() -> None:
    for name in ("a" * 40, "Requests: 1/2 [all]?*\\", "'quoted'", "", "///"):
        bad = tables.Table(name, ("A",), [], AT)
        title = read_xlsx(tables.xlsx_response(bad)).title
        assert 0 < len(title) <= 31
        assert not set(title) & set("[]:*?/\\")
