from collections.abc import Iterator
from datetime import date

from concord.core.checks import Problem, error
from concord.programme.checks.walk import Place, places
from concord.programme.document import Programme

_SPANS = (("topic_edition", "effective_from", "effective_to"), ("announcement", "shown_from", "shown_until"))


def days_are_days_in_order(programme: Programme, on: date) -> list[Problem]:
    """A day is a real one, and nothing ends before it begins."""
    del on
    problems = [error(f"{place}: “{place.value}” is no day.") for place in places(programme) if _is_no_day(place)]
    return problems or list(_backwards(programme))


def _is_no_day(place: Place) -> bool:
    text: str = place.value
    if not place.field.metadata.get("day") or not text:
        return False
    try:
        return date.fromisoformat(text).isoformat() != text
    except ValueError:
        return True


def _backwards(programme: Programme) -> Iterator[Problem]:
    for part, first, last in _SPANS:
        for item in getattr(programme, part):
            begins, ends = getattr(item, first), getattr(item, last)
            if ends and ends < begins:
                name = getattr(item, "label", "") or getattr(item, "heading", "")
                yield error(f"“{name}” ends on {ends}, before it begins on {begins}.")
