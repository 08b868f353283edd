from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.analysis.figures.partial_dates import PartialDate, Precision, parse_partial_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015-12-22", (Precision.DAY, date(2015, 12, 22), date(2015, 12, 22), "")),
        ("2024-02", (Precision.MONTH, date(2024, 2, 1), date(2024, 2, 29), "")),
        ("2017", (Precision.YEAR, date(2017, 1, 1), date(2017, 12, 31), "")),
        ("2015-12-22 (press)", (Precision.DAY, date(2015, 12, 22), date(2015, 12, 22), "press")),
        ("2013 (requested)", (Precision.YEAR, date(2013, 1, 1), date(2013, 12, 31), "requested")),
        ("latest page (undated)", (Precision.WORDS, None, None, "latest page (undated)")),
        ("interim final (2016-17)", (Precision.WORDS, None, None, "interim final (2016-17)")),
    ],
)
def test_a_date_keeps_its_text_its_precision_and_the_days_it_can_mean(
    text: str, expected: tuple[Precision, date | None, date | None, str]
) -> None:
    assert parse_partial_date(text) == PartialDate(text, *expected)
    assert str(parse_partial_date(text)) == text


SLIPS = (
    *("", "2015-13", "2015-02-30", "2015-2-1", "2015/12/22", "12/22/2015", "2015-12-22 press"),
    *("0215-01-01", "20155", "-", "2015 ()", "2015 (a) (b)", "٢٠١٥"),
)


@pytest.mark.parametrize("text", SLIPS)
def test_a_slip_of_the_pen_is_not_taken_for_words(text: str) -> None:
    with pytest.raises(ValueError, match="YYYY, YYYY-MM or YYYY-MM-DD"):
        parse_partial_date(text)


def test_one_date_is_before_another_only_when_every_day_of_it_is() -> None:
    year, month, day, words = map(parse_partial_date, ("2017", "2017-09", "2018-01-01", "undated"))
    assert [year.before(day), month.before(day), year.before(month), day.before(year), words.before(day)] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_dates_are_near_when_they_can_lie_within_so_many_days() -> None:
    first, second, month, words = map(parse_partial_date, ("2015-12-14", "2015-12-16", "2015-12", "undated"))
    assert [first.near(second, days=1), first.near(second, days=2), first.near(month, days=0)] == [False, True, True]
    assert [words.near(first, days=999), first.near(words, days=999)] == [False, False]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_every_day_reads_back_at_each_precision(day: date) -> None:
    iso = day.isoformat()
    spans = [parse_partial_date(iso[:length]) for length in (4, 7, 10)]
    assert [str(each) for each in spans] == [iso[:4], iso[:7], iso]
    assert spans[2].earliest == spans[2].latest == day
    assert all(each.earliest <= day <= each.latest for each in spans if each.earliest and each.latest)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_what_was_expected(text: str) -> None:
    try:
        read = parse_partial_date(text)
    except ValueError as error:
        assert "YYYY" in str(error)  # noqa: PT017  (either outcome is right; a crash is not)
    else:
        assert read.printed == text
