import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.analysis.figures.partial_dates import parse_partial_date
from concord.publishing.imports.layout import LAYOUTS, SITES
from concord.publishing.imports.problems import ImportRejected, Problem
from concord.publishing.imports.read import read_folder
from tests.publishing.imports.folder import ROWS, add, change, sheet, write_folder

FILES = tuple(each.file for each in LAYOUTS)
SITES_HEADER = f"the columns {','.join(SITES.names)}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "sites")


def problems(folder: Path) -> list[Problem]:
    with pytest.raises(ImportRejected) as caught:
        read_folder(folder)
    return list(caught.value.problems)


def test_a_good_folder_becomes_records_with_everything_it_says(folder: Path) -> None:
    sites = read_folder(folder)
    assert [site.slug for site in sites.sites] == ["harbor-point", "mill-creek"]
    site = sites.site("harbor-point")
    assert (site.started, site.ended, site.stated_findings) == (parse_partial_date("2023-05"), None, None)
    assert [(area.number, area.stated_recommendations) for area in site.focus_areas] == [(1, 2), (2, None)]
    assert [(each.label, each.heading) for each in site.findings] == [("1.1", "A finding")]
    assert [(each.text, each.cites_best_practice, each.listed_phase) for each in site.recommendations] == [
        ("First line\nsecond line", False, None)
    ]
    assert [(each.label, each.core_state) for each in site.statuses] == [("Done", "complete")]
    assert [(each.id, each.site, each.base) for each in site.figures] == [("table-1", "harbor-point", 4)]
    assert [(row.label, row.count, row.percent) for row in site.figures[0].rows] == [
        ("Done", 1, Decimal(25)),
        ("Open", 3, Decimal(75)),
    ]
    assert [note.text for note in site.notes] == ["A remark."]
    assert [each.what for each in sites.site("mill-creek").owed] == ["Final report"]
    with pytest.raises(KeyError):
        sites.site("nowhere")


def test_byte_order_mark_line_ends_column_order_and_row_order_do_not_change_the_digest(folder: Path) -> None:
    before = read_folder(folder).digest
    for file, rows in ROWS.items():
        lines = sheet(file, rows if file == "published_figures.csv" else rows[::-1])
        names = next(each.names for each in LAYOUTS if each.file == file)
        if file == "owed.csv":
            lines = (
                ",".join(reversed(names)) + "\n" + ",".join(rows[0].get(name, "") for name in reversed(names)) + "\n"
            )
        (folder / file).write_bytes(b"\xef\xbb\xbf" + lines.replace("\n", "\r\n").encode() + b"\r\n")
    assert read_folder(folder).digest == before


@pytest.mark.parametrize(
    ("file", "cells"),
    [
        ("sites.csv", {"outcome": "Something else"}),
        ("sites.csv", {"started": "2023"}),
        ("owed.csv", {"due": "2016"}),
        ("recommendations.csv", {"anomaly": "misprinted"}),
        ("published_figures.csv", {"percent": "25.0"}),
        ("notes/reconciliation.csv", {"source_url": "https://example.gov/other"}),
    ],
)
def test_any_change_of_content_changes_the_digest_of_its_site_alone(
    folder: Path, file: str, cells: dict[str, str]
) -> None:
    before = read_folder(folder)
    change(folder, file, **cells)
    after = read_folder(folder)
    touched = ROWS[file][0]["slug"]
    changed = [one.slug for one, two in zip(before.sites, after.sites, strict=True) if one.digest != two.digest]
    assert (before.digest != after.digest, changed) == (True, [touched])


def test_the_order_of_rows_in_a_printed_table_is_content(folder: Path) -> None:
    before = read_folder(folder).digest
    (folder / "published_figures.csv").write_text(
        sheet("published_figures.csv", ROWS["published_figures.csv"][::-1]), encoding="utf-8"
    )
    assert read_folder(folder).digest != before


def test_a_bad_row_names_file_line_and_column(folder: Path) -> None:
    change(folder, "sites.csv", row=1, state="ZZ")
    expected = "two capital letters of a state or territory (at most 2 characters)"
    assert problems(folder) == [Problem("sites.csv", 3, "state", "“ZZ”", expected)]


