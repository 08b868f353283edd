"""The lifecycles of a compliance measure, of a reform and of a packet, and the core states that status labels stand
for."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class MeasureState(TextChoices):
    """Where one version of a measure stands."""

    PROPOSED = "proposed", "Proposed"
    APPROVED = "approved", "Approved"
    RETURNED = "returned", "Returned"
    WITHDRAWN = "withdrawn", "Withdrawn"


M = MeasureState
_ANSWERED = (M.PROPOSED, M.APPROVED)

MEASURE = Lifecycle(
    name="measure",
    states=M,
    moves=(
        Move(None, P.MEASURE_PROPOSE, M.PROPOSED, Party.TEAM),
        # Also of one in force: what was approved before the agency could read it is the agency's to answer too.
        *(Move(state, verb, state, Party.AGENCY) for state in _ANSWERED for verb in (P.MEASURE_AGREE, P.MEASURE_ASK)),
        Move(M.PROPOSED, P.MEASURE_APPROVE, M.APPROVED, Party.OFFICE),
        Move(M.PROPOSED, P.MEASURE_RETURN, M.RETURNED, Party.OFFICE),
        Move(M.APPROVED, P.MEASURE_WITHDRAW, M.WITHDRAWN, Party.OFFICE),
    ),
    holders={M.PROPOSED: Party.OFFICE, **dict.fromkeys((M.APPROVED, M.RETURNED, M.WITHDRAWN), Party.NOBODY)},
    then={
        M.APPROVED: f"completion packets are judged by it, by {Party.TEAM}",
        M.RETURNED: f"a new version is proposed, by {Party.TEAM}",
    },
)


class ReformState(TextChoices):
    """Who has the ball. How far the work has come is said by two voices, and by no state."""

    WITH_AGENCY = "with_agency", "With the agency"
    WITH_TEAM = "with_team", "With the assessment team"
    COMPLETE = "complete", "Complete"
    STOPPED = "stopped", "Stopped"


R = ReformState
_OPEN = (R.WITH_AGENCY, R.WITH_TEAM)
ENDED = (R.COMPLETE, R.STOPPED)
"""Nobody has the ball: the work goes on only when the agency reports, or the team reopens it."""

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
        Move(R.COMPLETE, P.REFORM_SUSTAIN, R.COMPLETE, Party.TEAM),  # it looked again, and the change lasts
        # Also from the team's hands: there the agency has spoken since; what ended it is the team's last judgement.
        *(Move(state, P.REFORM_REOPEN, R.WITH_AGENCY, Party.TEAM) for state in (R.WITH_TEAM, *ENDED)),
        # Whoever has a packet has the ball of each reform in it; one that is not accepted with the others goes back.
        Move(R.WITH_AGENCY, P.PACKET_SUBMIT, R.WITH_TEAM, Party.AGENCY, along=True),
        Move(R.WITH_TEAM, P.PACKET_RETURN, R.WITH_AGENCY, Party.TEAM, along=True),
        Move(R.WITH_AGENCY, P.PACKET_ACCEPT, R.WITH_TEAM, Party.TEAM, along=True),
        Move(R.WITH_TEAM, P.PACKET_ACCEPT, R.WITH_AGENCY, Party.TEAM, along=True),
    ),
    holders={
        R.WITH_AGENCY: Party.AGENCY,
        R.WITH_TEAM: Party.TEAM,
        R.COMPLETE: Party.NOBODY,
        R.STOPPED: Party.NOBODY,
    },
    then={R.COMPLETE: f"on the day of its re-check it is looked at again, by {Party.TEAM}"},
)


class PacketState(TextChoices):
    """Where a completion packet stands."""

    DRAFT = "draft", "Being assembled"
    SUBMITTED = "submitted", "In review"
    SECOND_REVIEW = "second_review", "In second review"
    RETURNED = "returned", "Returned"
    ACCEPTED = "accepted", "Accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"


K = PacketState
_WITH_AGENCY = (K.DRAFT, K.RETURNED)
_IN_REVIEW = (K.SUBMITTED, K.SECOND_REVIEW)

PACKET = Lifecycle(
    name="packet",
    states=K,
    moves=(
        Move(None, P.PACKET_ASSEMBLE, K.DRAFT, Party.AGENCY),
        *(Move(state, P.PACKET_INCLUDE, state, Party.AGENCY) for state in _WITH_AGENCY),
        *(Move(state, P.PACKET_LEAVE_OUT, state, Party.AGENCY) for state in _WITH_AGENCY),
        *(Move(state, P.PACKET_SHOW, state, Party.AGENCY) for state in _WITH_AGENCY),
        *(Move(state, P.PACKET_TAKE_OUT, state, Party.AGENCY) for state in _WITH_AGENCY),
        *(Move(state, P.PACKET_SUBMIT, K.SUBMITTED, Party.AGENCY) for state in _WITH_AGENCY),
        *(Move(state, P.PACKET_WITHDRAW, K.WITHDRAWN, Party.AGENCY) for state in _WITH_AGENCY),
        Move(K.SUBMITTED, P.PACKET_PASS_ON, K.SECOND_REVIEW, Party.TEAM),
        *(Move(state, P.PACKET_RETURN, K.RETURNED, Party.TEAM) for state in _IN_REVIEW),
        *(Move(state, P.PACKET_ACCEPT, K.ACCEPTED, Party.TEAM) for state in _IN_REVIEW),
    ),
    holders={
        K.DRAFT: Party.AGENCY,
        K.SUBMITTED: Party.TEAM,
        K.SECOND_REVIEW: Party.TEAM,
        K.RETURNED: Party.AGENCY,
        K.ACCEPTED: Party.NOBODY,
        K.WITHDRAWN: Party.NOBODY,
    },
    then={K.ACCEPTED: f"each of its reforms is assessed, by {Party.TEAM}"},
)
OPEN_PACKETS = (*_WITH_AGENCY, *_IN_REVIEW)


class ProjectState(TextChoices):
    """Whether a piece of work goes on. How far any recommendation is, it does not say."""

    OPEN = "open", "Going on"
    ENDED = "ended", "Ended"


J = ProjectState

PROJECT = Lifecycle(
    name="piece of work",
    states=J,
    moves=(
        Move(None, P.PROJECT_BEGIN, J.OPEN, Party.AGENCY),
        *(
            Move(J.OPEN, verb, J.OPEN, Party.AGENCY)
            for verb in (
                *(P.PROJECT_CHANGE, P.PROJECT_SERVE, P.PROJECT_LEAVE, P.PROJECT_MILESTONE),
                *(P.PROJECT_REACH, P.PROJECT_TAKE_BACK),
            )
        ),
        Move(J.OPEN, P.PROJECT_END, J.ENDED, Party.AGENCY),
    ),
    holders={J.OPEN: Party.AGENCY, J.ENDED: Party.NOBODY},
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
    P.REFORM_SUSTAIN: (CoreState.COMPLETE,),
}
"""The verbs in the team's voice → the core states that each can give."""
