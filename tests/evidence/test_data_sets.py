"""Data sets: registered whole, criminal justice information kept out, and opened by no page."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from concord.core.errors import BadInput, Incomplete, NotThere
from concord.core.guard import writing
from concord.core.models import StoredFile
from concord.evidence import actions, forms, sealed_data
from concord.evidence.checks.justice import looks_like_justice_information
from concord.evidence.models import DataSet
from tests.at_rest import CANARY, places_of
from tests.evidence.reading import hostile, making
from tests.evidence.test_documents import scanner
from tests.factories import engagements as make
from tests.factories import fieldwork as field
from tests.factories import gathering, moves
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

WRITERS = {"assessment_lead", "assessor", "analyst"}


@pytest.mark.owed("A20")
def test_who_may_register_and_withdraw() -> None:
    by = field.ready()
    area, known = make.area(by.engagement), gathering.data_set(by)
    people = plans.everyone(by)
    told = gathering.told_data(title="Another")
    assert moves.tried(people, lambda who: actions.register(area, by=who, at=AT, **told)) == WRITERS
    assert moves.tried(
        people, lambda who: actions.withdraw_data_set(known, reason="Another year.", by=who, at=AT)
    ) == WRITERS  # fmt: skip


def test_its_fingerprint_is_the_files_own_or_told() -> None:
    by = field.ready()
    kept = gathering.data_set(by, sha256="", upload=gathering.upload("calls.csv", b"rows"))
    assert (kept.sha256, kept.file_name) == (gathering.SHA256, "calls.csv")
    assert (kept.file_id == gathering.SHA256, kept.file is None) == (False, False)  # sealed: other bytes
    assert gathering.data_set(by).file is None
    with pytest.raises(BadInput, match="it is another file"):
        gathering.data_set(by, upload=gathering.upload("calls.csv", b"other rows"))
    with pytest.raises(BadInput, match="64 hexadecimal digits"):
        gathering.data_set(by, sha256="abc")


def test_a_file_lies_sealed_and_is_open_in_memory_while_something_is_worked_out_of_it() -> None:
    by = field.ready()
    kept = gathering.data_set(by, sha256="", upload=gathering.upload("calls.csv", f"a,b\n1,{CANARY}\n".encode()))
    assert places_of(CANARY) == []
    with sealed_data.opened(kept) as place:
        assert (place.is_file(), place.read_text()) == (True, f"a,b\n1,{CANARY}\n")
    with pytest.raises(NotThere, match="No file of"), sealed_data.opened(gathering.data_set(by)):
        pass


@pytest.mark.parametrize("answer", ["present", "unknown"])
def test_a_file_with_criminal_justice_information_is_not_taken_and_its_entry_is_tagged(answer: str) -> None:
    by = field.ready()
    with pytest.raises(Incomplete, match="no file, since it holds criminal justice information, or may"):
        gathering.data_set(by, justice_information=answer, sha256="", upload=gathering.upload())
    assert (DataSet.objects.count(), StoredFile.objects.count()) == (0, 0)
    tagged = gathering.data_set(by, justice_information=answer)
    assert (tagged.holds_justice_information, tagged.file) == (True, None)
    page = make.browser(by.lead).get(tagged.get_absolute_url()).content.decode()
    assert "It is tagged: criminal justice information stays with the agency" in page


def test_columns_that_look_like_criminal_justice_information_are_pointed_out() -> None:
    columns = ["call number", "FBI_No", "ncic hit", "rap sheet", "sector", "Criminal_History", "side of street"]
    assert looks_like_justice_information(columns) == [2, 3, 4, 6]
    by = field.ready()
    with pytest.raises(Incomplete, match=r"these look like it: line 2 of those told\.$"):
        gathering.data_set(by, columns="sector\nNCIC_HIT", sha256="", upload=gathering.upload())
    told = gathering.data_set(by, columns="sector\nNCIC_HIT")
    shown = make.browser(by.lead).get(told.get_absolute_url()).content.decode()
    assert "these look like it: line 2 of those told" in shown


def _row(*names: str) -> str:
    """A row of a sheet."""
    return "<row>" + "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in names) + "</row>"


def parquet(*names: str) -> bytes:
    """Two rows, and columns of several kinds."""
    out = io.BytesIO()
    of_kinds = [["1", "2"], [date(2023, 1, 1)] * 2, [{"of": [1.5]}] * 2, [None, True]]
    pq.write_table(pa.table({name: of_kinds[place % 4] for place, name in enumerate(names)}), out)
    return out.getvalue()


CALLS = b"call number,received at,sector\n1,2023-01-01,A\n2,2023-01-02,B\n"


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("calls.csv", b"sector;NCIC_HIT\n1;A\n", "table 1, row 1, column 2"),
        ("calls.csv", b"\nA;B;NCIC: Ada Canary\n1;A;B\n", "table 1, row 2, column 3"),
        ("calls.xlsx", making.workbook(_row("sector", "NCIC_HIT")), "table 1, row 1, column 2"),
        ("calls.xlsx", making.workbook(_row("sector"), hidden=_row("NCIC_HIT")), "table 2, row 1, column 1"),
        ("calls.parquet", parquet("sector", "beat", "NCIC_HIT", "NCIC: Ada Canary"), "column 3 of the file; column 4"),
    ],
)
def test_a_file_whose_own_columns_look_like_criminal_justice_information_is_not_taken_and_nothing_of_it_is_shown(
    name: str, content: bytes, place: str
) -> None:
    by = field.ready()
    with pytest.raises(Incomplete, match=rf"these look like it: {place} of the file\.$"):
        gathering.data_set(by, columns="sector", sha256="", upload=gathering.upload(name, content))
    page = f"{make.area(by.engagement).get_absolute_url()}register/"
    said = gathering.told_data(sha256="") | {"period_from": "2023-01-01", "period_to": "2025-12-31"}
    refused = make.browser(by.lead).post(page, {**said, "upload": gathering.upload(name, content)})
    shown = refused.content.decode()
    assert (refused.status_code, f"{place} of the file" in shown, "NCIC_HIT" in shown, "Canary" in shown) == (
        422, True, False, False,
    )  # fmt: skip
    assert (DataSet.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"row_count": 3}, "as many rows as the file has below its column names, 2; told were 3"),
        ({"columns": "call number\nsector"}, "a line for each column of the file; there is none for: received at"),
        (
            {"columns": "call number\nreceived at\nsector\nbeat"},
            "no column that the file has not; it has none called: beat",
        ),
    ],
)
def test_what_is_told_and_differs_from_the_file_is_said_before_it_is_kept_and_kept_as_told_once_looked_at(
    told: dict[str, Any], says: str
) -> None:
    by = field.ready()
    known = {"row_count": 2, "sha256": "", **told}
    with pytest.raises(Incomplete) as refused:
        gathering.data_set(by, **known, looked=False, upload=gathering.upload("calls.csv", CALLS))
    assert (refused.value.missing, DataSet.objects.count()) == ((says,), 0)
    kept = gathering.data_set(by, **known, upload=gathering.upload("calls.csv", CALLS))
    as_told = gathering.told_data(**known)
    assert (kept.columns, kept.row_count) == (as_told["columns"], as_told["row_count"])
    assert (kept.columns_found, kept.rows_found) == (3, 2)


@pytest.mark.parametrize("cell", ["Ada Miller", "4411", "ada@example.org", "Officer Miller", "x" * 41])
def test_a_first_row_that_may_be_somebodys_is_not_shown(cell: str) -> None:
    by = field.ready()
    lead, page = make.browser(by.lead), f"{make.area(by.engagement).get_absolute_url()}register/"
    said = gathering.told_data(sha256="") | {"period_from": "2023-01-01", "period_to": "2025-12-31"}
    del said["looked"]
    upload = gathering.upload("calls.csv", f"Sergeant,{cell},received at\nB,C,D\n".encode())
    shown = lead.post(page, {**said, "upload": upload}).content.decode()
    assert (cell in shown, "Sergeant" in shown) == (False, False)
    assert "there is none for 2 of them, not named here, since the first row may hold no names of columns" in shown


def test_a_line_may_say_what_its_column_holds_and_what_cannot_be_looked_into_is_taken_as_told() -> None:
    by = field.ready()
    told = {"columns": "Call_Number: of the dispatcher\nreceived at\nSector", "row_count": 2, "sha256": ""}
    exact = gathering.data_set(by, **told, looked=False, upload=gathering.upload("calls.csv", CALLS))
    other = gathering.data_set(by, **told, looked=False, upload=gathering.upload("calls.sav", CALLS))
    assert [(one.columns_found, one.rows_found) for one in (exact, other)] == [(3, 2), (None, None)]


def test_the_columns_and_the_rows_of_a_parquet_file_are_looked_at_as_those_of_any_table() -> None:
    by = field.ready()
    told = {"row_count": 2, "sha256": "", "columns": "call number\nreceived at\nsector"}
    upload = gathering.upload("calls.parquet", parquet("call number", "received at", "sector"))
    kept = gathering.data_set(by, **told, looked=False, upload=upload)
    assert (kept.columns_found, kept.rows_found) == (3, 2)
    upload = gathering.upload("calls.parquet", parquet(*(f"c{number}" for number in range(300))))
    with pytest.raises(Incomplete, match="there is none for 300 of them") as refused:
        gathering.data_set(by, **told | {"row_count": 3}, looked=False, upload=upload)
    assert "as many rows as the file has below its column names, 2; told were 3" in str(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("calls.xlsx", making.packed({"[Content_Types].xml": b"<Types/>", "xl/a.xml": b" " * 90_000_000}), "unpack"),
        ("calls.xlsx", hostile.OLE, "The file is under a password"),
        ("calls.csv", CALLS + making.workbook(_row("NCIC_HIT")), "a CSV table and something else at once"),
        ("calls.csv", b"PAR1" + b"\0" * 40 + b"PAR1", "The file holds zero bytes"),
        ("calls.xlsx", CALLS, "The name says an Excel workbook, but the file is plain text"),
        ("calls.parquet", CALLS, "The name says Parquet, but the file is something else"),
        ("calls.parquet", b"PARE" + b"\0" * 40 + b"PARE", "The Parquet file is encrypted"),
        ("calls.parquet", b"PAR1" + b"\0" * 40 + b"\xff\xff\0\0PAR1", "The Parquet file is damaged"),
        ("calls.parquet", b"PAR1" + b"\0" * 40 + b"\xff\xff\xff\xffPAR1", "says more of itself than is read"),
        ("calls.parquet", b"PAR1" + b"\x1c" * 99 + b"\0" * 9 + b"\x40\0\0\0PAR1", "The Parquet file is damaged"),
        ("calls.parquet", b"PAR1", "The Parquet file is damaged"),
        ("calls.parquet", parquet("sector", "beat").replace(b"beat", b"be\xfft"), "The Parquet file is damaged"),
        ("calls.parquet", parquet("sector")[:-48] + parquet("sector")[-8:], "The Parquet file is damaged"),
        ("calls.parquet", parquet(*(f"c{number}" for number in range(20_001))), "more than 20,000 columns"),
    ],
)
def test_a_table_that_cannot_be_looked_into_is_not_taken_and_the_form_says_why(
    name: str, content: bytes, says: str
) -> None:
    by = field.ready()
    with pytest.raises(BadInput, match=f"{says}.* Or register the data set without its file"):
        gathering.data_set(by, sha256="", upload=gathering.upload(name, content))
    lead, page = make.browser(by.lead), f"{make.area(by.engagement).get_absolute_url()}register/"
    said = gathering.told_data(sha256="") | {"period_from": "2023-01-01", "period_to": "2025-12-31"}
    refused = lead.post(page, {**said, "upload": gathering.upload(name, content)})
    assert (refused.status_code, "without its file." in refused.content.decode()) == (422, True)
    assert (DataSet.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_on_its_page_what_differs_stands_beside_the_file_and_then_beside_what_was_told() -> None:
    by = field.ready()
    lead, page = make.browser(by.lead), f"{make.area(by.engagement).get_absolute_url()}register/"
    said = gathering.told_data(sha256="", row_count=3) | {"period_from": "2023-01-01", "period_to": "2025-12-31"}
    del said["looked"]
    assert 'type="checkbox" name="looked"' not in lead.get(page).content.decode()
    refused = lead.post(page, {**said, "upload": gathering.upload("calls.csv", CALLS)})
    shown = refused.content.decode()
    assert ("column names, 2; told were 3." in shown, 'type="checkbox" name="looked"' in shown) == (True, True)
    assert (refused.status_code, DataSet.objects.count()) == (422, 0)
    assert lead.post(page, {**said, "looked": "on", "upload": gathering.upload("calls.csv", CALLS)}).status_code == 302
    entry = lead.get(DataSet.objects.get().get_absolute_url()).content.decode()
    assert "<dt>Rows</dt><dd>3 as told; the file has <b>2</b></dd>" in entry


class Unread(SimpleUploadedFile):
    """A file that claims a gigabyte, and of which nobody may read a byte."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        del chunk_size
        raise AssertionError("read before its size was looked at")

    @property
    def size(self) -> int:
        return 2**30

    @size.setter
    def size(self, _size: int) -> None:
        pass


