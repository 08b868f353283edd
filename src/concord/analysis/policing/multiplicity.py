"""Many questions at once: the more are asked, the more will look like a difference by chance alone.

Holm's rule keeps the chance of any false difference in the family below the level; Benjamini and Hochberg's keeps the
expected share of false ones among those seen. The family is to be named before looking.

Sources: Holm (1979), Scand. J. Stat. 6, 65; Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57, 289.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from concord.analysis.errors import BadArgument
from concord.analysis.policing.estimate import Estimate
from concord.analysis.policing.tables import Floats

Rule = Literal["holm", "benjamini-hochberg"]


def holm(p: Sequence[float]) -> Floats:
    """Return Holm's adjusted p values, in the order given."""
    values = _checked(p)
    order = np.argsort(values, kind="stable")
    stepped = np.maximum.accumulate(values[order] * np.arange(len(values), 0, -1))
    return _back(stepped, order, values)


def benjamini_hochberg(p: Sequence[float]) -> Floats:
    """Return Benjamini and Hochberg's adjusted p values, in the order given."""
    values = _checked(p)
    order = np.argsort(values, kind="stable")
    stepped = values[order] * len(values) / np.arange(1, len(values) + 1)
    return _back(np.minimum.accumulate(stepped[::-1])[::-1], order, values)


def adjusted(estimates: Sequence[Estimate], *, family: str, rule: Rule = "holm") -> tuple[Estimate, ...]:
    """Return the estimates with `p_adjusted` and `family` set; those without a p value stay as they are."""
    rules = {"holm": holm, "benjamini-hochberg": benjamini_hochberg}
    if rule not in rules or not family:
        raise BadArgument(
            f"rule {rule!r}, family {family!r}", where="multiplicity", expected=f"a name, {sorted(rules)}"
        )
    asked = [k for k, one in enumerate(estimates) if one.p is not None]
    found = dict(zip(asked, rules[rule]([float(estimates[k].p or 0.0) for k in asked]).tolist(), strict=True))
    name = f"{family} ({len(asked)} questions, {rule})"
    return tuple(
        replace(one, p_adjusted=found[k], family=name) if k in found else one for k, one in enumerate(estimates)
    )


def _checked(p: Sequence[float]) -> Floats:
    values = np.asarray(p, dtype=np.float64)
    if values.ndim != 1 or not ((values >= 0) & (values <= 1)).all():
        raise BadArgument(f"p values {values.tolist()}", where="multiplicity", expected="numbers from 0 to 1")
    return values


def _back(stepped: Floats, order: np.ndarray, values: Floats) -> Floats:
    """In the order given; never above 1, and never below the value itself by a rounding."""
    found = np.empty_like(stepped)
    found[order] = stepped
    return np.maximum(np.minimum(found, 1.0), values)
