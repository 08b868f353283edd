"""Methods on files of stops, ordered by name."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from concord.analysis.errors import BadArgument, NotEnoughData
from concord.analysis.policing import hits, outcomes, panel, rates, veil
from concord.analysis.policing.about import About
from concord.analysis.policing.design import Factor
from concord.analysis.policing.estimate import Estimate
from concord.analysis.policing.runs.counting import Grouped, grouped
from concord.analysis.policing.runs.method import Context, Counts, Outcome, Reading, Run, Sheet

if TYPE_CHECKING:
    from concord.analysis.policing.sun import SunTable

RACE: Final = "subject_race"
IN_WORDS: Final = {
    "white": "people recorded as white",
    "black": "people recorded as Black",
    "hispanic": "people recorded as Hispanic",
    "asian/pacific islander": "people recorded as Asian or Pacific Islander",
    "native american": "people recorded as Native American",
    "multiple": "people recorded under several groups",
    "other": "people recorded as of another group",
    "unknown": "people whose group is unknown",
}
"""How sentences name a group: by what was written down about people."""


def about(context: Context, **more: Any) -> About:
    """Return what the question is about, from the usual parameters."""
    values = context.values
    return About(
        group=values.get("group") or "",
        reference=values.get("reference") or "",
        period=values.get("period") or "",
        place=values.get("place") or "",
        meaningful=values.get("meaningful"),
        **more,
    )


def worded(run: Run) -> Run:
    """Let a method's sentences name groups in words."""

    def run_in_words(context: Context) -> Outcome:
        outcome = run(context)
        readings = tuple(
            replace(one, estimate=replace(one.estimate, group=words(one.estimate.group),
                                          reference=words(one.estimate.reference)))
            for one in outcome.readings
        )  # fmt: skip
        return replace(outcome, readings=readings)

    return run_in_words


def words(group: str) -> str:
    """Return a group in words."""
    return IN_WORDS.get(group, group)


def both(said: About, found: Grouped, key: str = RACE) -> tuple[str, str]:
    """Return the two groups. Raises NotEnoughData where the file has none of one."""
    names = said.compared()
    if absent := [name for name in names if not (found.table[key] == name).any()]:
        raise NotEnoughData(f"no rows of {', '.join(absent)}", where="file", expected=f"rows of {' and '.join(names)}")
    return names


def _rates(context: Context) -> Outcome:
    found = grouped(context.table, [RACE])
    said = about(context, outcome="stops")
    names = both(said, found)
    if not (sizes := context.values["bases"]):
        raise BadArgument("no base", where="parameter bases", expected="at least one, such as residents: a=1, b=2")
    bases = [rates.Base(name=name, exposure=exposure) for name, exposure in sizes.items()]
    totals = {name: found.of("n", **{RACE: name}) for name in names}
    seen = rates.against_bases(events=totals, bases=bases, about=said)
    return Outcome(
        question=f"Are {words(said.group)} stopped more often than {words(said.reference)}, against each base?",
        readings=tuple(Reading(f"against {name}", found.noted(one), names) for name, one in seen.readings),
        counts=_counts("Stops", found, ["n"], ["stops"]),
        notes=(f"Side by side: {seen.agreement}.",),
    )


def _outcomes(context: Context) -> Outcome:
    flag, controls = context.values["outcome"], context.values["controls"]
    found = grouped(context.table, [RACE, *controls], flags={"events": flag}, known=[flag])
    followed = flag.replace("_", " ")
    said = about(context, outcome=followed, base="stops")
    names = both(said, found)
    pair = outcomes.average_difference(
        found.table, events="events", trials="n", group=RACE, about=said, controls=[Factor(name) for name in controls]
    )
    readings = [Reading("without controls", found.noted(pair.unadjusted), names)]
    if controls:
        held = ", ".join(name.replace("_", " ") for name in controls)
        readings.append(Reading(f"with {held} held equal", found.noted(pair.adjusted), names))
    return Outcome(
        question=f"Does “{followed}” follow a stop as often for {words(said.group)} as for {words(said.reference)}?",
        readings=tuple(readings),
        counts=_split("Stops by what followed", found, "events", followed),
    )


def _hit_counts(context: Context) -> tuple[Grouped, str | None]:
    place = context.values["place_column"] or None
    keys = [RACE, *([place] if place else [])]
    known = ["search_conducted"]
    table = context.table
    basis = context.values.get("leave_out") or ()
    if basis:
        kept = table.search_basis.isnull() | table.search_basis.notin(list(basis))
        table = table.filter(kept)
    hit = table.search_conducted & table.contraband_found.fill_null(False)
    found = grouped(table.mutate(hit_made=hit), keys, flags={"searches": "search_conducted", "hits": "hit_made"},
                    known=known)  # fmt: skip
    return found, place


def _hits(context: Context) -> Outcome:
    found, place = _hit_counts(context)
    said = about(context)
    names = both(said, found)
    columns: dict[str, Any] = {"stops": "stops", "searches": "searches", "hits": "hits", "group": RACE, "place": place}
    robust = hits.robust_rule({**found.table, "stops": found.table["n"]}, **columns, about=said)
    readings = [
        Reading("searches", found.noted(replace(robust.search_rate, outcome="searches", base="stops")), names),
        Reading("finds", found.noted(replace(robust.hit_rate, outcome="finds", base="searches")), names),
    ]
    return Outcome(
        question=f"Are {words(said.group)} searched more often, with less success, than {words(said.reference)}?",
        readings=tuple(readings),
        counts=_hit_table(found),
        notes=(f"The robust rule reads: {robust.reading}.",),
    )


