"""Methods on files of force, complaints, training, officers and injuries, ordered by name."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from concord.analysis.errors import BadArgument, BadTable, NotEnoughData
from concord.analysis.policing import complaints, early_intervention, its, staggered, survival, training
from concord.analysis.policing.about import About
from concord.analysis.policing.estimate import Exclusion
from concord.analysis.policing.runs.counting import columns, grouped
from concord.analysis.policing.runs.method import Context, Counts, Outcome, Reading, Run, Sheet

DAYS: Final = (30.0, 90.0, 180.0, 365.0)
EVENTS: Final = ("force", "injuries")


def _days(values: np.ndarray) -> np.ndarray:
    return np.asarray(values.astype("datetime64[D]"))


def _months(days: np.ndarray) -> np.ndarray:
    return np.asarray(days.astype("datetime64[M]").astype(int))


def _sustained(context: Context) -> Outcome:
    by = context.values["by"]
    found = grouped(context.table, [by, "finding"])
    open_cases = context.table.filter(context.table.finding.isnull() & context.table[by].notnull())
    still = grouped(open_cases, [by]) if int(open_cases.count().to_pyarrow().as_py()) else None
    names = np.unique(found.table[by]).tolist()
    closed = {name: found.of("n", **{by: name}) for name in names}
    hits = {name: found.of("n", **{by: name, "finding": "sustained"}) for name in names}
    waiting = {name: still.of("n", **{by: name}) for name in names} if still else {}
    rates = complaints.sustained_rates(closed=closed, sustained=hits, open_cases=waiting)
    values = tuple((hits[name], closed[name] - hits[name]) for name in names)
    return Outcome(
        question=f"What share of closed accusations was sustained, by {by.replace('_', ' ')}?",
        readings=tuple(Reading(one.group, one, (one.group,)) for one in rates),
        counts=Counts("Closed accusations", tuple(names), ("sustained", "not sustained"), values),
    )


def _evenness(context: Context) -> Outcome:
    by = context.values["by"]
    found = grouped(context.table, [by], flags={"hits": "disciplined"}, known=["disciplined"])
    names = np.unique(found.table[by]).tolist()
    accused = {name: found.of("n", **{by: name}) for name in names}
    hits = {name: found.of("hits", **{by: name}) for name in names}
    even = complaints.evenness(disciplined=hits, accused=accused)
    values = tuple((hits[name], accused[name] - hits[name]) for name in names)
    return Outcome(
        question=f"Is discipline alike for like allegations, by {by.replace('_', ' ')}?",
        readings=tuple(Reading(one.estimate.group, found.noted(one.estimate), (one.estimate.group,)) for one in even),
        counts=Counts("Accusations", tuple(names), ("disciplined", "not disciplined"), values),
    )


def _time_to_close(context: Context) -> Outcome:
    until = np.datetime64(context.values["until"], "D")
    rows = columns(context.table, ["complaint_id", "received", "closed"])
    _, first = np.unique(rows["complaint_id"].astype(str), return_index=True)
    context.tell("following each complaint")
    curve, excluded = complaints.time_to_close(
        received=_days(rows["received"][first]), closed=_days(rows["closed"][first]), until=until
    )
    repeats = len(rows["received"]) - len(first)
    more = (Exclusion("row that repeats a complaint", repeats),) if repeats else ()
    ends = [survival.share_ended(curve, within=days, measure="closed_within", base="complaints") for days in DAYS]
    named = [(f"closed within {days:g} days", one) for days, one in zip(DAYS, ends, strict=True)]
    return Outcome(
        question="How long do complaints take, those still open included?",
        readings=tuple(Reading(name, _titled(one, name, (*more, *excluded))) for name, one in named),
    )


def _titled(one: Any, name: str, excluded: tuple[Exclusion, ...]) -> Any:
    from dataclasses import replace

    return replace(one, outcome=name, excluded=(*excluded, *one.excluded))


def _funnel(context: Context) -> Outcome:
    found = complaints.funnel(
        complaints=context.tables["complaints"], accusations=context.tables["accusations"],
        finding="finding", disciplined="disciplined",
    )  # fmt: skip
    steps = (
        ("complaints", found.complaints), ("accusations of a known officer", found.accusations_with_officer),
        ("with a finding", found.with_finding), ("sustained", found.sustained), ("disciplined", found.disciplined),
    )  # fmt: skip
    notes = (
        f"A plain join of the two files would count {found.plain_join:,} accusations.",
        f"{found.orphans:,} accusations name a complaint that the complaints file lacks.",
    )
    return Outcome(
        question="What becomes of complaints, from receipt to discipline?",
        sheets=(Sheet("Funnel", ("step", "how many"), steps),),
        notes=notes if found.plain_join != found.accusations or found.orphans else (),
    )


def _concentration(context: Context) -> Outcome:
    rows = columns(context.tables["accusations"].filter(context.tables["accusations"].officer_id.notnull()),
                   ["officer_id"])["officer_id"].astype(str)  # fmt: skip
    known = columns(context.tables["officers"], ["officer_id"])["officer_id"].astype(str)
    names, held = np.unique(rows, return_counts=True)
    mine = dict(zip(names.tolist(), held.tolist(), strict=True))
    found = complaints.concentration(counts=[mine.get(name, 0) for name in np.unique(known).tolist()])
    strangers = int(sum(count for name, count in mine.items() if name not in set(known.tolist())))
    shares = tuple((100 * share, 100 * top, 100 * chance) for share, top, chance in found.top)
    return Outcome(
        question="How concentrated are complaints, and how much of that is chance?",
        sheets=(
            Sheet("Share held by the officers with the most", ("percent of officers", "percent of complaints",
                  "percent by chance alone"), shares, safe=True),
        ),
        notes=(f"{strangers:,} accusations name an officer who is not in the officers' file.",) if strangers else (),
    )  # fmt: skip


def _series(context: Context) -> Outcome:
    start = np.datetime64(context.values["start"], "M")
    table = context.table
    dated = table.filter(table.date.notnull())
    undated = int(table.count(where=table.date.isnull()).to_pyarrow().as_py())
    by_day = dated.group_by(day=dated.date.cast("date")).aggregate(n=dated.count()).order_by("day").to_pyarrow()
    days = _days(by_day.column("day").to_numpy(zero_copy_only=False))
    if not len(days):
        raise NotEnoughData("no dated row", where="file", expected="rows with a date")
    months = _months(days)
    counts = np.bincount(months - months.min(), weights=by_day.column("n").to_numpy()).astype(int)
    at = int(start.astype(int)) - int(months.min())
    done = its.interrupted_series(counts=counts, start=at, measure="events", meaningful=context.values["meaningful"])
    more = (Exclusion("row without a date", undated),) if undated else ()
    named = (("right away", done.step), ("change of the trend, a month", done.bend), ("at the end", done.at_end))
    rows = tuple(
        (str(np.datetime64(int(months.min()) + k, "M")), int(n), float(done.expected[k])) for k, n in enumerate(counts)
    )
    return Outcome(
        question=f"Did the number of events change in {context.values['start'][:7]}?",
        readings=tuple(
            Reading(name, _titled(_compared(one), "events", more)) for name, one in named
        ),
        sheets=(Sheet("Months", ("month", "events", "expected without the change"), rows),),
    )  # fmt: skip


def _compared(one: Any) -> Any:
    from dataclasses import replace

    return replace(one, group="after the change", reference="the months before, carried on")


def _training_effect(context: Context) -> Outcome:
    which = next(name for name in context.tables if name != "training")
    taken = columns(context.tables["training"], ["officer_id", "course", "date"])
    mine = taken["course"].astype(str) == context.values["course"]
    if not mine.any():
        raise NotEnoughData(f"nobody took {context.values['course']!r}", where="training", expected="a course there is")
    events = columns(context.tables[which], ["officer_id", "date"])
    known = np.array([one is not None for one in events["officer_id"].tolist()]) & ~np.isnat(_days(events["date"]))
    officers, days = events["officer_id"][known].astype(str), _months(_days(events["date"][known]))
    first: dict[str, int] = {}
    starts = zip(taken["officer_id"][mine].astype(str), _months(_days(taken["date"][mine])), strict=True)
    for name, month in starts:
        first[name] = min(int(month), first.get(name, int(month)))
    names = sorted(first)
    panel = staggered.read_panel(_panel(names, first, officers, days), unit="unit", period="period", first="first",
                                 outcome="outcome")  # fmt: skip
    context.tell("comparing cohorts")
    said = About(outcome=which, meaningful=context.values["meaningful"])
    effect = staggered.training_effect(panel, about=said, per=1000.0, unit="per 1,000 officer-months")
    strangers = int((~np.isin(officers, names)).sum())
    more = (Exclusion("event of an officer without the course", strangers),) if strangers else ()
    return Outcome(
        question=f"Did “{context.values['course']}” change {which}?",
        readings=(Reading("effect", _titled(effect, which, more)),),
    )


def _panel(names: list[str], first: Mapping[str, int], officers: np.ndarray, months: np.ndarray) -> Any:
    """One row for each trained officer and month."""
    low, high = int(months.min()), int(months.max())
    place = {name: at for at, name in enumerate(names)}
    grid = np.zeros((len(names), high - low + 1))
    for name, month in zip(officers.tolist(), months.tolist(), strict=True):
        if name in place:
            grid[place[name], month - low] += 1
    periods = np.tile(np.arange(low, high + 1, dtype=float), len(names))
    starts = np.repeat(np.array([first[name] for name in names], float), high - low + 1)
    return {"unit": np.repeat(names, high - low + 1), "period": periods, "first": starts, "outcome": grid.ravel()}


def _coverage(context: Context) -> Outcome:
    officers = columns(context.tables["officers"], ["officer_id", "appointed", "left"])
    taken = columns(context.tables["training"], ["officer_id", "course", "date", "expires"])
    mine = taken["course"].astype(str) == context.values["course"]
    serving = training.Serving.of(
        officer=officers["officer_id"].tolist(), start=_days(officers["appointed"]), end=_days(officers["left"])
    )
    found = training.coverage(
        serving=serving, officer=taken["officer_id"][mine], taken=_days(taken["date"][mine]),
        expires=_days(taken["expires"][mine]), day=np.datetime64(context.values["day"], "D"),
    )  # fmt: skip
    return Outcome(
        question=f"Who of those serving on {context.values['day']} has “{context.values['course']}”?",
        readings=tuple(Reading(one.group, one) for one in found),
    )


def _turnover(context: Context) -> Outcome:
    rows = columns(context.table, ["officer_id", "appointed", "left"])
    start, end = _days(rows["appointed"]), _days(rows["left"])
    until = np.datetime64(context.values["until"], "D")
    gone = ~np.isnat(end) & (end <= until)
    last = np.where(gone, end, until)
    keep = ~np.isnat(start) & (last >= start)
    if not keep.any():
        raise BadTable("no officer with a day of appointment", where="officers", expected="the column “appointed”")
    years = (last[keep] - start[keep]).astype(int) / 365.25
    curve = survival.kaplan_meier(durations=years, observed=gone[keep])
    left_out = int((~keep).sum())
    more = (Exclusion("no day of appointment, or left before it", left_out),) if left_out else ()
    named = [
        (f"left within {years:g} years", survival.share_ended(
            curve, within=years, measure="left_within", unit_of_time="years", base="officers"))
        for years in (1.0, 5.0, 10.0) if years <= curve.last
    ]  # fmt: skip
    return Outcome(
        question="How long do officers stay, those still here included?",
        readings=tuple(Reading(name, _titled(one, name, more)) for name, one in named),
    )


def _alert_rule(context: Context) -> Outcome:
    which = next(name for name in context.tables if name != "officers")
    roster = columns(context.tables["officers"], ["officer_id", "appointed", "left"])
    events = columns(context.tables[which], ["officer_id", "date"])
    days = _days(events["date"])
    known = np.array([one is not None for one in events["officer_id"].tolist()]) & ~np.isnat(days)
    values = context.values
    rule = early_intervention.Rule(count=values["count"], days=values["days"])
    covers = days[known].min(), days[known].max()
    first, last = covers[0] + values["days"], covers[1] - values["horizon"]
    if first > last:
        raise BadArgument("the file is too short for the rule", where="parameter days", expected="days + horizon less")
    asked = np.arange(first, last + 1, 30)
    done = early_intervention.back_test(
        roster=early_intervention.Roster.of(
            officer=roster["officer_id"].tolist(), start=_days(roster["appointed"]), end=_days(roster["left"])
        ),
        event_officer=events["officer_id"][known], event_day=days[known], rule=rule, asked=asked,
        horizon=values["horizon"], covers=covers,
    )  # fmt: skip
    counts = Counts("Officer-days asked", ("flagged", "not flagged"), ("event followed", "no event followed"),
                    ((done.hits, done.false_alarms), (done.missed, done.quiet)))  # fmt: skip
    named = (("alerts followed by an event", done.right), ("events that an alert came before", done.found),
             ("how many times as often", done.lift))  # fmt: skip
    return Outcome(
        question=f"Would the rule “{rule.count} in {rule.days} days” have pointed at what came?",
        readings=tuple(Reading(name, one, ("flagged", "not flagged")) for name, one in named),
        counts=counts,
    )


RUNS: Final[Mapping[str, Run]] = {
    "sustained": _sustained,
    "evenness": _evenness,
    "time-to-close": _time_to_close,
    "funnel": _funnel,
    "concentration": _concentration,
    "series": _series,
    "training-effect": _training_effect,
    "coverage": _coverage,
    "turnover": _turnover,
    "alert-rule": _alert_rule,
}
