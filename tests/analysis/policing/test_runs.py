"""Orders by name: files are read as they are, results come again to the last bit, and what may go out hides enough."""

import csv
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from concord.analysis.errors import AnalysisError, BadArgument, BadTable, NotEnoughData
from concord.analysis.policing.estimate import Estimate, Verdict
from concord.analysis.policing.runs.bundle import bundle, told
from concord.analysis.policing.runs.capsule import Capsule
from concord.analysis.policing.runs.catalogue import METHODS, for_kind
from concord.analysis.policing.runs.figures import NARROW, figure
from concord.analysis.policing.runs.files import opened
from concord.analysis.policing.runs.guessing import begun, guessed, layouts_of
from concord.analysis.policing.runs.method import Counts, Outcome, Reading
from concord.analysis.policing.runs.public import HIDDEN, publishable
from concord.analysis.policing.runs.running import Order, Rerun
from concord.analysis.policing.runs.running import rerun as done_again
from concord.analysis.policing.runs.running import run as carried_out
from concord.analysis.policing.schemas.mapping import Mapping as ColumnMapping
from concord.analysis.policing.synthetic import Agency, make_agency
from concord.analysis.policing.synthetic_stops import TRUTHS, make_stops

SUN = {"latitude": "39.95", "longitude": "-75.16"}
RUNS: Mapping[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "audit": (("stops",), {}),
    "rates": (("stops",), {"bases": "residents: black=30000, white=60000; drivers: black=20000, white=50000"}),
    "outcomes": (("stops",), {"outcome": "citation_issued", "controls": "district"}),
    "hits": (("stops",), {}),
    "veil": (("stops",), SUN),
    "look-alikes": (("stops",), {"treated_value": "north", "terms": "subject_race, reason"}),
    "series": (("force",), {"start": "2020-06-01"}),
    "training-effect": (("training", "force"), {"course": "de-escalation"}),
    "coverage": (("officers", "training"), {"course": "de-escalation", "day": "2022-01-01"}),
    "turnover": (("officers",), {"until": "2022-12-01"}),
    "alert-rule": (("officers", "force"), {}),
    "sustained": (("accusations",), {}),
    "evenness": (("accusations",), {}),
    "funnel": (("complaints", "accusations"), {}),
    "time-to-close": (("complaints",), {"until": "2024-12-31"}),
    "concentration": (("accusations", "officers"), {}),
    "response-times": (("calls",), {}),
    "workload": (("calls",), {}),
    "survey": (("surveys",), {"question": "trust"}),
    "force-matrix": (("force",), {"policy": "policy: passive=1, active=2"}),
    "officers": (("stops",), {}),
    "staffing": (("calls",), {"hours_worked": "1600"}),
    "clearance": (("offences",), {"until": "2024-06-01"}),
    "injuries": (("officers", "injuries"), {"until": "2022-12-01"}),
    "escalation": (("force",), {}),
}
"""Each method with the files it is tried on; `threshold` needs a sampler, and `force-band` a flag of force."""


def run(order: Order, **given: Any) -> tuple[Outcome, Capsule]:
    return carried_out(order, chance=np.random.default_rng, **given)


def rerun(capsule: Capsule, **given: Any) -> Rerun:
    return done_again(capsule, chance=np.random.default_rng, **given)


def write(path: Path, columns: Mapping[str, Any]) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        rows = zip(*(np.asarray(values).astype(str).tolist() for values in columns.values()), strict=True)
        writer.writerows([["" if cell in ("NaT", "None") else cell for cell in row] for row in rows])
    return path


def complaints(rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Any]]:
    n = 400
    received = np.datetime64("2023-01-01") + rng.integers(0, 700, n)
    closed = np.where(rng.random(n) < 0.8, received + rng.integers(5, 300, n), np.datetime64("NaT"))
    keys = np.array([f"C{at:04d}" for at in range(n)])
    findings = np.where(np.isnat(closed), "", rng.choice(["sustained", "unfounded"], n, p=[0.3, 0.7]))
    accused = {
        "complaint_id": keys, "officer_id": np.array([f"O{at:05d}" for at in rng.integers(0, 100, n)]),
        "category": rng.choice(["courtesy", "force", "search"], n), "finding": findings,
        "disciplined": (findings == "sustained") & (rng.random(n) < 0.6),
    }  # fmt: skip
    return {"complaint_id": keys, "received": received, "closed": closed}, accused


