"""Reading a .qdpx project: part by part in bounded memory, or whole."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import IO, Any, BinaryIO

from concord.analysis.text.exchange import model
from concord.analysis.text.exchange.counting import Counted, Stretch, detect, ruler
from concord.analysis.text.exchange.elements import Reader, local, parse
from concord.analysis.text.exchange.errors import BadExchange
from concord.analysis.text.exchange.findings import Findings
from concord.analysis.text.exchange.package import Bounded, Box, Limits, box
from concord.analysis.text.exchange.shapes import HEADER, PLACES, Shape
from concord.analysis.text.exchange.survey import Survey, Surveyor
from concord.analysis.text.exchange.texts import Decoded, decode

Progress = Callable[[float], None]
_SHAPES: dict[tuple[tuple[str, ...], str], Shape] = {(folders, tag): shape for folders, tag, shape in PLACES}
_FOLDERS = frozenset(folder for folders, _, _ in PLACES for folder in folders)


class Package:
    """An opened project; see `open_project`."""

    def __init__(self, content: Box) -> None:
        self._box = content
        self._where = f"{content.name}, {content.project_name}"
        self.findings = Findings()
        self._texts: set[str] = set()
        self.header = self._header()

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files beside the project; `copy` writes one elsewhere."""
        return self._box.names

    def copy(self, name: str, target: IO[bytes]) -> None:
        """Copy a file of the package piece by piece. Raises TooLarge or BadExchange as `open_project`."""
        self._box.copy(name, target)

    def attachments(self) -> Iterator[tuple[str, Callable[[IO[bytes]], None]]]:
        """Yield the files beside the project for `write_parts`, but the texts that it writes anew: those that `parts`
        has read. Pictures, recordings, PDF and formatted texts go with the project unread."""
        for name in self._box.names:
            if name not in self._texts:
                folder, found, rest = name.partition("/")
                kept = f"sources/{rest}" if found and folder.lower() == "sources" else name
                yield kept, partial(self._box.copy, name)

    def _header(self) -> model.Header:
        reader = Reader(Findings(), where=self._where)
        with self._box.opened(self._box.project_name, limit=self._box.limits.project) as file:
            for _, element in parse(file, (), root="Project", where=self._where):
                return model.Header(**reader.attributes(element, HEADER))
        raise BadExchange("no project", where=self._where)

    def parts(self, *, texts: bool = True, progress: Progress | None = None) -> Iterator[model.Part]:
        """Yield what the project holds, in the order of the standard, one record of the top level at a time.

        Positions in text are turned into code points. What cannot be kept is added to `findings`, which start anew.

        Parameters
        ----------
        texts : bool
            Whether sources carry their text; without, positions are turned all the same.
        progress : callable, optional
            Told the share of the project that is read, from 0 to 1, at each part.

        Raises
        ------
        BadExchange, TooLarge
            The project is broken, hostile or too large.
        """
        self.findings = Findings()
        reader = Reader(self.findings, where=self._where)
        for event, element, shape in self._elements(progress):
            if shape is not None:
                yield self._whole(reader.read(element, shape), local(element), texts=texts)
            elif event == "start":
                reader.attributes(element, HEADER)
            else:
                yield self._about(reader, element)

    def memos(self) -> Iterator[model.Note]:
        """Yield the memos alone, with their texts, which stand in the file after what they are about; no other text is
        read, and nothing is added to `findings`. Raises as `parts`."""
        kept, self.findings = self.findings, Findings()
        try:
            reader = Reader(self.findings, where=self._where)
            for _, element, shape in self._elements():
                if shape is not None and local(element) == "Note":
                    yield self._whole(reader.read(element, shape), "Note", texts=True)
        finally:
            self.findings = kept

    def _elements(self, progress: Progress | None = None) -> Iterator[tuple[str, Any, Shape | None]]:
        """Yield the root at its "start" and at its "end", and between them each element of the top level with its
        shape; an element is freed once the next is asked for."""
        size = max(1, self._box.size(self._box.project_name))
        limits = self._box.limits
        with self._box.opened(self._box.project_name, limit=limits.project, part=limits.part) as file:
            for event, element in parse(file, tuple({tag for _, tag, _ in PLACES}), root="Project", where=self._where):
                if event == "start" or local(element) == "Project":
                    yield event, element, None
                elif (shape := _shape(element)) is not None:
                    yield event, element, shape
                    _forget(element)
                    file.part_done()
                    _tell(progress, file, size)

    def _about(self, reader: Reader, root: Any) -> model.About:
        """Read what stands at the end of the project, and note the folders and elements that are unknown."""
        description, notes = "", []
        for element in root:
            name = local(element) if isinstance(element.tag, str) else ""
            if name == "Description":
                description = "".join(element.itertext())
            elif name == "NoteRef":
                notes.append(element.get("targetGUID", ""))
            elif name not in _FOLDERS:
                reader.lost(element, root)
        return model.About(description=description, notes=tuple(notes))

    def _whole(self, part: Any, tag: str, *, texts: bool) -> Any:
        """Give a source its text, and turn its positions into code points."""
        if isinstance(part, model.TextSource):
            made = self._with_text(part, texts=texts)
            return model.Note(source=made) if tag == "Note" else made
        if isinstance(part, model.PictureSource | model.PdfSource) and part.text is not None:
            part = replace(part, text=self._with_text(part.text, texts=texts))
        if isinstance(part, model.PdfSource):
            selections = tuple(
                s if s.text is None else replace(s, text=self._with_text(s.text, texts=texts)) for s in part.selections
            )
            part = replace(part, selections=selections)
        if isinstance(part, model.AudioSource | model.VideoSource):
            part = replace(part, transcripts=tuple(self._transcript(t, texts=texts) for t in part.transcripts))
        if isinstance(part, model.PictureSource | model.PdfSource | model.AudioSource | model.VideoSource):
            self._look_for(part.path or part.current_path, f"{tag} {part.name}")
        return part

    def _look_for(self, path: str, where: str) -> None:
        if path and self._box.inside(path) is None:
            self.findings.add("lost", "a source's file is not in the package", f"{where}: {path}")

    def _text_of(self, source: model.TextSource | model.Transcript) -> Decoded | None:
        """Return a source's text: its own, or its file's."""
        where = f"{source.name or source.guid}"
        if source.rich_path:
            self._look_for(source.rich_path, where)
        if source.text is not None:
            return Decoded(source.text, "utf-8", mark=False)
        if not source.plain_path:
            return None
        name = self._box.inside(source.plain_path)
        if name is None:
            self._look_for(source.plain_path, where)
            return None
        with self._box.opened(name, limit=self._box.limits.text) as file:
            decoded = decode(file.read(), where=f"{self._box.name}, {name}")
        self._texts.add(name)
        if decoded.encoding != "utf-8":
            self.findings.add("changed", f"a text in {decoded.encoding} is read as such", name)
        return decoded

    def _with_text(self, source: model.TextSource, *, texts: bool) -> model.TextSource:
        decoded = self._text_of(source)
        if decoded is None:
            if source.selections:
                self.findings.add(
                    "lost", "a text with selections is missing; their positions stay as the file has them", source.name
                )
            return source
        stretches = [Stretch(s.start, s.end, _said(s)) for s in source.selections]
        counted = detect(
            decoded.text, stretches, origin=self.header.origin, mark=decoded.mark, inline=source.text is not None
        )
        selections = self._placed(source, decoded.text, counted)
        return replace(source, text=decoded.text if texts else None, counted=counted, selections=selections)

    def _placed(self, source: model.TextSource, text: str, counted: Counted) -> tuple[model.TextSelection, ...]:
        """Return the selections with their positions as code points; one that does not fit stays, and is noted."""
        by, placed = ruler(text, counted.counting), []
        for selection in source.selections:
            if by.fits(selection.start, selection.end):
                start, end = by.find(selection.start, selection.end)
                placed.append(replace(selection, start=start, end=max(start, end)))
            else:
                where = f"{source.name}, {selection.start} to {selection.end}"
                what = "a selection outside its text; its positions stay as the file has them"
                self.findings.add("note", what, where)
                placed.append(selection)
        return tuple(placed)

    def _transcript(self, made: model.Transcript, *, texts: bool) -> model.Transcript:
        decoded = self._text_of(made)
        if decoded is None:
            return made
        stretches = [Stretch(p.position, p.position) for p in made.points if p.position is not None]
        counted = detect(
            decoded.text, stretches, origin=self.header.origin, mark=decoded.mark, inline=made.text is not None
        )
        by = ruler(decoded.text, counted.counting)
        points = tuple(
            p if p.position is None or not by.fits(p.position, p.position) else
            replace(p, position=by.find(p.position, p.position)[1])
            for p in made.points
        )  # fmt: skip
        return replace(made, text=decoded.text if texts else None, counted=counted, points=points)

    def survey(self, *, progress: Progress | None = None) -> Survey:
        """Go through the whole project once and say what it holds and what of it cannot be kept, for a look before an
        import; nothing is held in memory but ids."""
        surveyor = Surveyor(self.header)
        for part in self.parts(texts=False, progress=progress):
            surveyor.add(part)
        return surveyor.done(self.findings)

    def load(self) -> model.Project:
        """Return the whole project, with its texts; `findings` then says what could not be kept."""
        return collect(self.header, self.parts())


