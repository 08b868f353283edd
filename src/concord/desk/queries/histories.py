"""Which rows of the audit trail about one thing a person may read."""

from django.db.models import QuerySet

from concord.accounts.models import Person
from concord.core import history
from concord.core.models import AuditRow
from concord.core.permissions import Permission
from concord.core.roles import permits_somewhere
from concord.desk.things import Found, find


def seen_by(person: Person, ref: str) -> Found | None:
    """Return the thing of a reference, which may have a history, if this person may see it; else None."""
    found = find(ref) if ref.isprintable() else None
    return found if found is not None and found.kind.may(person, found.kind.see, found.thing) else None


def audits_alone(person: Person, ref: str) -> bool:
    """Say whether this person audits and the trail has rows about something whose page is not theirs, or that has none
    (an import, the sign-in): they read these rows in the whole trail as well."""
    audits = permits_somewhere(person.all_roles(), Permission.AUDIT_VIEW)
    return audits and ref.isprintable() and history.of(ref).exists()


def rows_for(person: Person, ref: str, found: Found | None) -> QuerySet[AuditRow]:
    """Return the rows about a thing that this person may read, newest first."""
    return found.kind.history(person, found.thing) if found else history.of(ref)
