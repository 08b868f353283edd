from dataclasses import MISSING
from datetime import date

from concord.core.checks import Problem, error
from concord.programme.checks.walk import Place, places
from concord.programme.document import Programme


def nothing_that_is_needed_is_empty(programme: Programme, on: date) -> list[Problem]:
    """Each text that has no default and is not marked as optional says something."""
    del on
    return [error(f"{place}: is empty.") for place in places(programme) if _is_needed(place) and not place.value]


def _is_needed(place: Place) -> bool:
    one = place.field
    return one.default is MISSING and not one.metadata.get("optional") and isinstance(place.value, str)
