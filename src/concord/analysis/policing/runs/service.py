"""Methods on files of calls, surveys and force, and the one about single officers, ordered by name."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from concord.analysis.errors import NotEnoughData
from concord.analysis.policing import calls, force, surveys
from concord.analysis.policing.about import About
from concord.analysis.policing.estimate import Exclusion
from concord.analysis.policing.runs.counting import columns, grouped
from concord.analysis.policing.runs.method import Context, Counts, Outcome, Reading, Run, Sheet
from concord.analysis.policing.runs.stops import RACE, about, both, worded, words
from concord.analysis.policing.tables import Table, tally

LEAST: Final = 30  # stops that an officer needs for a score
BAND: Final = (0.0, 0.1, 0.2, 0.3)


def _response(context: Context) -> Outcome:
    by = context.values["by"]
    table = context.table
    if context.values["calls"] == "of the community":
        table = table.filter(~table.self_initiated.fill_null(False))
    found, stamps = calls.response_times(table, by=[by] if by else [])
    readings = []
    for one in found:
        share = one.diagnostic("share")
        words = "half of callers" if share == 0.5 else f"{float(str(share)):.0%} of callers"  # noqa: PLR2004 - the median
        part = one.measure.removesuffix("_time")
        name = f"{part}, {words}" + (f", {by} {one.group}" if by else "")
        readings.append(Reading(name, replace(one, outcome=f"{part} of {words}", diagnostics=one.diagnostics)))
    rows = tuple(
        (one.component, ", ".join(map(str, one.group)), one.rows, one.usable, one.no_start, one.no_end, one.inverted)
        for one in stamps
    )
    return Outcome(
        question="How long do callers wait, in parts?",
        readings=tuple(readings),
        sheets=(Sheet("Stamps", ("part", "group", "calls", "usable", "no first", "no second", "out of order"), rows),),
    )


def _workload(context: Context) -> Outcome:
    rows = columns(context.table, ["call_id", "dispatched", "cleared", "units"])
    units = np.nan_to_num(rows["units"].astype(float), nan=1.0).astype(int).clip(1)
    start, end = (np.repeat(rows[name].astype("datetime64[s]"), units) for name in ("dispatched", "cleared"))
    found = calls.workload(start=start, end=end)
    at = found.hours.astype("datetime64[h]").astype(int) % 24
    by_hour = np.bincount(at, weights=found.minutes, minlength=24)
    table = tuple((f"{hour:02d}:00", float(minutes) / 60) for hour, minutes in enumerate(by_hour.tolist()))
    left = tuple(f"Left out: {one.count:,} ({one.reason})." for one in found.excluded)
    return Outcome(
        question="How many hours of units do calls take, by hour of the day?",
        sheets=(Sheet("Hours of units by hour of the day", ("hour", "hours of units"), table, safe=True),),
        notes=(
            *left,
            "Each unit of a call is counted from the first dispatch to the last leave, so this is a ceiling.",
        ),
    )


def _survey(context: Context) -> Outcome:
    asked, least = context.values["question"], context.values["least"]
    table = context.table.filter(context.table.question == asked)
    rows = columns(table, ["respondent", "answer", "weight", "stratum", "cluster", "group"])
    if not len(rows["respondent"]):
        raise NotEnoughData(f"nobody was asked {asked!r}", where="surveys", expected="a question there is")
    answers = rows["answer"].astype(float)
    yes = np.where(np.isnan(answers), np.nan, answers >= least)
    weights = np.nan_to_num(rows["weight"].astype(float), nan=1.0)
    strata = [str(one) for one in rows["stratum"].tolist()]
    clusters = [str(one) for one in rows["respondent"].tolist()]
    groups = np.array([str(one) for one in rows["group"].tolist()])
    readings = []
    for name in ["everybody", *(sorted(set(groups.tolist())) if len(set(groups.tolist())) > 1 else [])]:
        mine = np.ones(len(groups), bool) if name == "everybody" else groups == name
        one = surveys.survey_share(
            answers=yes[mine], weights=weights[mine], strata=[s for s, k in zip(strata, mine, strict=True) if k],
            clusters=[c for c, k in zip(clusters, mine, strict=True) if k], group=name,
        )  # fmt: skip
        readings.append(Reading(name, replace(one, outcome=f"answers of {least} or more")))
    return Outcome(question=f"Who answered “{asked}” with {least} or more?", readings=tuple(readings))


def _force_band(context: Context) -> Outcome:
    found = grouped(context.table, [RACE], flags={"force": "force_used"}, known=["force_used"])
    said = about(context, outcome="force")
    names = both(said, found)
    used = [found.of("force", **{RACE: name}) for name in names]
    stops = [found.of("n", **{RACE: name}) for name in names]
    band = force.selection_band(force=(used[0], used[1]), stops=(stops[0], stops[1]), unfair_shares=BAND, about=said)
    readings = [
        Reading(f"if {share:.0%} of stops were made for the group alone", found.noted(one), names)
        for share, one in zip(BAND, band, strict=True)
    ]
    every = tuple(np.unique(found.table[RACE]).tolist())
    counted = [(found.of("force", **{RACE: name}), found.of("n", **{RACE: name})) for name in every]
    values = tuple((y, n - y) for y, n in counted)
    return Outcome(
        question=f"Force against {words(said.group)} and {words(said.reference)}: how much could unfair stops hide?",
        readings=tuple(readings),
        counts=Counts("Stops", every, ("force", "no force"), values),
        notes=("The data cannot say which share is right: this is a band, not a point.",),
    )


def _force_matrix(context: Context) -> Outcome:
    permitted = {kind: str(int(level)) for kind, level in context.values["policy"].get("policy", {}).items()}
    found = grouped(context.table, ["resistance", "force_level"])
    levels = sorted({*found.table["force_level"].tolist(), *permitted.values()}, key=int)
    counts = tally({name: found.table[name] for name in ("resistance", "force_level")}, {"n": found.table["n"]})
    done = force.resistance_matrix(
        counts,
        resistance="resistance",
        force="force_level",
        incidents="n",
        levels=levels,
        permitted=permitted,
        about=About(outcome="reports of force"),
    )
    rows = tuple(tuple(int(n) for n in row) for row in done.counts)
    parts = (("above the policy", done.above), ("at it", done.at), ("below it", done.below))
    return Outcome(
        question="Is force above, at or below what the policy names for the resistance that was met?",
        readings=tuple(Reading(name, found.noted(one), done.resistance) for name, one in parts),
        counts=Counts("Reports of force", done.resistance, tuple(f"level {one}" for one in done.force), rows),
    )  # fmt: skip


def _officers(context: Context) -> Outcome:
    """Score each officer's stops against colleagues in the same district and hour."""
    from concord.analysis.policing.internal_benchmark import internal_benchmark

    table = context.table
    flag = context.values["outcome"]
    known = table.mutate(hour=table.moment.hour())
    found = grouped(known, ["officer_id", "district", "hour"], flags={"y": flag}, known=[flag])
    keys, scores, few = _scores(found.table)
    done = internal_benchmark(scores=scores, officers=keys, allowed_to_name=True)
    rows = (("officers with a score", done.officers), ("above", done.above), ("below", done.below),
            ("a fixed rule would have flagged", done.by_theory))  # fmt: skip
    left = (*found.left_out, Exclusion(f"officers with fewer than {LEAST} stops", few))
    return Outcome(
        question=f"Whose stops end in “{flag.replace('_', ' ')}” unlike colleagues' at the same place and hour?",
        sheets=(Sheet("Officers", ("", "how many"), rows),),
        notes=(*(f"Left out: {one.count:,} ({one.reason})." for one in left if one.count),
               "An agency-wide difference is invisible here. A flag is a question to a supervisor, never a finding."),
        officers=done.flagged,
    )  # fmt: skip


