"""The effect of a training (or reform) that reached units at different times: the efficient estimator.

When the timing is as good as random, every cohort's outcomes before its training are free to serve as a control. The
estimator takes the usual difference of cohorts and subtracts the part that chance differences before the training
predict: theta - beta * X, with the beta that makes the variance smallest.

Source: Roth & Sant'Anna (2023), J. Polit. Econ. Microecon. 1, 669; errors: Neyman's conservative one, and the one that
takes off the part of the variance of effects that the data identify (their section 3).
"""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np

from concord.analysis.errors import BadArgument, BadTable, NotEnoughData
from concord.analysis.policing import intervals
from concord.analysis.policing.about import About
from concord.analysis.policing.estimate import Estimate, Exclusion, Scale, data_hash, facts
from concord.analysis.policing.tables import Floats, Ints, Table, column, numbers, same_length

Estimand = Literal["simple", "cohort", "calendar"]

RANDOM_TIMING: Final = "When a unit was trained is as good as random."
NO_ANTICIPATION: Final = "Nobody changes before the training because it is coming."
NO_SPILL: Final = "The training of one unit does not change the others."


@dataclass(frozen=True, slots=True)
class Panel:
    """A balanced panel by cohort: `outcome` has the shape (units, periods), sorted by unit; `first` is infinite where
    a unit was never trained."""

    periods: Floats
    first: Floats
    outcome: Floats = field(repr=False)
    excluded: tuple[Exclusion, ...] = ()
    data_hash: str = ""


