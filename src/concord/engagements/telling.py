"""Mails of the verbs of an engagement: a sentence and a link, nothing of the matter."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from django.conf import settings

from concord.accounts.models import Person
from concord.core import notices


class _Linked(Protocol):
    @property
    def ref(self) -> str:
        """The reference."""

    def get_absolute_url(self) -> str:
        """The page."""


def write(to: Iterable[Person | None], thing: _Linked, subject: str, sentence: str, at: datetime) -> None:
    """Mail each of these people a sentence and the link to a thing; nobody, where nobody holds the role now."""
    body = f"{sentence}\n\n{settings.CONCORD_BASE_URL}{thing.get_absolute_url()}\n"
    for address in sorted({person.email for person in to if person is not None and person.is_active}):
        notices.mail(to=address, subject=f"{subject}: {thing.ref}", body=body, at=at)
