"""Force after a stop: what an unfair stop would hide, and force against the resistance that was met.

If some people of a group were stopped who would not have been stopped as members of the reference, these stops
dilute a comparison among the stopped. The band shows the difference for each share of such stops; the data cannot say
which share is right, so a range is shown and never a point.

Sources: Knox, Lowe & Mummolo (2020), Am. Polit. Sci. Rev. 114, 619 (the band); Gaebler, Cai, Basse, Shroff, Goel &
Hill (2022), J. Comput. Soc. Sci. 5, 1049 (when conditioning on the stop is harmless); Alpert & Dunham (1997), The
Force Factor (force against resistance).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from concord.analysis.errors import BadArgument, BadTable
from concord.analysis.policing import intervals
from concord.analysis.policing.about import About
from concord.analysis.policing.estimate import Estimate, Exclusion, Scale, data_hash, facts
from concord.analysis.policing.rates import share
from concord.analysis.policing.tables import Ints, Table, complete, counts, labels

STOPS_SHARE: Final = "The stated share of the group's stops would not have happened to members of the reference."
NO_FORCE_UNSTOPPED: Final = "Nobody is subject to force without a stop."
FAIR_ELSE: Final = "Among those stopped anyway, the groups do not differ in what is not recorded."


def selection_band(
    *,
    force: tuple[int, int],
    stops: tuple[int, int],
    unfair_shares: Sequence[float],
    about: About,
    per: float = 1000.0,
) -> tuple[Estimate, ...]:
    """Return the difference in force per 1,000 stops for each share of stops that were made for the group alone.

    `force` and `stops` are of the group and of the reference. For a share rho the difference is the group's rate less
    (1 - rho) times the reference's. BadArgument for impossible counts or shares.
    """
    if min(stops) <= 0 or not all(0 <= y <= n for y, n in zip(force, stops, strict=True)):
        raise BadArgument(f"force {force} of stops {stops}", where="force", expected="stops, and at most as much force")
    if not unfair_shares or not all(0 <= rho < 1 for rho in unfair_shares):
        raise BadArgument(f"shares {unfair_shares}", where="force", expected="from 0 to below 1")
    one, two = (y / n for y, n in zip(force, stops, strict=True))
    digest = data_hash({"force": list(force), "stops": list(stops)})

    def at(rho: float) -> Estimate:
        se = (one * (1 - one) / stops[0] + (1 - rho) ** 2 * two * (1 - two) / stops[1]) ** 0.5
        figures = intervals.difference(one - (1 - rho) * two, se, level=about.level, factor=per)
        return Estimate(
            measure="force_difference",
            n=force[0],
            denominator=float(stops[0]),
            unit="per 1,000 stops" if per == 1000.0 else f"per {per:g} stops",  # noqa: PLR2004 - the usual base
            scale=Scale.DIFFERENCE,
            method=f"difference among the stopped, {rho:.0%} of the group's stops made for the group alone",
            assumptions=(STOPS_SHARE, NO_FORCE_UNSTOPPED, FAIR_ELSE),
            diagnostics=facts(
                unfair_share=float(rho),
                ratio=one / ((1 - rho) * two) if two else None,
                group_rate=one * per,
                reference_rate=two * per,
            ),
            data_hash=digest,
            **{**figures, **about.fields()},
        )

    return tuple(at(rho) for rho in unfair_shares)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Incidents by resistance (rows) and force (columns), and the share above, at and below what the policy names."""

    resistance: tuple[str, ...]
    force: tuple[str, ...]
    counts: Ints = field(repr=False)
    above: Estimate
    at: Estimate
    below: Estimate


def resistance_matrix(
    table: Table,
    *,
    resistance: str,
    force: str,
    incidents: str,
    levels: Sequence[str],
    permitted: Mapping[str, str],
    about: About,
) -> Matrix:
    """Return incidents by resistance and force, read against the policy.

    The table has a count of incidents for each resistance and force. `levels` are the kinds of force from least to
    most; `permitted` names, for each kind of resistance in order, the level that the policy names. Rows with a kind
    that is in neither are left out and counted. BadArgument if the policy names an unknown level.
    """
    unknown = sorted(set(permitted.values()) - set(levels))
    if unknown or len(set(levels)) != len(levels) or not permitted:
        raise BadArgument(f"permitted {dict(permitted)}", where="force matrix", expected=f"levels of {list(levels)}")
    keep, excluded = complete(table, [resistance, force])
    met, used, n = labels(table, resistance)[0], labels(table, force)[0], counts(table, incidents)
    known = keep & np.isin(met, list(permitted)) & np.isin(used, levels)
    if n[keep & ~known].sum():
        excluded = (*excluded, Exclusion("of a kind that the policy does not name", int(n[keep & ~known].sum())))
    if not n[known].sum():
        raise BadTable("no incident of a known kind", where="force matrix", expected=f"some of {list(permitted)}")
    grid = np.zeros((len(permitted), len(levels)), dtype=np.int64)
    rows, columns = list(permitted), list(levels)
    for a, b, count in zip(met[known].tolist(), used[known].tolist(), n[known].tolist(), strict=True):
        grid[rows.index(a), columns.index(b)] += count
    ordered = np.arange(len(levels))[None, :] - np.array([columns.index(permitted[row]) for row in rows])[:, None]

    def part(name: str, which: np.ndarray) -> Estimate:
        got = share(
            events=int(grid[which].sum()),
            trials=int(grid.sum()),
            about=replace(about, outcome=about.outcome or "incidents", base=about.base or "incidents"),
            measure=f"force_{name}_policy",
            per=100.0,
            unit="per 100 incidents",
        )
        return replace(got, excluded=excluded)

    parts = (part("above", ordered > 0), part("at", ordered == 0), part("below", ordered < 0))
    return Matrix(tuple(rows), tuple(columns), grid, *parts)
