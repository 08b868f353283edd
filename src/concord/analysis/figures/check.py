"""Remarks on printed figures, each figure alone and several together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from concord.analysis.figures.rounding import Rounding, decimals_of, in_tenths, is_usual, possible_bases
from concord.analysis.figures.tables import FigureRow, PublishedFigure

WHOLE = Fraction(100)

NEAR_DAYS = 7
"""Figures whose dates lie this close are taken to speak of the same time."""


class Level(StrEnum):
    """How grave: an error cannot be right as printed; a warning cannot be checked; a note is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Check:
    """One remark on a figure or a site. `about` is the figure's id, or the site's slug."""

    level: Level
    code: str
    text: str
    about: str


def check(figure: PublishedFigure) -> list[Check]:
    """Every remark on one printed figure: each row, the sum of the counts, the sum and split of the percentages."""
    found = [remark for row in figure.rows for remark in _row(figure, row)]
    found.extend(_sum_of_counts(figure))
    found.extend(_sum_of_percents(figure))
    found.extend(_split(figure))
    return found


def _row(figure: PublishedFigure, row: FigureRow) -> Iterator[Check]:
    base, count, percent = figure.base, row.count, row.percent
    if base is None or base == 0:
        if percent is not None:
            text = f"{row.label}: {percent}% is printed without a base"
            yield Check(Level.WARNING, "percent-without-base", text, figure.id)
        return
    if count is not None and count > base:
        yield Check(Level.ERROR, "count-beyond-base", f"{row.label}: {count} is more than the base, {base}", figure.id)
    elif count is not None and percent is not None and not is_usual(percent, count, base):
        right = in_tenths(Fraction(100 * count, base))
        text = f"{row.label}: {count} of {base} is {right}%, printed as {percent}%"
        yield Check(Level.ERROR, "percent-not-count", text, figure.id)
    elif count is None and percent is not None:
        yield _bare_percent(figure, row.label, percent, base)


def _bare_percent(figure: PublishedFigure, label: str, percent: Decimal, base: int) -> Check:
    """A percentage without its count. In a whole, `_split` says what the column allows; elsewhere the row alone."""
    text = f"{label}: {percent}% is printed without a count"
    if figure.kind == "whole":
        return Check(Level.WARNING, "percent-without-count", text, figure.id)
    ranges = [counts for rounding in Rounding if (counts := rounding.counts(percent, base, decimals_of(percent)))]
    if not ranges:
        return Check(Level.ERROR, "no-count-fits", f"{text}, and no count of {base} gives it", figure.id)
    low, high = min(each[0] for each in ranges), max(each[-1] for each in ranges)
    span = str(low) if low == high else f"{low} to {high}"
    return Check(Level.WARNING, "percent-without-count", f"{text}; of {base} it can be {span}", figure.id)


def _sum_of_counts(figure: PublishedFigure) -> Iterator[Check]:
    counts = [row.count for row in figure.rows if row.count is not None]
    complete = len(counts) == len(figure.rows)
    if figure.kind not in {"whole", "disjoint"} or figure.base is None or not complete:
        if figure.kind != "totals" and figure.base is None:
            yield Check(Level.WARNING, "no-base", "the figure is printed without a base", figure.id)
        return
    total = sum(counts)
    terms = f"{' + '.join(map(str, counts))} = {total}" if len(counts) > 1 else str(total)
    if total > figure.base or (figure.kind == "whole" and total != figure.base):
        text = f"{terms}, but the printed base is {figure.base}"
        yield Check(Level.ERROR, "sum-not-base", text, figure.id)
    elif total < figure.base:
        text = f"{terms} of {figure.base}; {figure.base - total} are not in the table"
        yield Check(Level.NOTE, "left-over", text, figure.id)


def _sum_of_percents(figure: PublishedFigure) -> Iterator[Check]:
    """Whether the column can sum to 100. A row without a percentage adds its exact share when it has a count."""
    if figure.kind != "whole" or figure.base == 0:
        return
    total, below, above = Fraction(0), Fraction(0), Fraction(0)
    for row in figure.rows:
        exact = Fraction(100 * row.count, figure.base) if row.count is not None and figure.base else None
        if row.percent is None and exact is None:
            return
        printed = exact if row.percent is None else Fraction(row.percent)
        total += printed or 0
        if row.percent is not None and printed != exact:
            unit = Fraction(1, 10 ** decimals_of(row.percent))
            below += unit
            above += unit / 2
    possible = total == WHOLE or WHOLE - below < total <= WHOLE + above
    if any(row.percent is not None for row in figure.rows) and not possible:
        text = f"the percentages sum to {in_tenths(total)}%, which rounding cannot explain"
        yield Check(Level.ERROR, "percents-not-100", text, figure.id)


def _split(figure: PublishedFigure) -> Iterator[Check]:
    """Whether any whole numbers can stand behind percentages that are printed without counts."""
    bare = [row.percent for row in figure.rows if row.count is None and row.percent is not None]
    counts = [row.count for row in figure.rows if row.count is not None]
    base = figure.base
    if figure.kind != "whole" or not base or not bare or len(bare) + len(counts) < len(figure.rows):
        return
    if possible_bases(bare, [base], counted=sum(counts)):
        return
    fitting = possible_bases(bare, range(1, 2 * base), counted=sum(counts))
    nearest = [max((each for each in fitting if each < base), default=None)]
    nearest.append(min((each for each in fitting if each > base), default=None))
    named = " and ".join(str(each) for each in nearest if each is not None)
    shares = ", ".join(f"{each}%" for each in bare)
    more = f" with {sum(counts)} more counted" if counts else ""
    hint = f"; the nearest bases that would do are {named}" if named else ""
    text = f"no whole numbers of {base} give {shares}{more}{hint}"
    yield Check(Level.ERROR, "no-split-fits", text, figure.id)


def is_copy(figure: PublishedFigure, earlier: PublishedFigure) -> bool:
    """Whether another site's earlier figure is the same table.

    A table with a single number above nought says too little to be a copy.
    """
    telling = sum(1 for row in figure.rows if row.printed_count not in {"", "0"}) > 1
    return telling and earlier.as_of.before(figure.as_of) and _table(earlier) == _table(figure)


def differing(figures: Sequence[PublishedFigure]) -> Iterator[list[PublishedFigure]]:
    """Groups of figures of one scope and about one date that do not say the same; each group once."""
    groups: list[list[PublishedFigure]] = []
    for figure in figures:
        for group in groups:
            first = group[0]
            same_scope = (first.kind, first.base, first.focus_area) == (figure.kind, figure.base, figure.focus_area)
            if same_scope and first.as_of.near(figure.as_of, days=NEAR_DAYS):
                group.append(figure)
                break
        else:
            groups.append([figure])
    for group in groups:
        if any(_table(one) != _table(two) for one, two in combinations(group, 2)):
            yield group


def _table(figure: PublishedFigure) -> tuple[object, ...]:
    """What makes two tables the same: base and rows, not who printed them."""
    rows = tuple((row.label.casefold(), row.printed_count, row.printed_percent) for row in figure.rows)
    return figure.kind, figure.base, rows
