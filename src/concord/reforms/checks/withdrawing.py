from concord.core.checks import Problem, error
from concord.reforms.criteria import in_force
from concord.reforms.models import Measure, MeasureKind, Reform
from concord.reforms.states import ReformState

_OPEN = (ReformState.WITH_AGENCY, ReformState.WITH_TEAM)


def work_keeps_a_measure(measure: Measure) -> list[Problem]:
    """Work that goes on is judged by one completion measure or more (law 6): the last one is not withdrawn under it."""
    rows = Measure.objects.filter(in_force(), recommendation=measure.recommendation_id, kind=MeasureKind.COMPLETION)
    open_work = Reform.objects.filter(recommendation=measure.recommendation_id, state__in=_OPEN)
    if measure.kind != MeasureKind.COMPLETION or rows.exclude(label=measure.label).exists() or not open_work.exists():
        return []
    return [error("Work goes on, and this is the last measure that shows it to be done: another is approved first.")]


def measure_is_in_force(measure: Measure) -> list[Problem]:
    """What another version has taken the place of is in force no more, and needs no withdrawal."""
    newest = Measure.objects.filter(in_force(), recommendation=measure.recommendation_id, label=measure.label)
    last = newest.order_by("-version").first()
    if last is None or last == measure:
        return []
    return [error(f"Version {last.version} of this measure is in force: {last.ref}.")]
