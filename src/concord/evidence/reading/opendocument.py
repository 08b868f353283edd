"""OpenDocument text (.odt): the text as it stands, without tracked deletions and comments."""

from collections.abc import Iterator
from pathlib import Path

from concord.evidence.reading import markup
from concord.evidence.reading.pieces import Collector, Page
from concord.evidence.reading.warnings import Warn

_NO_TEXT = frozenset({"tracked-changes", "annotation", "binary-data", "note-citation"})


class _Body:
    """What has been read, and where in it we are."""

    def __init__(self, out: Collector) -> None:
        """Give paragraphs to a collector."""
        self.out = out
        self.open: list[list[str]] = []  # paragraphs within paragraphs (a note within a text)
        self.silent = 0
        self.left_out = False

    def starts(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of a mark."""
        del attributes
        if name in _NO_TEXT:
            self.silent += 1
            self.left_out = self.left_out or name != "note-citation"
        elif name in ("p", "h"):
            self.open.append([])
        elif name in ("tab", "line-break", "s"):
            self.says(" ")
        elif name == "soft-page-break":
            self.out.size = 10**9
            self.out.turn()

    def ends(self, name: str) -> None:
        """Take the end of a mark."""
        if name in _NO_TEXT:
            self.silent -= 1
        elif name in ("p", "h") and self.open:
            self.out.add("".join(self.open.pop()))

    def says(self, text: str) -> None:
        """Take text."""
        if self.open and not self.silent:
            self.open[-1].append(text)


def read(path: Path, warn: Warn) -> Iterator[Page]:
    """Yield the pages. Raises Unreadable."""
    out = Collector()
    body = _Body(out)
    with markup.opened(path) as file, file.open("content.xml") as part:
        for _ in markup.walk(part, starts=body.starts, ends=body.ends, says=body.says):
            yield from out.take()
    out.turn()
    yield from out.take()
    if body.left_out:
        warn("Comments, and text that was struck out with changes tracked, were left out.")
