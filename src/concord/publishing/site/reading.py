"""The order in which a reader meets recommendations."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def as_read(rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the recommendations of a document in their order, each with its action items after it."""
    items: defaultdict[str | None, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        items[row.get("below")].append(row)
    for row in items.pop(None, ()):
        yield row
        yield from items[row["key"]]
