"""Web pages: what a reader would see, without programs, styles and what is hidden. Nothing is fetched."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from concord.evidence.reading import texts
from concord.evidence.reading.pieces import Collector, Page, Unreadable
from concord.evidence.reading.warnings import Warn

_NO_TEXT = frozenset({"script", "style", "template", "noscript", "head", "iframe", "object", "embed", "svg", "canvas"})
_ENDS_A_PARAGRAPH = (
    "address article aside blockquote body br dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 "
    "h5 h6 header hr html legend li main nav ol option p pre section summary table tbody tfoot thead tr ul"
)
_BLOCKS = frozenset(_ENDS_A_PARAGRAPH.split())
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_STANDS_ALONE = (
    "area base br col embed hr img input link meta source track wbr p li dt dd option tr td th thead tbody tfoot"
)
_NEED_NO_END = frozenset(_STANDS_ALONE.split())
_CELLS = frozenset({"td", "th"})
_MOST_NODES = 2_000_000
_DEEPEST = 1_000


def read(path: Path, warn: Warn) -> Iterator[Page]:
    """Yield a page's text. Raises Unreadable."""
    yield from of_text("".join(texts.lines(path)), warn)


def of_text(markup: str, warn: Warn) -> Iterator[Page]:
    """Yield the text of markup, sixty paragraphs a page. Raises Unreadable."""
    out = Collector()
    for paragraph in paragraphs(markup, warn):
        out.add(paragraph)
        yield from out.take()
    out.turn()
    yield from out.take()


def paragraphs(markup: str, warn: Warn) -> Iterator[str]:
    """Yield the paragraphs of markup. Raises Unreadable for what nests without end."""
    from selectolax.lexbor import LexborHTMLParser

    _require_shallow(markup)
    held: list[str] = []
    said = False
    root = LexborHTMLParser(markup).root
    for node, leaves in _walked(root):
        name = node.tag
        if name in _NO_TEXT and not said and name != "head":
            warn("Programs, styles and frames of the page were left out.")
            said = True
        if name == "-text" and not leaves:
            held.append(node.text(deep=False) or "")
        elif name in _BLOCKS and held:
            yield " ".join("".join(held).split())
            held = []
        elif name in _CELLS and leaves:
            held.append(" ")
    yield " ".join("".join(held).split())


def _require_shallow(markup: str) -> None:
    """Raise Unreadable for marks in marks without end, which cost a parser more than they say."""
    if markup.count("<") > _MOST_NODES:
        raise Unreadable("bomb", f"The page has more than {_MOST_NODES:,} marks. Print it as PDF and send that.")
    depth = 0
    for ends, name in _TAG.findall(markup):
        if name.lower() not in _NEED_NO_END:
            depth = max(0, depth - 1) if ends else depth + 1
            if depth > _DEEPEST:
                raise _too_deep()


def _too_deep() -> Unreadable:
    return Unreadable("bomb", "The page is nested deeper than any program writes it. Print it as PDF and send that.")


def _walked(root: Any) -> Iterator[tuple[Any, bool]]:
    """Yield each node when it is entered and when it is left, without what holds no text."""
    stack: list[tuple[Any, bool]] = [(root, False)] if root is not None else []
    depth = 0
    while stack:
        node, leaves = stack.pop()
        yield node, leaves
        if leaves:
            depth -= 1
            continue
        hidden = node.tag in _NO_TEXT or (node.tag != "-text" and "hidden" in (node.attributes or {}))
        if hidden or node.tag == "-text":
            continue
        depth += 1
        if depth > _DEEPEST:
            raise _too_deep()
        stack.append((node, True))
        children = list(node.iter(include_text=True))
        stack.extend((child, False) for child in reversed(children))
