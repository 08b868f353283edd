"""XML elements from records, by their shapes, valid by the schema."""

import re
from collections.abc import Callable
from typing import Any, assert_never

from lxml import etree

from concord.analysis.text.exchange.elements import VALID
from concord.analysis.text.exchange.errors import NotWritable
from concord.analysis.text.exchange.shapes import (
    KINDS,
    Attribute,
    Child,
    Children,
    Choice,
    Itself,
    Refs,
    Shape,
    Words,
)

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ONE_OF = {
    "typeOfVariable": frozenset(KINDS),
    "direction": frozenset({"Associative", "OneWay", "Bidirectional"}),
    "lineStyle": frozenset({"dotted", "dashed", "solid"}),
    "shape": frozenset(
        {
            *("Person", "Oval", "Rectangle", "RoundedRectangle", "Star", "Note"),
            *("LeftTriangle", "RightTriangle", "UpTriangle", "DownTriangle"),
        }
    ),
}
_VALUES: dict[str, Callable[[str], bool]] = {
    "Boolean": re.compile("true|false|0|1").fullmatch,  # type: ignore[dict-item]  # a match is true, none is false
    "Integer": re.compile(r"[+-]?\d+").fullmatch,  # type: ignore[dict-item]
    "Float": re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)").fullmatch,  # type: ignore[dict-item]
    "Date": re.compile(r"-?\d{4,}-\d\d-\d\d(?:Z|[+-]\d\d:\d\d)?").fullmatch,  # type: ignore[dict-item]
    "DateTime": VALID["time"].fullmatch,  # type: ignore[dict-item]
}


def build(record: Any, shape: Shape, tag: str, *, namespace: str) -> Any:
    """Return the element of a record.

    Raises
    ------
    NotWritable
        An id, colour, date or kind is not as the schema wants it, or a text holds characters that XML cannot.
    """
    return _Builder(namespace).build(record, shape, tag)


def attributes_of(record: Any, known: tuple[Attribute, ...], tag: str) -> dict[str, str]:
    """Return the attributes of a record as they are written; empty ones are left out unless the schema needs them."""
    written = {}
    for attribute in known:
        value = getattr(record, attribute.field)
        if value is None or (value == "" and not attribute.needed):
            continue
        text = ("true" if value else "false") if attribute.kind == "truth" else str(value)
        _check(text, attribute, f"{tag} {getattr(record, 'name', '') or getattr(record, 'guid', '')}".strip())
        written[attribute.name] = text
    return written


def _check(text: str, attribute: Attribute, where: str) -> None:
    if attribute.kind in VALID and not VALID[attribute.kind].fullmatch(text):
        wanted = {"guid": "a GUID", "color": "#RRGGBB", "time": "a date with time"}[attribute.kind]
        raise NotWritable(f"{attribute.name}={text!r}", where=where, expected=wanted)
    if attribute.name in _ONE_OF and text not in _ONE_OF[attribute.name]:
        expected = ", ".join(sorted(_ONE_OF[attribute.name]))
        raise NotWritable(f"{attribute.name}={text!r}", where=where, expected=expected)
    legal(text, where=f"{where}, {attribute.name}")


def legal(text: str, *, where: str) -> str:
    """Return a text that XML can hold. Raises NotWritable for control characters and lone surrogates."""
    if found := _ILLEGAL.search(text):
        raise NotWritable(f"the character U+{ord(found[0]):04X}", where=where, expected="characters that XML can hold")
    return text


class _Builder:
    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def build(self, record: Any, shape: Shape, tag: str) -> Any:
        made = self._element(tag, attributes_of(record, shape.attributes, tag))
        for child in shape.children:
            self._add(made, record, child, shape, tag)
        return made

    def _element(self, tag: str, attributes: dict[str, str]) -> Any:
        return etree.Element(f"{{{self._namespace}}}{tag}", attributes, nsmap={None: self._namespace})

    def _add(self, made: Any, record: Any, child: Child, shape: Shape, tag: str) -> None:
        match child:
            case Words():
                text = getattr(record, child.field)
                if text or (text == "" and child.or_none):
                    self._words(made, child.tag, text, where=f"{tag} {record.guid}")
            case Refs():
                found = getattr(record, child.field)
                for target in (found,) if child.one else found:
                    attribute = Attribute(child.field, child.attribute, "guid", needed=True)
                    _check(target, attribute, f"{child.tag} of {tag}")
                    made.append(self._element(child.tag, {child.attribute: target}))
            case Choice():
                self._choice(made, record, tag)
            case Children():
                found = getattr(record, child.field)
                for each in ((found,) if found is not None else ()) if child.one else found:
                    made.append(self.build(each, child.shape, child.tag))
            case Itself():
                for each in getattr(record, child.field):
                    made.append(self.build(each, shape, child.tag))
            case _:
                assert_never(child)

    def _words(self, made: Any, tag: str, text: str, *, where: str) -> None:
        inner = self._element(tag, {})
        inner.text = legal(text, where=where)
        made.append(inner)

    def _choice(self, made: Any, record: Any, tag: str) -> None:
        if not record.kind:
            return
        where = f"{tag} of {record.variable}"
        if record.kind not in KINDS:
            raise NotWritable(f"the kind {record.kind!r}", where=where, expected=", ".join(KINDS))
        if record.kind in _VALUES and not _VALUES[record.kind](record.value):
            raise NotWritable(f"the value {record.value!r}", where=where, expected=record.kind)
        self._words(made, f"{record.kind}Value", record.value, where=where)