def read_panel(table: Table, *, unit: str, period: str, first: str, outcome: str) -> Panel:
    """Return the panel from one row for each unit and period; a missing or infinite `first` means never trained.

    Units trained in the first period or before it, and lone units of a cohort, cannot be used: they are left out and
    counted. Raises BadTable when a unit lacks a period, has one twice, or changes its date of training.
    """
    same_length(table, [unit, period, first, outcome])
    units, row = np.unique(column(table, unit), return_inverse=True)
    periods, place = np.unique(numbers(table, period), return_inverse=True)
    y, start = numbers(table, outcome), np.nan_to_num(numbers(table, first), nan=np.inf)
    cells = row * len(periods) + place
    seen = np.bincount(cells, minlength=len(units) * len(periods))
    if len(y) != len(units) * len(periods) or (seen != 1).any():
        bad = units[int((seen != 1).argmax()) // len(periods)]
        raise BadTable(f"unit {bad!s} lacks a period or has one twice", where="panel", expected="one row a period")
    if not np.isfinite(y).all():
        raise BadTable("missing outcomes", where=f"column {outcome!r}", expected="a number in each row")
    values, firsts = np.empty(len(cells)), np.empty(len(cells))
    values[cells], firsts[cells] = y, start
    dates = firsts.reshape(len(units), -1)
    if (dates != dates[:, :1]).any():
        raise BadTable("a unit changes its date", where=f"column {first!r}", expected="one date of training a unit")
    return _usable(periods, dates[:, 0], values.reshape(len(units), -1))


def _usable(periods: Floats, first: Floats, values: Floats) -> Panel:
    early = first <= periods[0]
    cohorts, of, size = np.unique(first, return_inverse=True, return_counts=True)
    lone = ~early & (size[of] == 1)
    keep = ~early & ~lone
    excluded = tuple(
        Exclusion(reason, int(which.sum()))
        for reason, which in (("trained before the second period", early), ("alone in a cohort", lone))
        if which.any()
    )
    if len(np.unique(first[keep])) < 2:  # noqa: PLR2004 - somebody trained earlier, somebody later
        raise NotEnoughData(f"cohorts {cohorts.tolist()}", where="panel", expected="two cohorts of two units each")
    digest = data_hash({"first": np.repeat(first, len(periods)), "y": values.ravel()}, ordered=True)
    return Panel(periods, first[keep], values[keep], excluded, digest)


def training_effect(
    panel: Panel,
    *,
    about: About,
    estimand: Estimand = "simple",
    neyman: bool = False,
    per: float = 1.0,
    unit: str = "a unit and period",
) -> Estimate:
    """Return the average effect of the training on the outcome.

    Parameters
    ----------
    panel
        From `read_panel`.
    about
        Words, level and the smallest effect that would matter (in `unit`).
    estimand
        Over all trained unit-periods (simple), over cohorts by size (cohort), or over periods alike (calendar).
    neyman
        Give the conservative error; otherwise the refined one, and the conservative one as a diagnostic.
    per, unit
        The figure is multiplied by `per` and reads "per unit".

    Raises
    ------
    BadArgument
        An unknown estimand.
    NotEnoughData
        No trained cohort has a later one to compare with.
    """
    cohorts, of, size = np.unique(panel.first, return_inverse=True, return_counts=True)
    theta, before = _weights(_shares(cohorts, size, panel.periods, estimand), cohorts, size, panel.periods)
    scores = np.stack([(panel.outcome * weight[of]).sum(axis=1) for weight in (theta, before)])
    means = np.stack([np.bincount(of, weights=score) / size for score in scores])
    centred = scores - means[:, of]
    spread = np.einsum("ai,bi,i->ab", centred, centred, 1 / ((size - 1) * size)[of])
    beta = spread[0, 1] / spread[1, 1] if spread[1, 1] > 0 else 0.0
    raw, chance = (float(mean.sum()) for mean in means)
    conservative = max(0.0, float(spread[0, 0] - 2 * beta * spread[0, 1] + beta**2 * spread[1, 1]))
    refined = max(0.0, conservative - _identified(panel, theta, cohorts, of))
    variance = conservative if neyman else refined
    return Estimate(
        measure="training_effect",
        n=len(panel.first),
        denominator=float(panel.outcome.size),
        unit=unit,
        scale=Scale.DIFFERENCE,
        method=f"efficient estimator for staggered timing, {estimand} average, "
        + ("conservative (Neyman) errors" if neyman else "refined errors"),
        assumptions=(RANDOM_TIMING, NO_ANTICIPATION, NO_SPILL),
        diagnostics=facts(
            se_neyman=conservative**0.5 * per,
            se_refined=refined**0.5 * per,
            unadjusted=raw * per,
            chance_before=chance * per,
            beta=float(beta),
            cohorts=len(cohorts),
        ),
        excluded=panel.excluded,
        data_hash=panel.data_hash,
        **{
            **intervals.difference(raw - beta * chance, variance**0.5, level=about.level, factor=per),
            **about.fields(),
        },
    )


def _shares(cohorts: Floats, size: Ints, periods: Floats, estimand: Estimand) -> Floats:
    """The weight of each cohort's effect in each period, shape (cohorts, periods); it adds up to 1."""
    trained = (periods[None, :] >= cohorts[:, None]) & (periods[None, :] < cohorts[-1])
    people = trained * size[:, None].astype(float)
    if not trained.any():
        raise NotEnoughData("no period with trained and untrained", where="training effect", expected="at least one")
    if estimand == "simple":
        weight = people
    elif estimand == "cohort":
        weight = people / np.maximum(trained.sum(axis=1, keepdims=True), 1)
    elif estimand == "calendar":
        weight = people / np.maximum(people.sum(axis=0, keepdims=True), 1)
    else:
        raise BadArgument(f"estimand {estimand!r}", where="training effect", expected="simple, cohort or calendar")
    shares: Floats = weight / weight.sum()
    return shares


def _weights(shares: Floats, cohorts: Floats, size: Ints, periods: Floats) -> tuple[Floats, Floats]:
    """Weights on the cohort means for the effect, and for the chance difference in the period before the training."""
    theta, before = shares.copy(), np.zeros_like(shares)
    later = cohorts[:, None] > periods[None, :]  # not yet trained in the period
    free = later * size[:, None].astype(float)
    controls = free / np.maximum(free.sum(axis=0), 1)
    theta -= controls * shares.sum(axis=0)
    for k, own in enumerate(shares):
        if own.any():
            just = int(np.flatnonzero(periods < cohorts[k])[-1])
            before[k, just] += own.sum()
            before[:, just] -= controls @ own
    return theta, before


def _identified(panel: Panel, theta: Floats, cohorts: Floats, of: Ints) -> float:
    """The part of the variance of effects that outcomes before any training identify."""
    used = np.flatnonzero(np.abs(theta).max(axis=1) > 0)
    early = panel.periods < cohorts[used[0]]
    slope, spread = np.zeros(int(early.sum())), np.zeros((int(early.sum()),) * 2)
    for k in range(int(used[0]), len(cohorts)):
        mine = panel.outcome[of == k]
        mine = mine - mine.mean(axis=0)
        pre, score = mine[:, early], mine @ theta[k]
        own = pre.T @ pre / (len(mine) - 1)
        slope += np.linalg.pinv(own) @ (pre.T @ score / (len(mine) - 1))
        spread += own
    spread /= len(cohorts) - int(used[0])
    found: Any = slope @ spread @ slope / len(of)
    return float(found)
