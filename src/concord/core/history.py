"""The audit trail, read by people: who, when, in which role, what, why, in sentences."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from concord.core.models import AuditRow
from concord.core.permissions import Permission
from concord.core.roles import BY_KEY

_PAST = {permission.value: permission.past for permission in Permission}


@dataclass(frozen=True)
class Event:
    """One row as a person reads it; `who` is an actor key, which the page turns into a name."""

    stream: str
    seq: int
    at: datetime
    who: str
    role: str
    did: str
    what: str
    old: str
    new: str
    reason: str


def of(ref: str) -> QuerySet[AuditRow]:
    """Return the rows about one thing, newest first."""
    return AuditRow.objects.filter(what=ref).order_by("-pk")


def everything() -> QuerySet[AuditRow]:
    """Return all rows, newest first, for the auditor."""
    return AuditRow.objects.order_by("-pk")


def event(row: AuditRow) -> Event:
    """Read a row. A verb or role that no longer exists is shown by its key, never hidden."""
    body = json.loads(row.body)
    verb, role = body["verb"], body["role"]
    return Event(
        stream=row.stream,
        seq=row.seq,
        at=datetime.fromisoformat(body["at"]),
        who=body["who"],
        role=BY_KEY[role].title if role in BY_KEY else role,
        did=_PAST.get(verb, verb),
        what=body["what"],
        old=body["old"].replace("_", " "),
        new=body["new"].replace("_", " "),
        reason=body["reason"],
    )
