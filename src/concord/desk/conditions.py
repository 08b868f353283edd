"""What the desk, which knows every app, asks of what is done above partners: whoever is recused from an agency does
nothing with a task about it, nor about its entry in the directory, nor about who holds a role there."""

from concord.core import conditions
from concord.core.permissions import ALLOWED, Actor, Decision, Permission, Scoped
from concord.core.tasks.models import Task
from concord.desk.things import find
from concord.engagements.queries import engagement
from concord.partners.rules import stands_aside, takes_part

_ENGAGEMENT = "engagement:"


def not_recused(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Ask of whole things: a task concerns what it is about, a role in a team the engagement that this serves."""
    return takes_part(by, verb, _whole(thing)) if stands_aside(by, verb) else ALLOWED


def _whole(thing: Scoped) -> Scoped:
    about = find(thing.about) if isinstance(thing, Task) else None
    if about is not None:
        whole: Scoped = about.thing
        return whole
    within = next((scope.removeprefix(_ENGAGEMENT) for scope in thing.scopes if scope.startswith(_ENGAGEMENT)), "")
    return (engagement(within) if within else None) or thing


conditions.register("recusal", not_recused)
