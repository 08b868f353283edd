"""Published figures from public files: `python -m benchmarks.acceptance_policing_b --data FOLDER`.

FOLDER holds policing/ and community/. Each line: what, found, published, tolerance, whether it holds. Comparisons with
statsmodels run where it is installed."""

import argparse
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np

from concord.analysis.policing import calls, complaints, counts, staffing, surveys
from concord.analysis.policing.audit.linking import fan_out
from concord.analysis.policing.schemas.applying import apply
from concord.analysis.policing.schemas.mapping import layout
from concord.analysis.policing.survival import kaplan_meier, log_rank

Line = tuple[str, float, float, float]
UNTIL = np.datetime64("2018-03-01")


def mapped(name: str, table: ir.Table) -> ir.Table:
    target, loss = apply(layout(name), table)
    print(f"  {name}: {loss.rows:,} rows, {loss.lost:,} values not understood")
    return target


def equal(name: str, found: Any, published: Any) -> Line:
    return name, float(found), float(published), 0.0


def chicago(con: ibis.BaseBackend, folder: Path, published: dict[str, Any]) -> Iterator[Line]:
    place = folder / "complaints"
    raw = con.read_parquet(place / "chicago_complaints_2000_2016.parquet")
    rows = mapped("chicago_complaints", raw)
    accused = mapped("chicago_accused", con.read_parquet(place / "chicago_accused_2000_2016.parquet"))
    found = complaints.funnel(complaints=rows, accusations=accused, finding="finding")
    print(f"  {found}\n  {fan_out(rows, accused, key='complaint_id').sentence()}")
    yield equal("Chicago complaints", found.complaints, published["complaints"])
    yield equal("Chicago accusations", found.accusations, published["accusations_total"])
    yield equal(
        "Chicago accusations with officer", found.accusations_with_officer, published["accusations_with_officer"]
    )
    yield equal("Chicago complaints with officer", found.complaints_with_officer, published["complaints_with_officer"])
    yield equal("Chicago complaints without", found.complaints_without_officer, published["complaints_without_officer"])
    yield equal("Chicago officers", found.officers, published["officers"])
    trap = complaints.funnel(complaints=raw.drop("row_id").rename(complaint_id="cr_id"), accusations=accused)
    yield equal("Chicago: the trap, for comparison", trap.plain_join, 188_917)
    yield equal("Chicago: and the count all the same", trap.accusations, published["accusations_total"])
    months = complaints.accusations_by_month(complaints=rows, accusations=accused, date="incident_date")
    whole = [one for one in months if "2000-01" <= one[0] <= published["low_month"][0]]
    for name, pick in (("peak_month", max), ("low_month", min)):
        month, n = pick(whole, key=lambda one: one[1])
        yield equal(f"Chicago {name} {month}", n if month == published[name][0] else -1, published[name][1])
    for file, column, key in (
        ("victims", "cr_id", "complaints_with_victim"),
        ("complainants", "cr_id", "complaints_with_complainant"),
        ("witnesses", "UID", "witness_officers"),
        ("witnesses", "cr_id", "witness_complaints"),
    ):
        table = con.read_csv(place / f"chicago_{file}_2000_2016.csv.gz")
        inside = table.semi_join(rows, table.cr_id.cast("string") == rows.complaint_id)
        yield equal(f"Chicago {key}", inside[column].nunique().to_pyarrow().as_py(), published[key])
    chicago_rates(con, place, rows, accused)


def chicago_rates(con: ibis.BaseBackend, place: Path, rows: ir.Table, accused: ir.Table) -> None:
    filed = con.read_csv(place / "chicago_officer_filed_cr_ids.csv.gz")
    by_officer = accused.semi_join(filed, accused.complaint_id == filed.cr_id.cast("string"))
    closed, hits = (
        {
            name: int(table.count(where=test(table)).to_pyarrow().as_py())
            for name, table in (("all", accused), ("officer", by_officer))
        }
        for test in (lambda t: t.finding.notnull(), lambda t: t.finding == "sustained")
    )
    for one in complaints.sustained_rates(closed=closed, sustained=hits):
        print(
            f"  sustained, complaint by {one.group}: {one.value:.4f} ({one.low:.4f} to {one.high:.4f}) "
            f"of {one.denominator:,.0f}"
        )
    once = rows.group_by("complaint_id").aggregate(received=rows.received.min(), closed=rows.closed.max()).to_pyarrow()
    curve, excluded = complaints.time_to_close(
        received=once["received"].to_numpy(zero_copy_only=False), closed=once["closed"].to_numpy(zero_copy_only=False),
        until=np.datetime64("2016-10-27"),
    )  # fmt: skip
    print(f"  days to close: median {curve.quantile()}, {curve.censored:,} of {curve.n:,} open; left out {excluded}")
    held = accused.group_by("officer_id").aggregate(n=accused.count()).to_pyarrow()["n"].to_numpy()
    print(f"  concentration among officers with any: {complaints.concentration(counts=held)}")


