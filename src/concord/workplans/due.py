"""The task of a version that waits for the agency, set and ended inside its verbs."""

from datetime import datetime, timedelta

from concord.core import zones
from concord.core.permissions import Actor, Party
from concord.core.tasks import setting
from concord.engagements import due
from concord.workplans.models import WorkPlan

CONCURRENCE = "concurrence"


def to_concur(plan: WorkPlan, *, by: Actor, at: datetime) -> None:
    """Set the agency to concur or return, where the edition says within how many days. It is about the engagement, of
    which one version waits at most: when that is over, nothing is to be done any more."""
    days = due.service_days(plan.engagement, CONCURRENCE)
    if days is not None:
        setting.add(
            what=f"Concur with the work plan {plan.ref}, or return it",
            about=plan.engagement.ref,
            scope=f"agency:{plan.engagement.agency.ref}",
            party=Party.AGENCY,
            due_on=zones.day(at) + timedelta(days=days),
            kind=CONCURRENCE,
            by=by,
            at=at,
        )


def decided(plan: WorkPlan, *, by: Actor, at: datetime) -> None:
    """End the task: the version is in force, or returned."""
    setting.finish(CONCURRENCE, about=plan.engagement.ref, by=by, at=at)
