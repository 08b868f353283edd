"""What is in a coded project of another program (REFI-QDA, Taguette): its texts one at a time, and a look at all of it
before anything is taken in. The file is read in memory and on no disk, but for Taguette's database, which is put into
the machine's shared memory while it is read."""

import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from concord.analysis.text import exchange
from concord.analysis.text.exchange import Finding, model
from concord.analysis.text.exchange.survey import plain
from concord.core import sealing
from concord.core.errors import BadInput, HouseError
from concord.evidence import scanning
from concord.evidence.coding_colours import is_ours, nearest
from concord.evidence.coding_texts import cut, shown_as
from concord.evidence.models import CodedProject
from concord.evidence.queries.codebooks import Incoming
from concord.evidence.reading import parent
from concord.evidence.reading.parent import in_memory

KINDS = ("qdpx", "sqlite3")
LONGEST_NAME = 120
_CUT = LONGEST_NAME - 8  # of a code: room for the number of a namesake
_SURVEY, _KNOWN = "survey", "known"
_MOST_MEMOS = 20 * 2**20  # characters of all memos together: they are held while the texts are read
_SHARED = Path("/dev/shm")  # noqa: S108 - memory, as private as the folder made in it # nosec B108
_CLASSES = {
    model.PictureSource: "pictures",
    model.PdfSource: "boxes on pages of PDF files, and their pages",
    model.AudioSource: "recordings of sound",
    model.VideoSource: "recordings of pictures",
    model.Case: "cases",
    model.Variable: "variables",
    model.Link: "links",
    model.Set: "sets",
    model.Graph: "drawings",
}
Memos = dict[str, str]
"""Memos of a file by their ids there."""


@dataclass(frozen=True)
class Kept:
    """A code of the file: its id there, its place by names from the top, what it says with its memos, and which of our
    colours is nearest to its own."""

    guid: str
    path: tuple[str, ...]
    definition: str
    codable: bool
    colour: int | None

    def incoming(self) -> Incoming:
        """Return it as a code that is taken in."""
        return Incoming(self.path, self.definition, self.codable, self.colour)