def test_the_line_is_the_one_a_record_begins_on_even_after_cells_of_several_lines(folder: Path) -> None:
    add(
        folder,
        "recommendations.csv",
        {**ROWS["recommendations.csv"][0], "label": "1.1.2", "listed_phase": "first"},
    )
    assert [(each.line, each.column, each.found) for each in problems(folder)] == [
        (4, "listed_phase", "5 characters, “first”")
    ]


def test_all_problems_of_all_files_come_at_once_in_the_order_of_the_layout(folder: Path) -> None:
    change(folder, "statuses.csv", core_state="finished")
    change(folder, "sites.csv", slug="Harbor Point", status="open")
    (folder / "owed.csv").unlink()
    assert [(each.file, each.line, each.column) for each in problems(folder)] == [
        ("sites.csv", 2, "slug"),
        ("sites.csv", 2, "status"),
        ("owed.csv", None, None),
        *[("focus_areas.csv", line, "slug") for line in (2, 3)],
        ("findings.csv", 2, "slug"),
        ("recommendations.csv", 2, "slug"),
        ("statuses.csv", 2, "core_state"),
        ("statuses.csv", 2, "slug"),
        *[("published_figures.csv", line, "slug") for line in (2, 3)],
        ("notes/reconciliation.csv", 2, "slug"),
    ]


def test_the_message_counts_all_problems_and_shows_the_first_twenty(folder: Path) -> None:
    row = ROWS["statuses.csv"][0]
    add(folder, "statuses.csv", *[{**row, "label": f"s{number}", "openness": "ajar"} for number in range(30)])
    with pytest.raises(ImportRejected) as caught:
        read_folder(folder)
    lines = str(caught.value).splitlines()
    assert (len(lines), lines[0], lines[-1]) == (22, "Nothing was imported: 30 problems.", "and 10 more")
    assert lines[1] == (
        "statuses.csv, line 3, column openness: found “ajar”; "
        "expected one of: open, terminal, reopenable (at most 200 characters)."
    )


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    mine = [each for each in problems(folder) if each.file == file]
    assert [(each.line, each.found) for each in mine] == [(None, "no such file")]


def test_a_header_alone_is_enough_for_a_file_without_rows(folder: Path) -> None:
    (folder / "owed.csv").write_text(sheet("owed.csv", []), encoding="utf-8")
    assert read_folder(folder).site("mill-creek").owed == ()


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("", f"no column {', '.join(SITES.names)}"),
        (",".join(SITES.names[1:]), "no column slug"),
        (",".join((*SITES.names, "colour")), "an unknown column “colour”"),
        (",".join((*SITES.names, "name")), "twice the column name"),
        (",".join(SITES.names).replace("ori", "ORI"), "no column ori; an unknown column “ORI”"),
        (
            ";".join(SITES.names),
            f"no column {', '.join(SITES.names)}; an unknown column “{';'.join(SITES.names)[:60]}…”",
        ),
    ],
    ids=["empty", "missing", "extra", "repeated", "misspelt", "semicolons"],
)
def test_a_wrong_header_says_what_is_missing_or_too_much(folder: Path, header: str, found: str) -> None:
    (folder / "sites.csv").write_text(header + "\nx\n" if header else "", encoding="utf-8")
    assert problems(folder) == [Problem("sites.csv", 1, None, found, SITES_HEADER)]


def test_a_row_with_a_cell_too_many_or_too_few_is_told(folder: Path) -> None:
    with (folder / "owed.csv").open("a", encoding="utf-8") as out:
        out.write("mill-creek,Office\n")
    assert problems(folder) == [Problem("owed.csv", 3, None, "2 cells", "9 cells")]


def test_broken_quoting_ends_the_file_with_its_line(folder: Path) -> None:
    with (folder / "notes/reconciliation.csv").open("a", encoding="utf-8") as out:
        out.write('harbor-point,context,"never closed,https://example.gov,\n\n\n')
    assert [(each.file, each.line, each.found) for each in problems(folder)] == [
        ("notes/reconciliation.csv", 3, "broken CSV (unexpected end of data)")
    ]


def test_a_cell_beyond_what_a_csv_reader_takes_is_told(folder: Path) -> None:
    change(folder, "sites.csv", outcome="x" * 200_000)
    assert [(each.line, each.found) for each in problems(folder) if each.file == "sites.csv"] == [
        (2, "broken CSV (field larger than field limit (131072))")
    ]


