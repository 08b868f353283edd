"""Requests for documents, data sets and advice for tests, made by the house's own verbs."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from concord.accounts.models import Person
from concord.evidence import actions
from concord.evidence.models import Advice, DataSet, DocumentRequest
from tests.factories import engagements as make
from tests.factories import workplans as plans
from tests.factories.engagements import AT

DUE = AT.date() + timedelta(days=14)
SHA256 = hashlib.sha256(b"rows").hexdigest()


def liaison(by: plans.Cast) -> Person:
    return make.member(by.engagement, "liaison", name="Lin Liaison")


def asked(by: plans.Cast, provider: Person, *, number: int = 1, at: datetime = AT, **said: Any) -> DocumentRequest:
    known: dict[str, Any] = {
        "title": f"Use-of-force policy {DocumentRequest.objects.count() + 1}",
        "reason": "To read what it asks for.",
        "due_on": DUE,
    }
    return actions.ask_document(
        make.area(by.engagement, number), provider=provider, by=by.expert, at=at, **(known | said)
    )


def upload(name: str = "policy.txt", content: bytes = b"The policy.") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def told_data(**changed: Any) -> dict[str, Any]:
    return {
        "title": "Calls for service, 2023 to 2025",
        "source": "Computer-aided dispatch",
        "custody": "The agency's analyst",
        "period_from": date(2023, 1, 1),
        "period_to": date(2025, 12, 31),
        "columns": "call number\nreceived at\nsector",
        "row_count": 182_400,
        "permitted_use": "Counts by sector and hour, for this assessment.",
        "justice_information": "none",
        "sha256": SHA256,
        "looked": True,  # the files of most tests hold a row or two
        **changed,
    }


def data_set(by: plans.Cast, *, at: datetime = AT, **changed: Any) -> DataSet:
    return actions.register(make.area(by.engagement), by=by.expert, at=at, **told_data(**changed))


def advice(by: plans.Cast, *, number: int = 1, at: datetime = AT, who: Person | None = None, **said: Any) -> Advice:
    known: dict[str, Any] = {
        "voice": "community-groups",
        "title": "Meet in the evening",
        "text": "People who work cannot come at noon.",
        "given_on": at.date(),
        "body": "Tenants' council (fictional)",
    }
    return actions.log_advice(make.area(by.engagement, number), by=who or by.lead, at=at, **(known | said))
