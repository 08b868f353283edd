"""Imports by the command line: all agencies of the country, the example's sites, a folder of 5,000 recommendations, and
tables of a report; each first as a preview, then for good, then the same again."""

import csv
import os
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

from benchmarks import budgets
from benchmarks.ground import CONCORD, Ground
from benchmarks.harness import ROOT, Budget, Row, run
from concord.publishing.imports.layout import LAYOUTS

EXAMPLE = ROOT / "examples" / "sites"
SHARED = Path(os.environ.get("CONCORD_SHARED_DATA") or ROOT.parent / "shared" / "data")
AGENCIES = SHARED / "domain" / "fbi_cde_agencies_2018.csv"
SITES, EACH = 20, 250  # sites, and recommendations of each, five to a finding
_SOURCE = "https://example.org/invented"
_OPEN = """
SELECT e.ref, a.number, p.email FROM engagements_engagement e
JOIN engagements_focusarea a ON a.engagement_id = e.id AND a.state = 'open'
JOIN accounts_membership m ON m.scope = 'engagement:' || e.ref AND m.role = 'assessor' AND m.until IS NULL
JOIN accounts_person p ON p.id = m.person_id
WHERE e.slug = 'alder-falls' ORDER BY a.number LIMIT 1"""
_EMPTY = "import concord.cli.imports, django; django.setup()"


def measure(ground: Ground) -> Generator[Row]:
    """Import into a scratch database."""
    with ground.clone("bench_imports") as database:
        env = ground.on(database)
        idle = run([sys.executable, "-c", _EMPTY], env, limit=60)
        yield Row("a command that only starts", idle.cpu, "CPU-s", None, f"{idle.wall:.1f} s on the wall")
        if AGENCIES.is_file():
            with AGENCIES.open(encoding="utf-8") as file:
                count = sum(1 for _ in csv.reader(file)) - 1
            yield from _thrice(ground, env, f"import of {count:,} agencies", ("agencies", "import"), AGENCIES)
        else:
            yield Row("import of all agencies", None, note="the FBI's list is not here: see CONCORD_SHARED_DATA")
        yield from _thrice(ground, env, "import of the example's sites", ("import", "sites"), EXAMPLE)
        with tempfile.TemporaryDirectory(prefix="concord-import-") as folder:
            write_folder(Path(folder))
            what = f"import of {SITES * EACH:,} recommendations in {SITES} sites"
            yield from _thrice(ground, env, what, ("import", "sites"), Path(folder), budgets.IMPORT)
            yield from _reports(ground, env, database, Path(folder), idle.cpu)


def _reports(ground: Ground, env: dict[str, str], database: str, folder: Path, idle: float) -> Generator[Row]:
    """Import tables of one report into the example's engagement, as one of its assessors; `idle` are the CPU seconds of
    a command that only starts, which a page does not need."""
    with ground.owner(database) as connection:
        engagement, area, person = connection.execute(_OPEN).fetchone() or ("", 0, "")
    for count, budget in ((300, budgets.REPORT), (5_000, budgets.IMPORT)):
        place = folder / f"report-{count}.csv"
        write_report(place, count)
        options = ("--engagement", engagement, "--as", person, "--focus-area", str(area))
        what = f"import of a report of {count:,} rows"
        yield from _thrice(ground, env, what, ("findings", "import", *options), place, budget, less=idle)


def write_report(place: Path, count: int) -> None:
    """Write a table of so many recommendations, five to a finding."""
    text = "Review the policy with residents and officers every year, and publish what changed and why. " * 3
    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Finding no", "Finding", "Recommendation no", "Recommendation", "Why", "Owner"])
        for n in range(count):
            finding = f"{count}.{1 + n // 5}"
            row = [
                finding,
                f"What was found, {finding}",
                f"{finding}.{1 + n % 5}",
                text,
                "It gives a measure.",
                "Chief",
            ]
            writer.writerow(row)


def _thrice(
    ground: Ground,
    env: dict[str, str],
    what: str,
    command: tuple[str, ...],
    source: Path,
    budget: Budget | None = None,
    *,
    less: float = 0.0,
) -> Generator[Row]:
    for when, options in (("preview", ["--dry-run"]), ("first", []), ("again", [])):
        before = ground.database_cpu()
        done = run([*CONCORD, *command, str(source), *options], env, limit=120)
        database = ground.database_cpu() - before
        note = f"Python {done.cpu:.1f} + database {database:.1f}; {done.wall:.1f} s on the wall"
        note += f"; less {less:.1f} of starting" if less else ""
        yield Row(f"{what}: {when}", done.cpu + database - less, "CPU-s", budget, note)


def write_folder(folder: Path) -> None:
    """Write an invented folder in the layout of examples/sites: the example's agencies, other slugs."""
    with (EXAMPLE / "sites.csv").open(encoding="utf-8", newline="") as file:
        oris = [row["ori"] for row in csv.DictReader(file) if row["ori"]]
    common = {"source_url": _SOURCE}
    slugs = [f"invented-{n}" for n in range(SITES)]
    site = {
        "name": "Invented Police Department",
        "state": "OH",
        "programme": "OA",
        "era": "OA 2022-",
        "status": "active",
    }
    labels = [(slug, 1 + n % 5, 1 + n // 5) for slug in slugs for n in range(EACH)]
    text = "Review the policy with residents and officers every year, and publish what changed and why. " * 3
    rows = {
        "sites.csv": [{"slug": slug, "ori": oris[n % len(oris)], **site, **common} for n, slug in enumerate(slugs)],
        "findings.csv": [
            {"slug": slug, "label": str(finding), "heading": f"What was found, {finding}", **common}
            for slug, finding in sorted({(slug, finding) for slug, _, finding in labels})
        ],
        "recommendations.csv": [
            {
                "slug": slug,
                "label": f"{finding}.{n}",
                "label_as_printed": f"{finding}.{n}",
                "finding": str(finding),
                "text": f"{finding}.{n}: {text}",
                **common,
            }
            for slug, n, finding in labels
        ],
    }
    for layout in LAYOUTS:
        target = folder / layout.file
        target.parent.mkdir(exist_ok=True)
        with target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, layout.names, restval="")
            writer.writeheader()
            writer.writerows(rows.get(layout.file, []))
