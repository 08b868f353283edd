"""The verbs of reviewers: each writes a view unseen by the other, and one of them validates."""

from datetime import datetime
from typing import TypeVar

from concord.core import lifecycle
from concord.core.actions import Unchanged, verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, Denied, Incomplete
from concord.core.permissions import Actor
from concord.findings import checks, reviewed, rules
from concord.findings.models import Finding, Opinion, Statement, View

_S = TypeVar("_S", bound=Statement)


@verb
def write_view(statement: _S, *, opinion: str, text: str, by: Actor, at: datetime) -> _S:
    """Write a view of a statement in review: once by each reviewer. The other reviewer reads it after writing their
    own, so its audit row says nothing of what it says. The same again is the same (law 17).

    Raises Denied, NotAllowedNow, Incomplete (no words), BadInput (no such opinion; written already)."""
    locked = lifecycle.lock(statement)
    rules.may(by, statement.steps.review, locked).require()
    locked.lifecycle.require(locked.state, statement.steps.review)
    if opinion not in Opinion.values:
        raise BadInput(f"“{opinion}” is no view; expected one of: {', '.join(Opinion.values)}.")
    if not (said := text.strip()):
        raise Incomplete("A view says something.", ["what you think of it, and why"])
    of = {"finding": locked} if isinstance(locked, Finding) else {"recommendation": locked}
    before = next((each for each in reviewed.views_now(locked) if each.written_by == by.actor_key), None)
    if before is not None:
        if (before.opinion, before.text) == (opinion, said):
            raise Unchanged(locked)
        raise BadInput("You have written your view already. It stays as you wrote it.")
    since = locked.state_since
    View.objects.create(**of, submitted_at=since, opinion=opinion, text=said, written_at=at, written_by=by.actor_key)
    return lifecycle.move(
        statement, statement.steps.review, by=by, at=at, may=rules.may, changes={"state_since": since}
    )


@verb
def validate(statement: _S, *, basis: str = "", dissent: str = "", by: Actor, at: datetime) -> _S:
    """Validate a finding or recommendation that somebody else wrote: on what basis, and what was said against it. Where
    the tier asks for two reviewers, both have written, and one of them validates; a view against it is dissent, which
    is put on record.

    Raises Denied (wrote it; is none of the reviewers), NotAllowedNow, Incomplete (the checks; dissent not told)."""
    locked = lifecycle.lock(statement)
    require_none(checks.before_validating(locked), f"{statement.ref} cannot be validated yet.")
    views = reviewed.views_now(locked)
    if reviewed.reviewers_asked(locked.engagement) > 1 and by.actor_key not in {each.written_by for each in views}:
        raise Denied("One of those who wrote their view of it validates it.")
    if not dissent.strip() and any(each.opinion == Opinion.RETURN for each in views):
        raise Incomplete(f"{statement.ref} cannot be validated yet.", ["the dissent of whoever would return it"])
    validated = {"validated_by": by.actor_key, "validated_at": at, "basis": basis.strip(), "dissent": dissent.strip()}
    return lifecycle.move(statement, statement.steps.validate, by=by, at=at, may=rules.may, changes=validated)
