"""Policing data: rates, five audit rules and the veil of darkness on files of stops; a whole chapter; sampling; panels.

`python -m benchmarks.policing WHAT FILE` does one of them in a process of its own and prints wall seconds, CPU seconds
and peak memory in MB: the peak is then of that alone. Peers run on the same file in the same way, where they are
installed (`benchmarks.policing_peers`)."""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import ibis
import numpy as np

from benchmarks import budgets
from benchmarks.ground import Ground
from benchmarks.harness import ROOT, Row
from concord.analysis.policing.about import About
from concord.analysis.policing.audit import rules
from concord.analysis.policing.audit.auditing import audit
from concord.analysis.policing.sun import Place, sun_table
from concord.analysis.policing.synthetic_stops import make_stops

RACES = ("white", "black", "hispanic", "asian/pacific islander", "other", "unknown")
CITIES = (
    ("Philadelphia", 39.95, -75.17, "America/New_York"),
    ("Chicago", 41.88, -87.63, "America/Chicago"),
    ("Denver", 39.74, -104.99, "America/Denver"),
    ("Seattle", 47.61, -122.33, "America/Los_Angeles"),
)
FIRST, YEARS = "2014-01-01", 10
MAKE = """
COPY (
  SELECT CAST(moment AS DATE) AS date, moment, race AS subject_race, age AS subject_age, minute, city AS place,
         search_conducted, contraband_found
  FROM (
    SELECT TIMESTAMP '{first}' + to_days(CAST(i * {days} // {n} AS INTEGER))
             + to_minutes(CAST(hash(i + 2) % 1440 AS INTEGER)) AS moment,
           CASE WHEN hash(i) % 100 < 3 THEN NULL ELSE list_extract({codes}, CAST(1 + hash(i + 7) % 7 AS INTEGER)) END
             AS race,
           CAST(hash(i + 1) % 110 AS TINYINT) AS age, CAST(hash(i + 2) % 1440 AS SMALLINT) AS minute,
           list_extract({cities}, CAST(1 + hash(i + 8) % 4 AS INTEGER)) AS city,
           hash(i + 3) % 20 = 0 AS search_conducted, hash(i + 4) % 25 = 0 AS contraband_found
    FROM range({n}) t(i)
  )
) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 500000)
"""
RULES = (
    rules.given("subject_race", stops="how stops are shared between groups"),
    rules.one_of("subject_race", RACES, stops="how stops are shared between groups"),
    rules.between("subject_age", 10, 100, stops="anything by age"),
    rules.between("minute", 0, 1439, stops="anything by time of day"),
    rules.implies("contraband_found", "search_conducted", stops="how often a search finds something"),
)
GROUPS = "SELECT place, subject_race, year(date) AS year, count(*) AS n FROM '{path}' GROUP BY ALL"
_CHAPTER = 500_000
_ORDERS: dict[str, dict[str, str]] = {
    "audit": {},
    "rates": {"bases": "residents: black=30000, white=60000; drivers: black=20000, white=50000"},
    "outcomes": {"outcome": "citation_issued", "controls": "district, reason"},
    "hits": {},
    "veil": {"latitude": "39.95", "longitude": "-75.16"},
    "look-alikes": {"treated_value": "north", "terms": "subject_race, reason"},
}


def make(path: Path, n: int) -> Path:
    """Write a file of n stops over ten years in four cities, the same for the same n."""
    codes, cities = [*RACES, "w"], [one[0] for one in CITIES]
    days = (np.datetime64("2024-01-01") - np.datetime64(FIRST)) // np.timedelta64(1, "D")
    duckdb.execute(MAKE.format(n=n, path=path, codes=codes, cities=cities, first=FIRST, days=days))
    return path


def sql_groups(path: Path) -> None:
    """The grouped count as DuckDB itself does it: what ours is measured against."""
    duckdb.execute(f"SET threads=2; {GROUPS.format(path=path)}").fetchall()


def our_groups(path: Path) -> None:
    table = ibis.duckdb.connect(threads=2).read_parquet(path)
    year = table.date.year()
    table.group_by("place", "subject_race", year=year).aggregate(n=table.count()).to_pyarrow()


