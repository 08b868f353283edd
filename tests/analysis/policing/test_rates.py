import numpy as np
import pytest
from scipy.stats import binomtest

from concord.analysis.errors import BadArgument, BadTable
from concord.analysis.policing import rates
from concord.analysis.policing.about import About
from concord.analysis.policing.estimate import Exclusion, Verdict
from concord.analysis.policing.panel import Agreement

# Stops in Philadelphia in 2017 and residents: Open Policing tutorial, stanford-policylab/opp @fdb3b9f
STOPS = {"asian/pacific islander": 7504, "black": 204420, "hispanic": 29999, "other/unknown": 4529, "white": 50698}
PEOPLE = {
    "asian/pacific islander": 110864,
    "black": 648846,
    "hispanic": 221777,
    "other/unknown": 39858,
    "white": 548312,
}
ABOUT = About(group="black", reference="white", outcome="stops", place="Philadelphia", period="2017")


def test_stop_rates_of_philadelphia_as_printed():
    printed = {"asian/pacific islander": 0.0677, "black": 0.315, "hispanic": 0.135, "other/unknown": 0.114}
    printed["white"] = 0.0925
    found = {
        name: rates.rate(events=STOPS[name], exposure=PEOPLE[name], about=About(group=name), per=1.0, unit="a resident")
        for name in STOPS
    }
    assert {name: float(f"{one.value:.3g}") for name, one in found.items()} == printed


def test_several_bases_stand_side_by_side_and_their_agreement_is_marked():
    panel = rates.against_bases(
        events=STOPS,
        bases=[
            rates.Base(name="residents", exposure=PEOPLE, caution="Residents are not drivers."),
            rates.Base(name="drivers in crashes", exposure={"black": 90000, "white": 20000}),
        ],
        about=ABOUT,
    )
    values = {name: round(one.value, 2) for name, one in panel.readings}
    assert values == {"residents": 3.41, "drivers in crashes": 0.9}
    assert panel.agreement is Agreement.OPPOSED
    assert panel.telling() == ("residents", "drivers in crashes")
    assert panel.readings[0][1].assumptions[-1] == "Residents are not drivers."
    assert panel.readings[0][1].base == "residents"


def test_a_base_without_a_group_is_named():
    with pytest.raises(BadTable, match="residents: no \\['white'\\]; expected both of \\['black', 'white'\\]"):
        rates.against_bases(events=STOPS, bases=[rates.Base(name="residents", exposure={"black": 1})], about=ABOUT)


def test_a_ratio_has_its_textbook_interval():
    found = rates.rate_ratio(events=(41, 15), exposure=(28010, 19017), about=ABOUT, phi=1.0)
    # Rothman, Greenland & Lash, table 14-1 (breast cancer after fluoroscopy): 1.86; fewer than 20 events: exact
    assert round(found.value, 2) == 1.86
    conditional = binomtest(41, 56).proportion_ci()
    assert [found.low, found.high] == pytest.approx([edge / (1 - edge) * 19017 / 28010 for edge in conditional])
    assert found.diagnostic("small_counts") is True


def test_no_events_or_no_exposure_is_too_little_data_not_a_number():
    for events, exposure in (((0, 5), (10, 10)), ((5, 0), (10, 10)), ((5, 5), (0, 10))):
        found = rates.rate_ratio(events=events, exposure=exposure, about=ABOUT)
        assert (found.value, found.low, found.verdict) == (None, None, Verdict.TOO_LITTLE)
    assert rates.share(events=0, trials=0, about=About()).value is None
    assert rates.rate(events=0, exposure=0, about=About()).value is None


def test_overdispersion_widens_and_below_one_is_refused():
    narrow, wide = (rates.rate_ratio(events=(400, 300), exposure=(1, 1), about=ABOUT, phi=phi) for phi in (1.0, 4.0))
    assert wide.se == pytest.approx(2 * narrow.se)
    with pytest.raises(BadArgument, match="phi of 1 or more"):
        rates.rate_ratio(events=(4, 3), exposure=(1, 1), about=ABOUT, phi=0.5)


def areas(**more):
    return {
        "area": ["n", "n", "s", "s", "w", "w", "e", "e", "n", None],
        "race": ["black", "white"] * 4 + ["other", "white"],
        "stops": [30, 10, 80, 41, 12, 5, 0, 0, 7, 3],
        "people": [1000, 1000, 2000, 2000, 300, 0, 50, 50, 90, 20],
        **more,
    }


def by_area(table):
    return rates.ratio_by_area(table, events="stops", exposure="people", group="race", area="area", about=ABOUT)


def test_areas_that_say_nothing_are_left_out_and_counted():
    table = areas(stops=[30, 10, 80, 41, 12, 0, 0, 0, 7, 3])
    found = by_area(table)
    assert found.excluded == (
        Exclusion("no value in 'area'", 1),
        Exclusion("of another group", 1),
        Exclusion("area says nothing of the ratio", 4),
    )
    # Mantel-Haenszel by hand: (30*1/2 + 80*1/2) / (10/2 + 41/2); the model agrees where the bases are equal
    assert found.value == pytest.approx(110 / 51)
    assert found.n == 110


def test_row_order_and_area_names_do_not_matter():
    table = areas(stops=[30, 10, 80, 41, 12, 0, 0, 0, 7, 3])
    order = np.random.default_rng(3).permutation(10)
    shuffled = {name: [values[k] for k in order] for name, values in table.items()}
    renamed = {**table, "area": [None if a is None else "z" + a for a in table["area"]]}
    one, two, three = by_area(table), by_area(shuffled), by_area(renamed)
    assert (two.data_hash, two.excluded) == (one.data_hash, one.excluded)
    assert [two.value, two.se, three.value, three.se] == pytest.approx([one.value, one.se] * 2, rel=1e-10)


def test_one_group_only_is_said():
    with pytest.raises(BadTable, match="one group only: \\['black'\\]"):
        by_area({"area": ["n", "s"], "race": ["black"] * 2, "stops": [1, 2], "people": [5, 5]})
