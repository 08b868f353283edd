"""What has to be in order before a coded project is brought, and before a trial of it says what it would bring."""

from datetime import date
from typing import Any

from concord.core.checks import require_none
from concord.core.errors import BadInput, Incomplete
from concord.engagements.models import FocusArea
from concord.engagements.queries import focus_areas
from concord.evidence import checks
from concord.evidence.models import Codebook


def require_fit(book: Codebook, *, name: str, focus_area: int, today: date, **checked: Any) -> FocusArea:
    """Return the focus area into which the texts of a project come; `checked` is what is said of them, as of an item.

    Raises Incomplete (as of logging an item; no name), BadInput (no such focus area)."""
    if not name.strip():
        raise Incomplete("It needs a name.", ["the name"])
    for area in focus_areas(book.engagement):
        if area.number == focus_area:
            require_none(checks.run(area, today=today, **checked), "It cannot be brought.")
            return area
    raise BadInput(f"{book.engagement.ref} has no focus area {focus_area}.")
