"""The lifecycles of a status report, and of the withholding of what was released."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class ReportState(TextChoices):
    """Where a status report stands."""

    COMPILED = "compiled", "Draft"
    IN_REVIEW = "in_review", "In the team’s review"
    FACT_CHECK = "fact_check", "In the agency’s fact check"
    CHECKED = "checked", "Fact check done"
    PROPOSED = "proposed", "Sent for approval"
    APPROVED = "approved", "Approved"
    SCHEDULED = "scheduled", "Hour of publication set"
    RETURNED = "returned", "Returned"
    PUBLISHED = "published", "Published"


S = ReportState
BEFORE_THE_AGENCY = (S.COMPILED, S.IN_REVIEW, S.RETURNED)
"""While a report is the team's and the office's alone."""
REWRITTEN_IN = (S.COMPILED, S.CHECKED, S.RETURNED)
"""Where the words of a report can be changed."""

STATUS_REPORT = Lifecycle(
    name="status report",
    states=S,
    moves=(
        Move(None, P.REPORT_COMPILE, S.COMPILED, Party.TEAM),
        Move(None, P.REPORT_CORRECT, S.COMPILED, Party.TEAM),
        Move(S.COMPILED, P.REPORT_COMPILE, S.COMPILED, Party.TEAM),
        Move(S.RETURNED, P.REPORT_COMPILE, S.COMPILED, Party.TEAM),
        Move(S.CHECKED, P.REPORT_COMPILE, S.CHECKED, Party.TEAM),
        Move(S.COMPILED, P.REPORT_SUBMIT, S.IN_REVIEW, Party.TEAM),
        Move(S.IN_REVIEW, P.REPORT_REVIEW, S.FACT_CHECK, Party.TEAM),
        Move(S.IN_REVIEW, P.REPORT_HAND_BACK, S.RETURNED, Party.TEAM),
        Move(S.FACT_CHECK, P.REPORT_CHECK, S.CHECKED, Party.AGENCY),
        Move(S.FACT_CHECK, P.REPORT_CHECK_ENDS, S.CHECKED, Party.CONCORD),
        Move(S.CHECKED, P.REPORT_PROPOSE, S.PROPOSED, Party.TEAM),
        Move(S.PROPOSED, P.REPORT_APPROVE, S.APPROVED, Party.OFFICE),
        Move(S.PROPOSED, P.REPORT_RETURN, S.RETURNED, Party.OFFICE),
        Move(S.APPROVED, P.REPORT_RETURN, S.RETURNED, Party.OFFICE),
        Move(S.SCHEDULED, P.REPORT_RETURN, S.RETURNED, Party.OFFICE),
        Move(S.APPROVED, P.REPORT_SCHEDULE, S.SCHEDULED, Party.OFFICE),
        Move(S.SCHEDULED, P.REPORT_PUBLISH, S.PUBLISHED, Party.CONCORD),
    ),
    holders={
        S.COMPILED: Party.TEAM,
        S.IN_REVIEW: Party.TEAM,
        S.FACT_CHECK: Party.AGENCY,
        S.CHECKED: Party.TEAM,
        S.PROPOSED: Party.OFFICE,
        S.APPROVED: Party.OFFICE,
        S.SCHEDULED: Party.CONCORD,
        S.RETURNED: Party.TEAM,
        S.PUBLISHED: Party.NOBODY,
    },
)


class WithholdingState(TextChoices):
    """What became of the wish that something public be withheld."""

    ASKED = "asked", "Asked for"
    WITHHELD = "withheld", "Withheld"
    KEPT = "kept", "Left public"


W = WithholdingState

WITHHOLDING = Lifecycle(
    name="withholding",
    states=W,
    moves=(
        Move(None, P.RELEASE_ASK_WITHHOLD, W.ASKED, Party.OFFICE),
        Move(W.ASKED, P.RELEASE_WITHHOLD, W.WITHHELD, Party.OFFICE),
        Move(W.ASKED, P.RELEASE_KEEP, W.KEPT, Party.OFFICE),
    ),
    holders={W.ASKED: Party.OFFICE, W.WITHHELD: Party.NOBODY, W.KEPT: Party.NOBODY},
)
