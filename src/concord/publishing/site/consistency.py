"""Contradictions inside one document that a schema cannot see: references to nothing, counts that do not add up."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Found = tuple[str, str]


def contradictions(document: Mapping[str, Any]) -> Iterator[Found]:
    """Yield (JSON path, message) for each contradiction in a document that fits its schema."""
    if document["schema"].startswith("concord.withheld/"):
        return
    if "statuses" in document:
        yield from repeated("$.statuses", [status["key"] for status in document["statuses"]])
    if document["schema"].startswith("concord.programme/"):
        yield from repeated("$.pages", [page["key"] for page in document.get("pages", ())])
        return
    statuses = {status["key"] for status in document["statuses"]}
    areas = [area["number"] for area in document["focus_areas"]]
    yield from repeated("$.focus_areas", areas)
    if document["figures"] is not None:
        yield from figure_contradictions(document["figures"], statuses)
    if document["schema"].startswith("concord.site/"):
        yield from link_contradictions(document, statuses, set(areas))
        yield from tally_contradictions(document)


def repeated(path: str, keys: Iterable[Any]) -> Iterator[Found]:
    """Yield one contradiction for each key that stands twice in a list."""
    for key, count in Counter(keys).items():
        if count > 1:
            yield path, f"{key!r} stands {count} times; it must be unique"


def figure_contradictions(figures: Mapping[str, Any], statuses: set[str]) -> Iterator[Found]:
    """Yield counts of unknown statuses, statuses counted twice, and counts above their base."""
    previous = figures["previous"]
    groups = [("$.figures.assessed", figures["assessed"], figures["base"])]
    groups.append(("$.figures.reported", figures["reported"], figures["base"]))
    if previous is not None:
        groups.append(("$.figures.previous.assessed", previous["assessed"], previous["base"]))
    for name in ("taken_over", "found") if "hand_over" in figures else ():
        tally = figures["hand_over"][name]
        groups.append((f"$.figures.hand_over.{name}.assessed", tally["assessed"], tally["base"]))
    for path, rows, base in groups:
        yield from repeated(path, [row["status"] for row in rows])
        yield from unknown(path, "status", rows, statuses)
        total = sum(row["count"] for row in rows)
        if total > base:
            yield path, f"the counts add up to {total}, more than the base of {base}"


def unknown(path: str, name: str, rows: Iterable[Mapping[str, Any]], known: set[Any]) -> Iterator[Found]:
    """Yield each row whose field names something that the document does not hold."""
    for index, row in enumerate(rows):
        if row[name] is not None and row[name] not in known:
            yield f"{path}[{index}].{name}", f"{row[name]!r} is not in this document"


def link_contradictions(document: Mapping[str, Any], statuses: set[str], areas: set[int]) -> Iterator[Found]:
    """Yield references from findings, recommendations and changes that lead nowhere."""
    findings = document["findings"]
    recommendations = document["recommendations"]
    keys = [recommendation["key"] for recommendation in recommendations]
    yield from repeated("$.findings", [finding["key"] for finding in findings])
    yield from repeated("$.recommendations", [key.casefold() for key in keys])
    yield from repeated("$.reports", [report["date"] for report in document["reports"]])
    yield from unknown("$.findings", "focus_area", findings, areas)
    yield from unknown("$.recommendations", "focus_area", recommendations, areas)
    yield from unknown("$.recommendations", "finding", recommendations, {row["key"] for row in findings})
    below = [{"below": row.get("below")} for row in recommendations]
    yield from unknown(
        "$.recommendations", "below", below, {row["key"] for row in recommendations if "below" not in row}
    )
    changes = [{"recommendation": change.get("recommendation")} for change in document["changes"]]
    yield from unknown("$.changes", "recommendation", changes, set(keys))
    for index, recommendation in enumerate(recommendations):
        path = f"$.recommendations[{index}]"
        yield from unknown(f"{path}.history", "status", recommendation["history"], statuses)
        for voice in ("reported", "assessed"):
            if recommendation[voice] is not None and recommendation[voice]["status"] not in statuses:
                yield f"{path}.{voice}.status", f"{recommendation[voice]['status']!r} is not in this document"


def tally_contradictions(document: Mapping[str, Any]) -> Iterator[Found]:
    """Yield figures that the document's own recommendations do not bear out.

    A public record may hold only some of the recommendations, so only records of this office are held to it.
    """
    figures, recommendations = document["figures"], document["recommendations"]
    if figures is None or document["site"]["origin"] == "public record":
        return
    if len(recommendations) != figures["base"]:
        yield "$.figures.base", f"is {figures['base']}, but {len(recommendations)} recommendations are listed"
    for voice in ("assessed", "reported"):
        tally = Counter(row[voice]["status"] for row in recommendations if row[voice] is not None)
        for index, row in enumerate(figures[voice]):
            found = tally.pop(row["status"], 0)
            if found != row["count"]:
                yield (
                    f"$.figures.{voice}[{index}].count",
                    f"is {row['count']}, but {found} recommendations are {voice} as {row['status']!r}",
                )
        for status, found in tally.items():
            yield f"$.figures.{voice}", f"{found} recommendations are {voice} as {status!r}, which no row counts"
