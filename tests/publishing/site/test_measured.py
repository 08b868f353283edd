"""Measured outcomes on public pages: a sentence, a drawing and a table of the same values, and no verdict."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from concord.publishing.site import documents, measured, numbers
from tests.publishing.site import samples
from tests.publishing.site.conftest import Built

OUTCOME: dict[str, Any] = {
    "title": "Complaints",
    "unit": "complaints a year",
    "recommendations": ["1.1"],
    "target": 0,
    "registered_on": "2025-07-01",
    "points": [
        {"as_of": "2025-06-30", "value": 1240, "source": "The agency’s register"},
        {"as_of": "2026-06-30", "value": 31.5, "source": "The agency’s register"},
    ],
    "marks": [{"on": "2025-09-01", "text": "taken up"}, {"on": "2027-01-01", "text": "assessed"}],
}


def told(**changes: Any) -> dict[str, Any]:
    document = samples.typical()
    key = document["recommendations"][0]["key"]
    return {**document, "outcome_measures": [{**OUTCOME, "recommendations": [key], **changes}]}


def test_the_sentence_says_before_now_and_the_target_and_no_cause() -> None:
    expected = "1,240 complaints a year on 30 June 2025, before the work. 31.5 on 30 June 2026. Target: 0."
    assert measured.sentence(OUTCOME) == expected
    first = {**OUTCOME, "points": OUTCOME["points"][:1], "target": None}
    assert measured.sentence(first) == (
        "1,240 complaints a year on 30 June 2025, before the work. No later value is known."
    )


def test_one_that_was_registered_after_the_work_began_says_so_and_claims_no_more_for_its_first_value() -> None:
    late = {**OUTCOME, "registered_on": "2025-09-02", "registered_days_late": 1}
    assert measured.sentence(late).endswith("Target: 0. Registered 1 day after the work began.")
    assert "on 30 June 2025, before the work." in measured.sentence(late)
    later = {**late, "registered_on": "2025-07-20", "registered_days_late": 30}
    assert measured.sentence(later) == (
        "1,240 complaints a year on 30 June 2025. 31.5 on 30 June 2026. Target: 0. Registered 30 days after the work "
        "began."
    )


def test_a_drawing_has_a_dot_a_value_the_target_and_the_days_between() -> None:
    (each,) = measured.of(told())
    drawn = each.figure.wide
    counted = (drawn.count("<circle"), drawn.count('class="told"'), "taken up" in drawn, "assessed" in drawn)
    assert counted == (2, 1, True, False)
    assert each.figure.rows == (
        ("30 June 2025, The agency’s register", "1,240"),
        ("30 June 2026, The agency’s register", "31.5"),
    )


def test_one_value_is_a_table_without_a_drawing() -> None:
    (each,) = measured.of(told(points=OUTCOME["points"][:1]))
    assert (each.figure.wide, each.figure.narrow, len(each.figure.rows)) == ("", "", 1)


@pytest.mark.parametrize("value", [(40, "40"), (38.5, "38.5"), (1200, "1,200"), (0.125, "0.125"), (0, "0")])
def test_a_value_is_written_without_noughts_at_its_end(value: tuple[float, str]) -> None:
    number, written = value
    assert numbers.value(number) == written


@pytest.mark.owed("P16")
def test_the_page_of_the_recommendation_and_the_open_data_have_them(build_of: Callable[..., Built]) -> None:
    document = told()
    assert list(documents.problems_of(document)) == []
    built = build_of(document)
    keys = [row["key"] for row in document["recommendations"]]
    page, other = (built.page(f"/sites/riverbend/recommendations/{key}/") for key in keys[:2])
    words = ("Complaints", "on 30 June 2025, before the work.", "never summed into a score")
    assert [each in page for each in words] == [True] * 3
    assert [each in other for each in words] == [False] * 3
    rows = list(csv.DictReader(io.StringIO(built.text("/sites/riverbend/data/outcomes.csv"), newline="")))
    assert [(each["recommendation"], each["value"], each["target"]) for each in rows] == [
        (keys[0], "1240", "0"),
        (keys[0], "31.5", "0"),
    ]
