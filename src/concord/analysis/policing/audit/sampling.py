"""Re-abstraction: draw records, compare them with the narrative or the video, and say how often the file is wrong.

Intervals are exact (Clopper & Pearson 1934). For a stratified sample the effective sample size of Korn & Graubard
(1998, Survey Methodology 24) is put into the exact interval, which keeps its coverage where normal intervals fail."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import beta
from scipy.stats import t as student

from concord.analysis.errors import BadArgument, NotEnoughData
from concord.analysis.policing.estimate import Estimate, facts


def least_sample(*, limit: float, level: float = 0.95) -> int:
    """Return how many records without one error show, at `level`, that fewer than `limit` of all are wrong.

    59 for five per cent. The smallest n with (1 - limit)^n <= 1 - level.
    """
    _share("limit", limit)
    _share("level", level)
    return math.ceil(math.log(1 - level) / math.log(1 - limit) - 1e-12)


def exact_interval(*, errors: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Return the Clopper-Pearson interval of a share; `errors` and `n` may be effective (not whole) numbers.

    Raises BadArgument unless 0 <= errors <= n and n > 0."""
    _share("level", level)
    if not 0 <= errors <= n or n <= 0:
        raise BadArgument(f"{errors} of {n}", where="exact_interval", expected="0 <= errors <= n and n > 0")
    tail = (1 - level) / 2
    low = 0.0 if errors == 0 else float(beta.ppf(tail, errors, n - errors + 1))
    high = 1.0 if errors == n else float(beta.ppf(1 - tail, errors + 1, n - errors))
    return low, high


@dataclass(frozen=True, slots=True)
class Plan:
    """Which rows of each stratum to look up: 0-based row numbers within the stratum, in ascending order."""

    rows: Mapping[str, tuple[int, ...]]
    sizes: Mapping[str, int]

    @property
    def n(self) -> int:
        return sum(len(rows) for rows in self.rows.values())


def plan(*, sizes: Mapping[str, int], n: int, rng: np.random.Generator, least: int = 2) -> Plan:
    """Draw a stratified sample: shares by size, at least `least` of each stratum (all of it where it is smaller).

    Raises
    ------
    NotEnoughData
        If the strata hold fewer than `n` rows together.
    BadArgument
        If `n` is too small to give each stratum `least`.
    """
    total = sum(sizes.values())
    if total < n:
        raise NotEnoughData(f"{total} rows for a sample of {n}", where="plan", expected="at least as many rows")
    taken = {name: min(least, size) for name, size in sizes.items()}
    if sum(taken.values()) > n:
        raise BadArgument(
            f"n is {n}", where="plan", expected=f"at least {sum(taken.values())}, {least} of each stratum"
        )
    while (rest := n - sum(taken.values())) > 0:
        short = {name: n * size / total - taken[name] for name, size in sizes.items() if taken[name] < size}
        for name in sorted(short, key=lambda one: (-short[one], one))[:rest]:
            taken[name] += 1
    rows = {name: tuple(sorted(rng.choice(sizes[name], taken[name], replace=False).tolist())) for name in sorted(sizes)}
    return Plan(rows, dict(sizes))


def error_rate(
    *,
    errors: Mapping[str, int],
    looked_up: Mapping[str, int],
    sizes: Mapping[str, int],
    level: float = 0.95,
    field: str = "",
) -> Estimate:
    """Estimate the share of wrong records in the whole file from a stratified look-up.

    Parameters
    ----------
    errors, looked_up, sizes
        Per stratum: records found wrong, records looked up, records in the file.
    level
        Confidence level of the interval.
    field
        The field that was looked up; it becomes the group of the estimate.

    Returns
    -------
    A level in [0, 1]. With one stratum the interval is plain Clopper-Pearson.

    Raises
    ------
    NotEnoughData
        If a stratum of the file was not looked up at all: its share of errors is unknown.
    """
    unseen = [name for name, size in sizes.items() if size and not looked_up.get(name)]
    if unseen:
        raise NotEnoughData(f"nothing looked up in {unseen}", where="error_rate", expected="some of each stratum")
    used = [name for name, size in sizes.items() if size]
    total, n = sum(sizes[name] for name in used), sum(looked_up[name] for name in used)
    shares = {name: errors.get(name, 0) / looked_up[name] for name in used}
    value = sum(sizes[name] / total * shares[name] for name in used)
    spread = sum(
        (sizes[name] / total) ** 2 * shares[name] * (1 - shares[name]) / max(looked_up[name] - 1, 1) for name in used
    )
    simple = len(used) == 1 or spread == 0 or value in (0, 1)
    size = float(n) if simple else min(float(n), value * (1 - value) / spread)
    freedom = n - len(used)
    if not simple and freedom > 0:
        tail = 0.5 + level / 2
        size = min(float(n), size * float((student.ppf(tail, n - 1) / student.ppf(tail, freedom)) ** 2))
    low, high = exact_interval(errors=value * size, n=size, level=level)
    return Estimate(
        measure="record_error_rate", value=value, low=low, high=high, level=level, n=sum(errors.values()),
        denominator=float(n), base="records looked up", unit="share", group=field,
        method="exact (Clopper-Pearson)" if simple else "exact with effective sample size (Korn-Graubard)",
        assumptions=("records were drawn at random within each stratum", "the source they are compared with is right"),
        diagnostics=facts(effective_n=size, strata=len(used), records=total),
    )  # fmt: skip


def _share(name: str, value: float) -> None:
    if not 0 < value < 1:
        raise BadArgument(f"{name} is {value}", where="sampling", expected="a share between 0 and 1")
