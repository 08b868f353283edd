"""The files against each other: what no single cell can show."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from concord.analysis.figures.partial_dates import PartialDate, parse_partial_date
from concord.publishing.imports import layout
from concord.publishing.imports.cells import excerpt
from concord.publishing.imports.keys import key_of, status_key
from concord.publishing.imports.layout import Layout
from concord.publishing.imports.problems import Problem
from concord.publishing.imports.tables import Row

OF_THE_FIGURE = ("as_of", "voice", "assessor", "kind", "base", "focus_area", "source_url", "source_title")
"""Columns that must be the same on every row of one figure."""
NAMED = ((layout.FINDINGS, key_of), (layout.RECOMMENDATIONS, key_of), (layout.STATUSES, status_key))
"""Files whose labels are turned into names, and how."""


def cross_check(tables: Mapping[str, Sequence[Row] | None]) -> Iterator[Problem]:
    """Every problem between rows and between files. A file that could not be read (None) is left out, and so is
    whatever would need it, so that one broken file does not make all others look wrong."""
    for each in layout.LAYOUTS:
        yield from _repeated_keys(tables[each.file] or (), each)
    for each, name_of in NAMED:
        yield from _same_names(tables[each.file] or (), name_of)
    yield from _dates_in_order(tables[layout.SITES.file] or ())
    slugs = _keys(tables[layout.SITES.file], "slug")
    areas = _keys(tables[layout.FOCUS_AREAS.file], "slug", "number")
    for each in layout.LAYOUTS[1:]:
        rows = tables[each.file] or ()
        if slugs is not None:
            yield from _unknown(rows, slugs, ("slug",), "a slug of sites.csv")
        if areas is not None and "focus_area" in each.names:
            yield from _unknown(rows, areas, ("slug", "focus_area"), "a focus area of the site in focus_areas.csv")
    yield from _findings_of_recommendations(tables)
    yield from _figures(tables[layout.FIGURES.file] or ())


def _keys(rows: Sequence[Row] | None, *columns: str) -> frozenset[tuple[str, ...]] | None:
    if rows is None:
        return None
    return frozenset(tuple(row.text(column) for column in columns) for row in rows)


def _unknown(
    rows: Sequence[Row], known: frozenset[tuple[str, ...]], columns: tuple[str, ...], expected: str
) -> Iterator[Problem]:
    for row in rows:
        last = columns[-1]
        if row.text(last) and tuple(row.text(column) for column in columns) not in known:
            yield Problem(row.file, row.line, last, excerpt(row.text(last)), expected)


def _repeated_keys(rows: Sequence[Row], each: Layout) -> Iterator[Problem]:
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = tuple(row.text(column) for column in each.key)
        if key in first:
            found = f"{excerpt(' / '.join(key))} again, first on line {first[key]}"
            yield Problem(row.file, row.line, each.key[-1], found, f"each {' and '.join(each.key)} once")
        first.setdefault(key, row.line)


def _same_names(rows: Sequence[Row], name_of: Callable[[str], str]) -> Iterator[Problem]:
    """Labels that differ and yet would share one name: 1.1 and 1-1 would stand at one address."""
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        label, name = row.text("label"), name_of(row.text("label"))
        head = first.setdefault((row.text("slug"), name), row)
        if label and not name:
            yield Problem(row.file, row.line, "label", excerpt(label), "a label with a letter or digit from A to Z")
        elif label != head.text("label"):
            expected = f"a label that differs from {excerpt(head.text('label'))} on line {head.line} in more than signs"
            yield Problem(row.file, row.line, "label", excerpt(label), expected)


def _dates_in_order(rows: Sequence[Row]) -> Iterator[Problem]:
    for row in rows:
        started, ended = _date(row, "started"), _date(row, "ended")
        if started and ended and ended.before(started):
            yield Problem(row.file, row.line, "ended", excerpt(str(ended)), f"a date not before the start, {started}")
        if row.text("continued_since") and not row.text("continued_by"):
            yield Problem(row.file, row.line, "continued_by", "an empty cell", "who went on, since a date is given")


def _date(row: Row, column: str) -> PartialDate | None:
    """The date of a cell that may not have passed its own check."""
    try:
        return parse_partial_date(row.text(column))
    except ValueError:
        return None


def _findings_of_recommendations(tables: Mapping[str, Sequence[Row] | None]) -> Iterator[Problem]:
    findings, recommendations = tables[layout.FINDINGS.file], tables[layout.RECOMMENDATIONS.file]
    if findings is None or recommendations is None:
        return
    known = _keys(findings, "slug", "label") or frozenset()
    yield from _unknown(recommendations, known, ("slug", "finding"), "a finding of the site in findings.csv")
    area = {(row.text("slug"), row.text("label")): row.text("focus_area") for row in findings}
    for row in recommendations:
        of_finding = area.get((row.text("slug"), row.text("finding")), "")
        if of_finding and row.text("focus_area") and row.text("focus_area") != of_finding:
            expected = f"{of_finding}, the focus area of finding {row.text('finding')}"
            yield Problem(row.file, row.line, "focus_area", excerpt(row.text("focus_area")), expected)


def _figures(rows: Sequence[Row]) -> Iterator[Problem]:
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        if not row.text("count") and not row.text("percent"):
            yield Problem(row.file, row.line, "count", "neither a count nor a percentage", "one of them, or both")
        if row.text("kind") == "totals" and row.text("base"):
            yield Problem(
                row.file, row.line, "base", excerpt(row.text("base")), "an empty cell, as totals have no base"
            )
        head = first.setdefault((row.text("slug"), row.text("figure")), row)
        for column in OF_THE_FIGURE:
            if row.text(column) != head.text(column):
                expected = f"{excerpt(head.text(column))}, as on line {head.line} of the same figure"
                yield Problem(row.file, row.line, column, excerpt(row.text(column)), expected)
