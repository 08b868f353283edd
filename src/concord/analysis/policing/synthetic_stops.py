"""Stops of a made-up agency with planted truths, for the methods that run on stops. No row is about anybody.

Officers search whoever looks suspicious enough; the bar is planted for each group, and so the hit rates follow. After
dark a planted factor multiplies the odds that a stopped driver is of the second group; what is dark follows the sun of
a place. Some fields are left empty at planted shares, so that an audit has something to find."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from concord.analysis.errors import BadArgument
from concord.analysis.policing.sun import Place, sun_table

GROUPS: Final = ("white", "black", "hispanic")
DISTRICTS: Final = ("north", "east", "south", "west", "river", "harbour")
REASONS: Final = ("speed", "equipment", "signal", "other")
DAYLIGHT_FROM: Final = 390  # minutes after midnight; mornings are outside the hours that are compared
EVENING: Final = (1020, 1320)
HALF: Final = 0.5  # of stops are made in the evening, and of finds lead to an arrest


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTruths:
    """What is planted.

    Attributes
    ----------
    bars
        The chance of a find from which an officer searches, by group.
    dark_odds
        Odds of the second group against the others after dark, over those in daylight at the same clock time.
    cited
        Chance of a citation, by group.
    no_race, no_district
        Shares of rows without these fields.
    """

    bars: Mapping[str, float]
    cited: Mapping[str, float]
    dark_odds: float = 0.8
    no_race: float = 0.01
    no_district: float = 0.03


TRUTHS: Final = StopTruths(
    bars={"white": 0.42, "black": 0.34, "hispanic": 0.36}, cited={"white": 0.45, "black": 0.45, "hispanic": 0.52}
)


def make_stops(
    *, rng: np.random.Generator, stops: int = 20_000, officers: int = 150, first: str = "2023-01-01", years: int = 2,
    place: Place | None = None, truths: StopTruths = TRUTHS,
) -> Mapping[str, npt.NDArray[np.generic]]:  # fmt: skip
    """Make stops under the columns of the dictionary of stops.

    Parameters
    ----------
    rng
        Source of chance; the same state gives the same stops.
    stops, officers
        How many.
    first, years
        The first day, and how many years of 365 days.
    place
        Where the sun is looked up; a city in the east of the United States by default.
    truths
        What to plant.

    Raises
    ------
    BadArgument
        For fewer than 100 stops, or no officer.
    """
    if stops < 100 or officers < 1:  # noqa: PLR2004 - fewer say nothing about anything
        raise BadArgument(f"{stops} stops, {officers} officers", where="make_stops", expected="100 stops, 1 officer")
    where = place or Place("here", 39.95, -75.16, "America/New_York")
    day = rng.integers(0, 365 * years, stops)
    evening = rng.random(stops) < HALF
    minute = np.where(evening, rng.integers(*EVENING, stops), rng.integers(0, 1440, stops))
    sun = sun_table(places=[where], first=first, last=str(np.datetime64(first, "D") + 365 * years))
    dark = (minute > sun.dusk[0][day] / 60) | (minute < DAYLIGHT_FROM)
    district = rng.choice(len(DISTRICTS), stops, p=[0.22, 0.2, 0.18, 0.16, 0.14, 0.1])
    group = _groups(rng, district, dark, truths.dark_odds)
    searched, found = _searches(rng, group, district, truths)
    race = np.where(rng.random(stops) < truths.no_race, "", np.asarray(GROUPS)[group])
    named = np.where(rng.random(stops) < truths.no_district, "", np.asarray(DISTRICTS)[district])
    cited = rng.random(stops) < np.asarray([truths.cited[name] for name in GROUPS])[group]
    crew = rng.integers(0, officers, stops)
    moment = np.datetime64(first, "m") + day * 1440 + minute
    order = np.argsort(moment, kind="stable")
    columns = {
        "stop_id": np.asarray([f"S{at:06d}" for at in range(stops)])[np.argsort(order, kind="stable")],
        "date": moment.astype("datetime64[D]"),
        "moment": moment,
        "district": named,
        "officer_id": np.asarray([f"O{at:04d}" for at in range(officers)])[crew],
        "subject_race": race,
        "subject_sex": rng.choice(["male", "female"], stops, p=[0.66, 0.34]),
        "subject_age": rng.integers(16, 80, stops),
        "type": np.full(stops, "vehicular"),
        "reason": rng.choice(REASONS, stops, p=[0.45, 0.25, 0.2, 0.1]),
        "search_conducted": searched,
        "contraband_found": found,
        "citation_issued": cited,
        "arrest_made": found & (rng.random(stops) < HALF),
    }
    return {name: values[order] for name, values in columns.items()}


def _groups(
    rng: np.random.Generator, district: npt.NDArray[np.int64], dark: npt.NDArray[np.bool_], odds: float
) -> npt.NDArray[np.int64]:
    """Draw the group of each stopped driver: shares by district, the second group's odds moved after dark."""
    second = np.linspace(0.15, 0.5, len(DISTRICTS))[district]
    moved = second / (1 - second) * np.where(dark, odds, 1.0)
    share = moved / (1 + moved)
    third = 0.3 * (1 - share)
    drawn = rng.random(len(district))
    return np.where(drawn < share, 1, np.where(drawn < share + third, 2, 0)).astype(np.int64)


def _searches(
    rng: np.random.Generator, group: npt.NDArray[np.int64], district: npt.NDArray[np.int64], truths: StopTruths
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Search from the bar on; find with the very chance that was seen."""
    total = np.linspace(5.0, 8.0, len(DISTRICTS))[district]
    seen = rng.beta(0.16 * total, 0.84 * total)
    searched = seen > np.asarray([truths.bars[name] for name in GROUPS])[group]
    return searched, searched & (rng.random(len(group)) < seen)
