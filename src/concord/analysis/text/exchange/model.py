"""What a REFI-QDA project holds, as plain records.

The names follow the exchange standard (QDA-XML 1.0, 18 March 2019); ids are GUIDs as text, references are the ids of
what is meant, and an empty text stands for what is not there. Positions in text count Unicode code points from 0, the
end not included, whatever the file itself counts: see `counting`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from concord.analysis.text.exchange.counting import Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    guid: str
    name: str = ""
    initials: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code of the codebook with the codes below it; `codable` is False for one that only holds others."""

    guid: str
    name: str
    codable: bool = True
    color: str = ""
    description: str = ""
    notes: tuple[str, ...] = ()
    codes: tuple["Code", ...] = ()

    def walk(self) -> Iterator["Code"]:
        """Yield this code and all below it, each before those below."""
        yield self
        for code in self.codes:
            yield from code.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """An attribute of cases and sources; `kind` is Text, Boolean, Integer, Float, Date or DateTime."""

    guid: str
    name: str
    kind: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """The value of a variable as it is written; `kind` as of the variable, empty where the value is unknown."""

    variable: str
    kind: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    guid: str
    name: str = ""
    description: str = ""
    codes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    sources: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """That a user gave a code to a selection or to a whole source."""

    guid: str
    code: str
    user: str = ""
    at: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What every selection has; a kind adds its place."""

    guid: str
    name: str = ""
    description: str = ""
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    made_by: str = ""
    made_at: str = ""
    changed_by: str = ""
    changed_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSelection(Selection):
    """The code points [start, end) of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSelection(Selection):
    """A box, in pixels from the upper left corner."""

    first_x: int
    first_y: int
    second_x: int
    second_y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfSelection(Selection):
    """A box on a page counted from 0, in points from the lower left corner; with its text where the program gave it."""

    page: int
    first_x: int
    first_y: int
    second_x: int
    second_y: int
    text: "TextSource | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioSelection(Selection):
    """A stretch of time, in milliseconds."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoSelection(Selection):
    """A stretch of time, in milliseconds."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptSelection(Selection):
    """What is said between two synchronisation points."""

    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPoint:
    """A moment of a recording (milliseconds) and its place in the transcript (code points); None where not given."""

    guid: str
    time: int | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What every source and note has; a kind adds the rest."""

    guid: str
    name: str = ""
    description: str = ""
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    made_by: str = ""
    made_at: str = ""
    changed_by: str = ""
    changed_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSource(Source):
    """A text, a note, or the text of a picture or PDF.

    Attributes
    ----------
    text : str or None
        The text, from the project or from the file beside it; None where the package holds none.
    plain_path, rich_path : str
        Where the package keeps it: "internal://…" for its own folder.
    counted : Counted or None
        How the file counted positions, and how that was found out; None where the positions were never in a file.
    """

    text: str | None = None
    plain_path: str = ""
    rich_path: str = ""
    selections: tuple[TextSelection, ...] = ()
    counted: Counted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSource(Source):
    path: str = ""
    current_path: str = ""
    text: TextSource | None = None
    selections: tuple[PictureSelection, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfSource(Source):
    path: str = ""
    current_path: str = ""
    text: TextSource | None = None
    selections: tuple[PdfSelection, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """The text of a recording; its selections lie between synchronisation points."""

    guid: str
    name: str = ""
    description: str = ""
    text: str | None = None
    plain_path: str = ""
    rich_path: str = ""
    points: tuple[SyncPoint, ...] = ()
    selections: tuple[TranscriptSelection, ...] = ()
    notes: tuple[str, ...] = ()
    made_by: str = ""
    made_at: str = ""
    changed_by: str = ""
    changed_at: str = ""
    counted: Counted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioSource(Source):
    path: str = ""
    current_path: str = ""
    transcripts: tuple[Transcript, ...] = ()
    selections: tuple[AudioSelection, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoSource(Source):
    path: str = ""
    current_path: str = ""
    transcripts: tuple[Transcript, ...] = ()
    selections: tuple[VideoSelection, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A memo: a text that codes, codings, selections, sources, sets and links refer to."""

    source: TextSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    guid: str
    name: str = ""
    direction: str = ""
    color: str = ""
    origin: str = ""
    target: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vertex:
    guid: str
    represents: str = ""
    name: str = ""
    first_x: int
    first_y: int
    second_x: int | None = None
    second_y: int | None = None
    shape: str = ""
    color: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    guid: str
    represents: str = ""
    name: str = ""
    source: str
    target: str
    color: str = ""
    direction: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    guid: str
    name: str = ""
    vertices: tuple[Vertex, ...] = ()
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a project says of itself before anything else; `origin` names the program that wrote it."""

    name: str
    origin: str = ""
    made_by: str = ""
    made_at: str = ""
    changed_by: str = ""
    changed_at: str = ""
    base_path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a project says of itself at its end."""

    description: str = ""
    notes: tuple[str, ...] = ()


AnySource: TypeAlias = TextSource | PictureSource | PdfSource | AudioSource | VideoSource
AnySelection: TypeAlias = (
    TextSelection | PictureSelection | PdfSelection | AudioSelection | VideoSelection | TranscriptSelection
)
Part: TypeAlias = User | Code | Variable | Case | AnySource | Note | Link | Set | Graph | About


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A whole project; for one too large for memory, see `Package.parts` and `write_parts`."""

    header: Header
    users: tuple[User, ...] = ()
    codes: tuple[Code, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[AnySource, ...] = ()
    notes: tuple[Note, ...] = ()
    links: tuple[Link, ...] = ()
    sets: tuple[Set, ...] = ()
    graphs: tuple[Graph, ...] = ()
    about: About = About()

    def parts(self) -> Iterator[Part]:
        """Yield everything in the order of the standard."""
        yield from self.users
        yield from self.codes
        yield from self.variables
        yield from self.cases
        yield from self.sources
        yield from self.notes
        yield from self.links
        yield from self.sets
        yield from self.graphs
        yield self.about
