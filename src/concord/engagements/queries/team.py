"""Who is on the assessment team of an engagement, with what they know from the field and what they declared."""

from dataclasses import dataclass

from concord.accounts.models import Membership, Person
from concord.agencies.models import Agency
from concord.core.permissions import Party
from concord.engagements.models import Engagement
from concord.partners.models import ConflictDeclaration, Expert


@dataclass(frozen=True)
class Standing:
    """Where it stands between somebody and one of the agencies that are assisted; None where nothing was asked."""

    agency: Agency
    declaration: ConflictDeclaration | None


@dataclass(frozen=True)
class Member:
    """One person of a team: the roles that they hold in it, their entry on the roster or None, and where it stands
    between them and the agency, and each that stands beside it in a request for several."""

    person: Person
    held: tuple[Membership, ...]
    expert: Expert | None
    standing: tuple[Standing, ...]


def team(engagement: Engagement) -> list[Member]:
    """Return the assessment team of an engagement, by role and name; in four queries."""
    rows = Membership.objects.filter(scope=engagement.scopes[0], until=None).select_related("person")
    ours = sorted((row for row in rows if row.role_class.party == Party.TEAM), key=_by_role_and_name)
    held: dict[Person, list[Membership]] = {}
    for row in ours:
        held.setdefault(row.person, []).append(row)
    experts = {one.person_id: one for one in Expert.objects.filter(person__in=held)}
    agencies = (engagement.agency, *engagement.beside)
    declared = ConflictDeclaration.objects.filter(person__in=held, agency__in=agencies)
    known = {(one.person_id, one.agency_id): one for one in declared}
    return [
        Member(
            who,
            tuple(of),
            experts.get(who.pk),
            tuple(Standing(agency, known.get((who.pk, agency.pk))) for agency in agencies),
        )
        for who, of in held.items()
    ]


def _by_role_and_name(row: Membership) -> tuple[str, str, int]:
    return (row.role_class.title, row.person.name, row.pk)
