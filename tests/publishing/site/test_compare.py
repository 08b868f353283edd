"""What changed between any two reports is worked out from the two records."""

import re
from typing import Any

import pytest

from concord.publishing.site import archive, compare, plots
from tests.publishing.site import samples
from tests.publishing.site.conftest import Built


def comparison(*documents: dict[str, Any]) -> list[compare.Comparison]:
    read = archive.read([samples.programme(), *documents])
    return compare.pairs(read.sites[0])


def both() -> list[compare.Comparison]:
    now = samples.typical()
    return comparison(now, samples.report(now), *samples.before())


@pytest.mark.owed("A31", "P26")
def test_each_recommendation_stands_under_what_became_of_it() -> None:
    found = both()[0]
    now, then = samples.typical(), samples.before()[0]
    old = {row["key"]: row["assessed"]["status"] for row in then["recommendations"]}
    issued = [row["label"] for row in now["recommendations"] if row["key"] not in old]
    done = [
        row["label"]
        for row in now["recommendations"]
        if row["key"] in old and row["assessed"]["status"] == "complete" != old[row["key"]]
    ]
    kinds = {kind.key: [change.label for change in kind.changes] for kind in found.kinds}
    assert (kinds["new"], kinds["complete"]) == (issued, done)
    assert list(kinds) == ["new", "complete", "findings"]
    assert found.sentence == "Recommendations issued: 9; found complete: 2; findings issued: 2."


def test_the_counts_of_both_records_stand_beside_each_other_with_the_difference() -> None:
    found = both()[0]
    then = samples.before()[0]["figures"]
    before = {row["status"]: row["count"] for row in then["assessed"]}
    assert [row.before for row in found.rows] == [before[status["key"]] for status in samples.statuses()]
    assert (found.total.before, found.total.after, found.total.difference) == (27, 36, "+9")
    assert [row.difference for row in found.rows] == [
        f"{row.after - row.before:+}".replace("-", "−").replace("+0", "0") for row in found.rows
    ]


@pytest.mark.owed("P18")
def test_the_page_of_two_records_warns_that_what_is_counted_is_of_unlike_size(build_of: Any) -> None:
    warned = "Recommendations are not of equal weight: a count says how many, not how much was changed."
    assert [each.unequal for each in both()] == [warned] * len(both())
    now = samples.typical()
    built: Built = build_of(now, samples.report(now), *samples.before())
    assert warned in built.page(both()[0].address)


def test_the_flow_counts_every_recommendation_once() -> None:
    found = both()[0]
    figure = plots.flow(found)
    assert figure is not None
    assert sum(found.flow.values()) == 36
    assert figure.sentence == (
        "Of 27 recommendations in both records, 25 kept their status and 2 changed it; 9 are new."
    )
    assert [row[0] for row in figure.rows][-1] == "Not issued yet"
    assert sum(int(row[-1]) for row in figure.rows) == 36


def test_a_recommendation_taken_back_is_told_apart() -> None:
    then, report = samples.before()
    then["recommendations"][2]["assessed"]["status"] = "complete"
    then["recommendations"][2]["history"][-1]["status"] = "complete"
    then["figures"] = samples.figures(then["recommendations"], "2026-08-15")
    now = samples.typical()
    row = now["recommendations"][2]
    row["assessed"]["status"] = row["history"][-1]["status"] = "in_progress"
    now["figures"] = samples.figures(now["recommendations"])
    found = comparison(now, samples.report(now), then, report)[0]
    kinds = {kind.key: [change.label for change in kind.changes] for kind in found.kinds}
    assert kinds["reopened"] == [row["label"]]


def test_a_site_with_one_report_compares_nothing() -> None:
    now = samples.typical()
    assert comparison(now, samples.report(now)) == []


def test_any_two_of_three_reports_are_compared(build_of: Any) -> None:
    now = samples.typical()
    third = [{**document} for document in samples.before()]
    for document, ref in zip(third, ("riverbend-2026-05-15", "riverbend-report-3"), strict=True):
        document["release"] = samples.release(ref, "2026-05-15")
    third[1] |= {"number": 3, "date": "2026-05-15"}
    built: Built = build_of(now, samples.report(now), *samples.before(), *third)
    page = built.page("/sites/riverbend/reports/")
    links = re.findall(r'href="(/sites/riverbend/reports/compare/[^"]+)"', page)
    pairs = [
        ("2026-08-15", "2026-11-14"),
        ("2026-05-15", "2026-11-14"),
        ("2026-05-15", "2026-08-15"),
    ]
    assert links == [f"/sites/riverbend/reports/compare/{first}/{last}/" for first, last in pairs]
    same = built.page("/sites/riverbend/reports/compare/2026-05-15/2026-08-15/")
    assert "Nothing in the record changed between the two." in same
