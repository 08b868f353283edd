"""Who may publish an edition."""

from concord.core.permissions import Actor, Decision, Permission, Scoped
from concord.core.roles import permit


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles alone."""
    return permit(by, verb, thing)
