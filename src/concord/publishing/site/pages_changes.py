"""The pages of a site that tell of time: its reports, what changed between any two of them, its course, its areas."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from concord.publishing.site import compare, dates, figures, plots, view
from concord.publishing.site.compare import Comparison
from concord.publishing.site.speech import say

Page = tuple[str, str, dict[str, Any]]  # template, address, context
Doc = Mapping[str, Any]


def pages(ready: view.View, reports: Sequence[Doc], as_of: date) -> Iterator[Page]:
    """Yield (template, address, context) of each page; one that would be empty is not there."""
    address, found = ready.record.address, compare.pairs(ready.record)
    crumbs = [{"href": address, "label": ready.document["site"]["name"]}]
    shared = {"crumbs": crumbs, "record": ready.record}
    if ready.document["focus_areas"]:
        yield "focus_areas.html", f"{address}focus-areas/", {**shared, **areas_context(ready)}
    if reports:
        late = view.overdue(ready.document, as_of)
        context = {"reports": reports, "overdue": late, **grid(found)}
        yield "reports.html", f"{address}reports/", {**shared, **context}
    if told(ready.document):
        yield "changes.html", f"{address}changes/", {**shared, **changes_context(ready, found)}
    trail = [*crumbs, {"href": f"{address}reports/", "label": say("Status reports")}]
    for each in found:
        yield "comparison.html", each.address, {**shared, "crumbs": trail, "found": each, "plot": plots.flow(each)}


def told(document: Doc) -> bool:
    """Whether a record says of any change, so that there is a page of changes."""
    return bool(document["changes"]) or any(row["history"] for row in document["recommendations"])


def areas_context(ready: view.View) -> dict[str, Any]:
    """Return the focus areas with the table of their recommendations by assessed status."""
    counts = {
        area.document["number"]: Counter(row.assessed.key if row.assessed else None for row in area.recommendations)
        for area in ready.areas
    }
    sentence, head, rows = plots.areas(ready.document, counts)
    return {
        "areas": ready.areas,
        "sentence": sentence,
        "head": head,
        "rows": rows if ready.recommendations else (),
    }


def grid(found: Sequence[Comparison]) -> dict[str, Any]:
    """Return the comparisons as a triangle: a row for each earlier report, a column for each later one."""
    by_days = {(each.first.on, each.last.on): each for each in found}
    firsts = {each.first.on: each.first for each in reversed(found)}
    lasts = {each.last.on: each.last for each in reversed(found)}
    columns = [lasts[day] for day in sorted(lasts, reverse=True)]
    rows = [(firsts[day], [by_days.get((day, last.on)) for last in columns]) for day in sorted(firsts, reverse=True)]
    return {"columns": columns, "grid": rows}


def changes_context(ready: view.View, found: Sequence[Comparison]) -> dict[str, Any]:
    """Return the newest comparison, the charts over time, and every dated change by month, newest first."""
    document = ready.document
    shown, earlier = view.changes(document, ready.recommendations)
    days = {day["on"]: {"on": day["on"], "items": []} for day in (*shown, *earlier)}
    for day in (*shown, *earlier):
        days[day["on"]]["items"] += day["items"]
    by_month: dict[str, list[Any]] = defaultdict(list)
    for day in days.values():
        by_month[day["on"][:7]].append(day)
    drawn = (plots.over_time(document), plots.waiting(document))
    return {
        "latest": found[0] if found else None,
        "comparisons": len(found),
        "movement": figures.movement(document),
        "plots": [plot for plot in drawn if plot],
        "log_count": len(document["changes"]),
        "months": [
            {
                "title": dates.partial_date({"value": month, "precision": "month"}),
                "days": rows,
                "count": sum(len(day["items"]) for day in rows),
            }
            for month, rows in by_month.items()
        ],
    }
