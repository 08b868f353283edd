import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.analysis.errors import BadArgument
from concord.analysis.policing.sun import Place, sun_table

PHILADELPHIA = Place("Philadelphia", 39.9525839, -75.1652215, "America/New_York")


def test_sunset_and_dusk_of_philadelphia_to_the_second_by_suncalc():
    # stanford-policylab/opp tutorial @fdb3b9f, R suncalc
    table = sun_table(places=[PHILADELPHIA], first="2017-06-27", last="2017-12-07", algorithm="suncalc")
    assert table.clock("Philadelphia", "2017-06-27") == ("20:34:40", "21:07:26")
    assert table.clock("Philadelphia", "2017-12-07") == ("16:36:53", "17:07:09")


def test_noaa_is_the_default_and_within_two_seconds_of_the_solar_position_algorithm():
    # SPA (Reda & Andreas) by pvlib for 2017-06-27: 20:33:26
    table = sun_table(places=[PHILADELPHIA], first="2017-06-27", last="2017-06-27")
    assert table.algorithm == "noaa"
    assert abs(table.sunset[0, 0] - (20 * 3600 + 33 * 60 + 26)) < 2


def test_a_table_of_many_places_and_days_has_the_figures_of_each_alone():
    tucson = Place("Tucson", 32.22, -110.97, "America/Phoenix")
    both = sun_table(places=[PHILADELPHIA, tucson], first="2016-02-01", last="2017-03-01")
    alone = sun_table(places=[tucson], first="2016-07-04", last="2016-07-04")
    day = int((np.datetime64("2016-07-04") - both.first).astype(int))
    assert both.sunset[1, day] == pytest.approx(alone.sunset[0, 0], abs=0.02)
    assert both.dusk.shape == (2, 395)


def test_days_from_a_change_of_the_clocks_are_counted_and_infinite_without_one():
    places = [PHILADELPHIA, Place("Tucson", 32.22, -110.97, "America/Phoenix")]
    table = sun_table(places=places, first="2017-03-01", last="2017-03-31")
    assert table.from_change[0, [0, 11, 12, 30]].tolist() == [11, 0, 1, 19]  # 12 March 2017
    assert np.isinf(table.from_change[1]).all()
    before, after = table.sunset[0, 10:12]
    assert after - before == pytest.approx(3660, abs=10)


def test_where_the_sun_does_not_set_there_is_no_time():
    table = sun_table(places=[Place("Tromsø", 69.65, 18.96, "Europe/Oslo")], first="2020-06-21", last="2020-06-21")
    assert table.clock("Tromsø", "2020-06-21") == ("none", "none")


@given(st.floats(-60, 60), st.floats(-180, 180), st.integers(0, 364))
def test_the_two_algorithms_agree_within_five_minutes_and_dusk_follows_sunset(latitude, longitude, day):
    place, when = Place("p", latitude, longitude, "UTC"), str(np.datetime64("2019-01-01") + day)
    one, two = (
        sun_table(places=[place], first=when, last=when, algorithm=algorithm) for algorithm in ("noaa", "suncalc")
    )
    gap = one.sunset[0, 0] - two.sunset[0, 0]
    assert abs((gap + 43200) % 86400 - 43200) < 300
    if not np.isnan(one.dusk[0, 0]):
        assert one.dusk[0, 0] > one.sunset[0, 0]


def test_impossible_places_zones_and_days_are_refused():
    with pytest.raises(BadArgument, match="here: latitude 91, longitude 0; expected degrees within 90 and 180"):
        Place("here", 91, 0, "UTC")
    with pytest.raises(BadArgument, match="time zone 'Mars/North'"):
        Place("here", 1, 0, "Mars/North")
    with pytest.raises(BadArgument, match="expected a place and a day"):
        sun_table(places=[PHILADELPHIA], first="2017-02-01", last="2017-01-01")
    with pytest.raises(BadArgument, match="algorithm 'guess'"):
        sun_table(places=[PHILADELPHIA], first="2017-02-01", last="2017-02-01", algorithm="guess")
    with pytest.raises(BadArgument, match="expected a day from 2017-02-01 on"):
        sun_table(places=[PHILADELPHIA], first="2017-02-01", last="2017-02-01").clock("Philadelphia", "2018-01-01")
