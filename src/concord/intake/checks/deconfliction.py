from concord.core.checks import Problem, warning
from concord.intake import edition
from concord.intake.models import AssistanceRequest
from concord.intake.states import RequestState


def other_offices_have_answered(request: AssistanceRequest) -> list[Problem]:
    """Two offices should not work with an agency unknown to each other: before a decision each has answered."""
    return [warning(text) for text in not_clear(request)] if request.state == RequestState.READY else []


def not_clear(request: AssistanceRequest) -> list[str]:
    """Say of each other office that was not asked, has not answered, or has something there."""
    found = []
    last = {asked.component: asked for asked in request.component_checks.order_by("pk")}
    for component in edition.components(request):
        asked, name = last.get(component.key), component.label
        if asked is None:
            found.append(f"{name} was not asked about this agency.")
        elif asked.answered_on is None:
            found.append(f"{name} was asked about this agency and has not answered.")
        elif not asked.clear:
            found.append(f"{name} has something pending or under way with this agency. Read its answer.")
    return found
