"""What is typed of field work: drafts while it goes on; once it was held, what the team thinks of it; where it was,
once it was held or called off; and of what led to no item, how it was called and why it was called off.

All of it is sealed under the reference of the field work, whatever comes of it, since nobody knows beforehand what will
be said. The facts go to the item, which is sealed where it is confidential (sealed_items)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from concord.core import sealing
from concord.evidence.models import SEALED_BOOKING, Fieldwork

_FACTS, _DRAFT, _THOUGHTS, _PLACE = "draft facts", "draft thoughts", "thoughts", "place"
_TITLE, _BECAUSE = "title", "called off because"
ELSEWHERE = "Kept sealed with the field work."


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


def keep_booking(fieldwork: Fieldwork, because: str, *, at: datetime) -> dict[str, str]:
    """Seal where what leads to no item would be, how it is called, and why it was called off ("" where it was not);
    return what changes in its row. Its drafts stay. Call inside a verb. Raises KeyLost."""
    told = {
        _PLACE: fieldwork.place,
        _TITLE: "" if fieldwork.title == SEALED_BOOKING else fieldwork.title,
        _BECAUSE: "" if because == ELSEWHERE else because,
    }
    sealing.keep(fieldwork.ref, {name: text for name, text in told.items() if text}, at=at)
    return {"place": "", "title": SEALED_BOOKING, "called_off_because": ELSEWHERE if because else ""}


def titles(rows: Iterable[Fieldwork]) -> dict[str, str]:
    """Return how what led to no item was called, by its reference, where that is sealed; by one query. Raises
    KeyLost."""
    sealed = [one.ref for one in rows if one.title == SEALED_BOOKING]
    return {ref: title for (ref, _), title in sealing.read_many(sealed, [_TITLE]).items()} if sealed else {}


def called_off_because(fieldwork: Fieldwork) -> str:
    """Return why it was called off, wherever that is kept; "" where it was not. Raises KeyLost."""
    here = fieldwork.called_off_because
    return sealing.read(fieldwork.ref, _BECAUSE).get(_BECAUSE, here) if here == ELSEWHERE else here
