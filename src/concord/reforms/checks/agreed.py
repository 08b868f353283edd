from datetime import date

from concord.core.checks import Problem, error, warning
from concord.reforms.models import AgencyAnswer, Measure


def agency_has_had_its_say(measure: Measure, today: date) -> list[Problem]:
    """Measures are agreed before work is judged by them (law 6): the agency answers first, and its silence blocks
    nothing for ever. What it cannot read yet it is not asked about."""
    if measure.waits_for_agency and today <= measure.agency_has_until:
        until = measure.agency_has_until
        return [error(f"The agency has until {until} to agree to it or to ask for another.")]
    if measure.waits_for_agency:
        return [warning("The agency has not answered in its window: say why it is approved all the same.")]
    if measure.agency_answer == AgencyAnswer.ANOTHER:
        return [warning(f"The agency asks for another: {measure.agency_words} Return it, or say why it stays.")]
    return []
