"""Whoever signs shows again, at that moment, who they are: the password or the second factor."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from concord.accounts.models import Identity
from concord.core import clock
from concord.core.access import PersonRequest
from concord.core.errors import Denied
from concord.core.verbs import VerbPage

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


def on_its_page_only(_thing: Any, **_more: Any) -> Any:
    """Stand for the action of a `SignedPage` where its page is not: nobody shows there who they are. Raises Denied."""
    raise Denied("This is signed on its page, where whoever signs shows again who they are.")


@dataclass(frozen=True)
class SignedPage(VerbPage):
    """A verb for which a person shows again who they are; `signed` is the action, which is told by what (`shown_by`).
    Its own `action` is `on_its_page_only`, its form a `SigningForm`."""

    signed: Callable[..., Any] = on_its_page_only

    def _view(self, request: PersonRequest, thing: Any) -> HttpResponse:
        if request.method != "POST":
            return super()._view(request, thing)
        self.decide(request.user, thing).require()
        told = replace(self, action=partial(self.signed, shown_by=shown_by(request)))
        return VerbPage._view(told, request, thing)  # noqa: SLF001 - of the same class, with the action to be done
