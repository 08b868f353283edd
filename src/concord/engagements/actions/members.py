"""Who joins an engagement."""

from datetime import date, datetime

from concord.accounts import queries as accounts
from concord.accounts.joining import join
from concord.accounts.models import Membership
from concord.core import lifecycle
from concord.core.actions import hold, record, verb
from concord.core.errors import BadInput
from concord.core.permissions import Actor, Party, Permission
from concord.core.roles import BY_KEY, Level
from concord.core.tasks.setting import finish
from concord.engagements import places, queries, rules, telling
from concord.engagements.models import Engagement
from concord.partners import serving

P = Permission


@verb
def add_member(
    engagement: Engagement,
    *,
    email: str,
    name: str,
    role: str,
    by: Actor,
    at: datetime,
    last_day: date | None = None,
) -> Membership:
    """Give somebody a role in an engagement: the team's and advisers' on the engagement, the agency's on the agency.

    Somebody new gets an account and a mail that says how to set a password; whoever is to sign an agreement that was
    sent already gets the letter about it. The role ends with its last day; of one that they hold the day is changed.
    Raises Denied (they belong to another side, somebody else is chief executive, or for a team they have not declared
    that there is no conflict of interest, or are recused), BadInput (not a role of an engagement, held already
    up to the same day, or the day is past)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.ENGAGEMENT_JOIN, locked).require()
    declared = BY_KEY.get(role)
    if declared is None or declared.level not in (Level.ENGAGEMENT, Level.AGENCY):
        raise BadInput(f"“{role}” is not a role in an engagement.")
    on_engagement, on_agency = locked.scopes
    scope = on_engagement if declared.level == Level.ENGAGEMENT else on_agency
    hold(f"members of {on_agency}")  # of two who put somebody on two sides at once, one does
    rules.may_join(by, accounts.person(email), declared, locked).require()
    for agency in (locked.agency, *locked.beside) if declared.party == Party.TEAM else ():
        serving.require(email, agency)
    membership = join(email=email, name=name, role=role, scope=scope, by=by, at=at, last_day=last_day)
    if membership.since == at:
        _welcome(membership, locked, by=by, at=at)
    more: dict[str, str] = {"person": membership.person.actor_key, "scope": scope}
    more |= {"last_day": last_day.isoformat()} if last_day else {}
    record(locked, P.ENGAGEMENT_JOIN, by=by, at=at, new=role, more=more)
    return membership


def _welcome(membership: Membership, locked: Engagement, *, by: Actor, at: datetime) -> None:
    """End what waited for somebody in this role, and ask them to sign what was sent for it already."""
    role = membership.role
    if place := places.open_task(locked, role):
        finish(place.kind, about=locked.ref, by=by, at=at, outcome="Somebody else has joined.")
    for line in queries.lines_of(locked, role):
        telling.ask_to_sign([membership.person], line.agreement, line, "agreement", at)
        line.reminded_at = at
        line.save(update_fields=["reminded_at"])
