"""Personal data: how much of what is marked in synthetic sentences is suggested, beside what Presidio finds alone."""

import gzip
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Any

from benchmarks.ground import Ground
from benchmarks.harness import ROOT, Budget, Row
from concord.analysis.text import named, personal
from concord.analysis.text.redacting import Span
from concord.analysis.text.suggesting import suggest

_SHARED = Path(os.environ.get("CONCORD_SHARED_DATA") or ROOT.parent / "shared" / "data")
SENTENCES = _SHARED / "evidence" / "pii" / "presidio_synth_dataset_v2.json.gz"
BASELINE = _SHARED / "evidence" / "pii_baseline.json"
OWN = (
    "CREDIT_CARD",
    "PHONE_NUMBER",
    "EMAIL_ADDRESS",
    "ZIP_CODE",
    "IBAN_CODE",
    "US_SSN",
    "IP_ADDRESS",
    "STREET_ADDRESS",
)
"""Kinds that have a shape, which the patterns find without the extra `text`."""


def measure(ground: Ground) -> Generator[Row]:
    """Measure with the extra `text` where it is installed, else what has a shape alone."""
    del ground
    if not SENTENCES.is_file():
        yield Row("personal data suggested", None, note="not here: see CONCORD_SHARED_DATA")
        return
    sentences = json.loads(gzip.decompress(SENTENCES.read_bytes()))
    known = json.loads(BASELINE.read_text())
    alone = known["recall_fully_covered"]
    began = time.process_time()
    found, marked = _found(sentences, suggest if named.installed() else personal.find)
    used = time.process_time() - began
    for kind in alone if named.installed() else OWN:
        least = alone[kind]
        budget = Budget(f"≥ {least}", at_least=least, peer=f"{least} (Presidio)")
        yield Row(f"personal data suggested: {kind}", found[kind] / marked[kind], "", budget, f"{marked[kind]} marked")
    whole = found.total() / marked.total()
    budget = Budget(f"≥ {known['all']}", at_least=known["all"], peer=f"{known['all']} (Presidio)")
    note = f"{marked.total():,} marked in {len(sentences):,} sentences"
    yield Row("personal data suggested: all kinds", whole, "", budget if named.installed() else None, note)
    yield Row("sentences looked through", len(sentences) / used, "per CPU-s", None, f"Presidio {known['docs_per_s']}")


def _found(sentences: Iterable[dict[str, Any]], find: Callable[[str], list[Span]]) -> tuple[Counter[str], Counter[str]]:
    """Count, by kind, the marked parts each of whose letters and digits is in a suggestion, and all of them."""
    found, marked = Counter[str](), Counter[str]()
    for sentence in sentences:
        text = sentence["full_text"]
        covered = {place for span in find(text) for place in range(span.start, span.end)}
        for part in sentence["spans"]:
            places = range(part["start_position"], part["end_position"])
            marked[part["entity_type"]] += 1
            found[part["entity_type"]] += all(place in covered for place in places if text[place].isalnum())
    return found, marked
