"""The lifecycle of a claim card: evidence is gathered on it until a finding is drafted from it, and what speaks against
the finding can be put beside it at any time after."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class ClaimState(TextChoices):
    """Where a card stands."""

    OPEN = "open", "Open"
    DRAFTED = "drafted", "A finding was drafted"
    SET_ASIDE = "set_aside", "Set aside"


S = ClaimState

CLAIM = Lifecycle(
    name="claim",
    states=S,
    moves=(
        Move(None, P.CLAIM_MAKE, S.OPEN, Party.TEAM),
        Move(S.OPEN, P.CLAIM_GATHER, S.OPEN, Party.TEAM),
        Move(S.OPEN, P.CLAIM_TAKE_AWAY, S.OPEN, Party.TEAM),
        Move(S.OPEN, P.CLAIM_REWORD, S.OPEN, Party.TEAM),
        Move(S.OPEN, P.CLAIM_DRAFT_FINDING, S.DRAFTED, Party.TEAM),
        Move(S.OPEN, P.CLAIM_SET_ASIDE, S.SET_ASIDE, Party.TEAM),
        Move(S.DRAFTED, P.CLAIM_GATHER, S.DRAFTED, Party.TEAM),
        Move(S.DRAFTED, P.CLAIM_TAKE_UP, S.OPEN, Party.TEAM),
    ),
    holders={S.OPEN: Party.TEAM, S.DRAFTED: Party.NOBODY, S.SET_ASIDE: Party.NOBODY},
)
