from dataclasses import replace

from concord.analysis.figures.check import Check, Level
from concord.analysis.figures.partial_dates import parse_partial_date
from concord.analysis.figures.tables import Source
from concord.publishing.figures import check_site
from concord.publishing.imports.records import ListedFocusArea, Site
from tests.analysis.figures.test_check import figure, said
from tests.publishing.imports.test_reconcile import SITE, SOURCE


def test_figures_of_one_scope_and_about_one_date_that_differ_are_noted_once() -> None:
    one = figure([("Done", "5", "")], 42, "disjoint", as_of="2015-12-14", assessor="Assessor", name="a")
    two = figure([("Done", "18", "")], 42, "disjoint", as_of="2015-12-16", assessor="City", name="b")
    later = figure([("Done", "30", "")], 42, "disjoint", as_of="2016-12-16", assessor="City", name="c")
    area = figure([("Done", "1", "")], 42, "disjoint", as_of="2015-12-14", focus_area=1, name="d")
    found = check_site(replace(SITE, figures=(one, two, later, area)))
    assert [each for each in found if each.code == "figures-differ"] == [
        Check(
            Level.NOTE,
            "figures-differ",
            "figures for about one date differ, and all are kept. "
            "Assessor, 2015-12-14: Done 5; City, 2015-12-16: Done 18",
            "harbor-point",
        )
    ]


def test_the_same_figure_from_two_sources_is_no_difference() -> None:
    one = figure([("Done", "5", "")], 5, assessor="Assessor", name="a")
    assert check_site(replace(SITE, figures=(one, replace(one, id="b", assessor="City")))) == []


def test_a_percentage_is_said_when_the_differing_figure_has_no_count() -> None:
    one = figure([("Done", "1", "")], 2, "disjoint", name="a")
    two = figure([("Done", "", "40")], 2, "disjoint", name="b")
    assert check_site(replace(SITE, figures=(one, two)))[-1].text.endswith("Team, 2024-01-31: Done 40%")


def copy_site(as_of: str) -> Site:
    table = figure([("Done", "10", "71"), ("Open", "4", "29")], 14, as_of=as_of)
    return replace(SITE, slug="mill-creek", name="Mill Creek", figures=(replace(table, site="mill-creek"),))


def test_a_table_that_another_site_printed_earlier_is_noted_at_the_later_one_alone() -> None:
    first = figure([("Done", "1", ""), ("Open", "1", "")], 2, as_of="2024-05-01", name="first")
    later = figure([("done", "10", "71"), ("open", "4", "29")], 14, as_of="2024-09-26")
    site = replace(SITE, figures=(first, later))
    other = copy_site("2023-10-26")
    assert said(check_site(site, iter([site, other]))) == [
        ("note", "same-as-other-site", "the table of 2024-09-26 is the same as Mill Creek's of 2023-10-26")
    ]
    assert check_site(other, [site, other]) == []


def test_a_table_with_a_single_number_is_too_common_to_be_a_copy() -> None:
    rows = [("Done", "0", "0"), ("Open", "4", "100")]
    site = replace(SITE, figures=(figure(rows, 4, as_of="2024-09-26"),))
    other = replace(SITE, slug="mill-creek", figures=(replace(figure(rows, 4, as_of="2023"), site="mill-creek"),))
    assert check_site(site, [other]) == []


def test_a_figure_dated_before_the_start_is_a_warning() -> None:
    site = replace(
        SITE, started=parse_partial_date("2024-08-22"), figures=(figure([("Done", "1", "")], 1, as_of="2024-03-27"),)
    )
    assert said(check_site(site)) == [
        ("warning", "before-start", "dated 2024-03-27, before the site's start, 2024-08-22")
    ]


def test_a_base_that_the_site_does_not_state_is_noted_for_whole_tables_only() -> None:
    site = replace(SITE, stated_findings=36, stated_recommendations=40)
    table = figure([("Done", "75", "")], 75)
    assert said(check_site(replace(site, figures=(table,)))) == [
        (
            "note",
            "base-not-stated",
            "the base, 75, is not what the site states: 36 findings and 40 recommendations (76 together)",
        )
    ]
    for base in (36, 40, 76):
        assert check_site(replace(site, figures=(figure([("Done", str(base), "")], base),))) == []
    assert check_site(replace(site, figures=(figure([("Done", "75", "")], 75, "overlapping"),))) == []


def test_focus_areas_stated_and_listed_are_compared() -> None:
    areas = (ListedFocusArea(1, "Training", None, None, Source("https://example.gov")),)
    site = replace(SITE, stated_focus_areas=2, focus_areas=areas)
    assert check_site(site) == [
        Check(Level.WARNING, "focus-areas", "2 focus areas are stated, 1 are listed", "harbor-point")
    ]
    assert check_site(replace(site, stated_focus_areas=1)) == []


def test_the_rest_is_derived_only_when_it_is_all_of_the_remaining_focus_areas() -> None:
    areas = tuple(ListedFocusArea(number, "", None, stated, SOURCE) for number, stated in ((1, 5), (2, 3), (3, 2)))
    part = figure([("Done", "4", ""), ("Open", "1", "")], 5, focus_area=1, as_of="undated", name="part")
    total = figure([("Done", "9", ""), ("Open", "1", "")], 10, name="total")
    site = replace(SITE, stated_recommendations=10, focus_areas=areas, figures=(total, part))
    assert said(check_site(site)) == [
        (
            "note",
            "rest-derived",
            "derived, if the figures speak of one date: Done, 9 - 4 = 5 = 3 + 2, so all of focus areas 2 and 3",
        )
    ]
    fewer = figure([("Done", "8", ""), ("Open", "2", "")], 10, name="total")
    assert check_site(replace(site, figures=(fewer, part))) == []
