"""How things stood on a day, read from the dated histories of a site's recommendations."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from statistics import median
from typing import Any

from concord.publishing.site.dates import days_between

Doc = Mapping[str, Any]
Counts = Mapping[str | None, int]
VOICES = ("assessed", "reported")


@dataclass(frozen=True, slots=True)
class Moment:
    """What was assessed on one day: count by status, None for issued and not assessed; and what was reported."""

    on: str
    assessed: Counts
    reported: Counts

    @property
    def base(self) -> int:
        """How many recommendations had been issued by then."""
        return sum(self.assessed.values())


@dataclass(frozen=True, slots=True)
class Stay:
    """The recommendations that have one assessed status, and for how many days each has had it, longest first."""

    status: str
    days: tuple[int, ...]

    @property
    def middle(self) -> int:
        """The median, in whole days."""
        return round(median(self.days))


def begun(row: Doc) -> str | None:
    """Return the day on which a recommendation was issued, or else first spoken of; None when neither is known."""
    return row["issued_on"] or min((step["on"] for step in row["history"]), default=None)


def status_on(row: Doc, day: str, voice: str) -> str | None:
    """Return the status that a recommendation had at the end of a day, in one voice."""
    last = None
    for step in row["history"]:
        if step["voice"] == voice and step["on"] <= day and (last is None or step["on"] >= last["on"]):
            last = step
    return last["status"] if last else None


def on(rows: Sequence[Doc], day: str) -> Moment:
    """Count how all recommendations that had been issued stood at the end of a day."""
    there = [row for row in rows if (first := begun(row)) and first <= day]
    counted = (Counter(status_on(row, day, voice) for row in there) for voice in ("assessed", "reported"))
    return Moment(day, *counted)


def course(document: Doc) -> list[Moment]:
    """Return how things stood after each day on which something changed, up to the day of the record.

    Empty where histories are not known, or do not lead to what the record says of today."""
    rows, until = document["recommendations"], document["release"]["as_of"]
    if not rows or any(begun(row) is None for row in rows):
        return []
    found = [moment for moment in _walk(rows) if moment.on < until] + [on(rows, until)]
    now = Counter(row["assessed"]["status"] if row["assessed"] else None for row in rows)
    return found if found[-1].assessed == now else []


def _walk(rows: Sequence[Doc]) -> Iterator[Moment]:
    """Yield how things stood after each day of change, going through all changes once."""
    steps = [(str(begun(row)), 0, row["key"], voice, None) for row in rows for voice in VOICES]
    steps += [
        (step["on"], n, row["key"], step["voice"], step["status"])
        for row in rows
        for n, step in enumerate(row["history"], 1)
    ]
    standing: dict[tuple[str, str], str | None] = {}
    counts: dict[str, Counter[str | None]] = {voice: Counter() for voice in VOICES}
    last: dict[str, Counts] = {}
    for day, changed in groupby(sorted(steps, key=lambda step: step[:2]), key=lambda step: step[0]):
        for _, _, key, voice, status in changed:
            if (key, voice) in standing:
                counts[voice][standing[key, voice]] -= 1
            standing[key, voice] = status
            counts[voice][status] += 1
        now: dict[str, Counts] = {voice: +counted for voice, counted in counts.items()}
        if now != last:
            yield Moment(day, now["assessed"], now["reported"])
        last = now


def stays(document: Doc) -> list[Stay]:
    """Return for each status how long the recommendations that have it have had it, in the document's order."""
    as_of = document["release"]["as_of"]
    held: dict[str, list[int]] = {status["key"]: [] for status in document["statuses"]}
    for row in document["recommendations"]:
        if row["assessed"] is not None:
            held[row["assessed"]["status"]].append(days_between(since(row), as_of))
    return [Stay(key, tuple(sorted(days, reverse=True))) for key, days in held.items() if days]


def since(row: Doc) -> str:
    """Return the day from which a recommendation has had its assessed status without a break."""
    now = row["assessed"]
    first: str = now["on"]
    steps = [step for step in row["history"] if step["voice"] == "assessed" and step["on"] <= now["on"]]
    for step in sorted(steps, key=lambda step: str(step["on"]), reverse=True):
        if step["status"] != now["status"]:
            break
        first = step["on"]
    return first


def quarter_ends(first: str, last: str) -> list[str]:
    """Return the last day of each quarter of a year between two days, and the second day itself."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    ends = [
        date(year, month, 30 if month in (6, 9) else 31)
        for year in range(start.year, end.year + 1)
        for month in (3, 6, 9, 12)
    ]
    return [day.isoformat() for day in ends if start <= day < end] + [last]
