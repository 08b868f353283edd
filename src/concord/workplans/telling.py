"""Mails about a work plan: a sentence and a link, inside the verb that they tell of."""

from datetime import datetime

from django.conf import settings

from concord.accounts.models import Person
from concord.accounts.queries import holder
from concord.core import notices
from concord.core.lifecycle import Staged
from concord.core.roles import AssessmentLead, ChiefExecutive
from concord.engagements.models import Engagement


def chief(of: Engagement) -> Person | None:
    """Return the agency's chief executive as this house knows them, or None."""
    return holder(ChiefExecutive.key, f"agency:{of.agency.ref}")


def lead(of: Engagement) -> Person | None:
    """Return who leads the team, or None."""
    return holder(AssessmentLead.key, f"engagement:{of.ref}")


def tell(to: Person | None, thing: Staged, subject: str, sentence: str, at: datetime) -> None:
    """Mail somebody a sentence and a link; nobody, where nobody holds the role now."""
    if to is not None:
        link = settings.CONCORD_BASE_URL + thing.get_absolute_url()
        notices.mail(to=to.email, subject=f"{subject}: {thing.ref}", body=f"{sentence}\n\n{link}\n", at=at)
