"""The audit trail: one row a verb, append-only, hash-chained per stream.

The database itself builds and chains the row (`concord_audit_append`, migration 0001) and refuses every change of a
row, so that no code of ours can do otherwise. Heads are kept apart, and checkpoints of all heads are chained and
published with each release: a cut tail or a vanished stream shows against them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import connection

from concord.core.errors import Denied
from concord.core.permissions import Actor, Permission
from concord.core.roles import acting_role


class Audited(Protocol):
    """What a row can be about."""

    @property
    def scopes(self) -> tuple[str, ...]:
        """Where roles count."""

    @property
    def audit_ref(self) -> str:
        """The stable reference of the thing."""

    @property
    def audit_stream(self) -> str:
        """The chain that the row joins: the request, the engagement, or a directory."""


@dataclass(frozen=True)
class Entry:
    """One row before it is appended. `at` is UTC; `old`, `new` and `more` hold plain JSON values, no personal data."""

    stream: str
    what: str
    verb: Permission
    who: str
    role: str
    at: datetime
    old: str = ""
    new: str = ""
    reason: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    def body(self) -> str:
        """Return the row as canonical JSON (sorted keys, no spaces); stream and number are put in front of it
        by the database."""
        values: dict[str, Any] = {
            "what": self.what,
            "verb": self.verb.value,
            "who": self.who,
            "role": self.role,
            "at": self.at.isoformat(),
            "old": self.old,
            "new": self.new,
            "reason": self.reason,
        }
        if self.more:
            values["more"] = dict(self.more)
        return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def entry(
    thing: Audited,
    verb: Permission,
    *,
    by: Actor,
    at: datetime,
    old: str = "",
    new: str = "",
    reason: str = "",
    more: Mapping[str, Any] | None = None,
) -> Entry:
    """Make the row for a verb done to a thing. Raises Denied if no role of `by` permits it."""
    role = acting_role(by, verb, thing.scopes)
    if role is None:
        raise Denied(f"No role of yours allows you to {verb.label}.")
    return Entry(
        stream=thing.audit_stream,
        what=thing.audit_ref,
        verb=verb,
        who=by.actor_key,
        role=role.key,
        at=at,
        old=old,
        new=new,
        reason=reason,
        more=more or {},
    )


def append(row: Entry) -> None:
    """Append the row to its stream. The last statement of a verb, since it locks the stream's head until commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT concord_audit_append(%s, %s)", [row.stream, row.body()])
