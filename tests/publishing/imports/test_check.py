from pathlib import Path

import pytest

from concord.publishing.imports.problems import ImportRejected
from concord.publishing.imports.read import read_folder
from tests.publishing.imports.folder import ROWS, add, change, sheet, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "sites")


def told(folder: Path) -> list[str]:
    with pytest.raises(ImportRejected) as caught:
        read_folder(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_repeated_key_names_the_line_of_the_first(folder: Path) -> None:
    add(folder, "findings.csv", ROWS["findings.csv"][0])
    assert told(folder) == [
        (
            "findings.csv, line 3, column label: found “harbor-point / 1.1” again, first on line 2; "
            "expected each slug and label once."
        )
    ]


def test_a_row_of_an_unknown_site_is_told(folder: Path) -> None:
    change(folder, "statuses.csv", slug="harbour-point")
    assert told(folder) == ["statuses.csv, line 2, column slug: found “harbour-point”; expected a slug of sites.csv."]


def test_an_unreadable_list_of_sites_does_not_make_every_row_look_unknown(folder: Path) -> None:
    (folder / "sites.csv").write_bytes(b"\xff")
    assert told(folder) == [
        "sites.csv, line 1: found the byte 0xFF; expected text in UTF-8 (save the sheet as CSV UTF-8)."
    ]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ('new-site,"Never closed\n', "broken CSV (unexpected end of data)"),
        ("new-site,New, Site Police Department\n", "3 cells"),
    ],
)
def test_a_row_that_cannot_be_parted_into_cells_makes_no_other_row_look_unknown(
    folder: Path, row: str, found: str
) -> None:
    with (folder / "sites.csv").open("a", encoding="utf-8") as out:
        out.write(row)
    add(folder, "statuses.csv", {**ROWS["statuses.csv"][0], "slug": "new-site"})
    assert [line.partition("; ")[0] for line in told(folder)] == [f"sites.csv, line 4: found {found}"]


def test_a_focus_area_that_the_site_does_not_list_is_told(folder: Path) -> None:
    change(folder, "published_figures.csv", row=0, focus_area="7")
    change(folder, "findings.csv", focus_area="3")
    change(folder, "recommendations.csv", focus_area="")
    assert told(folder) == [
        "findings.csv, line 2, column focus_area: found “3”; expected a focus area of the site in focus_areas.csv.",
        (
            "published_figures.csv, line 2, column focus_area: found “7”; "
            "expected a focus area of the site in focus_areas.csv."
        ),
        "published_figures.csv, line 3, column focus_area: found “”; expected “7”, as on line 2 of the same figure.",
    ]


def test_a_recommendation_stands_on_a_finding_of_its_own_site(folder: Path) -> None:
    change(folder, "recommendations.csv", finding="9.9")
    assert told(folder) == [
        "recommendations.csv, line 2, column finding: found “9.9”; expected a finding of the site in findings.csv."
    ]


def test_a_recommendation_has_the_focus_area_of_its_finding(folder: Path) -> None:
    change(folder, "recommendations.csv", focus_area="2")
    assert told(folder) == [
        "recommendations.csv, line 2, column focus_area: found “2”; expected 1, the focus area of finding 1.1."
    ]


def test_a_site_does_not_end_before_it_starts(folder: Path) -> None:
    change(folder, "sites.csv", row=1, started="2016-03")
    assert told(folder) == [
        "sites.csv, line 3, column ended: found “2016-02-01”; expected a date not before the start, 2016-03."
    ]


def test_a_site_may_end_in_the_year_it_starts(folder: Path) -> None:
    change(folder, "sites.csv", row=1, started="2016-02", ended="2016")
    assert str(read_folder(folder).site("mill-creek").ended) == "2016"


def test_a_date_of_going_on_needs_somebody_who_went_on(folder: Path) -> None:
    change(folder, "sites.csv", row=1, continued_since="2018")
    assert told(folder) == [
        "sites.csv, line 3, column continued_by: found an empty cell; expected who went on, since a date is given."
    ]


def test_all_rows_of_one_figure_say_the_same_of_it(folder: Path) -> None:
    change(folder, "published_figures.csv", row=1, base="5", as_of="2024-02")
    assert told(folder) == [
        (
            "published_figures.csv, line 3, column as_of: found “2024-02”; "
            "expected “2024-01-31”, as on line 2 of the same figure."
        ),
        "published_figures.csv, line 3, column base: found “5”; expected “4”, as on line 2 of the same figure.",
    ]


def test_a_line_of_a_table_says_a_count_or_a_percentage(folder: Path) -> None:
    change(folder, "published_figures.csv", row=1, count="", percent="")
    assert told(folder) == [
        (
            "published_figures.csv, line 3, column count: found neither a count nor a percentage; "
            "expected one of them, or both."
        )
    ]


def test_totals_have_no_base(folder: Path) -> None:
    row = {**ROWS["published_figures.csv"][0], "figure": "closing", "kind": "totals", "percent": ""}
    (folder / "published_figures.csv").write_text(sheet("published_figures.csv", [row]), encoding="utf-8")
    assert told(folder) == [
        "published_figures.csv, line 2, column base: found “4”; expected an empty cell, as totals have no base."
    ]


def test_the_same_figure_id_at_two_sites_is_two_figures(folder: Path) -> None:
    add(folder, "published_figures.csv", {**ROWS["published_figures.csv"][0], "slug": "mill-creek", "base": "1"})
    assert [figure.base for site in read_folder(folder).sites for figure in site.figures] == [4, 1]


@pytest.mark.parametrize(
    ("file", "first", "second"),
    [
        ("findings.csv", "1.1", "1-1"),
        ("recommendations.csv", "1.1.1", "1.1-1"),
        ("statuses.csv", "Done", "done!"),
    ],
)
def test_labels_that_would_stand_at_one_address_are_told(folder: Path, file: str, first: str, second: str) -> None:
    add(folder, file, {**ROWS[file][0], "label": second})
    assert told(folder) == [
        (
            f"{file}, line {4 if file == 'recommendations.csv' else 3}, column label: found “{second}”; "
            f"expected a label that differs from “{first}” on line 2 in more than signs."
        )
    ]


def test_a_status_word_without_any_letter_to_name_it_by_is_told(folder: Path) -> None:
    change(folder, "statuses.csv", label="…")
    assert told(folder) == [
        "statuses.csv, line 2, column label: found “…”; expected a label with a letter or digit from A to Z."
    ]


@pytest.mark.parametrize(("file", "column"), [("published_figures.csv", "base"), ("focus_areas.csv", "number")])
def test_a_base_and_a_focus_area_count_from_one(folder: Path, file: str, column: str) -> None:
    change(folder, file, row=1, **{column: "0"})
    assert next(line for line in told(folder) if "line 3" in line).startswith(
        f"{file}, line 3, column {column}: found “0”; expected a whole number from 1 on (at most "
    )
