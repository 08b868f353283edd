"""Every address declares its rule, here, or the build fails (`address_check`).

Six kinds: `public` (anybody), `by_token` (a program that brings an access token; its view asks the rules), `signed_in`
(anybody who has signed in, for what is theirs alone), `member` (who holds a role too), `holding` (any role that permits
one thing, wherever held: list pages), and `on` (a permission on the one thing that the address names).
A thing that a person may not see is 404, so that nobody learns that it exists.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from concord.core.errors import Denied, NotThere, SignedOut
from concord.core.permissions import Actor, May, Permission, Scoped
from concord.core.roles import Role, permits_somewhere


class SignedIn(Actor, Protocol):
    """A signed-in person, as pages need them."""

    is_authenticated: bool

    def all_roles(self) -> frozenset[type[Role]]:
        """Return every role held now, on any scope."""


class PersonRequest(HttpRequest):
    """A request whose user has signed in."""

    csp_connects: bool  # whether scripts of the page may ask us for more
    csp_works: bool  # whether the page has a worker for when there is no network
    user: Any  # an accounts.Person (a SignedIn); that app stands below this one, so it cannot be named here


@dataclass(frozen=True)
class Rule:
    """What an address asks of whoever opens it. `see` decides between 404 and 403."""

    kind: str
    permission: Permission | None = None
    see: Permission | None = None


View = Callable[..., HttpResponse]


def _declare(view: View, rule: Rule) -> View:
    view.rule = rule  # type: ignore[attr-defined]
    return view


def rule_of(view: Any) -> Rule | None:
    """Return the rule that a view declares, or None."""
    return cast("Rule | None", getattr(view, "rule", None))


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """Lead a reader to the sign-in; whoever sent a form keeps what they typed. Raises SignedOut."""
    if request.method == "POST":
        raise SignedOut("You are signed out. Sign in in another window, then send it again.")
    return redirect_to_login(request.get_full_path())


def public(view: View) -> View:
    """Anybody may open it."""
    return _declare(view, Rule("public"))


def by_token(view: View) -> View:
    """A program that brings a person's access token; the view asks what that person may."""
    return _declare(view, Rule("token"))


def signed_in(view: View) -> View:
    """Anybody who has signed in, with a role or without; the page shows only what is their own."""

    @wraps(view)
    def checked(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        return view(request, *args, **kwargs)

    return _declare(checked, Rule("signed in"))


def member(view: View) -> View:
    """Anybody who has signed in and holds a role."""

    @wraps(view)
    def checked(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        if not request.user.all_roles():
            raise Denied("You have signed in, but hold no role now. Ask the programme office.")
        return view(request, *args, **kwargs)

    return _declare(checked, Rule("member"))


def holding(permission: Permission) -> Callable[[View], View]:
    """Whoever holds any role that permits it; the page lists only what is theirs."""

    def declare(view: View) -> View:
        @wraps(view)
        def checked(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _sign_in_first(request)
            if not permits_somewhere(request.user.all_roles(), permission):
                raise Denied(f"No role of yours allows you to {permission.label}.")
            return view(request, *args, **kwargs)

        return _declare(checked, Rule("holding", permission))

    return declare


def on(
    permission: Permission, *, load: Callable[[str], Scoped | None], see: Permission, may: May
) -> Callable[[View], View]:
    """A permission on the thing whose reference the address carries. The view gets the thing in its place.

    `see` is the permission without which the thing is 404; `may` is the rule of the app for both."""

    def declare(view: View) -> View:
        @wraps(view)
        def checked(request: PersonRequest, ref: str, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _sign_in_first(request)
            thing = None if "\0" in ref else load(ref)  # PostgreSQL takes no NUL
            if thing is None or not may(request.user, see, thing):
                raise NotThere
            if not permits_somewhere(request.user.roles_on(("office", *thing.scopes)), permission):
                raise Denied(f"No role of yours allows you to {permission.label} here.")
            return view(request, thing, **kwargs)

        return _declare(checked, Rule("on", permission, see))

    return declare
