"""How often something happens: shares, rates, and rate ratios against several bases side by side.

A rate ratio needs a base: residents are not the people at risk of a stop, arrests are themselves made by police, so no
single base is right and all are shown. A ratio says how often, never why.

Sources: Rothman, Greenland & Lash, Modern Epidemiology, 3rd ed., ch. 14 (rate ratios); Gelman, Fagan & Kiss (2007),
J. Am. Stat. Assoc. 102, 813 (counts by area with overdispersion); Przyborowski & Wilenski (1940), Biometrika 31, 313
(exact conditional interval).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from concord.analysis.errors import BadArgument, BadTable
from concord.analysis.policing import glm, intervals
from concord.analysis.policing.about import About
from concord.analysis.policing.design import Factor, matrix
from concord.analysis.policing.estimate import Estimate, Exclusion, Scale, data_hash, facts
from concord.analysis.policing.panel import Panel, side_by_side
from concord.analysis.policing.tables import Table, complete, counts, labels, numbers, picked

FEW: Final = 20  # below this many events in a group the exact interval is used

NOT_CAUSE: Final = "The ratio shows how often, not why."
BASE_IS_RISK: Final = "The base stands for the people who could have been counted."
COUNTS_VARY: Final = "Counts vary as independent events would, widened by the overdispersion that was measured."
AREAS_SHARE: Final = "One ratio holds in every area; areas may differ in their level."


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A comparison base: how many are at risk in each group, what it is in words, and what speaks against it."""

    name: str
    exposure: Mapping[str, float]
    caution: str = ""


def share(
    *,
    events: int,
    trials: int,
    about: About,
    measure: str = "share",
    interval: intervals.ShareInterval = "wilson",
    per: float = 1.0,
    unit: str = "share",
) -> Estimate:
    """Return events of trials (searches of stops) with Wilson's or the exact interval; no value when trials are 0."""
    if not 0 <= events <= trials:
        raise BadArgument(f"{events} of {trials}", where=measure, expected="0 <= events <= trials")
    low, high = (None, None)
    if trials:
        low, high = (
            edge * per
            for edge in intervals.share_interval(events=events, trials=trials, level=about.level, kind=interval)
        )
    value = events / trials if trials else None
    return Estimate(
        measure=measure,
        value=None if value is None else value * per,
        low=low,
        high=high,
        n=events,
        denominator=float(trials),
        unit=unit,
        method=f"share with {'Wilson' if interval == 'wilson' else 'exact (Clopper-Pearson)'} interval",
        se=None if value is None else math.sqrt(value * (1 - value) / trials) * per,
        data_hash=data_hash({"events": [events], "trials": [trials]}),
        **about.fields(),
    )


def rate(
    *, events: int, exposure: float, about: About, measure: str = "rate", per: float = 1000.0, unit: str = "per 1,000"
) -> Estimate:
    """Return events per `per` units of exposure, with the exact Poisson interval; no value when the exposure is 0."""
    if events < 0 or exposure < 0:
        raise BadArgument(f"{events} events, exposure {exposure}", where=measure, expected="neither below 0")
    low, high = intervals.exact_count(events=events, level=about.level)
    scale = per / exposure if exposure else None
    return Estimate(
        measure=measure,
        value=None if scale is None else events * scale,
        low=None if scale is None else low * scale,
        high=None if scale is None else high * scale,
        n=events,
        denominator=float(exposure),
        unit=unit,
        method="rate with exact Poisson (Garwood) interval",
        se=None if scale is None else math.sqrt(events) * scale,
        data_hash=data_hash({"events": [events], "exposure": [float(exposure)]}),
        **about.fields(),
    )


def rate_ratio(
    *,
    events: tuple[int, int],
    exposure: tuple[float, float],
    about: About,
    phi: float = 1.0,
    measure: str = "rate_ratio",
) -> Estimate:
    """Return (events of the group / its exposure) / (the same of the reference).

    Log-normal interval with standard error sqrt(phi (1/n1 + 1/n0)); with fewer than 20 events in a group and no
    overdispersion the exact conditional one. No value when a count or an exposure is 0: the ratio is then unbounded.
    """
    about.compared()
    if min(events) < 0 or min(exposure) < 0 or phi < 1:
        raise BadArgument(
            f"events {events}, exposure {exposure}, phi {phi}",
            where=measure,
            expected="counts and exposures of 0 or more, phi of 1 or more",
        )
    figures: dict[str, float | None] = dict.fromkeys(("value", "low", "high"))
    exact = phi == 1 and min(events) < FEW
    if min(events) > 0 and min(exposure) > 0:
        logarithm = math.log(events[0] / exposure[0]) - math.log(events[1] / exposure[1])
        figures = intervals.ratio(logarithm, math.sqrt(phi * sum(1 / n for n in events)), level=about.level)
        if exact:
            figures |= _conditional(events, exposure, about.level)
    return Estimate(
        measure=measure,
        n=events[0],
        denominator=float(exposure[0]),
        unit="ratio",
        scale=Scale.RATIO,
        method=f"rate ratio, {'exact conditional' if exact else 'log-normal'} interval",
        assumptions=(BASE_IS_RISK, COUNTS_VARY, NOT_CAUSE),
        diagnostics=facts(
            events_reference=events[1], exposure_reference=float(exposure[1]), overdispersion=phi, small_counts=exact
        ),
        data_hash=data_hash({"events": list(events), "exposure": [float(one) for one in exposure]}),
        **{**figures, **about.fields()},
    )


