"""Training records: who has had a course, on which day, and whose certificate has run out.

Coverage is counted among officers who serve on the day asked, trained or not: a file of courses alone cannot tell who
is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from concord.analysis.errors import BadTable, NotEnoughData
from concord.analysis.policing.estimate import Estimate, Exclusion, facts

Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Serving:
    """Officers: key, first and last day of service (NaT while serving), group (unit, rank) in words."""

    officer: npt.NDArray[np.str_]
    start: Days
    end: Days
    group: npt.NDArray[np.str_]

    @classmethod
    def of(
        cls, *, officer: Sequence[Any], start: npt.ArrayLike, end: npt.ArrayLike, group: Sequence[Any] | None = None
    ) -> "Serving":
        """Check and build. Raises BadTable for unlike lengths or an officer who stands twice."""
        keys = np.asarray(officer).astype(str)
        groups = np.full(len(keys), "all") if group is None else np.asarray(group).astype(str)
        made = cls(
            officer=keys, start=np.asarray(start, "datetime64[D]"), end=np.asarray(end, "datetime64[D]"), group=groups
        )
        if not len(keys) == len(made.start) == len(made.end) == len(groups):
            raise BadTable("unlike lengths", where="training", expected="one entry per officer")
        if len(set(keys.tolist())) < len(keys):
            raise BadTable("an officer stands twice", where="training", expected="one row per officer")
        return made


def coverage(
    *, serving: Serving, officer: Sequence[Any], taken: npt.ArrayLike, day: np.datetime64,
    expires: npt.ArrayLike | None = None,
) -> tuple[Estimate, ...]:  # fmt: skip
    """Count by group which share of those serving on a day has the course, and it has not run out.

    Parameters
    ----------
    serving
        Who serves when.
    officer, taken
        One entry per officer and course taken: key and day.
    day
        The day asked.
    expires
        Last day of each certificate; NaT (or None for all) if it never ends. Of several, any that holds counts.

    Returns
    -------
    One estimate per group and, last, one of all ("all officers") where there are several groups. It is a count of
    everybody, not a sample, so it has no interval; how many certificates have run out is in the diagnostics.

    Raises
    ------
    BadTable
        For unlike lengths.
    NotEnoughData
        If nobody serves on that day.
    """
    keys, when = np.asarray(officer).astype(str), np.asarray(taken, "datetime64[D]")
    until = np.full(len(keys), np.datetime64("NaT"), "datetime64[D]")
    until = until if expires is None else np.asarray(expires, "datetime64[D]")
    if not len(keys) == len(when) == len(until):
        raise BadTable("unlike lengths", where="coverage", expected="one officer, day and end per record")
    here = (serving.start <= day) & (np.isnat(serving.end) | (serving.end >= day))
    if not here.any():
        raise NotEnoughData(f"nobody serves on {day}", where="coverage", expected="a day within the file")
    had = np.isin(serving.officer, keys[when <= day])
    holds = np.isin(serving.officer, keys[(when <= day) & (np.isnat(until) | (until >= day))])
    strangers = int((~np.isin(keys, serving.officer)).sum())
    undated = int(np.isnat(when).sum())
    pairs = (("record of nobody on the roster", strangers), ("record without a day", undated))
    excluded = tuple(Exclusion(reason, count) for reason, count in pairs if count)
    names = np.unique(serving.group[here])
    parts = [(str(name), here & (serving.group == name)) for name in names]
    parts += [("all officers", here)] if len(names) > 1 else []
    return tuple(_covered(name, mask, had, holds, day, excluded) for name, mask in parts)


def _covered(
    name: str, mask: npt.NDArray[np.bool_], had: npt.NDArray[np.bool_], holds: npt.NDArray[np.bool_],
    day: np.datetime64, excluded: tuple[Exclusion, ...],
) -> Estimate:  # fmt: skip
    n, covered = int(mask.sum()), int((holds & mask).sum())
    return Estimate(
        measure="training_coverage", value=covered / n, low=None, high=None, n=covered, denominator=float(n),
        base="officers serving on the day", unit="share", group=name, period=str(day), method="count of all, no sample",
        assumptions=("courses that were taken are on file",), excluded=excluded,
        diagnostics=facts(run_out=int((had & ~holds & mask).sum()), never=int((~had & mask).sum())),
    )  # fmt: skip
