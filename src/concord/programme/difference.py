"""What differs between two editions, in sentences and marked words. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass
from typing import Any

from concord.core.differing import Difference, changed
from concord.programme.changes import PARTS, Part, found, name_of
from concord.programme.document.fields import in_words, label


@dataclass(frozen=True)
class PartDifference:
    """What differs in one part."""

    part: Part
    differences: tuple[Difference, ...]


def difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[PartDifference, ...]:
    """Return what differs between two documents, part by part, in the order of the document; () where nothing does.

    An edition's day is no difference: it is said where the edition stands."""
    parts = ((part, tuple(_of_part(part, old, new))) for part in PARTS.values())
    return tuple(PartDifference(part, rows) for part, rows in parts if rows)


def _of_part(part: Part, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    if not part.is_list:
        yield from _of_value(part, found(old, part) or {}, found(new, part) or {}, "")
        return
    before = {item["key"]: item for item in old.get(part.name, ())}
    after = {item["key"]: item for item in new.get(part.name, ())}
    yield from (Difference(f"“{name_of(before[key])}” is taken out.") for key in before if key not in after)
    yield from (Difference(f"“{name_of(after[key])}” is added.") for key in after if key not in before)
    for key, item in after.items():
        if key in before:
            yield from _of_value(part, before[key], item, f"“{name_of(before[key])}”: ")
    both = [key for key in before if key in after]
    order = [key for key in after if key in before]
    if both != order:
        yield Difference(f"The order is now: {'; '.join(name_of(item) for item in after.values())}.")


def _of_value(part: Part, old: Mapping[str, Any], new: Mapping[str, Any], whose: str) -> Iterator[Difference]:
    for one in part.fields:
        default = None if one.default is MISSING else one.default
        was, now = (in_words(of.get(one.name, default), one) for of in (old, new))
        if told := changed(f"{whose}{label(one)}", was, now):
            yield told
