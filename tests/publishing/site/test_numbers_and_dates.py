"""Percentages follow one rule, and dates are never more exact than the record."""

import pytest

from concord.publishing.site import dates, numbers


@pytest.mark.parametrize(
    ("count", "base", "decimals", "expected"),
    [
        (4, 13, 1, "30.8%"),
        (9, 36, 0, "25%"),
        (1, 8, 0, "13%"),
        (1, 1000, 1, "0.1%"),
        (0, 7, 1, "0.0%"),
        (7, 7, 0, "100%"),
        (263, 272, 1, "96.7%"),
        (2, 3, 2, "66.67%"),
    ],
)
def test_a_percentage_is_rounded_half_up(count: int, base: int, decimals: int, expected: str) -> None:
    assert numbers.percent(count, base, decimals) == expected


@pytest.mark.parametrize(
    ("groups", "decimals"),
    [
        ([([9, 9, 18], 36)], 0),
        ([([8, 5, 16, 7], 36)], 1),
        ([([50, 50], 100)], 0),
        ([([101, 101], 202)], 1),
        ([([9, 9, 18], 36), ([1, 1, 1], 3)], 1),
    ],
)
def test_decimals_come_when_the_base_is_large_or_whole_numbers_do_not_add_up(
    groups: list[tuple[list[int], int]], decimals: int
) -> None:
    assert numbers.decimals_for(groups) == decimals


def test_the_rule_says_why() -> None:
    assert [numbers.rule_for(0, 36), numbers.rule_for(1, 36), numbers.rule_for(1, 272)] == [
        "Percentages are rounded to whole numbers.",
        "Percentages are rounded to one decimal, because whole numbers would not add up to 100.",
        "Percentages are rounded to one decimal, because the base is above 100.",
    ]


@pytest.mark.parametrize(
    ("value", "shown", "within", "span"),
    [
        ({"value": "2019-05-16", "precision": "day"}, "16 May 2019", "on 16 May 2019", ("2019-05-16", "2019-05-16")),
        ({"value": "2021-07", "precision": "month"}, "July 2021", "in July 2021", ("2021-07-01", "2021-07-31")),
        ({"value": "2020-12", "precision": "month"}, "December 2020", "in December 2020", ("2020-12-01", "2020-12-31")),
        ({"value": "2024-02", "precision": "month"}, "February 2024", "in February 2024", ("2024-02-01", "2024-02-29")),
        ({"value": "2025", "precision": "year"}, "2025", "in 2025", ("2025-01-01", "2025-12-31")),
        ({"value": "undated page", "precision": "text"}, "undated page", "(undated page)", None),
        (
            {"value": "2025", "precision": "year", "label": "2025 final report"},
            "2025 final report",
            "in 2025",
            ("2025-01-01", "2025-12-31"),
        ),
    ],
)
def test_a_date_is_shown_and_spanned_as_exactly_as_it_is_known(
    value: dict[str, str], shown: str, within: str, span: tuple[str, str] | None
) -> None:
    days = dates.span(value)
    assert (dates.partial_date(value), dates.partial_when(value)) == (shown, within)
    assert (days and (days[0].isoformat(), days[1].isoformat())) == span


def test_durations_and_moments_read_as_words() -> None:
    assert dates.days(dates.days_between("2026-11-13", "2026-11-14")) == "1 day"
    assert dates.days(dates.days_between("2023-01-01", "2026-11-14")) == "1,413 days"
    assert dates.moment("2026-11-14T15:04:59Z") == "14 November 2026, 15:04 UTC"
