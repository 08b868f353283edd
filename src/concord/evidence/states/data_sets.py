"""The lifecycle of a data set's entry."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class DataSetState(TextChoices):
    """Where it stands."""

    REGISTERED = "registered", "Registered"
    WITHDRAWN = "withdrawn", "Withdrawn"


S = DataSetState

DATA_SET = Lifecycle(
    name="data set",
    states=S,
    moves=(
        Move(None, P.DATA_SET_REGISTER, S.REGISTERED, Party.TEAM),
        Move(S.REGISTERED, P.DATA_SET_WITHDRAW, S.WITHDRAWN, Party.TEAM),
        Move(S.REGISTERED, P.DATA_SET_BASIS, S.REGISTERED, Party.TEAM),
    ),
    holders={S.REGISTERED: Party.NOBODY, S.WITHDRAWN: Party.NOBODY},
)
