"""What changed since the last report: computed from the records, each in a sentence, with the staff's line on it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar, cast

from django.db.models import F, Model, QuerySet
from django.db.models.functions import Greatest

from concord.core import zones
from concord.engagements.models import Engagement
from concord.findings.models import Recommendation
from concord.reforms.models import Measure, Outcome
from concord.reforms.queries import Change, ChangeKind, changes, words

CRITERIA = "criteria"
"""The kind of a change that is none of progress: a criterion by which work is judged was changed (law 6)."""
Told = dict[str, Any]
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
        (on, of.label, _told(on, CRITERIA, sentence, of.key))
        for on, of, sentence in _changed_criteria(engagement, since, until)
    ]
    found.sort(key=lambda each: each[0])
    last = {label: told for _, label, told in found}
    for label, note in (notes or {}).items():
        last[label]["note"] = note
    return [told for _, _, told in found]


def changed_labels(engagement: Engagement, *, since: date | None, until: date) -> frozenset[str]:
    """Return the labels of the recommendations on which something changed."""
    moved = {change.recommendation.label for change in changes(engagement, since, until)}
    return frozenset(moved | {of.label for _, of, _ in _changed_criteria(engagement, since, until)})


def _told(on: date, kind: str, text: str, key: str | None) -> Told:
    return {"on": on.isoformat(), "kind": kind, "text": text, "recommendation": key}


def _changed_criteria(
    engagement: Engagement, since: date | None, until: date
) -> Iterable[tuple[date, Recommendation, str]]:
    """Yield each further version of a measure that was approved, and each measure of the work or of its outcome that
    was withdrawn, in a sentence, from the day on which anybody outside could read it; the first versions are no change,
    and what was withdrawn before anybody outside could read it is none either."""
    issued = {"recommendation__engagement": engagement, "recommendation__issued_at__lt": zones.ends(until)}
    changed = Measure.objects.filter(**issued, version__gt=1, approved_at__isnull=False)
    read_from = Greatest("approved_at", "recommendation__issued_at")
    for newer in _within(changed.annotate(read_from=read_from), "read_from", since, until):
        sentence = f"The criterion {_of(newer)} was changed, to version {newer.version}: {newer.reason}"
        yield _on(newer.approved_at, newer.recommendation.issued_at), newer.recommendation, sentence
    issued["recommendation__issued_at__lt"] = F("ended_at")
    for one in _within(Measure.objects.filter(**issued), "ended_at", since, until):
        yield _on(one.ended_at), one.recommendation, f"The criterion {_of(one)} was withdrawn: {one.ended_because}"
    for outcome in _within(Outcome.objects.filter(**issued), "ended_at", since, until):
        named = f"“{outcome.name}” of {outcome.recommendation.label}"
        why = outcome.ended_because
        yield _on(outcome.ended_at), outcome.recommendation, f"The outcome measure {named} was withdrawn: {why}"


def _within(rows: QuerySet[_M], moment: str, since: date | None, until: date) -> QuerySet[_M]:
    found = rows.filter(**{f"{moment}__lt": zones.ends(until)})
    if since is not None:
        found = found.filter(**{f"{moment}__gte": zones.ends(since)})
    return found.select_related("recommendation").order_by(moment, "pk")


def _on(*moments: datetime | None) -> date:
    """Return the day of the moment that the rows were asked for by, or of the last of several."""
    return zones.day(max(cast("datetime", each) for each in moments))


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
            return f"The agency has stopped work on {label}; the team assessed it as {new}."
        case ChangeKind.MOVED | ChangeKind.COMPLETED:
            return f"The team assessed {label} as {new}" + (f", before {old}." if old else ".")
