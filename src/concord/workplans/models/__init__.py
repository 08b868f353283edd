"""The models of work plans, by what they are about."""

from concord.workplans.models.concurrence import Concurrence, Reaffirmation
from concord.workplans.models.discussion import PlanComment, PlanReply
from concord.workplans.models.plan import ExitProgress, SavedPart, Standing, WorkPlan
from concord.workplans.models.scope import ScopeChange

__all__ = (
    "Concurrence",
    "ExitProgress",
    "PlanComment",
    "PlanReply",
    "Reaffirmation",
    "SavedPart",
    "ScopeChange",
    "Standing",
    "WorkPlan",
)
