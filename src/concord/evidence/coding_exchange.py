"""Codebooks and coded texts in the exchange format of other programs (REFI-QDA).

What is confidential leaves in no file: such documents are left out and counted. Ids are made of our own references, so
that the same thing has the same id in each file."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO
from uuid import NAMESPACE_URL, uuid5

from concord.accounts.models import Person
from concord.analysis.text import exchange
from concord.analysis.text.exchange import Codebook as File
from concord.analysis.text.exchange import Finding, Project
from concord.analysis.text.exchange.model import Code as Written
from concord.analysis.text.exchange.model import Coding as Given
from concord.analysis.text.exchange.model import Header, Note, TextSelection, TextSource, User
from concord.core.errors import BadInput
from concord.evidence import coding_colours, coding_memos
from concord.evidence.models import Code, Codebook, CodedProject, Coding, CodingRound, Document, Passage, Selection
from concord.evidence.queries.codebooks import Incoming, became, tree
from concord.evidence.queries.coding_quotes import quotes_seen
from concord.evidence.queries.documents import documents_visible_to
from concord.evidence.queries.rounds import called
from concord.evidence.sealed_documents import file_of

ORIGIN = "Concord"
_BETWEEN = "\n\n"  # paragraphs in a text that leaves
_PARTS = (("Give it when", "inclusion"), ("Do not give it when", "exclusion"), ("Such as", "examples"))


@dataclass(frozen=True)
class Codes:
    """The codes of a file, the program that wrote it, and what of it is not kept, in sentences."""

    origin: str
    codes: list[Incoming]
    lost: list[str]


@dataclass(frozen=True)
class Outgoing:
    """A project ready to be written, and what of the round it does not hold, in sentences."""

    project: Project
    lost: tuple[str, ...]


def codebook_file(of: Codebook) -> File:
    """Return a codebook as a file of codes."""
    return File(origin=ORIGIN, codes=_written(of))


def _written(of: Codebook) -> tuple[Written, ...]:
    below: dict[int | None, list[Code]] = defaultdict(list)
    branches = tree(of)
    there = {one.code.pk for one in branches}
    for one in branches:
        below[one.code.parent_id if one.code.parent_id in there else None].append(one.code)

    def made(code: Code) -> Written:
        inner = tuple(made(child) for child in below[code.pk])
        said = _described(code)
        told: dict[str, Any] = {
            "name": code.name,
            "codable": code.codable,
            "color": coding_colours.written(code.colour),
        }
        return Written(guid=_code_id(of, code), description=said, codes=inner, **told)

    return tuple(made(code) for code in below[None])


def _described(code: Code) -> str:
    """Return all that a code says of itself: the format has one text for it."""
    said = [f"{label}: {text}" for label, name in _PARTS if (text := getattr(code, name))]
    said += [f"Categories: {', '.join(code.categories)}"] if code.categories else []
    return "\n".join(filter(None, [code.definition, *said]))


def incoming(codes: Sequence[Written]) -> list[Incoming]:
    """Return the codes of a file, each after the one above it."""
    found: list[Incoming] = []

    def walk(code: Written, above: tuple[str, ...]) -> None:
        path = (*above, code.name.strip())
        colour = coding_colours.nearest(code.color) if code.color else None
        found.append(Incoming(path, code.description, code.codable, colour))
        for child in code.codes:
            walk(child, path)

    for code in codes:
        walk(code, ())
    return found


def read(file: BinaryIO, name: str) -> Codes:
    """Read the codes of a file, which is looked at by the end of its name: .qdc or .qdpx. Raises BadInput."""
    kind = name.lower().rpartition(".")[2]
    try:
        if kind == "qdc":
            return _of_codebook(file, name)
        if kind == "qdpx":
            return _of_project(file, name)
    except exchange.BadExchange as bad:
        raise BadInput(f"The file cannot be read: {bad}") from None
    raise BadInput(f"{name} is no file of codes; expected .qdc or .qdpx.")


def _of_codebook(file: BinaryIO, name: str) -> Codes:
    book = exchange.read_codebook(file, name=name)
    sets = [f"{len(book.sets)} sets of codes (lost)"] if book.sets else []
    return Codes(book.origin, incoming(book.codes), [*_unkept(book.codes, book.findings), *sets])


def _of_project(file: BinaryIO, name: str) -> Codes:
    with exchange.open_project(file, name=name) as package:
        survey, project = package.survey(), package.load()
    counts = survey.counts
    left = {"sources": counts.sources, "codings": counts.codings, "memos": counts.notes, "cases": counts.cases}
    said = [f"{number} {what} (lost)" for what, number in left.items() if number]
    return Codes(survey.header.origin, incoming(project.codes), [*_unkept(project.codes, survey.findings), *said])


def _unkept(codes: Sequence[Written], findings: Sequence[Finding]) -> list[str]:
    """Return what of a file is not kept when its codes are taken in, in sentences."""
    said = [f"{one.what} ({one.count} times; {one.severity})" for one in findings]
    all_of = [code for top in codes for code in top.walk()]
    coloured = sum(bool(code.color) and not coding_colours.is_ours(code.color) for code in all_of)
    noted = sum(len(code.notes) for code in all_of)
    said += [f"the colours of {coloured} codes become the nearest of our twelve (changed)"] if coloured else []
    return said + ([f"{noted} memos of codes (lost)"] if noted else [])


@dataclass(frozen=True)
class _Leaving:
    """A round that leaves: what its codes became, and the memos that leave with it, by the keys of their codings."""

    of: CodingRound
    last: dict[int, Code]
    memos: dict[int, str]

    def notes(self) -> tuple[Note, ...]:
        """Return the memos."""
        return tuple(Note(source=TextSource(guid=self.memo_id(pk), text=text)) for pk, text in self.memos.items())

    def memo_id(self, coding: int) -> str:
        """Return the id of a coding's memo."""
        return _id(self.of.ref, f"memo {coding}")

    def given(self, one: Coding) -> Given:
        """Return a coding as the file has it."""
        return Given(
            guid=_id(self.of.ref, f"coding {one.pk}"),
            code=_code_id(self.of.codebook, self.last[one.code_id]),
            user=_id(self.of.ref, one.coder),
            at=one.made_at.isoformat(timespec="seconds"),
            notes=(self.memo_id(one.pk),) if one.pk in self.memos else (),
        )


