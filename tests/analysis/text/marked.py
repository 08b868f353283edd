"""Synthetic sentences in which somebody marked what is personal, and how much of it is suggested. The sentences and
what the peer finds are data from elsewhere: see CONCORD_SHARED_DATA."""

import gzip
import json
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from concord.analysis.text.redacting import Span

_SHARED = Path(os.environ.get("CONCORD_SHARED_DATA") or Path(__file__).resolve().parents[4] / "shared" / "data")
SENTENCES = _SHARED / "evidence" / "pii" / "presidio_synth_dataset_v2.json.gz"
BASELINE = _SHARED / "evidence" / "pii_baseline.json"
MISSING = not SENTENCES.exists() and not os.environ.get("CI")  # in CI they must be there: the tests then fail
SHAPED = (
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


class Counts(NamedTuple):
    """By kind: the marked parts each of whose letters and digits is in a suggestion, and all of them."""

    found: Counter[str]
    marked: Counter[str]

    @property
    def recall(self) -> dict[str, float]:
        """The share that is found, by kind; "" for all kinds together. To three digits, as the peer's are given."""
        by_kind = {kind: round(self.found[kind] / number, 3) for kind, number in self.marked.items()}
        return by_kind | {"": round(self.found.total() / self.marked.total(), 3)}


def sentences() -> list[dict[str, Any]]:
    """Return the sentences with what is marked in them."""
    return list(json.loads(gzip.decompress(SENTENCES.read_bytes())))


def baseline() -> dict[str, Any]:
    """Return what the peer finds."""
    return dict(json.loads(BASELINE.read_text()))


def count(find: Callable[[str], list[Span]]) -> Counts:
    """Count what of the marked parts is suggested."""
    counts = Counts(Counter(), Counter())
    for sentence in sentences():
        text = sentence["full_text"]
        covered = {place for span in find(text) for place in range(span.start, span.end)}
        for part in sentence["spans"]:
            places = range(part["start_position"], part["end_position"])
            counts.marked[part["entity_type"]] += 1
            counts.found[part["entity_type"]] += all(place in covered for place in places if text[place].isalnum())
    return counts
