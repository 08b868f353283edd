from collections import defaultdict
from collections.abc import Collection

from concord.core.checks import Problem, error, warning
from concord.reforms.checks.criteria import completion_is_measured
from concord.reforms.criteria import in_force
from concord.reforms.models import Measure, MeasureKind, Packet


def every_measure_is_shown(packet: Packet, *, left_out: Collection[int] = ()) -> list[Problem]:
    """A packet is handed in, and accepted, once each measure in force has evidence: the empty ones are named (P13), and
    so is a recommendation of which nothing says when it is done. A measure may have changed since it was handed in.
    `left_out` are recommendations (their keys) that are not accepted with the others."""
    shown = set(packet.proofs.filter(ended_at=None).values_list("shows__measure", flat=True))
    included = packet.included.filter(ended_at=None).select_related("reform__recommendation").order_by("pk")
    about = [each.reform.recommendation for each in included]
    approved: defaultdict[int, list[Measure]] = defaultdict(list)
    rows = Measure.objects.filter(in_force(), recommendation__in=about).select_related("recommendation__finding")
    for measure in rows.order_by("recommendation", "label", "-version").distinct("recommendation", "label"):
        approved[measure.recommendation_id].append(measure)
    problems: list[Problem] = []
    for recommendation in about:
        if recommendation.pk in left_out:
            continue
        measures = approved[recommendation.pk]
        problems += completion_is_measured(recommendation, measures)
        problems += [
            error(f"Measure {measure.label} of {recommendation.label} has no evidence: {measure.shared_text}")
            for measure in measures
            if measure.pk not in shown
        ]
        if all(measure.kind != MeasureKind.SUSTAINMENT for measure in measures):
            problems.append(
                warning(f"{recommendation.label} has no sustainment measure: nothing would show that the change lasts.")
            )
    return problems if about else [error("The packet is about no reform.")]
