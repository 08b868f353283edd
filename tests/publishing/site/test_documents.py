"""Documents are checked before anything is written, and each problem says which release, where and what."""

import copy
from pathlib import Path
from typing import Any

import pytest

from concord.publishing.site import ReleaseError, build, canonical_json, sha256_of
from tests.publishing.site import samples

Doc = dict[str, Any]


def refusal(tmp_path: Path, *documents: Doc, programme: bool = True) -> list[str]:
    """Return the problems for which a build is refused, as text."""
    whole = [samples.programme(), *documents] if programme else list(documents)
    with pytest.raises(ReleaseError) as caught:
        build(whole, tmp_path / "out", as_of=samples.AS_OF)
    assert not (tmp_path / "out").exists()
    return [str(problem) for problem in caught.value.problems]


def changed(document: Doc, *path: str | int, to: Any) -> Doc:
    """Return a copy of a document with one value changed."""
    whole = copy.deepcopy(document)
    inner: Any = whole
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = to
    return whole


def test_a_problem_names_release_place_and_message(tmp_path: Path) -> None:
    broken = changed(samples.typical(), "figures", "assessed", 2, "count", to=-1)
    assert refusal(tmp_path, broken) == [
        "release riverbend-2026-11-14: $.figures.assessed[2].count: -1 is less than the minimum of 0"
    ]


def test_a_field_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    broken = changed(samples.empty(), "site", "mood", to="good")
    assert refusal(tmp_path, broken) == [
        "release new-harbor-2026-11-14: $.site: Additional properties are not allowed ('mood' was unexpected)"
    ]


def test_a_document_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, {"schema": "concord.site/2", "release": {"ref": "x"}}) == [
        (
            "release x: $.schema: 'concord.site/2' is not one of concord.programme/1, concord.programme/2,"
            " concord.site/1, concord.report/1, concord.withheld/1"
        )
    ]


def test_a_document_without_a_name_is_refused_too(tmp_path: Path) -> None:
    assert refusal(tmp_path, {"schema": "unheard of"})[0].startswith("release without a name: $.schema:")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("release", "as_of"), "2026-02-30"),
        (("release", "as_of"), "14 November 2026"),
        (("release", "released_at"), "2026-11-14T15:00:00+01:00"),
        (("release", "ref"), "../escape"),
        (("site", "slug"), "../../etc"),
        (("site", "slug"), "New Harbor"),
        (("site", "started"), {"value": "2025-13", "precision": "month"}),
        (("site", "started"), {"value": "June 2025", "precision": "day"}),
        (("site", "source"), {"title": "A record", "url": "javascript:alert(1)"}),
        (("contacts",), [{"label": "Desk", "email": "a@b.example?bcc=x"}]),
    ],
)
def test_a_value_that_could_mislead_or_escape_is_refused(
    tmp_path: Path, path: tuple[str | int, ...], value: Any
) -> None:
    problems = refusal(tmp_path, changed(samples.empty(), *path, to=value))
    named = {problem.split(": ")[1] for problem in problems}
    assert len(named) == 1
    assert f".{path[-1]}" in named.pop()


def test_evidence_that_may_not_be_shown_cannot_carry_a_title(tmp_path: Path) -> None:
    path = ("findings", 0, "evidence", 1, "title")
    problems = refusal(tmp_path, changed(samples.typical(), *path, to="Interview with a sergeant"))
    assert [problem.split(": ")[1] for problem in problems] == ["$.findings[0].evidence[1].title"]


@pytest.mark.owed("P1")
def test_figures_must_be_borne_out_by_the_recommendations(tmp_path: Path) -> None:
    document = samples.typical()
    found = document["figures"]["assessed"][0]["count"]
    assert refusal(tmp_path, changed(document, "figures", "assessed", 0, "count", to=found - 1)) == [
        (
            f"release riverbend-2026-11-14: $.figures.assessed[0].count: is {found - 1}, but {found} recommendations"
            " are assessed as 'complete'"
        )
    ]


