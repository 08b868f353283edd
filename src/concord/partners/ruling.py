"""Keeping what the office decided about a declaration, and telling the person; called inside the verbs that decide,
here and in the apps below."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from concord.core import notices
from concord.core.permissions import Actor
from concord.partners.models import ConflictDeclaration, Ruling


def keep(
    decided: ConflictDeclaration, *, reason: str, ended: Sequence[dict[str, str]] = (), by: Actor, at: datetime
) -> Ruling:
    """Keep the decision that the declaration has just come to, and mail the person a link to it."""
    link = f"{settings.CONCORD_BASE_URL}{decided.get_absolute_url()}"
    body = f"{decided.person.name},\n\nThe programme office has decided on a declaration of yours. Read it here: {link}"
    notices.mail(to=decided.person.email, subject="Your declaration was decided on", body=body, at=at)
    return Ruling.objects.create(
        declaration=decided,
        decision=decided.state,
        conditions=decided.conditions,
        reason=reason,
        ended=list(ended),
        decided_at=at,
        decided_by=by.actor_key,
    )