def collect(header: model.Header, parts: Iterator[model.Part]) -> model.Project:
    """Return a whole project of its parts."""
    kept: dict[str, list[Any]] = {field.name: [] for field in fields(model.Project)}
    for part in parts:
        kept[_field_of(part)].append(part)
    about = kept["about"][0] if kept["about"] else model.About()
    lists = {name: tuple(found) for name, found in kept.items() if name not in ("header", "about")}
    return model.Project(header=header, about=about, **lists)


def _field_of(part: model.Part) -> str:
    named = {
        model.User: "users",
        model.Code: "codes",
        model.Variable: "variables",
        model.Case: "cases",
        model.Note: "notes",
        model.Link: "links",
        model.Set: "sets",
        model.Graph: "graphs",
        model.About: "about",
    }
    return named.get(type(part), "sources")


def _said(selection: model.TextSelection) -> str:
    """Return the words that a selection repeats, where a program writes them as its description or name."""
    return selection.description or selection.name


def _shape(element: Any) -> Shape | None:
    """Return the shape of an element of the top level; None for one of the same name further in."""
    folders = tuple(reversed([local(above) for above in element.iterancestors()]))
    return _SHAPES.get((folders[1:], local(element)))


def _forget(element: Any) -> None:
    """Free an element that was read, and those before it."""
    parent = element.getparent()
    element.clear()
    while element.getprevious() is not None:
        del parent[0]


def _tell(progress: Progress | None, file: Bounded, size: int) -> None:
    if progress is not None:
        progress(min(1.0, file.read_so_far / size))


@contextmanager
def open_project(source: Path | BinaryIO, *, limits: Limits | None = None, name: str = "") -> Iterator[Package]:
    """Open a REFI-QDA project (.qdpx) of any program.

    Parameters
    ----------
    source : Path or file
        The package.
    limits : Limits, optional
        How much may be read.
    name : str, optional
        What errors call it.

    Raises
    ------
    BadExchange
        It is no project, is broken, or is made to do harm.
    TooLarge
        It is larger than the limits allow.

    References
    ----------
    REFI-QDA standard 1.5 and QDA-XML 1.0 (18 March 2019), qdasoftware.org.
    """
    with box(source, limits=limits or Limits(), name=name) as content:
        yield Package(content)
