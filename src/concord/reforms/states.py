"""The lifecycles of a compliance measure and of a reform, and the core states that status labels stand for."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class MeasureState(TextChoices):
    """Where one version of a measure stands."""

    PROPOSED = "proposed", "Proposed"
    APPROVED = "approved", "Approved"
    RETURNED = "returned", "Returned"


M = MeasureState

MEASURE = Lifecycle(
    name="measure",
    states=M,
    moves=(
        Move(None, P.MEASURE_PROPOSE, M.PROPOSED, Party.TEAM),
        Move(M.PROPOSED, P.MEASURE_APPROVE, M.APPROVED, Party.OFFICE),
        Move(M.PROPOSED, P.MEASURE_RETURN, M.RETURNED, Party.OFFICE),
    ),
    holders={M.PROPOSED: Party.OFFICE, M.APPROVED: Party.NOBODY, M.RETURNED: Party.NOBODY},
)


class ReformState(TextChoices):
    """Who has the ball. How far the work has come is said by two voices, and by no state."""

    WITH_AGENCY = "with_agency", "With the agency"
    WITH_TEAM = "with_team", "With the assessment team"
    COMPLETE = "complete", "Complete"
    STOPPED = "stopped", "Stopped"


R = ReformState
_OPEN = (R.WITH_AGENCY, R.WITH_TEAM)
_CLOSED = (R.COMPLETE, R.STOPPED)

REFORM = Lifecycle(
    name="reform",
    states=R,
    moves=(
        Move(None, P.REFORM_PLAN, R.WITH_AGENCY, Party.TEAM),
        # The agency may speak at any time, and the team then looks: also where it was complete or had stopped.
        *(Move(state, P.REFORM_REPORT, R.WITH_TEAM, Party.AGENCY) for state in R),
        *(Move(state, P.REFORM_ASSESS, R.WITH_AGENCY, Party.TEAM) for state in _OPEN),
        *(Move(state, P.REFORM_COMPLETE, R.COMPLETE, Party.TEAM) for state in _OPEN),  # it may look again unasked
        *(Move(state, P.REFORM_STOP, R.STOPPED, Party.TEAM) for state in _OPEN),
        # Also from the team's hands: there the agency has spoken since; what ended it is the team's last judgement.
        *(Move(state, P.REFORM_REOPEN, R.WITH_AGENCY, Party.TEAM) for state in (R.WITH_TEAM, *_CLOSED)),
    ),
    holders={
        R.WITH_AGENCY: Party.AGENCY,
        R.WITH_TEAM: Party.TEAM,
        R.COMPLETE: Party.NOBODY,
        R.STOPPED: Party.NOBODY,
    },
)


class CoreState(TextChoices):
    """What a status label of an edition stands for: the office chooses its words, the code knows these four."""

    NOT_STARTED = "not_started", "Not started"
    UNDER_WAY = "under_way", "Under way"
    COMPLETE = "complete", "Complete"
    STOPPED = "stopped", "Stopped with part of it done"


ENDS = (CoreState.COMPLETE, CoreState.STOPPED)
"""After a judgement of these the work goes on only when it is reopened, with a reason."""

JUDGES: dict[Permission, tuple[CoreState, ...]] = {
    P.REFORM_ASSESS: (CoreState.NOT_STARTED, CoreState.UNDER_WAY),
    P.REFORM_COMPLETE: (CoreState.COMPLETE,),
    P.REFORM_STOP: (CoreState.STOPPED,),
    P.REFORM_REOPEN: (CoreState.UNDER_WAY,),
}
"""The verbs in the team's voice → the core states that each can give."""
