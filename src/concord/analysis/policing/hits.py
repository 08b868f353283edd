"""Do searches of one group succeed less often? The hit-rate (outcome) test, within places, and its robust form.

A lower hit rate can mean a lower bar of suspicion. It can also come from how suspicion is spread in each group
(infra-marginality), in either direction. The robust rule therefore speaks only when both signs agree: a group that is
searched more often, and whose searches succeed less often. Mixed signs are inconclusive.

Sources: Knowles, Persico & Todd (2001), J. Polit. Econ. 109, 203; Simoiu, Corbett-Davies & Goel (2017), Ann. Appl.
Stat. 11, 1193 (infra-marginality); Gaebler & Goel (2025), Proc. Natl. Acad. Sci. 122 (robust rule); Mantel & Haenszel
(1959), J. Natl. Cancer Inst. 22, 719; Sato (1989), Biometrics 45, 1323 (variance of the pooled difference).
"""

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

import numpy as np

from concord.analysis.errors import BadTable
from concord.analysis.policing import intervals
from concord.analysis.policing.about import About
from concord.analysis.policing.estimate import Estimate, Exclusion, Scale, data_hash, facts
from concord.analysis.policing.rates import share
from concord.analysis.policing.tables import Floats, Table, complete, counts, labels, tally

MANDATORY_OUT: Final = "Searches that policy demands (arrest, warrant, tow) are left out of the table."
HITS_TRUE: Final = "What was found is recorded alike for both groups."
BAR_ONLY: Final = (
    "A difference in hit rates is read as a difference in the bar of suspicion, which holds at the margin."
)
STRATA_SHARE: Final = "One difference is summed up over places; it may differ from place to place."


class Reading(StrEnum):
    GROUP = "searched more often with less success: a lower bar for the group"
    REFERENCE = "searched less often with more success: a lower bar for the reference"
    OPEN = "inconclusive"


@dataclass(frozen=True, slots=True)
class Robust:
    """The robust rule: both differences, its reading, and the larger one-sided p value of the two (a valid p)."""

    search_rate: Estimate
    hit_rate: Estimate
    reading: Reading
    p: float | None


def hit_rate(*, searches: int, hits: int, about: About, interval: intervals.ShareInterval = "wilson") -> Estimate:
    """Return hits per 100 searches of one group, with its interval; no value without a search."""
    return share(
        events=hits,
        trials=searches,
        about=replace(about, outcome=about.outcome or "hits", base=about.base or "searches"),
        measure="hit_rate",
        interval=interval,
        per=100.0,
        unit="per 100 searches",
    )


def hit_rate_difference(
    table: Table, *, searches: str, hits: str, group: str, about: About, place: str | None = None
) -> Estimate:
    """Return the difference in hits per 100 searches, pooled over places by Mantel and Haenszel.

    The table has counts for each group (and place). Places where one of the groups has no search say nothing and are
    left out, with their searches counted.
    """
    return _pooled(table, hits, searches, group, about, place, ("hit_rate_difference", "per 100 searches", 100.0))


def search_rate_difference(
    table: Table, *, stops: str, searches: str, group: str, about: About, place: str | None = None
) -> Estimate:
    """Return the difference in searches per 1,000 stops, pooled over places as `hit_rate_difference` is."""
    return _pooled(table, searches, stops, group, about, place, ("search_rate_difference", "per 1,000 stops", 1000.0))


def robust_rule(
    table: Table, *, stops: str, searches: str, hits: str, group: str, about: About, place: str | None = None
) -> Robust:
    """Return the reading of the robust rule: it speaks only when search rate and hit rate point the same way.

    Each difference is tested on one side at (1 - level) / 2, and both must hold, so the chance of a false reading is
    at most 1 - level over both directions.
    """
    often = search_rate_difference(table, stops=stops, searches=searches, group=group, about=about, place=place)
    found = hit_rate_difference(table, searches=searches, hits=hits, group=group, about=about, place=place)
    scores = [_score(often), _score(found)]
    if None in scores:
        return Robust(often, found, Reading.OPEN, None)
    up, down = float(scores[0] or 0.0), -float(scores[1] or 0.0)
    limit = intervals.quantile(about.level)
    weakest = min(up, down) if up > 0 else min(-up, -down)
    p = 0.5 * math.erfc(weakest / math.sqrt(2))
    if min(up, down) > limit:
        return Robust(often, found, Reading.GROUP, p)
    return Robust(often, found, Reading.REFERENCE if max(up, down) < -limit else Reading.OPEN, p)


