"""What is told of a data set is what its file has. Where it differs somebody looks; nothing is corrected silently."""

import re
from collections.abc import Iterable

from concord.core.checks import Problem, error
from concord.evidence.reading.pieces import Measure

_NO_LETTER = re.compile(r"[\W_]+")
_MOST = 12  # names in a sentence


def as_the_file_has_it(columns: Iterable[str], row_count: int, found: Measure | None) -> list[Problem]:
    """The columns and the rows that are told are those of the file, as far as Concord can look into it.

    A column is told by a line that begins with its name; what it holds may follow."""
    if found is None:
        return []
    lines = {_bare(line): line.strip() for line in columns if _bare(line)}
    names = {_bare(name): name for name in found.columns}
    untold = [name for bare, name in names.items() if not any(_tells(line, bare) for line in lines)]
    absent = [line for bare, line in lines.items() if not any(_tells(bare, name) for name in names)]
    problems = []
    if untold:
        problems.append(error(f"a line for each column of the file; there is none for: {_some(untold)}"))
    if absent:
        problems.append(error(f"no column that the file has not; it has none called: {_some(absent)}"))
    if row_count != found.rows:
        problems.append(
            error(f"as many rows as the file has below its column names, {found.rows:,}; told were {row_count:,}")
        )
    return problems


def _tells(line: str, name: str) -> bool:
    return line == name or line.startswith(f"{name} ")


def _bare(text: str) -> str:
    return _NO_LETTER.sub(" ", text).strip().casefold()


def _some(names: list[str]) -> str:
    more = len(names) - _MOST
    return ", ".join(names[:_MOST]) + (f" and {more} more" if more > 0 else "")
