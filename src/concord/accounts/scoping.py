"""Which rows a person may see, as one indexed condition: the office sees all, others what their scopes name."""

from django.db.models import Q

from concord.accounts.models import Person
from concord.core.permissions import Permission


def visible(person: Person, permission: Permission, *, agency: str, engagement: str | None = None) -> Q:
    """Return the condition under which a row is visible: `agency` and `engagement` are the look-ups of the columns
    that hold the references, e.g. agency="agency__ref", engagement="ref"."""
    if any(permission in role.permissions for role in person.roles_on(())):
        return Q()
    condition = Q(pk__in=())
    for membership in person.held():
        if permission not in membership.role_class.permissions:
            continue
        kind, _, ref = membership.scope.partition(":")
        if kind == "agency":
            condition |= Q(**{agency: ref})
        elif kind == "engagement" and engagement is not None:
            condition |= Q(**{engagement: ref})
    return condition
