"""Where another body took over the review, public figures say what it took over and what it has found itself."""

from collections.abc import Callable
from typing import Any

import pytest

from concord.core.documents import Table
from concord.publishing.compile.paper import paper
from concord.publishing.site import documents, handed, opendata
from concord.publishing.site.consistency import contradictions
from tests.publishing.site import samples
from tests.publishing.site.conftest import Built

pytestmark = pytest.mark.owed("P14")
OFFICE = {"programme": "Assistance Office (fictional)", "public_url": "https://reform.example"}
HANDED: dict[str, Any] = {
    "body": "The state's department of justice",
    "on": "2026-09-01",
    "taken_over": {"as_of": "2026-09-01", "base": 34, "assessed": [{"status": "complete", "count": 6}]},
    "found": {"as_of": "2026-11-14", "base": 36, "assessed": [{"status": "in_progress", "count": 4}]},
}
LINES = [("Complete", "6", "0"), ("In progress", "0", "4"), ("Nothing yet", "28", "32")]


def told(**changes: Any) -> dict[str, Any]:
    document = samples.typical()
    return {**document, "figures": {**document["figures"], "hand_over": {**HANDED, **changes}}}


def test_the_site_and_the_paper_of_a_report_show_both_counts_with_base_and_day(
    build_of: Callable[..., Built],
) -> None:
    document = told()
    found = handed.of(document)
    assert found is not None
    assert (found.caption, found.head) == (
        "What The state's department of justice took over on 1 September 2026, and what it has found itself since",
        ("Status", "Taken over, of 34", "Found itself by 14 November 2026, of 36"),
    )
    assert [(row.label, before, since) for row, before, since in found.lines] == LINES
    page = build_of(document).page(f"/sites/{document['site']['slug']}/")
    assert page.count("Found itself by 14 November 2026, of 36") == 1
    tables = [block for block in paper(samples.report(document), OFFICE).blocks if isinstance(block, Table)]
    (table,) = (block for block in tables if block.head == found.head)
    assert list(table.rows) == LINES


def test_the_open_data_hold_both_counts_too() -> None:
    head, rows = opendata.tables(told())["hand-over"]
    assert head == ["on", "body", "part", "as_of", "status", "count", "base"]
    body = HANDED["body"]
    assert [tuple(row.values()) for row in rows] == [
        ("2026-09-01", body, "taken over", "2026-09-01", "complete", 6, 34),
        ("2026-09-01", body, "found", "2026-11-14", "in_progress", 4, 36),
    ]
    assert "hand-over" not in opendata.tables(samples.typical())


def test_a_document_that_says_nothing_of_it_is_as_it_was(build_of: Callable[..., Built]) -> None:
    document = samples.typical()
    assert (handed.of(document), list(documents.problems_of(document))) == (None, [])
    assert "Found itself" not in build_of(document).page(f"/sites/{document['site']['slug']}/")


def test_counts_of_unknown_statuses_and_above_their_base_are_contradictions() -> None:
    more = {"as_of": "2026-11-14", "base": 3, "assessed": [{"status": "lost", "count": 4}]}
    assert list(contradictions(told(found=more))) == [
        ("$.figures.hand_over.found.assessed[0].status", "'lost' is not in this document"),
        ("$.figures.hand_over.found.assessed", "the counts add up to 4, more than the base of 3"),
    ]
