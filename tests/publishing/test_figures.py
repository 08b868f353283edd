from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from concord.publishing.figures import (
    Check,
    FigureRow,
    Level,
    PublishedFigure,
    Rounding,
    check,
    check_site,
    possible_bases,
)
from concord.publishing.imports.partial_dates import parse_partial_date
from concord.publishing.imports.records import ListedFocusArea, Site, Source
from tests.publishing.imports.test_reconcile import SITE, SOURCE


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
        source=SOURCE,
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


def test_figures_of_one_scope_and_about_one_date_that_differ_are_noted_once() -> None:
    one = figure([("Done", "5", "")], 42, "disjoint", as_of="2015-12-14", assessor="Assessor", name="a")
    two = figure([("Done", "18", "")], 42, "disjoint", as_of="2015-12-16", assessor="City", name="b")
    later = figure([("Done", "30", "")], 42, "disjoint", as_of="2016-12-16", assessor="City", name="c")
    area = figure([("Done", "1", "")], 42, "disjoint", as_of="2015-12-14", focus_area=1, name="d")
    found = check_site(replace(SITE, figures=(one, two, later, area)))
    assert [each for each in found if each.code == "figures-differ"] == [
        Check(
            Level.NOTE,
            "figures-differ",
            "figures for about one date differ, and all are kept. "
            "Assessor, 2015-12-14: Done 5; City, 2015-12-16: Done 18",
            "harbor-point",
        )
    ]


def test_the_same_figure_from_two_sources_is_no_difference() -> None:
    one = figure([("Done", "5", "")], 5, assessor="Assessor", name="a")
    assert check_site(replace(SITE, figures=(one, replace(one, id="b", assessor="City")))) == []


def test_a_percentage_is_said_when_the_differing_figure_has_no_count() -> None:
    one = figure([("Done", "1", "")], 2, "disjoint", name="a")
    two = figure([("Done", "", "40")], 2, "disjoint", name="b")
    assert check_site(replace(SITE, figures=(one, two)))[-1].text.endswith("Team, 2024-01-31: Done 40%")


def copy_site(as_of: str) -> Site:
    table = figure([("Done", "10", "71"), ("Open", "4", "29")], 14, as_of=as_of)
    return replace(SITE, slug="mill-creek", name="Mill Creek", figures=(replace(table, site="mill-creek"),))


def test_a_table_that_another_site_printed_earlier_is_noted_at_the_later_one_alone() -> None:
    first = figure([("Done", "1", ""), ("Open", "1", "")], 2, as_of="2024-05-01", name="first")
    later = figure([("done", "10", "71"), ("open", "4", "29")], 14, as_of="2024-09-26")
    site = replace(SITE, figures=(first, later))
    other = copy_site("2023-10-26")
    assert said(check_site(site, iter([site, other]))) == [
        ("note", "same-as-other-site", "the table of 2024-09-26 is the same as Mill Creek's of 2023-10-26")
    ]
    assert check_site(other, [site, other]) == []


def test_a_table_with_a_single_number_is_too_common_to_be_a_copy() -> None:
    rows = [("Done", "0", "0"), ("Open", "4", "100")]
    site = replace(SITE, figures=(figure(rows, 4, as_of="2024-09-26"),))
    other = replace(SITE, slug="mill-creek", figures=(replace(figure(rows, 4, as_of="2023"), site="mill-creek"),))
    assert check_site(site, [other]) == []


def test_a_figure_dated_before_the_start_is_a_warning() -> None:
    site = replace(
        SITE, started=parse_partial_date("2024-08-22"), figures=(figure([("Done", "1", "")], 1, as_of="2024-03-27"),)
    )
    assert said(check_site(site)) == [
        ("warning", "before-start", "dated 2024-03-27, before the site's start, 2024-08-22")
    ]


def test_a_base_that_the_site_does_not_state_is_noted_for_whole_tables_only() -> None:
    site = replace(SITE, stated_findings=36, stated_recommendations=40)
    table = figure([("Done", "75", "")], 75)
    assert said(check_site(replace(site, figures=(table,)))) == [
        (
            "note",
            "base-not-stated",
            "the base, 75, is not what the site states: 36 findings and 40 recommendations (76 together)",
        )
    ]
    for base in (36, 40, 76):
        assert check_site(replace(site, figures=(figure([("Done", str(base), "")], base),))) == []
    assert check_site(replace(site, figures=(figure([("Done", "75", "")], 75, "overlapping"),))) == []


def test_focus_areas_stated_and_listed_are_compared() -> None:
    areas = (ListedFocusArea(1, "Training", None, None, Source("https://example.gov")),)
    site = replace(SITE, stated_focus_areas=2, focus_areas=areas)
    assert check_site(site) == [
        Check(Level.WARNING, "focus-areas", "2 focus areas are stated, 1 are listed", "harbor-point")
    ]
    assert check_site(replace(site, stated_focus_areas=1)) == []


def test_the_rest_is_derived_only_when_it_is_all_of_the_remaining_focus_areas() -> None:
    areas = tuple(ListedFocusArea(number, "", None, stated, SOURCE) for number, stated in ((1, 5), (2, 3), (3, 2)))
    part = figure([("Done", "4", ""), ("Open", "1", "")], 5, focus_area=1, as_of="undated", name="part")
    total = figure([("Done", "9", ""), ("Open", "1", "")], 10, name="total")
    site = replace(SITE, stated_recommendations=10, focus_areas=areas, figures=(total, part))
    assert said(check_site(site)) == [
        (
            "note",
            "rest-derived",
            "derived, if the figures speak of one date: Done, 9 - 4 = 5 = 3 + 2, so all of focus areas 2 and 3",
        )
    ]
    fewer = figure([("Done", "8", ""), ("Open", "2", "")], 10, name="total")
    assert check_site(replace(site, figures=(fewer, part))) == []


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
