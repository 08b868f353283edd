"""Published results about stops, training, places and look-alikes come out of the library again."""

import math
from collections.abc import Callable
from datetime import time

import numpy as np
import pytest

from concord.analysis.policing import glm, hits, outcomes, rates, staggered, sun, veil, wdd, weighting
from concord.analysis.policing.about import About
from concord.analysis.policing.design import Cross, Factor, Number, matrix
from concord.analysis.policing.estimate import Estimate, Verdict
from concord.analysis.policing.tables import tally
from tests.acceptance.policing import columns, expected, table

ABOUT = About(group="black", reference="white")
PIERSON = "opp/pierson2017_fig4b_threshold_test_5states.csv.gz"


def printed(value: float) -> float:
    """Half a unit of the last digit of a figure that is printed with three of them."""
    return 0.5 * 10 ** (math.floor(math.log10(abs(value))) - 2)


def seconds(clock: str) -> int:
    at = time.fromisoformat(clock)
    return at.hour * 3600 + at.minute * 60 + at.second


def value(found: Estimate) -> float:
    assert found.value is not None
    return found.value


# Philadelphia


def test_stop_rates_of_philadelphia_are_those_that_were_printed() -> None:
    city = expected("philadelphia_2017")
    for race, rate in city["stop_rate"].items():
        stops, people = city["stops_2017"][race], city["population_2017"][race]
        found = rates.rate(events=stops, exposure=people, about=About(), per=1.0, unit="each")
        assert value(found) == pytest.approx(rate, abs=printed(rate))


@pytest.mark.parametrize(("algorithm", "within"), [("suncalc", 0), ("noaa", 120)])
def test_sunset_and_dusk_of_philadelphia_by_suncalc_to_the_second(algorithm: sun.Algorithm, within: int) -> None:
    city = expected("philadelphia_2017")
    place = sun.Place("Philadelphia", *city["sun_suncalc_lat_lon"], "America/New_York")
    made = sun.sun_table(places=[place], first="2017-01-01", last="2017-12-31", algorithm=algorithm)
    for day, times in city["sunset_dusk"].items():
        found = made.clock("Philadelphia", day)
        gaps = [abs(seconds(mine) - seconds(theirs)) for mine, theirs in zip(found, times, strict=True)]
        assert max(gaps) <= within


# Rates and hit rates from printed counts, 365 county cells of five states


@pytest.mark.parametrize(
    ("events", "trials", "printed_as"),
    [("num_hits", "num_searches", "hit_rate"), ("num_searches", "num_stops", "search_rate")],
)
def test_rates_of_365_county_cells_are_those_that_were_printed(events: str, trials: str, printed_as: str) -> None:
    cells = columns(table(PIERSON))
    some = cells[trials] > 0
    assert int(some.sum()) == 365
    found = [
        value(rates.share(events=int(y), trials=int(n), about=About()))
        for y, n in zip(cells[events][some], cells[trials][some], strict=True)
    ]
    assert np.abs(np.array(found) - cells[printed_as][some]).max() <= 1e-12


def test_searches_and_finds_of_colorado_read_the_same_way_by_two_methods() -> None:
    rows = table(PIERSON)
    colorado = columns(rows.filter(rows.state == "CO"))
    about = About(group="Black drivers", reference="White drivers")
    rule = hits.robust_rule(
        colorado, stops="num_stops", searches="num_searches", hits="num_hits", group="driver_race",
        place="location_variable", about=about,
    )  # fmt: skip
    pair = outcomes.average_difference(
        colorado, events="num_searches", trials="num_stops", group="driver_race", about=about,
        controls=[Factor("location_variable")],
    )  # fmt: skip
    assert rule.reading is hits.Reading.GROUP
    assert pair.adjusted.verdict is Verdict.SEEN
    assert value(pair.unadjusted) > 0


# Veil of darkness, San Francisco 2015


@pytest.fixture(scope="module")
def san_francisco() -> veil.Counts:
    rows = columns(table("stops/san_francisco_2015_vod_stops.csv.gz"))
    keys = {"minute": rows["minute"], "dark": (rows["minutes_after_dark"] > 0).astype(int)}
    return veil.Counts(tally(keys, {"trials": np.ones(len(rows["minute"])), "events": rows["subject_race"] == "black"}))


def test_the_veil_of_darkness_of_san_francisco_to_eight_digits(san_francisco: veil.Counts) -> None:
    said = expected("san_francisco_2015_veil")
    found = veil.veil_test(san_francisco, about=ABOUT)
    assert found.n == said["n"]
    assert found.diagnostic("coefficient") == pytest.approx(said["coef_dark_ns6"], abs=1e-8)
    assert found.se == pytest.approx(said["se"], abs=1e-8)
    assert [float(knot) for knot in str(found.diagnostic("knots")).split()[1:-1]] == said["knots"]


def test_the_same_with_the_clock_in_bins_of_a_quarter_of_an_hour(san_francisco: veil.Counts) -> None:
    said = expected("san_francisco_2015_veil")
    found = veil.veil_test(san_francisco, about=ABOUT, form=veil.Bins(15))
    assert found.diagnostic("coefficient") == pytest.approx(said["coef_dark_15min_bins"], abs=1e-8)
    assert found.se == pytest.approx(said["se_bins"], abs=1e-8)


# Arrests in Toronto


