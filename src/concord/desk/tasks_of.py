"""Which tasks a person may see, which they could do, and which are with somebody who has left, across everything."""

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from concord.accounts.models import Membership, Person
from concord.core.permissions import OFFICE_SCOPE, Permission
from concord.core.roles import ROLES
from concord.core.tasks.models import Task
from concord.core.tasks.queries import with_side
from concord.core.tasks.states import HELD, OPEN

P = Permission


def tasks_seen_by(person: Person) -> QuerySet[Task]:
    """Return the tasks that this person may see: all for the office, for everybody else those of their scopes."""
    if any(P.TASK_VIEW in role.permissions for role in person.roles_on(())):
        return Task.objects.all()
    scopes = [held.scope for held in person.held() if P.TASK_VIEW in held.role_class.permissions]
    return Task.objects.filter(Q(scope__in=scopes) | Q(also__in=scopes))


def tasks_to_do(person: Person) -> QuerySet[Task]:
    """Return the open tasks that this person could do, theirs, or their side's and nobody's in particular; and those of
    their side that wait for somebody who has left, to be given to another."""
    theirs = Q(pk__in=())
    for held in person.held():
        role = held.role_class
        if P.TASK_DO in role.permissions and role.party in HELD:
            there = Q() if held.scope == OFFICE_SCOPE else Q(scope=held.scope) | Q(also=held.scope)
            theirs |= with_side(role.party) & there
    return Task.objects.filter(theirs).filter(Q(assignee__in=("", person.actor_key)) | left_behind())


def left_behind() -> Q:
    """Return the condition under which an open task waits for one person who can do it no more: they hold no role on
    that side any more."""
    theirs = Membership.objects.annotate(
        key=Concat(Value("person:"), Cast("person_id", CharField()), output_field=CharField())
    ).filter(key=OuterRef("assignee"), until=None, person__is_active=True)
    able = Q(pk__in=())
    for party, states in HELD.items():
        roles = [role.key for role in ROLES if P.TASK_DO in role.permissions and role.party == party]
        there = theirs.filter(role__in=roles, scope__in=(OFFICE_SCOPE, OuterRef("scope"), OuterRef("also")))
        able |= Q(state__in=states) & Q(Exists(there))
    return Q(state__in=OPEN) & ~Q(assignee="") & ~able


def is_left_behind(task: Task) -> bool:
    """Whether a task waits for somebody who has left."""
    return task.assignee != "" and Task.objects.filter(left_behind(), pk=task.pk).exists()
