import numpy as np
import pytest

from concord.analysis.errors import BadTable
from concord.analysis.policing import outcomes
from concord.analysis.policing.about import About
from concord.analysis.policing.design import Factor
from concord.analysis.policing.estimate import Exclusion, Verdict

ABOUT = About(group="black", reference="white", outcome="searches", base="stops")
TABLE = {
    "race": ["black", "white"] * 2 + ["asian", None],
    "district": ["1", "1", "2", "2", "2", "1"],
    "officer": ["o1", "o2", "o3", "o4", "o4", "o5"],
    "stops": [800, 200, 200, 800, 40, 9],
    "searches": [80, 20, 8, 32, 4, 1],
}


def difference(table=TABLE, **options):
    return outcomes.average_difference(
        table,
        events="searches",
        trials="stops",
        group="race",
        about=ABOUT,
        **{"controls": [Factor("district")], **options},
    )


def test_a_difference_that_the_district_explains_is_shown_both_ways():
    pair = difference()
    assert pair.unadjusted.value == pytest.approx(88 - 52)
    assert pair.unadjusted.verdict is Verdict.SEEN
    assert pair.adjusted.value == pytest.approx(0.0, abs=1e-6)
    assert pair.adjusted.verdict is Verdict.NONE_SEEN
    assert pair.adjusted.method == "average marginal difference of a logistic model with district"


def test_the_unadjusted_error_is_that_of_two_shares():
    pair = difference()
    assert pair.unadjusted.se == pytest.approx(1000 * np.sqrt(0.088 * 0.912 / 1000 + 0.052 * 0.948 / 1000))


def test_what_is_left_out_is_counted_in_stops_and_rows():
    assert difference().adjusted.excluded == (Exclusion("no value in 'race'", 1), Exclusion("of another group", 40))


def test_clusters_are_named_and_change_the_error_only():
    table = {name: values[:4] * 3 for name, values in TABLE.items()}
    table["officer"] = [f"o{k}" for k in range(12)]
    table["searches"] = [80, 20, 8, 32, 60, 25, 12, 20, 100, 15, 4, 44]
    plain, clustered = difference(table), difference(table, clusters="officer")
    assert clustered.adjusted.value == pytest.approx(plain.adjusted.value)
    assert clustered.adjusted.diagnostic("clusters") == 12
    assert clustered.adjusted.se > plain.adjusted.se


def test_more_events_than_trials_and_missing_groups_are_refused():
    with pytest.raises(BadTable, match="row 2: more events than trials"):
        difference({**TABLE, "searches": [80, 201, 8, 32, 4, 1]})
    with pytest.raises(BadTable, match="no rows of \\['white'\\]"):
        difference({**TABLE, "race": ["black"] * 6})
    with pytest.raises(BadTable, match="row 3: -8 in column 'searches'; expected a whole number, 0 or more"):
        difference({**TABLE, "searches": [80, 20, -8, 32, 4, 1]})


def test_row_order_and_labels_do_not_matter():
    order = [3, 1, 5, 0, 2, 4]
    shuffled = difference({name: [values[k] for k in order] for name, values in TABLE.items()})
    relabelled = difference({**TABLE, "district": ["b", "b", "a", "a", "a", "b"]})
    first = difference().adjusted
    assert shuffled.adjusted.data_hash == first.data_hash
    assert [shuffled.adjusted.se, relabelled.adjusted.se] == pytest.approx([first.se] * 2)
