"""People for tests, invited by the house's own verb; `engagements.person` makes them directly where none is needed."""

from datetime import datetime

from concord.accounts import actions, queries
from concord.accounts.models import Person
from tests.factories.engagements import AT, CONCORD


def invited(
    role: str, scope: str = "office", *, email: str = "", name: str = "Robin Example", at: datetime = AT
) -> Person:
    """Invite somebody to a role as Concord does at set-up."""
    address = email or f"{role}@example.org"
    return actions.invite(email=address, name=name, role=role, scope=scope, by=CONCORD, at=at)


def afresh(who: Person) -> Person:
    """Load somebody anew, with the roles that they hold now."""
    found = queries.by_key(who.actor_key)
    assert found is not None
    return found
