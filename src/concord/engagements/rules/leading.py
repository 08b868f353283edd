"""Who speaks for an agency as its chief executive: not whoever kept the role after another one was recorded."""

from concord.accounts.queries import members
from concord.agencies.models import Agency
from concord.core import zones
from concord.core.permissions import ALLOWED, Actor, Decision, refuse
from concord.core.roles import ChiefExecutive


def still_leads(by: Actor, agency: Agency) -> Decision:
    """Refuse whoever's role of chief executive began before the present tenure of somebody else, as the directory has
    it; who holds no such role is none of this rule's business, and neither is an agency without a tenure."""
    tenure = agency.chiefs.filter(until=None).first()
    if tenure is None:
        return ALLOWED
    for held in members(f"agency:{agency.ref}").filter(role=ChiefExecutive.key):
        theirs = held.person.name.casefold() == tenure.person_name.casefold()  # interim before, say, or invited early
        if held.person.actor_key == by.actor_key and zones.day(held.since) < tenure.since and not theirs:
            return refuse(
                f"Another chief executive, {tenure.person_name}, is on record since {tenure.since}. The programme "
                "office ends this role and invites them."
            )
    return ALLOWED
