"""The rules of measures and reforms, one a file, run before the button is pressed and again by the verb."""

from collections.abc import Collection
from datetime import date

from concord.core.checks import Problem
from concord.core.permissions import Permission
from concord.findings.models import Recommendation
from concord.reforms.checks.accepted import what_is_reported_complete_was_shown
from concord.reforms.checks.agency_concurs import agency_concurs_still, agency_does_not_refuse
from concord.reforms.checks.agreed import agency_has_had_its_say
from concord.reforms.checks.criteria import criteria_come_first, work_is_measured
from concord.reforms.checks.open_change import no_measure_is_changing
from concord.reforms.checks.packet import every_measure_is_shown
from concord.reforms.checks.stopping import it_is_known_why_work_stops
from concord.reforms.checks.withdrawing import measure_is_in_force, work_keeps_a_measure
from concord.reforms.models import Measure, Packet, Reform

_BY_MEASURES = (Permission.REFORM_COMPLETE, Permission.REFORM_SUSTAIN, Permission.REFORM_REOPEN)


def before_planning(recommendation: Recommendation) -> list[Problem]:
    """Return what stands in the way of taking a recommendation up."""
    return [*agency_does_not_refuse(recommendation), *criteria_come_first(recommendation)]


def before_approving(measure: Measure, today: date) -> list[Problem]:
    """Return what stands in the way of approving a measure, and what whoever approves should know."""
    return agency_has_had_its_say(measure, today)


def before_judging(reform: Reform, verb: Permission) -> list[Problem]:
    """Return what stands in the way of a verb in one of the two voices, and what whoever speaks should know."""
    return [
        *(work_is_measured(reform) if verb in _BY_MEASURES else ()),
        *(it_is_known_why_work_stops(reform) if verb == Permission.REFORM_STOP else ()),
        *agency_concurs_still(reform),
        *no_measure_is_changing(reform),
        *what_is_reported_complete_was_shown(reform),
    ]


def before_withdrawing(measure: Measure) -> list[Problem]:
    """Return what stands in the way of withdrawing a measure."""
    return [*measure_is_in_force(measure), *work_keeps_a_measure(measure)]


def before_submitting(packet: Packet) -> list[Problem]:
    """Return what a packet lacks."""
    return every_measure_is_shown(packet)


def before_accepting(packet: Packet, *, left_out: Collection[int] = ()) -> list[Problem]:
    """Return what a packet lacks, but for the recommendations (their keys) that are not accepted with the others."""
    return every_measure_is_shown(packet, left_out=left_out)
