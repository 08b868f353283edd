"""What is in order before a site is closed."""

from concord.core.checks import Problem, error
from concord.engagements.checks.closing import concerns_are_answered
from concord.engagements.models import Engagement
from concord.engagements.states import DeliveryState, FocusAreaState
from concord.publishing.states import ReportState

_OVER = (FocusAreaState.COMPLETE, FocusAreaState.DROPPED)
_OPEN = (DeliveryState.PLANNED, DeliveryState.HELD)


def site_can_be_closed(engagement: Engagement) -> list[Problem]:
    """Every focus area is complete or was dropped, a report has told the public of it, and nothing of both sides is
    left open. What the reforms have not reached yet is told on the site, and holds nothing up."""
    problems = [
        error(f"Focus area {area.number}, “{area.title}”, is “{area.state_label}”.")
        for area in engagement.focus_areas.exclude(state__in=_OVER).order_by("number")
    ]
    reports = engagement.reports.order_by("number", "version")
    coming = reports.exclude(state=ReportState.PUBLISHED)
    problems += [error(f"{report.label} is “{report.state_label}”.") for report in coming]
    if not reports.exists():
        problems.append(error("No status report has been published."))
    left = engagement.deliveries.filter(state__in=_OPEN).order_by("pk")
    problems += [error(f"“{delivery.title}” ({delivery.ref}) is “{delivery.state_label}”.") for delivery in left]
    return [*problems, *concerns_are_answered(engagement)]
