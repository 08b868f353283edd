"""About what a task can be set by hand."""

from concord.core.permissions import Actor, Decision, Permission, Scoped, refuse
from concord.core.tasks import rules as tasks
from concord.core.tasks.rules import SET_FOR
from concord.engagements import rules as engagements
from concord.engagements.models import Engagement
from concord.engagements.states import EngagementState

_GOES_ON = (EngagementState.OPEN, EngagementState.SUSPENDED)


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide on setting a task about an engagement, by roles, while it goes on; on anything else the engagement's own
    rules decide."""
    if verb not in SET_FOR.values():
        return engagements.may(by, verb, thing)
    if isinstance(thing, Engagement) and (thing.is_public_record or thing.state not in _GOES_ON):
        return refuse(f"The engagement is “{thing.state_label}”, so nobody has anything more to do in it.")
    return tasks.may(by, verb, thing)
