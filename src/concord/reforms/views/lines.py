"""Recommendations as lines of a table, ready to print: a template takes several times as long to find the same out."""

from collections.abc import Mapping
from typing import Any

from concord.core.permissions import Party
from concord.findings.models import Recommendation
from concord.reforms import queries
from concord.reforms.models import Reform

_SHORT = 140  # characters of a recommendation's text in a list


def line(row: Recommendation, labels: Mapping[str, str]) -> dict[str, Any]:
    """Return what a list shows of a recommendation and its reform."""
    reform: Reform | None = getattr(row, "reform", None)
    thing = reform or row
    if reform is None and row.is_issued and row.text_available:
        held_by = "The agency does not concur" if getattr(row, "is_refused", False) else "To be taken up"
    else:
        held_by = thing.state_label if thing.held_by == Party.NOBODY else str(thing.held_by)
    return {
        "ref": row.ref,
        "label": row.label,
        "text": _shortened(row.text) if row.text_available else "Its text is not in the public record.",
        "held_by": held_by,
        "since": thing.state_since,
        "reported": _label(labels, reform.reported_status if reform else None),
        "reported_on": reform.reported_on if reform else None,
        "assessed": _label(labels, reform.assessed_status if reform else None),
        "assessed_on": reform.assessed_on if reform else None,
    }


def card(of: queries.Card, labels: Mapping[str, str]) -> dict[str, Any]:
    """Return what a board shows of a recommendation: `ways` are the others that stand in its way, (words before, other,
    words after)."""
    needs = (("needs first " if number == 0 else "", each, "") for number, each in enumerate(of.needs))
    lost = (("decide on ", each, f": {why}") for each, why in of.lost)
    ways = [(before, each.ref, each.label, after) for before, each, after in (*needs, *lost)]
    is_free = not (of.blockers or ways)
    return {
        **line(of.recommendation, labels),
        "blockers": of.blockers,
        "ways": ways,
        "is_free": is_free,
        "frees": of.frees,
    }


def undecided(found: queries.Connections) -> list[tuple[Recommendation, list[tuple[Recommendation, str]]]]:
    """Return what needs first what will not come any more, with that and why."""
    rows = found.undecided.items()
    return [(found.by_pk[pk], [(first, found.lost[first.pk]) for first in firsts]) for pk, firsts in rows]


def _label(labels: Mapping[str, str], status: str | None) -> str:
    return labels.get(status, status) if status else ""


def _shortened(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1].rstrip()}…"
