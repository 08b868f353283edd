"""Pages that help to find and to understand: A to Z, words, partners, rules, corrections, pictures."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from concord.analysis.text import reading
from concord.publishing.site import messages
from concord.publishing.site.engine import TEMPLATES
from tests.publishing.site import samples
from tests.publishing.site.conftest import Built


def test_no_mark_of_the_translators_is_left_on_any_page(built: Built) -> None:
    assert [str(path) for path in built.files(".html") if re.search(r"\[\[|\]\]", path.read_text())] == []


@pytest.mark.owed("P21")
def test_the_index_from_a_to_z_lists_each_site_and_focus_area_once(built: Built) -> None:
    page = built.page("/a-z/")
    lines = re.findall(r'<li><a href="([^"]+)">([^<]+)</a> <span[^>]*>([^<]+)</span>', page)
    sites = [(address, word) for address, word, kind in lines if kind.startswith("site")]
    assert sites == [
        ("/sites/calexico/", "Calexico Police Department"),
        ("/sites/charlottesville/", "Charlottesville Police Department"),
        ("/sites/new-harbor/", "New Harbor Police Department"),
        ("/sites/riverbend/", "Riverbend Police Department"),
        ("/sites/san-francisco/", "San Francisco Police Department"),
    ]
    areas = [address for address, _, kind in lines if kind == "focus area at Riverbend Police Department"]
    assert sorted(areas) == [f"/sites/riverbend/focus-areas/#area-{n}" for n in range(1, 7)]
    assert len(set(lines)) == len(lines)


def test_partners_are_those_that_the_sites_name(built: Built) -> None:
    page = built.page("/partners/")
    assert re.findall(r'<h2 class="plain-head">([^<]+)</h2>', page) == [
        "Fairlight Institute (fictional)",
        "Hillard Heintze, later Jensen Hughes",
    ]


@pytest.mark.owed("P4", "P17")
def test_a_correction_is_listed_with_its_reason_and_what_stood_before(build_of: Any) -> None:
    site = samples.typical()
    first = samples.report(site)
    head = samples.release(
        "riverbend-report-5b", "2026-11-18", reason="One interview was counted twice.", previous="riverbend-report-5"
    )
    page = build_of(site, first, samples.report(site, release=head)).page("/corrections/")
    assert "1 report was corrected." in page
    assert "One interview was counted twice." in page
    assert "/sites/riverbend/releases/riverbend-report-5.json" in page


@pytest.mark.owed("P1")
def test_printed_figures_that_do_not_add_up_are_gathered(built: Built) -> None:
    page = built.page("/corrections/")
    assert "No report has been corrected so far." in page
    assert "4 of 13 is 30.8%, printed as 28.6%" in page


def test_the_rules_can_be_read_on_a_page_of_their_own(built: Built) -> None:
    page = built.page("/who-can-request/")
    found = re.findall(r'href="(#criterion-[\w-]+)"', page)
    assert [target for target in found if f'id="{target[1:]}"' not in page] == []
    assert "Eligibility: may the agency take part?" in page


def test_every_site_has_a_picture_to_share_it_by(built: Built) -> None:
    for slug in ("riverbend", "new-harbor", "san-francisco"):
        with Image.open(built.root / f"sites/{slug}/card.png") as picture:
            assert (picture.size, picture.format) == ((1200, 630), "PNG")
        image = f'<meta property="og:image" content="https://reform.example/sites/{slug}/card.png">'
        assert image in built.page(f"/sites/{slug}/")


def test_what_machines_read_of_a_site_is_data_that_nothing_can_break_out_of(build_of: Any) -> None:
    document = samples.typical()
    document["site"]["name"] = "</script><b>&"
    page = build_of(document).page("/sites/riverbend/")
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(found)["name"] == "</script><b>&"


VALUES = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>")


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_what_the_house_says_reads_at_the_eighth_grade_at_most(path: Path) -> None:
    said = " ".join(VALUES.sub("5", text) for text in messages.of(path.read_text()) if text.endswith((".", "?")))
    assert (reading.grade(said) or 0) <= 8
