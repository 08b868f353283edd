"""What is said about a plan: comments, replies, what became of them; and how far the engagement is towards its end."""

from datetime import datetime

from concord.core import lifecycle
from concord.core.actions import Unchanged, record, verb
from concord.core.errors import BadInput, Incomplete
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.core.telling.news import News, arrival
from concord.workplans import rules, telling
from concord.workplans.content import is_part, value_of
from concord.workplans.models import ExitProgress, PlanComment, PlanReply, Standing, WorkPlan
from concord.workplans.states import CommentState

P = Permission


@verb
def comment(plan: WorkPlan, *, part: str, text: str, by: Actor, at: datetime) -> PlanComment:
    """Comment on a part of a version: a section ("goal", "activities"), or one row of one ("activities/a3"). Its
    writers are told. The same again, while it is open, is one comment (law 17).

    Raises Denied, BadInput (no such part), Incomplete (no words)."""
    locked = lifecycle.lock(plan)
    rules.may(by, P.PLAN_COMMENT, locked).require()
    if not is_part(part) or ("/" in part and value_of(locked.content, part) is None):
        raise BadInput(f"Version {plan.version} has no part “{part}”.")
    said = {"plan": locked, "part": part, "text": _said(text, "the comment"), "said_by": by.actor_key}
    if same := PlanComment.objects.filter(state=CommentState.OPEN, **said).first():
        raise Unchanged(same)
    made = PlanComment.begin(P.PLAN_COMMENT, by=by, at=at, ref=next_ref("PCM", at), said_at=at, **said)
    telling.notice(telling.writers(locked), arrival(made, "A comment on what you wrote"), made, by=by, at=at)
    return made


@verb
def reply(comment: PlanComment, *, text: str, by: Actor, at: datetime) -> PlanComment:
    """Reply to an open comment. Whoever has spoken there is told, and the writers where nobody else has. The same again
    is one reply.

    Raises Denied (it is resolved), Incomplete (no words)."""
    locked = lifecycle.lock(comment)
    rules.may(by, P.PLAN_COMMENT_REPLY, locked).require()
    words = {"text": _said(text, "the reply"), "by": by.actor_key}
    if locked.replies.filter(**words).exists():
        raise Unchanged(locked)
    said = PlanReply.objects.create(comment=locked, at=at, **words)
    told = News(locked.ref, f"A reply: {locked.title}", locked.get_absolute_url(), f"{locked.ref}:reply:{said.pk}")
    concerned = telling.speakers(locked) - {by.actor_key} or telling.writers(locked.plan)
    telling.notice(concerned, told, locked, by=by, at=at)
    record(locked, P.PLAN_COMMENT_REPLY, by=by, at=at)
    return locked


@verb
def resolve(comment: PlanComment, *, resolution: str, by: Actor, at: datetime) -> PlanComment:
    """Say what became of a comment. Raises Denied, NotAllowedNow, Incomplete (no words)."""
    words = _said(resolution, "what became of it")
    changes = {"resolution": words, "resolved_at": at, "resolved_by": by.actor_key}
    moved = lifecycle.move(comment, P.PLAN_COMMENT_RESOLVE, by=by, at=at, may=rules.may, reason=words, changes=changes)
    telling.notice(telling.speakers(moved), arrival(moved, "What became of a comment"), moved, by=by, at=at)
    return moved


def _said(text: str, what: str) -> str:
    if not text.strip():
        raise Incomplete("Something has to be said.", [what])
    return text


@verb
def note_progress(plan: WorkPlan, *, criterion: str, standing: str, note: str, by: Actor, at: datetime) -> WorkPlan:
    """Note how far one exit criterion (its key) of the plan in force is; earlier notes stay.

    Raises Denied (the plan is not in force), BadInput (no such criterion or standing), Incomplete (no words)."""
    locked = lifecycle.lock(plan)
    rules.may(by, P.PLAN_NOTE_PROGRESS, locked).require()
    if value_of(locked.content, f"exit_criteria/{criterion}") is None:
        raise BadInput(f"Version {plan.version} has no exit criterion “{criterion}”.")
    if standing not in Standing.values:
        raise BadInput(f"“{standing}” is no standing; expected one of: {', '.join(Standing.values)}.")
    words = _said(note, "by what one sees it")
    ExitProgress.objects.create(plan=locked, criterion=criterion, standing=standing, note=words, by=by.actor_key, at=at)
    record(locked, P.PLAN_NOTE_PROGRESS, by=by, at=at, new=standing, reason=words, more={"criterion": criterion})
    return locked
