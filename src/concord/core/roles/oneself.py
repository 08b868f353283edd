"""The role that everybody with an account holds on what is theirs alone."""

from concord.core.permissions import Party, Permission
from concord.core.roles.role import Level, Role

P = Permission


class Oneself(Role):
    """Whoever has an account, on what is about them; nobody is given it, and nobody can lose it."""

    key = "oneself"
    title = "The person concerned"
    description = (
        "Everybody who has an account, on what is about them: declares conflicts of interest, notes when they are "
        "available, chooses how notices reach them and who reads their calendar, keeps searches, makes access tokens "
        "for programs."
    )
    level = Level.NONE
    party = Party.PERSON
    permissions = frozenset(
        {P.CONFLICT_VIEW, P.CONFLICT_VIEW_DETAIL, P.CONFLICT_DECLARE, P.CONFLICT_DECLARE_NONE}
        | {P.EXPERT_VIEW, P.EXPERT_NOTE_AVAILABILITY}
        | {P.TOKEN_MAKE, P.TOKEN_END}
        | {P.NOTICE_CHOOSE, P.CALENDAR_MAKE, P.CALENDAR_END}
        | {P.SEARCH_SAVE, P.SEARCH_DROP}
    )
    second_factor = False
