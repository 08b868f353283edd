"""Whoever holds a role that needs it has a second factor before anything else."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

SESSION_KEY = "second_factor"


def second_factor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Send a member without a second factor to enrol one.

    allauth asks for the code at each sign-in of somebody who has one, so having one and being signed in is enough;
    the session remembers that. A demo persona's session is marked at its one-click sign-in, in a demo only."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/app/") or not request.user.is_authenticated:
            return get_response(request)
        mark = request.session.get(SESSION_KEY)
        if mark == "enrolled" or (mark == "demo" and settings.CONCORD_DEMO):
            return get_response(request)
        if request.user.needs_second_factor and not is_mfa_enabled(request.user):
            return redirect("mfa_activate_totp")
        if request.user.needs_second_factor:
            request.session[SESSION_KEY] = "enrolled"
        return get_response(request)

    return middleware
