"""The lifecycle of a codebook: its codes change until it is set aside; what a round was coded with is frozen beside."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class CodebookState(TextChoices):
    """Where a codebook stands."""

    OPEN = "open", "In use"
    SET_ASIDE = "set_aside", "Set aside"


S = CodebookState

CODEBOOK = Lifecycle(
    name="codebook",
    states=S,
    moves=(
        Move(None, P.CODEBOOK_START, S.OPEN, Party.TEAM),
        Move(S.OPEN, P.CODE_ADD, S.OPEN, Party.TEAM),
        Move(S.OPEN, P.CODE_REWORD, S.OPEN, Party.TEAM),
        Move(S.OPEN, P.CODE_MERGE, S.OPEN, Party.TEAM),
        Move(S.OPEN, P.CODE_SPLIT, S.OPEN, Party.TEAM),
        Move(S.OPEN, P.CODE_END, S.OPEN, Party.TEAM),
        Move(S.OPEN, P.CODES_IMPORT, S.OPEN, Party.TEAM),
        Move(S.OPEN, P.CODEBOOK_SET_ASIDE, S.SET_ASIDE, Party.TEAM),
    ),
    holders={S.OPEN: Party.NOBODY, S.SET_ASIDE: Party.NOBODY},
)
