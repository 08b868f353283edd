"""The lifecycle of a status report."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class ReportState(TextChoices):
    """Where a status report stands."""

    COMPILED = "compiled", "Compiled"
    APPROVED = "approved", "Approved"
    RETURNED = "returned", "Returned"
    PUBLISHED = "published", "Published"


S = ReportState

STATUS_REPORT = Lifecycle(
    name="status report",
    states=S,
    moves=(
        Move(None, P.REPORT_COMPILE, S.COMPILED, Party.TEAM),
        Move(S.COMPILED, P.REPORT_APPROVE, S.APPROVED, Party.OFFICE),
        Move(S.COMPILED, P.REPORT_RETURN, S.RETURNED, Party.OFFICE),
        Move(S.APPROVED, P.REPORT_RETURN, S.RETURNED, Party.OFFICE),
        Move(S.RETURNED, P.REPORT_COMPILE, S.COMPILED, Party.TEAM),
        Move(S.APPROVED, P.REPORT_PUBLISH, S.PUBLISHED, Party.OFFICE),
    ),
    holders={
        S.COMPILED: Party.OFFICE,
        S.APPROVED: Party.OFFICE,
        S.RETURNED: Party.TEAM,
        S.PUBLISHED: Party.NOBODY,
    },
)
