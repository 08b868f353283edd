"""What is said about a plan, and the changes of scope that were asked for."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from concord.accounts.models import Person
from concord.accounts.queries import names
from concord.accounts.scoping import visible
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.engagements.queries import topics
from concord.programme.queries import of as programme_of
from concord.workplans.carrying import not_carried
from concord.workplans.content import part_in_words
from concord.workplans.models import PlanComment, ScopeChange, WorkPlan
from concord.workplans.states import CommentState, ScopeState

P = Permission
_PLAN = ("plan__engagement__agency", "plan__engagement__edition")


@dataclass(frozen=True)
class Spoken:
    """Words, who said them and when."""

    name: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Said:
    """A comment with the names and the replies; `about` says which part it is on, in words."""

    comment: PlanComment
    about: str
    first: Spoken
    replies: tuple[Spoken, ...]
    resolution: Spoken | None


def comment(ref: str) -> PlanComment | None:
    """Return the comment with this reference, or None."""
    return PlanComment.objects.select_related(*_PLAN).prefetch_related("replies").filter(ref=ref).first()


def comments_open_for(person: Person) -> QuerySet[PlanComment]:
    """Return the open comments that this person may see."""
    at = "plan__engagement"
    condition = visible(person, P.PLAN_VIEW, agency=f"{at}__agency__ref", engagement=f"{at}__ref")
    return PlanComment.objects.select_related(*_PLAN).filter(condition, state=CommentState.OPEN)


def comments_on(plan: WorkPlan) -> dict[str, list[Said]]:
    """Return the comments that stand beside a version, by section, the oldest first: its own, and what is still open
    from earlier ones. Three queries, however many."""
    rows = PlanComment.objects.filter(
        Q(plan=plan) | Q(plan__engagement=plan.engagement, plan__version__lt=plan.version, state=CommentState.OPEN)
    )
    found: dict[str, list[Said]] = {}
    for said in told(list(rows.select_related("plan").prefetch_related("replies").order_by("said_at", "pk"))):
        found.setdefault(said.comment.part.partition("/")[0], []).append(said)
    return found


def told(comments: list[PlanComment]) -> list[Said]:
    """Return comments as people read them."""
    replies = {one.pk: sorted(one.replies.all(), key=lambda reply: (reply.at, reply.pk)) for one in comments}
    spoke = {one.said_by for one in comments} | {one.resolved_by or one.said_by for one in comments}
    known = names(spoke | {reply.by for rows in replies.values() for reply in rows})
    return [
        Said(
            comment=one,
            about=part_in_words(one.plan.content, one.part),
            first=Spoken(known[one.said_by], one.text, one.said_at),
            replies=tuple(Spoken(known[reply.by], reply.text, reply.at) for reply in replies[one.pk]),
            resolution=Spoken(known[one.resolved_by], one.resolution, one.resolved_at)
            if one.resolved_by and one.resolved_at
            else None,
        )
        for one in comments
    ]


def scope_change(ref: str) -> ScopeChange | None:
    """Return the change of scope with this reference, or None."""
    return ScopeChange.objects.select_related("engagement__agency", "engagement__edition").filter(ref=ref).first()


def scope_changes(engagement: Engagement) -> QuerySet[ScopeChange]:
    """Return every change of scope that was asked for in an engagement."""
    return ScopeChange.objects.select_related("engagement__agency", "engagement__edition").filter(engagement=engagement)


def topics_to_add(engagement: Engagement) -> dict[str, str]:
    """Return the topics that a change of scope could add, key → words; none where the agency asked for none by name, so
    that any can be a focus area's."""
    agreed = engagement.agreed_topics
    return {topic.key: topic.text for topic in topics(engagement) if topic.key not in agreed} if agreed else {}


def topics_added(change: ScopeChange) -> list[str]:
    """Return the topics that a change of scope adds, in the edition's words."""
    edition = change.engagement.edition
    known = {topic.key: topic.text for topic in programme_of(edition).topic} if edition else {}
    return [known.get(key, key) for key in change.topics]


def agreed_changes(engagement: Engagement) -> list[ScopeChange]:
    """Return the changes of scope that were agreed to and that no version carries yet, the oldest first."""
    return list(scope_changes(engagement).filter(not_carried()).order_by("pk"))


def scope_changes_open_for(person: Person) -> QuerySet[ScopeChange]:
    """Return the changes of scope that this person may see and that wait for an answer."""
    condition = visible(person, P.PLAN_VIEW, agency="engagement__agency__ref", engagement="engagement__ref")
    waiting = (ScopeState.WITH_AGENCY, ScopeState.WITH_TEAM)
    return ScopeChange.objects.select_related("engagement__agency").filter(condition, state__in=waiting)
