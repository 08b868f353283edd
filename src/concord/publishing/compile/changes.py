"""What changed since the last report: computed from the records, each in a sentence, with the staff's line on it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar, cast

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest

from concord.core import zones
from concord.engagements.models import Engagement
from concord.findings.models import AgencyResponse, Answer, Recommendation
from concord.reforms.models import Measure, Outcome
from concord.reforms.queries import Change, ChangeKind, changes, outcomes_on, words

CRITERIA = "criteria"
"""The kind of a change that is none of progress: a criterion by which work is judged was changed (law 6)."""
ANSWERED = "answered"
"""The kind of what the agency answered to a recommendation."""
Told = dict[str, Any]
Sentenced = tuple[date, Recommendation, str]
_ANSWERS = {Answer.CONCUR: "concurs", Answer.PARTLY: "concurs in part", Answer.NOT: "does not concur"}
_M = TypeVar("_M", bound=Model)


def told_changes(
    engagement: Engagement,
    *,
    since: date | None,
    until: date,
    notes: Mapping[str, str] | None = None,
) -> list[Told]:
    """Return what changed after `since`, each in a sentence, in the order of the days; `notes` has the staff's line on
    a recommendation by its label, which stands with the last change of it."""
    labels = words(engagement)
    found = [
        (c.on, c.recommendation.label, _told(c.on, c.kind.value, _sentence(c, labels), c.recommendation.key))
        for c in changes(engagement, since, until)
    ]
    found += [
        (on, of.label, _told(on, kind, sentence, of.key))
        for kind, others in _OTHERS.items()
        for on, of, sentence in others(engagement, since, until)
    ]
    found.sort(key=lambda each: each[0])
    last = {label: told for _, label, told in found}
    for label, note in (notes or {}).items():
        last[label]["note"] = note
    return [told for _, _, told in found]


def changed_labels(engagement: Engagement, *, since: date | None, until: date) -> frozenset[str]:
    """Return the labels of the recommendations on which something changed."""
    moved = {change.recommendation.label for change in changes(engagement, since, until)}
    others = (of.label for told in _OTHERS.values() for _, of, _ in told(engagement, since, until))
    return frozenset({*moved, *others})


def _told(on: date, kind: str, text: str, key: str | None) -> Told:
    return {"on": on.isoformat(), "kind": kind, "text": text, "recommendation": key}


def _answers(engagement: Engagement, since: date | None, until: date) -> Iterable[Sentenced]:
    """Yield each answer of the agency to the words that were issued, in a sentence, from the day on which anybody
    outside could read it: of those from before the issue the one that stood then."""
    to_these_words = Q(recommendation__validated_at=None) | Q(responded_at__gte=F("recommendation__validated_at"))
    issued = {"recommendation__engagement": engagement, "recommendation__issued_at__lt": zones.ends(until)}
    rows = AgencyResponse.objects.filter(to_these_words, **issued)
    rows = rows.annotate(read_from=Greatest("responded_at", "recommendation__issued_at"))
    for each in _within(rows.filter(~Exists(_said_again())), "read_from", since, until):
        on = _on(each.responded_at, each.recommendation.issued_at)
        words = f"The agency answered {each.recommendation.label}: it {_ANSWERS[Answer(each.answer)]}."
        yield on, each.recommendation, f"{words} {each.reason}".strip()


def _said_again() -> QuerySet[AgencyResponse]:
    """Return what was answered after an answer and still before the issue."""
    return AgencyResponse.objects.filter(
        recommendation=OuterRef("recommendation"),
        pk__gt=OuterRef("pk"),
        responded_at__lte=OuterRef("recommendation__issued_at"),
    )


def _changed_criteria(engagement: Engagement, since: date | None, until: date) -> Iterable[Sentenced]:
    """Yield each further version of a measure that was approved, each outcome measure that was registered after the
    work began, and each measure of the work or of its outcome that was withdrawn, in a sentence, from the day on which
    anybody outside could read it; the first versions are no change, and what was withdrawn before anybody outside could
    read it is none either."""
    issued = {"recommendation__engagement": engagement, "recommendation__issued_at__lt": zones.ends(until)}
    changed = Measure.objects.filter(**issued, version__gt=1, approved_at__isnull=False)
    read_from = Greatest("approved_at", "recommendation__issued_at")
    for newer in _within(changed.annotate(read_from=read_from), "read_from", since, until):
        sentence = f"The criterion {_of(newer)} was changed, to version {newer.version}: {newer.reason}"
        yield _on(newer.approved_at, newer.recommendation.issued_at), newer.recommendation, sentence
    yield from _late_outcomes(engagement, since, until)
    issued["recommendation__issued_at__lt"] = F("ended_at")
    for one in _within(Measure.objects.filter(**issued), "ended_at", since, until):
        yield _on(one.ended_at), one.recommendation, f"The criterion {_of(one)} was withdrawn: {one.ended_because}"
    for outcome in _within(Outcome.objects.filter(**issued), "ended_at", since, until):
        named = f"“{outcome.name}” of {outcome.recommendation.label}"
        why = outcome.ended_because
        yield _on(outcome.ended_at), outcome.recommendation, f"The outcome measure {named} was withdrawn: {why}"


def _late_outcomes(engagement: Engagement, since: date | None, until: date) -> Iterable[Sentenced]:
    known = outcomes_on(engagement, until)
    rows = Outcome.objects.filter(pk__in=[each.outcome.pk for each in known if each.days_late])
    late = {each.outcome.pk: each.days_late for each in known}
    read_from = Greatest("registered_at", "recommendation__issued_at")
    for one in _within(rows.annotate(read_from=read_from), "read_from", since, until):
        days = "1 day" if late[one.pk] == 1 else f"{late[one.pk]} days"
        named = f"“{one.name}” of {one.recommendation.label}"
        said = f"The outcome measure {named} was registered {days} after the work began."
        yield _on(one.registered_at, one.recommendation.issued_at), one.recommendation, said


def _within(rows: QuerySet[_M], moment: str, since: date | None, until: date) -> QuerySet[_M]:
    found = rows.filter(**{f"{moment}__lt": zones.ends(until)})
    if since is not None:
        found = found.filter(**{f"{moment}__gte": zones.ends(since)})
    return found.select_related("recommendation").order_by(moment, "pk")


def _on(*moments: datetime | None) -> date:
    """Return the day of the moment that the rows were asked for by, or of the last of several."""
    return zones.day(max(cast("datetime", each) for each in moments))


_OTHERS: dict[str, Callable[[Engagement, date | None, date], Iterable[Sentenced]]] = {
    ANSWERED: _answers,
    CRITERIA: _changed_criteria,
}
"""What changes beside the two voices: kind → how it is told."""


def _of(measure: Measure) -> str:
    return f"{measure.label} of {measure.recommendation.label}"


def _sentence(change: Change, labels: Mapping[str, str]) -> str:
    label = change.recommendation.label
    new = labels.get(change.new or "", change.new or "")
    old = labels.get(change.old or "", change.old or "")
    match change.kind:
        case ChangeKind.NEW:
            return f"Recommendation {label} was issued."
        case ChangeKind.REPORTED:
            return f"The agency reports {label} as {new}."
        case ChangeKind.REOPENED:
            return f"The team reopened {label}: from {old} to {new}."
        case ChangeKind.STOPPED:
            return f"Work on {label} has stopped; the team assessed it as {new}."
        case ChangeKind.MOVED | ChangeKind.COMPLETED:
            return f"The team assessed {label} as {new}" + (f", before {old}." if old else ".")
