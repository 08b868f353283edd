"""The lifecycle of a set of records that somebody asked for by law."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class FoiaState(TextChoices):
    """Where a set stands. It is made once; what has changed meanwhile is a new set."""

    PREPARED = "prepared", "Prepared"
    APPROVED = "approved", "Approved"
    DISCARDED = "discarded", "Discarded"


S = FoiaState

FOIA = Lifecycle(
    name="records request set",
    states=S,
    moves=(
        Move(None, P.FOIA_PREPARE, S.PREPARED, Party.OFFICE),
        Move(S.PREPARED, P.FOIA_APPROVE, S.APPROVED, Party.OFFICE),
        Move(S.PREPARED, P.FOIA_DISCARD, S.DISCARDED, Party.OFFICE),
    ),
    holders={S.PREPARED: Party.OFFICE, S.APPROVED: Party.NOBODY, S.DISCARDED: Party.NOBODY},
)
