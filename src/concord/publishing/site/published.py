"""Figures that somebody else printed: shown as printed, with our arithmetic on each row beside it.

Remarks on a figure as a whole (sums, splits) stand in its document: only who compiled it knows how its rows relate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from concord.publishing.site import numbers
from concord.publishing.site.speech import say

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One printed row and what our arithmetic says: verdict “agrees”, “differs”, or “” when nothing can be said."""

    label: str
    count: int | None
    percent: str | None
    verdict: str
    check: str
    count_as_printed: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Printed:
    """One set of printed figures with its checks."""

    document: Mapping[str, Any]
    rows: tuple[PrintedRow, ...]
    remarks: tuple[tuple[str, str], ...]  # level (“error” or “note”), text

    @property
    def wrong(self) -> int:
        """How many rows differ from their own arithmetic."""
        return sum(row.verdict == "differs" for row in self.rows)


def examine(figure: Mapping[str, Any]) -> Printed:
    """Check one published figure: each percentage against its count and base."""
    base = figure["base"]
    rows = tuple(examine_row(row, base) for row in figure["rows"])
    return Printed(figure, rows, tuple((check["level"], check["text"]) for check in figure["checks"]))


def examine_row(row: Mapping[str, Any], base: int | None) -> PrintedRow:
    """Compare one printed percentage with its printed count and base."""
    count, printed = row["count"], row["percent_as_printed"]
    verdict, check = "", ""
    if count is not None and base is not None:
        whole = count in (0, base)
        decimals = 0 if whole else max(1, decimals_of(printed or ""))
        check = say(
            "{part} of {base} is {percent}", percent=numbers.percent(count, base, decimals), **part(count, base)
        )
        if printed is not None and same(count, base, printed):
            verdict = "agrees"
        elif printed is not None:
            verdict, check = "differs", say("{check}, printed as {printed}%", check=check, printed=printed)
    elif printed is not None and base is not None:
        verdict, check = examine_bare_percent(printed, base)
    return PrintedRow(row["label"], count, printed, verdict, check, row.get("count_as_printed"), row.get("note"))


def examine_bare_percent(printed: str, base: int) -> tuple[str, str]:
    """Say which whole counts a percentage without a count can mean."""
    counts = [count for count in range(base + 1) if same(count, base, printed)]
    if not counts:
        return "differs", say("no whole number out of {base} gives {printed}%", base=f"{base:,}", printed=printed)
    if len(counts) == 1:
        only = "no count printed; {printed}% of {base} can only be {part}"
        return "", say(only, printed=printed, **part(counts[0], base))
    some = "no count printed; {printed}% of {base} can be any of {part} to {last}"
    return "", say(some, printed=printed, last=f"{counts[-1]:,}", **part(counts[0], base))


def part(count: int, base: int) -> dict[str, str]:
    """Return a count and its base as they are written."""
    return {"part": f"{count:,}", "base": f"{base:,}"}


def decimals_of(printed: str) -> int:
    """Return how many decimals were printed."""
    return len(printed.partition(".")[2])


def same(count: int, base: int, printed: str) -> bool:
    """Say whether a count of a base gives the printed percentage at its own precision.

    It may be rounded, a half either way, or cut off: the same ways as in the remarks (concord.analysis.figures)."""
    scale: int = 10 ** decimals_of(printed)
    shown = int(printed.replace(".", ""))
    over = count * HUNDRED * scale - shown * base  # in units of the last decimal, times the base
    return -base <= 2 * over < 2 * base
