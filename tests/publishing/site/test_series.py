"""Counts over time: the sentence claims no more than was printed, and the chart may stand inside a strict page."""

import xml.etree.ElementTree as ET
from datetime import date
from typing import Any

import pytest

from concord.publishing.site import chart, series
from tests.publishing.site import samples

SPANS = [
    ((date(2019, 5, 16), date(2019, 5, 16)), 11),
    ((date(2020, 3, 4), date(2020, 3, 4)), 48),
    ((date(2021, 7, 1), date(2021, 7, 31)), 193),
    ((date(2025, 1, 1), date(2025, 12, 31)), 263),
]


def elements(svg: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter())  # noqa: S314 - drawn by the code under test


@pytest.fixture(scope="module")
def drawn() -> tuple[str, str]:
    return chart.draw(SPANS, 272)


def test_the_sentence_names_first_and_last_with_base_and_date() -> None:
    (row,) = samples.public_record()["series"]
    assert series.compute(row).sentence == (
        "The count rose from 11 of 272 recommendations (4.0%) on 16 May 2019 to 263 of 272 (96.7%) in 2025. 4 published"
        " figures; what lay between is not known."
    )


def test_the_table_has_every_figure_with_its_share_and_who_printed_it() -> None:
    (row,) = samples.public_record()["series"]
    assert [(point.when, point.count, point.share, point.host) for point in series.compute(row).points] == [
        ("16 May 2019", 11, "4.0%", "thesfnews.com"),
        ("4 March 2020", 48, "17.6%", "sanfrancisco.cbslocal.com"),
        ("July 2021", 193, "71.0%", "missionlocal.org"),
        ("2025", 263, "96.7%", "legalnewsline.com"),
    ]


def test_a_figure_without_a_date_is_in_the_table_and_not_in_the_chart() -> None:
    (row,) = samples.public_record()["series"]
    undated: dict[str, Any] = {
        "as_of": {"value": "undated", "precision": "text"},
        "count": 263,
        "source_url": None,
    }
    computed = series.compute(row | {"points": [row["points"][0], undated]})
    assert (computed.chart, computed.undated, len(computed.points)) == (None, 1, 2)


def test_a_known_day_is_a_dot_and_a_month_or_year_a_bar_over_all_its_days(drawn: tuple[str, str]) -> None:
    wide = elements(drawn[0])
    dots = [each for each in wide if each.get("class") == "fill-mark"]
    bars = [float(each.get("x2", "0")) for each in wide if each.get("class") == "stroke-mark"]
    years = 640 / (date(2026, 1, 1) - date(2019, 1, 1)).days
    assert (len(dots), [round(bar) for bar in bars]) == (2, [round(31 * years), round(365 * years)])


def test_a_chart_has_no_style_no_link_no_script_and_no_identifier_of_another(drawn: tuple[str, str]) -> None:
    for svg in drawn:
        for each in elements(svg):
            assert each.tag in {"svg", "g", *chart.DRAWN}
            assert set(each.keys()) <= {*chart.KEPT, "class", "viewBox", "aria-hidden", "focusable"}
        assert "http" not in svg


def test_a_chart_is_the_same_each_time_it_is_drawn(drawn: tuple[str, str]) -> None:
    assert chart.draw(SPANS, 272) == drawn


def test_a_hostile_drawing_loses_everything_but_its_shapes() -> None:
    hostile = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
        '<script>alert(1)</script><style>a{}</style><image href="http://x.example/"/><a xlink:href="http://x.example/">'
        '<rect fill="#777" width="1"/></a><rect fill="#010101" style="fill:url(http://x.example)" onload="x()"'
        ' width="2"/><text fill="#010101">&lt;b&gt; &amp; c</text></svg>'
    )
    assert chart.clean(hostile) == (
        '<svg viewBox="0 0 9 9" width="9" height="9" aria-hidden="true" focusable="false">'
        '<rect class="fill-ink" width="2"></rect><text class="fill-ink">&lt;b> &amp; c</text></svg>'
    )
