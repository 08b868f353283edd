"""How each record stands in the XML, for reading and writing: its attributes and children, in the schema's order."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from concord.analysis.text.exchange import model

Kind = Literal["text", "guid", "color", "whole", "truth", "time"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """A field that is an attribute; `needed` by the schema."""

    field: str
    name: str
    kind: Kind = "text"
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A field that is the text of a child; `or_none` where an empty text and no text are two things."""

    field: str
    tag: str
    or_none: bool = False


@dataclass(frozen=True, slots=True)
class Refs:
    """A field of references: children that hold an id and nothing else; `one` where there is exactly one."""

    field: str
    tag: str
    one: bool = False
    attribute: str = "targetGUID"


@dataclass(frozen=True, slots=True)
class Children:
    """A field of records: children of a shape; `one` where there is at most one."""

    field: str
    tag: str
    shape: "Shape"
    one: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Two fields that are one child: the kind is part of its name, the value its text."""

    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Itself:
    """A field of records of the same shape."""

    field: str
    tag: str


Child = Words | Refs | Children | Choice | Itself


@dataclass(frozen=True)
class Shape:
    """How one kind of record is written."""

    record: type[Any]
    attributes: tuple[Attribute, ...]
    children: tuple[Child, ...] = ()

    @cached_property
    def by_tag(self) -> dict[str, Child]:
        """The child that an element's name stands for."""
        pairs = ((child, child.tags if isinstance(child, Choice) else (child.tag,)) for child in self.children)
        return {tag: child for child, tags in pairs for tag in tags}

    @cached_property
    def many(self) -> tuple[str, ...]:
        """The fields that hold any number of children."""
        return tuple(
            child.field
            for child in self.children
            if isinstance(child, Itself) or (isinstance(child, Refs | Children) and not child.one)
        )

    @cached_property
    def needed(self) -> tuple[Refs, ...]:
        """The references without which there is no record."""
        return tuple(child for child in self.children if isinstance(child, Refs) and child.one)


KINDS = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")

_GUID = Attribute("guid", "guid", "guid", needed=True)
_NAME, _NEEDED_NAME = Attribute("name", "name"), Attribute("name", "name", needed=True)
_COLOR = Attribute("color", "color", "color")
_MADE = (
    Attribute("made_by", "creatingUser", "guid"),
    Attribute("made_at", "creationDateTime", "time"),
    Attribute("changed_by", "modifyingUser", "guid"),
    Attribute("changed_at", "modifiedDateTime", "time"),
)
_DESCRIPTION, _NOTES = Words("description", "Description"), Refs("notes", "NoteRef")
_PATHS = (Attribute("path", "path"), Attribute("current_path", "currentPath"))
_TEXT_PATHS = (Attribute("rich_path", "richTextPath"), Attribute("plain_path", "plainTextPath"))

HEADER = (
    _NEEDED_NAME,
    Attribute("origin", "origin"),
    Attribute("made_by", "creatingUserGUID", "guid"),
    Attribute("made_at", "creationDateTime", "time"),
    Attribute("changed_by", "modifyingUserGUID", "guid"),
    Attribute("changed_at", "modifiedDateTime", "time"),
    Attribute("base_path", "basePath"),
)

USER = Shape(model.User, (_GUID, _NAME, Attribute("initials", "id")))
CODE = Shape(
    model.Code,
    (_GUID, _NEEDED_NAME, Attribute("codable", "isCodable", "truth", needed=True), _COLOR),
    (_DESCRIPTION, _NOTES, Itself("codes", "Code")),
)
CODE_OF_CODEBOOK = Shape(CODE.record, CODE.attributes, (_DESCRIPTION, Itself("codes", "Code")))
VARIABLE = Shape(
    model.Variable, (_GUID, _NEEDED_NAME, Attribute("kind", "typeOfVariable", needed=True)), (_DESCRIPTION,)
)
VALUE = Shape(
    model.Value, (), (Refs("variable", "VariableRef", one=True), Choice(tuple(f"{kind}Value" for kind in KINDS)))
)
_VALUES = Children("values", "VariableValue", VALUE)
CASE = Shape(
    model.Case,
    (_GUID, _NAME),
    (
        _DESCRIPTION,
        Refs("codes", "CodeRef"),
        _VALUES,
        Refs("sources", "SourceRef"),
        Refs("selections", "SelectionRef"),
    ),
)
CODING = Shape(
    model.Coding,
    (_GUID, Attribute("user", "creatingUser", "guid"), Attribute("at", "creationDateTime", "time")),
    (Refs("code", "CodeRef", one=True), _NOTES),
)
_CODINGS = Children("codings", "Coding", CODING)


def _whole(field: str, name: str, *, needed: bool = True) -> Attribute:
    return Attribute(field, name, "whole", needed=needed)


def _selection(record: type[Any], *place: Attribute, text: Children | None = None) -> Shape:
    children = (_DESCRIPTION, *((text,) if text else ()), _CODINGS, _NOTES)
    return Shape(record, (_GUID, _NAME, *place, *_MADE), children)


