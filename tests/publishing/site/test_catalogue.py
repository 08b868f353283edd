"""data.json says what DCAT-US 1.1 asks for, and every file that it names is there. Excel opens as it was meant."""

import io
import json
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from jsonschema_rs import Draft202012Validator

from concord.publishing.site import dictionary, opendata, workbook
from tests.publishing.site import samples
from tests.publishing.site.conftest import Built

TEXT = {"type": "string", "minLength": 1}
DISTRIBUTION = {
    "type": "object",
    "required": ["@type", "downloadURL", "mediaType"],
    "properties": {
        "@type": {"const": "dcat:Distribution"},
        "downloadURL": {"type": "string", "pattern": "^https://"},
        "mediaType": {"type": "string", "pattern": "^[a-z]+/[a-z0-9.+-]+$"},
        "title": TEXT,
        "format": TEXT,
    },
    "additionalProperties": False,
}
CONTACT = {
    "type": "object",
    "required": ["@type", "fn", "hasEmail"],
    "properties": {"@type": {"const": "vcard:Contact"}, "fn": TEXT, "hasEmail": {"pattern": "^mailto:.+@.+$"}},
    "additionalProperties": False,
}
DATASET = {
    "type": "object",
    # What the standard asks of everybody; a federal office adds the two codes of its bureau and programme.
    "required": [
        *("title", "description", "keyword", "modified", "publisher", "contactPoint", "identifier", "accessLevel")
    ],
    "properties": {
        "@type": {"const": "dcat:Dataset"},
        "accessLevel": {"enum": ["public", "restricted public", "non-public"]},
        "keyword": {"type": "array", "minItems": 1, "items": TEXT},
        "modified": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "temporal": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}/\d{4}-\d{2}-\d{2}$"},
        "language": {"type": "array", "items": {"pattern": "^[a-z]{2}-[A-Z]{2}$"}},
        "publisher": {"type": "object", "required": ["name"]},
        "contactPoint": CONTACT,
        "distribution": {"type": "array", "items": DISTRIBUTION, "uniqueItems": True},
        "bureauCode": {"type": "array", "items": {"pattern": "^[0-9]{3}:[0-9]{2}$"}},
        "programCode": {"type": "array", "items": {"pattern": "^[0-9]{3}:[0-9]{3}$"}},
    },
}
CATALOGUE = {
    "type": "object",
    "required": ["conformsTo", "dataset"],
    "properties": {
        "conformsTo": {"const": "https://project-open-data.cio.gov/v1.1/schema"},
        "dataset": {"type": "array", "items": DATASET, "minItems": 1},
    },
}
BASE = "https://reform.example"


@pytest.mark.owed("P10")
def test_the_catalogue_keeps_to_the_standard(built: Built) -> None:
    found = json.loads(built.text("/data.json"))
    errors = [f"{error.instance_path}: {error.message}" for error in Draft202012Validator(CATALOGUE).iter_errors(found)]
    assert errors == []
    names = [each["identifier"] for each in found["dataset"]]
    assert len(set(names)) == len(names)


def test_every_file_that_the_catalogue_names_is_there(built: Built) -> None:
    found = json.loads(built.text("/data.json"))
    files = [part["downloadURL"] for each in found["dataset"] for part in each["distribution"]]
    assert [file for file in files if not file.startswith(BASE) or not built.has(file.removeprefix(BASE))] == []


def test_a_made_up_site_says_so_in_the_catalogue(built: Built) -> None:
    found = json.loads(built.text("/data.json"))
    said = {each["identifier"]: each["description"] for each in found["dataset"]}
    assert said[f"{BASE}/sites/riverbend/data/"].endswith("Fictional example: this agency does not exist.")


def test_every_column_is_explained(built: Built) -> None:
    columns = {
        name
        for document in samples.everything()
        if document["schema"].startswith("concord.site/")
        for names, _ in opendata.tables(document).values()
        for name in names
    }
    origin = {f"from_{name}" for name in opendata.made_of(samples.typical())}
    assert sorted((columns | origin) - set(dictionary.COLUMNS)) == []
    page = built.page("/sites/riverbend/data/")
    assert "Key of the finding that a recommendation answers" in page


def rows_of(book: Any, name: str) -> list[tuple[Any, ...]]:
    return [tuple(cell.value for cell in row) for row in book[name].iter_rows()]


def test_the_workbook_holds_the_same_rows_as_the_tables(built: Built) -> None:
    book = openpyxl.load_workbook(built.root / "sites/riverbend/data/tables.xlsx")
    tables = opendata.tables(samples.typical())
    assert book.sheetnames == ["about", *tables]
    columns, rows = tables["work"]
    assert rows_of(book, "work") == [tuple(columns), *(tuple(row.values()) for row in rows)]
    issued = [row[6] for row in rows_of(book, "recommendations")][1:]
    expected = [datetime.fromisoformat(row["issued_on"]) for row in samples.typical()["recommendations"]]
    assert issued == expected
    assert dict(rows_of(book, "about"))["origin"] == "fictional"


def test_no_cell_of_a_workbook_is_a_formula_and_no_forbidden_character_breaks_it() -> None:
    rows = [{"a": "=1+1", "b": "x\x0by\x00 <&>"}, {"a": None, "b": True}, {"a": 3, "b": "2026-02-30"}]
    made = workbook.workbook({"t": (["a", "b"], rows)}, title="T", about={})
    sheet = openpyxl.load_workbook(io.BytesIO(made))["t"]
    found = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert found == [
        [("=1+1", "s"), ("xy <&>", "s")],
        [(None, "n"), (True, "b")],
        [(3, "n"), ("2026-02-30", "s")],
    ]
    assert made == workbook.workbook({"t": (["a", "b"], rows)}, title="T", about={})
