"""The lifecycle of field work: one activity that is booked, and held or called off."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class FieldworkState(TextChoices):
    """Where it stands."""

    BOOKED = "booked", "Booked"
    HELD = "held", "Held"
    CALLED_OFF = "called_off", "Called off"


S = FieldworkState

FIELDWORK = Lifecycle(
    name="field work",
    states=S,
    moves=(
        Move(None, P.FIELDWORK_BOOK, S.BOOKED, Party.TEAM),
        Move(S.BOOKED, P.FIELDWORK_MOVE, S.BOOKED, Party.TEAM),
        Move(S.BOOKED, P.FIELDWORK_HOLD, S.HELD, Party.TEAM),
        Move(S.BOOKED, P.FIELDWORK_CALL_OFF, S.CALLED_OFF, Party.TEAM),
        Move(S.CALLED_OFF, P.FIELDWORK_SEAL_PLACE, S.CALLED_OFF, Party.CONCORD),  # of what was called off unsealed
        Move(S.BOOKED, P.FIELDWORK_SEAL_PLACE, S.BOOKED, Party.CONCORD),  # of what is left when all is over
    ),
    holders={S.BOOKED: Party.TEAM, S.HELD: Party.NOBODY, S.CALLED_OFF: Party.NOBODY},
)
