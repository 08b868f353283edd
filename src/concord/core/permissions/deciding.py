"""Who acts, on what, on which side, and what a rule answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from concord.core.errors import Denied
from concord.core.permissions.listing import Permission

if TYPE_CHECKING:
    from concord.core.roles import Role


class Party(StrEnum):
    """Who holds a thing: the side that has to act next."""

    PUBLIC = "the public"
    AGENCY = "the agency"
    OFFICE = "the programme office"
    TEAM = "the assessment team"
    BOTH = "the agency and the assessment team"
    PERSON = "the person concerned"
    CONCORD = "Concord"
    NOBODY = "nobody"


class Scoped(Protocol):
    """Anything that a permission can be about. A scope is a stable text: "office", "agency:ORI", "engagement:REF"."""

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes within which a role counts for this thing."""


OFFICE_SCOPE = "office"


class Actor(Protocol):
    """Whoever does something: a person, or Concord itself (`SystemActor`)."""

    @property
    def actor_key(self) -> str:
        """A stable key for the audit trail; never a name or an address."""

    def roles_on(self, scopes: Iterable[str]) -> "frozenset[type[Role]]":
        """Return the roles held now on the office or on any of these scopes."""


@dataclass(frozen=True)
class Decision:
    """May it be done? If not, why: the sentence that greys the button and is the error."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        """Let a decision be asked directly."""
        return self.allowed

    def require(self) -> None:
        """Raise Denied with the reason unless allowed."""
        if not self.allowed:
            raise Denied(self.reason)


ALLOWED = Decision(allowed=True)


def refuse(reason: str) -> Decision:
    """Return a refusal with its reason."""
    return Decision(allowed=False, reason=reason)


class May(Protocol):
    """The shape of every app's `rules.may`."""

    def __call__(self, by: Actor, verb: Permission, thing: Scoped, /) -> Decision:
        """Decide."""
