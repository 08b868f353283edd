"""What a method is when it is ordered by name: its question, the files and columns it needs, its parameters."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Self

from concord.analysis.errors import BadArgument
from concord.analysis.policing.estimate import Estimate, Scalar

if TYPE_CHECKING:  # pages list methods, and these take most of a second to import
    import ibis.expr.types as ir
    import numpy as np

Value = str | int | float | bool | None | tuple[str, ...] | Mapping[str, Mapping[str, float]]
ANY: Final = "any"  # stands for every kind of file


class Form(StrEnum):
    """How a parameter is typed."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    WHOLE = "whole number"
    DAY = "day"
    TEXTS = "texts, with commas between"
    BASES = "bases: “residents: black=1200, white=3400; drivers: …”"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter. An empty text means: not given, which `required` forbids."""

    name: str
    label: str
    form: Form = Form.TEXT
    default: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False
    help: str = ""

    def read(self, text: str) -> Value:
        """Read what was typed. Raises BadArgument with the parameter and what was expected."""
        said = text.strip()
        if not said:
            if self.required:
                raise BadArgument("not given", where=f"parameter {self.name}", expected=self.label)
            return () if self.form is Form.TEXTS else {} if self.form is Form.BASES else None
        if self.choices and said not in self.choices:
            raise BadArgument(f"{said!r}", where=f"parameter {self.name}", expected=f"one of {', '.join(self.choices)}")
        try:
            return _READERS[self.form](said)
        except ValueError:
            raise BadArgument(f"{said!r}", where=f"parameter {self.name}", expected=f"{self.form}") from None


def _bases(said: str) -> Mapping[str, Mapping[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for part in filter(None, (piece.strip() for piece in said.split(";"))):
        name, colon, sizes = part.partition(":")
        if not colon:
            raise ValueError
        pairs = [pair.partition("=") for pair in sizes.split(",")]
        found[name.strip()] = {group.strip(): float(size) for group, _, size in pairs}
    return found


def _day(said: str) -> str:
    if date.fromisoformat(said).isoformat() != said:
        raise ValueError
    return said


_READERS: Final[Mapping[Form, Callable[[str], Value]]] = {
    Form.TEXT: str,
    Form.CHOICE: str,
    Form.NUMBER: float,
    Form.WHOLE: int,
    Form.DAY: _day,
    Form.TEXTS: lambda said: tuple(filter(None, (part.strip() for part in said.split(",")))),
    Form.BASES: _bases,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """An estimate with its name among the others, and the rows of `Counts` that it rests on."""

    name: str
    estimate: Estimate
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to be shown beside the estimates. `safe` says that it holds no count of people or events."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Scalar, ...], ...]
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts that the result rests on, in cells that do not overlap: `values[i][j]` of `rows[i]`, `columns[j]`."""

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came out. `officers` are keys of officers, of an officer-level method alone; `grade` is an audit's."""

    question: str
    readings: tuple[Reading, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    counts: Counts | None = None
    notes: tuple[str, ...] = ()
    grade: str = ""
    officers: tuple[str, ...] = field(default=(), repr=False)

    @property
    def tables(self) -> tuple[Sheet, ...]:
        """Every table, that of the counts last, with its totals."""
        if (found := self.counts) is None:
            return self.sheets
        named = zip(found.rows, found.values, strict=True)
        rows: tuple[tuple[Scalar, ...], ...] = tuple((name, *values, sum(values)) for name, values in named)
        return (*self.sheets, Sheet(found.title, ("", *found.columns, "all"), rows))

    def as_record(self) -> dict[str, Any]:
        """Return plain values that JSON holds; `from_record` reads them back."""
        record = asdict(self)
        record["readings"] = [
            {"name": one.name, "estimate": one.estimate.as_record(), "rests_on": list(one.rests_on)}
            for one in self.readings
        ]
        return record

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Read what `as_record` wrote, also after a way through JSON."""
        known = dict(record)
        known["readings"] = tuple(
            Reading(one["name"], Estimate.from_record(one["estimate"]), tuple(one["rests_on"]))
            for one in record["readings"]
        )
        known["sheets"] = tuple(
            Sheet(one["title"], tuple(one["columns"]), tuple(map(tuple, one["rows"])), one["safe"])
            for one in record["sheets"]
        )
        if (counts := record["counts"]) is not None:
            known["counts"] = Counts(
                counts["title"],
                tuple(counts["rows"]),
                tuple(counts["columns"]),
                tuple(tuple(row) for row in counts["values"]),
            )
        known["notes"], known["officers"] = tuple(record["notes"]), tuple(record["officers"])
        return cls(**known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a method is given: mapped files by their kind, values of its parameters, a source of chance."""

    tables: "Mapping[str, ir.Table]"
    values: Mapping[str, Any]
    rng: "np.random.Generator"
    tell: Callable[[str], None] = lambda _words: None

    @property
    def table(self) -> "ir.Table":
        """The only file, or the first."""
        return next(iter(self.tables.values()))


Run = Callable[[Context], Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One method that can be ordered.

    `tables` are the kinds of file it reads (`ANY` for one of any kind), `needs` columns that must hold something by
    kind of file, `family` the module beside this one that works it out, which is loaded only when it runs. `officers`
    marks a method whose result is about single officers."""

    key: str
    title: str
    question: str
    tables: tuple[str, ...]
    family: str
    needs: tuple[tuple[str, str], ...] = ()
    parameters: tuple[Parameter, ...] = ()
    officers: bool = False

    def others(self, kind: str) -> tuple[str, ...]:
        """Return the kinds of file that it needs beside one of this kind."""
        return tuple(one for one in self.tables if one not in (kind, ANY))

    def read(self, said: Mapping[str, str]) -> dict[str, Value]:
        """Read the parameters as typed. Raises BadArgument for one that is unknown or cannot be read."""
        known = {one.name: one for one in self.parameters}
        if unknown := sorted(set(said) - set(known)):
            raise BadArgument(
                f"no parameter {', '.join(unknown)}", where=self.key, expected=f"some of {', '.join(known) or 'none'}"
            )
        return {name: one.read(said.get(name, one.default)) for name, one in known.items()}
