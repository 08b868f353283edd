from concord.core.checks import Problem, error
from concord.engagements.models import FocusArea
from concord.engagements.queries import earlier_incomplete
from concord.findings.models import Finding
from concord.findings.states import StatementState

_UNFINISHED = (StatementState.DRAFT, StatementState.IN_REVIEW)


def findings_are_decided(area: FocusArea) -> list[Problem]:
    """A focus area is complete when no finding in it is still being written or reviewed."""
    left = Finding.objects.filter(focus_area=area, state__in=_UNFINISHED).order_by("pk")
    return [error(f"{finding.title} ({finding.ref}) is “{finding.state_label}”.") for finding in left]


def earlier_areas_are_complete(area: FocusArea) -> list[Problem]:
    """Focus areas are completed in their order, even where their work overlapped."""
    return [
        error(f"Focus area {other.number}, “{other.title}”, is “{other.state_label}”.")
        for other in earlier_incomplete(area)
    ]
