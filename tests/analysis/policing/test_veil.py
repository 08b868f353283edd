from datetime import UTC, datetime

import ibis
import numpy as np
import pyarrow as pa
import pytest

from concord.analysis.errors import BadArgument, BadTable
from concord.analysis.policing.about import About
from concord.analysis.policing.design import Spline
from concord.analysis.policing.estimate import Exclusion, Verdict
from concord.analysis.policing.panel import Agreement
from concord.analysis.policing.sun import Place, sun_table
from concord.analysis.policing.veil import Bins, Counts, robustness_grid, veil_test
from concord.analysis.policing.veil_counts import count_stops

ABOUT = About(group="black", reference="white")
SUN = sun_table(
    places=[Place("here", 39.95, -75.17, "America/New_York"), Place("there", 34.05, -118.24, "America/Los_Angeles")],
    first="2017-01-01",
    last="2017-12-31",
)


def planted(rng, *, odds, stops=20_000):
    """Cells in which the odds of the group change with the clock and, after dark, by the factor `odds`."""
    minute = np.repeat(np.arange(1020, 1260, 5), 2)
    dark = np.tile([0, 1], 48)
    late = ((minute - 1020) / 240) ** 3
    chance = np.clip(np.where(dark == 1, late, 1 - late), 0.02, 0.98)
    trials = rng.multinomial(stops, chance / chance.sum())
    eta = -0.4 + 1.5 * late + np.log(odds) * dark
    return Counts(
        {"minute": minute, "dark": dark, "trials": trials, "events": rng.binomial(trials, 1 / (1 + np.exp(-eta)))}
    )


def test_a_planted_odds_ratio_comes_back_under_every_form_of_time_that_can_bend():
    stops = planted(np.random.default_rng(5), odds=0.7)
    for form in (Spline("minute", 6), Spline("minute", 4), Bins(15)):
        found = veil_test(stops, about=ABOUT, form=form)
        assert found.low < 0.7 < found.high
        assert found.verdict is Verdict.SEEN


def test_a_wrong_form_of_time_shows_in_the_grid():
    panel = robustness_grid([planted(np.random.default_rng(5), odds=1.0)], about=ABOUT)
    verdicts = {name: one.verdict for name, one in panel.readings}
    assert verdicts["as given, natural spline of 6 df, all year"] is Verdict.NONE_SEEN
    assert verdicts["as given, a line, all year"] is Verdict.SEEN
    assert panel.agreement is Agreement.MIXED


def test_a_reading_that_the_data_do_not_bear_stays_in_the_grid_with_its_reason():
    few = Counts({"minute": [1080, 1080, 1100], "dark": [0, 1, 1], "trials": [50, 40, 30], "events": [20, 15, 9]})
    panel = robustness_grid([few], about=ABOUT, forms=[Spline("minute", 6), "line"])
    first, second = (one for _, one in panel.readings)
    assert first.verdict is Verdict.NOT_FIT
    assert "coincide" in first.unfit[0]
    assert second.value == pytest.approx((15 / 25) / (20 / 30))


def test_two_cells_give_the_odds_ratio_by_hand():
    found = veil_test(
        Counts(
            {"minute": [1080, 1080, 1090, 1090], "dark": [0, 1, 0, 1], "trials": [90] * 4, "events": [30, 20, 30, 20]}
        ),
        about=ABOUT,
        form=Bins(60),
    )
    assert found.value == pytest.approx((40 / 140) / (60 / 120))
    assert found.diagnostic("share_dark") == pytest.approx(40 / 180)
    assert found.n == 360


def stops():
    light, dark = "2017-06-27 20:00", "2017-12-07 20:00"
    when = [light, dark, dark, "2017-06-27 20:33", "2017-06-27 12:00", dark, dark, dark, None]
    when += ["2018-01-01 20:00", "2017-03-20 19:50"]
    return {
        "when": [one and datetime.fromisoformat(one) for one in when],
        "race": ["black", "white", "black", "black", "black", None, "asian", "white", "white", "white", "white"],
        "city": ["here"] * 7 + [None] + ["here"] * 3,
        "year": ["2017"] * 10 + [None],
    }


def count(frame, **options):
    return count_stops(
        ibis.memtable(pa.table(frame)), when="when", race="race", place="city", sun=SUN, about=ABOUT, **options
    )


def test_stops_become_cells_and_each_exclusion_is_counted():
    found = count(stops(), by=["year"], window=30)
    cells = sorted(
        zip(
            *(found.table[name].tolist() for name in ("minute", "dark", "near", "year", "trials", "events")),
            strict=True,
        )
    )
    assert cells == [(1190, 1, 1, "missing", 1, 0), (1200, 0, 0, "2017", 1, 1), (1200, 1, 0, "2017", 2, 1)]
    assert found.excluded == (
        Exclusion("no date or time", 1),
        Exclusion("no race recorded", 1),
        Exclusion("no place recorded", 1),
        Exclusion("of another group", 1),
        Exclusion("place or day not in the sun table", 1),
        Exclusion("outside the hours that are light in one season and dark in another", 1),
        Exclusion("between sunset and dusk", 1),
    )
    assert sum(row.count for row in found.excluded) + found.table["trials"].sum() == len(stops()["when"])


def test_row_order_does_not_matter():
    order = np.random.default_rng(4).permutation(11)
    shuffled = {name: [values[k] for k in order] for name, values in stops().items()}
    one, two = (
        sorted(map(tuple, np.column_stack([found.table[name] for name in sorted(found.table)]).tolist()))
        for found in (count(stops()), count(shuffled))
    )
    assert one == two


def test_times_with_a_zone_texts_and_missing_columns_are_refused():
    frame = stops()
    with pytest.raises(BadTable, match="expected a local timestamp without a time zone"):
        count({**frame, "when": [one and one.replace(tzinfo=UTC) for one in frame["when"]]})
    with pytest.raises(BadTable, match="column 'when' is string"):
        count({**frame, "when": ["20:00"] * 11})
    with pytest.raises(BadTable, match="no columns \\['city'\\]"):
        count({name: values for name, values in frame.items() if name != "city"})
    with pytest.raises(BadTable, match="no stop can be used"):
        count({name: values[4:6] for name, values in frame.items()})


def test_impossible_cells_are_refused():
    base = {"minute": [1000, 1000], "dark": [0, 1], "trials": [5, 5], "events": [1, 2]}
    with pytest.raises(BadTable, match="row 2: more events than trials"):
        veil_test(Counts({**base, "events": [1, 6]}), about=ABOUT)
    with pytest.raises(BadTable, match="an impossible minute or darkness"):
        veil_test(Counts({**base, "minute": [1000, 1440]}), about=ABOUT)
    with pytest.raises(BadTable, match="only light or only dark stops"):
        veil_test(Counts({**base, "dark": [1, 1]}), about=ABOUT)
    with pytest.raises(BadArgument, match="expected counts made with window=days"):
        veil_test(Counts(base), about=ABOUT, near_change=True)
