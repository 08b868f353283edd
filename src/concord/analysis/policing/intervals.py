"""Intervals for shares, counts, differences and ratios, from counts alone.

Sources: Wilson (1927), J. Am. Stat. Assoc. 22, 209; Clopper & Pearson (1934), Biometrika 26, 404; Garwood (1936),
Biometrika 28, 437; Newcombe (1998), Stat. Med. 17, 873 (method 10).
"""

import math
from statistics import NormalDist
from typing import Any, Literal

from concord.analysis.errors import BadArgument

Interval = tuple[float, float]
ShareInterval = Literal["wilson", "exact"]


def quantile(level: float) -> float:
    """Return the standard normal quantile of a two-sided interval at `level`."""
    if not 0 < level < 1:
        raise BadArgument(f"level is {level}", where="interval", expected="a share between 0 and 1")
    return NormalDist().inv_cdf(0.5 + level / 2)


def two_sided(z: float) -> float:
    """Return the two-sided p value of a standard normal score."""
    return math.erfc(abs(z) / math.sqrt(2))


def _check(events: float, trials: float) -> None:
    if trials <= 0 or not 0 <= events <= trials:
        raise BadArgument(f"{events} of {trials}", where="share", expected="0 <= events <= trials, trials above 0")


def wilson(*, events: float, trials: float, level: float = 0.95) -> Interval:
    """Return Wilson's score interval of a share."""
    _check(events, trials)
    z, share = quantile(level), events / trials
    centre = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * math.sqrt(share * (1 - share) / trials + (z / (2 * trials)) ** 2)
    return (0.0 if events == 0 else max(0.0, centre - half), 1.0 if events == trials else min(1.0, centre + half))


def exact_share(*, events: int, trials: int, level: float = 0.95) -> Interval:
    """Return the exact (Clopper-Pearson) interval of a share; it covers at least `level`, often more."""
    from scipy.special import betaincinv

    _check(events, trials)
    tail = (1 - level) / 2
    low = 0.0 if events == 0 else float(betaincinv(events, trials - events + 1, tail))
    high = 1.0 if events == trials else float(betaincinv(events + 1, trials - events, 1 - tail))
    return low, high


def exact_count(*, events: int, level: float = 0.95) -> Interval:
    """Return the exact (Garwood) interval of the expectation of a Poisson count."""
    from scipy.special import gammaincinv

    if events < 0:
        raise BadArgument(f"{events} events", where="count", expected="0 or more")
    tail = (1 - level) / 2
    return (0.0 if events == 0 else float(gammaincinv(events, tail)), float(gammaincinv(events + 1, 1 - tail)))


def share_interval(*, events: int, trials: int, level: float, kind: ShareInterval) -> Interval:
    """Return the interval of a share by the named method."""
    if kind == "exact":
        return exact_share(events=events, trials=trials, level=level)
    return wilson(events=events, trials=trials, level=level)


def newcombe(*, first: tuple[int, int], second: tuple[int, int], level: float = 0.95) -> Interval:
    """Return Newcombe's interval (from two Wilson intervals) of the difference of two shares, (events, trials) each."""
    one, two = first[0] / first[1], second[0] / second[1]
    low1, high1 = wilson(events=first[0], trials=first[1], level=level)
    low2, high2 = wilson(events=second[0], trials=second[1], level=level)
    gap = one - two
    return gap - math.hypot(one - low1, high2 - two), gap + math.hypot(high1 - one, two - low2)


def difference(value: float, se: float, *, level: float, factor: float = 1.0) -> dict[str, Any]:
    """Return the fields value, low, high, se and p of a difference with a normal interval, times `factor`.

    A standard error of 0 comes from too little data, not from certainty: there is no interval then.
    """
    z = quantile(level)
    if se <= 0:
        return {"value": value * factor, "low": None, "high": None, "se": None, "p": None}
    return {
        "value": value * factor,
        "low": (value - z * se) * factor,
        "high": (value + z * se) * factor,
        "se": se * factor,
        "p": two_sided(value / se),
    }


def ratio(logarithm: float, se: float, *, level: float) -> dict[str, Any]:
    """Return the fields value, low, high, se and p of a ratio whose logarithm is normal with `se`, as `difference`."""
    z = quantile(level)
    if se <= 0:
        return {"value": math.exp(logarithm), "low": None, "high": None, "se": None, "p": None}
    return {
        "value": math.exp(logarithm),
        "low": math.exp(logarithm - z * se),
        "high": math.exp(logarithm + z * se),
        "se": se,
        "p": two_sided(logarithm / se),
    }
