"""Imports by the command line: all agencies of the country, the example's sites, and a folder of 5,000
recommendations; each first as a preview, then for good, then the same again."""

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


def _thrice(
    ground: Ground, env: dict[str, str], what: str, command: tuple[str, ...], source: Path, budget: Budget | None = None
) -> Generator[Row]:
    for when, options in (("preview", ["--dry-run"]), ("first", []), ("again", [])):
        before = ground.database_cpu()
        done = run([*CONCORD, *command, str(source), *options], env, limit=120)
        database = ground.database_cpu() - before
        note = f"Python {done.cpu:.1f} + database {database:.1f}; {done.wall:.1f} s on the wall"
        yield Row(f"{what}: {when}", done.cpu + database, "CPU-s", budget, note)


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
