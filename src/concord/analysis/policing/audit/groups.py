"""What shows only over many rows: doubled keys, codes that come and go, officers with one race only."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import ibis
import ibis.expr.types as ir
from scipy.stats import chi2

from concord.analysis.errors import BadTable

LEAST_STOPS: Final = 30
SMALL: Final = 1e-3  # a change of coding has to be this unlikely by chance


@dataclass(frozen=True, slots=True)
class Doubles:
    """Uniqueness of a key: rows, distinct keys, keys that stand more than once, rows beyond the first of each."""

    rows: int
    keys: int
    repeated: int
    surplus: int
    empty: int


def doubles(table: ir.Table, *, key: Sequence[str]) -> Doubles:
    """Count keys that stand more than once; rows with an empty part of the key are counted apart. Raises BadTable."""
    _need(table, key, "doubles")
    whole = ibis.and_(*(table[name].notnull() for name in key))
    sizes = table.filter(whole).group_by(list(key)).aggregate(n=lambda t: t.count())
    row = (
        sizes.aggregate(keys=sizes.count(), repeated=sizes.count(where=sizes.n > 1), rows=sizes.n.sum().fill_null(0))
        .to_pyarrow()
        .to_pylist()[0]
    )
    empty = int(table.count(where=~whole).to_pyarrow().as_py())
    return Doubles(row["rows"] + empty, row["keys"], row["repeated"], row["rows"] - row["keys"], empty)


@dataclass(frozen=True, slots=True)
class CodeChange:
    """Between two months the mix of codes moved: how far (total variation, 0 to 1), and which codes came or went."""

    before: str
    after: str
    distance: float
    p: float
    came: tuple[str, ...]
    went: tuple[str, ...]


def code_changes(table: ir.Table, *, column: str, date: str, distance: float = 0.1) -> tuple[CodeChange, ...]:
    """Find months in which the mix of codes of a column jumps.

    A jump is a total variation distance of at least `distance` between two months that follow each other in the file,
    which chance alone (chi-square test of two samples) would make less than once in a thousand times. The empty code
    counts as a code. A real change of conduct looks the same: the list says where to ask, not what happened.
    """
    _need(table, (column, date), "code_changes")
    day = table[date].cast("date")
    keyed = table.select(month=day.year() * 100 + day.month(), code=table[column].cast("string").fill_null("(empty)"))
    counted = keyed.filter(keyed.month.notnull()).group_by("month", "code").aggregate(n=lambda t: t.count())
    mixes: dict[int, dict[str, int]] = defaultdict(dict)
    for row in counted.to_pyarrow().to_pylist():
        mixes[row["month"]][row["code"]] = row["n"]
    months = sorted(mixes)
    found = (_change(before, after, mixes) for before, after in pairwise(months))
    return tuple(change for change in found if change.distance >= distance and change.p < SMALL)


def _change(before: int, after: int, mixes: dict[int, dict[str, int]]) -> CodeChange:
    old, new = mixes[before], mixes[after]
    n_old, n_new = sum(old.values()), sum(new.values())
    codes = sorted(old.keys() | new.keys())
    gaps = [abs(old.get(code, 0) / n_old - new.get(code, 0) / n_new) for code in codes]
    statistic = 0.0
    for code in codes:
        both = old.get(code, 0) + new.get(code, 0)
        hope_old, hope_new = both * n_old / (n_old + n_new), both * n_new / (n_old + n_new)
        statistic += (old.get(code, 0) - hope_old) ** 2 / hope_old + (new.get(code, 0) - hope_new) ** 2 / hope_new
    p = float(chi2.sf(statistic, len(codes) - 1)) if len(codes) > 1 else 1.0
    came = tuple(code for code in codes if code not in old)
    went = tuple(code for code in codes if code not in new)
    return CodeChange(_word(before), _word(after), sum(gaps) / 2, p, came, went)


def _word(month: int) -> str:
    return f"{month // 100}-{month % 100:02d}"


@dataclass(frozen=True, slots=True)
class OneRace:
    """How many officers wrote one race only. Counts; nobody is named.

    `hoped` is how many of them one would see if each officer met the mix of the whole file; a number far above it
    points to officers who fill the field by habit, or who work where one group lives."""

    officers: int
    one_race: int
    hoped: float
    stops: int


def one_race_officers(table: ir.Table, *, officer: str, race: str, least: int = LEAST_STOPS) -> OneRace:
    """Count officers with at least `least` stops who recorded the same race every time. Raises BadTable."""
    _need(table, (officer, race), "one_race_officers")
    known = table.filter(table[officer].notnull() & table[race].notnull())
    mix = {
        row["k"]: row["n"] for row in known.group_by(k=known[race]).aggregate(n=known.count()).to_pyarrow().to_pylist()
    }
    each = known.group_by(k=known[officer]).aggregate(n=known.count(), races=known[race].nunique())
    sizes = each.filter(each.n >= least)
    rows = sizes.group_by("n", "races").aggregate(officers=sizes.count()).to_pyarrow().to_pylist()
    total = sum(mix.values())
    hoped = sum(row["officers"] * sum((count / total) ** row["n"] for count in mix.values()) for row in rows)
    alone = [row for row in rows if row["races"] == 1]
    return OneRace(
        sum(row["officers"] for row in rows),
        sum(row["officers"] for row in alone),
        hoped,
        sum(row["officers"] * row["n"] for row in alone),
    )


def _need(table: ir.Table, names: Sequence[str], where: str) -> None:
    missing = [name for name in names if name not in table.columns]
    if missing:
        raise BadTable(f"no column {', '.join(missing)}", where=where, expected=f"one of {', '.join(table.columns)}")
