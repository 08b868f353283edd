"""Who may be given which role in an engagement: nobody serves two sides.

That an agency has one chief executive is looked at where every role is given, in accounts."""

from concord.accounts.models import Membership, Person
from concord.core.permissions import ALLOWED, OFFICE_SCOPE, Actor, Decision, Permission, refuse
from concord.core.roles import ChiefExecutive, Level, Role, permit
from concord.engagements.models import Engagement

P = Permission


def may_join(by: Actor, person: Person | None, role: type[Role], engagement: Engagement) -> Decision:
    """Decide whether somebody (None: somebody new) may be given a role in an engagement."""
    if role is ChiefExecutive and not permit(by, P.CHIEF_APPOINT, engagement.agency):
        return refuse("Only who may record a chief executive gives that role.")
    return _one_side(person, role, engagement) if person is not None else ALLOWED


def _one_side(person: Person, role: type[Role], engagement: Engagement) -> Decision:
    """A role on the agency counts in each of its engagements, so the teams of all of them are looked at."""
    on_engagement, on_agency = engagement.scopes
    scopes = {on_engagement, on_agency, OFFICE_SCOPE}
    if role.level == Level.AGENCY:
        refs = Engagement.objects.filter(agency=engagement.agency).values_list("ref", flat=True)
        scopes |= {f"engagement:{ref}" for ref in refs}
    for held in Membership.objects.filter(person=person, scope__in=scopes, until=None).order_by("pk"):
        if held.role_class.party != role.party:
            return refuse(
                f"{person.name} is {held.role_class.title.lower()} and so belongs to {held.role_class.party}; "
                "nobody serves two sides of one engagement."
            )
    return ALLOWED
