"""A mapping: how the columns of one layout become the columns of a dictionary. A mapping is data, saved as JSON.

Each field says where it comes from, in one of five ways::

    {"from": "date", "format": "iso" | "us"}            a copy, turned into the kind of the target
    {"from": "race", "values": {"W": "white"}}          a closed list of codes
    {"from": "searched", "true": ["Y"], "false": ["N"]} a flag
    {"any_of": ["found_gun", "found_drugs"], "true": …} a flag that is up when one of several is
    {"date": "day", "time": "clock"}                    a moment out of two columns

What cannot be turned becomes empty and is counted in the loss report; nothing is guessed."""

import json
from collections.abc import Mapping as Named
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Final, Self

from concord.analysis.errors import BadTable
from concord.analysis.policing.schemas.columns import Kind, Table
from concord.analysis.policing.schemas.tables import table as table_named

TRUE: Final = ("TRUE", "T", "YES", "Y", "1")
FALSE: Final = ("FALSE", "F", "NO", "N", "0")
KEYS: Final = frozenset({"from", "values", "true", "false", "any_of", "date", "time", "format"})
FORMATS: Final = ("iso", "us")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """How one target column is filled: its source columns, and the codes that are understood."""

    target: str
    kind: Kind
    sources: tuple[str, ...]
    values: Named[str, str] = field(default_factory=dict)
    true: tuple[str, ...] = TRUE
    false: tuple[str, ...] = FALSE
    format: str = "iso"

    def as_record(self) -> dict[str, Any]:
        """Return what `read` understands, without what is the default."""
        record: dict[str, Any] = {"from": self.sources[0]}
        if self.kind is Kind.MOMENT and len(self.sources) == 2:  # noqa: PLR2004 - a date and a time
            record = {"date": self.sources[0], "time": self.sources[1]}
        elif len(self.sources) > 1:
            record = {"any_of": list(self.sources)}
        if self.values:
            record["values"] = dict(self.values)
        if self.kind is Kind.FLAG and (self.true, self.false) != (TRUE, FALSE):
            record |= {"true": list(self.true), "false": list(self.false)}
        return record | ({"format": self.format} if self.format != "iso" else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """A saved mapping of one layout to one dictionary.

    `left_out` names columns of the layout that are not carried on purpose, each with the reason; any other column that
    a file has is reported as not carried."""

    layout: str
    table: str
    source: str
    fields: tuple[Field, ...]
    left_out: Named[str, str] = field(default_factory=dict)

    @property
    def schema(self) -> Table:
        return table_named(self.table)

    @property
    def sources(self) -> frozenset[str]:
        """Every column of the layout that some field reads."""
        return frozenset(name for one in self.fields for name in one.sources)

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a mapping that was saved as JSON. Raises BadTable with the field and what was expected there."""
        try:
            record = json.loads(text)
        except json.JSONDecodeError as error:
            raise BadTable(f"not JSON: {error}", where="mapping", expected="a saved mapping") from error
        if not isinstance(record, dict) or not {"layout", "table", "fields"} <= record.keys():
            raise BadTable("not a mapping", where="mapping", expected="an object with layout, table and fields")
        schema = table_named(record["table"])
        made = tuple(_field(schema, target, how) for target, how in record["fields"].items())
        missing = [name for name in schema.required if name not in record["fields"]]
        if missing:
            raise BadTable(f"no field for {missing}", where=f"mapping {record['layout']}", expected="each required one")
        left_out = dict(record.get("left_out", {}))
        return cls(
            layout=record["layout"],
            table=record["table"],
            source=record.get("source", ""),
            fields=made,
            left_out=left_out,
        )

    def text(self) -> str:
        """Return the mapping as JSON; `read` gives an equal one."""
        record = {"layout": self.layout, "table": self.table, "source": self.source}
        fields = {one.target: one.as_record() for one in self.fields}
        return json.dumps({**record, "fields": fields, "left_out": dict(self.left_out)}, indent=1, ensure_ascii=False)


def _field(schema: Table, target: str, how: Named[str, Any]) -> Field:
    where = f"field {target} of a mapping to {schema.name}"
    column = schema.column(target)
    if not isinstance(how, dict) or not isinstance(how.get("values", {}), dict):
        raise BadTable("not an object, or values that are none", where=where, expected="an object")
    unknown = sorted(set(how) - KEYS)
    if unknown:
        raise BadTable(f"unknown words {unknown}", where=where, expected=f"{sorted(KEYS)}")
    if "any_of" in how:
        sources = tuple(how["any_of"])
    elif "date" in how:
        sources = (how["date"], how["time"]) if "time" in how else (how["date"],)
    elif "from" in how:
        sources = (how["from"],)
    else:
        raise BadTable("no source column", where=where, expected="from, any_of, or date and time")
    if "any_of" in how and column.kind is not Kind.FLAG:
        raise BadTable(f"any_of for a {column.kind}", where=where, expected="a flag")
    if how.get("format", "iso") not in FORMATS:
        raise BadTable(f"format {how['format']!r}", where=where, expected=f"one of {FORMATS}")
    values = dict(how.get("values", {}))
    stray = sorted({value for value in values.values() if column.values and value not in column.values})
    if stray:
        raise BadTable(f"values {stray}", where=where, expected=f"one of {', '.join(column.values)}")
    codes = {name: tuple(str(code).upper() for code in how[name]) for name in ("true", "false") if name in how}
    return Field(
        target=target, kind=column.kind, sources=sources, values=values, format=how.get("format", "iso"), **codes
    )


def layouts() -> tuple[str, ...]:
    """Return the names of the mappings that come with the library."""
    place = resources.files("concord.analysis.policing.schemas") / "layouts"
    return tuple(sorted(item.name.removesuffix(".json") for item in place.iterdir() if item.name.endswith(".json")))


def layout(name: str) -> Mapping:
    """Return a mapping that comes with the library, by name. Raises BadTable where there is none."""
    if name not in layouts():
        raise BadTable(f"no layout {name!r}", where="schemas", expected=f"one of {', '.join(layouts())}")
    place = resources.files("concord.analysis.policing.schemas") / "layouts" / f"{name}.json"
    return Mapping.read(place.read_text("utf-8"))
