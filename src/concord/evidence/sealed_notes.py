"""What is typed of field work: drafts while it goes on; once it was held, what the team thinks of it; and
where it was, once it was held or called off.

All of it is sealed under the reference of the field work, whatever comes of it, since nobody knows beforehand what will
be said. The facts go to the item, which is sealed where it is confidential (sealed_items)."""

from dataclasses import dataclass
from datetime import datetime

from concord.core import sealing
from concord.evidence.models import Fieldwork

_FACTS, _DRAFT, _THOUGHTS, _PLACE = "draft facts", "draft thoughts", "thoughts", "place"


@dataclass(frozen=True)
class Notes:
    """Facts, and thoughts apart from them (law 11)."""

    facts: str = ""
    thoughts: str = ""


def drafted(fieldwork: Fieldwork) -> Notes:
    """Return what is typed of field work that is not recorded as held yet. Raises KeyLost."""
    found = sealing.read(fieldwork.ref, _FACTS, _DRAFT)
    return Notes(found.get(_FACTS, ""), found.get(_DRAFT, ""))


def keep_draft(fieldwork: Fieldwork, notes: Notes, *, at: datetime) -> None:
    """Keep what is typed. Call inside a verb. Raises KeyLost."""
    sealing.keep(fieldwork.ref, {_FACTS: notes.facts, _DRAFT: notes.thoughts}, at=at)


def thoughts(fieldwork: Fieldwork) -> str:
    """Return what the team thinks of field work that was held. Raises KeyLost."""
    return sealing.read(fieldwork.ref, _THOUGHTS).get(_THOUGHTS, "")


def place(fieldwork: Fieldwork) -> str:
    """Return where it is to be, or was. Raises KeyLost."""
    return fieldwork.place or sealing.read(fieldwork.ref, _PLACE).get(_PLACE, "")


def keep_held(fieldwork: Fieldwork, *, thoughts: str, place: str, at: datetime) -> None:
    """Keep what is left once it was held; the draft is emptied. Call inside a verb. Raises KeyLost."""
    sealing.keep(fieldwork.ref, {_THOUGHTS: thoughts, _PLACE: place, _FACTS: "", _DRAFT: ""}, at=at)


def keep_place(fieldwork: Fieldwork, *, at: datetime) -> None:
    """Seal the place of what is called off; its drafts stay. Call inside a verb. Raises KeyLost."""
    if fieldwork.place:
        sealing.keep(fieldwork.ref, {_PLACE: fieldwork.place}, at=at)
