"""Messages as Outlook saves them (.msg): who wrote to whom and when, and what; what is attached is named, and sent by
itself."""

import mmap
import struct
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from concord.evidence.reading import web
from concord.evidence.reading.compound import Compound, Entry
from concord.evidence.reading.kinds import Kind
from concord.evidence.reading.pieces import Collector, Page, Unreadable
from concord.evidence.reading.warnings import Warn

_TEXT, _HEAD_TEXT = 20_000_000, 4_000  # bytes that are read of the text, and of anything else
_SUBJECT, _BODY, _HTML, _PACKED, _SENT = "0037", "1000", "1013", "1009", 0x00390040
_SENDER, _ADDRESSES = "0C1A", ("5D01", "0C1F")
_TO, _CC = "0E04", "0E03"
_ATTACHED, _NAMES = "__attach_version1.0_", ("3707", "3704")
_FACTS, _HEAD_OF_FACTS, _FACT = "__properties_version1.0", 32, 16
_OF_MESSAGE = "__substg1.0_"
_FIRST_DAY = datetime(1601, 1, 1, tzinfo=UTC)
_MOST_ATTACHED = 1_000


def look(path: Path, kind: Kind, data: mmap.mmap) -> tuple[str, ...]:
    """Judge a message before it is read. Raises Unreadable for a compound file that is none, as old Word writes."""
    del path, kind
    box = Compound(bytes(data))
    if not any(entry.name == _FACTS for entry in box.inside(box.entries[0])):
        raise Unreadable("wrong-ending", "The name says an Outlook message, but the file is of another program. Send "
                         "it under its own name, or save it anew.")  # fmt: skip
    return ()


def read(path: Path, warn: Warn) -> Iterator[Page]:
    """Yield a message. Raises Unreadable."""
    box = Compound(path.read_bytes())
    parts = {entry.name: entry for entry in box.inside(box.entries[0])}
    out = Collector()
    for name, value in _heads(box, parts):
        if value:
            out.add(f"{name}: {value}")
    for paragraph in _body(box, parts, warn):
        out.add(paragraph)
        yield from out.take()
    if attached := list(_attached(box, parts)):
        warn(f"{len(attached)} attached: {', '.join(attached)[:200]}. Not read: send what matters by itself.")
    out.turn()
    yield from out.take()


def _heads(box: Compound, parts: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    sender = _text(box, parts, _SENDER)
    address = next(filter(None, (_text(box, parts, tag) for tag in _ADDRESSES)), "")
    shown = f"{sender} <{address}>" if sender and "@" in address and address != sender else sender or address
    yield "From", shown
    yield "To", _text(box, parts, _TO)
    yield "Cc", _text(box, parts, _CC)
    yield "Date", _sent(box, parts)
    yield "Subject", _text(box, parts, _SUBJECT)


def _body(box: Compound, parts: Mapping[str, Entry], warn: Warn) -> Iterator[str]:
    if text := _text(box, parts, _BODY, _TEXT):
        yield from text.replace("\r\n", "\n").split("\n\n")
    elif (page := parts.get(f"{_OF_MESSAGE}{_HTML}0102")) is not None:
        raw = box.read(page, _TEXT)
        try:
            content = raw.decode("utf-8")
        except UnicodeDecodeError:
            content = raw.decode("cp1252", "replace")
        yield from web.paragraphs(content, warn)
    elif f"{_OF_MESSAGE}{_PACKED}0102" in parts:
        warn("Its text is kept as packed rich text alone, which is not read. Save the message as .eml or PDF.")


def _text(box: Compound, parts: Mapping[str, Entry], tag: str, most: int = _HEAD_TEXT) -> str:
    """Return a text of the message, "" where it has none."""
    for kind, letters in (("001F", "utf-16-le"), ("001E", "cp1252")):
        if (entry := parts.get(f"{_OF_MESSAGE}{tag}{kind}")) is not None:
            return box.read(entry, most).decode(letters, "replace").rstrip("\0")
    return ""


def _sent(box: Compound, parts: Mapping[str, Entry]) -> str:
    """Return when it was sent (UTC), "" where that is not said."""
    entry = parts.get(_FACTS)
    raw = b"" if entry is None else box.read(entry, _HEAD_TEXT)
    for at in range(_HEAD_OF_FACTS, len(raw) - _FACT + 1, _FACT):
        tag, _, ticks = struct.unpack_from("<IIQ", raw, at)
        if tag == _SENT:
            try:
                return f"{_FIRST_DAY + timedelta(microseconds=ticks // 10):%d %b %Y %H:%M} UTC"
            except OverflowError:
                return ""
    return ""


def _attached(box: Compound, parts: Mapping[str, Entry]) -> Iterator[str]:
    for entry in [entry for name, entry in parts.items() if name.startswith(_ATTACHED)][:_MOST_ATTACHED]:
        inside = {one.name: one for one in box.inside(entry)}
        yield next(filter(None, (_text(box, inside, tag) for tag in _NAMES)), "a part without a name")
