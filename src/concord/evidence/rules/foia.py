"""Who may prepare and approve a records request set."""

from concord.core.permissions import ALLOWED, Actor, Decision, Permission, refuse
from concord.evidence.models import FoiaSet

P = Permission


def on_foia_set(by: Actor, verb: Permission, given: FoiaSet) -> Decision:
    """Who prepared a set does not approve it."""
    if verb == P.FOIA_APPROVE and given.prepared_by == by.actor_key:
        return refuse("You prepared it, so somebody else approves it.")
    return ALLOWED
