from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from concord.analysis.figures.check import Check, Level, check
from concord.analysis.figures.partial_dates import parse_partial_date
from concord.analysis.figures.rounding import Rounding, possible_bases
from concord.analysis.figures.tables import FigureRow, PublishedFigure, Source


def figure(
    rows: Sequence[tuple[str, str, str]],
    base: int | None,
    kind: str = "whole",
    *,
    as_of: str = "2024-01-31",
    assessor: str = "Team",
    focus_area: int | None = None,
    name: str = "table-1",
) -> PublishedFigure:
    return PublishedFigure(
        id=name,
        site="harbor-point",
        as_of=parse_partial_date(as_of),
        voice="assessor",
        assessor=assessor,
        kind=kind,
        base=base,
        focus_area=focus_area,
        rows=tuple(FigureRow(*row) for row in rows),
        source=Source("https://example.org/report"),
    )


def said(found: Sequence[Check]) -> list[tuple[str, str, str]]:
    return [(each.level.value, each.code, each.text) for each in found]


def test_a_right_table_draws_no_remark() -> None:
    assert check(figure([("Done", "4", "30.8"), ("Open", "9", "69.2")], 13)) == []


@pytest.mark.parametrize("percent", ["12", "13", "12.5", "12.50"])
def test_each_usual_rounding_of_one_in_eight_is_accepted(percent: str) -> None:
    assert check(figure([("Done", "1", percent)], 8, "overlapping")) == []


@pytest.mark.parametrize("percent", ["11", "14", "12.4", "12.6", "12.0", "13.0"])
def test_a_percentage_beyond_any_usual_rounding_is_an_error_with_the_right_value(percent: str) -> None:
    assert said(check(figure([("Done", "1", percent)], 8, "overlapping"))) == [
        ("error", "percent-not-count", f"Done: 1 of 8 is 12.5%, printed as {percent}%")
    ]


def test_a_remark_names_its_figure() -> None:
    assert check(figure([("Done", "9", "")], 8, "overlapping", name="closing")) == [
        Check(Level.ERROR, "count-beyond-base", "Done: 9 is more than the base, 8", "closing")
    ]


def test_counts_that_do_not_sum_to_the_base_are_an_error_when_they_should() -> None:
    rows = [("Done", "2", ""), ("Open", "1", "")]
    assert said(check(figure(rows, 4))) == [("error", "sum-not-base", "2 + 1 = 3, but the printed base is 4")]
    assert said(check(figure(rows, 4, "disjoint"))) == [("note", "left-over", "2 + 1 = 3 of 4; 1 are not in the table")]
    assert said(check(figure(rows, 2, "disjoint"))) == [
        ("error", "sum-not-base", "2 + 1 = 3, but the printed base is 2")
    ]
    assert check(figure(rows, 4, "overlapping")) == []
    assert check(figure(rows, None, "totals")) == []


def test_a_count_that_is_not_one_number_is_never_summed() -> None:
    assert check(figure([("Done", ">2", ""), ("Open", "1", "")], 4)) == []


def test_percentages_that_no_rounding_sums_to_a_hundred_are_an_error() -> None:
    found = check(figure([("Done", "", "30"), ("Open", "", "60")], 10))
    assert [each.code for each in found if each.level is Level.ERROR] == ["percents-not-100", "no-split-fits"]
    assert found[2].text == "the percentages sum to 90.0%, which rounding cannot explain"


@pytest.mark.parametrize(
    ("second", "possible"), [("47", False), ("48", False), ("49", True), ("51", True), ("52", False)]
)
def test_the_sum_of_two_percentages_may_miss_a_hundred_by_rounding_alone(second: str, *, possible: bool) -> None:
    codes = [each.code for each in check(figure([("Done", "", "50"), ("Open", "", second)], 200))]
    assert ("percents-not-100" not in codes) == possible


def test_percentages_of_thirds_sum_to_ninety_nine_and_draw_no_remark() -> None:
    assert check(figure([(name, "1", "33") for name in "abc"], 3)) == []


def test_a_percentage_without_a_count_or_a_base_is_a_warning() -> None:
    assert said(check(figure([("Done", "", "45")], 272, "disjoint"))) == [
        ("warning", "percent-without-count", "Done: 45% is printed without a count; of 272 it can be 122 to 125")
    ]
    assert said(check(figure([("Done", "", "45")], None, "disjoint"))) == [
        ("warning", "percent-without-base", "Done: 45% is printed without a base"),
        ("warning", "no-base", "the figure is printed without a base"),
    ]


def test_a_percentage_that_no_count_gives_is_an_error() -> None:
    assert said(check(figure([("Done", "", "45")], 3, "disjoint"))) == [
        ("error", "no-count-fits", "Done: 45% is printed without a count, and no count of 3 gives it")
    ]


