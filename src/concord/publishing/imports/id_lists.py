"""Numbers of recommendations as public lists print them, misprints included → the numbers that were meant.

A source often gives no table but lists such as "52.1, 52.2, 52.3. 53.1" in several places of a report, one list a
phase. Reading goes in two steps: `parse_id_list` reads one list as it stands; `read_id_lists` looks at all lists
of a report together, finds numbers that are out of sequence and says which number was meant when only one fits.
Nothing is dropped: what cannot be read stays as printed, with an anomaly that says so.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
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
    parsed = [[_number(each) for each in parse_id_list(one.printed)[0]] for one in lists]
    taken = Counter(number for numbers in parsed for number in numbers)
    area_of: dict[Number, int] = {}
    for one, numbers in zip(lists, parsed, strict=True):
        for number in numbers:
            area_of.setdefault(number, one.focus_area)
    result: list[ListedId] = []
    for one, numbers in zip(lists, parsed, strict=True):
        in_order = _rising(numbers)
        for place, number in enumerate(numbers):
            if place in in_order and number[1] > 0:
                again = "listed more than once" if taken[number] > 1 and _again(number, result) else ""
                result.append(_listed(number, number, one, again))
                continue
            before = max((numbers[i] for i in in_order if i < place), default=None)
            after = min((numbers[i] for i in in_order if i > place), default=None)
            reading = _reading(number, before, after, taken)
            result.append(_listed(reading or number, number, one, _why(number, reading, (before, after), one, area_of)))
    return result


def _number(printed: str) -> Number:
    finding, sequence = printed.split(".")
    return int(finding), int(sequence)


def _label(number: Number) -> str:
    return f"{number[0]}.{number[1]}"


def _listed(meant: Number, printed: Number, one: IdList, anomaly: str) -> ListedId:
    return ListedId(_label(meant), _label(printed), meant[0], one.focus_area, one.phase, anomaly)


def _again(number: Number, earlier: Iterable[ListedId]) -> bool:
    return any(each.label == _label(number) for each in earlier)


def _rising(numbers: Sequence[Number]) -> frozenset[int]:
    """Places of a longest strictly rising subsequence: what is in order; all other places break the order."""
    tails: list[Number] = []
    tail_places: list[int] = []
    previous: list[int | None] = []
    for place, number in enumerate(numbers):
        at = bisect_left(tails, number)
        previous.append(tail_places[at - 1] if at else None)
        tails[at : at + 1] = [number]
        tail_places[at : at + 1] = [place]
    places: list[int] = []
    place_or_end = tail_places[-1] if tail_places else None
    while place_or_end is not None:
        places.append(place_or_end)
        place_or_end = previous[place_or_end]
    return frozenset(places)


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
    parts = [f"printed as {_label(printed)} {'between' if len(names) > 1 else 'beside'} {' and '.join(names)}"]
    elsewhere = area_of[printed]
    if elsewhere != one.focus_area:
        parts.append(f"{_label(printed)} belongs to focus area {elsewhere}")
    parts.append(f"{_label(reading)} is otherwise absent" if reading else "no single reading fits")
    return "; ".join(parts)
