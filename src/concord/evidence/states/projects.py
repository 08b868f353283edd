"""The lifecycle of a coded project of another program: brought, looked at, then taken in or set aside."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class ProjectState(TextChoices):
    """Where a project stands."""

    BROUGHT = "brought", "Being looked at"
    SURVEYED = "surveyed", "Looked at"
    REFUSED = "refused", "Cannot be read"
    TAKING = "taking", "Being taken in"
    TAKEN = "taken", "Taken in"
    SET_ASIDE = "set_aside", "Set aside"


S = ProjectState

PROJECT = Lifecycle(
    name="coded project",
    states=S,
    moves=(
        Move(None, P.PROJECT_BRING, S.BROUGHT, Party.TEAM),
        Move(S.BROUGHT, P.PROJECT_SURVEY, S.SURVEYED, Party.CONCORD),
        Move(S.BROUGHT, P.PROJECT_REFUSE, S.REFUSED, Party.CONCORD),
        Move(S.SURVEYED, P.PROJECT_TAKE, S.TAKING, Party.TEAM),
        Move(S.SURVEYED, P.PROJECT_SET_ASIDE, S.SET_ASIDE, Party.TEAM),
        Move(S.TAKING, P.PROJECT_TAKE_TEXT, S.TAKING, Party.CONCORD),
        Move(S.TAKING, P.PROJECT_FINISH, S.TAKEN, Party.CONCORD),
    ),
    holders={
        S.BROUGHT: Party.CONCORD,
        S.SURVEYED: Party.TEAM,
        S.REFUSED: Party.NOBODY,
        S.TAKING: Party.CONCORD,
        S.TAKEN: Party.NOBODY,
        S.SET_ASIDE: Party.NOBODY,
    },
)
