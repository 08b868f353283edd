"""Records from XML elements, by their shapes; XML read with care."""

import re
from collections.abc import Iterator
from typing import IO, Any, Protocol

from lxml import etree

from concord.analysis.text.exchange.errors import BadExchange
from concord.analysis.text.exchange.findings import Findings
from concord.analysis.text.exchange.shapes import (
    Attribute,
    Child,
    Children,
    Choice,
    Itself,
    Kind,
    Refs,
    Shape,
    Words,
)

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
_FAMILY = "urn:qda-xml:"
_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
VALID: dict[Kind, re.Pattern[str]] = {
    "guid": re.compile(rf"{_GUID.pattern}|\{{{_GUID.pattern}\}}"),
    "color": re.compile("#(?:[A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})"),
    "time": re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?"),
}
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


class Readable(Protocol):
    """What can be read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Read as a file does."""


def parse(file: Readable | IO[bytes], tags: tuple[str, ...], *, root: str, where: str) -> Iterator[tuple[str, Any]]:
    """Yield ("start", root), ("end", element) for each element of the tags, and ("end", root), reading piece by piece.

    No entity is resolved, nothing is fetched, and a document type is refused: the standard has none.

    Raises
    ------
    BadExchange
        It is no XML of the standard, or is broken.
    """
    wanted = [f"{{*}}{tag}" for tag in (root, *tags)]
    walk = etree.iterparse(
        file,
        events=("start", "end"),
        tag=wanted,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    seen = False
    try:
        for event, element in walk:
            if not seen:
                seen = True
                _check_root(element, root, where)
                yield "start", element
            elif event == "end":
                yield "end", element
    except etree.XMLSyntaxError as error:
        raise BadExchange(f"broken XML: {error}", where=where, expected="QDA-XML") from error
    if not seen:
        raise BadExchange("the XML has another root", where=where, expected=f"<{root}>")


def _check_root(element: Any, root: str, where: str) -> None:
    info = element.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise BadExchange("a document type", where=where, expected="XML without <!DOCTYPE>")
    namespace = str(element.tag).rpartition("}")[0].removeprefix("{")
    if element.getparent() is not None or not namespace.lower().startswith(_FAMILY):
        what = f"the root {local(element)} of the namespace {namespace!r}"
        raise BadExchange(what, where=where, expected=f"{root} of {PROJECT}")


def local(element: Any) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


class Reader:
    """Makes records of elements; what has no place in a record is noted, never dropped in silence."""

    def __init__(self, findings: Findings, *, where: str) -> None:
        self._findings, self._where = findings, where

    def read(self, element: Any, shape: Shape) -> Any:
        """Return the record of an element. Raises BadExchange where a needed number or id is missing or none."""
        fields = self.attributes(element, shape.attributes)
        for field in shape.many:
            fields[field] = []
        for inner in element:
            child = shape.by_tag.get(local(inner)) if isinstance(inner.tag, str) else None
            if child is None:
                self.lost(inner, element)
            else:
                self._take(inner, child, shape, fields)
        for refs in shape.needed:
            if refs.field not in fields:
                raise BadExchange(f"{local(element)} without {refs.tag}", where=self.at(element))
        for field in shape.many:
            fields[field] = tuple(fields[field])
        return shape.record(**fields)

    def _take(self, inner: Any, child: Child, shape: Shape, fields: dict[str, Any]) -> None:
        match child:
            case Words():
                fields[child.field] = "".join(inner.itertext())
            case Refs():
                target = inner.get(child.attribute) or inner.get("targetGUID") or inner.get("guid")
                if not target:
                    raise BadExchange(f"{child.tag} that points to nothing", where=self.at(inner))
                if child.one:
                    fields[child.field] = target
                else:
                    fields[child.field].append(target)
            case Choice():
                fields |= {"kind": local(inner).removesuffix("Value"), "value": "".join(inner.itertext())}
            case Children() if child.one:
                fields[child.field] = self.read(inner, child.shape)
            case Children() | Itself():
                fields[child.field].append(self.read(inner, shape if isinstance(child, Itself) else child.shape))

    def attributes(self, element: Any, known: tuple[Attribute, ...]) -> dict[str, Any]:
        """Return the fields that attributes give."""
        names = {attribute.name: attribute for attribute in known}
        fields: dict[str, Any] = {}
        for name, text in element.attrib.items():
            if name in names:
                fields[names[name].field] = self._value(element, names[name], text)
            elif not name.startswith(_INSTANCE):
                self._findings.add("lost", f"the attribute {name} of {local(element)}", self.at(element))
        for attribute in known:
            if attribute.needed and attribute.field not in fields:
                self._missing(element, attribute, fields)
        return fields

    def _value(self, element: Any, attribute: Attribute, text: str) -> object:
        if attribute.kind == "whole":
            try:
                return int(text)
            except ValueError:
                what = f"{attribute.name}={text!r} of {local(element)}"
                raise BadExchange(what, where=self.at(element), expected="a whole number") from None
        if attribute.kind == "truth":
            if text.strip().lower() not in _TRUTH:
                what = f"{attribute.name}={text!r} of {local(element)}"
                raise BadExchange(what, where=self.at(element), expected="true or false")
            return _TRUTH[text.strip().lower()]
        if attribute.kind in VALID and not VALID[attribute.kind].fullmatch(text):
            self._findings.add(
                "note", f"{attribute.name} of {local(element)} is not valid by the schema", self.at(element)
            )
        return text

    def _missing(self, element: Any, attribute: Attribute, fields: dict[str, Any]) -> None:
        if attribute.kind not in ("text", "truth"):
            raise BadExchange(f"{local(element)} without {attribute.name}", where=self.at(element))
        self._findings.add("note", f"{local(element)} without {attribute.name}", self.at(element))
        fields[attribute.field] = "" if attribute.kind == "text" else True

    def lost(self, inner: Any, parent: Any) -> None:
        """Note an element that has no place."""
        name = local(inner) if isinstance(inner.tag, str) else "an entity"
        self._findings.add("lost", f"{name} in {local(parent)}", self.at(inner))

    def at(self, element: Any) -> str:
        """Return where an element stands, in words."""
        return f"{self._where}, line {element.sourceline}"
