"""Published results of policing data, found again by concord.analysis.policing: found, published, tolerance.

    python benchmarks/acceptance_policing.py --data FOLDER [--threshold CO --threshold WA ...]

FOLDER holds the public files and `expected.json`. The threshold test needs NumPyro and takes minutes a state; it runs
only for the states that are named. Needs pandas and pyarrow to read the files. Exits with 1 when a figure is off.
"""

import argparse
import json
import math
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from concord.analysis.policing import glm, hits, outcomes, rates, staggered, sun, threshold, veil, wdd, weighting
from concord.analysis.policing.about import About
from concord.analysis.policing.design import Cross, Factor, Number, matrix
from concord.analysis.policing.estimate import Estimate
from concord.analysis.policing.tables import tally

ABOUT = About(group="black", reference="white")


@dataclass(frozen=True)
class Check:
    name: str
    found: float
    published: float
    tolerance: float

    @property
    def good(self) -> bool:
        return abs(self.found - self.published) <= self.tolerance

    def line(self) -> str:
        mark = "ok " if self.good else "OFF"
        return f"{mark} {self.name:58} {self.found:>18.10g} {self.published:>18.10g} {self.tolerance:>8.1g}"


def columns(frame: pd.DataFrame) -> dict[str, Any]:
    return {name: frame[name].to_numpy() for name in frame}


def printed(value: float) -> float:
    """Half a unit of the last printed digit, for figures printed with three significant digits."""
    return 0.5 * 10 ** (math.floor(math.log10(abs(value))) - 2)


def known(number: float | None) -> float:
    return math.nan if number is None else float(number)


def philadelphia(expected: dict[str, Any]) -> Iterator[Check]:
    city = expected["philadelphia_2017"]
    for race, rate in city["stop_rate"].items():
        found = rates.rate(
            events=city["stops_2017"][race], exposure=city["population_2017"][race], about=About(), per=1.0, unit="each"
        )
        yield Check(f"Philadelphia 2017 stops a resident, {race}", known(found.value), rate, printed(rate))
    latitude, longitude = city["sun_suncalc_lat_lon"]
    place = sun.Place("Philadelphia", latitude, longitude, "America/New_York")
    for algorithm, tolerance in (("suncalc", 0.0), ("noaa", 150.0)):
        table = sun.sun_table(places=[place], first="2017-01-01", last="2017-12-31", algorithm=algorithm)
        for day, times in city["sunset_dusk"].items():
            for what, clock, said in zip(("sunset", "dusk"), table.clock("Philadelphia", day), times, strict=True):
                name = f"Philadelphia {what} {day}, {algorithm} (seconds of day)"
                yield Check(name, seconds(clock), seconds(said), tolerance)


def seconds(clock: str) -> float:
    hours, minutes, rest = (int(part) for part in clock.split(":"))
    return hours * 3600.0 + minutes * 60 + rest


def san_francisco(folder: Path, expected: dict[str, Any]) -> Iterator[Check]:
    said = expected["san_francisco_2015_veil"]
    stops = pd.read_csv(folder / "stops/san_francisco_2015_vod_stops.csv.gz")
    cells = tally(
        {"minute": stops["minute"].to_numpy(), "dark": (stops["minutes_after_dark"] > 0).to_numpy().astype(int)},
        {"trials": np.ones(len(stops)), "events": (stops["subject_race"] == "black").to_numpy()},
    )
    counts = veil.Counts(cells)
    found = veil.veil_test(counts, about=ABOUT)
    bins = veil.veil_test(counts, about=ABOUT, form=veil.Bins(15))
    yield Check("San Francisco 2015 stops", known(found.n), said["n"], 0)
    yield Check("veil of darkness, natural spline: coefficient", coef(found), said["coef_dark_ns6"], 1e-8)
    yield Check("veil of darkness, natural spline: standard error", known(found.se), said["se"], 1e-8)
    yield Check("veil of darkness, 15-minute bins: coefficient", coef(bins), said["coef_dark_15min_bins"], 1e-8)
    yield Check("veil of darkness, 15-minute bins: standard error", known(bins.se), said["se_bins"], 1e-8)
    knots = [float(knot) for knot in str(found.diagnostic("knots")).split()[1:-1]]
    for mine, theirs in zip(knots, said["knots"], strict=True):
        yield Check("veil of darkness: inner knot", mine, theirs, 0)


