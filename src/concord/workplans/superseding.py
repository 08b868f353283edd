"""An older version is set aside inside the verb of the one that takes its place, whose audit row tells of both."""

from datetime import datetime

from concord.workplans.models import WorkPlan
from concord.workplans.states import WorkPlanState


def supersede(older: WorkPlan, *, at: datetime) -> None:
    """Set a version aside. Call inside a verb."""
    older.state, older.state_since = WorkPlanState.SUPERSEDED, at
    older.save(update_fields=["state", "state_since"])
