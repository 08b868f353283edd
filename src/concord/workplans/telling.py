"""Mails about a work plan, a sentence and a link, and notices of what is said about it; inside the verb that they tell
of."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from concord.accounts.models import Person
from concord.accounts.queries import by_key, holder, members
from concord.core import notices
from concord.core.lifecycle import Staged
from concord.core.permissions import Actor, Permission
from concord.core.roles import AssessmentLead, ChiefExecutive, Liaison
from concord.core.telling import news
from concord.engagements.models import Engagement
from concord.workplans import rules
from concord.workplans.models import PlanComment, WorkPlan


def chief(of: Engagement) -> Person | None:
    """Return the agency's chief executive as this house knows them, or None."""
    return holder(ChiefExecutive.key, f"agency:{of.agency.ref}")


def agency(of: Engagement) -> list[Person]:
    """Return the agency's chief executive and its liaisons, each once; the seat may be vacant."""
    held = members(f"agency:{of.agency.ref}").filter(role__in=(ChiefExecutive.key, Liaison.key))
    return list(dict.fromkeys(member.person for member in held.order_by("since")))


def lead(of: Engagement) -> Person | None:
    """Return who leads the team, or None."""
    return holder(AssessmentLead.key, f"engagement:{of.ref}")


def tell(to: Person | None, thing: Staged, subject: str, sentence: str, at: datetime) -> None:
    """Mail somebody a sentence and a link; nobody, where nobody holds the role now, or may not read it any more."""
    if to is not None and to.is_active and rules.may(to, Permission.PLAN_VIEW, thing):
        link = settings.CONCORD_BASE_URL + thing.get_absolute_url()
        body = f"{sentence}\n\n{link}\n"
        notices.mail(to=to.email, subject=f"{subject}: {thing.ref}", body=body, about=thing.audit_stream, at=at)


def writers(of: WorkPlan) -> set[str]:
    """Return who drafted a version or saved a part of it, by actor key."""
    return {of.drafted_by, *of.saved.values_list("by", flat=True)}


def speakers(of: PlanComment) -> set[str]:
    """Return who commented and who replied, by actor key."""
    return {of.said_by, *of.replies.values_list("by", flat=True)}


def notice(to: Iterable[str], told: news.News, of: PlanComment, *, by: Actor, at: datetime) -> None:
    """Tell people (actor keys) what was said, except whoever said it and whoever may not read the plan any more."""
    people = (by_key(key) for key in sorted({*to} - {by.actor_key}))
    readers = [one for one in people if one is not None and one.is_active and rules.may(one, Permission.PLAN_VIEW, of)]
    news.tell([(one.actor_key, told) for one in readers], at=at)
