from concord.core.checks import Problem, warning
from concord.reforms.models import Measure, Reform
from concord.reforms.states import MeasureState


def no_measure_is_changing(reform: Reform) -> list[Problem]:
    """Work is judged by the measures in force; a change that waits for approval is said, and not used (law 6)."""
    waiting = Measure.objects.filter(recommendation=reform.recommendation_id, state=MeasureState.PROPOSED)
    return [
        warning(
            f"{measure.ref}, version {measure.version} of measure {measure.label}, waits for approval and is not used."
        )
        for measure in waiting.order_by("pk")
    ]
