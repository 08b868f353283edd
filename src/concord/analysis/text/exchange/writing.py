"""Writing a .qdpx project, valid by the schema: part by part in bounded memory, or whole."""

import tempfile
import zipfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import replace
from typing import IO, Any, BinaryIO, Self

from lxml import etree

from concord.analysis.text.exchange import model
from concord.analysis.text.exchange.building import attributes_of, build, legal
from concord.analysis.text.exchange.counting import OWN_ORIGIN
from concord.analysis.text.exchange.elements import PROJECT
from concord.analysis.text.exchange.errors import NotWritable
from concord.analysis.text.exchange.shapes import HEADER, PLACES, Shape

Copy = Callable[[IO[bytes]], None]
_SPOOL = 8 * 2**20
_DAY = (1980, 1, 1, 0, 0, 0)  # the same project gives the same bytes, whenever it is written
_TAGS: dict[type[Any], str] = {shape.record: tag for _, tag, shape in PLACES if tag != "Note"}
_ORDER = [tag for _, tag, _ in PLACES]
_SHAPES: dict[str, tuple[tuple[str, ...], Shape]] = {tag: (folders, shape) for folders, tag, shape in PLACES}


def write_project(
    project: model.Project,
    target: BinaryIO,
    *,
    attachments: Iterable[tuple[str, Copy]] = (),
    origin: str = OWN_ORIGIN,
) -> None:
    """Write a whole project; see `write_parts`."""
    write_parts(project.header, project.parts(), target, attachments=attachments, origin=origin)


def write_parts(
    header: model.Header,
    parts: Iterable[model.Part],
    target: BinaryIO,
    *,
    attachments: Iterable[tuple[str, Copy]] = (),
    origin: str = OWN_ORIGIN,
) -> None:
    """Write a project as it comes.

    Texts of sources and notes go to files of their own in UTF-8 without a byte order mark, positions count code points,
    as the standard has it. The same project always gives the same bytes.

    Parameters
    ----------
    header : Header
        The project's name and dates. Its origin is not written: readers take it for how positions are counted, and here
        they are counted anew.
    parts : iterable of Part
        Its records in the order of the standard, as `Package.parts` and `Project.parts` give them.
    target : file
        Where the zip file goes.
    attachments : iterable of (name, copy)
        Further files of the package ("sources/….docx"), each with a function that writes its bytes to a file.
    origin : str
        The program that writes, beginning with "Concord", with its version.

    Raises
    ------
    NotWritable
        A record is not valid by the schema (what and where), parts are out of order, or a name occurs twice. What was
        written to the target until then is no project.
    """
    with ExitStack() as stack:
        package = stack.enter_context(zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED))
        spool = stack.enter_context(tempfile.SpooledTemporaryFile(_SPOOL))
        sink = _Sink(package)
        _write_xml(replace(header, origin=origin), parts, spool, sink)
        for name, copy in attachments:
            sink.copy(name, copy)
        spool.seek(0)
        sink.file("project.qde", spool)


class _Sink:
    """The zip file while it is written; each name once."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._names: set[str] = set()

    def text(self, guid: str, text: str) -> str:
        """Write a text and return its path."""
        name = f"{guid.strip('{}')}.txt"
        try:
            content = text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise NotWritable(f"half a character at {error.start}", where=name, expected="whole characters") from error
        with self._open(f"sources/{name}") as file:
            file.write(content)
        return f"internal://{name}"

    def copy(self, name: str, copy: Copy) -> None:
        """Write a file by a function."""
        with self._open(name) as file:
            copy(file)

    def file(self, name: str, source: IO[bytes]) -> None:
        """Write a file from another."""
        with self._open(name) as file:
            while piece := source.read(_SPOOL):
                file.write(piece)

    def _open(self, name: str) -> IO[bytes]:
        if name.lower() in self._names:
            raise NotWritable(f"the file {name!r} twice", where="the package", expected="each name once")
        self._names.add(name.lower())
        info = zipfile.ZipInfo(name, _DAY)
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        return self._package.open(info, "w", force_zip64=True)


class _Folders:
    """The elements between the project and its parts: they open when their first part comes, and close when another's
    comes, or at the end."""

    def __init__(self, xml: Any) -> None:
        self._xml, self._stack = xml, ExitStack()
        self._now: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def write(self, folders: tuple[str, ...], element: Any) -> None:
        """Write an element in these folders."""
        if folders != self._now:
            self._stack.close()
            for folder in folders:
                self._stack.enter_context(self._xml.element(f"{{{PROJECT}}}{folder}"))
            self._now = folders
        self._xml.write(element)


def _write_xml(header: model.Header, parts: Iterable[model.Part], spool: Any, sink: _Sink) -> None:
    """Write the XML piece by piece."""
    with etree.xmlfile(spool, encoding="utf-8") as xml:
        xml.write_declaration()
        attributes = attributes_of(header, HEADER, "Project")
        with xml.element(f"{{{PROJECT}}}Project", attributes, nsmap={None: PROJECT}):
            with _Folders(xml) as folders:
                about = _write_all(parts, folders, sink)
            _write_about(xml, about)


def _write_all(parts: Iterable[model.Part], folders: _Folders, sink: _Sink) -> model.About:
    """Write all parts but the one for the end, and return that."""
    about, last = model.About(), -1
    for part in parts:
        if isinstance(part, model.About):
            about = part
            continue
        tag = "Note" if isinstance(part, model.Note) else _TAGS[type(part)]
        around, shape = _SHAPES[tag]
        place = _ORDER.index("TextSource" if around == ("Sources",) else tag)
        if place < last:
            raise NotWritable(f"{tag} after {_ORDER[last]}", where="parts", expected="the standard's order")
        last = place
        folders.write(around, build(_stored(part, sink), shape, tag, namespace=PROJECT))
    return about


def _write_about(xml: Any, about: model.About) -> None:
    if about.description:
        with xml.element(f"{{{PROJECT}}}Description"):
            xml.write(legal(about.description, where="the project's description"))
    for guid in about.notes:
        with xml.element(f"{{{PROJECT}}}NoteRef", {"targetGUID": guid}):
            pass


def _stored(part: model.Part, sink: _Sink) -> Any:
    """Put the texts of a part into the package, and return the record that points there."""
    if isinstance(part, model.Note):
        return _text_stored(part.source, sink)
    if isinstance(part, model.TextSource):
        return _text_stored(part, sink)
    if isinstance(part, model.PictureSource | model.PdfSource) and part.text is not None:
        part = replace(part, text=_text_stored(part.text, sink))
    if isinstance(part, model.PdfSource):
        kept = tuple(s if s.text is None else replace(s, text=_text_stored(s.text, sink)) for s in part.selections)
        part = replace(part, selections=kept)
    if isinstance(part, model.AudioSource | model.VideoSource):
        part = replace(part, transcripts=tuple(_text_stored(t, sink) for t in part.transcripts))
    return part


def _text_stored(source: Any, sink: _Sink) -> Any:
    """Return a text that stands in a file; one without text keeps its path."""
    if source.text is None:
        return source
    return replace(source, text=None, plain_path=sink.text(source.guid, source.text))
