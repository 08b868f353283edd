"""The verbs of being in contact: log a contact, record the parts of the intake record, ask other offices."""

from datetime import date, datetime

from concord.core import lifecycle
from concord.core.actions import Unchanged, record, verb
from concord.core.errors import BadInput, Incomplete
from concord.core.permissions import Actor, Permission
from concord.intake import due, offices, queries, rules
from concord.intake.models import LOGGED, AssistanceRequest, Contact, How, IntakePart
from concord.intake.states import RequestState

P = Permission


@verb
def log_contact(
    request: AssistanceRequest, *, on: date, how: str, who: str, note: str, by: Actor, at: datetime
) -> AssistanceRequest:
    """Log a contact with the agency; the first one ends the task to make it. The same again is one contact (law 17).

    Raises Denied, BadInput (a day to come, or no way of contact), Incomplete (with whom, or what was said)."""
    locked = lifecycle.lock(request)
    rules.may(by, P.REQUEST_CONTACT, locked).require()
    offices.require_past(on, at, "The contact")
    if how == How.REPLY:
        raise BadInput(f"Only the agency itself replies on line; expected one of: {', '.join(LOGGED)}.")
    if how not in LOGGED:
        raise BadInput(f"“{how}” is no way of contact; expected one of: {', '.join(LOGGED)}.")
    missing = [what for what, said in (("with whom", who), ("what was said", note)) if not said.strip()]
    if missing:
        raise Incomplete("The contact cannot be logged.", missing)
    said = {"on": on, "how": how, "who": who, "note": note, "recorded_by": by.actor_key}
    if locked.contacts.filter(**said).exists():
        raise Unchanged(locked)
    Contact.objects.create(request=locked, recorded_at=at, **said)
    due.done(due.FIRST_CONTACT, locked, by=by, at=at)
    record(locked, P.REQUEST_CONTACT, by=by, at=at, more={"on": on.isoformat(), "how": how})
    return locked


@verb
def record_part(
    request: AssistanceRequest, *, part: str, text: str, contact: Contact, by: Actor, at: datetime
) -> AssistanceRequest:
    """Record one part of the intake record, from a contact; what was recorded before is kept.

    Raises Denied, BadInput (no such part, or the contact is about another request), Incomplete (no text)."""
    locked = lifecycle.lock(request)
    rules.may(by, P.REQUEST_RECORD_PART, locked).require()
    known = {each.key for each in queries.parts(locked)}
    if part not in known:
        raise BadInput(f"The intake record has no part “{part}”; expected one of: {', '.join(sorted(known))}.")
    if contact.request_id != locked.pk:
        raise BadInput(f"The contact is not about {locked.ref}.")
    if not text.strip():
        raise Incomplete("The part cannot be recorded.", ["what was said and agreed"])
    IntakePart.objects.create(
        request=locked, part=part, text=text, contact=contact, recorded_at=at, recorded_by=by.actor_key
    )
    record(locked, P.REQUEST_RECORD_PART, by=by, at=at, new=part)
    return locked


@verb
def ask_component(
    request: AssistanceRequest, *, component: str, on: date, by: Actor, at: datetime
) -> AssistanceRequest:
    """Note that another office was asked about the agency. Asked while its answer is open, it changes nothing.

    Raises Denied, BadInput (no such office, or a day to come)."""
    locked = lifecycle.lock(request)
    rules.may(by, P.REQUEST_ASK_COMPONENT, locked).require()
    if not offices.ask(locked, component=component, on=on, by=by, at=at):
        raise Unchanged(locked)
    record(locked, P.REQUEST_ASK_COMPONENT, by=by, at=at, new=component)
    return locked


@verb
def note_component(
    request: AssistanceRequest, *, component: str, on: date, clear: bool, note: str, by: Actor, at: datetime
) -> AssistanceRequest:
    """Note what another office answered: clear, or not and what it has there. After the request was accepted, one that
    is not clear is to be weighed.

    Raises Denied, BadInput (it was not asked, or a day before it was or to come), Incomplete (not clear, no note)."""
    locked = lifecycle.lock(request)
    rules.may(by, P.REQUEST_NOTE_COMPONENT, locked).require()
    offices.note(locked, component=component, on=on, clear=clear, note=note, by=by, at=at)
    if locked.state == RequestState.ACCEPTED and not clear:
        due.to_weigh(locked, component, by=by, at=at)
    record(locked, P.REQUEST_NOTE_COMPONENT, by=by, at=at, new=component)
    return locked
