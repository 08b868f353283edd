"""Whoever signs shows again, at that moment, who they are: the password or the second factor."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest

from concord.core import clock
from concord.core.errors import Denied
from concord.workplans.models import Identity

FRESH_S = 120.0  # how long what was given again counts, from the page that asks for it to the signature


def shown_by(request: HttpRequest) -> Identity:
    """Return by what the person showed, within the last two minutes, who they are.

    Raises ReauthenticationRequired, upon which the library asks for it and then goes on with what was sent; Denied
    where the account has nothing that could be given again. In a demonstration people have no password: there the form
    asks for a tick that says so."""
    person: Any = request.user
    if settings.CONCORD_DEMO and not person.has_usable_password():
        return Identity.DEMONSTRATION
    if not get_reauthentication_flows(person):
        raise Denied("Set a password first, under “Your sign-in”: it is asked for again when you sign.")
    again = [each for each in get_authentication_records(request, person) if each.get("reauthenticated")]
    if not again or clock.now().timestamp() - again[-1]["at"] > FRESH_S:
        raise ReauthenticationRequired
    return Identity(again[-1]["method"])