def calls(rng: np.random.Generator) -> dict[str, Any]:
    received = np.datetime64("2024-01-01T00:00:00") + np.sort(rng.integers(0, 86_400 * 60, 900)).astype(
        "timedelta64[s]"
    )
    stamps = {"received": received}
    for name, wait in (("queued", 60), ("dispatched", 200), ("enroute", 40), ("arrived", 400), ("cleared", 1500)):
        stamps[name] = list(stamps.values())[-1] + rng.exponential(wait, 900).astype(int).astype("timedelta64[s]")
    plain = {name: np.char.replace(values.astype(str), "T", " ") for name, values in stamps.items()}
    return {"call_id": np.arange(900), **plain, "priority": rng.integers(1, 4, 900), "units": rng.integers(1, 4, 900),
            "self_initiated": rng.random(900) < 0.2}  # fmt: skip


def offences(rng: np.random.Generator) -> dict[str, Any]:
    reported = np.datetime64("2022-01-01") + rng.integers(0, 700, 600)
    how = rng.choice(["arrest", "exceptional means", "unfounded", ""], 600, p=[0.3, 0.1, 0.05, 0.55])
    cleared = np.where(how == "", np.datetime64("NaT"), reported + rng.integers(1, 500, 600))
    kinds = rng.choice(["robbery", "burglary"], 600)
    return {"offence_id": np.arange(600), "reported": reported, "category": kinds, "cleared": cleared, "how": how}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("agency")
    rng = np.random.default_rng(11)
    agency: Agency = make_agency(rng=rng, officers=240)
    complained, accused = complaints(rng)
    people = {
        "respondent": np.arange(300), "question": np.full(300, "trust"), "answer": rng.integers(1, 6, 300),
        "weight": np.ones(300), "group": rng.choice(["north", "south"], 300),
    }  # fmt: skip
    force = dict(agency.files["force"])
    n = len(force["date"])
    force |= {"resistance": rng.choice(["passive", "active"], n), "force_level": rng.integers(1, 4, n)}
    force["incident_id"] = np.where(np.arange(n) < 450, np.arange(n) // 3, np.arange(n))  # 150 have three officers
    tables = {
        "stops": make_stops(rng=rng, stops=6000, officers=120), "officers": agency.files["officers"],
        "training": agency.files["training"], "force": force, "complaints": complained, "accusations": accused,
        "calls": calls(rng), "surveys": people, "offences": offences(rng), "injuries": agency.files["injuries"],
    }  # fmt: skip
    return {kind: write(folder / f"{kind}.csv", columns) for kind, columns in tables.items()}


@pytest.mark.parametrize("key", RUNS)
def test_every_method_runs_by_name_and_comes_again_to_the_last_bit(key: str, files: dict[str, Path]) -> None:
    kinds, parameters = RUNS[key]
    order = Order(method=key, parameters=parameters, seed=3, officers=True)
    outcome, capsule = run(order, files={kind: files[kind] for kind in kinds})
    assert outcome.question.endswith("?")
    assert outcome.readings or outcome.sheets
    again = rerun(Capsule.read(capsule.text()), paths=tuple(files[kind] for kind in kinds), officers=True)
    assert (again.same, again.differences, again.circumstances) == (True, (), ())
    assert Outcome.from_record(capsule.result) == outcome
    safe = publishable(outcome)
    assert (safe.outcome.officers, safe.outcome.counts) == ((), None)
    assert bundle(safe.outcome, capsule) == bundle(safe.outcome, capsule)


def test_every_method_is_tried_or_says_why_not() -> None:
    assert sorted(METHODS) == sorted([*RUNS, "threshold", "force-band"])
    assert [one.key for one in for_kind("officers")] == ["audit", "series", "turnover"]
    beside = [one.key for one in for_kind("officers", beside=["injuries", "training"])]
    assert beside == ["audit", "series", "coverage", "turnover", "injuries"]
    assert "officers" not in {one.key for one in for_kind("stops")}


def test_planted_bars_and_darkness_come_out(tmp_path: Path) -> None:
    made = make_stops(rng=np.random.default_rng(8), stops=20_000)
    path = write(tmp_path / "stops.csv", made)
    outcome, _ = run(Order(method="hits", parameters={}), files={"stops": path})
    often, found = (one.estimate for one in outcome.readings)
    assert (often.verdict, (often.value or 0) > 0, (found.value or 0) < 0) == (Verdict.SEEN, True, True)
    assert outcome.notes == (
        "The robust rule reads: searched more often with less success: a lower bar for the group.",
    )
    dark, _ = run(Order(method="veil", parameters=SUN), files={"stops": path})
    one = dark.readings[0].estimate
    assert (one.low or 0) < TRUTHS.dark_odds < (one.high or 0)


def test_a_changed_figure_is_named_and_so_is_another_environment(files: dict[str, Path]) -> None:
    _, capsule = run(Order(method="hits", parameters={}), files={"stops": files["stops"]})
    text = capsule.text().replace(f'"value": {capsule.result["readings"][0]["estimate"]["value"]!r}', '"value": 1.0', 1)
    changed = rerun(Capsule.read(text.replace('"numpy": "', '"numpy": "0.')), paths=(files["stops"],))
    assert (changed.same, len(changed.differences)) == (False, 1)
    assert changed.differences[0].startswith("readings[0].estimate.value: was 1.0, is ")
    assert changed.circumstances[0].startswith("numpy: was 0.")


def test_a_capsule_asks_for_its_files_by_fingerprint(files: dict[str, Path]) -> None:
    _, capsule = run(Order(method="hits", parameters={}), files={"stops": files["stops"]})
    with pytest.raises(BadTable, match=f"the file of stops, SHA-256 {capsule.inputs[0].sha256}, 6,000 rows"):
        rerun(capsule, paths=(files["force"],))
    with pytest.raises(BadTable, match="it holds no result"):
        rerun(capsule.without_result(), paths=(files["stops"],))
    for text, why in (
        ("[]", "not a capsule"),
        ("{", "not a capsule"),
        ('{"capsule": 2}', "shape 2"),
        ('{"capsule": 1}', "not whole"),
    ):
        with pytest.raises(BadTable, match=why):
            Capsule.read(text)


@pytest.mark.parametrize(
    ("method", "parameters", "kinds", "says"),
    [
        ("hit", {}, ("stops",), "no method 'hit'"),
        ("hits", {"grp": "x"}, ("stops",), "no parameter grp; expected some of group"),
        ("hits", {"group": "green"}, ("stops",), "parameter group: 'green'; expected one of white"),
        ("rates", {"bases": "residents"}, ("stops",), "parameter bases: 'residents'; expected bases"),
        ("rates", {}, ("stops",), "parameter bases: not given"),
        ("series", {"start": "soon"}, ("force",), "parameter start: 'soon'; expected day"),
        ("hits", {}, ("force",), "expected a file of stops"),
        ("audit", {}, ("stops", "force"), "audit: 2 files; expected one file of any kind"),
        ("officers", {}, ("stops",), "about single officers, and off"),
        ("outcomes", {"outcome": "force_used"}, ("stops",), "no row is left"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    method: str, parameters: dict[str, str], kinds: tuple[str, ...], says: str, files: dict[str, Path]
) -> None:
    with pytest.raises(AnalysisError, match=says):
        run(Order(method=method, parameters=parameters), files={kind: files[kind] for kind in kinds})


def test_a_field_that_is_too_empty_makes_the_data_not_fit(tmp_path: Path) -> None:
    rows = ["date,subject_race,search_conducted,contraband_found"]
    rows += [f"2024-01-02,{race},{'yes' if at % 3 else ''},yes" for at in range(60) for race in ("white", "black")]
    path = tmp_path / "stops.csv"
    path.write_text("\n".join(rows))
    outcome, _ = run(Order(method="hits", parameters={"place_column": ""}), files={"stops": path})
    assert {one.estimate.verdict for one in outcome.readings} == {Verdict.NOT_FIT}
    assert "“search_conducted” is empty in 40 of 120 rows" in outcome.readings[0].estimate.unfit


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "stops.csv: the file is empty"),
        (b"PAR1 and no more", "stops.csv: "),
        (b"date,race\n1,2\n", "no column subject_race"),
    ],
)
def test_a_broken_file_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "stops.csv"
    path.write_bytes(content)
    with pytest.raises(BadTable, match=says):
        run(Order(method="audit", parameters={}), files={"stops": path})
    with pytest.raises(BadTable, match="no such file"):
        opened(tmp_path / "nowhere.csv")


