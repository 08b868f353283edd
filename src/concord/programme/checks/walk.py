"""Walking over every value of an edition; used by its rules."""

from collections.abc import Iterator
from dataclasses import Field, dataclass, fields
from typing import Any

from concord.programme.changes import PARTS, Part, name_of
from concord.programme.document import Programme
from concord.programme.document.fields import label


@dataclass(frozen=True)
class Place:
    """One value of an edition: the part, the table or item in which it stands, its field."""

    part: Part
    item: Any
    field: "Field[Any]"
    value: Any

    def __str__(self) -> str:
        """Say where it stands: "Letters, “decline”, Subject"."""
        of = f", “{name_of(vars(self.item))}”" if self.part.is_list else ""
        return f"{self.part.title}{of}, {label(self.field)}"


def items(programme: Programme, part: Part) -> tuple[Any, ...]:
    """Return the items of a list, or the one table."""
    value = getattr(programme, part.name)
    return value if part.is_list else (value,)


def places(programme: Programme) -> Iterator[Place]:
    """Yield every value of an edition, in the order of the document."""
    for part in PARTS.values():
        for item in items(programme, part):
            for one in fields(item):
                yield Place(part, item, one, getattr(item, one.name))


def texts(place: Place) -> tuple[str, ...]:
    """Return the texts of a value that people read: none of keys, codes, days and numbers."""
    meta = place.field.metadata
    if place.field.name == "key" or meta.keys() & {"one_of", "refers", "day"}:
        return ()
    values = place.value if isinstance(place.value, tuple) else (place.value,)
    return tuple(value for value in values if isinstance(value, str) and value)