def project_of(person: Person, of: CodingRound, *, memos: bool = False) -> Outgoing:
    """Return a round as a project: the codes, the coders, the texts that were coded with the codings that this person
    may see. Sealed documents are left out, and so are memos, which are sealed, unless they are asked for. Raises
    KeyLost."""
    every = list(quotes_seen(person, of))
    open_ones = [one for one in every if not one.passage.document.item.is_sealed]
    named = called(of, {one.coder for one in open_ones})
    users = tuple(User(guid=_id(of.ref, coder), name=named[coder]) for coder in sorted(named))
    texts: dict[tuple[Document, int], list[Coding]] = {(one, 1): [] for one in _brought(person, of)}
    for one in open_ones:
        texts.setdefault((one.passage.document, one.passage.revision), []).append(one)
    said = coding_memos.memos(_whole(open_ones)) if memos else {}
    leaving = _Leaving(of, became(Code.objects.filter(codebook=of.codebook_id)), said)
    sources = tuple(_source(leaving, document, number, its) for (document, number), its in texts.items())
    sealed, unsaid = len(every) - len(open_ones), sum(one.has_memo for one in open_ones)
    lost = [f"{sealed} codings in confidential documents"] if sealed else []
    lost += [f"{unsaid} memos, which are kept sealed"] if unsaid and not memos else []
    header, codes = Header(name=of.name, origin=ORIGIN), _written(of.codebook)
    made = Project(header=header, users=users, codes=codes, sources=sources, notes=leaving.notes())
    return Outgoing(made, tuple(lost))


def _whole(codings: Sequence[Coding]) -> list[Coding]:
    """Return codings without the second and later parts of one that lies in several passages."""
    found: dict[tuple[object, ...], Coding] = {}
    for one in codings:
        here = one.selection_id
        found.setdefault((one.pk,) if here is None else (here, one.code_id, one.coder), one)
    return list(found.values())


def _brought(person: Person, of: CodingRound) -> list[Document]:
    """Return the open texts that came from another program, those in which nothing was coded too, as they came."""
    if not CodedProject.objects.filter(round=of).exists():
        return []
    rows = documents_visible_to(person).filter(pk__in=of.passages.values("document")).order_by("pk")
    return [one for one in rows if not one.item.is_sealed]


def _source(leaving: _Leaving, document: Document, number: int, codings: Sequence[Coding]) -> TextSource:
    """Return the text of a revision with the codings in it: as it came, with the selections that came with it; else its
    paragraphs with an empty line between."""
    of = leaving.of
    where, name = _id(document.ref, f"r{number}"), _name(document, number)
    if CodedProject.objects.filter(round=of).exists():
        text = b"".join(file_of(document.revisions.get(number=number))).decode()
        kept = list(of.selections.filter(document=document).order_by("pk"))
        return TextSource(guid=where, name=name, text=text, selections=_as_they_came(leaving, kept, codings))
    rows = Passage.objects.filter(revision__document=document, revision__number=number)
    begins, pieces, length = {}, [], 0
    for page, paragraph, text in rows.order_by("page", "number").values_list("page", "number", "text"):
        begins[page, paragraph] = length
        pieces.append(text)
        length += len(text) + len(_BETWEEN)
    by_place: dict[tuple[int, int], list[Coding]] = defaultdict(list)
    for one in codings:
        begin = begins[one.passage.page, one.passage.paragraph]
        by_place[begin + one.first, begin + one.last].append(one)
    selections = tuple(
        _selection(leaving, _id(of.ref, f"selection {its[0].pk}"), place, its)
        for place, its in sorted(by_place.items())
    )
    return TextSource(guid=where, name=name, text=_BETWEEN.join(pieces), selections=selections)


def _as_they_came(leaving: _Leaving, kept: Sequence[Selection], codings: Sequence[Coding]) -> tuple[TextSelection, ...]:
    """Return selections with their own ids and positions; the parts of a coding in several passages are one again."""
    by_selection: dict[int | None, list[Coding]] = defaultdict(list)
    for one in _whole(codings):
        by_selection[one.selection_id].append(one)
    return tuple(_selection(leaving, one.guid, (one.first, one.last), by_selection[one.pk]) for one in kept)


def _selection(leaving: _Leaving, guid: str, place: tuple[int, int], codings: Sequence[Coding]) -> TextSelection:
    given = tuple(leaving.given(one) for one in codings)
    name = codings[0].citation.short if codings else ""
    return TextSelection(guid=guid, name=name, codings=given, start=place[0], end=place[1])


def _name(document: Document, revision: int) -> str:
    return f"{document.ref} r{revision}: {document.title}"


def _code_id(book: Codebook, code: Code) -> str:
    return _id(book.ref, f"c{code.number}")


def _id(ref: str, part: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"concord:{ref}:{part}"))
