"""Mails of the verbs of a request, and the reason that is recorded. A mail holds a link, nothing of the matter."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from concord.core import notices
from concord.core.errors import BadInput, Incomplete
from concord.core.models import OutboxMail
from concord.intake import queries
from concord.intake.models import AssistanceRequest, Authorization, RequestDraft
from concord.programme import letters
from concord.programme.document import Programme
from concord.programme.queries import days, letter
from concord.programme.queries import of as programme_of


def require_reason(reason: str) -> None:
    """Raise Incomplete unless there is a reason."""
    if not reason.strip():
        raise Incomplete("What becomes of a request is recorded with its reason.", ["the reason"])


def require_another(chief_email: str, contact_email: str) -> None:
    """Raise BadInput where the chief executive's link would go to whoever asks: nobody authorizes their own request."""
    if chief_email and chief_email.casefold() == contact_email.casefold():
        raise BadInput("This is the address of whoever asks. The link has to go to the chief executive.")


def link_of(name: str, token: str) -> str:
    """Return a whole link for a mail."""
    return settings.CONCORD_BASE_URL + reverse(name, args=[token])


def write(request: AssistanceRequest, subject: str, sentence: str, at: datetime) -> OutboxMail | None:
    """Mail the requester a sentence and their private link; None where no address is known."""
    if not request.contact_email:
        return None
    link = link_of("request-status", queries.link_token(request))
    body = f"{sentence}\n\n{link}\n"
    return notices.mail(to=request.contact_email, subject=subject, body=body, about=request.ref, at=at)


def thank(request: AssistanceRequest, at: datetime) -> None:
    """Mail the requester that the request is with the office, in the words of its edition."""
    if request.contact_email:
        link = link_of("request-status", queries.link_token(request))
        _letter(programme_of(request.edition), "acknowledge", request.contact_email, link, at, request=request)


def ask_chief(asked: Authorization, at: datetime) -> None:
    """Mail the chief executive the one-time link by which they authorize the request, where an address is known."""
    if asked.chief_email:
        request = asked.request
        link = link_of("request-authorize", queries.chief_token(asked))
        _letter(programme_of(request.edition), "authorize", asked.chief_email, link, at, request=request)


def keep_draft(draft: RequestDraft, programme: Programme, at: datetime) -> None:
    """Mail the link by which somebody comes back to a draft."""
    link = link_of("request-draft", queries.draft_token(draft))
    _letter(programme, "draft_link", draft.email, link, at, days=str(days(programme, "draft_kept")))


def _letter(
    programme: Programme,
    key: str,
    to: str,
    link: str,
    at: datetime,
    *,
    request: AssistanceRequest | None = None,
    **more: str,
) -> None:
    office = programme.office
    words = {"office": office.name, "email": office.email, "phone": office.phone, "link": link, **more}
    if request is not None:
        words |= {"agency": request.agency_name, "reference": request.ref}
    filled = letters.fill(letter(programme, key), words)
    about = request.ref if request is not None else ""
    notices.mail(to=to, subject=filled.subject, body=f"{filled.text}\n", about=about, at=at)
