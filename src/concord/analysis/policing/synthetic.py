"""A made-up agency with known truths, for files that nobody publishes: training, wellness, alerts, body cameras.

Everything is drawn from the generator that the caller passes in; the truths that were planted come with the files, so
that a method can be tried on data whose answer is known. No row is about anybody.

Officers differ in how many complaints they draw (a gamma factor), which is what makes an alert rule find anything;
training, given out unit by unit over time, multiplies complaints by a known ratio; cameras, switched on everywhere in
one month, multiply force by a known ratio; leaving and injuries follow known hazards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from concord.analysis.errors import BadArgument
from concord.analysis.policing.schemas.tables import RACES

Column = npt.NDArray[np.generic]
File = Mapping[str, Column]
MONTH: Final = 30  # days; months of one length keep the planted rates exact
FIRST: Final = np.datetime64("2018-01-01")
SHIFTS: Final = ("day", "evening", "night")
BUSY: Final = {"day": 0.7, "evening": 1.3, "night": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Truths:
    """What is planted.

    Attributes
    ----------
    complaints, force
        Events per officer and month before any change, for an officer and a shift like the average.
    spread
        Variance of the officers' gamma factor (0: all alike).
    training_ratio
        Complaints after training over before.
    camera_ratio
        Force after cameras over before.
    leaving, injury
        Chance per month to leave; injuries per month.
    night_injury_ratio
        Injuries on the night shift over the others.
    recorded
        Share of calls that are on video once cameras are on.
    """

    complaints: float = 0.04
    force: float = 0.08
    spread: float = 0.8
    training_ratio: float = 0.75
    camera_ratio: float = 0.85
    leaving: float = 0.006
    injury: float = 0.01
    night_injury_ratio: float = 1.6
    recorded: float = 0.82

    def __post_init__(self) -> None:
        values = {name: getattr(self, name) for name in self.__slots__}
        bad = [name for name, value in values.items() if value < 0]
        if bad or self.leaving > 1 or self.recorded > 1:
            raise BadArgument(f"{bad or 'a chance above 1'}", where="truths", expected="rates from 0, chances up to 1")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Agency:
    """The files, by the names of the dictionaries in `schemas`, and what was planted.

    `factor` is each officer's own factor: a truth that no real file has."""

    files: Mapping[str, File]
    truths: Truths
    months: int
    camera_month: int
    factor: npt.NDArray[np.float64] = field(repr=False)

    def monthly(self, name: str) -> npt.NDArray[np.int64]:
        """Return a file's events per month, shape (months,)."""
        at = (self.files[name]["date"].astype("datetime64[D]") - FIRST).astype(int) // MONTH
        return np.bincount(at, minlength=self.months).astype(np.int64)

    def officer_months(self) -> npt.NDArray[np.float64]:
        """Return officers in service per month, shape (months,)."""
        officers = self.files["officers"]
        left = officers["left"].astype("datetime64[D]")
        gone = np.where(np.isnat(left), self.months, (left - FIRST).astype(int) // MONTH)
        return np.asarray([(gone > m).sum() + 0.5 * (gone == m).sum() for m in range(self.months)], float)


def make_agency(
    *, rng: np.random.Generator, officers: int = 600, units: int = 12, months: int = 60, truths: Truths | None = None
) -> Agency:
    """Make an agency.

    Parameters
    ----------
    rng
        Source of chance; the same state gives the same agency.
    officers, units, months
        Size, and length of the files in months of 30 days.
    truths
        What to plant.

    Raises
    ------
    BadArgument
        For fewer officers than units, or fewer than 24 months.
    """
    if officers < units or units < 1 or months < 24:  # noqa: PLR2004 - a year on either side of a change
        raise BadArgument(
            f"{officers} officers, {units} units, {months} months",
            where="make_agency",
            expected="officers >= units, 24 months",
        )
    planted = truths or Truths()
    unit, shift = rng.permutation(np.arange(officers) % units), rng.choice(SHIFTS, officers)
    factor = rng.gamma(1 / planted.spread, planted.spread, officers) if planted.spread else np.ones(officers)
    busy = np.asarray([BUSY[one] for one in shift.tolist()])
    trained = _waves(units, months, rng)[unit]
    leaves = rng.geometric(planted.leaving, officers) - 1 if planted.leaving else np.full(officers, months)
    camera = months // 2
    grid = np.arange(months)
    serves = grid < leaves[:, None]
    calm = np.where(grid >= trained[:, None], planted.training_ratio, 1.0)
    filmed = np.where(grid >= camera, planted.camera_ratio, 1.0)
    hurt = np.where(shift == "night", planted.night_injury_ratio, 1.0)[:, None]
    exposed = np.asarray(serves * (factor * busy)[:, None], np.float64)
    files = {
        "officers": _officers(officers, leaves, months, rng),
        "assignments": {
            "officer_id": _keys(officers), "unit": np.char.add("unit ", unit.astype(str)), "shift": shift,
            "start": np.full(officers, FIRST),
        },
        "training": _training(trained, leaves, months),
        "complaints": _events(rng, exposed * calm * planted.complaints, "complaint_id"),
        "force": _events(rng, exposed * filmed * planted.force, "incident_id"),
        "injuries": _events(rng, np.asarray(serves * hurt * planted.injury, np.float64), "injury_id"),
        "cameras": _cameras(rng, months, camera, planted.recorded),
    }  # fmt: skip
    return Agency(files=files, truths=planted, months=months, camera_month=camera, factor=factor)


def _keys(n: int) -> Column:
    return np.asarray([f"O{at:05d}" for at in range(n)])


def _waves(units: int, months: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """The month in which each unit is trained: spread over the middle of the file, in chance order."""
    return np.asarray(rng.permutation(np.linspace(months * 0.25, months * 0.75, units).astype(np.int64)), np.int64)


def _officers(n: int, leaves: npt.NDArray[np.int64], months: int, rng: np.random.Generator) -> File:
    day = FIRST + leaves * MONTH + rng.integers(0, MONTH, n)
    return {
        "officer_id": _keys(n),
        "race": rng.choice(RACES[:4], n, p=[0.6, 0.2, 0.15, 0.05]),
        "sex": rng.choice(["male", "female"], n, p=[0.85, 0.15]),
        "birth_year": rng.integers(1965, 1996, n),
        "appointed": np.full(n, FIRST),
        "left": np.where(leaves < months, day, np.datetime64("NaT")),
    }


def _training(trained: npt.NDArray[np.int64], leaves: npt.NDArray[np.int64], months: int) -> File:
    took = np.flatnonzero((trained < leaves) & (trained < months))
    return {
        "officer_id": _keys(len(trained))[took],
        "course": np.full(len(took), "de-escalation"),
        "date": FIRST + trained[took] * MONTH,
        "hours": np.full(len(took), 16.0),
    }


def _events(rng: np.random.Generator, rates: npt.NDArray[np.float64], key: str) -> File:
    """Events of officers: a Poisson count per officer and month, each on a day of its month."""
    counts = rng.poisson(rates)
    officer, month = np.nonzero(counts)
    times = counts[officer, month]
    officer, month = np.repeat(officer, times), np.repeat(month, times)
    day = FIRST + month * MONTH + rng.integers(0, MONTH, len(month))
    order = np.lexsort((officer, day))
    names = _keys(len(rates))
    return {
        key: np.asarray([f"E{at:06d}" for at in range(len(order))]),
        "officer_id": names[officer[order]],
        "date": day[order],
    }


def _cameras(rng: np.random.Generator, months: int, camera: int, recorded: float) -> File:
    """Calls that should have been filmed, and how many were, per month."""
    calls = rng.poisson(900, months)
    on = np.arange(months) >= camera
    return {
        "date": FIRST + np.arange(months) * MONTH,
        "calls": np.where(on, calls, 0),
        "recorded": np.where(on, rng.binomial(calls, recorded), 0),
    }
