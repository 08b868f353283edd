"""A status report of 300 recommendations as PDF and as Word, each drawn once in a process of its own."""

import sys
from collections.abc import Generator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from benchmarks import budgets
from benchmarks.ground import Ground
from benchmarks.harness import Budget, Row, run

if TYPE_CHECKING:
    from concord.core.documents import Block, Document

RECOMMENDATIONS, AREAS = 300, 10
AT = datetime(2026, 1, 1, tzinfo=UTC)
_TEXT = "Review the policy with residents and officers every year, and publish what changed and why. "
_MADE = """
import resource, sys, time
import django
django.setup()
from benchmarks.papers import AT, report
from concord.core import documents
made = report()
draw = getattr(documents, sys.argv[1])
draw(documents.Document("Warm", (documents.Paragraph("Libraries and fonts are read."),)), at=AT)
began = time.process_time()
file = draw(made, at=AT)
used = time.process_time() - began
print(used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(file))
"""


def measure(ground: Ground) -> Generator[Row]:
    """Draw each; what its library and its fonts take to be read is shown beside it."""
    for kind, budget in (("pdf", budgets.PDF), ("word", budgets.WORD)):
        yield from _drawn(ground, kind, budget)


def _drawn(ground: Ground, kind: str, budget: Budget) -> Generator[Row]:
    done = run([sys.executable, "-c", _MADE, kind], ground.on("concord"), limit=90)
    used, memory, size = map(float, done.output.split()[-3:])
    what = f"report of {RECOMMENDATIONS} recommendations as {'PDF' if kind == 'pdf' else 'Word'}"
    note = f"{size / 1000:,.0f} kB; with the start of its process {done.cpu:.1f} CPU-s"
    yield Row(what, used, "CPU-s", budget, note)
    yield Row(f"{what}: memory", memory, "MB", budgets.PAPER_MEMORY)


def report() -> "Document":
    """Return the report: of each recommendation its text, its facts in both voices, and its measures in a table."""
    from concord.core.documents import Document, Heading, Pairs, Paragraph, Table

    blocks: list[Block] = []
    for number in range(RECOMMENDATIONS):
        area, place = divmod(number, RECOMMENDATIONS // AREAS)
        if place == 0:
            blocks.append(Heading(f"Focus area {area + 1}"))
        label = f"{area + 1}.{place + 1}"
        said = (("The agency reports", "In progress, 3 March 2026"), ("The team assesses", "In progress, 9 May 2026"))
        measures = tuple((f"{label}.{n}", "The policy is published.", "Met", "9 May 2026") for n in (1, 2, 3))
        blocks += [
            Heading(f"Recommendation {label}", 2),
            Paragraph(f"{label}: {_TEXT * 3}"),
            Pairs((*said, ("With", "the agency, since 9 May 2026"))),
            Table(f"Measures of {label}", ("Measure", "Text", "Standing", "On"), measures),
        ]
    return Document("Status report", tuple(blocks), author="Programme office", footer="RPT-2026-0001")
