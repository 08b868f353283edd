from concord.core.checks import Problem, error
from concord.engagements.models import FocusArea
from concord.engagements.queries import earlier_incomplete
from concord.engagements.rules import has_stage
from concord.evidence.queries import Standing, standings
from concord.findings.models import Finding, NoFindings, Recommendation
from concord.findings.states import StatementState

_UNFINISHED = (StatementState.DRAFT, StatementState.IN_REVIEW)
_DECIDED = (StatementState.VALIDATED, StatementState.ISSUED)


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


def activities_are_held_or_waived(area: FocusArea) -> list[Problem]:
    """Each activity that the plan in force names for the focus area was held, or waived with a reason; one that is a
    delivery once the agency has evaluated it."""
    return [
        error(f"“{one.activity.what}” ({one.activity.audience}) is {_how_far(one)}.")
        for one in standings(area)
        if not one.is_done
    ]


def _how_far(one: Standing) -> str:
    if one.by_delivery:
        return "still to be held or evaluated" if one.booked else "not delivered"
    return "still booked" if one.booked else "not held"


def findings_are_there_or_none_is_declared(area: FocusArea) -> list[Problem]:
    """What was gathered led to a finding that is validated, or somebody declared with a reason that there is none; in a
    tier that has findings."""
    if not has_stage(area.engagement, "findings"):
        return []
    if Finding.objects.filter(focus_area=area, state__in=_DECIDED).exists():
        return []
    if NoFindings.objects.filter(focus_area=area).exists():
        return []
    return [error("No finding is validated, and nobody has declared that there is none.")]
