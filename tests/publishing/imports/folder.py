"""A small valid folder of sites, invented, which each test spoils in one way."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from concord.publishing.imports.layout import LAYOUTS

SOURCE = {"source_url": "https://example.gov/page"}
ROWS: Mapping[str, Sequence[Mapping[str, str]]] = {
    "sites.csv": (
        {
            "slug": "harbor-point",
            "name": "Harbor Point Police Department (fictional)",
            "state": "ME",
            "programme": "OA",
            "era": "OA 2023-24",
            "status": "active",
            "started": "2023-05",
            **SOURCE,
        },
        {
            "slug": "mill-creek",
            "name": "Mill Creek Police Department (fictional)",
            "state": "VT",
            "programme": "CRI-TA",
            "era": "CRI-TA 2011-17",
            "status": "closed",
            "started": "2014",
            "ended": "2016-02-01",
            **SOURCE,
        },
    ),
    "owed.csv": ({"slug": "mill-creek", "owed_by": "Office", "what": "Final report", "state": "published", **SOURCE},),
    "focus_areas.csv": (
        {"slug": "harbor-point", "number": "1", "title": "Training", "stated_recommendations": "2", **SOURCE},
        {"slug": "harbor-point", "number": "2", "title": "Supervision", **SOURCE},
    ),
    "findings.csv": ({"slug": "harbor-point", "label": "1.1", "focus_area": "1", "heading": "A finding", **SOURCE},),
    "recommendations.csv": (
        {
            "slug": "harbor-point",
            "label": "1.1.1",
            "label_as_printed": "1.1.1",
            "finding": "1.1",
            "focus_area": "1",
            "cites_best_practice": "no",
            "text": "First line\nsecond line",
            **SOURCE,
        },
    ),
    "statuses.csv": ({"slug": "harbor-point", "label": "Done", "core_state": "complete", **SOURCE},),
    "published_figures.csv": tuple(
        {
            "slug": "harbor-point",
            "figure": "table-1",
            "as_of": "2024-01-31",
            "voice": "assessor",
            "assessor": "Team",
            "kind": "whole",
            "base": "4",
            "label": label,
            "count": count,
            "percent": percent,
            **SOURCE,
        }
        for label, count, percent in (("Done", "1", "25"), ("Open", "3", "75"))
    ),
    "notes/reconciliation.csv": ({"slug": "harbor-point", "kind": "context", "text": "A remark.", **SOURCE},),
}


def sheet(file: str, rows: Sequence[Mapping[str, str]]) -> str:
    """The rows as CSV text with the header of the layout; cells that a row leaves out are empty."""
    names = next(each.names for each in LAYOUTS if each.file == file)
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write_folder(path: Path) -> Path:
    """The valid folder, written under `path`."""
    for file, rows in ROWS.items():
        target = path / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(sheet(file, rows), encoding="utf-8")
    return path


def change(path: Path, file: str, *, row: int = 0, **cells: str) -> None:
    """Write the file again with some cells of one row (counted from 0) changed."""
    rows = [dict(each) for each in ROWS[file]]
    rows[row].update(cells)
    (path / file).write_text(sheet(file, rows), encoding="utf-8")


def add(path: Path, file: str, *more: Mapping[str, str]) -> None:
    """Write the file again with rows added."""
    (path / file).write_text(sheet(file, [*ROWS[file], *more]), encoding="utf-8")
