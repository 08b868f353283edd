"""Agreement of a whole codebook: code by code, and overall."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from concord.analysis.errors import BadTable, NotEnoughData
from concord.analysis.text.agreement.resample import DRAWS, LEVEL, Measure, bootstrap
from concord.analysis.text.agreement.results import Coefficient
from concord.analysis.text.agreement.table import Judgements, patterns


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """One coefficient for each code, and one for all decisions together.

    Attributes
    ----------
    by_code : mapping
        Each code's coefficient; None where no unit was judged by two coders.
    overall : Coefficient or None
        The same coefficient with one decision "this unit, this code: yes or no" as the unit of analysis. Its name says
        so. It is high where most codes are rarely used and never disputed: read it beside the codes, not for them.
    applied : mapping
        How often each code was given, counted over units and coders (by weight).
    """

    by_code: Mapping[Hashable, Coefficient | None]
    overall: Coefficient | None
    applied: Mapping[Hashable, float]


def by_code(
    decisions: npt.ArrayLike, codes: Sequence[Hashable], measure: Measure, *, groups: Sequence[int] | None = None
) -> CodeAgreement:
    """Return a coefficient for each code of units that may have several.

    Parameters
    ----------
    decisions : array of int, shape (codes, units, coders)
        1 where the coder gave the code, 0 where not, -1 where the coder did not judge the unit. `int8` will do.
    codes : sequence
        The codes, in the order of the first axis.
    measure : callable
        `krippendorff_alpha`, `gwet_ac1`, `fleiss_kappa`, `percent_agreement`; for two coders `cohen_kappa`.
    groups : sequence of int, optional
        The document of each unit, from 0.

    Raises
    ------
    BadTable
        The shape does not fit, or a value is none of -1, 0, 1.
    """
    tables = _tables(decisions, codes, groups)
    return _all(tables, measure)


def by_table(tables: Mapping[Hashable, Judgements], measure: Measure) -> CodeAgreement:
    """Return a coefficient for each code from tables of "absent" and "present", such as those of `character_table`."""
    return _all(dict(tables), measure)


def with_intervals(
    tables: Mapping[Hashable, Judgements],
    measure: Measure,
    *,
    rng: np.random.Generator,
    draws: int = DRAWS,
    level: float = LEVEL,
) -> CodeAgreement:
    """Return the same with a bootstrap interval for each code (see `bootstrap`); the overall figure has none, since its
    decisions on one unit are not independent."""
    made: dict[Hashable, Coefficient | None] = {}
    for code, table in tables.items():
        try:
            made[code] = bootstrap(table, measure, rng=rng, draws=draws, level=level)
        except NotEnoughData:
            made[code] = _measured(table, measure)
    return replace(_all(dict(tables), measure), by_code=made)


def _all(tables: dict[Hashable, Judgements], measure: Measure) -> CodeAgreement:
    return CodeAgreement(
        {code: _measured(table, measure) for code, table in tables.items()},
        _overall(tables, measure),
        {code: _applied(table) for code, table in tables.items()},
    )


def _measured(table: Judgements, measure: Measure) -> Coefficient | None:
    try:
        return measure(patterns(table))
    except NotEnoughData:
        return None


def _overall(tables: dict[Hashable, Judgements], measure: Measure) -> Coefficient | None:
    """Return the coefficient of all tables laid under each other, without the standard error: decisions on the same
    unit are not independent of each other."""
    if not tables:
        return None
    found = [table for table in tables.values() if (table.values >= 0).any()]
    if not found:
        return None
    weights = None if found[0].weights is None else np.concatenate([t.weights for t in found if t.weights is not None])
    whole = Judgements(np.concatenate([t.values for t in found]), found[0].categories, weights)
    made = _measured(replace(whole, unit=f"decision ({found[0].unit} × code)"), measure)
    return None if made is None else replace(made, standard_error=None, interval=None)


def _applied(table: Judgements) -> float:
    given = (table.values == 1).sum(axis=1)
    return float(given.sum() if table.weights is None else table.weights @ given)


def _tables(
    decisions: npt.ArrayLike, codes: Sequence[Hashable], groups: Sequence[int] | None
) -> dict[Hashable, Judgements]:
    array = np.asarray(decisions)
    if array.ndim != 3 or len(array) != len(codes):  # noqa: PLR2004 - the three axes are named in the message
        raise BadTable(f"an array of shape {array.shape}", expected=f"({len(codes)} codes, units, coders)")
    if not np.issubdtype(array.dtype, np.integer) or (array < -1).any() or (array > 1).any():
        raise BadTable("a decision that is none of -1, 0, 1", expected="integers -1, 0, 1")
    by = None if groups is None else np.asarray(groups, dtype=np.int64)
    if by is not None and by.shape != (array.shape[1],):
        raise BadTable(f"{by.shape} groups", expected=f"one for each of {array.shape[1]} units")
    return {code: Judgements(array[n], (0, 1), None, by) for n, code in enumerate(codes)}
