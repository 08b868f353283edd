from collections.abc import Iterator
from datetime import date

from concord.core.checks import Problem, error
from concord.programme.checks.walk import Place, places
from concord.programme.document import Programme


def references_lead_somewhere(programme: Programme, on: date) -> list[Problem]:
    """What names an item of another list names one that is there, and a code is one that Concord knows."""
    del on
    return [problem for place in places(programme) for problem in _of(programme, place)]


def _of(programme: Programme, place: Place) -> Iterator[Problem]:
    values = place.value if isinstance(place.value, tuple) else (place.value,)
    meta = place.field.metadata
    if lists := meta.get("refers"):
        known = [item.key for name in lists for item in getattr(programme, name)]
        if meta.get("optional"):
            known.append("")
    elif codes := meta.get("one_of"):
        known = list(codes)
    else:
        return
    yield from (error(f"{place}: “{value}” is not there.") for value in values if value not in known)
