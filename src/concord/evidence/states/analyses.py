"""The lifecycles of a mapping of columns, and of an analysis of a data set."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class MappingState(TextChoices):
    """Where a mapping stands."""

    TRYING = "trying", "Being tried"
    TRIED = "tried", "Tried"
    REFUSED = "refused", "Does not fit"
    ADOPTED = "adopted", "In use"
    DISCARDED = "discarded", "Discarded"


M = MappingState

MAPPING = Lifecycle(
    name="mapping of columns",
    states=M,
    moves=(
        Move(None, P.DATA_SET_MAP, M.TRYING, Party.TEAM),
        Move(M.TRYING, P.MAPPING_NOTE_TRIED, M.TRIED, Party.CONCORD),
        Move(M.TRYING, P.MAPPING_NOTE_REFUSED, M.REFUSED, Party.CONCORD),
        Move(M.TRIED, P.MAPPING_CHANGE, M.TRYING, Party.TEAM),
        Move(M.REFUSED, P.MAPPING_CHANGE, M.TRYING, Party.TEAM),
        Move(M.TRIED, P.MAPPING_ADOPT, M.ADOPTED, Party.TEAM),
        Move(M.TRIED, P.MAPPING_DISCARD, M.DISCARDED, Party.TEAM),
        Move(M.REFUSED, P.MAPPING_DISCARD, M.DISCARDED, Party.TEAM),
    ),
    holders={
        M.TRYING: Party.CONCORD,
        M.TRIED: Party.TEAM,
        M.REFUSED: Party.TEAM,
        M.ADOPTED: Party.NOBODY,
        M.DISCARDED: Party.NOBODY,
    },
)


class AnalysisState(TextChoices):
    """Where an analysis stands."""

    CHOSEN = "chosen", "Being prepared"
    ORDERED = "ordered", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Not done"
    CANCELLED = "cancelled", "Cancelled"
    LOGGED = "logged", "Logged as evidence"
    SHARED = "shared", "Shared with the agency"


A = AnalysisState
MADE = (A.ORDERED, A.DONE, A.LOGGED, A.SHARED)
"""Something has come of the file, or is about to."""

ANALYSIS = Lifecycle(
    name="analysis",
    states=A,
    moves=(
        Move(None, P.ANALYSIS_CHOOSE, A.CHOSEN, Party.TEAM),
        Move(None, P.ANALYSIS_CHOOSE_OFFICERS, A.CHOSEN, Party.TEAM),
        Move(A.CHOSEN, P.ANALYSIS_ORDER, A.ORDERED, Party.TEAM),
        Move(A.FAILED, P.ANALYSIS_ORDER, A.ORDERED, Party.TEAM),
        Move(A.CHOSEN, P.ANALYSIS_CANCEL, A.CANCELLED, Party.TEAM),
        Move(A.ORDERED, P.ANALYSIS_CANCEL, A.CANCELLED, Party.TEAM),
        Move(A.FAILED, P.ANALYSIS_CANCEL, A.CANCELLED, Party.TEAM),
        Move(A.ORDERED, P.ANALYSIS_FINISH, A.DONE, Party.CONCORD),
        Move(A.ORDERED, P.ANALYSIS_FAIL, A.FAILED, Party.CONCORD),
        Move(A.DONE, P.ANALYSIS_LOG, A.LOGGED, Party.TEAM),
        Move(A.LOGGED, P.ANALYSIS_SHARE, A.SHARED, Party.TEAM),
        Move(A.DONE, P.ANALYSIS_OPEN_OFFICERS, A.DONE, Party.TEAM),
        Move(A.LOGGED, P.ANALYSIS_OPEN_OFFICERS, A.LOGGED, Party.TEAM),
        Move(A.SHARED, P.ANALYSIS_OPEN_OFFICERS, A.SHARED, Party.TEAM),
    ),
    holders={
        A.CHOSEN: Party.TEAM,
        A.ORDERED: Party.CONCORD,
        A.DONE: Party.TEAM,
        A.FAILED: Party.TEAM,
        A.CANCELLED: Party.NOBODY,
        A.LOGGED: Party.TEAM,
        A.SHARED: Party.NOBODY,
    },
)
