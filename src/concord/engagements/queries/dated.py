"""Reads of what has a day in the engagements that a person may see, for their calendar."""

from django.db.models import QuerySet

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core.permissions import Permission
from concord.engagements.models import Delivery, Escalation, Signature
from concord.engagements.queries.engagement import GOES_ON
from concord.engagements.states import AgreementState, DeliveryState, EscalationState

P = Permission
_AT = {"agency": "engagement__agency__ref", "engagement": "engagement__ref"}
_AT_REQUEST = {"agency": "agreement__request__agency__ref", "engagement": "agreement__request__engagement__ref"}


def deliveries_planned(person: Person) -> QuerySet[Delivery]:
    """Return the deliveries that are planned, in engagements that go on."""
    planned = Delivery.objects.filter(state=DeliveryState.PLANNED, engagement__state__in=GOES_ON)
    return planned.select_related("engagement").filter(visible(person, P.DELIVERY_VIEW, **_AT))


def signatures_due(person: Person) -> QuerySet[Signature]:
    """Return the lines of agreements that were sent and wait for a signature by a day."""
    lines = Signature.objects.filter(agreement__state=AgreementState.SENT, recorded_at=None, due_on__isnull=False)
    return lines.select_related("agreement__request").filter(visible(person, P.AGREEMENT_VIEW, **_AT_REQUEST))


def concerns_raised(person: Person) -> QuerySet[Escalation]:
    """Return the concerns that wait for an answer, but for those of this officer, who has a task to answer."""
    raised = Escalation.objects.filter(state=EscalationState.RAISED).exclude(officer=person)
    return raised.select_related("engagement").filter(visible(person, P.ESCALATION_VIEW, **_AT))
