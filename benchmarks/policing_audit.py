"""Five audit rules over a generated Parquet file of stops: `python -m benchmarks.policing_audit --rows 1e6 1e7`.

The file is made in a temporary folder and removed. Wall time of the audit (reading included), CPU seconds, and the
planted fault, which has to be counted exactly. Beside it: the same five counts in pandas, where the
file fits."""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import ibis

from concord.analysis.policing.audit import rules
from concord.analysis.policing.audit.auditing import Audit, audit

RACES = ("white", "black", "hispanic", "asian/pacific islander", "other", "unknown")
MAKE = """
COPY (
  SELECT (DATE '2014-01-01' + CAST(i * 3650 // {n} AS INTEGER)) AS date,
         CASE WHEN hash(i) % 100 < 3 THEN NULL ELSE list_extract({codes}, CAST(1 + hash(i + 7) % 7 AS INTEGER)) END
           AS subject_race,
         CAST(hash(i + 1) % 110 AS TINYINT) AS subject_age,
         CAST(hash(i + 2) % 1440 AS SMALLINT) AS minute,
         hash(i + 3) % 20 = 0 AS search_conducted,
         hash(i + 4) % 25 = 0 AS contraband_found,
         CAST(hash(i + 5) % 3000 AS SMALLINT) AS officer,
         hash(i + 6) % 10 = 0 AS arrest_made
  FROM range({n}) t(i)
) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 500000)
"""
RULES = (
    rules.given("subject_race", stops="how stops are shared between groups"),
    rules.one_of("subject_race", RACES, stops="how stops are shared between groups"),
    rules.between("subject_age", 10, 100, stops="anything by age"),
    rules.between("minute", 0, 1439, stops="anything by time of day"),
    rules.implies("contraband_found", "search_conducted", stops="how often a search finds something"),
)
PANDAS_ROWS = 20_000_000


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall seconds, CPU seconds."""
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    work()
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def in_pandas(path: Path) -> int:
    import pandas as pd

    frame = pd.read_parquet(
        path, columns=["date", "subject_race", "subject_age", "minute", "search_conducted", "contraband_found"]
    )
    bad = pd.DataFrame(
        {
            "race": frame.subject_race.isna(),
            "code": frame.subject_race.notna() & ~frame.subject_race.isin(RACES),
            "age": ~frame.subject_age.between(10, 100),
            "minute": ~frame.minute.between(0, 1439),
            "hit": frame.contraband_found & ~frame.search_conducted,
        }
    )
    return int(bad.groupby(pd.to_datetime(frame.date).dt.to_period("M")).sum()["hit"].sum())


def measure(n: int, repeat: int) -> None:
    """Make a file of n rows, audit it, print what it took."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stops.parquet"
        duckdb.execute(MAKE.format(n=n, path=path, codes=[*RACES, "w"]))
        relation = duckdb.read_parquet(str(path)).filter("contraband_found AND NOT search_conducted")
        planted = int(relation.count("*").fetchall()[0][0])
        table = ibis.duckdb.connect().read_parquet(path)
        results: list[Audit] = []
        runs = [timed(lambda: results.append(audit(table, rules=RULES, date="date"))) for _ in range(repeat)]
        found, months = results[0].overall(RULES[4]).bad, len(results[0].of(RULES[0].name))
        wall, cpu = min(runs)
        print(
            f"{n:>12,} rows, {path.stat().st_size / 1e6:,.0f} MB: five rules x {months} months {wall:.2f} s wall "
            f"(runs {', '.join(f'{run[0]:.2f}' for run in runs)}), {cpu:.2f} CPU-s; "
            f"hits without a search {found:,} of {planted:,} planted"
        )
        assert found == planted
        if n <= PANDAS_ROWS:
            wall, cpu = timed(lambda: in_pandas(path))
            print(f"{'':>12} pandas, the same five: {wall:.2f} s wall, {cpu:.2f} CPU-s")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", nargs="+", type=float, default=[1e6, 1e7])
    options.add_argument("--repeat", type=int, default=3)
    given = options.parse_args()
    for rows in given.rows:
        measure(int(rows), given.repeat)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"peak memory of the process, generation and pandas included: {peak:.2f} GB")


if __name__ == "__main__":
    main()
