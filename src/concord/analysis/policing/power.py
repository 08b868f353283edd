"""How large a gap could be seen, and how much data a gap needs: to be asked before looking, and stated after.

Source: Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions, 3rd ed., ch. 4 (normal approximation,
unpooled); Ng & Tang (2005), Stat. Med. 24, 955 (two rates, on the logarithm).
"""

import math
from statistics import NormalDist

from concord.analysis.errors import BadArgument
from concord.analysis.policing.estimate import POWER, Power, Scale

NORMAL = NormalDist()


def _quantiles(power: float, level: float) -> float:
    if not (0 < power < 1 and 0 < level < 1):
        raise BadArgument(f"power {power}, level {level}", where="power", expected="shares between 0 and 1")
    return NORMAL.inv_cdf(0.5 + level / 2) + NORMAL.inv_cdf(power)


def _check_shares(shares: tuple[float, ...], trials: tuple[float, ...]) -> None:
    if not (all(0 < share < 1 for share in shares) and all(n > 0 for n in trials)):
        raise BadArgument(f"shares {shares}, trials {trials}", where="power", expected="shares within 0 to 1, trials")


def power_of_difference(*, shares: tuple[float, float], trials: tuple[float, float], level: float = 0.95) -> float:
    """Return the chance that a true difference of two shares would be seen."""
    _check_shares(shares, trials)
    se = math.sqrt(sum(share * (1 - share) / n for share, n in zip(shares, trials, strict=True)))
    z, gap = NORMAL.inv_cdf(0.5 + level / 2), abs(shares[0] - shares[1]) / se
    return NORMAL.cdf(gap - z) + NORMAL.cdf(-gap - z)


def detectable_difference(
    *, share: float, trials: tuple[float, float], power: float = POWER, level: float = 0.95
) -> Power:
    """Return the smallest difference above the reference's `share` that would be seen with `power`.

    `trials` are of the group and of the reference. BadArgument when not even a share of 1 would be seen.
    """
    _check_shares((share,), trials)
    _quantiles(power, level)
    low, high = 0.0, 1 - share - 1e-12
    if power_of_difference(shares=(share + high, share), trials=trials, level=level) < power:
        raise BadArgument(f"{trials} trials", where="power", expected="enough to see any difference at all")
    while high - low > 1e-12:  # noqa: PLR2004 - the last digits of a share
        middle = (low + high) / 2
        enough = power_of_difference(shares=(share + middle, share), trials=trials, level=level) >= power
        low, high = (low, middle) if enough else (middle, high)
    return Power(high, power, level, Scale.DIFFERENCE)


def detectable_ratio(*, events: tuple[float, float], power: float = POWER, level: float = 0.95) -> Power:
    """Return the smallest rate ratio that would be seen, given the events that each group would have."""
    if min(events) <= 0:
        raise BadArgument(f"{events} events", where="power", expected="events in both groups")
    gap = _quantiles(power, level) * math.sqrt(sum(1 / n for n in events))
    return Power(math.exp(min(gap, 700.0)), power, level, Scale.RATIO)


def trials_needed(*, shares: tuple[float, float], power: float = POWER, level: float = 0.95) -> int:
    """Return how many trials each group needs for the difference of the two shares to be seen with `power`."""
    _check_shares(shares, (1.0,))
    if shares[0] == shares[1]:
        raise BadArgument(f"shares {shares}", where="power", expected="two that differ")
    spread = sum(share * (1 - share) for share in shares)
    return math.ceil(_quantiles(power, level) ** 2 * spread / (shares[0] - shares[1]) ** 2)