def _conditional(events: tuple[int, int], exposure: tuple[float, float], level: float) -> dict[str, float | None]:
    low, high = intervals.exact_share(events=events[0], trials=sum(events), level=level)
    per = exposure[1] / exposure[0]
    p = _conditional_p(events, exposure)
    return {"low": low / (1 - low) * per, "high": high / (1 - high) * per, "p": p}


def _conditional_p(events: tuple[int, int], exposure: tuple[float, float]) -> float:
    from scipy.special import bdtr, bdtrc

    n, share_ = sum(events), exposure[0] / sum(exposure)
    below = float(bdtr(events[0], n, share_))
    above = 1.0 if events[0] == 0 else float(bdtrc(events[0] - 1, n, share_))
    return min(1.0, 2 * min(below, above))


def against_bases(
    *,
    events: Mapping[str, int],
    bases: Sequence[Base],
    about: About,
    phi: float = 1.0,
    measure: str = "rate_ratio",
) -> Panel:
    """Return the rate ratio of the group and the reference of `about` against each base, side by side.

    BadTable if a group is missing in the counts or in a base.
    """
    group, reference = about.compared()
    readings = []
    for base in bases:
        for name, table in (("counts", events), (base.name, base.exposure)):
            absent = [one for one in (group, reference) if one not in table]
            if absent:
                raise BadTable(f"no {absent}", where=name, expected=f"both of {[group, reference]}")
        one = rate_ratio(
            events=(events[group], events[reference]),
            exposure=(base.exposure[group], base.exposure[reference]),
            about=replace(about, base=base.name),
            phi=phi,
            measure=measure,
        )
        cautious = (*one.assumptions, base.caution) if base.caution else one.assumptions
        readings.append((base.name, replace(one, assumptions=cautious)))
    return side_by_side(question=f"{about.outcome or measure} of {group} and {reference}", readings=readings)


def ratio_by_area(
    table: Table,
    *,
    events: str,
    exposure: str,
    group: str,
    area: str,
    about: About,
    measure: str = "rate_ratio",
) -> Estimate:
    """Return one rate ratio over all areas: Poisson counts with a level for each area, widened by overdispersion.

    The table has one row for each area and group, with a count, an exposure, a group label and an area label.
    Areas without events, or with one of the two groups only, say nothing about the ratio; they are left out and
    counted, as are rows of other groups and rows without a label.
    """
    names = about.compared()
    keep, gaps = complete(table, [group, area])
    excluded = list(gaps)
    of = labels(table, group)[0]
    other = keep & ~np.isin(of, names)
    rows = picked(table, [events, exposure, group, area], keep & ~other)
    y, m = counts(rows, events).astype(float), numbers(rows, exposure)
    telling = _telling(labels(rows, area)[0], labels(rows, group)[0], y, m)
    excluded += [
        Exclusion(reason, int(count))
        for reason, count in (("of another group", other.sum()), ("area says nothing of the ratio", (~telling).sum()))
        if count
    ]
    used = picked(rows, list(rows), telling)
    y, m = y[telling], m[telling]
    design = matrix(used, [Factor(group, names[1]), Factor(area)], weights=m)
    fit = glm.poisson(design, events=y, exposure=m, overdispersion="pearson")
    of_group = labels(used, group)[0] == names[0]
    return Estimate(
        measure=measure,
        n=int(y[of_group].sum()),
        denominator=float(m[of_group].sum()),
        unit="ratio",
        scale=Scale.RATIO,
        method="Poisson counts by area, a level for each area, overdispersion by Pearson",
        assumptions=(BASE_IS_RISK, AREAS_SHARE, COUNTS_VARY, NOT_CAUSE),
        diagnostics=facts(overdispersion=fit.phi, areas=len(np.unique(labels(used, area)[0])), deviance=fit.deviance),
        excluded=tuple(excluded),
        data_hash=data_hash({name: np.asarray(values) for name, values in rows.items()}),
        **{**intervals.ratio(*fit.at(f"{group}={names[0]}"), level=about.level), **about.fields()},
    )


def _telling(areas: np.ndarray, groups: np.ndarray, y: np.ndarray, m: np.ndarray) -> np.ndarray:
    """Which rows lie in an area with exposure in both groups and at least one event."""
    _, codes = np.unique(areas, return_inverse=True)
    exposed = [np.bincount(codes, weights=(m > 0) & (groups == one)) > 0 for one in np.unique(groups)]
    if len(exposed) < 2:  # noqa: PLR2004 - two groups are compared
        raise BadTable(f"one group only: {np.unique(groups).tolist()}", where="ratio by area", expected="both groups")
    some = np.bincount(codes, weights=y) > 0
    return np.asarray((exposed[0] & exposed[1] & some)[codes] & (m > 0))