def coef(found: Estimate) -> float:
    return float(found.diagnostic("coefficient") or 0.0)


def toronto(folder: Path, expected: dict[str, Any]) -> Iterator[Check]:
    said = expected["arrests_glm"]
    table = columns(pd.read_csv(folder / "stops/toronto_arrests_cardata.csv.gz"))
    table["year"] = table["year"].astype(str)
    colour = Factor("colour", "Black")
    terms = [Factor("employed", "No"), Factor("citizen", "No"), Number("checks"), colour, Factor("year"), Number("age")]
    terms += [Cross(colour, Factor("year")), Cross(colour, Number("age"))]
    ones = np.ones(len(table["age"]))
    fit = glm.binomial(
        matrix(table, terms, weights=ones), events=(table["released"] == "Yes").astype(float), trials=ones
    )
    names = {"Intercept": "intercept", "employedYes": "employed=Yes", "citizenYes": "citizen=Yes", "checks": "checks"}
    names |= {"colourWhite": "colour=White", "age": "age", "colourWhite:year1998": "colour=White:year=1998"}
    names |= {"colourWhite:age": "colour=White:age"}
    for what, place in (("coef", 0), ("se", 1)):
        for name, value in said[what].items():
            yield Check(f"Toronto arrests, {what} of {name}", fit.at(names[name])[place], value, 5e-6)


def training(folder: Path, expected: dict[str, Any]) -> Iterator[Check]:
    said = expected["staggered_training"]
    table = columns(pd.read_parquet(folder / "officers/chicago_procedural_justice_panel.parquet"))
    begin = time.perf_counter()
    panel = staggered.read_panel(table, unit="unit", period="period", first="first_trained", outcome="complaints")
    for estimand in ("simple", "cohort"):
        found = staggered.training_effect(panel, about=About(), estimand=estimand)
        pairs = {"estimate": found.value, "se": found.se, "se_neyman": float(found.diagnostic("se_neyman") or 0)}
        for name, value in pairs.items():
            yield Check(f"staggered training, {estimand}: {name}", known(value), said[estimand][name], 5e-10)
    print(f"    (560,520 rows, both averages: {time.perf_counter() - begin:.2f} s)")


def look_alikes(folder: Path, expected: dict[str, Any]) -> Iterator[Check]:
    said = expected["doubly_robust_nhanes"]
    table = columns(pd.read_csv(folder / "misc/nhanes_survey_pkg.csv.gz"))
    table |= {name: table[name].astype(str) for name in ("race", "agecat")}
    found = weighting.compare(
        table,
        outcome="HI_CHOL",
        treated="male",
        terms=[Factor("race"), Factor("agecat")],
        weights="WTMEC2YR",
        about=About(),
        per=1.0,
        unit="share",
    )
    for one in found.balance.balance[:3]:
        control, treated = said["balance_control_vs_treatment"][one.name.split("=")[1]]
        yield Check(f"NHANES balance, {one.name}, treated", one.treated, treated, 5e-5)
        yield Check(f"NHANES balance, {one.name}, weighted others", one.weighted, control, 2e-3)
    robust, se = found.doubly_robust, said["se_TE_dr"]
    yield Check("NHANES mean of the treated", float(found.weighted.diagnostic("treated") or 0), said["E_y1"], 5e-11)
    yield Check("NHANES effect, unadjusted", known(found.unadjusted.value), said["TE_un"], 5e-11)
    yield Check("NHANES effect, weighted (within one error)", known(found.weighted.value), said["TE_ps"], se)
    # The printed doubly robust effect is met when a survey-weighted mean of the treated is compared with an unweighted
    # mean of the predictions. That mixture is checked here; the figure weighted on both sides is printed below it.
    mixture = float(robust.diagnostic("treated") or 0) - float(robust.diagnostic("look_alikes_unweighted") or 0)
    yield Check("NHANES effect, doubly robust, mixed as printed", mixture, said["TE_dr"], se)
    yield Check("NHANES effective sample size (trees there)", found.balance.ess, said["ESS"], 30)
    print(f"    (doubly robust, survey-weighted on both sides: {robust.value:.6f}, error {robust.se:.6f})")


