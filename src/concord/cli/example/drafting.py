"""The next edition of the programme, while the office writes it."""

from datetime import datetime
from typing import Any

from concord.cli.example.story import Story
from concord.core import zones
from concord.programme import actions as programme
from concord.programme.changes import PARTS, Change, Op, fingerprint, found
from concord.programme.models import EditionDraft
from concord.programme.queries import edition_in_force


def begin(story: Story, *, at: datetime) -> None:
    """Begin the draft and revise it, as the files tell."""
    told = story.data["edition_draft"]
    by = story.who(told["drafted_by"])
    draft = programme.draft(edition_in_force(zones.day(at)), label=told["label"], by=by, at=at)
    for change in story.data["edition_change"]:
        draft = programme.revise(draft, change=_change(draft, change), by=by, at=at)


def _change(draft: EditionDraft, told: dict[str, Any]) -> Change:
    """A change without a key adds an item."""
    if "key" not in told:
        return Change(told["part"], Op.ADD, value=told["value"])
    was = found(draft.document, PARTS[told["part"]], told["key"])
    return Change(told["part"], Op.PUT, key=told["key"], value=told["value"], seen=fingerprint(was))
