"""One change of a draft edition's document: a part rewritten, an item of a list rewritten, added, taken out or moved.
Pure: values in, values out.

A part is a field of `Programme`: a table (the office) or a list of items, each known by its key."""

import copy
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import Field, asdict, dataclass, field, fields
from enum import StrEnum
from textwrap import shorten
from typing import TYPE_CHECKING, Any, cast, get_args, get_origin, get_type_hints

from concord.core.errors import BadInput, NotThere, Stale
from concord.programme.document import Programme, build

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_LONGEST_KEY = 40
_LONGEST_NAME = 70
_NAMED_BY = ("label", "name", "title", "heading", "subject", "question", "text")


class Op(StrEnum):
    """What is done to a part."""

    PUT = "put"  # the table, or the item of the key, is rewritten
    ADD = "add"
    REMOVE = "remove"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True)
class Part:
    """A part of the document: its name, whether it is a list, what it or each of its items is."""

    name: str
    is_list: bool
    kind: "type[DataclassInstance]"
    group: str
    title: str
    about: str

    @property
    def fields(self) -> "tuple[Field[Any], ...]":
        """What a person fills in: every field but the key, which is for life, and an edition's own day."""
        hidden = {"key"} | ({"effective_from"} if self.name == "edition" else set())
        return tuple(f for f in fields(self.kind) if f.name not in hidden)


def _part(of: "Field[Any]", hint: Any) -> Part:
    is_list = get_origin(hint) is tuple
    return Part(of.name, is_list, get_args(hint)[0] if is_list else hint, **of.metadata)


PARTS: Mapping[str, Part] = {f.name: _part(f, get_type_hints(Programme)[f.name]) for f in fields(Programme)}


@dataclass(frozen=True)
class Change:
    """A change. `value` is what is put or added, `key` the item; `seen` the fingerprint of what the person saw."""

    part: str
    op: Op
    key: str = ""
    value: Mapping[str, Any] = field(default_factory=dict)
    seen: str = ""


def fingerprint(value: Any) -> str:
    """Return a short hash of a value of the document; "" for None."""
    if value is None:
        return ""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def found(document: Mapping[str, Any], part: Part, key: str = "") -> dict[str, Any] | None:
    """Return a table, or the item of a list that has a key; None where there is none."""
    value = document.get(part.name)
    if part.is_list:
        value = next((item for item in value or () if item["key"] == key), None)
    return cast("dict[str, Any] | None", value)


def name_of(item: Mapping[str, Any]) -> str:
    """Return what a person calls an item: the beginning of a name that is long."""
    return shorten(str(item.get(named_by(item), "")), _LONGEST_NAME, placeholder=" …")


def named_by(item: Mapping[str, Any]) -> str:
    """Return the field by which an item is called."""
    return next((name for name in _NAMED_BY if item.get(name)), "key")


def apply(document: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """Return the document with the change made; the given one stays as it is.

    Raises NotThere (no such part or item), Stale (somebody else changed it since it was seen), BadInput."""
    part = PARTS.get(change.part)
    if part is None:
        raise NotThere
    made = copy.deepcopy(dict(document))
    if change.op == Op.ADD:
        return _added(made, part, change)
    was = found(made, part, change.key)
    if was is None:
        raise NotThere(f"{part.title}: “{change.key}” is not there any more. Somebody else took it out.")
    if change.op in (Op.PUT, Op.REMOVE) and fingerprint(was) != change.seen:
        raise Stale("Somebody else saved this while you had it open.")
    if not part.is_list:
        made[part.name] = _put(part, was, change.value)
        return made
    items, at = made[part.name], made[part.name].index(was)
    if change.op == Op.PUT:
        items[at] = _put(part, was, change.value)
    elif change.op == Op.REMOVE:
        del items[at]
    else:
        _move(items, at, at + (1 if change.op == Op.DOWN else -1))
    return made


def _move(items: list[Any], at: int, to: int) -> None:
    if 0 <= to < len(items):
        items.insert(to, items.pop(at))


def _added(document: dict[str, Any], part: Part, change: Change) -> dict[str, Any]:
    if not part.is_list:
        raise BadInput(f"{part.title} is one table: there is nothing to add.")
    items = document.setdefault(part.name, [])
    items.append(_value(part, {"key": _free_key(change.value, items), **change.value}))
    return document


def _put(part: Part, was: dict[str, Any], value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rewritten value; the old one where both read the same, since it may leave out defaults."""
    now = {**was, **value}
    same = build(part.kind, was, part.title) == build(part.kind, now, part.title)
    return was if same else _value(part, now)


def _value(part: Part, value: dict[str, Any]) -> dict[str, Any]:
    """Return the value as the document keeps it, once it has been read strictly."""
    whole = asdict(build(part.kind, value, part.title))
    return {name: list(inner) if isinstance(inner, tuple) else inner for name, inner in whole.items()}


def _free_key(value: Mapping[str, Any], items: list[dict[str, Any]]) -> str:
    """Return a key for a new item, made from its name, that no item of the list has."""
    words = "-".join(re.findall(r"[a-z0-9]+", name_of(value).lower()))[:_LONGEST_KEY].strip("-") or "item"
    taken, key, number = {item["key"] for item in items}, words, 1
    while key in taken:
        number += 1
        key = f"{words}-{number}"
    return key
