"""What is told of a data set is what its file has. Where it differs somebody looks; nothing is corrected silently."""

import re
from collections.abc import Iterable

from concord.core.checks import Problem, error
from concord.evidence.naming import looks_like_a_name
from concord.evidence.reading.pieces import Measure

_NO_LETTER = re.compile(r"[\W_]+")
_MOST = 12  # names in a sentence
_LONGEST = 40  # letters of a name that is shown


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
        problems.append(error(f"a line for each column of the file; there is none for{_named(untold)}"))
    if absent:
        problems.append(error(f"no column that the file has not; it has none called: {_some(absent)}"))
    if row_count != found.rows:
        problems.append(
            error(f"as many rows as the file has below its column names, {found.rows:,}; told were {row_count:,}")
        )
    return problems


def _named(untold: list[str]) -> str:
    """Name columns, unless one of them could be what stands in a row: then the file may have no row of names, and its
    first row is somebody's."""
    if all(map(_reads_as_a_name_of_a_column, untold)):
        return f": {_some(untold)}"
    return f" {len(untold)} of them, not named here, since the first row may hold no names of columns"


def _reads_as_a_name_of_a_column(text: str) -> bool:
    plain = len(text) <= _LONGEST and "@" not in text and not any(map(str.isdigit, text))
    return plain and not looks_like_a_name(text.replace("_", " "))


def _tells(line: str, name: str) -> bool:
    return line == name or line.startswith(f"{name} ")


def _bare(text: str) -> str:
    return _NO_LETTER.sub(" ", text).strip().casefold()


def _some(names: list[str]) -> str:
    more = len(names) - _MOST
    return ", ".join(names[:_MOST]) + (f" and {more} more" if more > 0 else "")
