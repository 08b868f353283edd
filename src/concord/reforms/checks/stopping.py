from concord.core.checks import Problem, warning
from concord.findings.queries import refuses
from concord.reforms.models import Reform
from concord.reforms.replacing import replaced_by
from concord.reforms.states import CoreState


def it_is_known_why_work_stops(reform: Reform) -> list[Problem]:
    """That work stops is the agency's decision, so it has said so; or another recommendation takes its place, and then
    nobody writes that the agency decided it."""
    if there := replaced_by(reform.recommendation):
        return [
            warning(f"It is replaced by {', '.join(there)}: the reason says so, and not that the agency decided it.")
        ]
    reported = any(said.core_state == CoreState.STOPPED for said in reform.said_by_agency[-1:])
    if reported or refuses(reform.recommendation):
        return []
    return [warning("The agency has neither reported that it stops nor said that it does not concur: ask it first.")]
