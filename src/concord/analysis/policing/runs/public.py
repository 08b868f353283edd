"""What of a result may go out: small counts are hidden, and enough others that nobody can work them out.

The counts go through `policing.disclosure` (small cells, and the cheapest further ones that protect them; checked by
the attacker's own programmes). An estimate is hidden where a cell that it rests on is. Without a table of counts an
estimate has to rest on enough events and enough of their absence. Diagnostics go, since they hold counts; so do tables
that hold counts, keys of officers, and small numbers of rows left out."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from concord.analysis.policing.disclosure import THRESHOLD, Suppressed, suppress
from concord.analysis.policing.estimate import Estimate
from concord.analysis.policing.runs.method import Counts, Outcome, Reading, Sheet

HIDDEN: Final = "hidden"
SHARES: Final = ("share",)


@dataclass(frozen=True, slots=True)
class Public:
    """A result that may go out, and how many cells and figures of it are hidden."""

    outcome: Outcome
    hidden_cells: int
    hidden_figures: int

    def sentences(self) -> tuple[str, ...]:
        """Say what was hidden."""
        said = []
        if self.hidden_cells:
            said.append(
                f"{self.hidden_cells} {'count is' if self.hidden_cells == 1 else 'counts are'} not shown, because a "
                f"count below {THRESHOLD} could point at a person, or could be worked out."
            )
        if self.hidden_figures:
            said.append(
                f"{self.hidden_figures} {'figure is' if self.hidden_figures == 1 else 'figures are'} not shown for the "
                "same reason."
            )
        return tuple(said)


def publishable(outcome: Outcome, *, threshold: int = THRESHOLD) -> Public:
    """Return what may go out. Raises BadTable, NotConverged (no safe choice was found: nothing goes out)."""
    found = None if outcome.counts is None else suppress(counts=outcome.counts.values, threshold=threshold)
    blank = _rows_with_blanks(outcome.counts, found)
    readings = _never_one_alone(tuple(_shown(one, outcome.counts, blank, threshold) for one in outcome.readings))
    sheets = (*filter(lambda sheet: sheet.safe, outcome.sheets), *_sheet(outcome.counts, found))
    silent = bool(readings) and all(one.estimate.suppressed for one in readings)
    notes = () if silent else tuple(note for note in outcome.notes if not any(sign.isdigit() for sign in note))
    shown = replace(outcome, readings=readings, sheets=sheets, counts=None, officers=(), notes=notes)
    hidden = 0 if found is None else int(found.hidden.sum())
    return Public(shown, hidden, sum(one.estimate.suppressed for one in readings))


def _rows_with_blanks(counts: Counts | None, found: Suppressed | None) -> frozenset[str]:
    """Rows in which some cell, or the total, is hidden."""
    if counts is None or found is None:
        return frozenset()
    return frozenset(name for name, row in zip(counts.rows, found.hidden, strict=False) if row.any())


def _never_one_alone(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Hide a second figure where one alone is hidden: it could be the rest of a whole that is shown."""
    shown = [one for one in readings if not one.estimate.suppressed]
    if len(readings) - len(shown) != 1 or len(shown) < 2:  # noqa: PLR2004 - two are left to tell apart
        return readings
    least = min(shown, key=lambda one: (one.estimate.n or 0, one.name))
    return tuple(replace(one, estimate=one.estimate.hidden()) if one is least else one for one in readings)


def _shown(reading: Reading, counts: Counts | None, blank: frozenset[str], threshold: int) -> Reading:
    one = reading.estimate
    known = frozenset(counts.rows) if counts else frozenset()
    rests = frozenset(reading.rests_on)
    if rests and rests <= known:
        safe = not rests & blank and (one.n is None or one.n == 0 or one.n >= threshold)
    else:
        safe = one.n is not None and _enough(one, threshold)
    return replace(reading, estimate=_bare(one, threshold) if safe else one.hidden())


def _enough(one: Estimate, threshold: int) -> bool:
    """Whether enough events, and where they are a share of a base enough of their absence, stand behind it."""
    if one.n is None or one.n < threshold:
        return False
    if one.unit not in SHARES and not one.unit.startswith("per 100 "):
        return True
    if one.measure.startswith("survey"):  # there n counts who answered
        events = (one.value or 0.0) * one.n
        return min(events, one.n - events) >= threshold
    rest = (one.denominator or 0.0) - one.n
    return rest < 0 or rest >= threshold


def _bare(one: Estimate, threshold: int) -> Estimate:
    excluded = tuple(row for row in one.excluded if row.count >= threshold)
    return replace(one, diagnostics=(), excluded=excluded, data_hash="")


def _sheet(counts: Counts | None, found: Suppressed | None) -> tuple[Sheet, ...]:
    if counts is None or found is None:
        return ()
    body = [
        (name, *(HIDDEN if np.isnan(cell) else int(cell) for cell in row))
        for name, row in zip([*counts.rows, "all"], found.published.tolist(), strict=True)
    ]
    return (Sheet(counts.title, ("", *counts.columns, "all"), tuple(body), safe=True),)
