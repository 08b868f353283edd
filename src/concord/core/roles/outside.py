"""Roles without an account: the public, and whoever holds a private link."""

from concord.core.permissions import Party, Permission
from concord.core.roles.role import Level, Role

P = Permission


class Public(Role):
    """Whoever has not signed in."""

    key = "public"
    title = "Public"
    description = (
        "Reads the public site, may follow it by e-mail, and may submit a request for assistance for an agency."
    )
    level = Level.NONE
    party = Party.PUBLIC
    permissions = frozenset(
        {P.REQUEST_SUBMIT, P.REQUEST_SUBMIT_FOR, P.PERSON_SECURE, P.FOLLOWER_CONFIRM, P.FOLLOWER_LEAVE}
    )
    second_factor = False


class Requester(Role):
    """Whoever holds the private link of one request."""

    key = "requester"
    title = "Requester"
    description = "Follows the request that they submitted, by its private link, and may withdraw it."
    level = Level.REQUEST
    party = Party.AGENCY
    permissions = frozenset({P.REQUEST_REPLY, P.REQUEST_ATTACH, P.REQUEST_ASK_CHIEF, P.REQUEST_WITHDRAW})
    second_factor = False


class AskedToAuthorize(Role):
    """Whoever holds the one-time link by which a chief executive authorizes one request."""

    key = "asked_to_authorize"
    title = "Chief executive asked to authorize"
    description = "Reads one request that somebody submitted for them, by a one-time link, and may authorize it."
    level = Level.REQUEST
    party = Party.AGENCY
    permissions = frozenset({P.REQUEST_AUTHORIZE, P.REQUEST_WITHDRAW})
    second_factor = False
