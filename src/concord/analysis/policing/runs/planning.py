"""Methods on staffing, clearance, injuries and escalation within incidents, ordered by name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from concord.analysis.errors import BadArgument, NotEnoughData
from concord.analysis.policing import calls, cosmic, rates, staffing, survival
from concord.analysis.policing.about import About
from concord.analysis.policing.estimate import Estimate, Exclusion
from concord.analysis.policing.intervals import two_sided
from concord.analysis.policing.multiplicity import benjamini_hochberg
from concord.analysis.policing.runs.counting import columns
from concord.analysis.policing.runs.method import Context, Outcome, Reading, Run, Sheet

WEEK: Final = staffing.HOURS_A_WEEK
SIMULATED: Final = 4 * WEEK  # hours
YEAR: Final = 365.25
FDR: Final = 0.05


def _days(values: np.ndarray) -> np.ndarray:
    return np.asarray(values.astype("datetime64[D]"))


def _staffing(context: Context) -> Outcome:
    values = context.values
    rows = columns(context.table, ["call_id", "dispatched", "cleared", "units"])
    units = np.nan_to_num(rows["units"].astype(float), nan=1.0).astype(int).clip(1)
    start, end = (rows[name].astype("datetime64[s]") for name in ("dispatched", "cleared"))
    work = calls.workload(start=np.repeat(start, units), end=np.repeat(end, units))
    weeks = work.by_week()
    context.tell("redrawing weeks")
    need = staffing.officers_needed(
        weeks=weeks, target=values["target"], hours_worked=values["hours_worked"], least=values["least"],
        rng=context.rng,
    )  # fmt: skip
    on_duty = np.maximum(np.ceil(weeks.mean(0) / values["target"]), max(values["least"], 1)).astype(int)
    context.tell("simulating four weeks")
    run = _simulated(start, end, units, on_duty, context.rng)
    by_hour = tuple((f"{hour:02d}:00", float(on_duty[hour::24].mean())) for hour in range(24))
    wait, (low, high) = run.waited(values["wait"]), run.interval(values["wait"])
    facts = (
        ("percent of calls that wait longer", 100 * wait), ("from", 100 * low), ("to", 100 * high),
        ("percent of unit time on calls", 100 * run.busy),
    )  # fmt: skip
    return Outcome(
        question=f"How many officers keep patrol at {values['target']:.0%} of its time on calls?",
        readings=(Reading("officers needed", _told(need, start.size, work.excluded)),),
        sheets=(
            Sheet("Units on duty that this means, mean over the days of a week", ("hour", "units"), by_hour, safe=True),
            Sheet(f"Four simulated weeks: waits beyond {values['wait']:g} minutes", ("", "figure"), facts, safe=True),
        ),
        notes=(
            "Each unit of a call is counted from the first dispatch to the last leave, so this is a ceiling.",
            "Erlang's formula takes one unit a call; the simulation sends up to as many as the quietest hour has.",
        ),
    )


def _told(need: Estimate, n: int, excluded: tuple[Exclusion, ...]) -> Estimate:
    """Let the estimate rest on calls, of which disclosure control asks, and not on weeks."""
    return replace(need, outcome="officers needed", unit="officers", n=n, denominator=None, base="", excluded=excluded)


def _simulated(
    start: np.ndarray, end: np.ndarray, units: np.ndarray, on_duty: np.ndarray, rng: np.random.Generator
) -> staffing.Run:
    """Run weeks of drawn calls through the units on duty: as many calls, units and minutes as the file has.

    A call takes no more units than are on duty in the quietest hour: it would hold up all others there."""
    known = ~(np.isnat(start) | np.isnat(end)) & (end >= start) & (end - start <= calls.DAY)
    day, hour = start[known].astype("datetime64[D]").astype(int), start[known].astype("datetime64[h]").astype(int) % 24
    of_week = ((day + 3) % 7) * 24 + hour
    weeks = (start[known].max() - start[known].min()) / np.timedelta64(7, "D")
    per_hour = np.bincount(of_week, minlength=WEEK) / max(1.0, float(weeks))
    sizes = np.bincount(units[known].clip(max=int(on_duty.min())))[1:]
    minutes = (end[known] - start[known]) / np.timedelta64(60, "s")
    drawn = staffing.stream(
        rates=per_hour.tolist(), hours=SIMULATED, units=(sizes / sizes.sum()).tolist(), handling=minutes.tolist(),
        rng=rng,
    )  # fmt: skip
    return staffing.simulate(drawn, staff=on_duty.tolist())


def _clearance(context: Context) -> Outcome:
    until, within = np.datetime64(context.values["until"], "D"), context.values["within"]
    table = context.table
    if kind := context.values["category"]:
        table = table.filter(table.category == kind)
    if not int(table.count().to_pyarrow().as_py()):
        raise NotEnoughData(f"no rows of {kind or 'offences'}", where="file", expected="offences that were reported")
    rows = columns(table, ["offence_id", "reported", "cleared", "how"])
    start, end = _days(rows["reported"]), _days(rows["cleared"])
    how = np.array([one or "" for one in rows["how"].tolist()])
    gone, void, half = ~np.isnat(end) & (end <= until), how == "unfounded", np.isnat(end) != (how == "")
    last = np.where(gone, end, until)
    keep = ~np.isnat(start) & (last >= start) & ~void & ~half
    if not keep.any():
        raise NotEnoughData("no offence is left", where="file", expected="offences with a day of report")
    ways = [one if cleared else None for one, cleared in zip(how[keep].tolist(), gone[keep].tolist(), strict=True)]
    left = (
        Exclusion("unfounded", int(void.sum())),
        Exclusion("cleared on no day, or in no way", int((half & ~void).sum())),
        Exclusion("no day of report, or cleared before it", int((~keep & ~void & ~half).sum())),
    )
    found = survival.ended_by(
        durations=(last - start)[keep].astype(int), outcome=ways, within=within, measure="cleared_within",
        base="offences", excluded=tuple(one for one in left if one.count),
    )  # fmt: skip
    return Outcome(
        question=f"Of 100 reported{f' {kind}' if kind else ' offences'}, how many are cleared within {within:g} days?",
        readings=tuple(
            Reading(f"cleared by {way}", replace(one, outcome=f"cleared by {way} within {within:g} days", group=""))
            for way, one in found.items()
        ),
        notes=(
            "Each report is followed for the same time; an offence still open is not a failure yet.",
            *(() if found else ("None was cleared within that time.",)),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Served:
    """Officers, from which day and to which day each is followed, and the day of the first injury (or none)."""

    names: np.ndarray
    since: np.ndarray
    until: np.ndarray
    first_hurt: np.ndarray
    injuries: int
    excluded: tuple[Exclusion, ...]

    @property
    def years(self) -> float:
        """Years that all of them served together."""
        return float((self.until - self.since).astype(int).sum() / YEAR)

    def curve(self) -> survival.Curve:
        """Return the curve of those who have not been hurt yet, in years."""
        seen = ~np.isnat(self.first_hurt) & (self.first_hurt >= self.since)
        last = np.where(seen, self.first_hurt, self.until)
        return survival.kaplan_meier(durations=(last - self.since).astype(int) / YEAR, observed=seen)


def _served(context: Context, until: np.datetime64) -> _Served:
    roster = columns(context.tables["officers"], ["officer_id", "appointed", "left"])
    hurt = columns(context.tables["injuries"], ["officer_id", "date"])
    begin, gone, day = _days(roster["appointed"]), _days(roster["left"]), _days(hurt["date"])
    dated = ~np.isnat(day)
    end = np.where(np.isnat(gone) | (gone > until), until, gone)
    since = np.maximum(begin, day[dated].min() if dated.any() else until)
    keep = ~np.isnat(begin) & (end > since)
    if not keep.any():
        raise NotEnoughData("nobody served", where="officers", expected="officers with a day of appointment")
    names = roster["officer_id"][keep].astype(str)
    mine = np.isin(hurt["officer_id"].astype(str), names) & dated & (day <= until)
    first: dict[str, np.datetime64] = {}
    for name, on in zip(hurt["officer_id"][mine].astype(str).tolist(), day[mine], strict=True):
        first[name] = min(on, first.get(name, on))
    hurt_on = np.array([first.get(name, np.datetime64("NaT")) for name in names.tolist()], "datetime64[D]")
    left = (
        Exclusion("officer without a day of appointment, or who left before", int((~keep).sum())),
        Exclusion("injury of nobody on the roster, or without a day", int((~mine).sum())),
    )
    followed = since[keep], end[keep], hurt_on
    return _Served(names, *followed, int(mine.sum()), tuple(one for one in left if one.count))


def _injuries(context: Context) -> Outcome:
    served = _served(context, np.datetime64(context.values["until"], "D"))
    about = About(outcome="injuries", base="officer-years")
    rate = rates.rate(
        events=served.injuries, exposure=served.years, about=about, per=100.0, unit="per 100 officer-years"
    )
    curve, named = served.curve(), [("injuries", rate)]
    for time in (1.0, 5.0):
        if time <= curve.last:
            one = survival.share_ended(curve, within=time, measure="hurt_within", unit_of_time="years", base="officers")
            named.append((f"hurt within {time:g} years", replace(one, outcome=f"hurt within {time:g} years")))
    return Outcome(
        question="How often are officers hurt, those who have left included?",
        readings=tuple(Reading(name, _less(one, served.excluded)) for name, one in named),
    )


def _less(one: Estimate, left: tuple[Exclusion, ...]) -> Estimate:
    return replace(one, excluded=(*left, *one.excluded))


def _escalation(context: Context) -> Outcome:
    rows = columns(context.table, ["incident_id", "officer_id", "force_level"])
    known = np.array([one is not None for one in rows["officer_id"].tolist()], bool)
    if not known.any():
        raise BadArgument("no officer", where="force", expected="the column “officer_id”, everybody present included")
    level = np.nan_to_num(rows["force_level"][known].astype(float), nan=0.0)
    read = cosmic.read_incidents(
        incident=rows["incident_id"][known].tolist(), officer=rows["officer_id"][known].tolist(), level=level
    )
    context.tell("comparing colleagues within incidents")
    fit = cosmic.escalation(read)
    unlike = benjamini_hochberg([two_sided(one) for one in (fit.leaning / fit.se).tolist()]) <= FDR
    flagged = [name for name, flag, one in zip(read.officers, unlike, fit.leaning, strict=True) if flag and one > 0]
    rows_of = (
        ("telling incidents", len(read.who)), ("officers in them", len(read.officers)),
        ("above colleagues", len(flagged)), ("below colleagues", int((unlike & (fit.leaning < 0)).sum())),
    )  # fmt: skip
    gone = (*read.excluded, Exclusion("row without an officer", int((~known).sum())))
    return Outcome(
        question="Who uses higher force than colleagues in the same incidents?",
        sheets=(Sheet("Officers", ("", "how many"), rows_of),),
        notes=(
            *(f"Left out: {one.count:,} ({one.reason})." for one in gone if one.count),
            "A row without a level of force counts as none used.",
            "Only incidents in which colleagues used unlike levels tell anything.",
            "A flag is a question to a supervisor, never a finding.",
        ),
        officers=tuple(sorted(flagged)),
    )


RUNS: Final[Mapping[str, Run]] = {
    "staffing": _staffing,
    "clearance": _clearance,
    "injuries": _injuries,
    "escalation": _escalation,
}