def officers(con: ibis.BaseBackend, folder: Path, published: dict[str, Any]) -> Iterator[Line]:
    place = folder / "officers"
    table = mapped("chicago_officers", con.read_parquet(place / "chicago_profiles_2018.parquet"))
    young = table.filter(table.appointed >= "1990-01-01").select("appointed", "left").to_pyarrow()
    start, end = (young[name].to_numpy(zero_copy_only=False).astype("datetime64[D]") for name in ("appointed", "left"))
    last = np.where(np.isnat(end), UNTIL, end)
    keep = last > start  # as in the published figures, who left on the first day did not serve
    curve = kaplan_meier(durations=(last - start)[keep].astype(float) / 365.25, observed=~np.isnat(end)[keep])
    print(f"  {curve.n:,} officers appointed from 1990; left out {int((~keep).sum())} who left on that day or before")
    for years, stay in ((1, 0.951), (5, 0.916), (10, 0.870), (20, 0.788)):
        yield f"Chicago officers who stay {years} years", curve.at(years)[0], stay, 0.0006
    salary = con.read_parquet(place / "chicago_salary_2002_2017.parquet")
    for year, head in published["chicago_salary_headcount"].items():
        n = salary.filter(salary.year == int(year)).person_file_id.nunique().to_pyarrow().as_py()
        yield equal(f"Chicago headcount {year}", n, head)
    trr = con.read_parquet(folder / "force" / "chicago_trr_officers_2004_2016.parquet")
    hurt = int(trr.count(where=trr.injured == "Yes").to_pyarrow().as_py())
    yield equal("Chicago officers injured", hurt, published["chicago_trr_officer_injured_yes"])
    force = mapped("new_jersey_force", con.read_csv(folder / "force" / "nj_oag_use_of_force_2020q4_2021q1.csv.gz"))
    yield equal("New Jersey reports", force.count().to_pyarrow().as_py(), published["nj_uof_reports"])
    yield equal("New Jersey agencies", force.agency.nunique().to_pyarrow().as_py(), published["nj_agencies"])
    injured = force.count(where=force.officer_injured).to_pyarrow().as_py()
    yield equal("New Jersey officers injured", injured, published["nj_officer_injured_yes"])


def alexandria(con: ibis.BaseBackend, folder: Path, published: dict[str, Any]) -> Iterator[Line]:
    raw = con.read_parquet(folder / "cad" / "alexandria_va_911_cad_2025w35_w48.parquet")
    raw = raw.filter(raw.WeekNo == 38)
    week = mapped("alexandria_calls", raw)
    days, priority, service = (dict(calls.volume(raw, by=name)) for name in ("DOW", "Priority_Number", "Agency"))
    n = sum(days.values())
    yield equal("Alexandria calls", n, published["calls"])
    yield equal(
        "Alexandria Friday, the busiest", days["FRI"] if days["FRI"] == max(days.values()) else -1, published["friday"]
    )
    yield equal(
        "Alexandria Sunday, the quietest", days["SUN"] if days["SUN"] == min(days.values()) else -1, published["sunday"]
    )
    yield "Alexandria priority 2, %", 100 * priority[2] / n, published["priority2_pct"], 0.05
    yield "Alexandria priority 1, %", 100 * priority[1] / n, published["priority1_pct"], 0.05
    yield "Alexandria police, %", 100 * service["POLICE"] / n, published["police_pct"], 0.05
    given, stamps = calls.response_times(week, by=("service",))
    wait = next(one for one in given if one.measure == "dispatch_time" and one.group == "police")
    yield "Alexandria police wait, median (from whole s)", float(wait.value or 0), 172, 1.0
    yield "Alexandria police wait, mean (from whole s)", float(wait.diagnostic("mean") or 0), 1298, 1.0
    for one in stamps:
        if one.group == ("police",):
            print(f"  {one}")
    contradicted(raw, n, priority)


def contradicted(raw: ir.Table, n: int, priority: dict[Any, int]) -> None:
    """Name the sentences of the printed report that its own data contradict."""
    hours = dict(calls.volume(raw, by="Hour"))
    reception = dict(calls.volume(raw, by="Call_Reception"))
    empty = {name: int(raw.count(where=raw[name].isnull()).to_pyarrow().as_py()) for name in raw.columns}
    busiest, most = max(hours.items(), key=lambda one: one[1])
    least = sorted(hour for hour, count in hours.items() if count == min(hours.values()))
    stop, arrival = empty["Incident_Phone_Stop"], empty["Incident_Arrival_Time"]
    checks = (
        ("busiest hour is 1200 with 90 calls", f"{busiest:02d}00 has {most}; 1200 has {hours[12]}"),
        ("0400 is the slowest hour with 26 calls", f"{least} have {hours[least[0]]} each; 0400 has {hours[4]}"),
        ("the majority of calls are priority 2", f"{priority[2]} of {n} is {100 * priority[2] / n:.1f}%, no majority"),
        (
            "12.9% have no time at which the call stopped",
            f"{stop} of {n} is {100 * stop / n:.1f}%; 12.9% is {arrival} missing arrivals",
        ),
        ("only 13 columns have missing data", f"{sum(count > 0 for count in empty.values())} have in this file"),
        (
            "most of the calls arrived by phone",
            f"{reception['Phone']} of {n} is {100 * reception['Phone'] / n:.1f}%, not most",
        ),
    )
    for said, found in checks:
        print(f"  report says: {said}\n      data say: {found}")
    print("  report says: processing times 'somewhere around  seconds': the figure is missing in the print")


