"""How percentages are rounded, and which whole numbers can stand behind rounded ones."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor


class Rounding(StrEnum):
    """The usual ways to round a percentage."""

    HALF_UP = "half up"
    HALF_EVEN = "half even"
    TRUNCATED = "truncated"

    def apply(self, value: Fraction, decimals: int) -> Fraction:
        """The value (not negative) rounded this way."""
        scaled = value * 10**decimals
        if self is Rounding.HALF_UP:
            whole = floor(scaled + Fraction(1, 2))
        elif self is Rounding.HALF_EVEN:
            whole = round(scaled)
        else:
            whole = floor(scaled)
        return Fraction(whole, 10**decimals)

    def counts(self, percent: Decimal, base: int, decimals: int) -> range:
        """Every whole number of `base` (1 or more) whose share is printed as `percent`. May be empty."""
        unit = Fraction(1, 10**decimals)
        printed = Fraction(percent)
        lowest, highest = (
            (printed, printed + unit) if self is Rounding.TRUNCATED else (printed - unit / 2, printed + unit / 2)
        )
        low = max(0, ceil(lowest * base / 100))
        high = min(base, floor(highest * base / 100))
        # Only the two ends can fall to the neighbouring percentage.
        while low <= high and self.apply(Fraction(100 * low, base), decimals) != printed:
            low += 1
        while low <= high and self.apply(Fraction(100 * high, base), decimals) != printed:
            high -= 1
        return range(low, high + 1)


def possible_bases(
    percents: Sequence[Decimal], base_range: Iterable[int], decimals: int | None = None, *, counted: int = 0
) -> list[int]:
    """The bases that whole numbers can split into these percentages, with `counted` more that have a count only.

    One way of rounding must do for the whole column. `decimals` None: as many as each percentage is printed with.
    """
    return [base for base in base_range if base > 0 and _splits(percents, base, decimals, counted)]


def _splits(percents: Sequence[Decimal], base: int, decimals: int | None, counted: int) -> bool:
    for rounding in Rounding:
        ranges = [rounding.counts(each, base, decimals_of(each) if decimals is None else decimals) for each in percents]
        if all(ranges) and sum(each[0] for each in ranges) <= base - counted <= sum(each[-1] for each in ranges):
            return True
    return False


def decimals_of(percent: Decimal) -> int:
    """How many decimals a percentage is printed with."""
    exponent = percent.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def in_tenths(value: Fraction) -> str:
    """A number with one decimal, rounded half up."""
    return f"{float(Rounding.HALF_UP.apply(value, 1)):.1f}"


def is_usual(percent: Decimal, count: int, base: int) -> bool:
    """Whether `percent` is `count` of `base`, rounded in any usual way to the decimals that it is printed with."""
    true, decimals = Fraction(100 * count, base), decimals_of(percent)
    return any(rounding.apply(true, decimals) == Fraction(percent) for rounding in Rounding)
