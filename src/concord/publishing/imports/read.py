"""A folder of sites → one SiteSet, or every reason why not. Nothing is read in part."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from concord.analysis.figures.partial_dates import parse_partial_date
from concord.analysis.figures.tables import FigureRow, PublishedFigure, Source
from concord.publishing.imports import layout
from concord.publishing.imports.check import cross_check
from concord.publishing.imports.problems import ImportRejected, Problem
from concord.publishing.imports.records import (
    ListedFinding,
    ListedFocusArea,
    ListedRecommendation,
    Owed,
    RecordNote,
    Site,
    SiteSet,
    StatusWord,
)
from concord.publishing.imports.tables import Row, read_table

T = TypeVar("T")


def read_folder(path: Path) -> SiteSet:
    """Read and check a folder of the layout in `layout.LAYOUTS`.

    Raises ImportRejected with every problem: of the folder, of each file, of each cell and between the files.
    """
    if not path.is_dir():
        found = "a file" if path.exists() else "no such folder"
        raise ImportRejected([Problem("", None, None, found, "a folder with the files of the layout")])
    tables = {each.file: read_table(path, each) for each in layout.LAYOUTS}
    problems = [*_stray_files(path)]
    for table in tables.values():
        problems.extend(table.problems)
    problems.extend(cross_check({file: table.rows for file, table in tables.items()}))
    if problems:
        order = {"": 0} | {each.file: number for number, each in enumerate(layout.LAYOUTS, start=1)}
        raise ImportRejected(sorted(problems, key=lambda one: (order.get(one.file, len(order)), one.line or 0)))
    return _site_set({file: table.rows or () for file, table in tables.items()})


def _stray_files(path: Path) -> Iterator[Problem]:
    """CSV files that no layout knows: a misspelt name must not drop its rows silently."""
    known = {path / each.file for each in layout.LAYOUTS}
    for folder in sorted({file.parent for file in known}):
        try:
            found = sorted(folder.iterdir()) if folder.is_dir() else []
        except OSError as error:
            name = folder.relative_to(path).as_posix()
            yield Problem(name, None, None, error.strerror or "an error", "a folder that can be read")
            continue
        for file in found:
            if file.suffix.lower() == ".csv" and file not in known:
                name = file.relative_to(path).as_posix().encode(errors="replace").decode()
                expected = f"only {', '.join(each.file for each in layout.LAYOUTS)}"
                yield Problem(name, None, None, "a CSV file of an unknown name", expected)


def _site_set(tables: Mapping[str, Sequence[Row]]) -> SiteSet:
    owed = _by_slug(tables[layout.OWED.file], _owed)
    areas = _by_slug(tables[layout.FOCUS_AREAS.file], _focus_area)
    findings = _by_slug(tables[layout.FINDINGS.file], _finding)
    recommendations = _by_slug(tables[layout.RECOMMENDATIONS.file], _recommendation)
    statuses = _by_slug(tables[layout.STATUSES.file], _status)
    figures = _figures_by_slug(tables[layout.FIGURES.file])
    notes = _by_slug(tables[layout.NOTES.file], _note)
    sites: list[Site] = []
    for row in tables[layout.SITES.file]:
        slug = row.text("slug")
        site = replace(
            _site(row),
            owed=owed[slug],
            focus_areas=areas[slug],
            findings=findings[slug],
            recommendations=recommendations[slug],
            statuses=statuses[slug],
            figures=figures[slug],
            notes=notes[slug],
        )
        sites.append(site)
    return SiteSet(tuple(sites))


def _by_slug(rows: Sequence[Row], build: Callable[[Row], T]) -> defaultdict[str, tuple[T, ...]]:
    lists: defaultdict[str, list[T]] = defaultdict(list)
    for row in rows:
        lists[row.text("slug")].append(build(row))
    return defaultdict(tuple, {slug: tuple(items) for slug, items in lists.items()})


def _figures_by_slug(rows: Sequence[Row]) -> defaultdict[str, tuple[PublishedFigure, ...]]:
    parts: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        parts[row.text("slug"), row.text("figure")].append(row)
    lists: defaultdict[str, list[PublishedFigure]] = defaultdict(list)
    for (slug, _), lines in parts.items():
        lists[slug].append(_figure(lines))
    return defaultdict(tuple, {slug: tuple(figures) for slug, figures in lists.items()})


def _source(row: Row) -> Source:
    return Source(row.text("source_url"), row.text("source_title"))


def _site(row: Row) -> Site:
    return Site(
        slug=row.text("slug"),
        name=row.text("name"),
        state=row.text("state"),
        ori=row.text("ori"),
        programme=row.text("programme"),
        era=row.text("era"),
        provider=row.text("provider"),
        status=row.text("status"),
        status_as_of=row.date("status_as_of"),
        started=row.date("started"),
        ended=row.date("ended"),
        continued_by=row.text("continued_by"),
        continued_since=row.date("continued_since"),
        stated_findings=row.number("stated_findings"),
        stated_recommendations=row.number("stated_recommendations"),
        stated_focus_areas=row.number("stated_focus_areas"),
        outcome=row.text("outcome"),
        source=_source(row),
    )


def _owed(row: Row) -> Owed:
    return Owed(
        what=row.text("what"),
        owed_by=row.text("owed_by"),
        promised_on=row.date("promised_on"),
        due=row.date("due"),
        state=row.text("state"),
        note=row.text("note"),
        source=_source(row),
    )


def _focus_area(row: Row) -> ListedFocusArea:
    return ListedFocusArea(
        number=int(row.text("number")),
        title=row.text("title"),
        stated_findings=row.number("stated_findings"),
        stated_recommendations=row.number("stated_recommendations"),
        source=_source(row),
    )


def _finding(row: Row) -> ListedFinding:
    return ListedFinding(
        label=row.text("label"),
        focus_area=row.number("focus_area"),
        heading=row.text("heading"),
        note=row.text("note"),
        source=_source(row),
    )


def _recommendation(row: Row) -> ListedRecommendation:
    return ListedRecommendation(
        label=row.text("label"),
        label_as_printed=row.text("label_as_printed"),
        finding=row.text("finding"),
        focus_area=row.number("focus_area"),
        listed_phase=row.number("listed_phase"),
        cites_best_practice=row.yes("cites_best_practice"),
        text=row.text("text"),
        anomaly=row.text("anomaly"),
        source=_source(row),
    )


def _status(row: Row) -> StatusWord:
    return StatusWord(
        label=row.text("label"),
        meaning=row.text("meaning"),
        assigned_by=row.text("assigned_by"),
        openness=row.text("openness"),
        core_state=row.text("core_state"),
        source=_source(row),
    )


def _figure(rows: Sequence[Row]) -> PublishedFigure:
    head = rows[0]
    return PublishedFigure(
        id=head.text("figure"),
        site=head.text("slug"),
        as_of=parse_partial_date(head.text("as_of")),
        voice=head.text("voice"),
        assessor=head.text("assessor"),
        kind=head.text("kind"),
        base=head.number("base"),
        focus_area=head.number("focus_area"),
        rows=tuple(
            FigureRow(
                label=row.text("label"),
                printed_count=row.text("count"),
                printed_percent=row.text("percent"),
                compares_with=row.text("compares_with"),
                note=row.text("note"),
            )
            for row in rows
        ),
        source=_source(head),
    )


def _note(row: Row) -> RecordNote:
    return RecordNote(kind=row.text("kind"), text=row.text("text"), source=_source(row))
