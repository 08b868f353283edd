"""Open data: the same records as the pages, and no cell that a spreadsheet takes for a formula."""

import csv
import io
import json

import pytest

from concord.publishing.site import opendata
from tests.publishing.site import samples
from tests.publishing.site.conftest import Built


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("  =1+1", "'  =1+1"),
        ("＝1", "'＝1"),
        ("a=1", "a=1"),
        ("'quoted", "'quoted"),
        ("", ""),
        (None, ""),
        (True, "true"),
        (-3, "-3"),
    ],
)
def test_a_cell_cannot_be_taken_for_a_formula(value: object, expected: str) -> None:
    assert opendata.cell(value) == expected


def test_a_table_survives_commas_quotes_and_line_breaks() -> None:
    text = opendata.as_csv(samples.typical(), ["a", "b"], [{"a": 'say "x", then\ny', "b": "é"}]).decode()
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["a", "b", "from_site", "from_origin", "from_release", "from_as_of"],
        ['say "x", then\ny', "é", "riverbend", "fictional", "riverbend-2026-11-14", "2026-11-14"],
    ]


@pytest.mark.owed("P10")
def test_the_recommendations_hold_both_voices(built: Built) -> None:
    rows = list(csv.DictReader(io.StringIO(built.text("/sites/riverbend/data/recommendations.csv"), newline="")))
    source = {row["key"]: row for row in samples.typical()["recommendations"]}
    assert [row["key"] for row in rows] == list(source)
    assert [(row["assessed_status"], row["reported_status"]) for row in rows] == [
        (row["assessed"]["status"], row["reported"]["status"]) for row in source.values()
    ]


@pytest.mark.owed("P10")
def test_the_json_says_where_it_comes_from_and_equals_the_csv(built: Built) -> None:
    content = json.loads(built.text("/sites/riverbend/data/statuses.json"))
    rows = list(csv.DictReader(io.StringIO(built.text("/sites/riverbend/data/statuses.csv"), newline="")))
    assert {name: content[name] for name in ("site", "origin", "release", "as_of")} == {
        "site": "riverbend",
        "origin": "fictional",
        "release": "riverbend-2026-11-14",
        "as_of": "2026-11-14",
    }
    made_of = {f"from_{name}": content[name] for name in ("site", "origin", "release", "as_of")}
    assert [{name: opendata.cell(value) for name, value in (row | made_of).items()} for row in content["rows"]] == rows


def test_a_table_without_rows_has_no_file(built: Built) -> None:
    names = {name: built.has(f"/sites/new-harbor/data/{name}.csv") for name in opendata.LABELS}
    assert names == {name: name == "focus-areas" for name in opendata.LABELS}
