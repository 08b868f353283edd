"""The PDF and Word of a status report: drawn from its release alone, once, in a process of their own."""

from collections.abc import Mapping
from ctypes.util import find_library
from functools import cache
from pathlib import Path
from typing import Any

from concord.publishing import queries
from concord.publishing.compile.paper import draw
from concord.publishing.site import helper, output, papers
from concord.publishing.site.archive import PAPERS

Doc = Mapping[str, Any]


@cache
def kinds_here() -> frozenset[str]:
    """Return the kinds of paper that can be made on this machine: without Pango no PDF."""
    return frozenset(PAPERS) if find_library("pango-1.0") else frozenset(PAPERS) - {"pdf"}


def missing(folder: Path) -> set[str]:
    """Return the hashes of the reports of which a paper can be made that is not there."""
    return papers.missing(folder, queries.report_hashes(), kinds_here())


def print_one(sha256: str, office: Doc, folder: Path) -> None:
    """Draw a release of a report, by its hash, in each format that a folder does not hold yet.

    `office` is the part "office" of the programme's document. A PDF is left out where the system has no Pango. Nothing
    is drawn of what was withheld meanwhile. Raises OSError with what the drawing process said."""
    with output.alone(folder):
        document = queries.report_document(sha256)
        if document is not None:
            helper.spread(draw, [(document, office, sha256, folder)], 1)


def forget_others(folder: Path) -> None:
    """Remove the papers of what is not public, and what a crash left half written."""
    with output.alone(folder):
        papers.keep_only(folder, queries.report_hashes())
