"""What every process that reads a file does around the reading: it gives up what it does not need, looks what the file
really is, and says what it finds in lines of JSON.

Lines are {"kind"}, {"warning"}, what the reading itself says, and last {"end"} or {"refused", "sentence"}; `peak_kb`
and `began_kb` with the last say how much memory it took."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from concord.evidence.reading import guard
from concord.evidence.reading.confined import confine
from concord.evidence.reading.pieces import Unreadable
from concord.evidence.reading.warnings import Warn


def say(**line: Any) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def _peak_kb() -> int:
    """Return the most memory that this program had; what its parent had before does not count."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))


def serve(
    path: Path,
    name: str,
    tell: Callable[[str, Warn], None],
    inspect: Callable[[Path, str], guard.Inspected] = guard.inspect,
) -> None:
    """Confine this process, and have `tell(kind, warn)` say what is in a file that `inspect` lets pass."""
    confine()
    began = _peak_kb()
    warned: set[str] = set()

    def warn(sentence: str) -> None:
        if sentence not in warned:
            warned.add(sentence)
            say(warning=sentence)

    try:
        found = inspect(path, name)
        say(kind=found.kind)
        for sentence in found.warnings:
            warn(sentence)
        tell(found.kind, warn)
    except Unreadable as refused:
        say(refused=refused.code, sentence=refused.sentence, began_kb=began, peak_kb=_peak_kb())
    except MemoryError:
        say(refused="stopped", sentence="The file takes more memory to read than a file should. Save it anew as PDF.")
    else:
        say(end=True, began_kb=began, peak_kb=_peak_kb())
