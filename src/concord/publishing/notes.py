"""The staff's lines on what changed, as they are typed: one a line, "1.2.3: what is to be said". Pure."""

import re
from collections.abc import Mapping

LONGEST = 200
_LINE = re.compile(r"\s*([\w.\-]+)\s*:\s*(\S.*?)\s*")


def read(text: str) -> tuple[dict[str, str], list[str]]:
    """Return the lines by the label of the recommendation, and what is wrong with those that cannot be read."""
    notes: dict[str, str] = {}
    wrong = []
    for number, line in enumerate(text.splitlines(), start=1):
        match = _LINE.fullmatch(line)
        if not line.strip():
            continue
        if match is None:
            wrong.append(f"Line {number} is not “label: text”.")
        elif match[1] in notes:
            wrong.append(f"Line {number}: {match[1]} has a line already.")
        elif len(match[2]) > LONGEST:
            wrong.append(f"Line {number} has {len(match[2])} characters; {LONGEST} at most.")
        else:
            notes[match[1]] = match[2]
    return notes, wrong


def written(notes: Mapping[str, str]) -> str:
    """Return the lines as they are typed."""
    return "\n".join(f"{label}: {note}" for label, note in notes.items())
