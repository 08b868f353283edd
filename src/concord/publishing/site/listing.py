"""The list of a site's recommendations: one page, or, where they are many, an index and pages of so many rows each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from concord.publishing.site import view
from concord.publishing.site.speech import say

ROWS = 400  # of a page; with more it would be heavier than a first visit may be


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a list: its address, which rows it has, in words ("1 to 400 of 5,000"), and those rows."""

    address: str
    rows: str
    group: view.Group


def pages(ready: view.View, shared: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (address, context) of the list; `shared` stands on each of its pages."""
    address, count = f"{ready.record.address}recommendations/", len(ready.recommendations)
    judged = any(row.assessed for row in ready.recommendations)
    groups = view.groups(ready) if judged else by_area(ready)
    shared = {**shared, "judged": judged, "count": count}
    if count <= ROWS:
        yield address, {**shared, "groups": groups}
        return
    sheets = [(group, _sheets(ready, group)) for group in groups]
    yield address, {**shared, "sheets": sheets}
    trail = [*shared["crumbs"], {"href": address, "label": say("Recommendations")}]
    for _, found in sheets:
        for n, sheet in enumerate(found):
            turn = {"before": found[n - 1] if n else None, "after": found[n + 1] if n + 1 < len(found) else None}
            yield sheet.address, {**shared, "crumbs": trail, "groups": [sheet.group], "sheet": sheet, **turn}


def by_area(ready: view.View) -> list[view.Group]:
    """Group recommendations of which none was assessed by focus area."""
    found = [
        view.Group(f"area-{area.document['number']}", area.document["title"], "", area.recommendations)
        for area in ready.areas
        if area.recommendations
    ]
    loose = tuple(row for row in ready.recommendations if row.area is None)
    if loose:
        found.append(view.Group("none", say("No focus area named" if found else "All recommendations"), "", loose))
    return found


def _sheets(ready: view.View, group: view.Group) -> Sequence[Sheet]:
    """Part a group into pages; they stand beside the recommendations, among whose keys any name may be."""
    count, found = len(group.recommendations), []
    for n, first in enumerate(range(0, count, ROWS)):
        rows = group.recommendations[first : first + ROWS]
        numbers = {"first": f"{first + 1:,}", "last": f"{first + len(rows):,}", "count": f"{count:,}"}
        address = f"{ready.record.address}recommendations-listed/{group.key}/{n + 1}/"
        words = say("{first} to {last} of {count}", **numbers)
        found.append(Sheet(address, words, replace(group, recommendations=rows)))
    return found
