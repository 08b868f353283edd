"""Codebooks alone: .qdc files, read from any program and written valid by the schema."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from concord.analysis.text.exchange import model
from concord.analysis.text.exchange.building import build, legal
from concord.analysis.text.exchange.elements import CODEBOOK, Reader, local, parse
from concord.analysis.text.exchange.errors import NotWritable
from concord.analysis.text.exchange.findings import Finding, Findings
from concord.analysis.text.exchange.package import Bounded, Limits
from concord.analysis.text.exchange.shapes import CODE, CODE_OF_CODEBOOK, SET_OF_CODEBOOK

_KNOWN = ("Codes", "Sets", "Description")


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """Codes, sets of codes, the program that wrote them, and what of the file could not be kept."""

    origin: str = ""
    codes: tuple[model.Code, ...] = ()
    sets: tuple[model.Set, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_codebook(source: Path | BinaryIO, *, limits: Limits | None = None, name: str = "") -> Codebook:
    """Read a REFI-QDA codebook (.qdc). Files that the schema does not allow, such as Taguette's with an empty element
    for sets, are read all the same.

    Raises
    ------
    BadExchange
        It is no codebook, or is broken.
    TooLarge
        It is larger than the limits allow.
    """
    where = name or (source.name if isinstance(source, Path) else "the codebook")
    if isinstance(source, Path):
        with source.open("rb") as file:
            return read_codebook(file, limits=limits, name=where)
    findings, codes, sets, origin = Findings(), [], [], ""
    reader = Reader(findings, where=where)
    bounded = Bounded(source, (limits or Limits()).project, where=where)
    for event, element in parse(bounded, ("Code", "Set"), root="CodeBook", where=where):
        if event == "start":
            origin = element.get("origin", "")
        elif local(element) == "CodeBook":
            for inner in element:
                if not isinstance(inner.tag, str) or local(inner) not in _KNOWN:
                    reader.lost(inner, element)
        elif local(element.getparent()) == "Codes":
            codes.append(reader.read(element, CODE))
        elif local(element) == "Set":
            sets.append(reader.read(element, SET_OF_CODEBOOK))
    return Codebook(origin=origin, codes=tuple(codes), sets=tuple(sets), findings=findings.all())


def write_codebook(book: Codebook, target: BinaryIO) -> tuple[Finding, ...]:
    """Write a codebook, and return what the format cannot hold: memos of codes, sources and memos of sets.

    Raises
    ------
    NotWritable
        There is no code, or a record is not valid by the schema.
    """
    if not book.codes:
        raise NotWritable("no codes", where="the codebook", expected="at least one: the schema wants it")
    findings = Findings()
    attributes = {"origin": legal(book.origin, where="origin")} if book.origin else {}
    root = etree.Element(f"{{{CODEBOOK}}}CodeBook", attributes, nsmap={None: CODEBOOK})
    _fill(root, "Codes", [build(code, CODE_OF_CODEBOOK, "Code", namespace=CODEBOOK) for code in book.codes])
    if book.sets:
        _fill(root, "Sets", [build(each, SET_OF_CODEBOOK, "Set", namespace=CODEBOOK) for each in book.sets])
    for code in (code for top in book.codes for code in top.walk()):
        for _ in code.notes:
            findings.add("lost", "a memo of a code", code.name)
    for each in book.sets:
        for _ in (*each.sources, *each.notes):
            findings.add("lost", "a source or memo of a set", each.name)
    etree.ElementTree(root).write(target, encoding="utf-8", xml_declaration=True)
    return findings.all()


def _fill(root: Any, folder: str, elements: list[Any]) -> None:
    inside = etree.SubElement(root, f"{{{CODEBOOK}}}{folder}")
    inside.extend(elements)
