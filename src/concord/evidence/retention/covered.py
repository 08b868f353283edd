"""Under which references a hold keeps a thing that would be destroyed: its own, and those of what it belongs to."""

from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Coalesce

from concord.core.models import AuditRow
from concord.engagements.models import Engagement
from concord.evidence.models import Document, EvidenceItem, Fieldwork


def in_its_course(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Say of each row in the course of which request and engagement lies what it is `about`: the trail names the chain
    of whatever had a verb, also of what stands below evidence; an item may come of a verb of something else."""
    of_the_trail = AuditRow.objects.filter(what=OuterRef("about")).order_by("pk").values("stream")[:1]
    of_the_item = EvidenceItem.objects.filter(ref=OuterRef("about")).values("engagement__ref")
    rows = rows.annotate(
        chain=Coalesce(Subquery(of_the_trail), Subquery(of_the_item), F("about"), output_field=TextField())
    )
    engagement = Engagement.objects.filter(Q(ref=OuterRef("chain")) | Q(request__ref=OuterRef("chain")))
    found: QuerySet[Any] = rows.annotate(
        engaged=Subquery(engagement.values("ref")[:1]),
        asked=Subquery(engagement.values("request__ref")[:1]),
    )
    return found


def of_what_it_is_about(row: Any) -> tuple[str, ...]:
    return tuple(filter(None, (row.about, row.chain, row.engaged, row.asked)))


def of_an_engagement(thing: Any) -> tuple[str, ...]:
    request = thing.engagement.request_id and thing.engagement.request.ref
    return (thing.ref, thing.engagement.ref, *([request] if request else []))


def of_an_item(item: EvidenceItem) -> tuple[str, ...]:
    """With an item go its documents, and what its field work says of it."""
    fieldwork = getattr(item, "fieldwork", None)
    led = [fieldwork.ref] if fieldwork else []
    return (*of_an_engagement(item), *led, *(document.ref for document in item.documents.all()))


def of_a_document(document: Document) -> tuple[str, ...]:
    """A talk that is held for a lawsuit is held with what it led to, and that with the talk."""
    fieldwork = getattr(document.item, "fieldwork", None)
    return (document.item.ref, *([fieldwork.ref] if fieldwork else []), *of_an_engagement(document))


def of_notes(fieldwork: Fieldwork) -> tuple[str, ...]:
    return (*([fieldwork.item.ref] if fieldwork.item else []), *of_an_engagement(fieldwork))


def of_an_identity(identity: Any) -> tuple[str, ...]:
    """Who took part is known of what they were booked for, and of what that led to, while these are held."""
    return (*filter(None, [identity.subject, identity.led_to]), *of_an_engagement(identity))


def alone(_thing: Any) -> tuple[str, ...]:
    return ()
