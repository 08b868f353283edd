"""Tables of the generated pages, in Markdown."""

from collections.abc import Iterable, Sequence


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table; each row has a cell for each heading, and a bar in a cell stays a bar."""
    lines = [_line(headings), "|" + "---|" * len(headings)]
    lines += [_line(row) for row in rows]
    return lines


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"
