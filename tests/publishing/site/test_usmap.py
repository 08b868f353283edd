"""The map: places where d3 puts them, markers that do not overlap, and nothing said about what is not on it."""

import itertools
from math import hypot
from typing import Any

import pytest

from concord.publishing.site import usmap


@pytest.mark.parametrize(
    ("longitude", "latitude", "state", "expected"),
    [
        (-122.4194, 37.7750, "CA", (107.4, 214.1)),
        (-74.0064, 40.7142, "NY", (794.6, 176.5)),
        (-149.9003, 61.2181, "AK", (171.2, 446.9)),
        (-157.8583, 21.3069, "HI", (298.5, 451.0)),
    ],
)
def test_cities_stand_where_the_tests_of_d3_put_them(
    longitude: float, latitude: float, state: str, expected: tuple[float, float]
) -> None:
    x, y = usmap.albers_usa(1070, (480, 250))(longitude, latitude, state)
    assert (round(x, 1), round(y, 1)) == expected


def site(slug: str, state: str | None, lat: float | None, lng: float | None) -> dict[str, Any]:
    return {"slug": slug, "state": state, "agency": {"name": slug, "lat": lat, "lng": lng}}


def test_markers_in_one_town_are_pushed_apart_and_keep_a_line_to_their_place() -> None:
    spots = usmap.spots([site(f"town-{n}", "OH", 39.97, -82.99) for n in range(9)])
    apart = [hypot(a.marker_x - b.marker_x, a.marker_y - b.marker_y) for a, b in itertools.combinations(spots, 2)]
    assert min(apart) > usmap.APART - 1
    assert sum(spot.moved for spot in spots) >= 8


def test_the_order_of_the_sites_does_not_move_the_markers() -> None:
    sites = [site(f"town-{n}", "OH", 39.97 + n / 50, -82.99) for n in range(5)]
    assert usmap.spots(sites) == usmap.spots(sites[::-1])


def test_a_site_without_a_position_on_the_map_is_left_to_the_list() -> None:
    sites = [
        site("unknown", "OH", None, None),
        site("san-juan", "PR", 18.45, -66.07),
        site("nowhere", None, 0.0, 0.0),
        site("honolulu", "HI", 21.31, -157.86),
    ]
    assert [spot.slug for spot in usmap.spots(sites)] == ["honolulu"]


def test_more_sites_than_fit_stay_at_their_places() -> None:
    spots = usmap.spots([site(f"town-{n}", "OH", 39.97, -82.99) for n in range(usmap.MOST_LINKS + 1)])
    assert {spot.moved for spot in spots} == {False}
