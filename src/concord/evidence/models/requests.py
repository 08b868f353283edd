"""Requests for documents to the agency, and what came of each."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from concord.accounts.models import Person
from concord.core import searching
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.models.engagement import Within
from concord.evidence.models.items import EvidenceItem
from concord.evidence.states import DOCUMENT_REQUEST, DocumentRequestState

P = Permission
S = Sensitivity
_S = DocumentRequestState
_WITH_A_REASON = (_S.NOT_HELD, _S.WITHHELD, _S.REST_NOT_HELD, _S.REST_WITHHELD, _S.DROPPED)


class DocumentRequest(Within, Staged):
    """One line: what is asked for, why, of whom, by when. `answer` is the reason with which it ended, or a note.

    Its words are destroyed under a retention rule; `destroyed_in` is the disposal, and what came stays known by it."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "focus_area", "due_on"), S.INTERNAL),
        **dict.fromkeys(("title", "reason", "provider", "asked_by", "answer", "destroyed_in"), S.INTERNAL),
    }
    lifecycle = DOCUMENT_REQUEST
    onward: ClassVar = frozenset({P.DOCUMENTS_PROVIDE})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="document_requests")
    focus_area = models.ForeignKey(FocusArea, on_delete=models.PROTECT, related_name="document_requests")
    title = models.CharField(max_length=200)
    reason = models.TextField()
    provider = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    asked_by = models.CharField(max_length=60)
    answer = models.TextField(blank=True)
    destroyed_in = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            DOCUMENT_REQUEST.constraint(),
            models.CheckConstraint(condition=~Q(title="") & ~Q(reason=""), name="document_request_says_what_and_why"),
            models.CheckConstraint(
                condition=~Q(state__in=_WITH_A_REASON) | ~Q(answer=""), name="document_request_ends_with_a_reason"
            ),
        ]
        indexes: ClassVar = [
            searching.index("document_requests_searched", "title", "reason", "answer"),
            models.Index(fields=["state", "due_on"], name="document_requests_by_due"),
        ]

    @property
    def standing(self) -> list["DocumentReceived"]:
        """What came and was not withdrawn."""
        return [one for one in self.received.all() if not one.item.withdrawn_because]

    def get_absolute_url(self) -> str:
        """Return its page on the desk."""
        return reverse("document-request", args=[self.ref])


class DocumentReceived(Guarded):
    """One file that came for a request. The item is read by the team; it counts as reviewed when a review is held. The
    same file may come for several requests, and is one item."""

    sensitivity: ClassVar = dict.fromkeys(("id", "request", "item", "received_at", "received_by"), S.INTERNAL)
    objects = GuardedManager()

    request = models.ForeignKey(DocumentRequest, on_delete=models.PROTECT, related_name="received")
    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="received")
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "item"], name="document_received_once_for_a_request"),
        ]
