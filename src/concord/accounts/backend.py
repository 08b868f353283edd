"""Whose session it is: loaded with the roles held now, since each signed-in page asks for both."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from concord.accounts.models import Membership, Person
from concord.core import clock


class Backend(AuthenticationBackend):  # type: ignore[misc]  # the library has no types
    """Signs in by e-mail address and password."""

    def get_user(self, user_id: Any) -> Person | None:
        """Return the person of a session, with their roles in the same query where they hold any; None for one who may
        not sign in any more."""
        rows = Membership.objects.filter(person=user_id, until=None).select_related("person")
        # which day it is takes a query of its own, and is asked where a role has a last day
        held = [one for one in rows if one.last_day is None or one.last_day >= clock.today()]
        person: Person | None = held[0].person if held else Person.objects.filter(pk=user_id).first()
        if person is None or not self.user_can_authenticate(person):
            return None
        person.holds(held)
        return person
