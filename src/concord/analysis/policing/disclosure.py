"""Tables that may go out: hide small counts, and enough others that nobody can work the small ones out.

Primary: counts from 1 to below a threshold. Complementary: the cheapest further cells such that, of every small count,
who knows all that is published (margins too) cannot tell a range narrower than asked for. The choice is a mixed integer
program (Fischetti & Salazar 2001, Management Science 47; sliding protection),
solved by HiGHS; the outcome is checked by
the linear programs that an attacker would solve, one pair for each hidden cell.

All hidden cells bear the same mark: telling a small count from one that is hidden to protect it would give it away.
Suppression alone does not protect against subtracting one edition of a table from the next: hide the same cells in both
(`must_hide`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csr_array, vstack

from concord.analysis.errors import BadArgument, BadTable, NotConverged

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Cell = tuple[int, ...]
THRESHOLD: Final = 10
TIME: Final = 60.0
ROUNDING: Final = 1e-6
MOST_CELLS: Final = 4000
MARK: Final = float("nan")


@dataclass(frozen=True, slots=True)
class Range:
    """What an attacker can work out of one hidden cell: from `low` to `high` (inf where nothing bounds it)."""

    cell: Cell
    value: float
    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low


@dataclass(frozen=True, slots=True, eq=False)
class Suppressed:
    """A table that may go out.

    Attributes
    ----------
    published
        The counts with totals along every axis (last index), NaN where hidden.
    hidden, primary
        Of the same shape: all that is hidden; the small counts among them.
    ranges
        What an attacker can work out of each small count, from the audit.
    width
        The narrowest range that was asked for.
    optimal
        Whether no cheaper choice exists, or the time ran out on a choice that is safe but may hide too much.
    """

    published: Numbers
    hidden: Flags
    primary: Flags
    ranges: tuple[Range, ...]
    width: float
    optimal: bool

    @property
    def safe(self) -> bool:
        return all(one.width >= self.width - ROUNDING for one in self.ranges)


def with_totals(counts: npt.ArrayLike) -> Numbers:
    """Return a table with its totals as a last entry along every axis; shape (a, b) becomes (a + 1, b + 1)."""
    table = np.asarray(counts, float)
    for axis in range(table.ndim):
        table = np.concatenate([table, table.sum(axis=axis, keepdims=True)], axis=axis)
    return table


def suppress(
    *, counts: npt.ArrayLike, threshold: int = THRESHOLD, width: float | None = None,
    must_hide: Iterable[Cell] = (), time_limit: float = TIME,
) -> Suppressed:  # fmt: skip
    """Hide small counts and the cheapest cells that protect them.

    Parameters
    ----------
    counts
        Inner cells of a table of one to three dimensions, whole numbers from 0.
    threshold
        Counts from 1 to threshold - 1 are hidden, totals included.
    width
        The narrowest range that an attacker may be left with; `threshold` by default.
    must_hide
        Cells (indices in the table with totals) hidden in an earlier edition, which stay hidden.
    time_limit
        Seconds for each round of the search; there are a few.

    Returns
    -------
    The table, checked: `safe` is True, or an error is raised.

    Raises
    ------
    BadTable
        For negative or broken counts, more than three dimensions or more than 4,000 cells.
    NotConverged
        If no safe choice was found in the time.
    """
    inner = np.asarray(counts, float)
    _check(inner, threshold)
    table = with_totals(inner)
    wide = float(threshold if width is None else width)
    primary = (table > 0) & (table < threshold)
    kept = np.zeros(table.shape, bool)
    for cell in must_hide:
        kept[cell] = True
    hidden, optimal = _choose(table, primary, kept, wide, time_limit)
    ranges = audit(table=table, hidden=hidden, cells=[_index(one) for one in np.argwhere(primary)])
    published = np.where(hidden, MARK, table)
    found = Suppressed(published, hidden, primary, ranges, wide, optimal)
    if not found.safe:
        raise NotConverged("the choice does not pass its audit", where="suppress", expected="more time, or fewer cells")
    return found


def _check(inner: Numbers, threshold: int) -> None:
    if inner.ndim not in (1, 2, 3) or not inner.size or np.prod([n + 1 for n in inner.shape]) > MOST_CELLS:
        raise BadTable(f"shape {inner.shape}", where="suppress", expected=f"1 to 3 axes, up to {MOST_CELLS} cells")
    if not np.isfinite(inner).all() or (inner < 0).any() or (inner % 1 != 0).any():
        raise BadTable("counts that are negative, broken or missing", where="suppress", expected="whole numbers from 0")
    if threshold < 2:  # noqa: PLR2004 - hiding counts below 1 hides nothing
        raise BadArgument(f"threshold is {threshold}", where="suppress", expected="at least 2")


def _index(row: npt.NDArray[np.intp]) -> Cell:
    return tuple(int(at) for at in row)


def sums_of(shape: tuple[int, ...]) -> csr_array:
    """Return the equations of a table with totals: one row for each line, parts 1 and total -1."""
    place = np.arange(int(np.prod(shape))).reshape(shape)
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    line = 0
    for axis, length in enumerate(shape):
        others = [range(n) for at, n in enumerate(shape) if at != axis]
        for rest in product(*others):
            cells = np.moveaxis(place, axis, -1)[rest]
            rows += [line] * length
            columns += cells.tolist()
            values += [1.0] * (length - 1) + [-1.0]
            line += 1
    return csr_array(coo_array((values, (rows, columns)), shape=(line, place.size)))


def audit(
    *, table: npt.ArrayLike, hidden: npt.ArrayLike, cells: Iterable[Cell] | None = None, whole: bool = False
) -> tuple[Range, ...]:
    """Work out what an attacker can, by two linear programs for each hidden cell.

    Parameters
    ----------
    table
        The true table with its totals.
    hidden
        Of the same shape: what is not published.
    cells
        Which hidden cells to attack; all by default.
    whole
        Whether the attacker uses that counts are whole numbers, too (slower; ranges can only become narrower, and in
        tables of two dimensions they do not).
    """
    values, mask = np.asarray(table, float), np.asarray(hidden, bool)
    if values.shape != mask.shape:
        raise BadTable(f"{values.shape} and {mask.shape}", where="audit", expected="equal shapes")
    wanted = [_index(one) for one in np.argwhere(mask)] if cells is None else list(cells)
    unhidden = [cell for cell in wanted if not mask[cell]]
    if unhidden:
        raise BadArgument(f"{unhidden[0]} is published", where="audit", expected="hidden cells")
    flat, free = values.ravel(), mask.ravel()
    lines = sums_of(values.shape)
    left = lines[:, np.flatnonzero(free)]
    right = -(lines[:, np.flatnonzero(~free)] @ flat[~free])
    number = {int(at): k for k, at in enumerate(np.flatnonzero(free))}
    found = []
    for cell in wanted:
        at = int(np.ravel_multi_index(cell, values.shape))
        goal = np.zeros(left.shape[1])
        goal[number[at]] = 1
        ends = [_end(sign * goal, left, right, whole=whole) for sign in (1, -1)]
        found.append(Range(cell, float(flat[at]), ends[0], -ends[1]))
    return tuple(found)


def _end(goal: Numbers, left: csr_array, right: Numbers, *, whole: bool) -> float:
    """The least value of a goal over all tables that fit; minus infinity where nothing bounds it."""
    kind = np.ones(len(goal)) if whole else None
    done = linprog(goal, A_eq=left, b_eq=right, bounds=(0, None), method="highs", integrality=kind)
    if done.status == 3 or (done.status == 4 and done.fun is None):  # noqa: PLR2004 - HiGHS: unbounded
        return float("-inf")
    if done.status != 0:
        raise NotConverged(done.message, where="audit", expected="a solution of the attacker's program")
    return float(done.fun)


def _choose(table: Numbers, primary: Flags, kept: Flags, width: float, time_limit: float) -> tuple[Flags, bool]:
    """Hide the small counts; where an attack succeeds, put its cell into the program, until none succeeds."""
    hidden, optimal = primary | kept, True
    guarded: list[Cell] = []
    small = [_index(one) for one in np.argwhere(primary)]
    while True:
        open_cells = [
            one.cell for one in audit(table=table, hidden=hidden, cells=small) if one.width < width - ROUNDING
        ]
        new = [cell for cell in open_cells if cell not in guarded]
        if not new:
            return hidden, optimal
        guarded += new
        hidden, solved = _solve(table, primary | kept, guarded, width, time_limit)
        optimal = optimal and solved


def _solve(table: Numbers, fixed: Flags, guarded: list[Cell], width: float, time_limit: float) -> tuple[Flags, bool]:
    """Choose the cheapest cells such that each guarded one can move by `width` within what is hidden.

    Variables: hidden or not, per cell; and for each guarded cell a move up and a move down of the whole table, which
    keep all sums and touch hidden cells only. Up minus down is at least `width`. Moves are bounded by `width` a cell,
    which is safe (an attacker is bounded less) and keeps the program well scaled."""
    flat, size = table.ravel(), table.size
    lines = sums_of(table.shape)
    moves = 2 * len(guarded)
    down = np.minimum(flat, width)
    blocks: list[LinearConstraint] = []
    for k in range(moves):
        picked = _picked(k, moves, size)
        blocks.append(LinearConstraint(lines @ picked, 0, 0))
        link = _picked(-1, moves, size)
        blocks.append(LinearConstraint(csr_array(picked - link * width), -np.inf, 0))
        blocks.append(LinearConstraint(csr_array(picked + link.multiply(down[:, None])), 0, np.inf))
    for k, cell in enumerate(guarded):
        at = int(np.ravel_multi_index(cell, table.shape))
        gap = _picked(2 * k, moves, size)[[at], :] - _picked(2 * k + 1, moves, size)[[at], :]
        blocks.append(LinearConstraint(csr_array(gap), width, np.inf))
    cost = np.concatenate([_cost(table).ravel(), np.zeros(moves * size)])
    low = np.concatenate([fixed.ravel().astype(float), np.tile(-down, moves)])
    high = np.concatenate([np.ones(size), np.full(moves * size, width)])
    kind = np.concatenate([np.ones(size), np.zeros(moves * size)])
    done = milp(
        cost,
        constraints=_stacked(blocks),
        bounds=Bounds(low, high),
        integrality=kind,
        options={"time_limit": time_limit},
    )
    if done.x is None:
        raise NotConverged(done.message, where="suppress", expected="more time, or a table that can be protected")
    return (done.x[:size] > 0.5).reshape(table.shape), bool(done.status == 0)  # noqa: PLR2004 - halfway of 0 and 1


def _picked(k: int, moves: int, size: int) -> csr_array:
    """The matrix that picks the k-th move out of all variables; -1 picks what is hidden."""
    at = np.arange(size)
    return csr_array(coo_array((np.ones(size), (at, at + (k + 1) * size)), shape=(size, (moves + 1) * size)))


def _stacked(blocks: list[LinearConstraint]) -> LinearConstraint:
    def ends(side: str) -> Numbers:
        return np.concatenate([np.broadcast_to(getattr(block, side), (block.A.shape[0],)) for block in blocks])

    matrix: Any = vstack([block.A for block in blocks], format="csr")
    return LinearConstraint(matrix, ends("lb"), ends("ub"))


def _cost(table: Numbers) -> Numbers:
    """What hiding a cell costs: one, a little more for larger counts, and much more for totals."""
    totals = sum((np.arange(n) == n - 1).astype(float).reshape([-1 if a == at else 1 for a in range(table.ndim)])
                 for at, n in enumerate(table.shape))  # fmt: skip
    return np.asarray((1 + 0.1 * np.log1p(table)) * (1 + 4 * totals), np.float64)
