"""How a file counts positions in a text, found out for each file, and turned into code points.

The standard counts Unicode code points. NVivo for Windows counts UTF-16 units; a line end of two characters (CR LF) is
two in some programs and one in others; a byte order mark at the beginning of a text file is counted by some. Taguette
counts UTF-8 bytes. A wrong guess moves every quote, and nothing complains: so each text is looked at.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

Units = Literal["code points", "UTF-16 units", "UTF-8 bytes"]
LineEnds = Literal["as written", "one for two", "two for one"]
_FEWEST_EDGES, _MARGIN, _SHORTEST_QUOTE = 8, 0.25, 6
_ASTRAL_TEXT = re.compile("[\U00010000-\U0010ffff]")
_BARE_END = re.compile(r"(?<!\r)\n|\r(?!\n)")


@dataclass(frozen=True, slots=True)
class Counting:
    """A way to count: in which units, what a line end counts, whether a byte order mark counts one at the beginning."""

    units: Units = "code points"
    line_ends: LineEnds = "as written"
    mark: bool = False

    def __str__(self) -> str:
        ends = {"as written": "", "one for two": ", CR LF as one", "two for one": ", a line end as two"}
        return f"{self.units}{ends[self.line_ends]}{', with the byte order mark' if self.mark else ''}"


CODE_POINTS = Counting()
OWN_ORIGIN = "Concord"


@dataclass(frozen=True, slots=True)
class Counted:
    """How a text's positions were counted, and why that is believed.

    `certain` is True where the text itself shows it, or where every way of counting gives the same."""

    counting: Counting
    why: str
    certain: bool


class Ruler:
    """Turns positions in a file's counting into code points of a text, and back.

    Raises
    ------
    ValueError
        By `find`, for a position that is outside the text or within a character.
    """

    def __init__(self, widths: Sequence[int] | None, length: int, *, shift: int = 0) -> None:
        """Take how much each character counts; None where each counts one."""
        self._starts = None if widths is None else array("I", accumulate(widths, initial=shift))
        self._length, self._shift = length, shift

    @property
    def end(self) -> int:
        """The position after the last character."""
        return self._starts[-1] if self._starts is not None else self._length + self._shift

    def find(self, start: int, end: int) -> tuple[int, int]:
        """Return the code points [start, end) of a stretch; of characters that count nothing (a line end that was added
        or is counted elsewhere) it takes none at its borders."""
        return self._place(start, bisect_right, -1), self._place(end, bisect_left, 0)

    def fits(self, start: int, end: int) -> bool:
        """Say whether a stretch lies within the text and cuts no character."""
        try:
            first, last = self.find(start, end)
        except ValueError:
            return False
        return start <= end and (first <= last or start == end)

    def _place(self, at: int, search: Callable[[Sequence[int], int], int], back: int) -> int:
        if self._starts is None:
            place = at - self._shift
            found = 0 <= place <= self._length
        else:
            place = search(self._starts, at) + back
            found = 0 <= place < len(self._starts) and self._starts[place] == at
        if not found:
            raise ValueError(f"no character begins at {at}")
        return place


def ruler(text: str, counting: Counting) -> Ruler:
    """Return the ruler of a text for a way to count."""
    shift = int(counting.mark)
    if counting.units == "code points" and counting.line_ends == "as written":
        return Ruler(None, len(text), shift=shift)
    return Ruler(_widths(text, counting), len(text), shift=shift)


def _widths(text: str, counting: Counting) -> bytearray:
    widths = bytearray(b"\1") * len(text)
    if counting.units == "UTF-16 units":
        for match in _ASTRAL_TEXT.finditer(text):
            widths[match.start()] = 2
    elif counting.units == "UTF-8 bytes":
        widths = bytearray(len(c.encode("utf-8", "surrogatepass")) for c in text)
    if counting.line_ends == "one for two":
        for match in re.finditer("\r\n", text):
            widths[match.start()] = 0
    elif counting.line_ends == "two for one":
        for match in _BARE_END.finditer(text):
            widths[match.start()] = 2
    return widths


@dataclass(frozen=True, slots=True)
class Stretch:
    """A selection as the file has it, with what it says of its own words ("" where nothing)."""

    start: int
    end: int
    said: str = ""


def detect(text: str, stretches: Sequence[Stretch], *, origin: str, mark: bool, inline: bool) -> Counted:
    """Find out how a file counts the positions in one of its texts.

    In this order: it is our own; every way gives the same; only one way keeps all selections within the text;
    selections repeat their words and one way finds them; one way begins and ends words far more often; the habit of
    the program. What is left is the standard's own way.

    Parameters
    ----------
    text : str
        The text without a byte order mark, its line ends as in the file.
    stretches : sequence of Stretch
        Its selections.
    origin : str
        What the project says of the program that wrote it.
    mark : bool
        Whether the text's file began with a byte order mark.
    inline : bool
        Whether the text stands in the XML, where CR LF has become LF.
    """
    ways = _ways(text, mark=mark, inline=inline)
    if not stretches:
        return Counted(CODE_POINTS, "it has no selections", certain=True)
    if origin.startswith(OWN_ORIGIN):
        return Counted(CODE_POINTS, "Concord counts as the standard does", certain=True)
    if len(ways) == 1:
        return Counted(ways[0], "every way of counting gives the same", certain=True)
    looks = [_look(text, way, stretches) for way in ways]
    fitting = [look for look in looks if look.all_fit]
    if len(fitting) == 1:
        return Counted(fitting[0].way, "only so do all selections lie within the text", certain=True)
    fitting = fitting or looks
    if len({look.places for look in fitting}) == 1:
        return Counted(fitting[0].way, "every way of counting gives the same", certain=True)
    return _by_words(fitting) or _by_edges(text, fitting) or _by_habit(origin, [look.way for look in fitting])


@dataclass(frozen=True, slots=True)
class _Look:
    """What a way to count makes of the selections: whether all fit, where they are, and of those that repeat their
    words how many hold them."""

    way: Counting
    all_fit: bool
    places: tuple[tuple[int, int], ...]
    telling: int
    held: int


def _look(text: str, way: Counting, stretches: Sequence[Stretch]) -> _Look:
    by = ruler(text, way)
    fit = [stretch for stretch in stretches if by.fits(stretch.start, stretch.end)]
    places = tuple(by.find(stretch.start, stretch.end) for stretch in fit)
    said = [_plain(stretch.said) for stretch in fit]
    telling = [(words, place) for words, place in zip(said, places, strict=True) if len(words) >= _SHORTEST_QUOTE]
    held = sum(_holds(text[start:end], words) for words, (start, end) in telling)
    return _Look(way, len(fit) == len(stretches), places, len(telling), held)


def _ways(text: str, *, mark: bool, inline: bool) -> list[Counting]:
    """Return the ways that can differ for this text, the standard's own first."""
    units: list[Units] = ["code points"]
    if _ASTRAL_TEXT.search(text):
        units.append("UTF-16 units")
    ends: list[LineEnds] = ["as written"]
    if "\r\n" in text:
        ends.append("one for two")
    elif inline and _BARE_END.search(text):
        ends.append("two for one")
    marks = [False, True] if mark else [False]
    return [Counting(unit, end, with_mark) for with_mark in marks for end in ends for unit in units]


