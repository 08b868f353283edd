"""Coverage of training among those who serve on a day."""

import numpy as np
import pytest

from concord.analysis.errors import BadTable, NotEnoughData
from concord.analysis.policing.estimate import Exclusion
from concord.analysis.policing.synthetic import FIRST, MONTH, make_agency
from concord.analysis.policing.training import Serving, coverage

DAY = np.datetime64("2024-06-30")
NEVER = np.datetime64("NaT")


def serving() -> Serving:
    return Serving.of(
        officer=["a", "b", "c", "d", "e"],
        start=np.asarray(["2020-01-01"] * 4 + ["2024-07-01"], "datetime64[D]"),
        end=np.asarray([NEVER, NEVER, NEVER, "2024-06-29", NEVER], "datetime64[D]"),
        group=["x", "x", "y", "y", "x"],
    )


def test_who_has_left_or_not_begun_is_in_no_base_and_what_has_run_out_does_not_count() -> None:
    found = coverage(
        serving=serving(), officer=["a", "a", "b", "d", "z"],
        taken=np.asarray(["2022-01-01", "2024-01-01", "2021-01-01", "2024-01-01", "2024-01-01"], "datetime64[D]"),
        expires=np.asarray(["2023-01-01", NEVER, "2024-06-29", NEVER, NEVER], "datetime64[D]"), day=DAY,
    )  # fmt: skip
    assert [(one.group, one.n, one.denominator) for one in found] == [
        ("x", 1, 2.0),
        ("y", 0, 1.0),
        ("all officers", 1, 3.0),
    ]
    assert (found[0].diagnostic("run_out"), found[1].diagnostic("never")) == (1, 1)
    assert found[0].excluded == (Exclusion("record of nobody on the roster", 1),)
    assert (found[0].low, found[0].period) == (None, "2024-06-30")


def test_a_course_taken_later_does_not_count_yet() -> None:
    (found,) = coverage(
        serving=Serving.of(officer=["a"], start=[DAY], end=[NEVER]), officer=["a"], taken=[DAY + 1], day=DAY
    )
    assert found.value == 0


def test_coverage_of_the_made_up_agency_rises_to_all() -> None:
    made = make_agency(rng=np.random.default_rng(1))
    roster, courses = made.files["officers"], made.files["training"]
    who = Serving.of(officer=roster["officer_id"].tolist(), start=roster["appointed"], end=roster["left"])
    shares = [
        coverage(serving=who, officer=courses["officer_id"].tolist(), taken=courses["date"], day=FIRST + m * MONTH)[
            0
        ].value
        for m in (5, 30, 59)
    ]
    assert shares[0] == 0
    assert 0.3 < (shares[1] or 0) < 0.7
    assert shares[2] == 1


def test_what_does_not_fit_together_is_refused() -> None:
    with pytest.raises(NotEnoughData, match="coverage: nobody serves on 2019-01-01"):
        coverage(serving=serving(), officer=[], taken=np.asarray([], "datetime64[D]"), day=np.datetime64("2019-01-01"))
    with pytest.raises(BadTable, match="coverage: unlike lengths"):
        coverage(serving=serving(), officer=["a"], taken=[], day=DAY)
    with pytest.raises(BadTable, match="training: an officer stands twice"):
        Serving.of(officer=["a", "a"], start=[DAY] * 2, end=[DAY] * 2)
