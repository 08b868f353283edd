"""Addresses of the tests' own, behind the house's real middleware: one of each kind, and some that go wrong."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

import concord.intake.urls
from concord.core.access import holding, member, on, public, signed_in
from concord.core.errors import Denied, Incomplete, KeyLost, NotAllowedNow, NotThere
from concord.core.permissions import Permission
from concord.intake import queries, rules

P = Permission
handler400 = "concord.core.middleware.bad_request"
handler404 = "concord.core.middleware.not_found"
handler500 = "concord.core.middleware.unexpected"

REFUSALS = {
    "denied": Denied("Only the chief executive may concur."),
    "not-now": NotAllowedNow("You cannot accept the request now."),
    "incomplete": Incomplete("The finding cannot be issued.", ["a citation", "a justification"]),
    "not-there": NotThere(),
    "no-key": KeyLost("The master key is not at /srv/concord/keys/master.key."),
}


def ok(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def open_to_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def show(request: HttpRequest, thing: Any) -> HttpResponse:
    return HttpResponse(f"{type(thing).__name__} {thing.ref}")


def nonce(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.csp_nonce)


def own_policy(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", headers={"Content-Security-Policy": "default-src 'self'"})


def refuse(request: HttpRequest, which: str) -> HttpResponse:
    raise REFUSALS[which]


def fail(request: HttpRequest) -> HttpResponse:
    message = f"duplicate key: Robin Example, {request.POST.get('note')}"
    raise ZeroDivisionError(message)


urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("request/", include(concord.intake.urls.public_urls)),
    path("open/", public(open_to_all)),
    path("signed-in/", signed_in(ok)),
    path("member/", member(ok)),
    path("requests/", holding(P.REQUEST_VIEW)(ok)),
    path("requests/<str:ref>/", on(P.REQUEST_VIEW, load=queries.request, see=P.REQUEST_VIEW, may=rules.may)(show)),
    path(
        "requests/<str:ref>/decline/",
        on(P.REQUEST_DECLINE, load=queries.request, see=P.REQUEST_VIEW, may=rules.may)(show),
    ),
    path(
        "requests/<str:ref>/withdraw/",
        on(P.REQUEST_WITHDRAW, load=queries.request, see=P.REQUEST_VIEW, may=rules.may)(show),
    ),
    path("nonce/", public(nonce)),
    path("own-policy/", public(own_policy)),
    path("refuse/<str:which>/", public(refuse)),
    path("fail/", public(fail), name="fail"),
]
