"""Places in a team: who holds one in the teams that serve an agency, and the task to fill one that is open."""

from django.db.models import Q, QuerySet

from concord.accounts.models import Membership, Person
from concord.agencies.models import Agency
from concord.core.permissions import Party
from concord.core.roles import ROLES
from concord.core.tasks.models import Task
from concord.core.tasks.states import OPEN
from concord.engagements.models import Engagement

_TEAM = [role.key for role in ROLES if role.party == Party.TEAM]


def held_by(person: Person, agency: Agency) -> QuerySet[Membership]:
    """Return the roles that a person holds now in the teams of an agency's engagements, those too in which it stands
    beside another."""
    engagements = Engagement.objects.filter(Q(agency=agency) | Q(request__members__agency=agency))
    scopes = [f"engagement:{ref}" for ref in engagements.values_list("ref", flat=True)]
    return Membership.objects.filter(person=person, role__in=_TEAM, scope__in=scopes, until=None).order_by("pk")


def task_kind(left: Membership) -> str:
    """Return the kind of the office's task to fill the place that somebody left: of its role, one a place."""
    return f"{_open_place(left.role)}{left.pk}"


def open_task(engagement: Engagement, role: str) -> Task | None:
    """Return the oldest open task to fill a place of a role in an engagement, or None."""
    rows = Task.objects.filter(about=engagement.ref, kind__startswith=_open_place(role), state__in=OPEN)
    return rows.order_by("pk").first()


def _open_place(role: str) -> str:
    return f"open_place:{role}:"
