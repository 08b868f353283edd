"""The lifecycle of a task: with one side, or with agency and team together, until it is done or dropped."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class TaskState(TextChoices):
    """With whom a task is."""

    WITH_OFFICE = "with_office", "With the programme office"
    WITH_AGENCY = "with_agency", "With the agency"
    WITH_TEAM = "with_team", "With the assessment team"
    TOGETHER = "together", "With the agency and the assessment team"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


S = TaskState
WITH = {Party.OFFICE: S.WITH_OFFICE, Party.AGENCY: S.WITH_AGENCY, Party.TEAM: S.WITH_TEAM}
OPEN = (*WITH.values(), S.TOGETHER)
HELD = {
    Party.OFFICE: (S.WITH_OFFICE,),
    Party.AGENCY: (S.WITH_AGENCY, S.TOGETHER),
    Party.TEAM: (S.WITH_TEAM, S.TOGETHER),
}
"""The states in which each side has something to do."""

TASK = Lifecycle(
    name="task",
    states=S,
    moves=(
        Move(None, P.TASK_SET_OFFICE, S.WITH_OFFICE, Party.OFFICE),
        Move(None, P.TASK_SET_AGENCY, S.WITH_AGENCY, Party.OFFICE),
        Move(None, P.TASK_SET_TEAM, S.WITH_TEAM, Party.OFFICE),
        Move(None, P.TASK_SET_TOGETHER, S.TOGETHER, Party.OFFICE),
        Move(S.TOGETHER, P.TASK_AGENCY_PART, S.WITH_TEAM, Party.AGENCY),
        Move(S.TOGETHER, P.TASK_TEAM_PART, S.WITH_AGENCY, Party.TEAM),
        Move(S.TOGETHER, P.TASK_DROP, S.DROPPED, Party.TEAM),
        *(Move(state, P.TASK_DO, S.DONE, party) for party, state in WITH.items()),
        *(Move(state, P.TASK_HAND_OVER, state, party) for party, state in WITH.items()),
        *(Move(state, P.TASK_DROP, S.DROPPED, party) for party, state in WITH.items()),
    ),
    holders={
        **{state: party for party, state in WITH.items()},
        S.TOGETHER: Party.BOTH,
        S.DONE: Party.NOBODY,
        S.DROPPED: Party.NOBODY,
    },
)
