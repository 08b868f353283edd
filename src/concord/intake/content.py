"""What a request says, as one value: made by the pages, taken by the verbs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from concord.agencies.models import Agency
from concord.intake.models import AssistanceRequest


class Member(NamedTuple):
    """Another agency of a request for several; `agency` is None where the directory has none of that name."""

    agency: Agency | None
    name: str
    state: str


class Attached(NamedTuple):
    """A file whose bytes are stored already: their SHA-256, its name, and what it is."""

    sha256: str
    name: str
    what: str


@dataclass(frozen=True)
class Asked:
    """What a request says. `chief_email` is where a delegate has the link for the chief executive sent; `matters` is
    kind → detail; `stakeholders` are pairs of kind and name."""

    agency: Agency | None
    agency_name: str
    agency_state: str
    capacity: str
    chief_name: str
    contact_name: str
    need: str
    contact_email: str = ""
    contact_phone: str = ""
    agency_kind: str = ""
    primary_enforcement: bool | None = None
    patrol: bool | None = None
    tier: str = ""
    topics: tuple[str, ...] = ()
    prior_assistance: str = ""
    other_funding: str = ""
    follows: AssistanceRequest | None = None
    chief_email: str = ""
    matters: Mapping[str, str] = field(default_factory=dict)
    stakeholders: tuple[tuple[str, str], ...] = ()
    members: tuple[Member, ...] = ()
    files: tuple[Attached, ...] = ()

    def columns(self) -> dict[str, Any]:
        """Return what stands in the request's own row."""
        found = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in _ROWS}
        return found | {"topics": list(self.topics)}


_ROWS = frozenset({"chief_email", "matters", "stakeholders", "members", "files"})
"""What is kept in rows of its own."""
