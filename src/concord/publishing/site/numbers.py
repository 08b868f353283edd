"""Percentages, computed from counts and a base, by one rule that the pages state."""

from collections.abc import Iterable, Sequence

from concord.publishing.site.speech import say

LARGE_BASE = 100
ALL = 100  # per cent
KILO, MEGA = 1000, 1_000_000  # bytes


def rounded(count: int, base: int, decimals: int) -> int:
    """Return the percentage in units of the last decimal, halves rounded up: (4, 13, 1) gives 308."""
    scale: int = ALL * 10**decimals
    return (2 * count * scale + base) // (2 * base)


def percent(count: int, base: int, decimals: int = 1) -> str:
    """Return a percentage with its sign: (4, 13) gives “30.8%”."""
    units = rounded(count, base, decimals)
    if decimals == 0:
        return f"{units}%"
    whole, part = divmod(units, 10**decimals)
    return f"{whole}.{part:0{decimals}d}%"


def rule_for(decimals: int, base: int) -> str:
    """Say how the percentages of a table were rounded, and why."""
    if decimals == 0:
        return say("Percentages are rounded to whole numbers.")
    if base > LARGE_BASE:
        return say("Percentages are rounded to one decimal, because the base is above {large}.", large=LARGE_BASE)
    return say("Percentages are rounded to one decimal, because whole numbers would not add up to {all}.", all=ALL)


def decimals_for(groups: Iterable[tuple[Sequence[int], int]]) -> int:
    """Return the decimals that a table needs: 0, or 1 when a base is above 100 or whole numbers do not add up.

    Each group is (counts, base); the counts of a group add up to its base.
    """
    for counts, base in groups:
        if base > LARGE_BASE or sum(rounded(count, base, 0) for count in counts) != ALL:
            return 1
    return 0


def value(number: float) -> str:
    """Return a measured value as it was recorded, with at most three decimals: “40”, “1,200.5”."""
    return f"{number:,.3f}".rstrip("0").rstrip(".")


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return a count and its noun: “1 finding”, “12 findings”."""
    return f"{count:,} {say(one if count == 1 else many or one + 's')}"


def size(count: int) -> str:
    """Return the size of a file as readers know it: “84 kB”, “1.2 MB”; never “0 kB”."""
    if count < MEGA:
        return f"{max(1, round(count / KILO)):,} kB"
    return f"{count / MEGA:,.1f} MB"
