"""The lifecycles of an engagement and of a focus area."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class EngagementState(TextChoices):
    """Where an engagement stands. The first four are ours; the others only public records know, and no verb leads
    there."""

    OPEN = "open", "Open"
    SUSPENDED = "suspended", "Suspended"
    ENDED = "ended", "Ended by the programme"
    CLOSED = "closed", "Closed"
    ANNOUNCED = "announced", "Announced"
    ENDED_BY_AGENCY = "ended_by_agency", "Ended by the agency"
    NO_LONGER_ELIGIBLE = "no_longer_eligible", "Ended: no longer eligible"
    ENDED_UNSAID = "ended_unsaid", "Ended; by whom is not in the record"
    NO_FINAL_REPORT = "no_final_report", "No final report found"
    NEVER_REPORTED = "never_reported", "Never reported again"


S = EngagementState
OWN_STATES = (S.OPEN, S.SUSPENDED, S.ENDED, S.CLOSED)
"""The states that an engagement of this office or a fictional one can have."""

ENGAGEMENT = Lifecycle(
    name="engagement",
    states=S,
    moves=(
        Move(None, P.ENGAGEMENT_OPEN, S.OPEN, Party.OFFICE),
        Move(S.OPEN, P.ENGAGEMENT_SUSPEND, S.SUSPENDED, Party.OFFICE),
        Move(S.SUSPENDED, P.ENGAGEMENT_RESUME, S.OPEN, Party.OFFICE),
        Move(S.OPEN, P.ENGAGEMENT_END, S.ENDED, Party.OFFICE),
        Move(S.SUSPENDED, P.ENGAGEMENT_END, S.ENDED, Party.OFFICE),
    ),
    holders={**dict.fromkeys(S, Party.NOBODY), S.OPEN: Party.TEAM, S.SUSPENDED: Party.OFFICE},
)


class FocusAreaState(TextChoices):
    """Where a focus area stands."""

    PLANNED = "planned", "Planned"
    OPEN = "open", "Open"
    COMPLETE = "complete", "Complete"


F = FocusAreaState

FOCUS_AREA = Lifecycle(
    name="focus area",
    states=F,
    moves=(
        Move(None, P.ENGAGEMENT_OPEN, F.PLANNED, Party.OFFICE),
        Move(F.PLANNED, P.FOCUS_AREA_OPEN, F.OPEN, Party.TEAM),
        Move(F.OPEN, P.FOCUS_AREA_COMPLETE, F.COMPLETE, Party.TEAM),
    ),
    holders={F.PLANNED: Party.TEAM, F.OPEN: Party.TEAM, F.COMPLETE: Party.NOBODY},
)
