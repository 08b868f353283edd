"""Who came, as counts by group and rank: how it is typed and read. Pure.

One line a group and rank: "4 Patrol officers, sergeant". A line without a comma has no rank."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from concord.core.errors import BadInput

_LINE = re.compile(r"(\d{1,6})\s+(.+)")
_LONGEST_GROUP, _LONGEST_RANK = 120, 80


@dataclass(frozen=True)
class Came:
    """How many of a group and rank ("" where there is none) came, or are wanted."""

    group: str
    rank: str
    number: int


def read(text: str) -> tuple[Came, ...]:
    """Read one line for each group and rank. Raises BadInput that names the line and what was expected."""
    found: dict[tuple[str, str], Came] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise BadInput(
                f"Line {number}: expected a number, then the group and, after a comma, the rank, such as “4 Patrol "
                f"officers, sergeant”; found “{line.strip()[:60]}”."
            )
        group, _, rank = (part.strip() for part in match[2].rpartition(",")) if "," in match[2] else (match[2], "", "")
        if len(group) > _LONGEST_GROUP or len(rank) > _LONGEST_RANK:
            raise BadInput(f"Line {number}: a group has at most {_LONGEST_GROUP} letters, a rank {_LONGEST_RANK}.")
        if (group, rank) in found:
            raise BadInput(f"Line {number}: “{match[2]}” stands in an earlier line already. Add the two numbers.")
        found[group, rank] = Came(group, rank, int(match[1]))
    return tuple(found.values())


def written(rows: Iterable[Came]) -> str:
    """Write rows as they are typed."""
    return "\n".join(f"{row.number} {row.group}{', ' if row.rank else ''}{row.rank}" for row in rows)
