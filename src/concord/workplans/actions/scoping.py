"""A change of scope: asked for by one side with reason and effect, answered by the other."""

from collections.abc import Sequence
from datetime import datetime

from concord.accounts.queries import by_key
from concord.core import lifecycle
from concord.core.actions import Unchanged, verb
from concord.core.errors import BadInput, Incomplete
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements.models import Engagement
from concord.workplans import queries, rules, telling
from concord.workplans.models import ScopeChange
from concord.workplans.states import ScopeState

P = Permission


@verb
def ask_agency(
    engagement: Engagement,
    *,
    what: str,
    reason: str,
    effect: str,
    topics: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> ScopeChange:
    """The team asks the agency for a change of scope; `topics` are those that it adds.

    Raises Denied (no plan in force), Incomplete (an empty part), BadInput (no such topic)."""
    asked = _ask(P.SCOPE_ASK_AGENCY, engagement, what, reason, effect, topics, by, at)
    telling.tell(telling.chief(engagement), asked, "The team asks for a change of scope", "Please answer here:", at)
    return asked


@verb
def ask_team(
    engagement: Engagement,
    *,
    what: str,
    reason: str,
    effect: str,
    topics: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> ScopeChange:
    """The agency asks the team for a change of scope; `topics` are those that it adds.

    Raises Denied (no plan in force), Incomplete (an empty part), BadInput (no such topic)."""
    asked = _ask(P.SCOPE_ASK_TEAM, engagement, what, reason, effect, topics, by, at)
    telling.tell(telling.lead(engagement), asked, "The agency asks for a change of scope", "Please answer here:", at)
    return asked


def _ask(
    verb_: Permission,
    engagement: Engagement,
    what: str,
    reason: str,
    effect: str,
    topics: Sequence[str],
    by: Actor,
    at: datetime,
) -> ScopeChange:
    locked = lifecycle.lock(engagement)
    rules.may(by, verb_, locked).require()
    parts = {"what is to change": what, "why": reason, "its effect on time, people and cost": effect}
    if missing := [name for name, text in parts.items() if not text.strip()]:
        raise Incomplete("A change of scope is asked for whole.", missing)
    if unknown := sorted(set(topics) - queries.topics_to_add(locked).keys()):
        raise BadInput(f"{', '.join(unknown)}: no topic of the edition that a change of scope could add.")
    words = {"what": what, "reason": reason, "effect": effect, "topics": list(topics)}
    said = {"engagement": locked, "asked_by": by.actor_key, **words}
    waiting = (ScopeState.WITH_AGENCY, ScopeState.WITH_TEAM)
    if same := ScopeChange.objects.filter(state__in=waiting, **said).first():
        raise Unchanged(same)
    return ScopeChange.begin(verb_, by=by, at=at, ref=next_ref("SCP", at), asked_at=at, **said)


@verb
def agree(change: ScopeChange, *, answer: str = "", by: Actor, at: datetime) -> ScopeChange:
    """Agree to what the other side asked for. The work plan is then amended, and needs concurrence as ever.

    Raises Denied, NotAllowedNow."""
    return _answer(change, P.SCOPE_AGREE, "It was agreed to:", answer, by, at)


@verb
def decline(change: ScopeChange, *, reason: str, by: Actor, at: datetime) -> ScopeChange:
    """Decline it, with the reason. Raises Denied, NotAllowedNow, Incomplete (no reason)."""
    return _answer(change, P.SCOPE_DECLINE, "It was declined:", _needed(reason), by, at)


@verb
def withdraw(change: ScopeChange, *, reason: str, by: Actor, at: datetime) -> ScopeChange:
    """Withdraw what the own side asked for. Raises Denied, NotAllowedNow, Incomplete (no reason)."""
    return lifecycle.move(change, P.SCOPE_WITHDRAW, by=by, at=at, may=rules.may, reason=_needed(reason))


def _needed(reason: str) -> str:
    if not reason.strip():
        raise Incomplete("A reason is needed.", ["the reason"])
    return reason


def _answer(change: ScopeChange, verb_: Permission, sentence: str, answer: str, by: Actor, at: datetime) -> ScopeChange:
    changes = {"answer": answer, "answered_by": by.actor_key, "answered_at": at}
    moved = lifecycle.move(change, verb_, by=by, at=at, may=rules.may, reason=answer, changes=changes)
    telling.tell(by_key(moved.asked_by), moved, "A change of scope was answered", sentence, at)
    return moved