def test_a_file_that_is_too_large_is_refused_before_a_byte_of_it_is_read() -> None:
    by = field.ready()
    form = forms.RegisterForm(
        gathering.told_data(sha256=""), {"upload": Unread("calls.csv", CALLS)}, thing=make.area(by.engagement)
    )
    assert form.errors["upload"] == ["The file has 1024.0 MB; at most 50 MB can be taken. Split or compress it."]


def test_a_file_in_which_the_scanner_finds_something_is_looked_into_by_nobody(tmp_path: Path, settings: object) -> None:
    by = field.ready()
    lead, page = make.browser(by.lead), f"{make.area(by.engagement).get_absolute_url()}register/"
    said = gathering.told_data(sha256="") | {"period_from": "2023-01-01", "period_to": "2025-12-31"}
    upload = gathering.upload("calls.csv", b"sector,NCIC_HIT\n1,A\n")
    with scanner(b"stream: Eicar-Signature FOUND\0", tmp_path) as (settings.CONCORD_CLAMD, _):  # type: ignore[attr-defined]
        refused = lead.post(page, {**said, "upload": upload})
    shown = refused.content.decode()
    assert (refused.status_code, "found Eicar-Signature in calls.csv" in shown, "NCIC_HIT" in shown) == (
        422,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("changed", "error", "says"),
    [
        ({"source": " "}, Incomplete, "source"),
        ({"justice_information": ""}, Incomplete, "the answer about criminal justice information"),
        ({"period_to": date(2022, 1, 1)}, BadInput, "ends before"),
        ({"row_count": -1}, BadInput, "from nothing up"),
    ],
)
def test_a_data_set_is_registered_whole(changed: dict[str, Any], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        gathering.data_set(field.ready(), **changed)


def test_no_page_opens_the_data_and_the_database_keeps_the_file_out() -> None:
    by = field.ready()
    kept = gathering.data_set(by, sha256="", upload=gathering.upload("calls.csv", b"CANARY-ROW,1\n"))
    for address in (kept.get_absolute_url(), f"/app/engagements/{by.engagement.ref}/data-sets/"):
        assert "CANARY-ROW" not in make.browser(by.lead).get(address).content.decode()
    assert gathering.data_set(by, sha256="", upload=gathering.upload("calls.csv", b"CANARY-ROW,1\n")) == kept
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        DataSet.objects.filter(pk=kept.pk).update(justice_information="present")
