"""What a field of the document says about itself beyond its type; pages, checks and forms are made from it."""

from collections.abc import Mapping
from dataclasses import Field, field
from typing import Any

LONG: Mapping[str, Any] = {"long": True}  # more than a line
PROSE: Mapping[str, Any] = {"long": True, "prose": True}  # paragraphs, headings and lists, see `prose`
DAY: Mapping[str, Any] = {"day": True}  # a day as ISO text
PARTS: Mapping[str, Any] = {"lines": True}  # a list of texts, one a line

MAYBE: Mapping[str, Any] = {"optional": True}  # may be left empty


def hint(text: str, of: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Say what belongs into a field."""
    return {**(of or {}), "hint": text}


def one_of(*choices: str) -> dict[str, Any]:
    """Allow these values alone; of a list, these in it."""
    return {"one_of": choices}


def refers(*lists: str) -> dict[str, Any]:
    """Allow the keys of these lists of the document."""
    return {"refers": lists}


def part(group: str, title: str, about: str) -> dict[str, Any]:
    """Describe a part of the whole document: under which heading it stands, its title, and what it is for."""
    return {"group": group, "title": title, "about": about}


def later(group: str, title: str, about: str) -> Any:
    """Describe a list that documents of earlier editions do not have: there it is empty."""
    return field(default=(), metadata=part(group, title, about))


def label(of: "Field[Any]") -> str:
    """Return a field's name in words: "shown_from" is "Shown from"."""
    name: str = of.metadata.get("label", of.name.replace("_", " "))
    return name[:1].upper() + name[1:]


def in_words(value: Any, of: "Field[Any]") -> str:
    """Return a field's value as a person reads it; "" for nothing."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "; ".join(in_words(item, of) for item in value)
    text = "" if value is None else str(value)
    return code_in_words(text) if of.metadata.get("one_of") else text


def code_in_words(code: str) -> str:
    """Return a code in words: "before_opening" is "Before opening"."""
    text = code.replace("_", " ")
    return text[:1].upper() + text[1:]
