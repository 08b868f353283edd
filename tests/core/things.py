"""Real things of the house for the tests of its engine, made by the house's own verbs."""

import threading
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from concord.accounts import actions as accounts
from concord.accounts.models import Person
from concord.accounts.queries import person as person_at
from concord.core.models import AuditRow
from concord.core.roles import BY_KEY, Level, SystemActor, Visitor
from concord.intake import actions as intake
from concord.intake.content import Asked
from concord.intake.models import AssistanceRequest
from concord.programme import actions as programme
from concord.programme.models import Edition
from concord.programme.queries import shipped

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CONCORD = SystemActor("tests")


def publish_edition() -> Edition:
    return programme.publish_edition(shipped(), effective_from=date(2025, 1, 1), by=CONCORD, at=AT)


def person(role: str, scope: str = "", name: str = "Robin Example") -> Person:
    """Invite somebody to a role; without a scope it is the office, or a made-up place of the role's level."""
    level = BY_KEY[role].level
    where = scope or ("office" if level == Level.OFFICE else f"{level}:EXAMPLE")
    email = f"{uuid.uuid4().hex}@example.org"
    accounts.invite(email=email, name=name, role=role, scope=where, by=CONCORD, at=AT)
    found = person_at(email)
    assert found is not None
    return found


def somebody_without_a_role() -> Person:
    """Return a person whose only role has ended."""
    who = person("auditor")
    accounts.end_role(who, role="auditor", scope="office", reason="Left.", by=person("administrator"), at=AT)
    return Person.objects.get(pk=who.pk)


def submit(**changed: Any) -> AssistanceRequest:
    """Submit a request for assistance as a visitor."""
    if not Edition.objects.exists():
        publish_edition()
    asked: dict[str, Any] = {
        "agency": None,
        "agency_name": "Alder Falls Police Department (fictional)",
        "agency_state": "WA",
        "agency_kind": "local",
        "capacity": "chief",
        "chief_name": "Chief Example",
        "contact_name": "Robin Example",
        "contact_email": "robin@example.org",
        "primary_enforcement": True,
        "patrol": True,
        "tier": "topic_assistance",
        "need": "An outside look at how we recruit.",
    }
    key = changed.pop("submission_key", None) or uuid.uuid4()
    return intake.submit(asked=Asked(**asked | changed), submission_key=key, by=Visitor(), at=AT)


def rows() -> int:
    return AuditRow.objects.count()


def in_threads(*works: Callable[[], Any]) -> list[Any]:
    """Run each work in a thread with a connection of its own; return what each returned or raised, in order."""
    found: list[Any] = [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            found[place] = work()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test compares it
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
