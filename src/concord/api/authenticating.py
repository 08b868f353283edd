"""Who asks: the person of an access token; and whether the token's scopes allow it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle

from concord.accounts.models import AccessToken, Person
from concord.accounts.queries import working_token
from concord.core import clock

_READING = ("GET", "HEAD", "OPTIONS")


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`."""

    def authenticate(self, request: Request) -> tuple[Person, AccessToken] | None:
        """Return the person and the token, or None where none was sent. Raises AuthenticationFailed."""
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        token = working_token(secret.strip(), clock.today())
        if token is None:
            raise AuthenticationFailed("This access token is unknown, has ended or has expired.")
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        """Say how to authenticate."""
        del request
        return "Bearer"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the library registers subclasses
    """How a token is sent."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the definition."""
        del auto_schema
        return {"type": "http", "scheme": "bearer"}


class HasScope(BasePermission):
    """The token names the scope that the view `needs` for the method; a method that it has not, it refuses itself."""

    message = "The access token does not have the scope that this needs."

    def has_permission(self, request: Request, view: Any) -> bool:
        """Say whether it does."""
        if not isinstance(request.auth, AccessToken):
            return False
        needs: Mapping[str, str] = view.needs
        return needs.get(str(request.method)) in (None, *request.auth.scopes)


class _Rate(UserRateThrottle):
    """A limit a person; each process counts by itself."""

    safe: ClassVar[bool]

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count only what this limit is for."""
        return (request.method in _READING) is not self.safe or super().allow_request(request, view)


class ReadRate(_Rate):
    """How often a person's programs may read."""

    scope, safe = "read", True


class WriteRate(_Rate):
    """How often a person's programs may write."""

    scope, safe = "write", False
