"""The programme as data: one versioned, hashed document an edition, with the date from which it is in force; and the
draft of the next one."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import OFFICE_SCOPE, Permission
from concord.programme.states import EDITION_DRAFT, DraftState

P = Permission
S = Sensitivity

KEPT = 64  # editions that a process keeps; more than any office has had
_documents: dict[str, dict[str, Any]] = {}


class Edition(Guarded):
    """One edition of the programme's data. Records keep the edition under which they were made."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "number", "effective_from", "sha256", "published_at", "published_by"), S.PUBLIC
    )
    objects = GuardedManager()

    number = models.PositiveIntegerField(unique=True)
    effective_from = models.DateField()
    sha256 = models.CharField(max_length=64)  # of its document
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=60)

    scopes = (OFFICE_SCOPE,)
    audit_stream = "programme"

    @property
    def audit_ref(self) -> str:
        """Name the edition."""
        return f"EDITION-{self.number}"

    @property
    def document(self) -> dict[str, Any]:
        """What it says: one value in a process, not to be changed."""
        if self.sha256 not in _documents:
            if len(_documents) >= KEPT:
                _documents.clear()
            _documents[self.sha256] = self.content.document
        return _documents[self.sha256]

    @property
    def title(self) -> str:
        """Its number and its own name."""
        return f"Edition {self.number}: {self.document['edition']['label']}"

    def get_absolute_url(self) -> str:
        """Return the edition's page on the desk."""
        return reverse("edition", args=[self.audit_ref])


class EditionContent(Guarded):
    """The document of an edition, apart from it: nearly every page has a record's edition with it, and few read it."""

    sensitivity: ClassVar = dict.fromkeys(("edition", "document"), S.PUBLIC)
    objects = GuardedManager()

    edition = models.OneToOneField(Edition, primary_key=True, on_delete=models.PROTECT, related_name="content")
    document = models.JSONField()


class EditionDraft(Staged):
    """The next edition while it is written: a copy of the newest, revised part by part. One is open at a time."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "base", "document", "revision"), S.INTERNAL),
        **dict.fromkeys(("revised_at", "revised_by", "edition"), S.INTERNAL),
    }
    lifecycle = EDITION_DRAFT
    onward: ClassVar = frozenset({P.EDITION_PUBLISH})
    objects = GuardedManager()

    base = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="drafts")  # of which it was a copy
    document = models.JSONField()
    revision = models.PositiveIntegerField(default=0)  # how often it was revised
    revised_at = models.DateTimeField()  # last; at first when it was copied, and by whom
    revised_by = models.CharField(max_length=60)
    edition = models.OneToOneField(Edition, null=True, on_delete=models.PROTECT, related_name="draft")

    scopes = (OFFICE_SCOPE,)
    audit_stream = "programme"

    class Meta:
        constraints: ClassVar = [
            EDITION_DRAFT.constraint(),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=DraftState.DRAFT), name="one_draft_edition_at_a_time"
            ),
            models.CheckConstraint(
                name="published_draft_has_its_edition",
                condition=Q(state=DraftState.PUBLISHED, edition__isnull=False)
                | ~Q(state=DraftState.PUBLISHED) & Q(edition=None),
            ),
        ]

    @property
    def title(self) -> str:
        """The name that the edition is to have."""
        return f"Draft edition: {self.document['edition']['label']}"

    def get_absolute_url(self) -> str:
        """Return the draft's page on the desk."""
        return reverse("draft-edition", args=[self.ref])
