import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string
from hypothesis import given

from concord.workplans import gantt
from concord.workplans.content import Content
from tests.workplans.contents import NAMES, PLAN, activity, contents

SVG = "{http://www.w3.org/2000/svg}"


def drawn(content: Content) -> ET.Element:
    return ET.fromstring(gantt.chart(content, NAMES).svg)  # noqa: S314 - our own drawing


def bars(svg: ET.Element) -> list[tuple[float, float]]:
    return [(float(bar.attrib["x"]), float(bar.attrib["width"])) for bar in svg.iter(f"{SVG}rect")]


def days(svg: ET.Element) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text") if text.attrib["class"] == "gantt-day"]


def test_the_drawing_says_what_it_is_and_needs_no_style_of_its_own() -> None:
    svg = drawn(PLAN)
    assert (svg.attrib["role"], svg.attrib["aria-labelledby"]) == ("img", "schedule-title schedule-desc")
    assert (svg[0].attrib["id"], svg[0].text) == ("schedule-title", "Schedule")
    assert (svg[1].attrib["id"], svg[1].text) == (
        "schedule-desc",
        "2 activities in 2 focus areas, from 1 February 2027 to 31 December 2027. The table says the same.",
    )
    names = {name for each in svg.iter() for name in each.attrib}
    assert names & {"style", "href", "onclick", "onload"} == set()
    assert {each.tag.removeprefix(SVG) for each in svg.iter()} == {"svg", "title", "desc", "path", "text", "g", "rect"}


def test_a_bar_stands_where_its_days_are() -> None:
    plan = replace(
        PLAN,
        starts_on="2027-01-01",
        ends_on="2027-12-31",
        activities=(
            activity("a1", "All year", "2027-01-01", "2027-12-31"),
            activity("a2", "A day", "2027-12-31", "2027-12-31"),
        ),
    )
    assert bars(drawn(plan)) == [(0, 720), (718, 4)]


def test_the_axis_has_weeks_months_or_longer_steps() -> None:
    short = activity("a1", "Short", "2027-03-01", "2027-03-28")
    weeks = replace(PLAN, starts_on="", ends_on="", activities=(short,))
    assert days(drawn(weeks)) == ["1 Mar 2027", "8 Mar", "15 Mar", "22 Mar"]
    assert days(drawn(PLAN))[:3] == ["Feb 2027", "Apr", "May"]  # March has no room beside the year
    four_years = replace(PLAN, ends_on="2030-12-31")
    assert days(drawn(four_years))[:3] == ["Apr 2027", "Oct", "Jan 2028"]
    for_ever = drawn(replace(PLAN, ends_on="9999-12-31"))
    assert len(list(for_ever.iter(f"{SVG}path"))) < 100


@pytest.mark.owed("A54")
def test_the_table_says_what_the_drawing_says() -> None:
    found = gantt.chart(PLAN, NAMES)
    assert found.groups == (
        gantt.Group(
            "1. Community engagement",
            (gantt.Bar("Interview twelve sergeants", date(2027, 3, 1), date(2027, 3, 19), "Ada Expert", "Interviews"),),
        ),
        gantt.Group(
            "2. Supervision",
            (gantt.Bar("Ride along with patrol", date(2027, 4, 5), date(2027, 4, 30), "Ada Expert", "Ride-alongs"),),
        ),
    )
    page = render_to_string("workplans/_schedule.html", {"schedule": found})
    assert re.findall(r'<th scope="row">([^<]*)', page) == ["Interview twelve sergeants", "Ride along with patrol"]
    titles = [title.text for title in drawn(PLAN).iter(f"{SVG}title")][1:]
    assert titles == [
        "Interview twelve sergeants: 1 March 2027 to 19 March 2027",
        "Ride along with patrol: 5 April 2027 to 30 April 2027",
    ]


def test_what_has_no_days_is_named_and_not_drawn() -> None:
    plan = replace(PLAN, activities=(*PLAN.activities, activity("a3", "Later", "", "")))
    found = gantt.chart(plan, NAMES)
    assert found.undated == ("Later",)
    assert "Without days yet: “Later”." in render_to_string("workplans/_schedule.html", {"schedule": found})
    assert gantt.chart(Content(), NAMES) == gantt.Chart("", (), ())  # type: ignore[arg-type]
    assert render_to_string("workplans/_schedule.html", {"schedule": gantt.chart(Content(), NAMES)}).strip() == ""


@pytest.mark.parametrize("name", ['"><script>alert(1)</script>', "W" * 300, "مرحبا", "a\nb"])
def test_no_name_breaks_the_drawing_or_runs_out_of_it(name: str) -> None:
    svg = drawn(replace(PLAN, activities=(activity("a1", name), activity("a2", name, "2027-12-01", "2027-12-02"))))
    shown = [text for text in svg.iter(f"{SVG}text") if text.attrib["class"] == "gantt-name"]
    for text in shown:
        x, length = float(text.attrib["x"]), len(text.text or "") * 7.2
        begins = x - length if text.get("text-anchor") == "end" else x
        assert (begins >= 0, begins + length <= gantt.WIDTH) == (True, True)
    assert [bar.text for bar in svg.iter(f"{SVG}title")][1] == f"{name}: 1 March 2027 to 19 March 2027"


@given(contents())
def test_any_schedule_can_be_drawn_and_each_activity_is_drawn_or_named(content: Content) -> None:
    found = gantt.chart(content, NAMES)
    assert sum(len(group.bars) for group in found.groups) + len(found.undated) == len(content.activities)
    if found.svg:
        svg = ET.fromstring(found.svg)  # noqa: S314 - our own drawing
        assert all(0 <= x <= gantt.WIDTH for x, _ in bars(svg))


@pytest.mark.parametrize(("first", "last"), [("2027-03-01", "9999-12-31"), ("0001-01-01", "2027-03-01")])
def test_a_day_at_either_end_of_the_calendar_is_drawn_as_any_other(first: str, last: str) -> None:
    plan = replace(PLAN, starts_on="", ends_on="", activities=(activity("a1", "Without end", first, last),))
    assert bars(drawn(plan)) == [(0, 720)]
