"""Who fits an assignment, and why: facts in, reasons out. Pure.

There is no score: each thing that is asked for is a reason, met or not, in a sentence; experts stand in the order of
how many are met, then of their names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Window = tuple[date, date]


class Standing(StrEnum):
    """What is on file about a conflict of interest of an expert with the agency."""

    NOTHING = ""
    ASKED = "asked"
    NONE = "none"
    DECLARED = "declared"
    CLEARED = "cleared"
    MANAGED = "managed"
    RECUSED = "recused"


_STANDINGS = {
    Standing.NOTHING: (True, "No conflict of interest is on file; a declaration is still to be asked for."),
    Standing.ASKED: (True, "No conflict of interest is on file; the declaration was asked for and is awaited."),
    Standing.NONE: (True, "Has declared that there is no conflict of interest."),
    Standing.CLEARED: (True, "Was cleared by the programme office."),
    Standing.MANAGED: (True, "Was cleared by the programme office, under conditions."),
    Standing.DECLARED: (False, "Has declared something on which the programme office has not decided yet."),
    Standing.RECUSED: (False, "Is recused from what concerns this agency."),
}


@dataclass(frozen=True)
class Need:
    """What an assignment asks for. What is not asked for is empty or None, and gives no reason.

    `topics` are (key, words), `kind` and `size` (value, words); `window` is its first and last day."""

    topics: tuple[tuple[str, str], ...] = ()
    kind: tuple[str, str] | None = None
    size: tuple[str, str] | None = None
    languages: tuple[str, ...] = ()
    window: Window | None = None
    of_agency: bool = False  # whether an agency is named, so that conflicts of interest can be looked at


@dataclass(frozen=True)
class Facts:
    """What is known of an expert. Languages are compared without regard to case."""

    ref: str
    name: str
    topics: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    windows: tuple[Window, ...] = ()
    standing: Standing = Standing.NOTHING


@dataclass(frozen=True)
class Reason:
    """One thing that is asked for, met or not, in a sentence."""

    met: bool
    text: str


@dataclass(frozen=True)
class Match:
    """An expert and every reason, in the order of what is asked for."""

    expert: Facts
    reasons: tuple[Reason, ...]

    @property
    def met(self) -> tuple[Reason, ...]:
        """The reasons that are met."""
        return tuple(reason for reason in self.reasons if reason.met)

    @property
    def unmet(self) -> tuple[Reason, ...]:
        """The reasons that are not met."""
        return tuple(reason for reason in self.reasons if not reason.met)


def match(need: Need, experts: Iterable[Facts]) -> list[Match]:
    """Return every expert with all reasons, those who meet most first, then by name and reference."""
    found = [Match(expert, tuple(_reasons(need, expert))) for expert in experts]
    return sorted(found, key=lambda m: (-len(m.met), m.expert.name.casefold(), m.expert.ref))


def _reasons(need: Need, expert: Facts) -> Iterator[Reason]:
    for key, words in need.topics:
        knows = key in expert.topics
        yield Reason(knows, f"{'Knows the topic' if knows else 'The topic is not on record'}: {words}.")
    for asked, known, what in _agencies(need, expert):
        yield Reason(
            asked in known, f"Has worked with {what}." if asked in known else f"No work with {what} on record."
        )
    spoken = {language.casefold() for language in expert.languages}
    for language in need.languages:
        speaks = language.casefold() in spoken
        yield Reason(speaks, f"Speaks {language}." if speaks else f"{language} is not on record.")
    if need.window:
        yield _available(need.window, expert.windows)
    if need.of_agency:
        yield Reason(*_STANDINGS[expert.standing])


def _agencies(need: Need, expert: Facts) -> Iterator[tuple[str, frozenset[str], str]]:
    """Yield what is asked for about the agency, what the expert has of that, and what it is in words."""
    if need.kind:
        value, words = need.kind
        yield value, expert.kinds, f"a {words.lower()}"
    if need.size:
        value, words = need.size
        yield value, expert.sizes, f"agencies of {words[:1].lower()}{words[1:]}"


def _available(wanted: Window, windows: Sequence[Window]) -> Reason:
    """Say whether the windows, taken together, cover every day that is wanted."""
    first, last = wanted
    touching = sorted((max(a, first), min(b, last)) for a, b in windows if a <= last and b >= first)
    if not windows:
        return Reason(met=False, text="Available: no days are on record.")
    if not touching:
        return Reason(met=False, text="Available: on none of the days.")
    if _days_of(touching) == (last - first).days + 1:
        return Reason(met=True, text="Available on all the days.")
    parts = "; ".join(f"{_day(a)} to {_day(b)}" for a, b in touching)
    return Reason(met=False, text=f"Available on some of the days: {parts}.")


def _days_of(windows: Sequence[Window]) -> int:
    """Count the days of windows, each day once."""
    counted, after = 0, date.min
    for first, last in windows:
        begin = max(first, after)
        if last >= begin:
            counted += (last - begin).days + 1
            after = date.fromordinal(last.toordinal() + 1)
    return counted


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
