"""The lifecycle of advice: logged, and answered with what was done about it."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class AdviceState(TextChoices):
    """Where it stands."""

    LOGGED = "logged", "Logged"
    ANSWERED = "answered", "Answered"


S = AdviceState

ADVICE = Lifecycle(
    name="advice",
    states=S,
    moves=(
        Move(None, P.ADVICE_LOG, S.LOGGED, Party.TEAM),
        Move(S.LOGGED, P.ADVICE_ANSWER, S.ANSWERED, Party.TEAM),
        Move(S.LOGGED, P.ADVICE_BASIS, S.LOGGED, Party.TEAM),
        Move(S.ANSWERED, P.ADVICE_BASIS, S.ANSWERED, Party.TEAM),
    ),
    holders={S.LOGGED: Party.TEAM, S.ANSWERED: Party.NOBODY},
)
