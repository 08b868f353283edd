"""The verbs of what turns out otherwise after a request was made: a matter that nobody declared, whom we call, and an
assessment that was concluded too early."""

from datetime import datetime

from concord.core import lifecycle
from concord.core.actions import Unchanged, record, verb
from concord.core.errors import BadInput, Incomplete
from concord.core.permissions import Actor, Permission
from concord.intake import due, queries, rules, telling
from concord.intake.models import AssistanceRequest, MatterKind, PendingMatter

P = Permission


@verb
def note_matter(
    request: AssistanceRequest, *, kind: str, detail: str, reason: str, by: Actor, at: datetime
) -> AssistanceRequest:
    """Note a matter that is pending and that the request does not declare, or more of one that it does; `reason` says
    how the office knows. An approving official looks at it, and what was answered as met without it is open again.

    Raises Denied, BadInput (no such kind), Incomplete (no words, or no reason)."""
    telling.require_reason(reason)
    locked = lifecycle.lock(request)
    rules.may(by, P.REQUEST_NOTE_MATTER, locked).require()
    if kind not in MatterKind.values:
        raise BadInput(f"“{kind}” is no kind of matter; expected one of: {', '.join(MatterKind.values)}.")
    if not detail.strip():
        raise Incomplete("The matter cannot be noted.", ["what is pending"])
    known = locked.matters.filter(kind=kind).first()
    if known is None:
        PendingMatter.objects.create(request=locked, kind=kind, detail=detail)
    elif detail in known.detail.split("\n\n"):
        raise Unchanged(locked)
    else:
        known.detail = f"{known.detail}\n\n{detail}"
        known.save(update_fields=["detail"])
    queries.answered_without(locked).update(replaced_at=at)
    due.to_look_at(locked, by=by, at=at)
    record(locked, P.REQUEST_NOTE_MATTER, by=by, at=at, new=kind, reason=reason)
    return locked


@verb
def correct_contact(
    request: AssistanceRequest, *, name: str, email: str, phone: str, reason: str, by: Actor, at: datetime
) -> AssistanceRequest:
    """Correct whom the office calls and writes to. With another address the private link is another: the one that was
    mailed before leads nowhere any more, and the new one is mailed to the new address.

    Raises Denied, Incomplete (no name, no reason; no address where the request came on line), BadInput (it is the
    address to which the chief executive's link went)."""
    telling.require_reason(reason)
    locked = lifecycle.lock(request)
    rules.may(by, P.REQUEST_CORRECT_CONTACT, locked).require()
    asked = queries.authorization(locked)
    telling.require_another(asked.chief_email if asked else "", email)
    wants_address = locked.contact_email != "" and not email
    if missing := [what for what, lacks in (("a name", not name.strip()), ("an address", wants_address)) if lacks]:
        raise Incomplete("The contact cannot be corrected.", missing)
    if (locked.contact_name, locked.contact_email, locked.contact_phone) == (name, email, phone):
        raise Unchanged(locked)
    moved = locked.contact_email.casefold() != email.casefold()
    locked.contact_name, locked.contact_email, locked.contact_phone = name, email, phone
    locked.link_since = at if moved else locked.link_since
    locked.save(update_fields=["contact_name", "contact_email", "contact_phone", "link_since"])
    record(locked, P.REQUEST_CORRECT_CONTACT, by=by, at=at, reason=reason)
    if moved:
        telling.write(locked, f"Your request {locked.ref}", "This is how you follow your request from now on:", at)
    return locked


@verb
def look_again(request: AssistanceRequest, *, reason: str, by: Actor, at: datetime) -> AssistanceRequest:
    """Open the assessment again that was concluded, because an answer turns out to be wrong; the answers stay until
    they are given anew. Raises Denied, NotAllowedNow, Incomplete (no reason)."""
    telling.require_reason(reason)
    return lifecycle.move(request, P.REQUEST_LOOK_AGAIN, by=by, at=at, may=rules.may, reason=reason)
