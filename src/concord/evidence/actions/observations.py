"""Taking a sheet that was filled in on the spot, perhaps hours ago and without network."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.crypto import salted_hmac

from concord.core import lifecycle
from concord.core.actions import hold, unrecorded
from concord.core.errors import BadInput, Incomplete
from concord.core.models import SealedThing, SealedValue
from concord.core.permissions import Actor, Permission
from concord.evidence import rules, sealed_notes
from concord.evidence.models import FieldNotes, Fieldwork, SheetTaken
from concord.programme.document import Sheet

P = Permission
Answers = Iterable[tuple[str, str]]  # what was asked, and what was answered; "" for nothing


@unrecorded(FieldNotes, SheetTaken, SealedThing, SealedValue)
def take_sheet(
    fieldwork: Fieldwork, *, sheet: Sheet, key: UUID, answers: Answers, filled: str = "", by: Actor, at: datetime
) -> SheetTaken:
    """Add a filled sheet to the facts of the notes, outside the audit trail until the field work is recorded as held.

    `key` is the sender's own for this sheet: the same sheet again changes nothing and gives the same answer, also
    after the field work was held. `filled` is when it was filled in, as the sender's clock had it; "" if not said.
    Raises Denied (it is held or called off), Incomplete (nothing is filled in), BadInput (another has the key)."""
    told = "\n".join(f"{asked.rstrip(':')}: {answer}" for asked, answer in answers if answer.strip())
    text = f"{sheet.name}{', ' if filled else ''}{filled}\n{told}"
    digest = salted_hmac("concord.evidence.sheet", f"{fieldwork.ref}\n{text}", algorithm="sha256").hexdigest()
    hold(f"sheet {key}")
    known = SheetTaken.objects.filter(key=key).first()
    if known is not None and (known.fieldwork_id, known.digest) == (fieldwork.pk, digest):
        return known
    if known is not None:
        raise BadInput("Another sheet was sent under this key already; expected a new key for each sheet.")
    locked = lifecycle.lock(fieldwork)
    rules.may(by, P.FIELDWORK_NOTE, locked).require()
    if not told:
        raise Incomplete("Nothing is filled in.", ["an answer"])
    notes = FieldNotes.objects.select_for_update().filter(fieldwork=locked).first()
    notes = notes or FieldNotes(fieldwork=locked, number=0)
    notes.number, notes.saved_at, notes.saved_by = notes.number + 1, at, by.actor_key
    notes.save()
    typed = sealed_notes.drafted(locked)
    facts = "\n\n".join(part for part in (typed.facts, text) if part)
    sealed_notes.keep_draft(locked, replace(typed, facts=facts), at=at)
    return SheetTaken.objects.create(
        key=key, fieldwork=locked, sheet=sheet.key, digest=digest, taken_at=at, taken_by=by.actor_key
    )
