"""What the threshold test runs on: counts in cells of group and place, and its priors."""

from dataclasses import dataclass, field

import numpy as np

from concord.analysis.errors import BadTable, NotEnoughData
from concord.analysis.policing.estimate import Exclusion, data_hash
from concord.analysis.policing.tables import Floats, Ints, Table, complete, counts, labels, tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Priors:
    """Normal priors as (mean, sd); `spread` is the scale of the half-normal of thresholds between places."""

    threshold: tuple[float, float] = (-2.0, 1.0)
    spread: float = 0.25
    signal_group: tuple[float, float] = (-3.5, 0.25)
    signal_place: float = 0.25
    total_group: tuple[float, float] = (2.0, 0.5)
    total_place: float = 0.5


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts in cells of group and place; `group` and `place` index into the names."""

    groups: tuple[str, ...]
    places: tuple[str, ...]
    group: Ints = field(repr=False)
    place: Ints = field(repr=False)
    stops: Floats = field(repr=False)
    searches: Floats = field(repr=False)
    hits: Floats = field(repr=False)
    excluded: tuple[Exclusion, ...] = ()
    data_hash: str = ""


def read_cells(table: Table, *, stops: str, searches: str, hits: str, group: str, place: str) -> Cells:
    """Return the counts by group and place; cells without a stop and rows without a label are left out and counted."""
    keep, excluded = complete(table, [group, place])
    n, s, h = (counts(table, name) for name in (stops, searches, hits))
    wrong = keep & ((h > s) | (s > n))
    if wrong.any():
        raise BadTable(
            f"{stops}, {searches} and {hits} do not nest",
            where=f"row {int(wrong.argmax()) + 1}",
            expected="hits within searches within stops",
        )
    keys = {"group": labels(table, group)[0][keep], "place": labels(table, place)[0][keep]}
    got = tally(keys, {"n": n[keep], "s": s[keep], "h": h[keep]})
    some = got["n"] > 0
    if not some.all():
        excluded = (*excluded, Exclusion("cells without a stop", int((~some).sum())))
    got = {name: values[some] for name, values in got.items()}
    groups, of = np.unique(got["group"], return_inverse=True)
    places, at = np.unique(got["place"], return_inverse=True)
    if len(groups) < 2:  # noqa: PLR2004 - two groups at least are compared
        raise NotEnoughData(f"groups {groups.tolist()}", where="threshold test", expected="at least two")
    return Cells(
        groups=tuple(groups.tolist()),
        places=tuple(places.tolist()),
        group=of,
        place=at,
        stops=got["n"],
        searches=got["s"],
        hits=got["h"],
        excluded=excluded,
        data_hash=data_hash(got),
    )
