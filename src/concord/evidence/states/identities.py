"""The lifecycles of an identity that is kept apart, and of an opening of it."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class IdentityState(TextChoices):
    """Where a contact stands: whoever booked sees it until the day has passed; then it is sealed for everybody."""

    KEPT = "kept", "Seen by who booked"
    SEALED = "sealed", "Sealed"


class OpeningState(TextChoices):
    """Where a wish to open a sealed identity stands: one person asks, another agrees, the first opens."""

    ASKED = "asked", "Asked for"
    AGREED = "agreed", "Agreed to"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "wish_withdrawn", "Withdrawn"
    OPENED = "opened", "Opened"


K, A = IdentityState, OpeningState

IDENTITY = Lifecycle(
    name="identity",
    states=IdentityState,
    moves=(
        Move(None, P.IDENTITY_KEEP, K.KEPT, Party.TEAM),
        Move(K.KEPT, P.IDENTITY_SEAL, K.SEALED, Party.TEAM),
        Move(K.KEPT, P.IDENTITY_SEAL_DUE, K.SEALED, Party.CONCORD),
    ),
    holders={K.KEPT: Party.TEAM, K.SEALED: Party.NOBODY},
)

OPENING = Lifecycle(
    name="opening",
    states=OpeningState,
    moves=(
        Move(None, P.OPENING_ASK, A.ASKED, Party.TEAM),
        Move(A.ASKED, P.OPENING_AGREE, A.AGREED, Party.OFFICE),
        Move(A.ASKED, P.OPENING_DECLINE, A.DECLINED, Party.OFFICE),
        Move(A.ASKED, P.OPENING_WITHDRAW, A.WITHDRAWN, Party.TEAM),
        Move(A.AGREED, P.OPENING_OPEN, A.OPENED, Party.TEAM),
        Move(A.AGREED, P.OPENING_WITHDRAW, A.WITHDRAWN, Party.TEAM),
    ),
    holders={
        A.ASKED: Party.OFFICE,
        A.AGREED: Party.TEAM,
        A.DECLINED: Party.NOBODY,
        A.WITHDRAWN: Party.NOBODY,
        A.OPENED: Party.NOBODY,
    },
)
