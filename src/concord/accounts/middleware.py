"""Whoever holds a role that needs it gives a second factor before anything else."""

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

SESSION_KEY = "second_factor"
GIVEN, DEMO = "enrolled", "demo"


def second_factor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Send a member who has no second factor to set one up, and one whose session gave none to give it.

    Having one and being signed in is not enough: a session begun by the password alone, before the factor was set up
    in another, gave none. The session remembers what it gave: a code, or the setting up itself (`AccountAdapter`). A
    demo persona's session is marked at its one-click sign-in, in a demo only."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/app/") or not request.user.is_authenticated or _is_marked(request):
            return get_response(request)
        if request.user.needs_second_factor:
            if not is_mfa_enabled(request.user):
                return redirect("mfa_activate_totp")
            if not _gave_a_code(request):
                return redirect_to_login(request.get_full_path(), "mfa_reauthenticate")
            request.session[SESSION_KEY] = GIVEN
        return get_response(request)

    return middleware


def _is_marked(request: HttpRequest) -> bool:
    mark = request.session.get(SESSION_KEY)
    return mark == GIVEN or (mark == DEMO and settings.CONCORD_DEMO)


def _gave_a_code(request: HttpRequest) -> bool:
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))
