"""Percentages, computed from counts and a base, by one rule that the pages state."""

from collections.abc import Iterable, Sequence

LARGE_BASE = 100
ALL = 100  # per cent


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
        return "Percentages are rounded to whole numbers."
    why = f"the base is above {LARGE_BASE}" if base > LARGE_BASE else f"whole numbers would not add up to {ALL}"
    return f"Percentages are rounded to one decimal, because {why}."


def decimals_for(groups: Iterable[tuple[Sequence[int], int]]) -> int:
    """Return the decimals that a table needs: 0, or 1 when a base is above 100 or whole numbers do not add up.

    Each group is (counts, base); the counts of a group add up to its base.
    """
    for counts, base in groups:
        if base > LARGE_BASE or sum(rounded(count, base, 0) for count in counts) != ALL:
            return 1
    return 0


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return a count and its noun: “1 finding”, “12 findings”."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
