"""What the house itself says in a template: every run of text between tags, and the texts of a few attributes.

A run holds the values in it: <p>Base {{ base }}.</p> is one sentence to a translator. Where a sentence holds elements
or conditions too, the template puts it into [[double brackets]], and all of it is one message."""

import re
from collections.abc import Callable

from concord.publishing.site.speech import in_language

_PIECES = re.compile(
    r"(?P<said>\[\[.+?\]\])|(?P<code>\{%.*?%\}|\{#.*?#\}|<script.*?</script>)"
    r"|(?P<tag><(?:[^<>{]|\{\{.*?\}\}|\{%.*?%\})*>)|(?P<value>\{\{.*?\}\})|(?P<text>[^<{\[]+|.)",
    re.DOTALL,
)
_INSIDE = re.compile(
    r'\[\[(?P<said>.+?)\]\]|(?P<before>(?:aria-label=|data-label=|nothing=|\|(?:pluralize|default)\()")'
    r'(?P<text>(?!\[\[)(?:\{\{.*?\}\}|[^"])*)"',
    re.DOTALL,
)
_VALUES = re.compile(r"\{\{.*?\}\}|&\w+;")
_LETTER = re.compile(r"[A-Za-z]")
_EDGES = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)


def of(source: str) -> list[str]:
    """Return every message of a template, in its order."""
    found: list[str] = []

    def note(message: str) -> str:
        found.append(message)
        return message

    changed(source, note)
    return found


def translated(source: str, language: str) -> str:
    """Return a template with everything that it says in this language."""
    return changed(source, lambda message: in_language(message, language))


def changed(source: str, change: Callable[[str], str]) -> str:
    """Return a template with each of its messages changed."""
    done: list[str] = []
    run = ""
    for piece in _PIECES.finditer(source):
        if piece.lastgroup in {"text", "value"}:
            run += piece[0]
            continue
        done.append(_run(run, change))
        run = ""
        done.append(change(piece[0][2:-2]) if piece.lastgroup == "said" else _parts(piece[0], change))
    done.append(_run(run, change))
    return "".join(done)


def _run(run: str, change: Callable[[str], str]) -> str:
    """Change a run of text, and leave the space around it; in values that stand alone, what filters are given."""
    if not _LETTER.search(_VALUES.sub("", run)):
        return _parts(run, change)
    found = _EDGES.match(run)
    return f"{found[1]}{change(found[2])}{found[3]}" if found else run


def _parts(piece: str, change: Callable[[str], str]) -> str:
    """Change the texts inside a tag, or given to a filter."""

    def one(found: re.Match[str]) -> str:
        if found["said"]:
            return change(found["said"])
        text = found["text"]
        return f'{found["before"]}{change(text) if _LETTER.search(_VALUES.sub("", text)) else text}"'

    return piece if piece.startswith("<script") else _INSIDE.sub(one, piece)
