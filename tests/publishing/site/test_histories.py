"""How things stood on a day is read from dated histories, and a chart is drawn only where they are whole."""

import re
from typing import Any

from concord.publishing.site import drawings, histories, plots
from tests.publishing.site import samples


def row(key: str, issued: str | None, *steps: tuple[str, str, str]) -> dict[str, Any]:
    history = [{"on": on, "voice": voice, "status": status, "note": None} for on, voice, status in steps]
    last = {voice: samples.said(status, on) for on, voice, status in steps}
    return samples.recommendation(
        key,
        1,
        None,
        "Text.",
        issued_on=issued,
        history=history,
        assessed=last.get("assessed"),
        reported=last.get("reported"),
    )


def record(*rows: dict[str, Any]) -> dict[str, Any]:
    return samples.typical(findings=[], recommendations=list(rows), figures=samples.figures(list(rows)), changes=[])


FIRST = row("a", "2026-01-10", ("2026-02-01", "assessed", "in_progress"), ("2026-06-01", "assessed", "complete"))
SECOND = row("b", "2026-03-01", ("2026-05-01", "reported", "complete"))


def test_a_day_counts_what_was_issued_by_then_with_the_last_status_of_each_voice() -> None:
    found = [histories.on([FIRST, SECOND], day) for day in ("2026-01-09", "2026-01-10", "2026-03-15", "2026-06-01")]
    assert [(moment.base, dict(moment.assessed), dict(moment.reported)) for moment in found] == [
        (0, {}, {}),
        (1, {None: 1}, {None: 1}),
        (2, {"in_progress": 1, None: 1}, {None: 2}),
        (2, {"complete": 1, None: 1}, {None: 1, "complete": 1}),
    ]


def test_the_course_has_each_day_of_change_and_the_day_of_the_record() -> None:
    found = histories.course(record(FIRST, SECOND))
    days = ["2026-01-10", "2026-02-01", "2026-03-01", "2026-05-01", "2026-06-01", "2026-11-14"]
    assert [moment.on for moment in found] == days


def test_a_history_that_does_not_lead_to_today_draws_nothing() -> None:
    broken = {**FIRST, "assessed": samples.said("not_started", "2026-06-01")}
    undated = row("c", None)
    assert (histories.course(record(broken)), histories.course(record(FIRST, undated))) == ([], [])
    assert (plots.over_time(record(broken)), plots.waiting(record(broken))) == (None, None)


def test_days_in_a_status_count_from_when_it_was_taken_up_without_a_break() -> None:
    again = row(
        "d",
        "2026-01-01",
        ("2026-02-01", "assessed", "in_progress"),
        ("2026-03-01", "assessed", "complete"),
        ("2026-10-15", "assessed", "in_progress"),
        ("2026-11-01", "assessed", "in_progress"),
    )
    assert (histories.since(again), histories.since(FIRST)) == ("2026-10-15", "2026-06-01")
    figure = plots.waiting(record(FIRST, again))
    assert figure is not None
    assert figure.rows == (("Complete", "1", "166", "166", "166"), ("In progress", "1", "30", "30", "30"))
    assert figure.sentence == "The one that is in progress has been so for 30 days."


def test_the_table_beside_the_chart_holds_the_end_of_each_quarter_and_the_last_day() -> None:
    figure = plots.over_time(record(FIRST, SECOND))
    assert figure is not None
    assert figure.sentence == (
        "From 10 January 2026 to 14 November 2026 the number of recommendations grew from 1 to 2."
        " On 14 November 2026, 1 of 2 were assessed complete."
    )
    assert figure.head == ("By", "Complete", "In progress", "No status yet", "Issued", "Agency reports complete")
    assert figure.rows == (
        ("31 March 2026", "0", "1", "1", "2", "0"),
        ("30 June 2026", "1", "0", "1", "2", "1"),
        ("30 September 2026", "1", "0", "1", "2", "1"),
        ("14 November 2026", "1", "0", "1", "2", "1"),
    )


def test_a_long_course_is_thinned_without_losing_its_beginning_or_its_end() -> None:
    whole = histories.course(samples.large())
    for most in (60, 120):
        kept = drawings.thinned(whole, most)
        assert (kept[0], kept[-1], len(kept) <= most + 1) == (whole[0], whole[-1], True)
        assert [moment for moment in kept if moment not in whole] == []
    short = histories.course(record(FIRST, SECOND))
    assert drawings.thinned(short, 60) == short


def test_the_words_beside_a_chart_have_room_and_a_long_label_is_cut() -> None:
    long = drawings.Key("x", "Partially complete, and looked at again in a year", "partial")
    keys = [drawings.Key("y", "Complete", "complete"), long]
    counts: dict[tuple[str | None, str | None], int] = {("y", "x"): 12, ("x", "x"): 3}
    drawn = drawings.flow(counts, keys, drawings.WIDE)
    words = re.findall(r'<text class="fill-ink" x="([\d.]+)"[^>]*>([^<]+)</text>', drawn)
    assert [text for _, text in words] == [
        "12 Complete",
        "3 Partially complete, and looke…",
        "15 Partially complete, and looke…",
    ]
    (first, _), (second, _), (third, _) = words
    left, right = drawings.LETTER * len(words[1][1]), drawings.LETTER * len(words[2][1])
    assert (first, float(second) >= left, float(third) + right <= drawings.WIDE[0]) == (second, True, True)
