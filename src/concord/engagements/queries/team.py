"""Who is on the assessment team of an engagement, with what they know from the field and what they declared."""

from dataclasses import dataclass

from concord.accounts.models import Membership, Person
from concord.core.permissions import Party
from concord.engagements.models import Engagement
from concord.partners.models import ConflictDeclaration, Expert


@dataclass(frozen=True)
class Member:
    """One person of a team: the roles that they hold in it, their entry on the roster, and where it stands between them
    and the agency; None where there is none."""

    person: Person
    held: tuple[Membership, ...]
    expert: Expert | None
    declaration: ConflictDeclaration | None


def team(engagement: Engagement) -> list[Member]:
    """Return the assessment team of an engagement, by role and name; in three queries."""
    rows = Membership.objects.filter(scope=engagement.scopes[0], until=None).select_related("person")
    ours = sorted((row for row in rows if row.role_class.party == Party.TEAM), key=_by_role_and_name)
    held: dict[Person, list[Membership]] = {}
    for row in ours:
        held.setdefault(row.person, []).append(row)
    experts = {one.person_id: one for one in Expert.objects.filter(person__in=held)}
    declared = ConflictDeclaration.objects.filter(person__in=held, agency=engagement.agency)
    standing = {one.person_id: one for one in declared}
    return [Member(who, tuple(of), experts.get(who.pk), standing.get(who.pk)) for who, of in held.items()]


def _by_role_and_name(row: Membership) -> tuple[str, str, int]:
    return (row.role_class.title, row.person.name, row.pk)