def test_a_base_of_nothing_has_no_percentages() -> None:
    assert said(check(figure([("Done", "0", "0")], 0))) == [
        ("warning", "percent-without-base", "Done: 0% is printed without a base")
    ]
    assert check(figure([("Done", "0", "")], 0)) == []


def test_a_split_without_any_base_near_says_no_base() -> None:
    rows = [("Done", "", "99.9"), ("Open", "1", "")]
    assert said(check(figure(rows, 3)))[-1] == (
        "error",
        "no-split-fits",
        "no whole numbers of 3 give 99.9% with 1 more counted",
    )


def test_possible_bases_take_one_rounding_for_the_whole_column() -> None:
    halves = [Decimal(12), Decimal(88)]
    # 1 of 8 and 7 of 8: 12.5 and 87.5 round to 12 and 88 half even only.
    assert possible_bases(halves, range(8, 9)) == [8]
    # Truncated they are 12 and 87; half up they would be 13 and 88, so 13 and 87 never stand in one column.
    assert possible_bases([Decimal(12), Decimal(87)], range(8, 9)) == [8]
    assert possible_bases([Decimal(13), Decimal(87)], range(8, 9)) == []


def test_possible_bases_leave_out_nought_and_may_be_told_the_decimals() -> None:
    assert possible_bases([Decimal(50), Decimal(50)], range(5)) == [2, 4]
    assert possible_bases([Decimal(33), Decimal(67)], range(1, 10), decimals=0) == [3, 6, 9]
    assert possible_bases([Decimal(33), Decimal(67)], range(1, 100), decimals=1) == [88, 91, 94, 97]


def printed(value: Fraction, rounding: Rounding, decimals: int) -> str:
    rounded = rounding.apply(value, decimals)
    return f"{Decimal(rounded.numerator) / Decimal(rounded.denominator):.{decimals}f}"


COUNTS = st.lists(st.integers(0, 400), min_size=1, max_size=8).filter(any)


@given(counts=COUNTS, rounding=st.sampled_from(Rounding), decimals=st.integers(0, 1), bare=st.booleans())
def test_a_table_of_true_counts_with_usual_rounding_never_draws_an_error(
    counts: list[int], rounding: Rounding, decimals: int, *, bare: bool
) -> None:
    base = sum(counts)
    rows = [
        (f"row {number}", "" if bare else str(count), printed(Fraction(100 * count, base), rounding, decimals))
        for number, count in enumerate(counts)
    ]
    assert [each for each in check(figure(rows, base)) if each.level is Level.ERROR] == []


@given(
    base=st.integers(1, 2000),
    share=st.fractions(0, 1),
    decimals=st.integers(0, 1),
    wrong=st.decimals(0, 100, places=1),
)
def test_a_percentage_off_by_more_than_rounding_is_always_an_error(
    base: int, share: Fraction, decimals: int, wrong: Decimal
) -> None:
    count = int(share * base)
    shown = Decimal(f"{wrong:.{decimals}f}")
    assume(abs(Fraction(shown) - Fraction(100 * count, base)) >= Fraction(1, 10**decimals))
    found = check(figure([("Done", str(count), str(shown))], base, "overlapping"))
    assert [each.code for each in found] == ["percent-not-count"]


@given(counts=COUNTS, off=st.integers(-5, 5).filter(bool))
def test_counts_off_by_any_number_are_an_error(counts: list[int], off: int) -> None:
    base = sum(counts) + off
    assume(base > 0)
    rows = [(f"row {number}", str(count), "") for number, count in enumerate(counts)]
    codes = {each.code for each in check(figure(rows, base))}
    assert "sum-not-base" in codes


@given(counts=COUNTS, rounding=st.sampled_from(Rounding), decimals=st.integers(0, 1), counted=st.integers(0, 9))
def test_the_true_base_is_always_possible(counts: list[int], rounding: Rounding, decimals: int, counted: int) -> None:
    base = sum(counts) + counted
    percents = [Decimal(printed(Fraction(100 * count, base), rounding, decimals)) for count in counts]
    assert possible_bases(percents, [base], decimals, counted=counted) == [base]


@given(percent=st.integers(0, 100), base=st.integers(1, 150), rounding=st.sampled_from(Rounding))
def test_the_counts_behind_a_percentage_are_exactly_those_that_round_to_it(
    percent: int, base: int, rounding: Rounding
) -> None:
    expected = [count for count in range(base + 1) if rounding.apply(Fraction(100 * count, base), 0) == percent]
    assert list(rounding.counts(Decimal(percent), base, 0)) == expected
