"""Published results about complaints, officers, calls, queues and surveys come out of the library again."""

import ibis.expr.types as ir
import numpy as np
import pytest

from concord.analysis.policing import calls, complaints, staffing, surveys
from concord.analysis.policing.audit.linking import fan_out
from concord.analysis.policing.survival import kaplan_meier
from tests.acceptance.policing import SHARED, columns, count, expected, mapped, table

DRAWN = np.datetime64("2018-03-01")  # the day on which the profiles of Chicago were drawn
NAIVE = 188_917  # accusations that a plain join would count


# Complaints in Chicago


@pytest.fixture(scope="module")
def raw() -> ir.Table:
    return table("complaints/chicago_complaints_2000_2016.parquet")


@pytest.fixture(scope="module")
def both(raw: ir.Table) -> tuple[ir.Table, ir.Table]:
    """Complaints and accusations."""
    accusations = mapped("chicago_accused", table("complaints/chicago_accused_2000_2016.parquet"))
    return mapped("chicago_complaints", raw), accusations


def test_complaints_of_chicago_are_counted_as_in_the_report(both: tuple[ir.Table, ir.Table]) -> None:
    said = expected("chicago_complaints_report_2018")
    found = complaints.funnel(complaints=both[0], accusations=both[1], finding="finding")
    assert (
        found.complaints, found.accusations, found.accusations_with_officer, found.complaints_with_officer,
        found.complaints_without_officer, found.officers,
    ) == tuple(
        said[name]
        for name in ("complaints", "accusations_total", "accusations_with_officer", "complaints_with_officer",
                     "complaints_without_officer", "officers")
    )  # fmt: skip


def test_the_fan_out_of_a_plain_join_is_said_and_not_fallen_into(
    raw: ir.Table, both: tuple[ir.Table, ir.Table]
) -> None:
    plain = raw.drop("row_id").rename(complaint_id="cr_id")
    found = complaints.funnel(complaints=plain, accusations=both[1])
    said = expected("chicago_complaints_report_2018")["accusations_total"]
    assert (found.plain_join, found.accusations) == (NAIVE, said)
    assert "21,803 keys stand more than once" in fan_out(*both, key="complaint_id").sentence()


def test_the_busiest_and_the_quietest_month_of_complaints(both: tuple[ir.Table, ir.Table]) -> None:
    said = expected("chicago_complaints_report_2018")
    months = complaints.accusations_by_month(complaints=both[0], accusations=both[1], date="incident_date")
    whole = [one for one in months if "2000-01" <= one[0] <= said["low_month"][0]]
    assert max(whole, key=lambda one: one[1]) == tuple(said["peak_month"])
    assert min(whole, key=lambda one: one[1]) == tuple(said["low_month"])


@pytest.mark.parametrize(
    ("file", "column", "name"),
    [
        ("victims", "cr_id", "complaints_with_victim"),
        ("complainants", "cr_id", "complaints_with_complainant"),
        ("witnesses", "UID", "witness_officers"),
        ("witnesses", "cr_id", "witness_complaints"),
    ],
)
def test_people_around_the_complaints_of_chicago(
    both: tuple[ir.Table, ir.Table], file: str, column: str, name: str
) -> None:
    rows = table(f"complaints/chicago_{file}_2000_2016.csv.gz")
    inside = rows.semi_join(both[0], rows.cr_id.cast("string") == both[0].complaint_id)
    assert inside[column].nunique().to_pyarrow().as_py() == expected("chicago_complaints_report_2018")[name]


def test_time_to_close_keeps_the_open_cases(both: tuple[ir.Table, ir.Table]) -> None:
    rows = both[0]
    once = columns(rows.group_by("complaint_id").aggregate(start=rows.received.min(), end=rows.closed.max()))
    curve, left_out = complaints.time_to_close(
        received=once["start"], closed=once["end"], until=np.datetime64("2016-10-27")
    )
    assert curve.n + sum(one.count for one in left_out) == expected("chicago_complaints_report_2018")["complaints"]
    assert (curve.censored, [one.reason for one in left_out]) == (1949, ["closed before received"])


# Officers of Chicago, force in Chicago and New Jersey


def test_how_many_officers_of_chicago_stay() -> None:
    rows = mapped("chicago_officers", table("officers/chicago_profiles_2018.parquet"))
    young = columns(rows.filter(rows.appointed >= "1990-01-01").select("appointed", "left"))
    start, end = (young[name].astype("datetime64[D]") for name in ("appointed", "left"))
    last = np.where(np.isnat(end), DRAWN, end)
    served = last > start  # who left on the first day did not serve
    curve = kaplan_meier(durations=(last - start)[served].astype(float) / 365.25, observed=~np.isnat(end)[served])
    stay = [100 * curve.at(years)[0] for years in (1, 5, 10, 20)]
    assert stay == pytest.approx([95.1, 91.6, 87.0, 78.8], abs=0.06)


def test_headcounts_of_chicago() -> None:
    pay = table("officers/chicago_salary_2002_2017.parquet")
    said = expected("file_counts")["chicago_salary_headcount"]
    found = {year: pay.filter(pay.year == int(year)).person_file_id.nunique().to_pyarrow().as_py() for year in said}
    assert found == said


