"""Reads of comments on findings and recommendations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from concord.accounts.models import Person
from concord.accounts.queries import names
from concord.accounts.scoping import visible
from concord.core.permissions import Permission
from concord.engagements.states import EngagementState
from concord.findings.models import Finding, Statement, StatementComment
from concord.findings.states import CommentState, StatementState
from concord.findings.words import name_of

P = Permission
_AT = {"agency": "engagement__agency__ref", "engagement": "engagement__ref"}
_WITH = ("engagement__agency", "engagement__edition", "finding__engagement", "recommendation__engagement")


@dataclass(frozen=True)
class Spoken:
    """Words, who said them and when."""

    name: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Said:
    """A comment with its replies as people read them; `about` is the field that it is on, in words, "" for all."""

    comment: StatementComment
    about: str
    first: Spoken
    replies: tuple[Spoken, ...]
    resolution: Spoken | None


def statement_comment(ref: str) -> StatementComment | None:
    """Return the comment with this reference, or None."""
    return StatementComment.objects.select_related(*_WITH).prefetch_related("replies").filter(ref=ref).first()


def statement_comments_open_for(person: Person) -> QuerySet[StatementComment]:
    """Return the open comments that wait for this person: those on what they wrote, before it is issued."""
    rows = StatementComment.objects.select_related(*_WITH).filter(visible(person, P.STATEMENT_COMMENT_RESOLVE, **_AT))
    theirs = Q(finding__author=person.actor_key) | Q(recommendation__author=person.actor_key)
    gone = Q(finding__state=StatementState.SET_ASIDE) | Q(recommendation__state=StatementState.SET_ASIDE)
    rows = rows.filter(theirs, state=CommentState.OPEN, engagement__state=EngagementState.OPEN)
    return rows.exclude(gone)


def comments_on(statement: Statement) -> list[Said]:
    """Return the comments on a statement, the oldest first, in three queries however many."""
    of = {"finding": statement} if isinstance(statement, Finding) else {"recommendation": statement}
    rows = StatementComment.objects.filter(**of).prefetch_related("replies").order_by("pk")
    return said_in(list(rows))


def said_in(comments: Sequence[StatementComment]) -> list[Said]:
    """Return comments as people read them."""
    replies = {one.pk: sorted(one.replies.all(), key=lambda reply: reply.pk) for one in comments}
    spoke = {one.said_by for one in comments} | {one.resolved_by for one in comments if one.resolved_by}
    known = names(spoke | {reply.by for rows in replies.values() for reply in rows})
    return [
        Said(
            comment=one,
            about=name_of(one.place) if one.place else "",
            first=Spoken(known[one.said_by], one.text, one.said_at),
            replies=tuple(Spoken(known[reply.by], reply.text, reply.at) for reply in replies[one.pk]),
            resolution=Spoken(known[one.resolved_by], one.resolution, one.resolved_at)
            if one.resolved_by and one.resolved_at
            else None,
        )
        for one in comments
    ]
