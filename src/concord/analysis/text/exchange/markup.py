"""Plain text of a document's HTML, with how many bytes of the HTML's text each character stands for."""

from dataclasses import dataclass
from html.parser import HTMLParser

_BLOCKS = frozenset(
    {
        *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "pre", "blockquote", "br", "hr", "table"),
        *("ul", "ol", "dl", "dt", "dd", "section", "article", "header", "footer", "figure", "figcaption"),
    }
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A text, and for each character how many UTF-8 bytes it stands for: 0 for a line end that was put in."""

    text: str
    widths: bytes


def plain_text(html: str) -> Plain:
    """Return the text between the tags, with a line end after each block that has none."""
    walk = _Walk()
    walk.feed(html)
    walk.close()
    text = "".join(piece for piece, _ in walk.pieces)
    widths = bytearray()
    for piece, real in walk.pieces:
        widths += bytes(len(c.encode("utf-8", "surrogatepass")) for c in piece) if real else b"\0"
    return Plain(text, bytes(widths))


class _Walk(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[tuple[str, bool]] = []
        self._due = False

    def handle_data(self, data: str) -> None:
        if self._due and not data.startswith("\n") and self.pieces and not self.pieces[-1][0].endswith("\n"):
            self.pieces.append(("\n", False))
        self._due = False
        self.pieces.append((data, True))

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end_block()

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_block()

    def end_block(self) -> None:
        """A line end is due before the next text, if there is any."""
        self._due = bool(self.pieces)
