"""What the desk, which knows every app, asks of what is done above partners: whoever is recused from an agency does
nothing with a task about it, nor about its entry in the directory, nor about who holds a role there; and the task to
answer a concern stays with the officer with whom it was raised."""

from concord.core import conditions
from concord.core.permissions import ALLOWED, Actor, Decision, Permission, Scoped, refuse
from concord.core.tasks.models import Task
from concord.desk.things import find
from concord.engagements.models import Escalation
from concord.engagements.queries import engagement
from concord.engagements.rules import answers_concerns
from concord.partners.rules import stands_aside, takes_part

P = Permission
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


def stays_with_the_officer(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """A concern is answered by the officer with whom it was raised, as long as they can; so nobody else is given it."""
    del by
    if verb != P.TASK_HAND_OVER or not isinstance(thing, Task) or (about := find(thing.about)) is None:
        return ALLOWED
    concern = about.thing
    if isinstance(concern, Escalation) and answers_concerns(concern.officer, concern):
        return refuse(f"It was raised with {concern.officer.name}, who answers it.")
    return ALLOWED


conditions.register("recusal", not_recused)
conditions.register("concerns", stays_with_the_officer)