def test_injured_officers_of_chicago() -> None:
    rows = table("force/chicago_trr_officers_2004_2016.parquet")
    assert count(rows, rows.injured == "Yes") == expected("file_counts")["chicago_trr_officer_injured_yes"]


def test_reports_of_force_in_new_jersey() -> None:
    said = expected("file_counts")
    rows = mapped("new_jersey_force", table("force/nj_oag_use_of_force_2020q4_2021q1.csv.gz"))
    found = (count(rows), rows.agency.nunique().to_pyarrow().as_py(), count(rows, rows.officer_injured))
    assert found == (said["nj_uof_reports"], said["nj_agencies"], said["nj_officer_injured_yes"])


# Calls in Alexandria, week 38


@pytest.fixture(scope="module")
def week() -> ir.Table:
    rows = table("cad/alexandria_va_911_cad_2025w35_w48.parquet")
    return rows.filter(rows.WeekNo == 38)


def test_the_week_of_alexandria_is_counted_as_in_the_report(week: ir.Table) -> None:
    said = expected("alexandria_911_week38")
    days, priority, service = (dict(calls.volume(week, by=name)) for name in ("DOW", "Priority_Number", "Agency"))
    n = sum(days.values())
    assert (n, max(days.values()), min(days.values())) == (said["calls"], said["friday"], said["sunday"])
    assert (days["FRI"], days["SUN"]) == (said["friday"], said["sunday"])
    shares = [100 * priority[2] / n, 100 * priority[1] / n, 100 * service["POLICE"] / n]
    assert shares == pytest.approx([said["priority2_pct"], said["priority1_pct"], said["police_pct"]], abs=0.05)


def test_the_mean_wait_misleads_and_the_median_stands_beside_it(week: ir.Table) -> None:
    given, stamps = calls.response_times(mapped("alexandria_calls", week), by=("service",))
    wait = next(one for one in given if (one.measure, one.group) == ("dispatch_time", "police"))
    assert (wait.value, wait.diagnostic("mean")) == (pytest.approx(172, abs=1), pytest.approx(1298, abs=1))
    scene = next(one for one in stamps if (one.component, one.group) == ("on scene", ("police",)))
    assert (scene.usable, scene.no_start, scene.no_end, scene.inverted) == (558, 94, 55, 60)


def test_sentences_of_the_report_that_its_own_data_contradict_are_named(week: ir.Table) -> None:
    n = count(week)
    hours, how = (dict(calls.volume(week, by=name)) for name in ("Hour", "Call_Reception"))
    priority = dict(calls.volume(week, by="Priority_Number"))
    empty = {name: count(week, week[name].isnull()) for name in week.columns}
    found = {
        "busiest hour is 1200 with 90 calls": max(hours, key=lambda hour: hours[hour]) == 12,
        "0400 is the slowest hour with 26 calls": hours[4] == min(hours.values()),
        "the majority of calls are priority 2": 2 * priority[2] > n,
        "most of the calls arrived by phone": 2 * how["Phone"] > n,
        "12.9% have no time at which the call stopped": round(100 * empty["Incident_Phone_Stop"] / n, 1) == 12.9,
        "only 13 columns have missing data": sum(gone > 0 for gone in empty.values()) == 13,
    }
    assert found == dict.fromkeys(found, False)
    assert (max(hours, key=lambda hour: hours[hour]), hours[11], hours[12], hours[4]) == (11, 90, 75, 29)
    assert round(100 * empty["Incident_Arrival_Time"] / n, 1) == 12.9  # what was meant: missing arrivals


# Queues


def test_erlangs_formula_to_twelve_digits() -> None:
    said = expected("erlang_c")
    args = said["args"]
    found = staffing.positions(
        arrivals=args["transactions"], per=args["interval_min"], handling=args["aht_min"], answer_within=20 / 60,
        service_level=args["service_level"], max_occupancy=args["max_occupancy"], shrinkage=args["shrinkage"],
    )  # fmt: skip
    assert (found.raw, found.positions) == (said["raw_positions"], said["positions"])
    queue = found.queue
    mine = (queue.service_level, queue.occupancy, queue.waiting_probability)
    assert mine == pytest.approx((said["service_level"], said["occupancy"], said["waiting_probability"]), abs=1e-12)


# Survey weights, schools of California


def test_raked_weights_and_their_error_are_those_of_the_survey_package() -> None:
    path = next((SHARED / "community").rglob("apiclus1_weights.csv"))
    rows = columns(table(path.name, folder=path.parent))
    groups = {name: rows[name].tolist() for name in ("stype", "sch.wide")}
    wide = {name: size for name in set(groups["sch.wide"]) for size in [5122.0 if name in (True, "Yes") else 1072.0]}
    targets = {"stype": {"E": 4421.0, "H": 755.0, "M": 1018.0}, "sch.wide": wide}
    raked = surveys.rake(weights=rows["pw"], groups=groups, targets=targets)
    assert np.abs(raked.weights / rows["rake_w"] - 1).max() <= 1e-6
    found = surveys.survey_mean(
        values=rows["api00"], weights=raked.weights, clusters=rows["dnum"].tolist(), sizes={"all": int(rows["fpc"][0])},
        calibration=surveys.Calibration(weights=rows["pw"], groups=groups),
    )  # fmt: skip
    assert (found.value, found.se) == (pytest.approx(641.2303, abs=5e-5), pytest.approx(23.7036, abs=5e-5))
