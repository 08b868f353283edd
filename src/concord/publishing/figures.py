"""Pure checks of figures that somebody else printed: can they be right, and do they agree with each other?

Nothing here changes or merges a figure. Where two disagree, both stay and a check says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

from concord.publishing.imports.records import FigureRow, PublishedFigure, Site

__all__ = [
    "Check",
    "FigureRow",
    "Level",
    "PublishedFigure",
    "Rounding",
    "check",
    "check_site",
    "possible_bases",
]

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


class Rounding(StrEnum):
    """The usual ways to round a percentage."""

    HALF_UP = "half up"
    HALF_EVEN = "half even"
    TRUNCATED = "truncated"

    def apply(self, value: Fraction, decimals: int) -> Fraction:
        """The value (not negative) rounded this way."""
        scaled = value * 10**decimals
        if self is Rounding.HALF_UP:
            whole = floor(scaled + Fraction(1, 2))
        elif self is Rounding.HALF_EVEN:
            whole = round(scaled)
        else:
            whole = floor(scaled)
        return Fraction(whole, 10**decimals)

    def counts(self, percent: Decimal, base: int, decimals: int) -> range:
        """Every whole number of `base` (1 or more) whose share is printed as `percent`. May be empty."""
        unit = Fraction(1, 10**decimals)
        printed = Fraction(percent)
        lowest, highest = (
            (printed, printed + unit) if self is Rounding.TRUNCATED else (printed - unit / 2, printed + unit / 2)
        )
        low = max(0, ceil(lowest * base / 100))
        high = min(base, floor(highest * base / 100))
        # Only the two ends can fall to the neighbouring percentage.
        while low <= high and self.apply(Fraction(100 * low, base), decimals) != printed:
            low += 1
        while low <= high and self.apply(Fraction(100 * high, base), decimals) != printed:
            high -= 1
        return range(low, high + 1)


def possible_bases(
    percents: Sequence[Decimal], base_range: Iterable[int], decimals: int | None = None, *, counted: int = 0
) -> list[int]:
    """The bases that whole numbers can split into these percentages, with `counted` more that have a count only.

    One way of rounding must do for the whole column. `decimals` None: as many as each percentage is printed with.
    """
    return [base for base in base_range if base > 0 and _splits(percents, base, decimals, counted)]


def _splits(percents: Sequence[Decimal], base: int, decimals: int | None, counted: int) -> bool:
    for rounding in Rounding:
        ranges = [rounding.counts(each, base, _decimals(each) if decimals is None else decimals) for each in percents]
        if all(ranges) and sum(each[0] for each in ranges) <= base - counted <= sum(each[-1] for each in ranges):
            return True
    return False


def check(figure: PublishedFigure) -> list[Check]:
    """Every remark on one printed figure: each row, the sum of the counts, the sum and split of the percentages."""
    found = [remark for row in figure.rows for remark in _row(figure, row)]
    found.extend(_sum_of_counts(figure))
    found.extend(_sum_of_percents(figure))
    found.extend(_split(figure))
    return found


def _decimals(percent: Decimal) -> int:
    exponent = percent.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _plain(value: Fraction) -> str:
    """At least one decimal, rounded half up."""
    return f"{float(Rounding.HALF_UP.apply(value, 1)):.1f}"


def is_usual(percent: Decimal, count: int, base: int) -> bool:
    """Whether `percent` is `count` of `base`, rounded in any usual way to the decimals that it is printed with."""
    true, decimals = Fraction(100 * count, base), _decimals(percent)
    return any(rounding.apply(true, decimals) == Fraction(percent) for rounding in Rounding)


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
        right = _plain(Fraction(100 * count, base))
        text = f"{row.label}: {count} of {base} is {right}%, printed as {percent}%"
        yield Check(Level.ERROR, "percent-not-count", text, figure.id)
    elif count is None and percent is not None:
        yield _bare_percent(figure, row.label, percent, base)


def _bare_percent(figure: PublishedFigure, label: str, percent: Decimal, base: int) -> Check:
    """A percentage without its count. In a whole, `_split` says what the column allows; elsewhere the row alone."""
    text = f"{label}: {percent}% is printed without a count"
    if figure.kind == "whole":
        return Check(Level.WARNING, "percent-without-count", text, figure.id)
    ranges = [counts for rounding in Rounding if (counts := rounding.counts(percent, base, _decimals(percent)))]
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
            unit = Fraction(1, 10 ** _decimals(row.percent))
            below += unit
            above += unit / 2
    possible = total == WHOLE or WHOLE - below < total <= WHOLE + above
    if any(row.percent is not None for row in figure.rows) and not possible:
        text = f"the percentages sum to {_plain(total)}%, which rounding cannot explain"
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


def check_site(site: Site, others: Iterable[Site] = ()) -> list[Check]:
    """Every remark on a site's figures: each alone, together, against the site's own facts, and against other sites."""
    elsewhere = tuple(others)
    found = [remark for figure in site.figures for remark in check(figure)]
    found.extend(_focus_areas(site))
    for figure in site.figures:
        found.extend(_against_facts(site, figure))
        found.extend(_copied(figure, elsewhere))
    found.extend(_differing(site))
    found.extend(_rest(site))
    return found


def _focus_areas(site: Site) -> Iterator[Check]:
    stated, listed = site.stated_focus_areas, len(site.focus_areas)
    if stated is not None and stated != listed:
        yield Check(Level.WARNING, "focus-areas", f"{stated} focus areas are stated, {listed} are listed", site.slug)


def _against_facts(site: Site, figure: PublishedFigure) -> Iterator[Check]:
    if site.started is not None and figure.as_of.before(site.started):
        text = f"dated {figure.as_of}, before the site's start, {site.started}"
        yield Check(Level.WARNING, "before-start", text, figure.id)
    findings, recommendations = site.stated_findings, site.stated_recommendations
    if figure.kind != "whole" or figure.focus_area is not None or figure.base is None or recommendations is None:
        return
    if figure.base not in {findings, recommendations, (findings or 0) + recommendations}:
        stated = f"{recommendations} recommendations"
        if findings is not None:
            stated = f"{findings} findings and {stated} ({findings + recommendations} together)"
        text = f"the base, {figure.base}, is not what the site states: {stated}"
        yield Check(Level.NOTE, "base-not-stated", text, figure.id)


def _table(figure: PublishedFigure) -> tuple[object, ...]:
    """What makes two tables the same: base and rows, not who printed them."""
    rows = tuple((row.label.casefold(), row.printed_count, row.printed_percent) for row in figure.rows)
    return figure.kind, figure.base, rows


def _copied(figure: PublishedFigure, others: Sequence[Site]) -> Iterator[Check]:
    """The same table at another site, earlier. Tables with a single number above nought say too little."""
    if sum(1 for row in figure.rows if row.printed_count not in {"", "0"}) <= 1:
        return
    for other in others:
        for earlier in other.figures:
            if other.slug != figure.site and earlier.as_of.before(figure.as_of) and _table(earlier) == _table(figure):
                text = f"the table of {figure.as_of} is the same as {other.name}'s of {earlier.as_of}"
                yield Check(Level.NOTE, "same-as-other-site", text, figure.id)


def _differing(site: Site) -> Iterator[Check]:
    """Figures of one scope and about one date that do not say the same; each group once."""
    groups: list[list[PublishedFigure]] = []
    for figure in site.figures:
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
            said = "; ".join(f"{each.assessor}, {each.as_of}: {_said(each)}" for each in group)
            text = f"figures for about one date differ, and all are kept. {said}"
            yield Check(Level.NOTE, "figures-differ", text, site.slug)


def _said(figure: PublishedFigure) -> str:
    return ", ".join(f"{row.label} {row.printed_count or row.printed_percent + '%'}" for row in figure.rows)


def _rest(site: Site) -> Iterator[Check]:
    """When the site's total less the focus areas that print a count leaves all of the others: say so, as derived."""
    stated = {area.number: area.stated_recommendations for area in site.focus_areas}
    parts = [figure for figure in site.figures if figure.focus_area is not None]
    for figure in site.figures:
        for row in figure.rows if figure.focus_area is None and figure.kind == "whole" else ():
            known = {
                part.focus_area: each.count
                for part in parts
                for each in part.rows
                if each.label == row.label and each.count is not None
            }
            rest = {number: count for number, count in stated.items() if number not in known}
            sizes = [count for count in rest.values() if count is not None]
            if row.count is None or not known or not sizes or len(sizes) < len(rest):
                continue
            left = row.count - sum(count for count in known.values() if count is not None)
            if left == sum(sizes):
                minus = " - ".join(str(count) for count in known.values())
                plus = " + ".join(map(str, sizes))
                text = (
                    f"derived, if the figures speak of one date: {row.label}, {row.count} - {minus} = {left} = {plus}, "
                    f"so all of focus areas {' and '.join(map(str, rest))}"
                )
                yield Check(Level.NOTE, "rest-derived", text, figure.id)
