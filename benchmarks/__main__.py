"""`python -m benchmarks`: measure, print a table; with --write, put it into benchmarks/RESULTS.md too.

--only WORD …   measurements whose name holds one of the words
--fresh         also a fresh clone with a new virtual environment (needs pip's cache or a package index)
--write         append the results, dated, to RESULTS.md
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import closing
from functools import partial
from pathlib import Path

from benchmarks import (
    audit,
    coded,
    coding,
    documents,
    imports,
    machine,
    pages,
    papers,
    personal,
    plan,
    policing,
    public,
    site,
    start,
    submissions,
    thousand,
)
from benchmarks.ground import Ground, House
from benchmarks.harness import ROOT, Row, limit, table

RESULTS = ROOT / "benchmarks" / "RESULTS.md"
Measure = Callable[[Ground], Generator[Row]]


def on_house(measure_house: Callable[[Ground, House], Generator[Row]]) -> Measure:
    def measure(ground: Ground) -> Generator[Row]:
        with ground.house() as house:
            yield from measure_house(ground, house)

    return measure


MEASURES: dict[str, tuple[int, Measure]] = {  # name → seconds that it may take, how
    "pages": (200, on_house(pages.measure)),
    "public": (60, on_house(public.measure)),
    "submissions": (60, submissions.measure),
    "requesters": (60, submissions.simultaneous),
    "papers": (90, papers.measure),
    "site": (40, site.measure),
    "imports": (120, imports.measure),
    "documents": (900, documents.measure),
    "an engagement of 1,000 documents": (300, thousand.measure),
    "personal data": (120, personal.measure),
    "coding": (120, coding.measure),
    "plan": (30, plan.measure),
    **policing.MEASURES,
    "a round of 50,000 codings": (200, coded.measure),
    "audit appends": (60, audit.appends),
    "audit verbs": (90, audit.verbs),
    "audit verification": (60, audit.verification),
    "list of 10,000": (240, partial(pages.lists, recommendations=10_000)),
    "list of 100,000": (120, partial(pages.lists, recommendations=100_000)),
    "list of 1,000,000": (300, partial(pages.lists, recommendations=1_000_000)),
}


def main() -> int:
    asked = _arguments()
    began = time.monotonic()
    rows: list[Row] = []
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="concord-bench-") as folder:
        ground = Ground(Path(folder) / "home")
        facts = [*machine.facts(Path(folder)), f"Code: {_version()}"]
        print("\n".join(facts))
        _take("start", 150, start.starts(ground), rows, failed)
        if asked.fresh:
            _take("fresh clone", 400, start.fresh(ground), rows, failed)
        with ground.database():
            for name, (seconds, measure) in MEASURES.items():
                if not asked.only or any(word in name for word in asked.only):
                    _take(name, seconds, measure(ground), rows, failed)
    missed = [row.what for row in rows if row.verdict == "MISSED"]
    facts += [f"The same loop at the end: {machine.loop_ms():.0f} CPU-ms"]
    facts += ["The best peers' figures are as given in the budget table; a row “peer: …” was measured in this run"]
    facts += [f"The run took {time.monotonic() - began:.0f} s", *failed]
    report = "\n".join([*(f"- {fact}" for fact in facts), "", table(rows)])
    print(f"\n{report}\n\n{len(missed)} of the budgets are missed{': ' if missed else ''}{'; '.join(missed)}.")
    if asked.write:
        _write(facts[0], report)
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", metavar="WORD", help=", ".join(MEASURES))
    parser.add_argument("--fresh", action="store_true", help="also a fresh clone with a new virtual environment")
    parser.add_argument("--write", action="store_true", help=f"append the results to {RESULTS.relative_to(ROOT)}")
    return parser.parse_args()


def _take(name: str, seconds: int, measured: Generator[Row], rows: list[Row], failed: list[str]) -> None:
    """Collect a measurement's rows, printing each; one that fails says so and lets the others go on."""
    print(f"\n{name} …", flush=True)
    try:
        with limit(seconds), closing(measured):
            for row in measured:
                rows.append(row)
                print(f"  {row.what}: {' '.join(row.cells()[1:]).strip()}", flush=True)
    except Exception as error:  # noqa: BLE001 - a measurement that fails must not lose the others
        failed.append(f"FAILED: {name}: {type(error).__name__}: {error}")
        print(failed[-1], flush=True)


def _version() -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

    return (git("rev-parse", "--short", "HEAD") or "no git") + (" with changes" if git("status", "--short") else "")


def _write(heading: str, report: str) -> None:
    day = heading.removeprefix("Date: ")
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(f"\n## {day}\n\n{report}\n")


if __name__ == "__main__":
    sys.exit(main())
