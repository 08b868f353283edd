import math

import pytest

from concord.analysis.errors import BadTable
from concord.analysis.policing import hits
from concord.analysis.policing.about import About
from concord.analysis.policing.estimate import Exclusion, Verdict

ABOUT = About(group="black", reference="white")


def table(**changes):
    plain = {
        "race": ["black", "white", "black", "white", "black", "asian"],
        "district": ["1", "1", "2", "2", "77", "1"],
        "stops": [9000, 9000, 4000, 6000, 70, 500],
        "searches": [900, 450, 400, 300, 7, 20],
        "hits": [180, 126, 80, 84, 0, 5],
    }
    return {**plain, **changes}


def rule(data):
    return hits.robust_rule(
        data, stops="stops", searches="searches", hits="hits", group="race", place="district", about=ABOUT
    )


def test_hit_rate_of_philadelphia_from_counts():
    # 204,420 stops of Black drivers in 2017, 6.05% searched, 22.0% of the searches with a hit (opp tutorial)
    found = hits.hit_rate(searches=12368, hits=2721, about=About(group="black"))
    assert round(found.value, 1) == 22.0
    assert found.unit == "per 100 searches"


def test_the_difference_is_pooled_over_places_by_weights_of_mantel_and_haenszel():
    found = hits.hit_rate_difference(
        table(), searches="searches", hits="hits", group="race", place="district", about=ABOUT
    )
    one, two = 900 * 450 / 1350, 400 * 300 / 700
    assert found.value == pytest.approx(100 * (one * (0.20 - 0.28) + two * (0.20 - 0.28)) / (one + two))
    assert found.excluded == (
        Exclusion("searches of another group", 20),
        Exclusion("searches in places with one of the groups only", 7),
    )


def test_one_place_has_the_error_of_two_shares_when_there_is_no_gap():
    data = {"race": ["black", "white"], "s": [400, 400], "h": [100, 100]}
    found = hits.hit_rate_difference(data, searches="s", hits="h", group="race", about=ABOUT)
    assert found.se == pytest.approx(100 * (2 * 0.25 * 0.75 / 400) ** 0.5)
    assert found.verdict is Verdict.NONE_SEEN


def test_more_searches_with_less_success_is_a_lower_bar():
    found = rule(table())
    assert found.reading is hits.Reading.GROUP
    assert found.p == pytest.approx(0.5 * math.erfc(-found.hit_rate.value / found.hit_rate.se / 2**0.5))


def test_exchanging_the_groups_turns_the_reading_round():
    swapped = {"black": "white", "white": "black", "asian": "asian"}
    found = rule(table(race=[swapped[name] for name in table()["race"]], district=["1", "1", "2", "2", "1", "1"]))
    assert found.reading is hits.Reading.REFERENCE


def test_mixed_signs_and_missing_searches_are_inconclusive():
    assert rule(table(hits=[270, 90, 120, 60, 0, 5])).reading is hits.Reading.OPEN
    none = rule(table(searches=[900, 0, 400, 0, 7, 20], hits=[180, 0, 80, 0, 0, 5]))
    assert (none.reading, none.p, none.hit_rate.verdict) == (hits.Reading.OPEN, None, Verdict.TOO_LITTLE)


def test_a_hit_without_a_search_is_refused():
    with pytest.raises(BadTable, match="row 5: more hits than searches; expected at most as many"):
        rule(table(hits=[180, 126, 80, 84, 8, 5]))
