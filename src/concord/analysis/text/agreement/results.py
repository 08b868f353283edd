"""What an agreement coefficient comes with: its exact name, its parts, how sure it is, where it was published."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Integers: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

NO_VARIATION = "every judgement is the same, so there is nothing that chance could have got wrong"


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval and how it was made.

    Attributes
    ----------
    low, high : float
        Its ends; never above 1.
    level : float
        The confidence level, such as 0.95.
    method : str
        In words: "t with 11 degrees of freedom", "percentile bootstrap over 12 units, 1,000 draws".
    undefined_draws : int
        Bootstrap draws in which the coefficient did not exist (no variation); they are left out, and counted here.
    """

    low: float
    high: float
    level: float
    method: str
    undefined_draws: int = 0


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One agreement coefficient.

    Attributes
    ----------
    name : str
        The exact name: "Krippendorff's alpha, ordinal".
    value : float or None
        None where the coefficient is not defined; `undefined` then says why.
    observed, expected : float
        Agreement seen, and agreement expected by chance, each as the coefficient defines it; for alpha with ordered
        values, 1 minus the disagreement on the metric's own scale, so that only their ratio means anything.
    units : int or float
        Units that at least two coders judged (for text: characters).
    coders : int
        Coders who judged anything.
    judgements : int or float
        Judgements that can be compared, those of units that one coder alone judged left out.
    standard_error : float or None
        The analytic one, where one is published for this coefficient and these data.
    interval : Interval or None
        From the standard error, or from a bootstrap.
    source : str
        The paper that defines it.
    undefined : str
        Why there is no value; empty where there is one.
    """

    name: str
    value: float | None
    observed: float
    expected: float
    units: float
    coders: int
    judgements: float
    standard_error: float | None
    interval: Interval | None
    source: str
    undefined: str = ""
