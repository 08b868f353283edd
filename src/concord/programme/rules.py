"""Who may draft, revise and publish an edition."""

from concord.core import history
from concord.core.permissions import Actor, Decision, Party, Permission, Scoped, refuse
from concord.core.roles import acting_role, permit
from concord.programme.models import Edition, EditionDraft
from concord.programme.states import DraftState

P = Permission
_WRITES = (P.EDITION_DRAFT, P.EDITION_REVISE, P.EDITION_TAKE_OVER)


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; one draft is open at a time, and nobody publishes what they wrote any of (law 9)."""
    decision = permit(by, verb, thing)
    if not decision:
        return decision
    if verb == P.EDITION_DRAFT and EditionDraft.objects.filter(state=DraftState.DRAFT).exists():
        return refuse("A draft is open already. Revise that one, or discard it first.")
    if verb == P.EDITION_PUBLISH and isinstance(thing, EditionDraft) and _wrote(by, thing):
        return refuse("You wrote some of this draft. Somebody who wrote none of it reads it and publishes it.")
    if verb == P.EDITION_PUBLISH and isinstance(thing, Edition) and not _is_concord(by, thing):
        return refuse("An edition is published from a draft, by somebody who wrote none of it.")
    return decision


def _wrote(by: Actor, thing: EditionDraft) -> bool:
    """Say whether somebody wrote some of this draft, at whatever time; the trail alone knows all who did."""
    return history.of(thing.ref).filter(who=by.actor_key, verb__in=_WRITES).exists()


def _is_concord(by: Actor, thing: Edition) -> bool:
    role = acting_role(by, P.EDITION_PUBLISH, thing.scopes)
    return role is not None and role.party == Party.CONCORD
