"""The lifecycles of one version of a work plan, of a comment on it, and of a change of scope."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class WorkPlanState(TextChoices):
    """Where a version stands. A newer version supersedes an older one: a returned one when the newer is drafted, a
    concurred one when the newer is concurred with."""

    DRAFT = "draft", "Draft"
    PROPOSED = "proposed", "Proposed"
    RETURNED = "returned", "Returned"
    CONCURRED = "concurred", "Concurred"
    SUPERSEDED = "superseded", "Superseded"
    DISCARDED = "discarded", "Set aside"


S = WorkPlanState

WORK_PLAN = Lifecycle(
    name="work plan",
    states=S,
    moves=(
        Move(None, P.PLAN_DRAFT, S.DRAFT, Party.TEAM),
        Move(None, P.PLAN_AMEND, S.DRAFT, Party.TEAM),
        Move(S.DRAFT, P.PLAN_PROPOSE, S.PROPOSED, Party.TEAM),
        Move(S.DRAFT, P.PLAN_DISCARD, S.DISCARDED, Party.TEAM),
        Move(S.PROPOSED, P.PLAN_RETURN, S.RETURNED, Party.AGENCY),
        Move(S.PROPOSED, P.PLAN_WITHDRAW, S.RETURNED, Party.TEAM),
        Move(S.PROPOSED, P.PLAN_CONCUR, S.CONCURRED, Party.AGENCY),
        Move(S.PROPOSED, P.PLAN_RECORD_CONCURRENCE, S.CONCURRED, Party.OFFICE),
    ),
    holders={
        S.DRAFT: Party.TEAM,
        S.PROPOSED: Party.AGENCY,
        S.RETURNED: Party.TEAM,
        S.CONCURRED: Party.NOBODY,
        S.SUPERSEDED: Party.NOBODY,
        S.DISCARDED: Party.NOBODY,
    },
    then={
        S.RETURNED: f"draft a new version, by {Party.TEAM}",
        S.CONCURRED: f"the work begins, by {Party.TEAM}",
    },
)


class CommentState(TextChoices):
    """Where a comment stands: open until the team has said what became of it."""

    OPEN = "open", "Open"
    RESOLVED = "resolved", "Resolved"


COMMENT = Lifecycle(
    name="plan comment",
    states=CommentState,
    moves=(
        Move(None, P.PLAN_COMMENT, CommentState.OPEN, Party.AGENCY),
        Move(CommentState.OPEN, P.PLAN_COMMENT_RESOLVE, CommentState.RESOLVED, Party.TEAM),
    ),
    holders={CommentState.OPEN: Party.TEAM, CommentState.RESOLVED: Party.NOBODY},
)


class ScopeState(TextChoices):
    """Where a change of scope stands: the side that did not ask answers."""

    WITH_AGENCY = "with_agency", "With the agency"
    WITH_TEAM = "with_team", "With the assessment team"
    AGREED = "agreed", "Agreed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


C = ScopeState

SCOPE_CHANGE = Lifecycle(
    name="change of scope",
    states=C,
    moves=(
        Move(None, P.SCOPE_ASK_AGENCY, C.WITH_AGENCY, Party.TEAM),
        Move(None, P.SCOPE_ASK_TEAM, C.WITH_TEAM, Party.AGENCY),
        Move(C.WITH_AGENCY, P.SCOPE_AGREE, C.AGREED, Party.AGENCY),
        Move(C.WITH_AGENCY, P.SCOPE_DECLINE, C.DECLINED, Party.AGENCY),
        Move(C.WITH_AGENCY, P.SCOPE_WITHDRAW, C.WITHDRAWN, Party.TEAM),
        Move(C.WITH_TEAM, P.SCOPE_AGREE, C.AGREED, Party.TEAM),
        Move(C.WITH_TEAM, P.SCOPE_DECLINE, C.DECLINED, Party.TEAM),
        Move(C.WITH_TEAM, P.SCOPE_WITHDRAW, C.WITHDRAWN, Party.AGENCY),
    ),
    holders={
        **dict.fromkeys(C, Party.NOBODY),
        C.WITH_AGENCY: Party.AGENCY,
        C.WITH_TEAM: Party.TEAM,
    },
)
