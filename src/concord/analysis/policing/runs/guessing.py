"""Begins a mapping from the names of a file's columns, and from a layout; a person looks at it before it is used."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from concord.analysis.policing.schemas.columns import Kind
from concord.analysis.policing.schemas.mapping import layout, layouts
from concord.analysis.policing.schemas.tables import table as dictionary

_MARKS = re.compile(r"[^a-z0-9]")


def guessed(kind: str, columns: Sequence[str]) -> dict[str, Any]:
    """Return the record of a mapping that takes columns whose names are the dictionary's, but for case and marks.

    It may lack required columns. Raises BadTable for a kind that is not known."""
    known = {_MARKS.sub("", name.lower()): name for name in columns}
    fields: dict[str, Any] = {}
    for column in dictionary(kind).columns:
        source = known.get(_MARKS.sub("", column.name))
        if source is not None:
            fields[column.name] = {"from": source}
            if column.values:
                fields[column.name]["values"] = {value: value for value in column.values}
        elif column.kind is Kind.MOMENT and {"date", "time"} <= known.keys() and column.name == "moment":
            fields[column.name] = {"date": known["date"], "time": known["time"]}
    return {"layout": "by names", "table": kind, "source": "", "fields": fields}


def begun(kind: str, from_layout: str, columns: Sequence[str]) -> dict[str, Any]:
    """Return the record of a mapping: a layout's, without the fields whose columns the file lacks, or a guess."""
    if not from_layout:
        return guessed(kind, columns)
    whole = json.loads(layout(from_layout).text())
    kept = {name: how for name, how in whole["fields"].items() if set(sources_of(how)) <= set(columns)}
    return {**whole, "fields": kept}


def sources_of(how: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the columns that a field reads."""
    if "any_of" in how:
        return tuple(how["any_of"])
    return tuple(how[name] for name in ("from", "date", "time") if name in how)


def layouts_of(kind: str) -> tuple[str, ...]:
    """Return the names of the layouts that lead to a dictionary."""
    return tuple(name for name in layouts() if layout(name).table == kind)