def test_coefficients_and_errors_of_the_toronto_arrests_to_five_digits() -> None:
    said = expected("arrests_glm")
    rows = columns(table("stops/toronto_arrests_cardata.csv.gz"))
    rows |= {name: _words(rows[name]) for name in ("employed", "citizen", "released")}
    rows["year"] = rows["year"].astype(str)
    colour = Factor("colour", "Black")
    terms = [Factor("employed", "No"), Factor("citizen", "No"), Number("checks"), colour, Factor("year"), Number("age")]
    terms += [Cross(colour, Factor("year")), Cross(colour, Number("age"))]
    ones = np.ones(len(rows["age"]))
    design = matrix(rows, terms, weights=ones)
    fit = glm.binomial(design, events=(rows["released"] == "Yes").astype(float), trials=ones)
    names = {
        "Intercept": "intercept", "employedYes": "employed=Yes", "citizenYes": "citizen=Yes", "checks": "checks",
        "colourWhite": "colour=White", "age": "age", "colourWhite:year1998": "colour=White:year=1998",
        "colourWhite:age": "colour=White:age",
    }  # fmt: skip
    for what, place in (("coef", 0), ("se", 1)):
        found = {name: fit.at(names[name])[place] for name in said[what]}
        assert found == pytest.approx(said[what], abs=5e-6)


def _words(flags: np.ndarray) -> np.ndarray:
    """Yes and No, whether or not the reader took them for flags."""
    return np.where(flags, "Yes", "No") if flags.dtype == bool else flags


# Training that came in turns, Chicago


@pytest.mark.parametrize("estimand", ["simple", "cohort"])
def test_the_training_of_chicago_has_every_digit_that_was_printed(estimand: staggered.Estimand) -> None:
    said = expected("staggered_training")[estimand]
    rows = columns(table("officers/chicago_procedural_justice_panel.parquet"))
    panel = staggered.read_panel(rows, unit="unit", period="period", first="first_trained", outcome="complaints")
    found = staggered.training_effect(panel, about=About(), estimand=estimand)
    mine = {"estimate": found.value, "se": found.se, "se_neyman": found.diagnostic("se_neyman")}
    assert mine == pytest.approx(said, abs=5e-10)


# Look-alikes, NHANES


@pytest.fixture(scope="module")
def nhanes() -> weighting.Comparison:
    rows = columns(table("misc/nhanes_survey_pkg.csv.gz"))
    rows |= {name: rows[name].astype(str) for name in ("race", "agecat")}
    return weighting.compare(
        rows, outcome="HI_CHOL", treated="male", terms=[Factor("race"), Factor("agecat")], weights="WTMEC2YR",
        about=About(), per=1.0, unit="share",
    )  # fmt: skip


def test_look_alikes_of_the_survey_are_as_balanced_as_was_printed(nhanes: weighting.Comparison) -> None:
    said = expected("doubly_robust_nhanes")
    for one in nhanes.balance.balance[:3]:
        others, treated = said["balance_control_vs_treatment"][one.name.split("=")[1]]
        assert one.treated == pytest.approx(treated, abs=5e-5)
        assert one.weighted == pytest.approx(others, abs=2e-3)
    assert nhanes.balance.ess == pytest.approx(said["ESS"], rel=0.01)


def test_the_effects_of_the_survey_are_within_one_standard_error(nhanes: weighting.Comparison) -> None:
    """The printed doubly robust effect sets a survey-weighted mean of the treated against a plain mean of what the
    model foretells for them. Both are kept as diagnostics, and that difference is the printed one; the estimate itself
    weighs both sides alike."""
    said, se = expected("doubly_robust_nhanes"), expected("doubly_robust_nhanes")["se_TE_dr"]
    robust = nhanes.doubly_robust
    assert value(nhanes.unadjusted) == pytest.approx(said["TE_un"], abs=5e-11)
    assert nhanes.weighted.diagnostic("treated") == pytest.approx(said["E_y1"], abs=5e-11)
    assert value(nhanes.weighted) == pytest.approx(said["TE_ps"], abs=se)
    treated, alike = robust.diagnostic("treated"), robust.diagnostic("look_alikes_unweighted")
    assert float(treated or 0) - float(alike or 0) == pytest.approx(said["TE_dr"], abs=se)
    assert alike == pytest.approx(said["E_y0_dr"], abs=se)


# Places


def test_the_displacement_difference_that_was_printed() -> None:
    said = expected("place_based")["wdd_paper"]
    control, treated, around_control, around_treated = (tuple(pair) for pair in said["args"])
    found = wdd.displacement_difference(
        control=control, treated=treated, around_control=around_control, around_treated=around_treated, about=About()
    )
    assert (found.value, found.se) == (said["est"], pytest.approx(said["se"], abs=5e-8))
    assert (round(found.low or 0), round(found.high or 0)) == tuple(said["ci95"])


def test_the_test_of_two_counts_that_was_printed() -> None:
    said = expected("place_based")["e_test"]["(6,2)"]
    assert wdd.two_counts(counts=(6, 2)) == pytest.approx(said, abs=5e-5)


# The same functions on other inputs


OTHERS: tuple[Callable[[], float], ...] = (
    lambda: value(rates.rate(events=30, exposure=60, about=About(), per=1.0, unit="each")) - 0.5,
    lambda: value(wdd.displacement_difference(treated=(100, 80), control=(90, 90), about=About())) + 20,
    lambda: wdd.two_counts(counts=(5, 5)) - 1.0,
)


@pytest.mark.parametrize("gap", OTHERS)
def test_other_inputs_give_what_arithmetic_gives(gap: Callable[[], float]) -> None:
    assert gap() == pytest.approx(0, abs=1e-9)