def queues(published: dict[str, Any]) -> Iterator[Line]:
    args = published["args"]
    found = staffing.positions(
        arrivals=args["transactions"], per=args["interval_min"], handling=args["aht_min"], answer_within=20 / 60,
        service_level=args["service_level"], max_occupancy=args["max_occupancy"], shrinkage=args["shrinkage"],
    )  # fmt: skip
    yield equal("Erlang C, servers", found.raw, published["raw_positions"])
    yield equal("Erlang C, positions", found.positions, published["positions"])
    for name in ("service_level", "occupancy", "waiting_probability"):
        yield f"Erlang C, {name}", getattr(found.queue, name), published[name], 1e-12


def schools(con: ibis.BaseBackend, folder: Path) -> Iterator[Line]:
    table = con.read_csv(next(folder.rglob("apiclus1_weights.csv"))).to_pyarrow().to_pydict()
    stype = {"E": 4421.0, "H": 755.0, "M": 1018.0}
    wide = {False: 1072.0, True: 5122.0}
    groups = {"stype": table["stype"], "sch.wide": table["sch.wide"]}
    raked = surveys.rake(
        weights=table["pw"],
        groups=groups,
        targets={"stype": stype, "sch.wide": wide},
    )  # fmt: skip
    gap = float(np.abs(raked.weights / np.asarray(table["rake_w"]) - 1).max())
    yield "Schools, raked weights, largest relative gap", gap, 0.0, 1e-6
    found = surveys.survey_mean(
        values=table["api00"],
        weights=raked.weights,
        clusters=table["dnum"],
        sizes={"all": int(table["fpc"][0])},
        calibration=surveys.Calibration(weights=table["pw"], groups=groups),
    )
    yield "Schools, raked mean", float(found.value or 0), 641.2303, 5e-5
    yield "Schools, its standard error", float(found.se or 0), 23.7036, 5e-5


def against_statsmodels() -> Iterator[Line]:
    if importlib.util.find_spec("statsmodels") is None:
        print("  statsmodels is not installed: no comparison")
        return
    import statsmodels.api as sm
    from statsmodels.duration.survfunc import SurvfuncRight, survdiff

    rng = np.random.default_rng(1)
    ends, censor = rng.exponential(10, 500).round(1), rng.uniform(2, 20, 500).round(1)
    times, seen, group = np.minimum(ends, censor), ends <= censor, rng.integers(0, 3, 500)
    ours, theirs = kaplan_meier(durations=times, observed=seen), SurvfuncRight(times, seen.astype(int))
    yield "Kaplan-Meier against statsmodels", float(np.abs(ours.survival - theirs.surv_prob).max()), 0.0, 1e-12
    spread = ours.survival * np.sqrt(ours.greenwood) - theirs.surv_prob_se
    yield "Greenwood against statsmodels", float(np.abs(spread).max()), 0.0, 1e-12
    statistic = survdiff(times, seen.astype(int), group)[0]
    yield (
        "log-rank of 3 groups against statsmodels",
        log_rank(durations=times, observed=seen, groups=group.tolist()).statistic,
        statistic,
        1e-8,
    )
    x = np.column_stack([np.ones(300), rng.normal(size=300)])
    mean = np.exp(x @ [1.5, 0.4])
    y = rng.negative_binomial(2, 1 / (1 + 0.5 * mean))
    fit, peer = counts.fit_counts(y=y, x=x), sm.NegativeBinomial(y, x).fit(disp=0, maxiter=500, method="newton")
    yield "negative binomial slope against statsmodels", float(fit.beta[1]), float(peer.params[1]), 1e-6
    yield "negative binomial alpha against statsmodels", fit.alpha, float(peer.params[2]), 1e-5
    yield "its log-likelihood", fit.log_likelihood, float(peer.llf), 1e-7


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    folder: Path = options.parse_args().data
    place = folder / "policing"
    published = json.loads((place / "expected.json").read_text())
    con = ibis.duckdb.connect()
    lines = [
        *chicago(con, place, published["chicago_complaints_report_2018"]),
        *officers(con, place, published["file_counts"]),
        *alexandria(con, place, published["alexandria_911_week38"]),
        *queues(published["erlang_c"]),
        *schools(con, folder / "community"),
        *against_statsmodels(),
    ]
    print(f"\n{'what':<48}{'found':>22}{'published':>22}{'tolerance':>11}")
    for name, found, wanted, tolerance in lines:
        verdict = "" if abs(found - wanted) <= tolerance else "   DIFFERS"
        print(f"{name:<48}{found:>22.12g}{wanted:>22.12g}{tolerance:>11.1g}{verdict}")
    print(f"{sum(abs(f - w) <= t for _, f, w, t in lines)} of {len(lines)} hold")


if __name__ == "__main__":
    main()
