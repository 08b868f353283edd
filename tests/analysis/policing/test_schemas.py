"""Column dictionaries and mappings: what comes over, and what is said to be lost."""

import datetime as dt
import json
from typing import Any

import ibis
import pyarrow as pa
import pytest

from concord.analysis.errors import BadTable
from concord.analysis.policing.schemas.applying import FieldLoss, apply
from concord.analysis.policing.schemas.columns import Kind
from concord.analysis.policing.schemas.mapping import Mapping, layout, layouts
from concord.analysis.policing.schemas.tables import TABLES, table


def memory(**columns: list[Any]) -> ibis.Table:
    return ibis.memtable(pa.table(columns))


def rows(expression: ibis.Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = expression.to_pyarrow().to_pylist()
    return found


def mapping(fields: dict[str, Any], kind: str = "stops", **more: Any) -> Mapping:
    return Mapping.read(json.dumps({"layout": "own", "table": kind, "fields": fields, **more}))


BASIC = {"date": {"from": "day"}, "subject_race": {"from": "race", "values": {"W": "white", "b": "black"}}}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_dictionary_has_its_key_among_its_columns_and_each_name_once(name: str) -> None:
    columns = table(name).names
    assert (set(table(name).key) - set(columns), len(set(columns))) == (set(), len(columns))


@pytest.mark.parametrize("name", layouts())
def test_every_layout_that_comes_along_is_read_and_saved_unchanged(name: str) -> None:
    assert Mapping.read(layout(name).text()) == layout(name)


def test_the_layouts_that_come_along_are_those_of_the_five_publishers() -> None:
    assert layouts() == (
        *("alexandria_calls", "chicago_accused", "chicago_complaints", "chicago_officers", "chicago_trr_subjects"),
        *("new_jersey_force", "open_policing", "openpolicedata_force", "openpolicedata_stops", "ripa"),
    )


def test_a_file_comes_over_with_every_column_of_the_dictionary_in_order() -> None:
    target, _ = apply(mapping(BASIC), memory(day=["2024-02-29"], race=["W"]))
    assert tuple(target.columns) == table("stops").names
    row = rows(target)[0]
    assert {name: value for name, value in row.items() if value is not None} == {
        "date": dt.date(2024, 2, 29),
        "subject_race": "white",
    }


def test_what_is_not_understood_becomes_empty_and_is_counted_with_its_values() -> None:
    target, loss = apply(
        mapping(BASIC), memory(day=["2024-02-30", "2024-01-05", "", None], race=["W", "X", "X", " B "])
    )
    assert [row["date"] for row in rows(target)] == [None, dt.date(2024, 1, 5), None, None]
    assert [row["subject_race"] for row in rows(target)] == ["white", None, None, "black"]
    assert loss.fields == (
        FieldLoss("date", ("day",), 2, 1, (("2024-02-30", 1),)),
        FieldLoss("subject_race", ("race",), 4, 2, (("X", 2),)),
    )
    assert (loss.rows, loss.lost) == (4, 3)


def test_the_report_says_in_words_what_was_lost_and_what_was_not_carried() -> None:
    how = mapping(BASIC, left_out={"name": "names somebody"})
    _, loss = apply(how, memory(day=["2024-01-05"], race=["X"], name=["N. N."], other=["z"], empty=[None]))
    assert loss.sentences() == (
        "subject_race: 1 of 1 values were not understood (most often 'X' 1)",
        "name: 1 values not carried (names somebody)",
        "other: 1 values not carried",
    )


def test_a_file_that_loses_nothing_says_so() -> None:
    _, loss = apply(mapping(BASIC), memory(day=["2024-01-05"], race=["W"]))
    assert loss.sentences() == ("all 1 rows came over whole",)


def test_flags_numbers_and_moments_are_read_in_their_own_ways() -> None:
    fields = BASIC | {
        "moment": {"date": "day", "time": "clock"},
        "subject_age": {"from": "age"},
        "search_conducted": {"from": "searched", "true": ["j"], "false": ["n"]},
        "contraband_found": {"any_of": ["gun", "drugs"]},
    }
    data = memory(
        day=["1/5/2024", "1/5/2024", "1/5/2024"],
        race=["W"] * 3,
        clock=["23:59", None, "25:00"],
        age=["31.0", "x", "-1"],
        searched=["J", "n", "?"],
        gun=[1, 0, None],
        drugs=[0, None, None],
    )
    fields["date"] = {"from": "day", "format": "us"}
    fields["moment"] = {"date": "day", "time": "clock", "format": "us"}
    found = rows(apply(mapping(fields), data)[0])
    assert [row["date"] for row in found] == [dt.date(2024, 1, 5)] * 3
    assert [row["moment"] for row in found] == [dt.datetime(2024, 1, 5, 23, 59), None, None]  # noqa: DTZ001 - local
    assert [row["subject_age"] for row in found] == [31, None, -1]
    assert [row["search_conducted"] for row in found] == [True, False, None]
    assert [row["contraband_found"] for row in found] == [True, False, None]


def test_ripa_codes_become_words_and_its_many_flags_one() -> None:
    how = layout("ripa")
    data = {name: [0, 0] for name in sorted(how.sources)}
    data |= {"DATE_OF_STOP": ["2022-03-04"] * 2, "TIME_OF_STOP": ["01:02"] * 2, "RAE_FULL": [2, 7], "G_FULL": [1, 3]}
    data |= {"CED_DRUGS": [1, 0], "ADS_SEARCH_PERSON": [1, 0], "ROS_CUSTODIAL_WARRANT": [0, 1]}
    target, loss = apply(how, memory(**data))
    wanted = ("subject_race", "subject_sex", "search_conducted", "contraband_found", "arrest_made", "force_used")
    assert [tuple(row[name] for name in wanted) for row in rows(target)] == [
        ("black", "male", True, True, False, False),
        ("white", "other", False, False, True, False),
    ]
    assert loss.lost == 0


def test_a_missing_source_of_an_optional_column_is_said_and_of_a_required_one_refused() -> None:
    how = mapping(BASIC | {"district": {"from": "beat"}})
    target, loss = apply(how, memory(day=["2024-01-05"], race=["W"]))
    assert (loss.absent, rows(target)[0]["district"]) == (("district",), None)
    with pytest.raises(BadTable, match="file in layout own: no column race; expected each required column"):
        apply(how, memory(day=["2024-01-05"]))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"date": {"from": "day"}}, r"mapping own: no field for \['subject_race'\]"),
        (BASIC | {"colour": {"from": "c"}}, "table stops: no column colour"),
        (BASIC | {"district": {"form": "c"}}, r"field district of a mapping to stops: unknown words \['form'\]"),
        (BASIC | {"district": "beat"}, "field district of a mapping to stops: not an object"),
        (BASIC | {"district": {"from": "b", "values": ["x"]}}, "values that are none; expected an object"),
        (BASIC | {"district": {}}, "field district of a mapping to stops: no source column"),
        (BASIC | {"district": {"any_of": ["a", "b"]}}, "any_of for a text; expected a flag"),
        (BASIC | {"type": {"from": "t", "values": {"V": "car"}}}, r"values \['car'\]; expected one of vehicular"),
        (BASIC | {"date": {"from": "day", "format": "eu"}}, "format 'eu'; expected one of"),
    ],
)
def test_a_mapping_that_does_not_fit_says_what_where_and_what_was_expected(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(BadTable, match=words):
        mapping(fields)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON"),
        ("[]", "not a mapping"),
        ('{"layout": "x", "table": "y", "fields": {}}', "no kind of file 'y'"),
    ],
)
def test_what_is_no_mapping_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadTable, match=words):
        Mapping.read(text)


def test_an_unknown_layout_names_those_there_are() -> None:
    with pytest.raises(BadTable, match="no layout 'mars'; expected one of alexandria_calls, chicago_accused"):
        layout("mars")


def test_a_column_knows_its_kind() -> None:
    assert table("calls").column("dispatched").kind is Kind.MOMENT
