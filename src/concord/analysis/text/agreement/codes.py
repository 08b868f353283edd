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
    return by_table(tables_of(decisions, codes, groups=groups), measure)


def by_table(tables: Mapping[Hashable, Judgements], measure: Measure) -> CodeAgreement:
    """Return a coefficient for each code from tables of "absent" and "present": those of `tables_of` or of
    `character_table`."""
    whole = _whole(tables)
    return CodeAgreement(
        {code: _measured(table, measure) for code, table in tables.items()},
        None if whole is None else _without_error(_measured(replace(whole, groups=None), measure)),
        {code: _applied(table) for code, table in tables.items()},
    )


def with_intervals(
    tables: Mapping[Hashable, Judgements],
    measure: Measure,
    *,
    rng: np.random.Generator,
    draws: int = DRAWS,
    level: float = LEVEL,
) -> CodeAgreement:
    """Return the same with bootstrap intervals (see `bootstrap`), where there is enough to draw from.

    The overall figure's interval draws whole units with all their codes, or whole documents where the tables have such
    groups: decisions on one unit are not independent of each other."""

    def sure(table: Judgements) -> Coefficient | None:
        try:
            return bootstrap(table, measure, rng=rng, draws=draws, level=level)
        except NotEnoughData:
            return _measured(table, measure)

    plain, whole = by_table(tables, measure), _whole(tables)
    each = {code: sure(table) for code, table in tables.items()}
    overall = plain.overall
    if whole is not None and whole.groups is not None and overall is not None and (made := sure(whole)) is not None:
        drawn = made.interval is not None and made.interval.method.startswith("percentile")
        overall = replace(overall, interval=made.interval if drawn else None)
    return replace(plain, by_code=each, overall=overall)


def tables_of(
    decisions: npt.ArrayLike, codes: Sequence[Hashable], *, groups: Sequence[int] | None = None
) -> dict[Hashable, Judgements]:
    """Return the table of each code; arguments and errors as of `by_code`."""
    array = np.asarray(decisions)
    if array.ndim != 3 or len(array) != len(codes):  # noqa: PLR2004 - the three axes are named in the message
        raise BadTable(f"an array of shape {array.shape}", expected=f"({len(codes)} codes, units, coders)")
    if not np.issubdtype(array.dtype, np.integer) or (array < -1).any() or (array > 1).any():
        raise BadTable("a decision that is none of -1, 0, 1", expected="integers -1, 0, 1")
    by = None if groups is None else np.asarray(groups, dtype=np.int64)
    if by is not None and by.shape != (array.shape[1],):
        raise BadTable(f"{by.shape} groups", expected=f"one for each of {array.shape[1]} units")
    return {code: Judgements(array[n], (0, 1), None, by) for n, code in enumerate(codes)}


def _measured(table: Judgements, measure: Measure) -> Coefficient | None:
    try:
        return measure(patterns(table))
    except NotEnoughData:
        return None


def _without_error(made: Coefficient | None) -> Coefficient | None:
    """Return a coefficient without its analytic error, which takes units for independent."""
    return None if made is None else replace(made, standard_error=None, interval=None)


def _whole(tables: Mapping[Hashable, Judgements]) -> Judgements | None:
    """Return all tables laid under each other, the decisions on a unit (or in a document) as one group."""
    all_of = list(tables.values())
    if not all_of:
        return None
    weights = [t.weights for t in all_of if t.weights is not None]
    groups = [t.groups for t in all_of if t.groups is not None]
    if not groups and len({len(t.values) for t in all_of}) == 1:
        groups = [np.arange(len(t.values), dtype=np.int64) for t in all_of]
    return Judgements(
        np.concatenate([t.values for t in all_of]),
        all_of[0].categories,
        np.concatenate(weights) if weights else None,
        np.concatenate(groups) if groups else None,
        f"decision ({all_of[0].unit} × code)",
    )


def _applied(table: Judgements) -> float:
    given = (table.values == 1).sum(axis=1)
    return float(given.sum() if table.weights is None else table.weights @ given)
