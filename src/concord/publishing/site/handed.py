"""Counts that began anew when another body took over the review: what it took over, and what it has found itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from concord.publishing.site.dates import long_date
from concord.publishing.site.figures import Row, rows_of
from concord.publishing.site.speech import say

Doc = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Handed:
    """A table: what it is called, its head, and a line for each status with the signs of the others."""

    caption: str
    head: tuple[str, ...]
    lines: tuple[tuple[Row, str, str], ...]


def of(document: Doc) -> Handed | None:
    """Return what a site or report document says of the last hand-over; None where nothing was handed over."""
    told = (document["figures"] or {}).get("hand_over")
    if told is None:
        return None
    before, since = told["taken_over"], told["found"]
    pairs = zip(_rows(before, document), _rows(since, document), strict=True)
    lines = [(was, f"{was.count:,}", f"{now.count:,}") for was, now in pairs if was.count or now.count]
    day = long_date(told["on"])
    return Handed(
        say("What {body} took over on {day}, and what it has found itself since", body=told["body"], day=day),
        (
            say("Status"),
            say("Taken over, of {count}", count=f"{before['base']:,}"),
            say("Found itself by {day}, of {count}", count=f"{since['base']:,}", day=long_date(since["as_of"])),
        ),
        tuple(lines),
    )


def _rows(tally: Doc, document: Doc) -> list[Row]:
    return rows_of(tally["assessed"], document, tally["base"], say("Nothing yet"))
