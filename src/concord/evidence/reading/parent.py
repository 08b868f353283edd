"""Reading a file from outside: a process of its own does it, and is ended when it takes too long."""

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from concord.evidence.reading import cleaner
from concord.evidence.reading.pieces import Measure, Page, Row, Unreadable

_LONGEST_LINE = 64 * 2**20
_STEP = 2**16
Source = Path | int
"""A file, or the number of one that is open."""


@dataclass(frozen=True)
class Told:
    """What a reader says beside the pages: which kind the file is, what was left out, or how many pages there are."""

    kind: str = ""
    warning: str = ""
    pages: int = 0


@dataclass(frozen=True)
class Ended:
    """The whole file was read. Memory in kB: when the reader began, and at most."""

    began_kb: int
    peak_kb: int


Line = Page | Row | Measure | Told | Ended


def read(source: Source, name: str, *, first: int = 1, blank: int = 0, patience_s: float = 150.0) -> Iterator[Line]:
    """Yield what is read from page `first` on, page by page, and Ended as the last.

    `blank` is how many pages before it have no text, `patience_s` how long the reader may say nothing. Raises
    Unreadable: refused, damaged, or it took too long."""
    child = _started("child", source, name, str(first), str(blank))
    try:
        yield from _lines(child, patience_s)
    finally:
        _end(child)


def tables(source: Source, name: str, *, patience_s: float = 60.0) -> Iterator[Line]:
    """Yield what is read from the tables of a CSV, an Excel or a Word file, row by row, and Ended as the last.

    Raises Unreadable as `read` does."""
    child = _started("tabler", source, name)
    try:
        yield from _lines(child, patience_s)
    finally:
        _end(child)


def measure(source: Source, name: str, *, patience_s: float = 60.0) -> Measure:
    """Return the columns of a CSV, an Excel or a Parquet file, and how many rows it has. Raises Unreadable as `read`
    does."""
    child = _started("measurer", source, name)
    try:
        return next(line for line in list(_lines(child, patience_s)) if isinstance(line, Measure))
    finally:
        _end(child)


def clean(source: Source, kind: str, *, patience_s: float = 150.0) -> bytes | None:
    """Return the clean copy of a file whose kind has one, or None. Raises Unreadable when it cannot be made."""
    if kind not in cleaner.KINDS:
        return None
    child = _started("cleaner", source, kind)
    try:
        copy = b"".join(_pieces(child, patience_s))
        if child.wait(timeout=patience_s) or not copy:
            raise _stopped()
    except subprocess.TimeoutExpired:
        raise _stopped() from None
    finally:
        _end(child)
    return copy


@contextmanager
def in_memory(chunks: Iterable[bytes]) -> Iterator[int]:
    """Keep bytes in a file that is in memory and on no disk, for as long as they are read."""
    number = os.memfd_create("read")
    try:
        with os.fdopen(os.dup(number), "wb") as memory:
            memory.writelines(chunks)
        yield number
    finally:
        os.close(number)


def place(source: Source) -> Path:
    """Return where a file is, for this process and for one that is given it."""
    return source if isinstance(source, Path) else Path(f"/proc/self/fd/{source}")


def _started(module: str, source: Source, *words: str) -> "subprocess.Popen[bytes]":
    environment = {k: v for k, v in os.environ.items() if k.startswith(("CONCORD_READER_", "CONCORD_OCR_", "PATH"))}
    environment["PYTHONPATH"] = os.pathsep.join(place for place in sys.path if place)
    return subprocess.Popen(
        [sys.executable, "-m", f"concord.evidence.reading.{module}", str(place(source)), *words],
        pass_fds=() if isinstance(source, Path) else (source,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd="/",
    )


def _end(child: "subprocess.Popen[bytes]") -> None:
    child.kill()
    child.wait()
    if child.stdout:
        child.stdout.close()


def _lines(child: "subprocess.Popen[bytes]", patience_s: float) -> Iterator[Line]:
    held = bytearray()
    for piece in _pieces(child, patience_s):
        held += piece
        if len(held) > _LONGEST_LINE:
            raise _stopped()
        *whole, rest = held.split(b"\n")
        held = bytearray(rest)
        for line in whole:
            found = _found(json.loads(line))
            yield found
            if isinstance(found, Ended):
                return
    raise _stopped()


def _pieces(child: "subprocess.Popen[bytes]", patience_s: float) -> Iterator[bytes]:
    out = cast("IO[bytes]", child.stdout)  # it was asked for as a pipe
    with selectors.DefaultSelector() as selector:
        selector.register(out, selectors.EVENT_READ)
        until = time.monotonic() + patience_s
        while selector.select(max(0.0, until - time.monotonic())):
            piece = os.read(out.fileno(), _STEP)
            if not piece:
                return
            until = time.monotonic() + patience_s
            yield piece


def _found(line: dict[str, Any]) -> Line:
    if "page" in line:
        return Page(line["page"], tuple(line["paragraphs"]), line["confidence"])
    if "cells" in line:
        return Row(line["table"], line["name"], line["row"], tuple(line["cells"]))
    if "columns" in line:
        return Measure(tuple(line["columns"]), tuple(line["places"]), line["rows"])
    if "refused" in line:
        raise Unreadable(line["refused"], line["sentence"], line.get("began_kb", 0), line.get("peak_kb", 0))
    if "end" in line:
        return Ended(line["began_kb"], line["peak_kb"])
    return Told(line.get("kind", ""), line.get("warning", ""), line.get("pages", 0))


def _stopped() -> Unreadable:
    return Unreadable(
        "stopped", "The file takes longer to read, or more memory, than a file should. Print it as PDF and send that."
    )
