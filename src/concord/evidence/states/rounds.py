"""The lifecycle of a coding round: coded until it is closed; what coders differ on is adjudicated after."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class RoundState(TextChoices):
    """Where a round stands."""

    OPEN = "open", "Being coded"
    CLOSED = "closed", "Closed"
    CALLED_OFF = "called_off", "Called off"


S = RoundState

ROUND = Lifecycle(
    name="coding round",
    states=S,
    moves=(
        Move(None, P.ROUND_OPEN, S.OPEN, Party.TEAM),
        Move(S.OPEN, P.ROUND_CODE, S.OPEN, Party.TEAM),
        Move(S.OPEN, P.ROUND_UNCODE, S.OPEN, Party.TEAM),
        Move(S.OPEN, P.ROUND_READ, S.OPEN, Party.TEAM),
        Move(S.OPEN, P.ROUND_CLOSE, S.CLOSED, Party.TEAM),
        Move(S.OPEN, P.ROUND_CALL_OFF, S.CALLED_OFF, Party.TEAM),
        Move(S.CLOSED, P.ROUND_ADJUDICATE, S.CLOSED, Party.TEAM),
    ),
    holders={S.OPEN: Party.TEAM, S.CLOSED: Party.NOBODY, S.CALLED_OFF: Party.NOBODY},
)