def test_text_that_is_not_utf_8_names_the_line_and_the_byte(folder: Path) -> None:
    with (folder / "owed.csv").open("ab") as out:
        out.write(b"mill-creek,Caf\xe9,x,,,published,,https://example.gov,\n")
    assert [(each.line, each.found) for each in problems(folder)] == [(3, "the byte 0xE9")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_another_unicode_encoding_is_refused(folder: Path, encoding: str) -> None:
    (folder / "owed.csv").write_bytes(sheet("owed.csv", ROWS["owed.csv"]).encode(encoding))
    assert [(each.file, each.line, each.found) for each in problems(folder)] == [("owed.csv", 1, "the byte 0xFF")]


def test_a_spreadsheet_under_the_name_of_a_csv_is_recognised(folder: Path) -> None:
    with zipfile.ZipFile(folder / "owed.csv", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert [(each.file, each.found) for each in problems(folder)] == [("owed.csv", "a zip archive or a spreadsheet")]


def test_control_characters_are_named_with_their_place(folder: Path) -> None:
    change(folder, "sites.csv", name="Harbor\x00Point", outcome="bell\x07")
    assert [(each.line, each.column, each.found) for each in problems(folder)] == [
        (2, "name", "the invisible character U+0000 in “Harbor<U+0000>Point”"),
        (2, "outcome", "the invisible character U+0007 in “bell<U+0007>”"),
    ]


def test_a_misspelt_csv_file_is_not_dropped_silently_and_other_files_are_left_alone(folder: Path) -> None:
    (folder / "README.md").write_text("words", encoding="utf-8")
    (folder / "Sites.CSV").write_text("slug\n", encoding="utf-8")
    (folder / "notes" / "more.csv").write_text("slug\n", encoding="utf-8")
    assert [(each.file, each.found) for each in problems(folder)] == [
        ("Sites.CSV", "a CSV file of an unknown name"),
        ("notes/more.csv", "a CSV file of an unknown name"),
    ]


def test_a_folder_under_the_name_of_a_file_is_told(folder: Path) -> None:
    (folder / "owed.csv").unlink()
    (folder / "owed.csv").mkdir()
    assert [(each.file, each.found) for each in problems(folder)] == [("owed.csv", "something that is not a file")]


def test_a_file_or_nothing_where_a_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "sites").write_text("not a folder", encoding="utf-8")
    expected = "a folder with the files of the layout"
    assert problems(tmp_path / "sites") == [Problem("", None, None, "a file", expected)]
    assert problems(tmp_path / "gone") == [Problem("", None, None, "no such folder", expected)]
    assert str(problems(tmp_path / "gone")[0]) == f"the folder: found no such folder; expected {expected}."


def test_a_file_too_large_is_not_read(folder: Path) -> None:
    with (folder / "owed.csv").open("r+b") as out:
        out.truncate(50_000_001)
    assert [(each.file, each.found) for each in problems(folder)] == [("owed.csv", "50000001 bytes")]


@settings(deadline=None, max_examples=60)  # each example writes eight files
@given(file=st.sampled_from(FILES), data=st.binary(max_size=300), keep=st.integers(0, 400))
def test_no_bytes_whatsoever_raise_anything_but_a_rejection(
    tmp_path_factory: pytest.TempPathFactory, file: str, data: bytes, keep: int
) -> None:
    folder = write_folder(tmp_path_factory.mktemp("fuzz") / "sites")
    good = (folder / file).read_bytes()
    (folder / file).write_bytes(good[:keep] + data + good[keep:])
    try:
        read_folder(folder)
    except ImportRejected as rejected:
        assert rejected.problems != ()  # noqa: PT017  (either outcome is right; any other exception is not)


def test_a_large_folder_is_read_in_one_pass(folder: Path) -> None:
    row = ROWS["recommendations.csv"][0]
    rows = [{**row, "label": f"1.1.{number}", "text": "word " * 40} for number in range(1, 5001)]
    (folder / "recommendations.csv").write_text(sheet("recommendations.csv", rows), encoding="utf-8")
    assert len(read_folder(folder).site("harbor-point").recommendations) == 5000
