"""Texts, captions, tables of CSV, rich texts."""

import csv
import html
import re
from collections.abc import Iterator
from pathlib import Path

from concord.evidence.reading import texts
from concord.evidence.reading.pieces import Collector, Page, Unreadable
from concord.evidence.reading.warnings import Warn

ROWS = 100  # of a table, on a page
MOST_ROWS = 500_000
_LONGEST_CELL = 2**20
_TIMES = re.compile(r"^\s*(\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{3}\s*-->")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,100})>")
_TAG = re.compile(r"<[^>]{0,200}>")
_SPOKEN = re.compile(r"^(?:>{0,2}|-)\s*([^\W\d_][\w.' -]{0,60}):\s+(.+)$")


def text(path: Path, warn: Warn) -> Iterator[Page]:
    """Yield a text: paragraphs end at an empty line, pages at a form feed, or after sixty paragraphs."""
    del warn
    out, held = Collector(), list[str]()
    for line in texts.lines(path):
        for number, piece in enumerate(line.split("\f")):
            if number:
                out.add(" ".join(held))
                held.clear()
                out.turn()
            if piece.strip():
                held.append(piece.strip())
            elif held:
                out.add(" ".join(held))
                held.clear()
        if sum(map(len, held[-1:])) > _LONGEST_CELL // 8 or len(held) > 10_000:  # noqa: PLR2004 - lines of one paragraph
            out.add(" ".join(held))
            held.clear()
        yield from out.take()
    out.add(" ".join(held))
    out.turn()
    yield from out.take()


def captions(path: Path, warn: Warn) -> Iterator[Page]:
    """Yield captions (WebVTT, SRT): one paragraph a turn, "Speaker: words", without the times."""
    del warn
    out = Collector()
    speaker, said, in_cue = "", list[str](), False

    def end_turn() -> None:
        if said:
            out.add(f"{speaker}: {' '.join(said)}" if speaker else " ".join(said))
            said.clear()

    for raw in texts.lines(path):
        line = raw.strip()
        if _TIMES.match(line):
            in_cue = True
            continue
        in_cue = in_cue and bool(line)  # what stands outside, such as a remark or a number, nobody said
        for who, words in _spoken(line) if in_cue else ():
            if (who and who != speaker) or sum(map(len, said)) > 4_000:  # noqa: PLR2004 - letters of one turn
                end_turn()
                speaker = who or speaker
            said.append(words)
        yield from out.take()
    end_turn()
    out.turn()
    yield from out.take()


def _spoken(line: str) -> Iterator[tuple[str, str]]:
    """Yield who says what in a line; "" where it names nobody."""
    voices = _VOICE.split(line)
    for who, raw in zip(["", *voices[1::2]], voices[::2], strict=True):
        words = html.unescape(_TAG.sub("", raw)).strip()
        found = None if who else _SPOKEN.match(words)
        if words:
            yield (found[1].strip(), found[2]) if found else (who.strip(), words)


def records(path: Path, most: int = MOST_ROWS) -> Iterator[list[str]]:
    """Yield the records of a CSV, whatever parts its cells. Raises Unreadable, also of more than so many."""
    csv.field_size_limit(_LONGEST_CELL)
    sample = "".join(line for line, _ in zip(texts.lines(path), range(20), strict=False))[:8_192]
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(sample, delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        for number, row in enumerate(csv.reader(texts.lines(path), dialect), start=1):
            if number > most:
                raise Unreadable("too-long", f"The table has more than {most:,} rows. Register it as a data set.")
            yield row
    except csv.Error as error:
        raise Unreadable(
            "damaged", "A cell of the table has no end, or more than a million letters. Save it anew."
        ) from error


def table(path: Path, warn: Warn) -> Iterator[Page]:
    """Yield a CSV: one paragraph a row, its cells with a bar between, a hundred rows a page. Raises Unreadable."""
    del warn
    out = Collector(size=ROWS)
    for row in records(path):
        out.add(" | ".join(cell.strip() for cell in row if cell.strip()))
        yield from out.take()
    out.turn()
    yield from out.take()


def rich(path: Path, warn: Warn) -> Iterator[Page]:
    """Yield a rich text (RTF). Raises Unreadable."""
    del warn
    from striprtf.striprtf import rtf_to_text

    out = Collector()
    try:
        words = rtf_to_text(path.read_text("cp1252", errors="replace"), errors="replace")
    except (ValueError, IndexError, KeyError, LookupError, OverflowError) as error:
        raise Unreadable("damaged", "The text is damaged. Open it, save it as .docx and send that.") from error
    for line in words.split("\n"):
        out.add(line)
        yield from out.take()
    out.turn()
    yield from out.take()
