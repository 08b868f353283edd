from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from concord.agencies.imports import BadFile, read_csv
from tests.agencies.conftest import HEADER

Write = Callable[..., Path]
ORI = "seven or nine letters and digits, a letter first"
OR_NONE = "or both coordinates empty"
GOOD = "OH0990100,Ashford Falls Police Department,City,OH,Ashford,40.1,-82.5"


def _problems(path: Path) -> list[str]:
    with pytest.raises(BadFile) as refused:
        read_csv(path)
    return [str(problem) for problem in refused.value.problems]


def test_a_line_becomes_a_row(csv_file: Write) -> None:
    (row,) = read_csv(csv_file(GOOD))
    assert (row.ori, row.name, row.fbi_type, row.state, row.county, row.latitude, row.longitude, row.source) == (
        *("OH0990100", "Ashford Falls Police Department", "City", "OH", "Ashford"),
        *(Decimal("40.1"), Decimal("-82.5"), "agencies.csv"),
    )


def test_columns_may_stand_in_any_order_and_the_digest_is_the_same(csv_file: Write) -> None:
    (one,) = read_csv(csv_file(GOOD))
    turned = csv_file(",".join(GOOD.split(",")[::-1]), header=",".join(HEADER.split(",")[::-1]))
    assert read_csv(turned) == [one]


def test_every_value_counts_in_the_digest(csv_file: Write) -> None:
    values = GOOD.split(",")
    others = ["OH0990200", "Another", "County", "PA", "Other", "41", "-83"]
    changed = [",".join([*values[:i], other, *values[i + 1 :]]) for i, other in enumerate(others)]
    digests = {read_csv(csv_file(line))[0].digest for line in [GOOD, *changed]}
    assert len(digests) == 1 + len(others)


def test_seven_characters_are_read_as_nine(csv_file: Write) -> None:
    (row,) = read_csv(csv_file(GOOD.replace("OH0990100", "oh09901")))
    assert row.ori == "OH0990100"


@pytest.mark.parametrize("place", [",", "-9,-9"])
def test_no_place_and_the_fbis_mark_for_no_place_are_no_place(csv_file: Write, place: str) -> None:
    (row,) = read_csv(csv_file(GOOD.replace("40.1,-82.5", place)))
    assert (row.latitude, row.longitude) == (None, None)


def test_a_byte_order_mark_empty_lines_and_quotes_are_read(tmp_path: Path) -> None:
    path = tmp_path / "agencies.csv"
    path.write_bytes(f'\ufeff{HEADER}\n\nOH0990100,"Ashford Falls, Police",City,OH,,,\n'.encode())
    assert [row.name for row in read_csv(path)] == ["Ashford Falls, Police"]


def test_a_bad_row_names_file_line_column_what_was_found_and_expected(csv_file: Write) -> None:
    line = "OH099010,Ashford Falls\x07,Town,XX,Ashford,99,-9"
    types = "City, County, Federal, Other, Other State Agency, State Police, Tribal, University or College, Unknown"
    problems = _problems(csv_file(GOOD, line))
    states = problems.pop(3)
    assert problems == [
        "agencies.csv, line 3, column agency_name, found 'Ashford Falls\\x07', expected printable characters",
        f"agencies.csv, line 3, column ori9, found 'OH099010', expected {ORI}",
        f"agencies.csv, line 3, column agency_type, found 'Town', expected one of: {types}",
        f"agencies.csv, line 3, column lat, found '99', expected degrees within -15 to 72, {OR_NONE}",
        f"agencies.csv, line 3, column lng, found '-9', expected degrees within -180 to -64 or 144 to 180, {OR_NONE}",
    ]
    assert states.startswith("agencies.csv, line 3, column state, found 'XX', expected one of: AK, AL, ")


@pytest.mark.parametrize("text", ["north", "NaN", "Infinity", "-82.5", ""])
def test_a_latitude_that_cannot_be_is_found(csv_file: Write, text: str) -> None:
    assert _problems(csv_file(GOOD.replace("40.1", text))) == [
        f"agencies.csv, line 2, column lat, found {text!r}, expected degrees within -15 to 72, {OR_NONE}"
    ]


def test_an_agency_that_stands_twice_is_found(csv_file: Write) -> None:
    assert _problems(csv_file(GOOD, GOOD)) == [
        "agencies.csv, line 3, column ori9, found 'OH0990100', expected each agency once; it stands on line 2 already"
    ]


def test_a_name_that_is_too_long_is_found(csv_file: Write) -> None:
    name = "A" * 201
    assert _problems(csv_file(GOOD.replace("Ashford Falls Police Department", name))) == [
        f"agencies.csv, line 2, column agency_name, found '{name}', expected at most 200 characters"
    ]


def test_a_line_with_too_few_values_is_found(csv_file: Write) -> None:
    assert _problems(csv_file("OH0990100,Ashford Falls", GOOD)) == [
        "agencies.csv, line 2, found '2 values', expected 7 values"
    ]


def test_another_header_is_refused(csv_file: Write) -> None:
    assert _problems(csv_file(GOOD, header="ori,agency_name")) == [
        f"agencies.csv, line 1, found 'ori,agency_name', expected the columns {HEADER}"
    ]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "agencies.csv"
    path.touch()
    assert _problems(path) == [f"agencies.csv, line 1, found '', expected the columns {HEADER}"]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert _problems(tmp_path / "agencies.csv") == [
        "agencies.csv, found 'No such file or directory', expected a file to read"
    ]


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "agencies.csv"
    path.write_bytes(f"{HEADER}\nOH0990100,Caf\xe9,City,OH,,,\n".encode("latin-1"))
    (problem,) = _problems(path)
    assert problem.startswith("agencies.csv, found 'byte 0xe9 after line ")
    assert problem.endswith(", expected text in UTF-8")


def test_a_quote_that_never_ends_is_refused(csv_file: Write) -> None:
    assert _problems(csv_file(GOOD, 'OH0990200,"Ashford')) == [
        "agencies.csv, line 3, found 'unexpected end of data', expected comma-separated values"
    ]


def test_the_sentence_lists_the_first_twenty_problems_and_counts_the_rest(csv_file: Write) -> None:
    with pytest.raises(BadFile) as refused:
        read_csv(csv_file(*["x"] * 23))
    assert len(refused.value.problems) == 23
    assert refused.value.reason.startswith("Nothing was loaded. agencies.csv, line 2, found '1 values'")
    assert refused.value.reason.endswith("line 21, found '1 values', expected 7 values; and 3 more.")