_BOX = (
    _whole("first_x", "firstX"),
    _whole("first_y", "firstY"),
    _whole("second_x", "secondX"),
    _whole("second_y", "secondY"),
)
_SPAN = (_whole("start", "startPosition"), _whole("end", "endPosition"))
_STRETCH = (_whole("begin", "begin"), _whole("end", "end"))
_BETWEEN = (Attribute("first", "fromSyncPoint", "guid"), Attribute("last", "toSyncPoint", "guid"))

TEXT = Shape(
    model.TextSource,
    (_GUID, _NAME, *_TEXT_PATHS, *_MADE),
    (
        _DESCRIPTION,
        Words("text", "PlainTextContent", or_none=True),
        Children("selections", "PlainTextSelection", _selection(model.TextSelection, *_SPAN)),
        _CODINGS,
        _NOTES,
        _VALUES,
    ),
)
_AFTER = (_CODINGS, _NOTES, _VALUES)
PICTURE = Shape(
    model.PictureSource,
    (_GUID, _NAME, *_PATHS, *_MADE),
    (
        _DESCRIPTION,
        Children("text", "TextDescription", TEXT, one=True),
        Children("selections", "PictureSelection", _selection(model.PictureSelection, *_BOX)),
        *_AFTER,
    ),
)
_ON_PAGE = _selection(
    model.PdfSelection, _whole("page", "page"), *_BOX, text=Children("text", "Representation", TEXT, one=True)
)
PDF = Shape(
    model.PdfSource,
    (_GUID, _NAME, *_PATHS, *_MADE),
    (
        _DESCRIPTION,
        Children("selections", "PDFSelection", _ON_PAGE),
        Children("text", "Representation", TEXT, one=True),
        *_AFTER,
    ),
)
TRANSCRIPT = Shape(
    model.Transcript,
    (_GUID, _NAME, *_TEXT_PATHS, *_MADE),
    (
        _DESCRIPTION,
        Words("text", "PlainTextContent", or_none=True),
        Children(
            "points",
            "SyncPoint",
            Shape(
                model.SyncPoint,
                (_GUID, _whole("time", "timeStamp", needed=False), _whole("position", "position", needed=False)),
            ),
        ),
        Children("selections", "TranscriptSelection", _selection(model.TranscriptSelection, *_BETWEEN)),
        _NOTES,
    ),
)


def _recording(record: type[Any], tag: str, selection: type[Any]) -> Shape:
    return Shape(
        record,
        (_GUID, _NAME, *_PATHS, *_MADE),
        (
            _DESCRIPTION,
            Children("transcripts", "Transcript", TRANSCRIPT),
            Children("selections", tag, _selection(selection, *_STRETCH)),
            *_AFTER,
        ),
    )


AUDIO = _recording(model.AudioSource, "AudioSelection", model.AudioSelection)
VIDEO = _recording(model.VideoSource, "VideoSelection", model.VideoSelection)
LINK = Shape(
    model.Link,
    (
        _GUID,
        _NAME,
        Attribute("direction", "direction"),
        _COLOR,
        Attribute("origin", "originGUID", "guid"),
        Attribute("target", "targetGUID", "guid"),
    ),
    (_NOTES,),
)
SET = Shape(
    model.Set,
    (_GUID, _NEEDED_NAME),
    (_DESCRIPTION, Refs("codes", "MemberCode"), Refs("sources", "MemberSource"), Refs("notes", "MemberNote")),
)
SET_OF_CODEBOOK = Shape(model.Set, (_GUID, _NEEDED_NAME), (_DESCRIPTION, Refs("codes", "MemberCode", attribute="guid")))
VERTEX = Shape(
    model.Vertex,
    (
        _GUID,
        Attribute("represents", "representedGUID", "guid"),
        _NAME,
        _whole("first_x", "firstX"),
        _whole("first_y", "firstY"),
        _whole("second_x", "secondX", needed=False),
        _whole("second_y", "secondY", needed=False),
        Attribute("shape", "shape"),
        _COLOR,
    ),
)
EDGE = Shape(
    model.Edge,
    (
        _GUID,
        Attribute("represents", "representedGUID", "guid"),
        _NAME,
        Attribute("source", "sourceVertex", "guid", needed=True),
        Attribute("target", "targetVertex", "guid", needed=True),
        _COLOR,
        Attribute("direction", "direction"),
        Attribute("line", "lineStyle"),
    ),
)
GRAPH = Shape(model.Graph, (_GUID, _NAME), (Children("vertices", "Vertex", VERTEX), Children("edges", "Edge", EDGE)))

# Where each part of a project stands, in the order of the schema: the folders around it, its name, its shape.
PLACES: tuple[tuple[tuple[str, ...], str, Shape], ...] = (
    (("Users",), "User", USER),
    (("CodeBook", "Codes"), "Code", CODE),
    (("Variables",), "Variable", VARIABLE),
    (("Cases",), "Case", CASE),
    (("Sources",), "TextSource", TEXT),
    (("Sources",), "PictureSource", PICTURE),
    (("Sources",), "PDFSource", PDF),
    (("Sources",), "AudioSource", AUDIO),
    (("Sources",), "VideoSource", VIDEO),
    (("Notes",), "Note", TEXT),
    (("Links",), "Link", LINK),
    (("Sets",), "Set", SET),
    (("Graphs",), "Graph", GRAPH),
)