def is_nvivo_for_windows(origin: str) -> bool:
    """Say whether a project was written by NVivo, and not by the one for Mac."""
    return origin.lower().startswith("nvivo") and "mac" not in origin.lower()


def _by_words(looks: list[_Look]) -> Counted | None:
    """Look for the words that selections say they hold, as a name or description."""
    best, second = sorted(looks, key=lambda look: look.held, reverse=True)[:2]
    if best.held == second.held:
        return None
    why = f"so {best.held} of {best.telling} selections hold the words that they repeat"
    return Counted(best.way, why, certain=True)


def _holds(text: str, said: str) -> bool:
    held = _plain(text)
    return held == said or (len(said) < len(held) and held.startswith(said))


def _plain(text: str) -> str:
    return " ".join(text.removesuffix("...").removesuffix("…").split())


def _by_edges(text: str, looks: list[_Look]) -> Counted | None:
    """People select whole words: prefer the way by which selections far more often begin and end with one."""
    ranked = sorted(((_share_of_edges(text, look.places), -n) for n, look in enumerate(looks)), reverse=True)
    (best, place), (second, _) = ranked[:2]
    if 2 * min(len(look.places) for look in looks) < _FEWEST_EDGES or best - second < _MARGIN:
        return None
    why = f"so {best:.0%} of its borders stand at the edge of a word, else {second:.0%}"
    return Counted(looks[-place].way, why, certain=False)


def _share_of_edges(text: str, places: tuple[tuple[int, int], ...]) -> float:
    at_edge = [_is_edge(text, at) for pair in places for at in pair]
    return sum(at_edge) / max(1, len(at_edge))


def _is_edge(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at : at + 1]
    return not (before.isalnum() and after.isalnum())


def _by_habit(origin: str, ways: list[Counting]) -> Counted:
    if is_nvivo_for_windows(origin):
        habit = max(ways, key=lambda way: (not way.mark, way.line_ends == "two for one", way.units == "UTF-16 units"))
        if habit.line_ends != "one for two":
            return Counted(habit, "NVivo for Windows counts so", certain=False)
    return Counted(ways[0], "the standard counts so, and the text does not show it", certain=False)
