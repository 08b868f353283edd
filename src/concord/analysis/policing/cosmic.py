"""Escalation within an incident: who uses more force than colleagues who met the same?

Officers of one incident share its circumstances. Given how many of them used each level of force, who used which is
modelled: the chance of an assignment of the levels to the officers is proportional to exp(sum of lambda_i x s_y(i)),
with a score s of each level (0 for the lowest, 1 for the second lowest, growing) and a leaning lambda of each officer.
What the incident called for cancels, and so do all its features, recorded or not. This is the conditional ordinal
stereotype model. The sum over all assignments, which grows with their number, is built up officer by officer over the
counts of levels left: exact, and quick for incidents of any size that occur.

Officers without an incident in which levels differ say nothing; only differences within a connected group of officers
can be told. A leaning is about a record in a system, and never a verdict on a person: no officer is ranked here.

Source: Ridgeway (2026), Journal of the American Statistical Association (conditional ordinal stereotype model);
Anderson (1984), J. R. Stat. Soc. B 46, 1 (stereotype model)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import logsumexp

from concord.analysis.errors import BadArgument, BadTable, NotConverged, NotEnoughData
from concord.analysis.policing.estimate import Estimate, Exclusion, Scale, data_hash, facts
from concord.analysis.policing.intervals import difference

Numbers = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
MOST_OFFICERS: Final = 60  # of one incident; more are several incidents in one record
SPREAD: Final = 1.0  # of the prior of leanings, which keeps those of officers with few incidents in reach
ALL_PRESENT: Final = "Officers who were present and used no force are in the file."
SAME_MET: Final = "Officers of one incident met the same, at the same time."
ORDER_HOLDS: Final = "The levels of force stand in the agency's own order."


@dataclass(frozen=True, slots=True, eq=False)
class Incidents:
    """What the likelihood runs on: officers (0, 1, …) and levels (0, 1, …) of each telling incident."""

    officers: tuple[str, ...]
    levels: int
    who: tuple[Ints, ...] = field(repr=False)
    level: tuple[Ints, ...] = field(repr=False)
    excluded: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Escalation:
    """The fit: leanings by officer (their mean is 0), scores of the levels, errors, and what the model rests on."""

    incidents: Incidents
    leaning: Numbers = field(repr=False)
    se: Numbers = field(repr=False)
    scores: Numbers = field(repr=False)
    log_likelihood: float

    def against_colleagues(self, officer: str) -> Estimate:
        """Return the leaning of one officer over the mean of all, on the scale of logarithms of odds."""
        if officer not in self.incidents.officers:
            raise BadArgument(f"officer {officer!r}", where="escalation", expected="one with a telling incident")
        at = self.incidents.officers.index(officer)
        mine = sum(int((who == at).any()) for who in self.incidents.who)
        return Estimate(
            measure="escalation", n=mine, denominator=float(len(self.incidents.who)), base="incidents", unit="log odds",
            scale=Scale.DIFFERENCE, group=officer, reference="colleagues in the same incidents",
            method="conditional ordinal stereotype model, normal prior on leanings",
            assumptions=(ALL_PRESENT, SAME_MET, ORDER_HOLDS),
            diagnostics=facts(officers=len(self.incidents.officers), log_likelihood=self.log_likelihood),
            excluded=self.incidents.excluded,
            data_hash=data_hash({"who": np.concatenate(self.incidents.who), "y": np.concatenate(self.incidents.level)}),
            **difference(float(self.leaning[at]), float(self.se[at]), level=0.95),
        )  # fmt: skip


def read_incidents(*, incident: Sequence[object], officer: Sequence[object], level: npt.ArrayLike) -> Incidents:
    """Return the telling incidents: two officers or more, of whom not all used the same level.

    `level` counts from 0 (none) upwards without a gap; an officer who stands twice in an incident counts once, with the
    highest level. Raises BadTable (unequal lengths, a level that is no whole number from 0), NotEnoughData."""
    y = np.asarray(level, float)
    keys, names = np.asarray(incident).astype(str), np.asarray(officer).astype(str)
    if not len(keys) == len(names) == len(y):
        raise BadTable(f"{len(keys)}, {len(names)}, {len(y)} entries", where="incidents", expected="one length")
    if not np.isfinite(y).all() or (y < 0).any() or (y % 1 != 0).any():
        raise BadTable("a level that is none", where="incidents", expected="whole numbers from 0")
    highest: dict[str, dict[str, int]] = {}
    for key, name, one in zip(keys.tolist(), names.tolist(), y.astype(int).tolist(), strict=True):
        of = highest.setdefault(key, {})
        of[name] = max(one, of.get(name, one))
    telling = {key: of for key, of in sorted(highest.items()) if len(set(of.values())) > 1}
    large = [key for key, of in telling.items() if len(of) > MOST_OFFICERS]
    used = {key: of for key, of in telling.items() if len(of) <= MOST_OFFICERS}
    if not used:
        raise NotEnoughData("no incident in which levels differ", where="incidents", expected="some")
    place = {name: at for at, name in enumerate(sorted({name for of in used.values() for name in of}))}
    reasons = (
        ("incident with one officer, or one level of force", len(highest) - len(telling)),
        (f"incident with more than {MOST_OFFICERS} officers", len(large)),
    )
    return Incidents(
        officers=tuple(place),
        levels=int(max(max(of.values()) for of in used.values())) + 1,
        who=tuple(np.array([place[name] for name in sorted(of)], np.int64) for of in used.values()),
        level=tuple(np.array([of[name] for name in sorted(of)], np.int64) for of in used.values()),
        excluded=tuple(Exclusion(reason, count) for reason, count in reasons if count),
    )


def log_likelihood(incidents: Incidents, *, leaning: npt.ArrayLike, scores: npt.ArrayLike) -> float:
    """Return the conditional log-likelihood.

    Parameters
    ----------
    incidents
        From `read_incidents`.
    leaning
        Shape (officers,).
    scores
        Shape (levels,), not falling; only differences matter.
    """
    given = np.asarray(scores, float)
    if len(given) < incidents.levels:
        raise BadArgument(f"{len(given)} scores", where="escalation", expected=f"one for each of {incidents.levels}")
    return _fitted(_alike(incidents, len(given)), np.asarray(leaning, float), given).value


@dataclass(frozen=True, slots=True, eq=False)
class _Alike:
    """Incidents with the same counts of levels, worked out together: who and level of shape (incidents, officers)."""

    counts: tuple[int, ...]
    who: Ints
    level: Ints


@dataclass(frozen=True, slots=True, eq=False)
class _Fitted:
    """The log-likelihood, its slopes in leanings and scores, and its curvature in each leaning."""

    value: float
    by_leaning: Numbers
    by_score: Numbers
    curvature: Numbers


def _alike(incidents: Incidents, levels: int) -> tuple[_Alike, ...]:
    found: dict[tuple[int, ...], list[int]] = {}
    for at, level in enumerate(incidents.level):
        counts = tuple(np.bincount(level, minlength=levels).tolist())
        found.setdefault(counts, []).append(at)
    return tuple(
        _Alike(counts, np.stack([incidents.who[at] for at in which]), np.stack([incidents.level[at] for at in which]))
        for counts, which in found.items()
    )


def _fitted(groups: Sequence[_Alike], leaning: Numbers, scores: Numbers) -> _Fitted:
    value, by_score = 0.0, np.zeros(len(scores))
    by_leaning, curvature = np.zeros(len(leaning)), np.zeros(len(leaning))
    for one in groups:
        mine = leaning[one.who]
        total, share = _shares(mine, one.counts, scores)
        value += float((mine * scores[one.level]).sum() - total.sum())
        expected, squared = share @ scores, share @ scores**2
        np.add.at(by_leaning, one.who, scores[one.level] - expected)
        np.add.at(curvature, one.who, squared - expected**2)
        for k in range(len(scores)):
            by_score[k] += float((mine * ((one.level == k) - share[:, :, k])).sum())
    return _Fitted(value, by_leaning, by_score, curvature)


def _shares(leaning: Numbers, counts: tuple[int, ...], scores: Numbers) -> tuple[Numbers, Numbers]:
    """The logarithm of the sum over all assignments, shape (incidents,), and the chance of each level for each officer,
    shape (incidents, officers, levels).

    Forward: the sum over the officers so far, for each count of levels used up; backward: over those that are left."""
    many, n = leaning.shape
    shape = tuple(count + 1 for count in counts)
    full: tuple[Any, ...] = (slice(None), *counts)
    none: tuple[Any, ...] = (slice(None), *(0,) * len(shape))
    forward = [np.full((many, *shape), -np.inf)]
    forward[0][none] = 0.0
    for at in range(n):
        forward.append(_step(forward[-1], leaning[:, at], scores))
    backward = [np.full((many, *shape), -np.inf)]
    backward[0][full] = 0.0
    for at in range(n - 1, -1, -1):
        backward.append(_step(backward[-1], leaning[:, at], scores, back=True))
    total = np.asarray(forward[n][full])
    share = np.zeros((many, n, len(scores)))
    for at in range(n):
        for level in range(len(scores)):
            if counts[level]:
                met = _meet(forward[at], backward[n - 1 - at], level)
                share[:, at, level] = np.exp(met + leaning[:, at] * scores[level] - total)
    return total, share


def _step(table: Numbers, leaning: Numbers, scores: Numbers, *, back: bool = False) -> Numbers:
    """One officer more: the sum over the levels that this officer may have."""
    made = np.full(table.shape, -np.inf)
    wide = (-1, *(1,) * (table.ndim - 1))
    for level, score in enumerate(scores.tolist()):
        if table.shape[level + 1] == 1:
            continue
        moved = np.full(table.shape, -np.inf)
        here, there = _moved(table.ndim, level + 1)
        if back:
            here, there = there, here
        moved[here] = table[there] + (leaning * score).reshape(wide)
        made = np.logaddexp(made, moved)
    return made


def _moved(dimensions: int, axis: int) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    whole = [slice(None)] * dimensions
    to, source = list(whole), list(whole)
    to[axis], source[axis] = slice(1, None), slice(None, -1)
    return tuple(to), tuple(source)


def _meet(before: Numbers, after: Numbers, level: int) -> Numbers:
    """The sum over the states before an officer of a level, joined with what is left after; shape (incidents,)."""
    to, source = _moved(before.ndim, level + 1)
    joined = before[source] + after[to]
    return np.asarray(logsumexp(joined.reshape(len(joined), -1), axis=1))


def escalation(incidents: Incidents, *, spread: float = SPREAD, rounds: int = 1000) -> Escalation:
    """Fit leanings and scores by maximum posterior density: leanings are normal with mean 0 and the given spread.

    Scores of the lowest and the second level are 0 and 1; those above grow. Errors are from the curvature in each
    leaning, the others held, so they are a little too small where officers always meet the same colleagues. Raises
    BadArgument, NotConverged."""
    if spread <= 0 or rounds < 1:
        raise BadArgument(f"spread {spread}, rounds {rounds}", where="escalation", expected="above 0")
    officers, free = len(incidents.officers), max(0, incidents.levels - 2)
    groups = _alike(incidents, incidents.levels)

    def cost(point: Numbers) -> tuple[float, Numbers]:
        leaning, steps = point[:officers], point[officers:]
        fit = _fitted(groups, leaning, _scores(steps))
        above = np.cumsum(fit.by_score[2:][::-1])[::-1] * np.exp(steps)  # a step raises each level from its own on
        value = -fit.value + float((leaning**2).sum()) / (2 * spread**2) + float((steps**2).sum()) / 2
        return value, np.concatenate([-fit.by_leaning + leaning / spread**2, -above + steps])

    found = minimize(cost, np.zeros(officers + free), jac=True, method="L-BFGS-B", options={"maxiter": rounds})
    if not found.success:
        raise NotConverged(str(found.message), where="escalation", expected="more rounds")
    leaning, scores = np.asarray(found.x[:officers]), _scores(found.x[officers:])
    fit = _fitted(groups, leaning, scores)
    se = 1 / np.sqrt(fit.curvature + 1 / spread**2)
    return Escalation(incidents, leaning - leaning.mean(), se, scores, fit.value)


def _scores(steps: Numbers) -> Numbers:
    """0, 1, and each level above higher by the exponential of its step."""
    return np.concatenate([[0.0, 1.0], 1.0 + np.cumsum(np.exp(steps))])
