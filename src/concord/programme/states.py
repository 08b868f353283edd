"""The lifecycle of a draft edition: revised until it is published, or discarded."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class DraftState(TextChoices):
    """Where a draft edition stands."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    DISCARDED = "discarded", "Discarded"


S = DraftState
EDITION_DRAFT = Lifecycle(
    name="draft edition",
    states=S,
    moves=(
        Move(None, P.EDITION_DRAFT, S.DRAFT, Party.OFFICE),
        Move(S.DRAFT, P.EDITION_REVISE, S.DRAFT, Party.OFFICE),
        Move(S.DRAFT, P.EDITION_TAKE_OVER, S.DRAFT, Party.OFFICE),
        Move(S.DRAFT, P.EDITION_PUBLISH, S.PUBLISHED, Party.OFFICE),
        Move(S.DRAFT, P.EDITION_DISCARD, S.DISCARDED, Party.OFFICE),
    ),
    holders={S.DRAFT: Party.OFFICE, S.PUBLISHED: Party.NOBODY, S.DISCARDED: Party.NOBODY},
)