def test_one_group_alone_is_too_little(tmp_path: Path) -> None:
    path = tmp_path / "stops.csv"
    path.write_text("date,subject_race,search_conducted,contraband_found\n2024-01-02,white,yes,no\n")
    with pytest.raises(NotEnoughData, match="no rows of black"):
        run(Order(method="hits", parameters={"place_column": ""}), files={"stops": path})


def test_parquet_gives_what_csv_gives(files: dict[str, Path], tmp_path: Path) -> None:
    import pyarrow.csv
    import pyarrow.parquet

    path = tmp_path / "force.parquet"
    pyarrow.parquet.write_table(pyarrow.csv.read_csv(files["force"]), path)
    order = Order(method="series", parameters=RUNS["series"][1])
    results = [run(order, files={"force": each})[0].readings for each in (path, files["force"])]
    assert results[0] == results[1]


def test_a_mapping_is_guessed_from_names_and_begun_from_a_layout(files: dict[str, Path], tmp_path: Path) -> None:
    record = guessed("stops", ["Date", "TIME", "Subject Race", "badge"])
    assert record["fields"]["date"] == {"from": "Date"}
    assert record["fields"]["moment"] == {"date": "Date", "time": "TIME"}
    assert record["fields"]["subject_race"]["values"]["white"] == "white"
    assert "open_policing" in layouts_of("stops")
    partial = begun("stops", "open_policing", ["date", "subject_race", "district"])
    assert sorted(partial["fields"]) == ["date", "district", "subject_race"]
    path = tmp_path / "other.csv"
    path.write_text("when,race\n2024-01-02,W\n2024-01-03,B\n")
    race = {"from": "race", "values": {"W": "white", "B": "black"}}
    text = json.dumps({"layout": "x", "table": "stops", "fields": {"date": {"from": "when"}, "subject_race": race}})
    order = Order(method="rates", parameters={"bases": "residents: black=10, white=20"})
    outcome, capsule = run(order, files={"stops": path}, mappings={"stops": ColumnMapping.read(text)})
    assert outcome.readings[0].estimate.n == 1
    assert rerun(capsule, paths=(path,)).same