def our_audit(path: Path) -> None:
    table = ibis.duckdb.connect(threads=2).read_parquet(path)
    found = audit(table, rules=RULES, date="date").overall(RULES[4]).bad
    planted = table.count(where=table.contraband_found & ~table.search_conducted).to_pyarrow().as_py()
    assert found == planted, f"{found} of {planted} planted faults were found"


def our_veil(path: Path) -> None:
    from concord.analysis.policing.veil import veil_test
    from concord.analysis.policing.veil_counts import count_stops

    table = ibis.duckdb.connect(threads=2).read_parquet(path)
    sun = sun_table(places=[Place(*city) for city in CITIES], first=FIRST, last="2023-12-31")
    about = About(group="black", reference="white")
    counts = count_stops(table, when="moment", race="subject_race", place="place", sun=sun, about=about)
    assert abs(float(veil_test(counts, about=about).value or 0) - 1) < 0.1, "nothing was planted"


def our_sun(_path: Path) -> None:
    sun_table(places=[Place(*city) for city in CITIES], first=FIRST, last="2023-12-31")


def imported(_path: Path) -> None:
    """Load the library and its list of methods, in an interpreter that has just started."""
    code = "import concord.analysis, concord.analysis.policing, concord.analysis.policing.runs.catalogue"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def chapter(path: Path) -> None:
    """Every method on stops by order, capsule and drawing included, as the application runs them."""
    from concord.analysis.policing.runs.figures import figure
    from concord.analysis.policing.runs.public import publishable
    from concord.analysis.policing.runs.running import Order, run

    for method, parameters in _ORDERS.items():
        order = Order(method=method, parameters=parameters)
        outcome, capsule = run(order, files={"stops": path}, chance=np.random.default_rng)
        figure(publishable(outcome).outcome.readings)
        capsule.text()


def training(_path: Path) -> None:
    """An efficient estimate of a staggered roll-out: 7,785 officers, 72 months, some 560,000 rows."""
    from concord.analysis.policing import staggered

    rng = np.random.default_rng(1)
    officers, months = 7_785, 72
    first = rng.choice(np.append(np.arange(13.0, 61.0), np.inf), officers)
    table = {
        "unit": np.repeat(np.arange(officers), months), "month": np.tile(np.arange(1.0, months + 1), officers),
        "first": np.repeat(first, months), "y": rng.poisson(0.05, officers * months).astype(float),
    }  # fmt: skip
    panel = staggered.read_panel(table, unit="unit", period="month", first="first", outcome="y")
    for estimand in ("simple", "cohort"):
        staggered.training_effect(panel, about=About(), estimand=estimand)


def sampled(_path: Path) -> None:
    """The threshold test on 150 cells of 20 million stops, as large as Colorado's; prints its effective draws."""
    from concord.analysis.policing import threshold

    rng = np.random.default_rng(1)
    places = 50
    stops = rng.integers(2_000, 60_000, places * 3)
    searches = rng.binomial(stops, np.tile([0.003, 0.006, 0.006], places))
    hits = rng.binomial(searches, np.tile([0.5, 0.4, 0.38], places))
    table = {
        "race": ["white", "black", "hispanic"] * places, "place": np.repeat([f"p{at}" for at in range(places)], 3),
        "stops": stops, "searches": searches, "hits": hits,
    }  # fmt: skip
    found = threshold.threshold_test(
        table, stops="stops", searches="searches", hits="hits", group="race", place="place",
        about=About(group="black", reference="white"), rng=rng,
    )  # fmt: skip
    assert float(str(dict(found.checks)["ess"])) >= 400, "fewer than 400 effective draws"


OURS: dict[str, Callable[[Path], None]] = {
    "plain sql": sql_groups,
    "groups": our_groups,
    "audit": our_audit,
    "veil": our_veil,
    "sun": our_sun,
    "import": imported,
    "chapter": chapter,
    "training": training,
    "threshold": sampled,
}


