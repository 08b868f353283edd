"""Prose of the programme's pages: paragraphs, headings and lists, written as plain text. Pure.

An empty line begins a paragraph, "## " a heading, and lines that begin with "- " are the items of a list."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """One block: `kind` is heading, paragraph or list; a list has its items, the others one text."""

    kind: str
    texts: tuple[str, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text in order."""
    found: list[Block] = []
    gathered: list[str] = []
    items = False

    def close() -> None:
        if gathered:
            found.append(Block("list", tuple(gathered)) if items else Block("paragraph", (" ".join(gathered),)))
            gathered.clear()

    for line in (*(line.strip() for line in text.splitlines()), ""):
        if not line or line.startswith("## "):
            close()
            if line:
                found.append(Block("heading", (line.removeprefix("## ").strip(),)))
            continue
        if line.startswith("- ") != items:
            close()
            items = line.startswith("- ")
        gathered.append(line.removeprefix("- ").strip() if items else line)
    return tuple(found)