def places(expected: dict[str, Any]) -> Iterator[Check]:
    said = expected["place_based"]["wdd_paper"]
    control, treated, around_control, around_treated = (tuple(pair) for pair in said["args"])
    found = wdd.displacement_difference(
        control=control, treated=treated, around_control=around_control, around_treated=around_treated, about=About()
    )
    yield Check("displacement difference", known(found.value), said["est"], 0)
    yield Check("displacement difference: error", known(found.se), said["se"], 5e-8)
    yield Check("E-test of 6 and 2", wdd.two_counts(counts=(6, 2)), expected["place_based"]["e_test"]["(6,2)"], 5e-5)


def counties(folder: Path) -> Iterator[Check]:
    """Hit rates and search rates of the county tables, from their own counts."""
    table = pd.read_csv(folder / "opp/pierson2017_fig4b_threshold_test_5states.csv.gz")
    for what, events, trials in (
        ("hit_rate", "num_hits", "num_searches"),
        ("search_rate", "num_searches", "num_stops"),
    ):
        some = table[table[trials] > 0]
        gaps = [
            abs(known(rates.share(events=int(y), trials=int(n), about=About()).value) - said)
            for y, n, said in zip(some[events], some[trials], some[what], strict=True)
        ]
        yield Check(f"largest gap in {what} over {len(gaps)} county cells", max(gaps), 0.0, 1e-12)
    colorado = columns(table[table["state"] == "CO"])
    names = {"stops": "num_stops", "searches": "num_searches", "hits": "num_hits"}
    about = About(group="Black drivers", reference="White drivers")
    rule = hits.robust_rule(colorado, **names, group="driver_race", place="location_variable", about=about)
    pair = outcomes.average_difference(
        colorado, events="num_searches", trials="num_stops", group="driver_race", about=about,
        controls=[Factor("location_variable")],
    )  # fmt: skip
    print(f"    (Colorado, robust rule: {rule.reading}, p {rule.p:.2g})")
    print(f"    (Colorado, searches per 1,000 stops: {pair.unadjusted.value:.2f}, by county {pair.adjusted.value:.2f})")


def thresholds(folder: Path, expected: dict[str, Any], state: str, seed: int) -> Iterator[Check]:
    said = expected["threshold_test"]
    frame = pd.read_csv(folder / "opp/pierson2017_fig4b_threshold_test_5states.csv.gz")
    table = columns(frame[frame["state"] == state])
    begin = time.process_time()
    found = threshold.threshold_test(
        table,
        stops="num_stops",
        searches="num_searches",
        hits="num_hits",
        group="driver_race",
        place="location_variable",
        about=About(group="Black drivers", reference="White drivers"),
        rng=np.random.default_rng(seed),
    )
    print(f"    ({state}: {time.process_time() - begin:.0f} CPU-s, {dict(found.checks)})")
    cells = found.cells
    where = {(g, p): t for g, p, t in zip(cells.group, cells.place, found.cell_threshold, strict=True)}
    gaps = [
        abs(where[cells.groups.index(g), cells.places.index(p)] - t)
        for g, p, t in zip(table["driver_race"], table["location_variable"], table["inferred_threshold"], strict=True)
    ]
    yield Check(
        f"{state}: largest gap of a cell's threshold, {len(gaps)} cells", max(gaps), 0, said["tolerance"]["cell"]
    )
    for one in found.levels:
        published = said["stop_weighted_threshold"][state][one.group.split()[0]]
        yield Check(f"{state}: stop-weighted threshold, {one.group}", known(one.value), published, 0.003)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--threshold", action="append", default=[], help="a state; may be given several times")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    expected = json.loads((options.data / "expected.json").read_text())
    folder, failed = options.data, 0
    parts = [philadelphia(expected), san_francisco(folder, expected), toronto(folder, expected)]
    parts += [training(folder, expected), look_alikes(folder, expected), places(expected), counties(folder)]
    parts += [thresholds(folder, expected, state, options.seed) for state in options.threshold]
    print(f"    {'':58} {'found':>18} {'published':>18} {'within':>8}")
    for part in parts:
        for check in part:
            print(check.line(), flush=True)
            failed += not check.good
    print(f"{failed} off" if failed else "all as published")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
