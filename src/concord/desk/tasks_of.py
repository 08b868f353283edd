"""Which tasks a person may see, and which they could do, across everything."""

from django.db.models import Q, QuerySet

from concord.accounts.models import Person
from concord.core.permissions import OFFICE_SCOPE, Permission
from concord.core.tasks.models import Task
from concord.core.tasks.queries import with_side
from concord.core.tasks.states import HELD

P = Permission


def tasks_seen_by(person: Person) -> QuerySet[Task]:
    """Return the tasks that this person may see: all for the office, for everybody else those of their scopes."""
    if any(P.TASK_VIEW in role.permissions for role in person.roles_on(())):
        return Task.objects.all()
    scopes = [held.scope for held in person.held() if P.TASK_VIEW in held.role_class.permissions]
    return Task.objects.filter(Q(scope__in=scopes) | Q(also__in=scopes))


def tasks_to_do(person: Person) -> QuerySet[Task]:
    """Return the open tasks that this person could do: theirs, or their side's and nobody's in particular."""
    theirs = Q(pk__in=())
    for held in person.held():
        role = held.role_class
        if P.TASK_DO in role.permissions and role.party in HELD:
            there = Q() if held.scope == OFFICE_SCOPE else Q(scope=held.scope) | Q(also=held.scope)
            theirs |= with_side(role.party) & there
    return Task.objects.filter(theirs, assignee__in=("", person.actor_key))
