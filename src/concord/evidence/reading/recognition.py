"""Letters in pictures, recognised by the program tesseract where it is installed. It reads from a pipe and writes to a
pipe; how sure it is of each word comes along."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

from concord.evidence.reading.pieces import Unreadable, parts, plain

_LONGEST_S = 120
_COLUMNS = 12
_WORD = "5"
_LANGUAGE = re.compile(r"[a-z]{3}(\+[a-z]{3})*")


@dataclass(frozen=True)
class Recognised:
    """Paragraphs, and the mean confidence of their words from 0 to 1; None where there is no word."""

    paragraphs: tuple[str, ...]
    confidence: float | None


@cache
def installed() -> str:
    """Return where the program is, or ""."""
    return shutil.which("tesseract") or ""


def _languages() -> str:
    asked = os.environ.get("CONCORD_OCR_LANGUAGES", "eng")
    return asked if _LANGUAGE.fullmatch(asked) else "eng"


def read(picture: bytes) -> Recognised:
    """Recognise a picture (PNG). Raises Unreadable when the program fails or takes too long."""
    try:
        done = subprocess.run(
            [installed(), "-", "-", "-l", _languages(), "--psm", "3", "tsv"],
            input=picture,
            capture_output=True,
            timeout=_LONGEST_S,
            check=True,
            env={"OMP_THREAD_LIMIT": "1", "PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise Unreadable(
            "stopped", "The letters of the picture could not be recognised. Scan it again, or type it."
        ) from error
    return of_table(done.stdout.decode("utf-8", "replace"))


def of_table(table: str) -> Recognised:
    """Return what the program's table says: one word a line, with its block and paragraph, and how sure it is."""
    found: dict[tuple[str, ...], list[str]] = {}
    sure: list[float] = []
    for line in table.splitlines()[1:]:
        cells = line.split("\t")
        if len(cells) == _COLUMNS and cells[0] == _WORD and cells[11].strip():
            found.setdefault(tuple(cells[1:4]), []).append(cells[11])
            sure.append(float(cells[10]) / 100)
    words = tuple(piece for each in found.values() for piece in parts(plain(" ".join(each))))
    return Recognised(words, round(sum(sure) / len(sure), 3) if sure else None)
