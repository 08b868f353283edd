"""Who may see the mails about a thing, and send again one that was not sent."""

from concord.core.conditions import hold
from concord.core.permissions import Actor, Decision, Permission, Scoped, refuse
from concord.core.roles import permit
from concord.core.telling.queries import failed_about

P = Permission


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles and by the conditions that apps set; there has to be a mail that was not sent."""
    decision = permit(by, verb, thing) and hold(by, verb, thing)
    if decision and verb == P.MAIL_SEND_AGAIN and not failed_about(thing).exists():
        return refuse("Every mail about this was sent, or is still being tried.")
    return decision
