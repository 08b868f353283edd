"""What a rule of the edition lets be destroyed on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from concord.evidence.models import EVERYTHING, LegalHold
from concord.evidence.retention.records import RECORDS, Record
from concord.evidence.states import HoldState
from concord.programme.document import Retention
from concord.programme.queries import in_force

MOST = 10_000  # things in one disposal; what is left is the next one's
_AT_ONCE = 1_000  # rows fetched at a time


@dataclass(frozen=True)
class Due:
    """A rule on a day: what can go, and how many things a hold keeps. `record` is None for what Concord cannot destroy
    or keeps for good. `cut` is the day before which the event was."""

    rule: Retention
    record: Record | None
    cut: date | None
    things: tuple[Any, ...] = ()
    held: int = 0
    more: bool = False

    @property
    def manifest(self) -> str:
        """The references of what can go, one a line."""
        return "".join(f"{self.record.row(thing)}\n" for thing in self.things) if self.record else ""

    @property
    def rows(self) -> list[str]:
        """The same as a list."""
        return self.manifest.splitlines()

    @property
    def in_words(self) -> str:
        """What the rule says."""
        if self.rule.then == "keep" or not self.rule.years:
            return "Kept for good"
        event = self.record.event if self.record else self.rule.after.replace("_", " ")
        years = f"{self.rule.years} year{'s' if self.rule.years != 1 else ''}"
        then = "destroyed by itself" if self.rule.then == "destroy" else "two people decide"
        return f"{years} after {event}, then {then}"


def record_of(rule: str) -> Record | None:
    """Return the kind of records that a rule is about, or None."""
    return next((record for record in RECORDS if record.rule == rule), None)


def all_due(on: date) -> list[Due]:
    """Return every rule of the edition in force with what is due on a day."""
    holds = holds_in_force()
    return [_of(rule, on, holds) for rule in in_force(on).retention]


def due(rule: str, on: date, *, most: int = MOST) -> Due | None:
    """Return one rule of the edition in force with what is due on a day, so much at most, or None."""
    found = next((each for each in in_force(on).retention if each.key == rule), None)
    return None if found is None else _of(found, on, holds_in_force(), most)


def holds_in_force() -> frozenset[str]:
    """Return what legal holds cover now."""
    return frozenset(LegalHold.objects.filter(state=HoldState.IN_FORCE).values_list("covers", flat=True))


def is_held(rule: str, thing: Any) -> bool:
    """Say whether a legal hold keeps a thing that is of a rule's kind of records."""
    record = record_of(rule)
    return record is not None and _is_held(record, thing, holds_in_force())


def _of(rule: Retention, on: date, holds: frozenset[str], most: int = MOST) -> Due:
    """Look past what is held, piece by piece, until there is enough that can go."""
    record = record_of(rule.key)
    if record is None or rule.then == "keep" or not rule.years:
        return Due(rule, record, None)
    cut = _years_before(on, rule.years)
    rows = record.before(cut)
    if EVERYTHING in holds:
        return Due(rule, record, cut, held=rows.count())
    free, held = list[Any](), 0
    for thing in rows.iterator(chunk_size=_AT_ONCE):
        if not holds.isdisjoint(record.covered(thing)):
            held += 1
        elif len(free) == most:
            return Due(rule, record, cut, tuple(free), held, more=True)
        else:
            free.append(thing)
    return Due(rule, record, cut, tuple(free), held)


def _is_held(record: Record, thing: Any, holds: frozenset[str]) -> bool:
    return EVERYTHING in holds or not holds.isdisjoint(record.covered(thing))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year - years, day=28)