def level(n: int, base: float, name: str) -> Reading:
    one = Estimate(measure="share", value=n / base, low=0.0, high=1.0, n=n, denominator=base, unit="share", method="x")
    return Reading(name, one, (name,))


def test_an_estimate_that_rests_on_a_hidden_count_is_hidden() -> None:
    counts = Counts("Stops", ("a", "b", "c"), ("yes", "no"), ((3, 200), (90, 300), (80, 250)))
    outcome = Outcome(
        question="?", readings=(level(3, 203, "a"), level(90, 390, "b"), level(80, 330, "c")), counts=counts
    )
    safe = publishable(outcome)
    assert safe.outcome.readings[0].estimate.suppressed
    (sheet,) = safe.outcome.sheets
    assert (sheet.rows[0][1], safe.hidden_cells >= 4) == (HIDDEN, True)
    assert all(sentence.endswith(".") for sentence in safe.sentences())


def test_without_counts_a_small_figure_is_hidden_and_never_alone() -> None:
    readings = (level(3, 200, "a"), level(40, 200, "b"), level(90, 200, "c"))
    outcome = Outcome(question="?", readings=tuple(Reading(one.name, one.estimate) for one in readings))
    assert [one.estimate.suppressed for one in publishable(outcome).outcome.readings] == [True, True, False]


