from collections.abc import Iterable

from concord.core.checks import Problem, error, warning
from concord.findings.models import Recommendation
from concord.reforms.criteria import in_force
from concord.reforms.models import Measure, MeasureKind, Reform


def criteria_come_first(recommendation: Recommendation) -> list[Problem]:
    """A reform is taken up once it is known what shows it to be done (law 6); what shows it to last should be known."""
    approved = Measure.objects.filter(in_force(), recommendation=recommendation)
    kinds = set(approved.values_list("kind", flat=True))
    problems = []
    if MeasureKind.COMPLETION not in kinds:
        problems.append(error("No completion measure is approved: criteria come before judgement."))
    if MeasureKind.SUSTAINMENT not in kinds:
        problems.append(warning("No sustainment measure is approved: nothing would show that the change lasts."))
    return problems


def work_is_measured(reform: Reform) -> list[Problem]:
    """Work is judged complete, confirmed and begun again by a completion measure in force (law 6): the last one may
    have been withdrawn once the work had ended."""
    approved = Measure.objects.filter(in_force(), recommendation=reform.recommendation_id)
    return completion_is_measured(reform.recommendation, approved)


def completion_is_measured(of: Recommendation, in_force_now: Iterable[Measure]) -> list[Problem]:
    """Something says when what is recommended is done."""
    if any(measure.kind == MeasureKind.COMPLETION for measure in in_force_now):
        return []
    return [error(f"No completion measure of {of.label} is in force: one is approved first.")]