def of_its_own(what: str, path: Path, *, module: str = "benchmarks.policing") -> tuple[float, float, float] | str:
    """Run one of them in a process of its own: wall and CPU seconds and peak MB; or why it could not be run."""
    done = subprocess.run(
        [sys.executable, "-m", module, what, str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        return done.stderr.strip().splitlines()[-1][:100] if done.stderr.strip() else f"exit code {done.returncode}"
    wall, cpu, peak = (float(word) for word in done.stdout.split()[-3:])
    return wall, cpu, peak


def rows_of(name: str, found: tuple[float, float, float] | str, *budget: budgets.Budget | None) -> Generator[Row]:
    """Return the rows of one run: wall, and peak memory; `budget` is of each."""
    wall, memory = (*budget, None, None)[:2]
    if isinstance(found, str):
        yield Row(name, None, "s", wall, found)
        return
    yield Row(name, found[0], "s", wall, f"{found[1]:.1f} CPU-s")
    yield Row(f"{name}: peak memory", found[2], "MB", memory)


def files(_ground: Ground, *, stops: int) -> Generator[Row]:
    """One file of so many stops: grouped counts, audit, veil of darkness, and the peers on the same file."""
    from benchmarks.policing_peers import MOST, PEERS

    with TemporaryDirectory(prefix="concord-bench-") as folder:
        path = make(Path(folder) / "stops.parquet", stops)
        large = stops >= 100_000_000
        budget: dict[str, tuple[Any, ...]] = {
            "audit": (budgets.AUDIT if large else None,),
            "veil": (budgets.VEIL, budgets.VEIL_MEMORY) if large else (),
        }
        took = {what: of_its_own(what, path) for what in ("plain sql", "groups", "audit", "veil")}
        for what, found in took.items():
            yield from rows_of(f"{stops:,} stops, {what}", found, *budget.get(what, ()))
        plain, ours = took["plain sql"], took["groups"]
        if not isinstance(plain, str) and not isinstance(ours, str):
            times, budgeted = ours[0] / plain[0], budgets.GROUP_BY if large else None
            yield Row(f"{stops:,} stops, groups beside plain SQL", times, "times", budgeted)
        for what in (one for one in PEERS if stops <= MOST[one]):
            found = of_its_own(what, path, module="benchmarks.policing_peers")
            yield from rows_of(f"{stops:,} stops, peer: {what}", found)


def others(_ground: Ground) -> Generator[Row]:
    """A chapter of 500,000 stops, a panel of 560,000 rows, the sampler, and a table of the sun beside its peers."""
    from benchmarks.policing_peers import SUN

    with TemporaryDirectory(prefix="concord-bench-") as folder:
        path = Path(folder) / "stops.csv"
        yield from rows_of(
            "importing concord.analysis, the interpreter included", of_its_own("import", path), budgets.LOADED
        )
        made = make_stops(rng=np.random.default_rng(1), stops=_CHAPTER)
        columns = {name: values.astype(str) for name, values in made.items()}
        np.savetxt(path, np.column_stack(list(columns.values())), "%s", ",", header=",".join(columns), comments="")
        yield from rows_of("stop chapter, 500,000 stops", of_its_own("chapter", path), budgets.CHAPTER)
        yield from rows_of("staggered roll-out, 560,520 rows", of_its_own("training", path), budgets.STAGGERED)
        sampled_in = of_its_own("threshold", path)
        if isinstance(sampled_in, str):
            yield Row("threshold test, 150 cells", None, "CPU-s", budgets.THRESHOLD, sampled_in)
        else:
            yield Row(
                "threshold test, 150 cells", sampled_in[1], "CPU-s", budgets.THRESHOLD, "400 draws' worth or more"
            )
        yield from rows_of("sun, 4 places x 3,652 days", of_its_own("sun", path))
        for what in SUN:
            found = of_its_own(what, path, module="benchmarks.policing_peers")
            yield from rows_of(f"sun, 4 places x 3,652 days, peer: {what}", found)


MEASURES: dict[str, tuple[int, Callable[[Ground], Generator[Row]]]] = {
    "policing files of 1,000,000": (200, partial(files, stops=1_000_000)),
    "policing files of 10,000,000": (400, partial(files, stops=10_000_000)),
    "policing files of 100,000,000": (900, partial(files, stops=100_000_000)),
    "policing methods": (900, others),
}


def timed(work: Callable[[Path], None], path: Path) -> None:
    """Do it and print wall seconds, CPU seconds and peak MB."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    work(path)
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(time.perf_counter() - began, cpu, after.ru_maxrss / 1024)


if __name__ == "__main__":
    timed(OURS[sys.argv[1]], Path(sys.argv[2]))
