"""Data sets: registered whole, criminal justice information kept out, and opened by no page."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from concord.core.errors import BadInput, Incomplete, NotThere
from concord.core.guard import writing
from concord.core.models import StoredFile
from concord.evidence import actions, sealed_data
from concord.evidence.checks.justice import looks_like_justice_information
from concord.evidence.models import DataSet
from tests.at_rest import CANARY, places_of
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
    assert looks_like_justice_information(columns) == ["FBI_No", "ncic hit", "rap sheet", "Criminal_History"]
    by = field.ready()
    with pytest.raises(Incomplete, match="these look like it: NCIC_HIT"):
        gathering.data_set(by, columns="sector\nNCIC_HIT", sha256="", upload=gathering.upload())
    told = gathering.data_set(by, columns="sector\nNCIC_HIT")
    assert "these look like it: NCIC_HIT" in make.browser(by.lead).get(told.get_absolute_url()).content.decode()


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
