from dataclasses import replace

from concord.analysis.figures.partial_dates import parse_partial_date
from concord.analysis.figures.tables import FigureRow, PublishedFigure, Source
from concord.publishing.imports.reconcile import Note, reconcile
from concord.publishing.imports.records import (
    ListedFinding,
    ListedFocusArea,
    ListedRecommendation,
    Site,
)

SOURCE = Source("https://example.gov/page")
SITE = Site(
    slug="harbor-point",
    name="Harbor Point Police Department (fictional)",
    state="ME",
    ori="",
    programme="OA",
    era="OA 2023-24",
    provider="",
    status="active",
    status_as_of=None,
    started=None,
    ended=None,
    continued_by="",
    continued_since=None,
    stated_findings=None,
    stated_recommendations=None,
    stated_focus_areas=None,
    outcome="",
    source=SOURCE,
)


def area(number: int, title: str, findings: int | None = None, recommendations: int | None = None) -> ListedFocusArea:
    return ListedFocusArea(number, title, findings, recommendations, SOURCE)


def finding(label: str, focus_area: int = 1) -> ListedFinding:
    return ListedFinding(label, focus_area, "", "", SOURCE)


def recommendation(label: str, focus_area: int = 1, phase: int | None = None) -> ListedRecommendation:
    return ListedRecommendation(label, label, label.rpartition(".")[0], focus_area, phase, None, "", "", SOURCE)


def test_a_site_that_states_nothing_has_nothing_to_reconcile() -> None:
    assert reconcile(SITE) == []


def test_counts_that_agree_make_no_note() -> None:
    site = replace(
        SITE,
        stated_findings=1,
        stated_recommendations=2,
        focus_areas=(area(1, "Training", 1, 2),),
        findings=(finding("1"),),
        recommendations=(recommendation("1.1"), recommendation("1.2")),
    )
    assert reconcile(site) == []


def test_stated_counts_without_a_list_say_that_there_is_no_list() -> None:
    assert reconcile(replace(SITE, stated_recommendations=91)) == [
        Note(
            "list-absent",
            "91 recommendations are stated; no list of them is in the public record that was read.",
            None,
            91,
            0,
        )
    ]


def test_fewer_and_more_listed_than_stated_are_told_in_total_and_by_focus_area() -> None:
    site = replace(
        SITE,
        stated_recommendations=4,
        focus_areas=(area(1, "Training", recommendations=3), area(2, "Supervision", recommendations=1)),
        findings=(finding("1"), finding("2", 2)),
        recommendations=(recommendation("1.1"), recommendation("2.1", 2), recommendation("2.2", 2)),
    )
    assert [(note.code, note.focus_area, note.stated, note.listed, note.text) for note in reconcile(site)] == [
        ("stated-not-listed", None, 4, 3, "4 recommendations stated, 3 listed: 1 id is missing from the source."),
        (
            "stated-not-listed",
            1,
            3,
            1,
            "Training: 3 recommendations stated, 1 listed: 2 ids are missing from the source.",
        ),
        (
            "stated-not-listed",
            2,
            1,
            2,
            "Supervision: 1 recommendations stated, 2 listed: 1 id is listed beyond the stated number.",
        ),
    ]


def test_an_empty_focus_area_counts_as_missing_when_others_are_listed() -> None:
    site = replace(
        SITE,
        focus_areas=(area(1, "Training", 1), area(2, "Supervision", 2)),
        findings=(finding("1"),),
    )
    assert [(note.code, note.focus_area) for note in reconcile(site)] == [("stated-not-listed", 2)]


def test_parts_that_do_not_add_up_to_the_stated_total_are_told() -> None:
    site = replace(
        SITE,
        stated_findings=5,
        focus_areas=(area(1, "Training", 1), area(2, "Supervision", 2)),
        findings=(finding("1"), finding("2", 2), finding("3", 2), finding("4", 3), finding("5", 3)),
    )
    assert [note.text for note in reconcile(site)] == ["The focus areas state 1 + 2 = 3 findings, the site 5."]


def test_parts_are_not_added_when_one_of_them_is_unknown() -> None:
    site = replace(SITE, stated_findings=1, focus_areas=(area(1, "A", 3), area(2, "B")), findings=(finding("1", 3),))
    assert [note.code for note in reconcile(site)] == ["stated-not-listed"]


def test_a_finding_without_a_recommendation_is_told_only_where_recommendations_are_listed() -> None:
    site = replace(SITE, findings=(finding("1"), finding("2")))
    assert reconcile(site) == []
    site = replace(site, recommendations=(recommendation("1.1"),))
    assert [(note.code, note.text) for note in reconcile(site)] == [
        ("nothing-under-finding", "Finding 2 has no recommendation listed.")
    ]


def test_a_number_left_out_inside_a_finding_is_named() -> None:
    site = replace(SITE, findings=(finding("3"),), recommendations=(recommendation("3.1"), recommendation("3.4")))
    assert [note.text for note in reconcile(site)] == [
        "Recommendation 3.2 is not listed, though 3.4 is.",
        "Recommendation 3.3 is not listed, though 3.4 is.",
    ]


def test_a_printed_count_of_what_is_listed_is_compared_and_both_are_kept() -> None:
    rows = (
        FigureRow("first phase", "3", "", "phase 1"),
        FigureRow("second phase", "1", "", "phase 2"),
        FigureRow("recommendations", ">100", "", "recommendations"),
        FigureRow("findings", "7", "", "findings"),
        FigureRow("open", "9", ""),
    )
    as_of = parse_partial_date("2019-05-16")
    figure = PublishedFigure("f", SITE.slug, as_of, "assessor", "Team", "overlapping", 10, None, rows, SOURCE)
    site = replace(
        SITE,
        figures=(figure,),
        findings=(finding("1"),),
        recommendations=(
            recommendation("1.1", phase=1),
            recommendation("1.2", phase=1),
            recommendation("1.3", phase=2),
        ),
    )
    assert [(note.stated, note.listed, note.text) for note in reconcile(site)] == [
        (3, 2, "Team prints 3 as first phase (2019-05-16); 2 are listed as phase 1. Both are kept."),
        (7, 1, "Team prints 7 as findings (2019-05-16); 1 are listed as findings. Both are kept."),
    ]
