"""The rules of measures and reforms, one a file, run before the button is pressed and again by the verb."""

from concord.core.checks import Problem
from concord.findings.models import Recommendation
from concord.reforms.checks.criteria import criteria_come_first
from concord.reforms.checks.open_change import no_measure_is_changing
from concord.reforms.models import Reform


def before_planning(recommendation: Recommendation) -> list[Problem]:
    """Return what stands in the way of taking a recommendation up."""
    return criteria_come_first(recommendation)


def before_judging(reform: Reform) -> list[Problem]:
    """Return what a judge should know."""
    return no_measure_is_changing(reform)