def test_a_status_that_no_row_counts_is_not_dropped(tmp_path: Path) -> None:
    document = samples.typical()
    left_out = document["figures"]["assessed"][1]["count"]
    rows = [row for row in document["figures"]["assessed"] if row["status"] != "partially_complete"]
    assert refusal(tmp_path, changed(document, "figures", "assessed", to=rows)) == [
        (
            f"release riverbend-2026-11-14: $.figures.assessed: {left_out} recommendations are assessed as"
            " 'partially_complete', which no row counts"
        )
    ]


def test_counts_cannot_exceed_their_base(tmp_path: Path) -> None:
    figures = {
        "base": 5,
        "as_of": "2026-11-14",
        "assessed": [{"status": "complete", "count": 6}],
        "reported": [],
        "previous": None,
    }
    document = samples.public_record(figures=figures, statuses=samples.statuses())
    assert refusal(tmp_path, document) == [
        "release san-francisco-2026-11-14: $.figures.assessed: the counts add up to 6, more than the base of 5"
    ]


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("recommendations", 0, "finding"), "9.9", "$.recommendations[0].finding: '9.9' is not in this document"),
        (("recommendations", 0, "focus_area"), 12, "$.recommendations[0].focus_area: 12 is not in this document"),
        (("findings", 0, "focus_area"), 12, "$.findings[0].focus_area: 12 is not in this document"),
        (("changes", 0, "recommendation"), "0.0", "$.changes[0].recommendation: '0.0' is not in this document"),
        (
            ("recommendations", 0, "history", 0, "status"),
            "done",
            "$.recommendations[0].history[0].status: 'done' is not in this document",
        ),
        (("recommendations", 0, "key"), "1.1.2", "$.recommendations: '1.1.2' stands 2 times; it must be unique"),
    ],
)
def test_a_link_that_leads_nowhere_is_refused(
    tmp_path: Path, path: tuple[str | int, ...], value: Any, expected: str
) -> None:
    assert refusal(tmp_path, changed(samples.typical(), *path, to=value)) == [
        f"release riverbend-2026-11-14: {expected}"
    ]


def test_pages_need_the_programme(tmp_path: Path) -> None:
    assert refusal(tmp_path, samples.empty(), programme=False) == [
        "release without a name: $: no concord.programme release: every page needs its office and contacts"
    ]


def test_a_report_needs_its_site(tmp_path: Path) -> None:
    assert refusal(tmp_path, samples.report(samples.typical())) == [
        "release riverbend-report-5: $.site.slug: there is no site release for 'riverbend'"
    ]


def test_two_releases_cannot_have_one_name(tmp_path: Path) -> None:
    again = changed(samples.empty(), "release", "reason", to="Again")
    assert refusal(tmp_path, samples.empty(), again) == [
        "release new-harbor-2026-11-14: $.release.ref: two releases have this name"
    ]


def test_two_reports_cannot_have_one_address(tmp_path: Path) -> None:
    site = samples.typical()
    other = samples.report(site, number=6, release=samples.release("riverbend-report-6", "2026-11-15"))
    assert refusal(tmp_path, site, samples.report(site), other) == [
        "release riverbend-report-5: $.date: reports 6 and 5 have the same date, so one address"
    ]


@pytest.mark.owed("P4")
def test_an_altered_predecessor_is_noticed(tmp_path: Path) -> None:
    first = samples.empty()
    head = samples.release(
        "new-harbor-2", "2026-11-18", previous=first["release"]["ref"], previous_sha256=sha256_of(first)
    )
    second = samples.empty(release=head)
    build([samples.programme(), first, second], tmp_path / "fine", as_of=samples.AS_OF)
    altered = changed(first, "site", "name", to="Old Harbor Police Department")
    assert refusal(tmp_path, altered, second) == [
        (
            f"release new-harbor-2: $.release.previous_sha256: is {sha256_of(first)}, but new-harbor-2026-11-14 has"
            f" {sha256_of(altered)}: one of the two was altered"
        )
    ]


def test_canonical_bytes_do_not_depend_on_the_order_of_keys() -> None:
    assert canonical_json({"b": "ä", "a": [1, None]}) == '{"a":[1,null],"b":"ä"}'.encode()
