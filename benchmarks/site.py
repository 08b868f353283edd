"""Building the public site from nothing, with its search: the example's, and several sites of 300 recommendations."""

import copy
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Generator
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import budgets
from benchmarks.ground import Ground
from benchmarks.harness import Row
from concord.publishing.site import build

RECOMMENDATIONS, SITES = 300, 40
_DOCUMENTS = "SELECT document FROM publishing_release ORDER BY id"


def measure(ground: Ground) -> Generator[Row]:
    """Build in this process, with its templates not yet read, then with one large site."""
    with ground.owner("concord") as connection:
        documents = [row[0] for row in connection.execute(_DOCUMENTS)]
    slugs = {document["site"]["slug"] for document in documents if "site" in document}
    yield from _build(f"site build, the example's {len(slugs)} sites", documents)
    programme = [document for document in documents if document["schema"].startswith("concord.programme/")]
    newest = next(d for d in reversed(documents) if d["schema"].startswith("concord.site/") and d["figures"])
    large = grown(newest, RECOMMENDATIONS)
    yield from _build(f"site build, one site of {RECOMMENDATIONS}", [*programme, large])
    many = [*programme, *(_as_site(large, number) for number in range(SITES))]
    yield from _build(f"site build, {SITES} sites of {RECOMMENDATIONS}", many, projected=1000 / SITES)


def _as_site(document: dict[str, Any], number: int) -> dict[str, Any]:
    """Return a document as that of another site."""
    release = document["release"] | {"ref": f"another-{number}"}
    return document | {"release": release, "site": document["site"] | {"slug": f"another-{number}"}}


def grown(document: dict[str, Any], size: int) -> dict[str, Any]:
    """Return a site's document as if it had `size` recommendations: its own again and again under other keys."""
    made = copy.deepcopy(document)
    made["release"] |= {"previous": None, "previous_sha256": None}
    made["reports"] = []
    places = range(-(-size // len(document["recommendations"])))
    for name in ("findings", "recommendations"):
        rows = [(n, copy.deepcopy(row)) for n in places for row in document[name]]
        made[name] = [row | {"key": f"{row['key']}-{n}", "label": f"{n}.{row['label']}"} for n, row in rows]
    for n, row in zip((n for n in places for _ in document["recommendations"]), made["recommendations"], strict=True):
        row["finding"] = f"{row['finding']}-{n}"
    made["recommendations"] = made["recommendations"][:size]
    made["changes"] = []
    made["figures"]["base"], made["figures"]["previous"] = size, None
    for voice in ("assessed", "reported"):
        tally = Counter(row[voice]["status"] for row in made["recommendations"] if row[voice])
        made["figures"][voice] = [{"status": status, "count": count} for status, count in sorted(tally.items())]
    return made


def _build(what: str, documents: list[dict[str, Any]], projected: float = 0) -> Generator[Row]:
    """Build once; with `projected`, say what so many times as much would take."""
    with tempfile.TemporaryDirectory(prefix="concord-site-") as folder:
        began, used = time.monotonic(), _cpu()
        result = build(documents, Path(folder), as_of=date.today())  # noqa: DTZ011 - the day decides nothing here
        used, wall = _cpu() - used, time.monotonic() - began
        files = [path for path in Path(folder).rglob("*") if path.is_file()]
        stored = sum(path.stat().st_size for path in files)
    note = (
        f"{result.pages:,} pages, {result.bytes / 1e6:.1f} MB; with gzip {len(files):,} files, {stored / 1e6:.1f} MB;"
        f" {wall:.1f} s on the wall"
    )
    yield Row(what, used, "CPU-s, all processes", None, note)
    yield Row(f"{what}: for 1,000 pages", 1000 * used / result.pages, "CPU-s, all processes")
    if projected:
        note = f"{projected:g} times the wall above, with charts, gzip and search"
        yield Row("site build, projected to 1,000 sites", projected * wall, "s", budgets.SITES_1000, note)


def _cpu() -> float:
    """Return the CPU seconds so far of this process and of those that it started and that ended."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)