@dataclass(frozen=True)
class Survey:
    """What a project holds: the program that wrote it, its codes, its people (id and name), how many texts, passages,
    selections, codings and memos are taken in, how each text counts positions, and what is not kept, in sentences."""

    origin: str
    codes: list[Kept]
    people: list[tuple[str, str]]
    texts: int
    passages: int
    selections: int
    codings: int
    memos: int
    counting: list[tuple[str, int]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """The keys of our codes in the database, and of coders, by the ids that the file gives them; "" is nobody."""

    codes: dict[str, int]
    coders: dict[str, str]

    def of(self, given: "Given") -> tuple[int, str] | None:
        """Return the code and the coder of a coding; None where its code is not in the file."""
        code = self.codes.get(given.code)
        return None if code is None else (code, self.coders.get(given.user, self.coders[""]))


@dataclass(frozen=True)
class Given:
    """A code that somebody gave to a selection, once however often the file repeats it: the ids of both, when (as the
    file says it), and its memos."""

    code: str
    user: str
    at: str
    memos: tuple[str, ...]


class Source:
    """An opened project: its parts, and what its reader has to say of it once they have been read."""

    def __init__(
        self,
        parts: Callable[[], Iterator[Any]],
        findings: Callable[[], tuple[Finding, ...]],
        origin: str,
        memos: Callable[[], Memos] = Memos,
    ) -> None:
        """Keep the ways to read it, and the program that wrote it."""
        self.parts, self.findings, self.origin, self.memos = parts, findings, origin, memos

    def texts(self) -> Iterator[model.TextSource]:
        """Yield the texts that can be taken in, one at a time."""
        for part in self.parts():
            if (text := text_of(part)) is not None:
                yield text


def text_of(part: Any) -> model.TextSource | None:
    """Return the text of a source, or of the PDF or picture that it belongs to; None where there is none to read."""
    found = part.text if isinstance(part, model.PdfSource | model.PictureSource) else part
    if not isinstance(found, model.TextSource) or not (found.text or "").strip():
        return None
    return found


@contextmanager
def opened(project: CodedProject) -> Iterator[Source]:
    """Open a project's file. Raises BadInput (what it is not, or that it is infected, in a sentence), KeyLost,
    Unavailable (the virus scanner that is configured does not answer)."""
    if project.file is None:
        raise HouseError(f"The file of {project.ref} is gone.")
    with in_memory(sealing.read_file(project.ref, project.file)) as number:
        if infection := scanning.scan(parent.place(number)):
            raise BadInput(f"The virus scanner found {infection}.")
        with read(project.kind, number) as source:
            yield source


@contextmanager
def read(kind: str, number: int) -> Iterator[Source]:
    """Read an open file of one of the KINDS. Raises BadInput (what it is not, in a sentence)."""
    try:
        if kind == "sqlite3":
            with _on_no_disk(number) as copy:
                made = exchange.read_taguette(copy)
            yield Source(made.project.parts, lambda: made.findings, made.project.header.origin)
            return
        with os.fdopen(os.dup(number), "rb") as file, exchange.open_project(file, name="The project") as package:
            # a package begins its findings anew at each reading
            findings, memos = (lambda: tuple(package.findings.all())), partial(_memos, package)
            yield Source(package.parts, findings, package.header.origin, memos)
    except exchange.BadExchange as bad:
        raise BadInput(f"It cannot be read: {bad}") from None


def _memos(package: exchange.Package) -> Memos:
    found, size = Memos(), 0
    for note in package.memos():
        if text := (note.source.text or "").strip():
            found[plain(note.source.guid)] = shown_as(text)[0]
            size += len(text)
        if size > _MOST_MEMOS:
            raise BadInput(f"Its memos have more than {_MOST_MEMOS:,} characters together.")
    return found


@contextmanager
def _on_no_disk(number: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=_SHARED if _SHARED.is_dir() else None) as folder:
        place = Path(folder) / "project.sqlite3"
        with os.fdopen(os.dup(number), "rb") as given, place.open("wb") as kept:
            given.seek(0)
            while piece := given.read(1 << 20):
                kept.write(piece)
        yield place


def look(source: Source) -> Survey:
    """Go through a whole project and say what of it is taken in and what is not; one text at a time is held, and the
    memos.

    Raises BadInput: it is broken, hostile, or holds no text."""
    seen = _Look(source.memos())
    for part in source.parts():
        seen.add(part)
    if not seen.sizes["texts"]:
        raise BadInput("The project holds no text that could be taken in; its codes alone can be taken in as codes.")
    lost = dict(seen.lost) | {"memos of anything but a code or what was coded": len(seen.memos) - len(seen.used)}
    said = [f"{number:,} {what}" for what, number in lost.items() if number]
    said += [f"{one.what} ({one.count:,} times; {one.severity})" for one in source.findings()]
    sizes = seen.sizes
    numbers = (sizes["texts"], sizes["passages"], sizes["selections"], sizes["codings"], sizes["memos"])
    kept = kept_codes(seen.codes, seen.memos)
    return Survey(source.origin, kept, list(seen.people.items()), *numbers, sorted(seen.counting.items()), said)


class _Look:
    """What was seen of a project so far."""

    def __init__(self, memos: Memos) -> None:
        self.memos, self.used = memos, set[str]()
        self.codes: list[model.Code] = []
        self.people, self._known = dict[str, str](), set[str]()
        self.sizes, self.lost, self.counting = Counter[str](), Counter[str](), Counter[str]()

    def add(self, part: Any) -> None:
        """See a part."""
        if isinstance(part, model.Code):
            self.codes.append(part)
            for code in part.walk():
                self._known.add(plain(code.guid))
                self._use(code.notes)
        elif isinstance(part, model.User) and part.guid:
            self.people[plain(part.guid)] = (part.name or part.initials or "Without a name")[:LONGEST_NAME]
        self.lost.update(_unkept(part))
        if (text := text_of(part)) is not None:
            self._measure(text)

    def _use(self, notes: Iterable[str]) -> None:
        found = {plain(one) for one in notes} & self.memos.keys()
        self.used |= found
        self.sizes["memos"] += len(found)

    def _measure(self, text: model.TextSource) -> None:
        pieces = cut(text.text or "")
        self.sizes.update({"texts": 1, "passages": len(pieces.pieces), "selections": len(text.selections)})
        self.lost["characters that no page can show, replaced one by one"] += pieces.replaced
        if text.counted is not None and text.selections:
            sure = "" if text.counted.certain else ", as far as the text shows"
            self.counting[f"{text.counted.counting}{sure}"] += 1
        for selection in text.selections:
            self._select(selection, inside=bool(pieces.parts(selection.start, selection.end)))

    def _select(self, selection: model.TextSelection, *, inside: bool) -> None:
        its = given(selection)
        known = [one for one in its if one.code in self._known]
        self.lost["codings of one selection that stand there twice"] += len(selection.codings) - len(its)
        self.lost["codings of codes that are not in the file"] += len(its) - len(known)
        if not inside:
            self.lost["codings of nothing but spaces, or outside their text"] += len(known)
            return
        self.sizes["codings"] += len(known)
        for one in known:
            self._use(one.memos)


def given(selection: model.TextSelection) -> list[Given]:
    """Return what was given to a selection, each code by each person once. Memos of the selection itself are with the
    first of it."""
    found: dict[tuple[str, str], Given] = {}
    for one in selection.codings:
        which = (plain(one.code), plain(one.user))
        notes = (*(() if found else selection.notes), *one.notes)
        before = found.get(which)
        memos = dict.fromkeys([*(before.memos if before else ()), *(plain(note) for note in notes)])
        found[which] = Given(*which, before.at if before else one.at, tuple(memos))
    return list(found.values())


def _unkept(part: Any) -> Iterator[str]:
    """Yield what of a part is not kept, once for each."""
    if (what := _CLASSES.get(type(part))) is not None:
        yield what
    if isinstance(part, model.TextSource) and not (part.text or "").strip():
        yield "texts that are empty or not in the file"
    for coding in getattr(part, "codings", ()):
        del coding
        yield "codings of whole sources"
    if isinstance(part, model.Note):
        yield from ("codings of memos" for one in part.source.selections for _ in one.codings)
    for code in part.walk() if isinstance(part, model.Code) else ():
        if code.color and not is_ours(code.color):
            yield "colours of codes that become the nearest of our twelve"
        if len(code.name.strip()) > _CUT:
            yield f"names of codes that are cut after {_CUT} characters"
    if not isinstance(part, model.TextSource):
        yield from ("selections in what is no text" for _ in getattr(part, "selections", ()))


def kept_codes(codes: list[model.Code], memos: Memos) -> list[Kept]:
    """Return the codes of a file, each after the one above it; of two of one name at one place the second is told apart
    by a number, and a name that is too long is cut."""
    found: list[Kept] = []
    taken: set[tuple[str, ...]] = set()

    def walk(code: model.Code, above: tuple[str, ...]) -> None:
        name, number = (code.name.strip() or "Without a name")[:_CUT], 1
        path = (*above, name)
        while path in taken:
            number += 1
            path = (*above, f"{name} ({number})")
        taken.add(path)
        said = [code.description, *(f"Memo: {memos[plain(one)]}" for one in code.notes if plain(one) in memos)]
        colour = nearest(code.color) if code.color else None
        found.append(Kept(plain(code.guid), path, "\n".join(filter(None, said)), code.codable, colour))
        for child in code.codes:
            walk(child, path)

    for code in codes:
        walk(code, ())
    return found


def keep(project: CodedProject, found: Survey, *, at: datetime) -> None:
    """Seal what a look found. Call inside a verb. Raises KeyLost."""
    sealing.keep(project.ref, {_SURVEY: json.dumps(asdict(found), ensure_ascii=False)}, at=at)


def survey(project: CodedProject) -> Survey | None:
    """Return what the look at a project found; None where nobody has looked, or it was let go. Raises KeyLost."""
    said = sealing.read(project.ref, _SURVEY).get(_SURVEY)
    if said is None:
        return None
    told: dict[str, Any] = json.loads(said)
    told["codes"] = [Kept(**(one | {"path": tuple(one["path"])})) for one in told["codes"]]
    for name in ("people", "counting"):
        told[name] = [tuple(pair) for pair in told[name]]
    return Survey(**told)


def keep_known(project: CodedProject, known: Known, *, at: datetime) -> None:
    """Seal what the ids of a file stand for. Call inside a verb. Raises KeyLost."""
    sealing.keep(project.ref, {_KNOWN: json.dumps(asdict(known))}, at=at)


def known(project: CodedProject) -> Known:
    """Return what the ids of a project's file stand for. Raises KeyLost."""
    return Known(**json.loads(sealing.read(project.ref, _KNOWN)[_KNOWN]))
