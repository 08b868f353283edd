"""The rules of a request, one a file, run before the button is pressed and again by the verb."""

from collections.abc import Callable

from concord.core.checks import Problem
from concord.intake.checks.agency_type import agency_type_is_eligible
from concord.intake.checks.authority import agency_has_authority_and_patrol
from concord.intake.checks.authorization import delegate_is_authorized
from concord.intake.checks.costs import what_is_asked_can_be_supported
from concord.intake.checks.deconfliction import not_clear, other_offices_have_answered
from concord.intake.checks.pending_matters import pending_matters_are_routed
from concord.intake.models import AssistanceRequest

__all__ = ("ALL", "not_clear", "run")

ALL: tuple[Callable[[AssistanceRequest], list[Problem]], ...] = (
    delegate_is_authorized,
    agency_type_is_eligible,
    agency_has_authority_and_patrol,
    what_is_asked_can_be_supported,
    pending_matters_are_routed,
    other_offices_have_answered,
)


def run(request: AssistanceRequest) -> list[Problem]:
    """Return what every rule has to say about a request."""
    return [problem for rule in ALL for problem in rule(request)]
