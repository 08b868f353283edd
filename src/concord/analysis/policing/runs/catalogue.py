"""Every method that can be ordered, by its key. Nothing that computes is loaded for it: pages list methods too."""

from collections.abc import Collection, Mapping
from typing import Final

from concord.analysis.errors import BadArgument
from concord.analysis.policing.runs.listing import conduct, planning, quality, service, stops
from concord.analysis.policing.runs.method import ANY, Method

_FAMILIES: Final = (quality, stops, service, conduct, planning)
METHODS: Final[Mapping[str, Method]] = {one.key: one for family in _FAMILIES for one in family.METHODS}
TITLES: Final[Mapping[str, str]] = {key: one.title for key, one in METHODS.items()}


def method(key: str) -> Method:
    """Return a method by its key. Raises BadArgument for one that there is not."""
    if key not in METHODS:
        raise BadArgument(f"no method {key!r}", where="analysis", expected=f"one of {', '.join(METHODS)}")
    return METHODS[key]


def for_kind(kind: str, *, officers: bool = False, beside: Collection[str] = ()) -> tuple[Method, ...]:
    """Return the methods that a file of a kind is enough for, alone or with one file of the kinds `beside`."""
    fits = (one for one in METHODS.values() if ANY in one.tables or kind in one.tables)
    return tuple(one for one in fits if (officers or not one.officers) and set(one.others(kind)) <= set(beside))
