"""Reads a directory of agencies from a CSV file in the FBI Crime Data Explorer's layout. Touches no database.

Columns, in any order: ori9, agency_name, agency_type (one of the FBI's nine types), state (two letters),
primary_county, lat, lng (degrees). The whole file is read and every problem reported before anything is loaded.
"""

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from concord.agencies.checks.ori import normalise_ori
from concord.agencies.directory import KIND_OF_FBI_TYPE, PLACES
from concord.core.errors import BadInput

COLUMNS = ("ori9", "agency_name", "agency_type", "state", "primary_county", "lat", "lng")
NO_PLACE = ("-9", "-9")
"""The FBI writes this pair of coordinates where it has none."""

_LONGEST = {"agency_name": 200, "primary_county": 100}
_LATITUDES = (Decimal(-15), Decimal(72))  # American Samoa to the north of Alaska
_WEST, _EAST = (Decimal(-180), Decimal(-64)), (Decimal(144), Decimal(180))  # to the Virgin Islands; from Guam
_DIGITS = 7  # digits after the point that are kept: a centimetre
_SHOWN = 20  # problems listed in the sentence; the error carries all


@dataclass(frozen=True)
class FileProblem:
    """One thing wrong in a file. `line` is 0 for the file as a whole; `column` is empty for a line as a whole."""

    file: str
    line: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        """Say where, what was found and what was expected."""
        where = f"line {self.line}, " if self.line else ""
        column = f"column {self.column}, " if self.column else ""
        return f"{self.file}, {where}{column}found {self.found!r}, expected {self.expected}"


class BadFile(BadInput):
    """A file cannot be loaded; nothing of it was. `problems` has every problem, the sentence the first 20."""

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        """Keep the problems."""
        self.problems = tuple(problems)
        listed = "; ".join(map(str, self.problems[:_SHOWN]))
        rest = len(self.problems) - _SHOWN
        super().__init__(f"Nothing was loaded. {listed}{f'; and {rest} more' if rest > 0 else ''}.")


class Row(NamedTuple):
    """One agency as the file gives it. `digest` is the SHA-256 of the line's values as given."""

    ori: str
    name: str
    fbi_type: str
    state: str
    county: str
    latitude: Decimal | None
    longitude: Decimal | None
    source: str
    digest: str


def read_csv(path: Path) -> list[Row]:
    """Return the agencies of a file. Raises BadFile with every problem."""
    rows: list[Row] = []
    problems: list[FileProblem] = []
    first_seen: dict[str, int] = {}
    for line, values in _lines(path):
        reader = _LineReader(path.name, line, values)
        row = reader.row()
        problems += reader.problems
        if row and row.ori in first_seen:
            expected = f"each agency once; it stands on line {first_seen[row.ori]} already"
            problems.append(FileProblem(path.name, line, "ori9", row.ori, expected))
        elif row:
            first_seen[row.ori] = line
            rows.append(row)
    if problems:
        raise BadFile(problems)
    return rows


def _lines(path: Path) -> Iterator[tuple[int, list[str] | Mapping[str, str]]]:
    """Yield (line, values by column), or (line, the bare list) where their number is wrong. Raises BadFile."""
    line = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            if sorted(header) != sorted(COLUMNS):
                raise BadFile([FileProblem(path.name, 1, "", ",".join(header), f"the columns {','.join(COLUMNS)}")])
            line = reader.line_num
            for values in reader:
                begins, line = line + 1, reader.line_num
                if len(values) == len(header):
                    yield begins, dict(zip(header, map(str.strip, values), strict=True))
                elif values:  # an empty line holds nothing
                    yield begins, values
    except OSError as error:
        raise BadFile([FileProblem(path.name, 0, "", error.strerror or str(error), "a file to read")]) from error
    except UnicodeDecodeError as error:
        found = f"byte 0x{error.object[error.start]:02x} after line {line}"
        raise BadFile([FileProblem(path.name, 0, "", found, "text in UTF-8")]) from error
    except csv.Error as error:
        raise BadFile([FileProblem(path.name, line + 1, "", str(error), "comma-separated values")]) from error


class _LineReader:
    """Reads one line, collecting what is wrong with it."""

    def __init__(self, file: str, line: int, values: list[str] | Mapping[str, str]) -> None:
        """Keep the line."""
        self.file, self.line, self.values = file, line, values
        self.problems: list[FileProblem] = []

    def _problem(self, column: str, found: str, expected: str) -> None:
        self.problems.append(FileProblem(self.file, self.line, column, found, expected))

    def row(self) -> Row | None:
        """Return the row, or None with the reasons in `problems`."""
        values = self.values
        if isinstance(values, list):
            self._problem("", f"{len(values)} values", f"{len(COLUMNS)} values")
            return None
        for column, text in values.items():
            if not text.isprintable():
                self._problem(column, text, "printable characters")
            if len(text) > _LONGEST.get(column, len(text)):
                self._problem(column, text, f"at most {_LONGEST[column]} characters")
        ori = self._ori(values["ori9"])
        self._one_of("agency_type", values["agency_type"], KIND_OF_FBI_TYPE)
        self._one_of("state", values["state"], PLACES)
        latitude, longitude = self._place(values["lat"], values["lng"])
        if self.problems:
            return None
        return Row(
            ori=ori,
            name=values["agency_name"],
            fbi_type=values["agency_type"],
            state=values["state"],
            county=values["primary_county"],
            latitude=latitude,
            longitude=longitude,
            source=self.file,
            digest=hashlib.sha256("\x1f".join(values[column] for column in COLUMNS).encode()).hexdigest(),
        )

    def _ori(self, text: str) -> str:
        try:
            return normalise_ori(text)
        except BadInput:
            self._problem("ori9", text, "seven or nine letters and digits, a letter first")
            return ""

    def _one_of(self, column: str, text: str, known: Mapping[str, object]) -> None:
        if text not in known:
            self._problem(column, text, f"one of: {', '.join(sorted(known))}")

    def _place(self, lat: str, lng: str) -> tuple[Decimal | None, Decimal | None]:
        if (lat, lng) in (("", ""), NO_PLACE):
            return None, None
        return self._degrees("lat", lat, _LATITUDES), self._degrees("lng", lng, _WEST, _EAST)

    def _degrees(self, column: str, text: str, *ranges: tuple[Decimal, Decimal]) -> Decimal | None:
        with suppress(InvalidOperation):  # not a number; NaN fails in the comparison
            number = Decimal(text)
            if any(least <= number <= most for least, most in ranges):
                return round(number, _DIGITS)
        expected = " or ".join(f"{least} to {most}" for least, most in ranges)
        self._problem(column, text, f"degrees within {expected}, or both coordinates empty")
        return None
