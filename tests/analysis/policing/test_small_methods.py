import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from concord.analysis.errors import BadArgument, BadTable
from concord.analysis.policing import force, multiplicity, power, rates, wdd
from concord.analysis.policing.about import About
from concord.analysis.policing.estimate import Exclusion, Scale, Verdict

ABOUT = About(group="black", reference="white", outcome="force", base="stops")
P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def test_displacement_difference_as_printed_by_wheeler_and_ratcliffe_2018():
    found = wdd.displacement_difference(
        control=(308, 318), treated=(207, 110), around_control=(150, 140), around_treated=(178, 157), about=About()
    )
    assert (found.value, round(found.se, 7)) == (-118, 39.5979797)
    assert (round(found.low), round(found.high), round(found.value / found.se, 2)) == (-196, -40, -2.98)
    assert (found.diagnostic("local"), found.diagnostic("displaced")) == (-107, -11)


def test_two_counts_by_the_e_test():
    # apwheele/ptools: e_test(6, 2) = 0.1749
    assert wdd.two_counts(counts=(6, 2)) == pytest.approx(0.1749, abs=5e-5)
    assert wdd.two_counts(counts=(2, 6)) == pytest.approx(wdd.two_counts(counts=(6, 2)))
    assert wdd.two_counts(counts=(0, 0)) == 1.0
    with pytest.raises(BadArgument, match="E-test: \\(1, -1\\) over"):
        wdd.two_counts(counts=(1, -1))


@given(P_VALUES)
def test_adjusted_p_values_keep_the_order_and_only_grow(p):
    for rule in (multiplicity.holm, multiplicity.benjamini_hochberg):
        found = rule(p)
        assert (found >= np.array(p)).all()
        assert (found <= 1).all()
        assert (np.diff(found[np.argsort(p, kind="stable")]) >= 0).all()


@given(P_VALUES)
def test_benjamini_hochberg_is_that_of_an_independent_library(p):
    assert np.allclose(multiplicity.benjamini_hochberg(p), false_discovery_control(p))


def test_holm_by_hand_and_the_verdict_that_it_takes_back():
    assert multiplicity.holm([0.01, 0.04, 0.03]).tolist() == pytest.approx([0.03, 0.06, 0.06])
    estimates = [rates.rate_ratio(events=(e, 400), exposure=(1, 1), about=ABOUT) for e in (400, 459, 560)]
    assert [one.verdict for one in estimates] == [Verdict.NONE_SEEN, Verdict.SEEN, Verdict.SEEN]
    after = multiplicity.adjusted([*estimates, estimates[0].hidden()], family="three districts")
    assert [one.verdict for one in after[:3]] == [Verdict.NONE_SEEN, Verdict.NONE_SEEN, Verdict.SEEN]
    assert after[1].family == "three districts (3 questions, holm)"
    assert after[3] == estimates[0].hidden()
    with pytest.raises(BadArgument, match="expected numbers from 0 to 1"):
        multiplicity.holm([1.2])
    with pytest.raises(BadArgument, match="rule 'none'"):
        multiplicity.adjusted(estimates, family="x", rule="none")


def test_power_and_need_agree_with_each_other_and_with_the_estimate():
    found = power.detectable_difference(share=0.04, trials=(2000, 8000))
    assert power.power_of_difference(shares=(0.04 + found.detectable, 0.04), trials=(2000, 8000)) == pytest.approx(0.8)
    assert found.scale is Scale.DIFFERENCE
    need = power.trials_needed(shares=(0.06, 0.04))
    assert need == 1861  # Fleiss, Levin & Paik (4.14) without correction: (1.96 + .8416)^2 (.0564 + .0384) / .02^2
    assert power.power_of_difference(shares=(0.06, 0.04), trials=(need, need)) == pytest.approx(0.8, abs=1e-3)
    ratio = rates.rate_ratio(events=(120, 400), exposure=(1, 1), about=ABOUT)
    assert power.detectable_ratio(events=(120, 400)).detectable == pytest.approx(ratio.detectable)
    with pytest.raises(BadArgument, match="enough to see any difference at all"):
        power.detectable_difference(share=0.5, trials=(1, 1))


def test_the_band_rises_with_the_share_of_unfair_stops():
    band = force.selection_band(force=(60, 90), stops=(4000, 6000), unfair_shares=[0.0, 0.3, 0.6], about=ABOUT)
    assert [round(one.value, 6) for one in band] == [0.0, 4.5, 9.0]
    assert [one.verdict for one in band] == [Verdict.NONE_SEEN, Verdict.SEEN, Verdict.SEEN]
    assert [round(one.diagnostic("ratio"), 2) for one in band] == [1.0, 1.43, 2.5]
    with pytest.raises(BadArgument, match="from 0 to below 1"):
        force.selection_band(force=(6, 9), stops=(40, 60), unfair_shares=[1.0], about=ABOUT)


def test_resistance_and_force_are_read_against_the_policy():
    table = {
        "met": ["passive", "passive", "active", "active", "armed", "unknown", None],
        "used": ["hands", "taser", "hands", "taser", "gun", "taser", "hands"],
        "n": [50, 10, 20, 15, 5, 4, 3],
    }
    found = force.resistance_matrix(
        table,
        resistance="met",
        force="used",
        incidents="n",
        levels=["hands", "taser", "gun"],
        permitted={"passive": "hands", "active": "taser", "armed": "gun"},
        about=About(),
    )
    assert found.counts.tolist() == [[50, 10, 0], [20, 15, 0], [0, 0, 5]]
    assert [one.value for one in (found.above, found.at, found.below)] == [10.0, 70.0, 20.0]
    assert found.above.excluded == (
        Exclusion("no value in 'met'", 1),
        Exclusion("of a kind that the policy does not name", 4),
    )
    with pytest.raises(BadArgument, match="expected levels of \\['hands'\\]"):
        force.resistance_matrix(
            table,
            resistance="met",
            force="used",
            incidents="n",
            levels=["hands"],
            permitted={"x": "gun"},
            about=About(),
        )
    with pytest.raises(BadTable, match="no incident of a known kind"):
        force.resistance_matrix(
            table,
            resistance="met",
            force="used",
            incidents="n",
            levels=["hands"],
            permitted={"x": "hands"},
            about=About(),
        )
