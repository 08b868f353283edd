"""Where a site stands on the map of the States: the Albers USA projection, and markers that do not overlap.

The outline (assets/us-map.json) was projected by its makers with d3's `geoAlbersUsa`, scale 1300, centred at
(487.5, 305): Alaska at 0.35 of the scale and Hawaii stand below the south-west. The same formulas are used here.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import cos, hypot, pi, radians, sin, sqrt
from pathlib import Path
from typing import Any

from concord.publishing.site.places import OFF_THE_MAP

SCALE, CENTRE = 1300.0, (487.5, 305.0)
APART = 27.0  # least distance between two markers, in units of the map
ROUNDS = 60
MOST_LINKS = 150  # above that, markers with room for a finger no longer fit on the map
FAR = 5.0  # a marker moved further than this from its place gets a line back to it

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """One place: where it is, and where its marker stands so that no two overlap."""

    slug: str
    x: float
    y: float
    marker_x: float
    marker_y: float

    @property
    def moved(self) -> bool:
        return hypot(self.x - self.marker_x, self.y - self.marker_y) > FAR


@cache
def outline() -> Mapping[str, Any]:
    """Return the outline's size and paths."""
    shapes: Mapping[str, Any] = json.loads((Path(__file__).parent / "assets/us-map.json").read_text())
    return shapes


def conic(parallels: Point, rotate: float, centre: Point, scale: float, at: Point) -> Callable[[float, float], Point]:
    """Return an equal-area conic projection (longitude, latitude) → (x, y), as d3 composes it."""
    first = sin(radians(parallels[0]))
    n = (first + sin(radians(parallels[1]))) / 2
    c = 1 + first * (2 * n - first)
    r0 = sqrt(c) / n

    def raw(longitude: float, latitude: float) -> Point:
        r = sqrt(c - 2 * n * sin(latitude)) / n
        return r * sin(n * longitude), r0 - r * cos(n * longitude)

    zero = raw(radians(centre[0]), radians(centre[1]))

    def project(longitude: float, latitude: float) -> Point:
        turned = (radians(longitude + rotate) + pi) % (2 * pi) - pi
        x, y = raw(turned, radians(latitude))
        return at[0] + scale * (x - zero[0]), at[1] - scale * (y - zero[1])

    return project


def albers_usa(scale: float, centre: Point) -> Callable[[float, float, str | None], Point]:
    """Return the composite projection (longitude, latitude, postal code) → (x, y)."""
    x, y = centre
    lower = conic((29.5, 45.5), 96, (-0.6, 38.7), scale, centre)
    alaska = conic((55, 65), 154, (-2, 58.5), scale * 0.35, (x - 0.307 * scale, y + 0.201 * scale))
    hawaii = conic((8, 18), 157, (-3, 19.9), scale, (x - 0.205 * scale, y + 0.212 * scale))

    def project(longitude: float, latitude: float, state: str | None) -> Point:
        return {"AK": alaska, "HI": hawaii}.get(state or "", lower)(longitude, latitude)

    return project


def spots(sites: Iterable[Mapping[str, Any]]) -> list[Spot]:
    """Place the sites (the `site` part of their documents) that have a position on the map; leave out the others."""
    project = albers_usa(SCALE, CENTRE)
    placed: list[tuple[str, Point]] = []
    for site in sites:
        latitude, longitude = site["agency"].get("lat"), site["agency"].get("lng")
        if latitude is None or longitude is None or site["state"] in OFF_THE_MAP:
            continue
        x, y = project(longitude, latitude, site["state"])
        if 0 <= x <= outline()["width"] and 0 <= y <= outline()["height"]:
            placed.append((site["slug"], (x, y)))
    placed.sort()
    points = [point for _, point in placed]
    markers = pushed_apart(points) if len(points) <= MOST_LINKS else points
    return [
        Spot(slug, round(x, 1), round(y, 1), round(mx, 1), round(my, 1))
        for (slug, (x, y)), (mx, my) in zip(placed, markers, strict=True)
    ]


def pushed_apart(points: list[Point]) -> list[Point]:
    """Move points that are too near each other apart, a little at a time, always with the same result."""
    moved = list(points)
    for _ in range(ROUNDS):
        crowded = False
        for i in range(len(moved)):
            for j in range(i):
                (ax, ay), (bx, by) = moved[i], moved[j]
                apart = hypot(ax - bx, ay - by)
                if apart >= APART:
                    continue
                crowded = True
                # Two sites in one place have no direction between them: take one from their rank.
                dx, dy = ((ax - bx) / apart, (ay - by) / apart) if apart else (cos(i), sin(i))
                push = (APART - apart) / 2 + 0.05
                moved[i] = (ax + dx * push, ay + dy * push)
                moved[j] = (bx - dx * push, by - dy * push)
        if not crowded:
            break
    return moved
