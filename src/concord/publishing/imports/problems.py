"""What is wrong with a folder of sites: every problem at once, each with its place and what was expected."""

from collections.abc import Sequence
from dataclasses import dataclass

from concord.core.errors import BadInput

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a folder from being read.

    `file` is relative to the folder, "" when the folder itself is meant. `line` counts lines of the file from 1
    (the header is line 1), `column` is the column's name; each is None when the problem is not that narrow.
    """

    file: str
    line: int | None
    column: str | None
    found: str
    expected: str

    def __str__(self) -> str:
        """Where, what was found and what was expected, in one sentence."""
        place = [self.file or "the folder"]
        if self.line is not None:
            place.append(f"line {self.line}")
        if self.column is not None:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: found {self.found}; expected {self.expected}."


class ImportRejected(BadInput):
    """The folder was not read, not even in part; `problems` holds every problem in the order of the files."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep all the problems; the sentence shows the first of them and says how many there are."""
        self.problems = tuple(problems)
        count = len(self.problems)
        head = f"Nothing was imported: {count} problem{'' if count == 1 else 's'}."
        shown = [str(problem) for problem in self.problems[:SHOWN]]
        if count > SHOWN:
            shown.append(f"and {count - SHOWN} more")
        super().__init__("\n".join([head, *shown]))
