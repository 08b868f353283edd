"""Mails of the verbs of an engagement: a sentence and a link, or the office's own letter; nothing of the matter."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from django.conf import settings

from concord.accounts.models import Person
from concord.core import notices
from concord.engagements.models import Agreement, Signature
from concord.programme import letters
from concord.programme.queries import letter
from concord.programme.queries import of as programme_of


class _Linked(Protocol):
    @property
    def ref(self) -> str:
        """The reference."""

    @property
    def audit_stream(self) -> str:
        """The engagement or the request to which it belongs."""

    def get_absolute_url(self) -> str:
        """The page."""


def write(to: Iterable[Person | None], thing: _Linked, subject: str, sentence: str, at: datetime) -> None:
    """Mail each of these people a sentence and the link to a thing; nobody, where nobody holds the role now."""
    _mail(to, thing, f"{subject}: {thing.ref}", f"{sentence}\n\n{_link(thing)}\n", at)


def ask_to_sign(to: Iterable[Person | None], agreement: Agreement, line: Signature, key: str, at: datetime) -> None:
    """Mail whoever is to sign the office's letter of this name, in the words of the request's edition."""
    programme = programme_of(agreement.request.edition)
    office, due = programme.office, line.due_on
    values = {
        "agency": agreement.request.agency_name,
        "reference": agreement.ref,
        "office": office.name,
        "email": office.email,
        "phone": office.phone,
        "signatory": line.who.lower(),
        "due": f"{due.day} {due:%B %Y}" if due else "the agreed day",
        "link": _link(agreement),
    }
    filled = letters.fill(letter(programme, key), values)
    _mail(to, agreement, filled.subject, f"{filled.text}\n", at)


def _link(thing: _Linked) -> str:
    return f"{settings.CONCORD_BASE_URL}{thing.get_absolute_url()}"


def _mail(to: Iterable[Person | None], thing: _Linked, subject: str, body: str, at: datetime) -> None:
    for address in sorted({person.email for person in to if person is not None and person.is_active}):
        notices.mail(to=address, subject=subject, body=body, about=thing.audit_stream, at=at)
