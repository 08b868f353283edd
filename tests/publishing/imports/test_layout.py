from pathlib import Path

import pytest

from concord.publishing.imports.cells import fault
from concord.publishing.imports.layout import LAYOUTS, Column, Layout, reference

README = Path(__file__).resolve().parents[3] / "examples" / "sites" / "README.md"


def test_the_written_reference_is_the_layout_itself() -> None:
    assert README.read_text(encoding="utf-8").partition("## The files, column by column\n\n")[2] == reference()


@pytest.mark.parametrize("each", LAYOUTS, ids=lambda each: each.file)
def test_every_key_is_a_column_that_must_be_filled(each: Layout) -> None:
    required = {column.name for column in each.columns if column.required}
    assert set(each.key) - required == set()


@pytest.mark.parametrize(
    "column",
    [column for each in LAYOUTS for column in each.columns if column.example],
    ids=lambda column: column.name,
)
def test_every_example_in_the_reference_is_allowed_in_its_column(column: Column) -> None:
    assert fault(column.example, column) is None