def test_a_figure_names_each_estimate_once_and_escapes_names() -> None:
    drawn = figure((level(30, 200, "<a>"), level(40, 200, "b & c")), width=NARROW)
    assert (drawn.count("<circle"), "&lt;a&gt;" in drawn, "b &amp; c" in drawn) == (2, True, True)
    assert figure(()) == ""
    hidden = Reading("d", level(30, 200, "d").estimate.hidden())
    assert "d: not shown" in figure((level(30, 200, "a"), hidden))


def test_sentences_are_said_once() -> None:
    reading = level(30, 200, "a")
    assert len(told(Outcome(question="?", readings=(reading, reading), notes=("Note.",)))) == 2


def test_nothing_of_the_application_is_loaded_for_an_analysis() -> None:
    code = "import sys, concord.cli.main, concord.analysis.policing.runs.catalogue; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"


def test_an_argument_is_refused_before_a_file_is_opened(tmp_path: Path) -> None:
    with pytest.raises(BadArgument):
        run(Order(method="hits", parameters={"group": "green"}), files={"stops": tmp_path / "nowhere.csv"})


def test_listing_methods_loads_nothing_that_computes() -> None:
    code = "import sys, concord.analysis.policing.runs.catalogue; "
    code += (
        "print([m for m in ('numpy', 'scipy', 'ibis', 'duckdb', 'pandas', 'pyarrow', 'django') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_officers_needed_rest_on_whole_weeks_and_calls_wait_in_the_simulation(files: dict[str, Path]) -> None:
    order = Order(method="staffing", parameters={"hours_worked": "1600", "least": "2"}, seed=4)
    outcome, _ = run(order, files={"calls": files["calls"]})
    need = outcome.readings[0].estimate
    assert (need.low or 0) < (need.value or 0) < (need.high or 0)
    assert not publishable(outcome).outcome.readings[0].estimate.suppressed
    busy = {str(row[0]): row[1] for row in outcome.sheets[1].rows}["percent of unit time on calls"]
    assert 0 < float(busy or 0) < 60
    more, _ = run(replace(order, parameters={"hours_worked": "800", "least": "2"}), files={"calls": files["calls"]})
    assert more.readings[0].estimate.value == pytest.approx(2 * (need.value or 0))


def test_clearance_follows_every_report_for_the_same_time(files: dict[str, Path]) -> None:
    of_all, _ = run(
        Order(method="clearance", parameters={"until": "2024-06-01"}), files={"offences": files["offences"]}
    )
    shares = {one.name: one.estimate for one in of_all.readings}
    assert list(shares) == ["cleared by arrest", "cleared by exceptional means"]
    assert (shares["cleared by arrest"].low or 0) < 0.3 * 365 / 500 / 0.95 < (shares["cleared by arrest"].high or 0)
    some = Order(method="clearance", parameters={"until": "2024-06-01", "category": "arson"})
    with pytest.raises(NotEnoughData, match="no rows of arson"):
        run(some, files={"offences": files["offences"]})


def test_an_officer_who_uses_more_force_than_colleagues_is_found_and_never_ranked(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    officer = np.concatenate([rng.choice(40, 3, replace=False) for _ in range(900)])
    level = np.where(officer == 7, rng.integers(2, 4, 2700), rng.integers(0, 3, 2700))
    rows = {
        "incident_id": np.repeat(np.arange(900), 3), "date": np.full(2700, np.datetime64("2024-03-01")),
        "officer_id": np.char.add("O", officer.astype(str)), "force_level": level,
    }  # fmt: skip
    path = write(tmp_path / "force.csv", rows)
    outcome, _ = run(Order(method="escalation", parameters={}, officers=True), files={"force": path})
    assert (outcome.officers, outcome.readings) == (("O7",), ())
    assert publishable(outcome).outcome.officers == ()
