"""The fields of a sheet as the office writes them, one a line: what is asked, and after a bar which kind of answer.

    What happened                                some text
    Part of town | line                          one line
    Calls answered | number                      a whole number, none below zero
    Began at | time                              a time of day
    Was the reason said? | yes / no / not seen   one of these

Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from concord.core.errors import BadInput

MOST_FIELDS = 60
LONGEST_LABEL = 200
_KINDS = "“line”, “number”, “time”, or two or more answers such as “yes / no”"


class Kind(StrEnum):
    """What kind of answer a field takes."""

    TEXT = "text"
    LINE = "line"
    NUMBER = "number"
    TIME = "time"
    CHOICE = "choice"


@dataclass(frozen=True)
class SheetField:
    """One field; `choices` of a choice alone."""

    label: str
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()


def read_fields(lines: Iterable[str]) -> tuple[SheetField, ...]:
    """Return the fields that lines describe. Raises BadInput that names the line and what was expected."""
    found = tuple(_field(line) for line in lines)
    if len(found) > MOST_FIELDS:
        raise BadInput(f"it has {len(found)} fields; {MOST_FIELDS} at most.")
    if twice := [label for label, number in Counter(one.label for one in found).items() if number > 1]:
        raise BadInput(f"two fields are called “{twice[0]}”; expected a name of its own for each.")
    return found


def _field(line: str) -> SheetField:
    label, bar, said = (part.strip() for part in line.partition("|"))
    if not label or len(label) > LONGEST_LABEL:
        raise BadInput(f"“{line}” asks nothing; expected what is asked, in at most {LONGEST_LABEL} letters.")
    if not bar:
        return SheetField(label)
    if said in (Kind.LINE, Kind.NUMBER, Kind.TIME):
        return SheetField(label, Kind(said))
    choices = tuple(part.strip() for part in said.split("/"))
    if len(choices) < 2 or not all(choices) or len(set(choices)) < len(choices):  # noqa: PLR2004 - one is no choice
        raise BadInput(f"“{line}”: “{said}” is no kind of answer; expected {_KINDS}.")
    return SheetField(label, Kind.CHOICE, choices)
