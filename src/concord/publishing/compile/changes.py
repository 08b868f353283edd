"""What changed since the last report: computed from the records, each in a sentence, with the staff's line on it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from concord.core import zones
from concord.engagements.models import Engagement
from concord.reforms.models import Measure
from concord.reforms.queries import Change, ChangeKind, changes, words
from concord.reforms.states import MeasureState

CRITERIA = "criteria"
"""The kind of a change that is none of progress: a criterion by which work is judged was changed (law 6)."""
Told = dict[str, Any]


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
        (on, measure.recommendation.label, _told(on, CRITERIA, _criterion(measure), measure.recommendation.key))
        for on, measure in _changed_criteria(engagement, since, until)
    ]
    found.sort(key=lambda each: each[0])
    last = {label: told for _, label, told in found}
    for label, note in (notes or {}).items():
        last[label]["note"] = note
    return [told for _, _, told in found]


def changed_labels(engagement: Engagement, *, since: date | None, until: date) -> frozenset[str]:
    """Return the labels of the recommendations on which something changed."""
    moved = {change.recommendation.label for change in changes(engagement, since, until)}
    return frozenset(moved | {m.recommendation.label for _, m in _changed_criteria(engagement, since, until)})


def _told(on: date, kind: str, text: str, key: str | None) -> Told:
    return {"on": on.isoformat(), "kind": kind, "text": text, "recommendation": key}


def _changed_criteria(engagement: Engagement, since: date | None, until: date) -> Iterable[tuple[date, Measure]]:
    """Yield the approval of each further version of a measure; the first versions are no change."""
    approved = Measure.objects.filter(
        recommendation__engagement=engagement,
        recommendation__issued_at__lt=zones.ends(until),
        state=MeasureState.APPROVED,
        version__gt=1,
        approved_at__lt=zones.ends(until),
    )
    if since is not None:
        approved = approved.filter(approved_at__gte=zones.ends(since))
    for measure in approved.select_related("recommendation").order_by("approved_at", "pk"):
        if measure.approved_at is not None:
            yield zones.day(measure.approved_at), measure


def _criterion(measure: Measure) -> str:
    return (
        f"The criterion {measure.label} of {measure.recommendation.label} was changed, to version {measure.version}: "
        f"{measure.reason}"
    )


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
