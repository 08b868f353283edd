"""What a document says, apart from how it looks. Frozen values of plain text: no markup comes in, so none gets out."""

import base64
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, ClassVar, TypeVar

from concord.core.errors import HouseError

DEEPEST = 3
_UNFIT = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot carry
_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Heading:
    """The heading of a part; level 1 stands right below the document's title, 3 is the deepest."""

    kind: ClassVar = "heading"
    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; a line break in the text stays one."""

    kind: ClassVar = "paragraph"
    text: str


@dataclass(frozen=True)
class Bullets:
    """A list of points, numbered where their order matters."""

    kind: ClassVar = "bullets"
    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its caption and head; the first cell of each row names the row. Best short: one a focus area."""

    kind: ClassVar = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Pairs:
    """Facts, each with its name: ("Reference", "REQ-2026-0001")."""

    kind: ClassVar = "pairs"
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Picture:
    """A picture (PNG) as wide as the text, and what it says to those who do not see it: all of it, in words."""

    kind: ClassVar = "picture"
    png: bytes
    says: str

    @property
    def embedded(self) -> str:
        """The picture as an address that holds it."""
        return f"data:image/png;base64,{base64.b64encode(self.png).decode()}"


@dataclass(frozen=True)
class Signature:
    """A signature as it was given, or without `name` and `signed` the lines on which to give one on paper.

    `statement` is what is signed, `signed` when ("14 November 2026, 15:04 UTC"), `proof` what binds it to the text."""

    kind: ClassVar = "signature"
    statement: str
    name: str = ""
    capacity: str = ""
    signed: str = ""
    proof: str = ""

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """What stands below the statement, each with its name; an empty text is a line to be filled in."""
        given = self.name or self.signed
        facts = (("Name", self.name), ("Capacity", self.capacity), ("Signed" if given else "Date", self.signed))
        proof = (("Fingerprint", self.proof),) if self.proof else ()
        return (*(() if given else (("Signature", ""),)), *facts, *proof)


Block = Heading | Paragraph | Bullets | Table | Pairs | Picture | Signature


@dataclass(frozen=True)
class Document:
    """A document: `mark` ("Fictional", "Preview") and `footer` (reference, version, short hash) stand on every page.

    `language` is a BCP 47 tag, `author` the office that speaks. Texts are made fit for every format: each way to break
    a line becomes a line feed, each character that XML cannot carry the sign for one that cannot be shown.
    Raises HouseError for headings that skip a level and for rows that do not fit their table's head."""

    title: str
    blocks: tuple[Block, ...]
    language: str = "en"
    subtitle: str = ""
    mark: str = ""
    author: str = ""
    footer: str = ""

    def __post_init__(self) -> None:
        """Refuse what no reader could follow, and make the texts fit."""
        level = 0
        for block in self.blocks:
            if isinstance(block, Heading):
                if not 1 <= block.level <= min(level + 1, DEEPEST):
                    raise HouseError(f"A heading of level {block.level} cannot follow one of level {level}.")
                level = block.level
            if isinstance(block, Table) and any(len(row) != len(block.head) for row in block.rows):
                raise HouseError(f"A row of the table “{block.caption}” does not fit its head of {len(block.head)}.")
        for field in fields(self):
            object.__setattr__(self, field.name, with_texts(getattr(self, field.name), fit))


def with_texts(value: _Value, change: Callable[[str], str]) -> _Value:
    """Return the same document, block or tuple with each of its texts changed, all the way down."""
    found: Any = value
    if isinstance(value, str):
        found = change(value)
    elif isinstance(value, tuple):
        found = tuple(with_texts(each, change) for each in value)
    elif is_dataclass(value) and not isinstance(value, type):
        texts = {field.name: with_texts(getattr(value, field.name), change) for field in fields(value)}
        found = replace(value, **texts)
    return found  # type: ignore[no-any-return]


def fit(text: str) -> str:
    """Return a text that every format can carry; nothing is left out, what cannot be shown is shown as �."""
    return _UNFIT.sub("\ufffd", _BREAK.sub("\n", text))


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text, which blank lines part; none for a blank text."""
    return tuple(Paragraph(part) for part in _BLANK_LINES.split(fit(text).strip()) if part)


def right_to_left(text: str) -> bool:
    """Say whether a text is to be set from the right: whether its first letter of either direction is."""
    if text.isascii():
        return False
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((way in _RIGHT_TO_LEFT for way in strong if way in {"L", *_RIGHT_TO_LEFT}), False)
