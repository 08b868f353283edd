"""Numbers of recommendations as public lists print them, misprints included → the numbers that were meant.

A source often gives no table but lists such as "52.1, 52.2, 52.3. 53.1" in several places of a report, one list a
phase. Reading goes in two steps: `parse_id_list` reads one list as it stands; `read_id_lists` looks at all lists
of a report together, finds numbers that are out of sequence and says which number was meant when only one fits.
Nothing is dropped: what cannot be read stays as printed, with an anomaly that says so.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

Number = tuple[int, int]
"""(finding, sequence) of an id such as 24.2."""

_ID = re.compile(r"(?<![0-9.])[0-9]{1,4}\.[0-9]{1,3}(?![0-9])")


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One place of a printed list that is not as it should be; `position` counts characters from 0."""

    position: int
    found: str
    text: str


@dataclass(frozen=True, slots=True)
class IdList:
    """One list as printed, with the focus area and the phase that its heading gives (phase None: not said)."""

    focus_area: int
    phase: int | None
    printed: str


@dataclass(frozen=True, slots=True)
class ListedId:
    """One id of a list: as we read it, as printed, and, where the two differ or no reading fits, why."""

    label: str
    as_printed: str
    finding: int
    focus_area: int
    phase: int | None
    anomaly: str


def parse_id_list(text: str) -> tuple[list[str], list[Anomaly]]:
    """The ids of one printed list in its order, and each separator or scrap that is not a plain comma.

    "52.3. 53.1" gives both ids and an anomaly for the full stop. No id is changed here.
    """
    ids: list[str] = []
    anomalies: list[Anomaly] = []
    end = 0
    for match in _ID.finditer(text):
        between = text[end : match.start()]
        fault = _separator_fault(between, first=not ids)
        if fault:
            anomalies.append(Anomaly(end, between, fault if not ids else f"{fault} between {ids[-1]} and {match[0]}"))
        ids.append(match[0])
        end = match.end()
    rest = text[end:]
    if rest.strip(" \t\n.,;"):
        anomalies.append(Anomaly(end, rest, f"not an id: {rest.strip()}"))
    return ids, anomalies


def _separator_fault(between: str, *, first: bool) -> str:
    bare = between.strip()
    if first:
        return f"not an id: {bare}" if bare else ""
    return {",": "", "": "comma missing", ".": "full stop for comma"}.get(bare, f"not a comma: {bare}")


def read_id_lists(lists: Sequence[IdList]) -> list[ListedId]:
    """Every id of all lists of one report, in the order printed, numbers out of sequence read where one reading fits.

    A number is out of sequence when it breaks the rising order of its list or has the sequence number 0. It is
    read as the only number that fits between its neighbours, stands in no other list, and shares the printed
    finding or the printed sequence number.
    """
    parsed = [parse_id_list(one.printed)[0] for one in lists]
    taken = Counter(_number(each) for printed in parsed for each in printed)
    area_of: dict[Number, int] = {}
    for one, printed in zip(lists, parsed, strict=True):
        for each in printed:
            area_of.setdefault(_number(each), one.focus_area)
    result: list[ListedId] = []
    for one, printed in zip(lists, parsed, strict=True):
        numbers = [_number(each) for each in printed]
        in_order, perhaps = _rising(numbers)
        for place, number in enumerate(numbers):
            meant, anomaly = number, ""
            if number[1] == 0 or place not in in_order:
                before = max((numbers[i] for i in in_order if i < place), default=None)
                after = min((numbers[i] for i in in_order if i > place), default=None)
                # Where either of two ids may be the misplaced one, neither is read as another.
                reading = _reading(number, before, after, taken) if number[1] == 0 or place not in perhaps else None
                anomaly = _why(number, reading, (before, after), one, area_of)
                meant = reading or number
                taken[meant] += 1
            elif taken[number] > 1 and any(each.label == _label(number) for each in result):
                anomaly = "listed more than once"
            result.append(ListedId(_label(meant), printed[place], meant[0], one.focus_area, one.phase, anomaly))
    return result


def _number(printed: str) -> Number:
    finding, sequence = printed.split(".")
    return int(finding), int(sequence)


def _label(number: Number) -> str:
    return f"{number[0]}.{number[1]}"


def _rising(numbers: Sequence[Number]) -> tuple[frozenset[int], frozenset[int]]:
    """Places in every longest strictly rising subsequence (surely in order), and places in some but not in all."""
    up = _lengths(numbers)
    down = _lengths([(-finding, -sequence) for finding, sequence in reversed(numbers)])[::-1]
    longest = max(up, default=0)
    members = [place for place in range(len(numbers)) if up[place] + down[place] - 1 == longest]
    at_step = Counter(up[place] for place in members)
    surely = frozenset(place for place in members if at_step[up[place]] == 1)
    return surely, frozenset(members) - surely


def _lengths(numbers: Sequence[Number]) -> list[int]:
    """For each place the length of the longest strictly rising subsequence that ends there."""
    tails: list[Number] = []
    lengths: list[int] = []
    for number in numbers:
        at = bisect_left(tails, number)
        tails[at : at + 1] = [number]
        lengths.append(at + 1)
    return lengths


def _reading(printed: Number, before: Number | None, after: Number | None, taken: Counter[Number]) -> Number | None:
    """The one number that fits, else None."""
    candidates = {(printed[0], 1)} if printed[1] == 0 else set()
    if before is not None:
        candidates.add((before[0], before[1] + 1))
    if after is not None and after[1] > 1:
        candidates.add((after[0], after[1] - 1))
    fitting = [
        number
        for number in candidates
        if number not in taken
        and (before is None or before < number)
        and (after is None or number < after)
        and (number[0] == printed[0] or number[1] == printed[1])
    ]
    return fitting[0] if len(fitting) == 1 else None


def _why(
    printed: Number,
    reading: Number | None,
    neighbours: tuple[Number | None, Number | None],
    one: IdList,
    area_of: dict[Number, int],
) -> str:
    names = [_label(each) for each in neighbours if each is not None]
    place = f" {'between' if len(names) > 1 else 'beside'} {' and '.join(names)}" if names else ""
    parts = [f"printed as {_label(printed)}{place}"]
    elsewhere = area_of[printed]
    if elsewhere != one.focus_area:
        parts.append(f"{_label(printed)} belongs to focus area {elsewhere}")
    parts.append(f"{_label(reading)} is otherwise absent" if reading else "no single reading fits")
    return "; ".join(parts)
