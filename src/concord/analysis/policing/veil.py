"""Veil of darkness: at the same clock time, is a group's share among stops lower when it is harder to see who drives?

In the part of the evening that is light in one season and dark in another, the odds that a stopped driver is of the
group are compared between dark and light, holding the clock time (and what else is named). An odds ratio below 1 means
that the share falls after dark. Street lighting, drivers who change their habits, and the season all blur the test;
"none seen" is no proof that all is well.

Sources: Grogger & Ridgeway (2006), J. Am. Stat. Assoc. 101, 878; Ridgeway (2009), J. Quant. Criminol. 25, 229;
Kalinowski, Ross & Ross (2017) on the season and the window around the change of clocks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from concord.analysis.errors import AnalysisError, BadArgument, BadTable
from concord.analysis.policing import glm, intervals
from concord.analysis.policing.about import About
from concord.analysis.policing.design import Factor, Number, Spline, Term, matrix, spline_knots
from concord.analysis.policing.estimate import Estimate, Exclusion, Scale, data_hash, facts
from concord.analysis.policing.panel import Panel, side_by_side
from concord.analysis.policing.tables import Floats, Table, counts, numbers, tally

MINUTES: Final = 1440
DARK_HIDES: Final = "After dark it is harder to see who drives, before a stop."
MIX_BY_CLOCK: Final = "At one clock time, who drives does not depend on darkness."
LIGHTS: Final = "Street lighting would pull the figure towards no difference."
NOT_INNOCENCE: Final = "No difference seen is no proof that all are treated alike."
SUN_NAMED: Final = "Sunset and dusk by the algorithm named; minutes between them are left out."


@dataclass(frozen=True, slots=True)
class Bins:
    """The clock time as categories of `width` minutes instead of a spline."""

    width: int = 15


TimeForm = Spline | Bins | Literal["line"]


@dataclass(frozen=True, slots=True)
class Counts:
    """Grouped counts of stops: for each minute and darkness (and what else is held), `trials` and `events`.

    `table` has the columns minute (after midnight), dark (0 or 1), near (1 within `window` days of a change of the
    clocks), trials, events, and those named in `by`.
    """

    table: Mapping[str, np.ndarray]
    by: tuple[str, ...] = ()
    excluded: tuple[Exclusion, ...] = ()
    algorithm: str = "as given"
    window: int | None = None


def veil_test(
    stops: Counts,
    *,
    about: About,
    form: TimeForm | None = None,
    near_change: bool = False,
) -> Estimate:
    """Return the odds ratio, dark against light, that a stopped driver is of the group, at the same clock time.

    Parameters
    ----------
    stops
        Grouped counts, from `concord.analysis.policing.veil_counts.count_stops` or made by hand.
    about
        Group and reference; other groups must not be in the counts.
    form
        How the clock time is held: ``Spline("minute", 6)`` (the default), ``Bins(15)`` or ``"line"``.
    near_change
        Use only the days around a change of the clocks, which takes the season out.

    Raises
    ------
    BadTable
        A column is missing or holds what it may not.
    DataNotFit, NotEnoughData
        Only light or only dark, no overlap, or too few cells.
    """
    chosen = Spline("minute", 6) if form is None else form
    table = _checked(stops, near_change=near_change)
    y, m = table["events"].astype(float), table["trials"].astype(float)
    hash_of_cells = data_hash(table)
    held = [Factor(name) for name in _varied(table, stops.by)]
    design = matrix(table, [Number("dark"), _time(chosen, table), *held], weights=m)
    fit = glm.binomial(design, events=y, trials=m)
    dark = table["dark"] == 1
    coefficient, se = fit.at("dark")
    return Estimate(
        measure="veil_odds_ratio",
        n=int(m.sum()),
        denominator=float(m[dark].sum()),
        unit="odds ratio",
        scale=Scale.RATIO,
        method=f"veil of darkness, logistic on grouped counts, time as {_form_name(chosen)}"
        + (f", held: {', '.join(stops.by)}" if stops.by else "")
        + (f", within {stops.window} days of a change of clocks" if near_change else ""),
        assumptions=(DARK_HIDES, MIX_BY_CLOCK, LIGHTS, NOT_INNOCENCE, SUN_NAMED),
        diagnostics=facts(
            coefficient=coefficient,
            share_light=float(y[~dark].sum() / m[~dark].sum()),
            share_dark=float(y[dark].sum() / m[dark].sum()),
            stops_light=int(m[~dark].sum()),
            cells=len(m),
            deviance=fit.deviance,
            sun=stops.algorithm,
            knots=_knots(chosen, table, m),
        ),
        excluded=stops.excluded,
        data_hash=hash_of_cells,
        **{**intervals.ratio(coefficient, se, level=about.level), **about.fields()},
    )


def robustness_grid(
    stops: Sequence[Counts],
    *,
    about: About,
    forms: Sequence[TimeForm] = (Spline("minute", 6), Spline("minute", 3), Bins(15), "line"),
) -> Panel:
    """Return the same question under each form of time, each set of counts (sun, place held or not) and both windows.

    A reading that the data do not bear is kept, with the reason, as "data not fit"; none is left out.
    """
    readings = []
    for one in stops:
        for near in (False, True) if one.window is not None else (False,):
            for form in forms:
                name = ", ".join(
                    [one.algorithm, _form_name(form), *one.by, *([f"{one.window} days"] if near else ["all year"])]
                )
                readings.append((name, _reading(one, about, form, near=near)))
    return side_by_side(question=f"share of {about.group} among stops, dark against light", readings=readings)


def _reading(stops: Counts, about: About, form: TimeForm, *, near: bool) -> Estimate:
    try:
        return veil_test(stops, about=about, form=form, near_change=near)
    except AnalysisError as error:
        return Estimate(
            measure="veil_odds_ratio",
            value=None,
            low=None,
            high=None,
            n=None,
            denominator=None,
            unit="odds ratio",
            scale=Scale.RATIO,
            method=f"veil of darkness, time as {_form_name(form)}",
            unfit=(str(error),),
            **about.fields(),
        )


def _checked(stops: Counts, *, near_change: bool) -> dict[str, np.ndarray]:
    """The cells with trials, added up to the columns that are used."""
    source: Table = stops.table
    y, m = counts(source, "events"), counts(source, "trials")
    minute, dark = numbers(source, "minute"), numbers(source, "dark")
    if (y > m).any():
        raise BadTable("more events than trials", where=f"row {int((y > m).argmax()) + 1}", expected="at most as many")
    if not (np.isin(dark, (0, 1)).all() and (minute >= 0).all() and (minute < MINUTES).all()):
        raise BadTable("an impossible minute or darkness", where="veil counts", expected="0 to 1439, and 0 or 1")
    keep = m > 0
    if near_change:
        if stops.window is None:
            raise BadArgument("no window", where="near_change", expected="counts made with window=days")
        keep &= numbers(source, "near") == 1
    if not keep.any() or len(np.unique(dark[keep])) < 2:  # noqa: PLR2004 - light and dark
        raise BadTable("only light or only dark stops", where="veil counts", expected="both")
    keys = {"minute": minute, "dark": dark, **{name: np.asarray(source[name]).astype(str) for name in stops.by}}
    return tally({name: values[keep] for name, values in keys.items()}, {"events": y[keep], "trials": m[keep]})


def _varied(table: Table, names: Sequence[str]) -> list[str]:
    return [name for name in names if len(np.unique(table[name])) > 1]


def _time(form: TimeForm, table: dict[str, np.ndarray]) -> Term:
    if form == "line":
        return Number("minute", centre=MINUTES * 0.75)
    if isinstance(form, Bins):
        table["clock bin"] = (table["minute"] // form.width).astype(int).astype(str)
        return Factor("clock bin")
    return form


def _form_name(form: TimeForm) -> str:
    if isinstance(form, Bins):
        return f"bins of {form.width} minutes"
    return "a line" if form == "line" else f"natural spline of {form.df} df"


def _knots(form: TimeForm, table: Table, weights: Floats) -> str | None:
    if not isinstance(form, Spline):
        return None
    return " ".join(f"{knot:g}" for knot in spline_knots(numbers(table, "minute"), df=form.df, weights=weights))
