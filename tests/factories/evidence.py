"""Evidence for tests, logged by the house's own verb."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from concord.evidence import actions, jobs
from concord.evidence.models import Document, EvidenceItem
from tests.factories import engagements as make
from tests.factories import workplans as plans
from tests.factories.engagements import AT


def ready(place: str = "Alder Falls", **more: Any) -> plans.Cast:
    """Return a cast whose first focus area is open under a plan in force."""
    by = plans.cast(place, **more)
    plans.concurred(by)
    plans.open_area(by)
    return by


def told(*, method: str = "interview", **changed: Any) -> dict[str, Any]:
    """Return all that is told of an item; of a talk also what was agreed to: all that can be."""
    return {
        "method": method,
        **({"consent": "with_role"} if method in ("interview", "focus_group") else {}),
        "title": "Interviews with sergeants",
        "summary": "Most said that short moves break off work in a sector.",
        "collected_on": AT.date(),
        "releasability": "deliberative",
        **_said(method, changed),
        **changed,
    }


def _said(method: str, changed: dict[str, Any]) -> dict[str, str]:
    """Return why an interview is open, where it is."""
    is_open = changed.get("releasability", "deliberative") in ("deliberative", "releasable")
    return {"open_because": "It was said in the open."} if method == "interview" and is_open else {}


def item(by: plans.Cast, number: int = 1, *, at: datetime = AT, **changed: Any) -> EvidenceItem:
    """Log an item whose facts are its own, since the same facts again are the same item."""
    summary = f"Of {EvidenceItem.objects.count() + 1} talks, most said that short moves break off work."
    return actions.log(make.area(by.engagement, number), by=by.expert, at=at, **told(**{"summary": summary, **changed}))


def filed(
    by: plans.Cast, name: str = "policy.txt", content: bytes = b"", *, at: datetime = AT, **changed: Any
) -> Document:
    """File a document whose bytes are its own; nobody has read it yet."""
    content = content or f"Policy {Document.objects.count() + 1} on moves.\n\nSergeants stay two years.".encode()
    facts = {"method": "document_review", "title": "Policy on moves", "summary": "The policy in force.", **changed}
    upload = SimpleUploadedFile(name, content)
    return actions.file_document(make.area(by.engagement), upload=upload, by=by.expert, at=at, **told(**facts))


def document(by: plans.Cast, name: str = "policy.txt", content: bytes = b"", **changed: Any) -> Document:
    """File a document and have it read, as the job does."""
    return jobs.read(filed(by, name, content, **changed))
