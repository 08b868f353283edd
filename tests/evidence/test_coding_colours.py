"""The twelve colours of codes: those of the pages, and which of them is nearest to another."""

import re
from importlib import resources

import pytest

from concord.evidence.coding_colours import PALETTE, nearest, written


def test_the_colours_are_those_of_the_pages() -> None:
    css = resources.files("concord").joinpath("static/concord/app.css").read_text("utf-8")
    shown = {int(number): colour for number, colour in re.findall(r"\.ink-(\d+){--code:(#\w{6});--code-line", css)}
    assert {number: written(number) for number in range(1, len(PALETTE) + 1)} == shown


@pytest.mark.parametrize(
    ("colour", "number"),
    [("#ff0000", 6), ("#F00", 6), ("#0000ff", 5), ("#808080", 10), ("#5B3FA0", 9), ("red", None), ("#12345", None)],
)
def test_a_colour_is_the_nearest_of_twelve_and_what_is_none_is_none(colour: str, number: int | None) -> None:
    assert nearest(colour) == number
