"""Coefficients that look at each unit's counts of categories alone: percent agreement, Fleiss' kappa, Gwet's AC1."""

import numpy as np

from concord.analysis.errors import BadArgument, NotEnoughData
from concord.analysis.text.agreement.resample import around
from concord.analysis.text.agreement.results import NO_VARIATION, Coefficient, Floats
from concord.analysis.text.agreement.table import Patterns

_PAIR = 2
GWET = "Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., chapters 2 and 5"


class _Units:
    """What the three coefficients share: agreement within each pattern and overall, shares of the categories."""

    def __init__(self, found: Patterns) -> None:
        self.found = found
        self.weights = found.weights
        self.judged: Floats = found.counts.sum(axis=1)
        self.paired = self.judged >= _PAIR
        self.units = float(self.weights.sum())
        self.pairable = float(self.weights[self.paired].sum())
        if not self.pairable:
            raise NotEnoughData("no unit was judged by two coders", expected="at least one")
        self.complete = bool((self.judged == self.judged[0]).all())
        pairs = np.where(self.paired, self.judged * (self.judged - 1), 1.0)
        self.agreement: Floats = (found.counts * (found.counts - 1)).sum(axis=1) / pairs
        self.observed = float(self.weights @ self.agreement) / self.pairable
        self.share: Floats = (self.weights / self.judged) @ found.counts / self.units
        self.scale = self.units / self.pairable

    def standard_error(self, linear: Floats, value: float) -> float | None:
        """Return the root of the variance between units over their number; None for characters, which are no sample of
        independent units, and for a single unit."""
        if self.found.weighted or self.units < _PAIR:
            return None
        return float(np.sqrt(self.weights @ (linear - value) ** 2 / (self.units * (self.units - 1))))

    def coefficient(
        self, name: str, value: float | None, *, expected: float, error: float | None, source: str
    ) -> Coefficient:
        sure = value is not None and error is not None
        return Coefficient(
            name=self.found.exact(name),
            value=value,
            observed=self.observed,
            expected=expected,
            units=self.pairable,
            coders=self.found.coders,
            judgements=float(self.weights[self.paired] @ self.judged[self.paired]),
            standard_error=error,
            interval=around(value or 0.0, error or 0.0, degrees=round(self.units) - 1) if sure else None,
            source=source,
            undefined="" if value is not None else NO_VARIATION,
        )


def percent_agreement(found: Patterns) -> Coefficient:
    """Return the share of pairs of coders who agree, averaged over units. It does not allow for chance.

    Parameters
    ----------
    found : Patterns
        Of `patterns`.

    Raises
    ------
    NotEnoughData
        No unit was judged by two coders.

    References
    ----------
    Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., equation 2.19, with its standard error. With two coders
    it is plain percent agreement.
    """
    each = _Units(found)
    error = each.standard_error(each.scale * each.agreement, each.observed)
    return each.coefficient("Percent agreement", each.observed, expected=0.0, error=error, source=GWET)


def fleiss_kappa(found: Patterns) -> Coefficient:
    """Return Fleiss' kappa for two or more coders; coders may miss units.

    With missing judgements it is the generalised form of Gwet (2014), and its name says so. For two coders it is
    Scott's pi, not Cohen's kappa.

    Raises
    ------
    NotEnoughData
        No unit was judged by two coders.

    References
    ----------
    Fleiss (1971), Measuring nominal scale agreement among many raters, Psychological Bulletin 76, 378-382. Standard
    error: Gwet (2014), chapter 5, by linearisation.
    """
    each = _Units(found)
    share = each.share
    expected = float((share**2).sum())
    missing = "" if each.complete else " (generalised to missing judgements by Gwet 2014)"
    return _corrected(each, "Fleiss' kappa" + missing, expected, found.counts @ share, "Fleiss (1971); " + GWET)


def gwet_ac1(found: Patterns) -> Coefficient:
    """Return Gwet's AC1 for two or more coders; coders may miss units.

    All categories of the table count for what chance would do, those that nobody chose included.

    Raises
    ------
    BadArgument
        The table knows fewer than two categories.
    NotEnoughData
        No unit was judged by two coders.

    References
    ----------
    Gwet (2008), Computing inter-rater reliability and its variance in the presence of high agreement, British Journal
    of Mathematical and Statistical Psychology 61, 29-48. Missing judgements: Gwet (2014), chapter 5.
    """
    if len(found.categories) < _PAIR:
        raise BadArgument("AC1 of a single category", expected="all categories that coders could choose, two or more")
    each = _Units(found)
    other = (1 - each.share) / (len(found.categories) - 1)
    expected = float((each.share * other).sum())
    return _corrected(each, "Gwet's AC1", expected, found.counts @ other, "Gwet (2008); " + GWET)


def fleiss_null_error(found: Patterns) -> float:
    """Return the standard error that Fleiss' kappa would have if coders agreed by chance alone: for a test, not for an
    interval.

    Raises
    ------
    BadArgument
        Coders missed units, or units are weighted: the formula is for equal numbers of coders.

    References
    ----------
    Fleiss, Nee & Landis (1979), Large sample variance of kappa in the case of different sets of raters, Psychological
    Bulletin 86, 974-977, equation 12.
    """
    each = _Units(found)
    if not each.complete or found.weighted:
        raise BadArgument("units with different numbers of coders, or weighted", expected="equal numbers")
    share, coders = each.share, float(each.judged[0])
    spread = float((share * (1 - share)).sum())
    skew = float((share * (1 - share) * (1 - 2 * share)).sum())
    return float(np.sqrt(2 * (spread**2 - skew) / (each.units * coders * (coders - 1)))) / spread


def _corrected(each: _Units, name: str, expected: float, by_pattern: Floats, source: str) -> Coefficient:
    """Return (observed - expected) / (1 - expected), with its linearised standard error.

    `by_pattern` is, for each pattern, the sum over judgements of what one judgement adds to the expected agreement."""
    if expected >= 1:
        return each.coefficient(name, None, expected=expected, error=None, source=source)
    value = (each.observed - expected) / (1 - expected)
    own = np.where(each.paired, each.scale * (each.agreement - expected), 0.0) / (1 - expected)
    linear = own - 2 * (1 - value) * (by_pattern / each.judged - expected) / (1 - expected)
    error = each.standard_error(linear, value)
    return each.coefficient(name, value, expected=expected, error=error, source=source)