def _hit_table(found: Grouped) -> Counts:
    names = tuple(np.unique(found.table[RACE]).tolist())
    rows = []
    for name in names:
        stops, searches, hit = (found.of(column, **{RACE: name}) for column in ("n", "searches", "hits"))
        rows.append((stops - searches, searches - hit, hit))
    return Counts(
        "Stops by what followed", names, ("not searched", "searched, nothing found", "found something"), tuple(rows)
    )


def _threshold(context: Context) -> Outcome:
    from concord.analysis.policing import threshold

    found, place = _hit_counts(context)
    said = about(context)
    names = both(said, found)
    if place is None:
        raise BadArgument("not given", where="parameter place_column", expected="the column of places")
    context.tell("sampling")
    columns: dict[str, Any] = {"stops": "n", "searches": "searches", "hits": "hits", "group": RACE, "place": place}
    done = threshold.threshold_test(found.table, **columns, about=said, rng=context.rng)
    level = [Reading(f"bar for {one.group}", found.noted(one), (one.group,)) for one in done.levels]
    return Outcome(
        question=f"Is the bar of suspicion lower for {words(said.group)} than for {words(said.reference)}?",
        readings=(Reading("difference", found.noted(done.difference), names), *level),
        sheets=(Sheet("Checks of the model", ("check", "value"), done.checks, safe=True),),
        counts=_hit_table(found),
    )


def _sun(context: Context, algorithm: Any, table: Any) -> "SunTable":
    from concord.analysis.policing.sun import Place, sun_table

    days = table.aggregate(first=table.moment.min(), last=table.moment.max()).to_pyarrow().to_pylist()[0]
    if days["first"] is None:
        raise NotEnoughData("no moment of any stop is known", where="file", expected="the column “moment”")
    values = context.values
    where = Place("here", values["latitude"], values["longitude"], values["zone"])
    first, last = f"{days['first'].year}-01-01", f"{days['last'].year}-12-31"
    return sun_table(places=[where], first=first, last=last, algorithm=algorithm)


def _veil(context: Context) -> Outcome:
    import ibis

    from concord.analysis.policing.veil_counts import count_stops

    said = about(context, outcome="stops")
    table = context.table.mutate(here=ibis.literal("here"))
    counts = []
    for algorithm in ("noaa", "suncalc"):
        context.tell(f"sunset by {algorithm}")
        sun = _sun(context, algorithm, table)
        counts.append(count_stops(table, when="moment", race=RACE, place="here", sun=sun, about=said, window=30))
    context.tell("comparing dark and light")
    grid = veil.robustness_grid(counts, about=said)
    names = said.compared()
    return Outcome(
        question=f"At the same clock time, does the share of {words(said.group)} among stops fall when it is dark?",
        readings=tuple(Reading(name, one, names) for name, one in grid.readings),
        counts=_veil_table(counts[0], names),
        notes=(f"Side by side: {grid.agreement}.", "Street lighting pulls the figure towards no difference."),
    )


def _veil_table(counts: veil.Counts, names: tuple[str, str]) -> Counts:
    table = counts.table
    events = [int(table["events"][table["dark"] == dark].sum()) for dark in (0, 1)]
    trials = [int(table["trials"][table["dark"] == dark].sum()) for dark in (0, 1)]
    others = [n - y for n, y in zip(trials, events, strict=True)]
    values = (tuple(events), tuple(others))
    return Counts("Stops that were compared", names, ("in daylight", "after dark"), values)


def _counts(title: str, found: Grouped, sums: list[str], labels: list[str]) -> Counts:
    names = tuple(np.unique(found.table[RACE]).tolist())
    values = tuple(tuple(found.of(column, **{RACE: name}) for column in sums) for name in names)
    return Counts(title, names, tuple(labels), values)


def _split(title: str, found: Grouped, events: str, words: str) -> Counts:
    names = tuple(np.unique(found.table[RACE]).tolist())
    pairs = [(found.of(events, **{RACE: name}), found.of("n", **{RACE: name})) for name in names]
    return Counts(title, names, (words, "other stops"), tuple((y, n - y) for y, n in pairs))


def _look_alikes(context: Context) -> Outcome:
    from concord.analysis.policing import weighting
    from concord.analysis.policing.runs.counting import columns

    flag, terms = context.values["outcome"], context.values["terms"]
    column, value = context.values["treated_column"], context.values["treated_value"]
    table = context.table.filter(context.table[column].notnull())
    keep = table.mutate(treated=(table[column].cast("string") == value).cast("int8"), y=table[flag].cast("float64"))
    for name in terms:
        keep = keep.filter(keep[name].notnull())
    arrays = columns(keep, ["treated", "y", *terms])
    ending = flag.replace("_", " ")
    said = replace(about(context, outcome=ending, base="stops"), group=value, reference="look-alike stops")
    context.tell("weighting")
    done = weighting.compare(arrays, outcome="y", treated="treated", terms=[Factor(name) for name in terms], about=said)
    named: list[tuple[str, Estimate]] = [
        ("as they are", done.unadjusted),
        ("weighted", done.weighted),
        ("doubly robust", done.doubly_robust),
    ]
    gaps = tuple((one.name, one.treated, one.unweighted, one.weighted, one.gap) for one in done.balance.balance)
    return Outcome(
        question=f"Do stops of “{value}” end in “{ending}” as often as look-alike stops elsewhere?",
        readings=tuple(Reading(name, one) for name, one in named),
        sheets=(Sheet("Balance", ("covariate", "treated", "others", "others, weighted", "gap in deviations"), gaps),),
        notes=(panel.side_by_side(question=ending, readings=named).agreement,),
    )


RUNS: Final[Mapping[str, Run]] = {
    "rates": worded(_rates),
    "outcomes": worded(_outcomes),
    "hits": worded(_hits),
    "threshold": worded(_threshold),
    "veil": worded(_veil),
    "look-alikes": _look_alikes,
}
