"""Figures: every recommendation of the base is in the chart, and the sentences say what the counts say."""

from typing import Any

import pytest

from concord.publishing.site import figures, unitbar
from tests.publishing.site import samples
from tests.publishing.site.programme_sample import status

Doc = dict[str, Any]


def document(assessed: dict[str, int], reported: dict[str, int], base: int, **more: Any) -> Doc:
    """A document with these counts and nothing else that figures look at."""
    return {
        "statuses": samples.statuses(),
        "recommendations": [],
        "figures": {
            "base": base,
            "as_of": "2026-11-14",
            "assessed": [{"status": key, "count": count} for key, count in assessed.items()],
            "reported": [{"status": key, "count": count} for key, count in reported.items()],
            "previous": None,
            **more,
        },
    }


def covered(path: str) -> int:
    """Count the squares that a path of rectangles covers."""
    total = 0
    for part in path.split("M")[1:]:
        _, rest = part.split("h", 1)
        width, rest = rest.split("v")
        total += int(width) * int(rest.split("h")[0]) // unitbar.CELL**2
    return total


@pytest.mark.parametrize("base", [1, 2, 7, 13, 36, 99, 100, 101, 272, 300, 5000])
@pytest.mark.parametrize("size", [(744, 40, 26), (280, 46, 22)])
def test_a_bar_has_one_square_for_each_recommendation(base: int, size: tuple[int, int, int]) -> None:
    first = base // 3
    bar = unitbar.draw(
        [("complete", first), ("open", 0), ("progress", base - first)], width=size[0], height=size[1], largest=size[2]
    )
    pieces = {piece.sign: covered(piece.path) for piece in bar.pieces}
    assert pieces == {sign: count for sign, count in (("complete", first), ("progress", base - first)) if count}
    assert bar.width <= size[0]
    assert (bar.columns - 1) * bar.rows < base <= bar.columns * bar.rows


def test_bars_of_focus_areas_share_one_scale() -> None:
    short, long = (unitbar.draw_to_scale([("open", count)], pitch=14, columns=20) for count in (5, 45))
    assert [(bar.width, bar.height) for bar in (short, long)] == [(70, 14), (210, 42)]


def test_what_the_counts_leave_out_is_shown_as_not_yet_assessed() -> None:
    computed = figures.compute(document({"complete": 3}, {"complete": 4, "in_progress": 6}, 10))
    assert computed is not None
    assert [[(row.label, row.count) for row in voice.shown] for voice in computed.voices] == [
        [("Complete", 3), ("Not yet assessed", 7)],
        [("Complete", 4), ("In progress", 6)],
    ]
    assert [(line.label, [text for _, text in line.cells]) for line in computed.lines] == [
        ("Complete", ["3", "30%", "4", "40%"]),
        ("Partially complete", ["0", "0%", "0", "0%"]),
        ("In progress", ["0", "0%", "6", "60%"]),
        ("Not started", ["0", "0%", "0", "0%"]),
        ("No status yet", ["7", "70%", "0", "0%"]),
    ]


def test_issued_and_not_yet_looked_at_is_a_chart_too() -> None:
    computed = figures.compute(document({}, {}, 5))
    assert computed is not None
    assert [(voice.name, [(row.label, row.count) for row in voice.shown]) for voice in computed.voices] == [
        ("Assessed", [("Not yet assessed", 5)])
    ]


def test_without_a_status_of_completion_the_first_sentence_only_counts() -> None:
    odd = document({}, {}, 1) | {"statuses": [status("open", "Open", "Not closed.")]}
    assert figures.lede(odd) == "1 recommendation has been issued."


def test_a_voice_that_said_nothing_has_no_chart() -> None:
    computed = figures.compute(document({"complete": 3, "in_progress": 7}, {}, 10))
    assert computed is not None
    assert [voice.name for voice in computed.voices] == ["Assessed"]
    assert [text for _, text in computed.total.cells] == ["10", "100%"]


@pytest.mark.parametrize(
    ("assessed", "reported", "expected"),
    [
        (
            {"complete": 9, "in_progress": 27},
            {"complete": 14, "in_progress": 22},
            "The assessment team finds 9 of 36 recommendations complete. The agency itself reports 14.",
        ),
        (
            {"complete": 9},
            {"complete": 9},
            "The assessment team finds 9 of 36 recommendations complete. The agency itself reports the same number.",
        ),
        ({"complete": 9}, {}, "The assessment team finds 9 of 36 recommendations complete."),
        ({}, {"complete": 9}, "The agency reports 9 of 36 recommendations complete."),
        ({"not_started": 36}, {}, "The assessment team finds 0 of 36 recommendations complete."),
        ({}, {}, "36 recommendations have been issued."),
    ],
)
def test_the_first_sentence_says_what_the_counts_say(
    assessed: dict[str, int], reported: dict[str, int], expected: str
) -> None:
    assert figures.lede(document(assessed, reported, 36)) == expected


def test_the_gap_between_the_voices_names_who_has_the_next_step() -> None:
    done, open_ = samples.said("complete", "2026-10-01"), samples.said("in_progress", "2026-10-01")
    rows = [
        samples.recommendation(str(n), None, None, "Text", reported=done, assessed=open_, held_by=held)
        for n, held in enumerate(["the assessment team", "the assessment team", "the city council"])
    ]
    whole = document({"in_progress": 3}, {"complete": 3}, 3) | {"recommendations": rows}
    one = whole | {"recommendations": rows[:1]}
    none = whole | {"recommendations": []}
    assert [figures.gap(each) for each in (whole, one, none)] == [
        (
            "3 recommendations that the agency reports complete have not been found complete so far: 2 with the"
            " assessment team, 1 with the city council."
        ),
        (
            "1 recommendation that the agency reports complete has not been found complete so far: 1 with the"
            " assessment team."
        ),
        "",
    ]


def test_movement_compares_with_the_figures_before() -> None:
    previous = {"as_of": "2026-08-15", "base": 30, "assessed": [{"status": "complete", "count": 4}]}
    assert figures.movement(document({"complete": 9}, {}, 36, previous=previous)) == (
        "On 15 August 2026, 4 of 30 were assessed complete; on 14 November 2026, 9 of 36."
    )


def test_labels_of_other_programmes_get_signs_of_their_own() -> None:
    statuses = [
        status("implemented", "Implemented", "Verified.", stands_for="complete"),
        status("reported", "Reported as implemented", "Not verified."),
        status("partly", "Partially implemented", "Closed.", stands_for="complete"),
        status("a", "A", "…"),
        status("b", "B", "…"),
    ]
    assert unitbar.signs_of(statuses) == {
        "implemented": "complete",
        "reported": "extra1",
        "partly": "extra2",
        "a": "extra3",
        "b": "unknown",
    }


def test_a_label_keeps_its_abbreviation_inside_a_sentence() -> None:
    assert [figures.lower(label) for label in ("Complete", "IACP review", "A")] == ["complete", "IACP review", "a"]


@pytest.mark.owed("P18")
def test_whoever_reads_a_sum_reads_that_its_parts_are_not_of_equal_weight() -> None:
    said = "Recommendations are not of equal weight: a count says how many, not how much was changed."
    several, one = (figures.compute(document({"complete": 1}, {}, base)) for base in (2, 1))
    assert several is not None
    assert one is not None
    assert (several.rule.endswith(said), said in one.rule) == (True, False)
