from concord.core.checks import Problem, error, warning
from concord.findings.models import Recommendation
from concord.reforms.criteria import in_force
from concord.reforms.models import Measure, MeasureKind


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
