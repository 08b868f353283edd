"""A document as people read it: its parts under their headings, each item with its fields in words. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass
from itertools import groupby
from typing import Any

from concord.programme.changes import PARTS, Part, fingerprint, found, name_of, named_by
from concord.programme.document import GROUPS
from concord.programme.document.fields import in_words, label


@dataclass(frozen=True)
class Row:
    """One field in words; empty ones are left out. `lines` are the texts of a list; `names` says that an item is
    called by it."""

    label: str
    text: str
    lines: tuple[str, ...] = ()
    names: bool = False


@dataclass(frozen=True)
class Item:
    """A table, or one item of a list: its key ("" for a table), its name, its fields; `seen` is its fingerprint."""

    key: str
    name: str
    rows: tuple[Row, ...]
    seen: str


@dataclass(frozen=True)
class Section:
    """A part with what stands in it."""

    part: Part
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Group:
    """Parts that stand under one heading."""

    title: str
    sections: tuple[Section, ...]


def section(document: Mapping[str, Any], part: Part) -> Section:
    """Return one part of a document."""
    values = document.get(part.name, ()) if part.is_list else (found(document, part),)
    return Section(part, tuple(_item(document, part, value) for value in values if value))


def groups(document: Mapping[str, Any]) -> tuple[Group, ...]:
    """Return the whole document, the parts under their headings."""
    ordered = sorted(PARTS.values(), key=lambda part: GROUPS.index(part.group))
    return tuple(
        Group(title, tuple(section(document, part) for part in parts))
        for title, parts in groupby(ordered, key=lambda part: part.group)
    )


def cells(document: Mapping[str, Any], part: Part) -> list[tuple[str, ...]]:
    """Return each item of a list as its key and every field in words; the texts of a field stand on lines of their
    own."""
    return [
        (value["key"], *("\n".join(row.lines) or row.text for row in _rows(document, part, value)))
        for value in document.get(part.name, ())
    ]


def _item(document: Mapping[str, Any], part: Part, value: Mapping[str, Any]) -> Item:
    shown = tuple(row for row in _rows(document, part, value) if row.text or row.lines)
    return Item(value.get("key", "") if part.is_list else "", name_of(value), shown, fingerprint(dict(value)))


def _rows(document: Mapping[str, Any], part: Part, value: Mapping[str, Any]) -> Iterator[Row]:
    return (_row(document, one, value.get(one.name), named_by(value)) for one in part.fields)


def _row(document: Mapping[str, Any], of: "Field[Any]", value: Any, naming: str) -> Row:
    if isinstance(value, list | tuple):
        return Row(label(of), "", tuple(_said(document, of, item) for item in value))
    return Row(label(of), _said(document, of, value), names=of.name == naming)


def _said(document: Mapping[str, Any], of: "Field[Any]", value: Any) -> str:
    """Return a value in words; the key of another item is that item's name."""
    items = (item for name in of.metadata.get("refers", ()) for item in document.get(name, ()))
    return next((name_of(item) for item in items if item["key"] == value), in_words(value, of))