def _score(one: Estimate) -> float | None:
    return None if one.value is None or not one.se else one.value / one.se


def _pooled(
    table: Table,
    events: str,
    trials: str,
    group: str,
    about: About,
    place: str | None,
    form: tuple[str, str, float],
) -> Estimate:
    measure, unit, per = form
    names = about.compared()
    cells, excluded = _cells(table, events, trials, group, names, place)
    x1, n1, x2, n2 = cells
    figures: dict[str, Any] = dict.fromkeys(("value", "low", "high"))
    if len(n1):
        figures = intervals.difference(*_sato(x1, n1, x2, n2), level=about.level, factor=per)
    return Estimate(
        measure=measure,
        n=int(x1.sum()),
        denominator=float(n1.sum()),
        unit=unit,
        scale=Scale.DIFFERENCE,
        method="difference of shares" + (", pooled over places by Mantel-Haenszel, Sato errors" if place else ""),
        assumptions=(MANDATORY_OUT, HITS_TRUE, BAR_ONLY, *((STRATA_SHARE,) if place else ())),
        diagnostics=facts(
            places=len(n1),
            group_share=float(x1.sum() / n1.sum()) * per if n1.sum() else None,
            reference_share=float(x2.sum() / n2.sum()) * per if n2.sum() else None,
            events_reference=int(x2.sum()),
            trials_reference=int(n2.sum()),
        ),
        excluded=excluded,
        data_hash=data_hash({"x1": x1, "n1": n1, "x2": x2, "n2": n2}),
        **{**figures, **about.fields()},
    )


def _sato(x1: Floats, n1: Floats, x2: Floats, n2: Floats) -> tuple[float, float]:
    """The pooled difference and Sato's standard error, which holds for few large and for many small places."""
    total = n1 + n2
    weight = n1 * n2 / total
    gap = float(((x1 * n2 - x2 * n1) / total).sum() / weight.sum())
    p = (n1**2 * x2 - n2**2 * x1 + n1 * n2 * (n2 - n1) / 2) / total**2
    q = (x1 * (n2 - x2) + x2 * (n1 - x1)) / (2 * total)
    return gap, math.sqrt(max(0.0, float(gap * p.sum() + q.sum()))) / float(weight.sum())


def _cells(
    table: Table, events: str, trials: str, group: str, names: tuple[str, str], place: str | None
) -> tuple[tuple[Floats, Floats, Floats, Floats], tuple[Exclusion, ...]]:
    keep, excluded = complete(table, [group, *([place] if place else [])])
    of = labels(table, group)[0]
    x, n = counts(table, events).astype(float), counts(table, trials).astype(float)
    if (x > n).any():
        row = int((x > n).argmax()) + 1
        raise BadTable(f"more {events} than {trials}", where=f"row {row}", expected="at most as many")
    other = keep & ~np.isin(of, names)
    if n[other].sum():
        excluded = (*excluded, Exclusion(f"{trials} of another group", int(n[other].sum())))
    rows: dict[str, Any] = {
        "of": of,
        "x": x,
        "n": n,
        "place": labels(table, place)[0] if place else np.full(len(of), "all"),
    }
    rows = {name: values[keep & ~other] for name, values in rows.items()}
    parts = [_side(rows, name) for name in names]
    both = sorted(set(parts[0]) & set(parts[1]))
    lone = sum(n for part in parts for where, (_, n) in part.items() if where not in both)
    if lone:
        excluded = (*excluded, Exclusion(f"{trials} in places with one of the groups only", int(lone)))
    first, second = (np.array([part[where] for where in both]).reshape(-1, 2) for part in parts)
    return (first[:, 0], first[:, 1], second[:, 0], second[:, 1]), excluded


def _side(rows: dict[str, Any], name: str) -> dict[str, tuple[float, float]]:
    """Events and trials of one group by place, places without a trial left out."""
    mine = rows["of"] == name
    if not mine.any():
        return {}
    got = tally({"place": rows["place"][mine]}, {"x": rows["x"][mine], "n": rows["n"][mine]})
    return {where: (x, n) for where, x, n in zip(got["place"], got["x"], got["n"], strict=True) if n > 0}
