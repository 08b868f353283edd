"""Personal data: how much of what is marked in synthetic sentences is suggested, beside what Presidio finds alone."""

import time
from collections.abc import Generator

from benchmarks.ground import Ground
from benchmarks.harness import Budget, Row
from concord.analysis.text import named, personal
from concord.analysis.text.suggesting import suggest


def measure(ground: Ground) -> Generator[Row]:
    """Measure with the extra `text` where it is installed, else what has a shape alone."""
    from tests.analysis.text import marked as given

    del ground
    if not given.SENTENCES.is_file():
        yield Row("personal data suggested", None, note="not here: see CONCORD_SHARED_DATA")
        return
    known = given.baseline()
    alone = known["recall_fully_covered"]
    began = time.process_time()
    counts = given.count(suggest if named.installed() else personal.find)
    used = time.process_time() - began
    for kind in alone if named.installed() else given.SHAPED:
        least = alone[kind]
        budget = Budget(f"≥ {least}", at_least=least, peer=f"{least} (Presidio)")
        marked = counts.marked[kind]
        yield Row(f"personal data suggested: {kind}", counts.recall[kind], "", budget, f"{marked} marked")
    budget = Budget(f"≥ {known['all']}", at_least=known["all"], peer=f"{known['all']} (Presidio)")
    whole, number = counts.recall[""], len(given.sentences())
    note = f"{counts.marked.total():,} marked in {number:,} sentences"
    yield Row("personal data suggested: all kinds", whole, "", budget if named.installed() else None, note)
    yield Row("sentences looked through", number / used, "per CPU-s", None, f"Presidio {known['docs_per_s']}")
