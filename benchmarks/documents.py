"""Documents: how fast pages are read and kept, letters of scans recognised, 100,000 passages searched, and how well
(Cranfield)."""

import json
import os
import sys
from collections.abc import Generator
from pathlib import Path

from benchmarks import budgets
from benchmarks.ground import Ground
from benchmarks.harness import ROOT, Row, run

_SHARED = Path(os.environ.get("CONCORD_SHARED_DATA") or ROOT.parent / "shared" / "data")
CRANFIELD = _SHARED / "evidence" / "cranfield"
_NO_PROGRAM = "tesseract is not installed on this machine"


def measure(ground: Ground) -> Generator[Row]:
    """Measure on a scratch copy of the example."""
    with ground.clone("bench_documents") as database:
        env = ground.on(database)
        read = _inside(env, "reading")
        note = f"{read['pages']} pages of {read['letters']:,} letters each"
        yield Row("PDF pages read", read["pages"] / read["cpu"], "per CPU-s", budgets.PAGES, note)
        yield Row("memory of the reader at most", read["peak_mb"], "MB", None, "its beginning included")
        before = ground.database_cpu()
        kept = _inside(env, "ingest")
        cpu = kept["cpu"] + ground.database_cpu() - before
        yield Row("PDF pages read, kept and indexed", kept["pages"] / cpu, "per CPU-s", budgets.PAGES, note)
        scanned = _inside(env, "recognise")
        note = f"{scanned['pages']} pages at 300 dots an inch, one after the other" if scanned["pages"] else _NO_PROGRAM
        figure = scanned["pages"] / scanned["wall"] if scanned["pages"] else None
        yield Row("scanned pages whose letters are recognised", figure, "pages/s", budgets.OCR, note)
        found = _inside(env, "search", limit=500)
        note = f"{found['queries']} queries of one to four words, the median; the slowest {found['slowest']:.0f} ms"
        yield Row(f"search through {found['passages']:,} passages", found["median"], "ms", budgets.SEARCH, note)
    if not CRANFIELD.is_dir():
        yield Row("nDCG@10 on Cranfield", None, budget=budgets.CRANFIELD, note="not here: see CONCORD_SHARED_DATA")
        return
    with ground.clone("bench_cranfield") as database:
        said = _inside(ground.on(database), "cranfield", str(CRANFIELD), limit=600)
        note = f"{said['queries']} queries"
        yield Row("nDCG@10 on Cranfield", said["ndcg"], "", budgets.CRANFIELD, note)
        note = note if "learned" in said else "the extra `text` is not installed"
        by_meaning, learned = said.get("ndcg_by_meaning"), said.get("learned")
        yield Row("nDCG@10 on Cranfield, by words and meaning", by_meaning, "", budgets.CRANFIELD_BY_MEANING, note)
        yield Row("abstracts of Cranfield learned", learned, "per CPU-s", None, note)


def _inside(env: dict[str, str], *words: str, limit: float = 200) -> dict[str, float]:
    """Run a measurement in a process of its own, on a database."""
    done = run([sys.executable, "-m", "benchmarks.documents_inside", *words], env, limit=limit)
    found: dict[str, float] = json.loads(done.output.splitlines()[-1])
    return found
