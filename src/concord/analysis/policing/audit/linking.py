"""What shows only between files: joins that fan out, and events that one file has and the other lacks."""

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from concord.analysis.errors import BadTable


@dataclass(frozen=True, slots=True)
class FanOut:
    """What a join on a key would do, without doing it.

    `left` and `right` rows; keys that stand more than once on either side; `inner` rows of an inner join and `outer` of
    a left join; `doubled` rows of the right file that an inner join would count more than once, in copies beyond the
    first."""

    left: int
    right: int
    left_repeated: int
    right_repeated: int
    inner: int
    outer: int
    doubled: int

    @property
    def safe(self) -> bool:
        """Whether no row of the right file is counted twice."""
        return self.doubled == 0

    def sentence(self) -> str:
        if self.safe:
            return f"The join counts none of the {self.right:,} rows twice."
        return (
            f"{self.left_repeated:,} keys stand more than once on the left: a join would count {self.doubled:,} rows "
            f"too many ({self.outer:,} in all). Make the left file one row per key first."
        )


def fan_out(left: ir.Table, right: ir.Table, *, key: str) -> FanOut:
    """Foresee what joining `right` to `left` on `key` does to the number of rows. Raises BadTable."""
    for name, table in (("left", left), ("right", right)):
        _need(table, (key,), name)
    a = left.filter(left[key].notnull()).group_by(k=left[key].cast("string")).aggregate(n=lambda t: t.count())
    b = right.filter(right[key].notnull()).group_by(k=right[key].cast("string")).aggregate(m=lambda t: t.count())
    both = a.outer_join(b, a.k == b.k).select(n=a.n.fill_null(0), m=b.m.fill_null(0))
    row = (
        both.aggregate(
            left_repeated=both.count(where=both.n > 1),
            right_repeated=both.count(where=both.m > 1),
            inner=(both.n * both.m).sum().fill_null(0),
            outer=(both.n * ibis.greatest(both.m, 1)).sum().fill_null(0),
            doubled=((both.n - 1) * both.m).sum(where=both.n > 1).fill_null(0),
        )
        .to_pyarrow()
        .to_pylist()[0]
    )
    rows_left, rows_right = int(left.count().to_pyarrow().as_py()), int(right.count().to_pyarrow().as_py())
    keyless = int(left.count(where=left[key].isnull()).to_pyarrow().as_py())
    outer = int(row["outer"]) + keyless  # a left join keeps rows without a key
    return FanOut(
        rows_left,
        rows_right,
        row["left_repeated"],
        row["right_repeated"],
        int(row["inner"]),
        outer,
        int(row["doubled"]),
    )


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Keys of one month: in both files, in the left alone, in the right alone."""

    month: str
    both: int
    left_only: int
    right_only: int

    @property
    def covered(self) -> float | None:
        """The share of the left file's keys that the right file has; None where the left has none."""
        total = self.both + self.left_only
        return self.both / total if total else None


def reconcile(left: ir.Table, right: ir.Table, *, key: str, date: str) -> tuple[Reconciled, ...]:
    """Compare two files of the same events (stops in the dispatch file, and stop forms) by key and month.

    A key counts once per file, in the month of its earliest date there; the left file's month wins where both have one.
    Raises BadTable.
    """
    sides = []
    for name, table in (("left", left), ("right", right)):
        _need(table, (key, date), name)
        known = table.filter(table[key].notnull())
        sides.append(known.group_by(k=known[key].cast("string")).aggregate(d=known[date].cast("date").min()))
    a, b = sides[0], sides[1].rename(k2="k", d2="d")
    joined = a.outer_join(b, a.k == b.k2)
    day = ibis.coalesce(joined.d, joined.d2)
    keyed = joined.select(
        month=day.year() * 100 + day.month(), in_left=joined.k.notnull(), in_right=joined.k2.notnull()
    )
    counted = keyed.group_by("month").aggregate(
        both=keyed.count(where=keyed.in_left & keyed.in_right),
        left_only=keyed.count(where=~keyed.in_right),
        right_only=keyed.count(where=~keyed.in_left),
    )
    rows = counted.order_by("month").to_pyarrow().to_pylist()
    return tuple(Reconciled(_word(row["month"]), row["both"], row["left_only"], row["right_only"]) for row in rows)


def _word(month: int | None) -> str:
    return "" if month is None else f"{month // 100}-{month % 100:02d}"


def _need(table: ir.Table, names: Sequence[str], side: str) -> None:
    missing = [name for name in names if name not in table.columns]
    if missing:
        raise BadTable(
            f"no column {', '.join(missing)}", where=f"{side} file", expected="the key, and the date if asked"
        )
