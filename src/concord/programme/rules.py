"""Who may draft, revise and publish an edition."""

from concord.core.permissions import Actor, Decision, Party, Permission, Scoped, refuse
from concord.core.roles import acting_role, permit
from concord.programme.models import Edition, EditionDraft
from concord.programme.states import DraftState

P = Permission


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; one draft is open at a time, and nobody publishes what they revised last (law 9)."""
    decision = permit(by, verb, thing)
    if not decision:
        return decision
    if verb == P.EDITION_DRAFT and EditionDraft.objects.filter(state=DraftState.DRAFT).exists():
        return refuse("A draft is open already. Revise that one, or discard it first.")
    if verb == P.EDITION_PUBLISH and isinstance(thing, EditionDraft) and thing.revised_by == by.actor_key:
        return refuse("You revised this draft last. Somebody else reads it and publishes it.")
    if verb == P.EDITION_PUBLISH and isinstance(thing, Edition) and not _is_concord(by, thing):
        return refuse("An edition is published from a draft, by somebody who did not revise it last.")
    return decision


def _is_concord(by: Actor, thing: Edition) -> bool:
    role = acting_role(by, P.EDITION_PUBLISH, thing.scopes)
    return role is not None and role.party == Party.CONCORD
