"""The verbs of comments on findings and recommendations: comment, reply, say what became of it."""

from datetime import datetime

from concord.core import lifecycle
from concord.core.actions import Unchanged, verb
from concord.core.errors import BadInput, Incomplete
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.core.telling.news import News, arrival
from concord.findings import rules, telling
from concord.findings.models import Finding, Statement, StatementComment, StatementReply
from concord.findings.states import CommentState

P = Permission


@verb
def comment_on(statement: Statement, *, place: str = "", text: str, by: Actor, at: datetime) -> StatementComment:
    """Comment on a finding or a recommendation, or on one field of it (`place`). Whoever wrote it is told. The same
    again, while it is open, is one comment (law 17).

    Raises Denied, NotAllowedNow, BadInput (no such field), Incomplete (no words)."""
    locked = lifecycle.lock(statement)
    rules.may(by, P.STATEMENT_COMMENT, locked).require()
    if place and place not in locked.wording:
        raise BadInput(f"{locked.ref} has no field “{place}”; expected one of: {', '.join(locked.wording)}.")
    of = {"finding": locked} if isinstance(locked, Finding) else {"recommendation": locked}
    said = {
        **of,
        "engagement": locked.engagement,
        "place": place,
        "text": _said(text, "the comment"),
        "said_by": by.actor_key,
    }
    if same := StatementComment.objects.filter(state=CommentState.OPEN, **said).first():
        raise Unchanged(same)
    made = StatementComment.begin(P.STATEMENT_COMMENT, by=by, at=at, ref=next_ref("SCM", at), said_at=at, **said)
    telling.of_comment(locked.writers, arrival(made, "A comment on what you wrote"), made, by=by, at=at)
    return made


@verb
def reply_to(comment: StatementComment, *, text: str, by: Actor, at: datetime) -> StatementComment:
    """Reply to an open comment; whoever has spoken there is told, and whoever wrote the statement. The same again is
    one reply (law 17).

    Raises Denied, NotAllowedNow (it is resolved), Incomplete (no words)."""
    locked = lifecycle.lock(comment)
    words = {"text": _said(text, "the reply"), "by": by.actor_key}
    if locked.replies.filter(**words).exists():
        raise Unchanged(locked)
    kept = {"state_since": locked.state_since}  # it is handed to nobody
    moved = lifecycle.move(comment, P.STATEMENT_COMMENT_REPLY, by=by, at=at, may=rules.may, changes=kept)
    said = StatementReply.objects.create(comment=moved, at=at, **words)
    told = News(moved.ref, f"A reply: {moved.title}", moved.get_absolute_url(), f"{moved.ref}:reply:{said.pk}")
    telling.of_comment({*_speakers(moved), *moved.statement.writers}, told, moved, by=by, at=at)
    return moved


@verb
def resolve_comment(comment: StatementComment, *, resolution: str, by: Actor, at: datetime) -> StatementComment:
    """Say what became of a comment; whoever has spoken there is told. Raises Denied, NotAllowedNow, Incomplete."""
    words = _said(resolution, "what became of it")
    changes = {"resolution": words, "resolved_at": at, "resolved_by": by.actor_key}
    moved = lifecycle.move(
        comment, P.STATEMENT_COMMENT_RESOLVE, by=by, at=at, may=rules.may, reason=words, changes=changes
    )
    telling.of_comment(_speakers(moved), arrival(moved, "What became of a comment"), moved, by=by, at=at)
    return moved


def _speakers(comment: StatementComment) -> set[str]:
    """Return who commented and who replied, by actor key."""
    return {comment.said_by, *comment.replies.values_list("by", flat=True)}


def _said(text: str, what: str) -> str:
    if not text.strip():
        raise Incomplete("Something has to be said.", [what])
    return text.strip()
