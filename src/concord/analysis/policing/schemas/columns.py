"""The words in which a table is described: a column, its kind, its values."""

from dataclasses import dataclass
from enum import StrEnum

from concord.analysis.errors import BadTable


class Kind(StrEnum):
    """What a column holds, and so what it is turned into."""

    TEXT = "text"
    CATEGORY = "category"
    FLAG = "flag"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: what it means, whether a file is of use without it, its values if they are a closed list."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    values: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One kind of file: what a row is, by what it is known, and its columns in order."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column:
        """Return the column of that name. Raises BadTable where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise BadTable(f"no column {name}", where=f"table {self.name}", expected=f"one of {', '.join(self.names)}")