def _scores(table: Table) -> tuple[list[str], np.ndarray, int]:
    """Each officer's events less what colleagues in the same cell would lead one to expect, in standard deviations."""
    cells = np.char.add(np.char.add(table["district"], "|"), table["hour"])
    _, cell = np.unique(cells, return_inverse=True)
    officers, who = np.unique(table["officer_id"], return_inverse=True)
    n, y = table["n"].astype(float), table["y"].astype(float)
    others_n = np.bincount(cell, weights=n)[cell] - n
    others_y = np.bincount(cell, weights=y)[cell] - y
    usable = others_n > 0
    share = np.divide(others_y, others_n, out=np.zeros_like(n), where=usable)
    spread = n * share * (1 - share) * (1 + np.divide(n, others_n, out=np.zeros_like(n), where=usable))
    gap = np.bincount(who, weights=np.where(usable, y - n * share, 0.0))
    variance = np.bincount(who, weights=np.where(usable, spread, 0.0))
    stops = np.bincount(who, weights=np.where(usable, n, 0.0))
    enough = (stops >= LEAST) & (variance > 0)
    scores = np.where(enough, gap / np.sqrt(np.where(variance > 0, variance, 1.0)), np.nan)
    return officers.tolist(), scores, int((~enough).sum())


RUNS: Final[Mapping[str, Run]] = {
    "response-times": _response,
    "workload": _workload,
    "survey": _survey,
    "force-band": worded(_force_band),
    "force-matrix": _force_matrix,
    "officers": _officers,
}
