from concord.core.checks import Problem, error
from concord.engagements.models import FocusArea
from concord.engagements.queries import earlier_incomplete
from concord.findings.models import Finding, Recommendation
from concord.findings.states import StatementState

_UNFINISHED = (StatementState.DRAFT, StatementState.IN_REVIEW)


def findings_are_decided(area: FocusArea) -> list[Problem]:
    """A focus area is complete when no finding in it, and no recommendation on one, is still being written or reviewed.
    What is not wanted is set aside."""
    findings = Finding.objects.filter(focus_area=area, state__in=_UNFINISHED).order_by("pk")
    recommendations = Recommendation.objects.filter(finding__focus_area=area, state__in=_UNFINISHED).order_by("pk")
    return [error(f"{left.title} ({left.ref}) is “{left.state_label}”.") for left in (*findings, *recommendations)]


def earlier_areas_are_complete(area: FocusArea) -> list[Problem]:
    """Focus areas are completed in their order, even where their work overlapped."""
    return [
        error(f"Focus area {other.number}, “{other.title}”, is “{other.state_label}”.")
        for other in earlier_incomplete(area)
    ]
