"""The lifecycle of one version of a work plan."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class WorkPlanState(TextChoices):
    """Where a version stands. A newer version supersedes an older one: a draft or a returned one when the newer is
    drafted, a concurred one when the newer is concurred with."""

    DRAFT = "draft", "Draft"
    PROPOSED = "proposed", "Proposed"
    RETURNED = "returned", "Returned"
    CONCURRED = "concurred", "Concurred"
    SUPERSEDED = "superseded", "Superseded"


S = WorkPlanState

WORK_PLAN = Lifecycle(
    name="work plan",
    states=S,
    moves=(
        Move(None, P.PLAN_DRAFT, S.DRAFT, Party.TEAM),
        Move(S.DRAFT, P.PLAN_PROPOSE, S.PROPOSED, Party.TEAM),
        Move(S.PROPOSED, P.PLAN_RETURN, S.RETURNED, Party.AGENCY),
        Move(S.PROPOSED, P.PLAN_CONCUR, S.CONCURRED, Party.AGENCY),
    ),
    holders={
        S.DRAFT: Party.TEAM,
        S.PROPOSED: Party.AGENCY,
        S.RETURNED: Party.TEAM,
        S.CONCURRED: Party.NOBODY,
        S.SUPERSEDED: Party.NOBODY,
    },
)
