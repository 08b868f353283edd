"""Recordings as captions: WebVTT and SRT. What one speaker says in a row becomes one turn."""

import html
import re
from collections.abc import Iterator

from concord.core.errors import BadInput
from concord.evidence.notes.plain import from_text

_TIMES = re.compile(r"\s*(\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}\s+-->\s+(\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}.*")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,80})>")
_MARKUP = re.compile(r"<[^>]{0,200}>")
_SPEAKER = re.compile(r"(?:- )?([A-Z][\w .'-]{0,38}):\s+(\S.*)", re.DOTALL)


def from_vtt(content: bytes) -> str:
    """Return the turns of a WebVTT file. Raises BadInput unless it begins as one."""
    text = from_text(content)
    if not text.startswith("WEBVTT"):
        raise BadInput("A WebVTT file begins with “WEBVTT”; this one does not.")
    return _joined(text)


def from_srt(content: bytes) -> str:
    """Return the turns of an SRT file. Raises BadInput where it has no caption."""
    return _joined(from_text(content))


def _joined(text: str) -> str:
    turns: list[tuple[str, list[str]]] = []
    for speaker, said in _spoken(text):
        if turns and (turns[-1][0] == speaker or not speaker):
            turns[-1][1].append(said)
        else:
            turns.append((speaker, [said]))
    if not turns:
        raise BadInput("No caption was found: expected times such as “00:01:02.000 --> 00:01:05.000” and text below.")
    return "\n".join(f"{speaker}: {' '.join(said)}" if speaker else " ".join(said) for speaker, said in turns)


def _spoken(text: str) -> Iterator[tuple[str, str]]:
    """Yield who says what, caption by caption; "" where a caption names nobody."""
    for block in re.split(r"\n[ \t]*\n", text):
        lines = block.strip("\n").split("\n")
        at = next((n for n, line in enumerate(lines[:2]) if _TIMES.fullmatch(line)), None)
        if at is None:
            continue
        yield from _of_caption("\n".join(lines[at + 1 :]))


def _of_caption(caption: str) -> Iterator[tuple[str, str]]:
    parts = _VOICE.split(caption)
    pairs = list(zip(["", *parts[1::2]], parts[::2], strict=True))
    for voice, raw in pairs:
        said = " ".join(html.unescape(_MARKUP.sub("", raw)).split())
        if not said:
            continue
        named = _SPEAKER.fullmatch(said)
        if voice or named is None:
            yield voice.strip(), said
        else:
            yield named[1], named[2]
