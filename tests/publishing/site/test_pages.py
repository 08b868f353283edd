"""What each page says, and what no page may say."""

import csv
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from functools import partial
from html.parser import HTMLParser
from typing import Any

import pytest

from concord.publishing.site import STATIC_CSP
from concord.publishing.site.dates import long_date
from concord.publishing.site.pages_programme import opening
from concord.publishing.site.policy import SEARCH_CSP
from concord.publishing.site.view import NOTES
from tests.publishing.site import samples
from tests.publishing.site.conftest import Built

ELSEWHERE = ("/request/", "/follow/", "/app/")  # dynamic pages of the application


class Seen(HTMLParser):
    """Collects what a page links to, its identifiers, headings, and what a strict policy would stop."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.forbidden: list[str] = []
        self.words: list[str] = []
        self.csp = ""
        self.data = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"]] if found.get("id") else []
        self.links += [found[name] or "" for name in ("href", "src") if name in found]
        self.headings += [int(tag[1])] if re.fullmatch(r"h[1-6]", tag) else []
        self.forbidden += [f"{tag} {name}" for name in found if name == "style" or name.startswith("on")]
        self.data = tag == "script" and found.get("type") == "application/ld+json"  # data: a browser runs none of it
        script = tag == "script" and "src" not in found and not self.data
        self.forbidden += [tag] if tag == "style" or script else []
        if found.get("http-equiv") == "Content-Security-Policy":
            self.csp = found["content"] or ""

    def handle_data(self, data: str) -> None:
        if not self.data:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        self.data = self.data and tag != "script"

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def places_in(built: Built, address: str) -> list[str]:
    """Read the addresses in a sitemap, or in an index of sitemaps."""
    root = ET.fromstring(built.text(address.removeprefix("https://reform.example")))  # noqa: S314 - made by the code under test
    return [element.text or "" for element in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def pages(built: Built) -> Iterator[tuple[str, Seen]]:
    for path in built.files(".html"):
        yield f"/{path.relative_to(built.root)}".removesuffix("index.html"), Seen(path.read_text())


def test_every_link_on_every_page_leads_to_something(built: Built) -> None:
    seen = dict(pages(built))
    files = {f"/{path.relative_to(built.root)}" for path in built.files()}
    dead = []
    for address, page in seen.items():
        for link in page.links:
            target, _, part = link.partition("#")
            target = target.partition("?")[0]
            if target.startswith(("https://", "mailto:", *ELSEWHERE)):
                continue
            target = target or address
            known = target in files or target in seen
            if not known or (part and target in seen and part not in seen[target].ids):
                dead.append(f"{address} → {link}")
    assert dead == []


def test_no_page_has_anything_that_the_policy_would_stop(built: Built) -> None:
    found = {address: page.forbidden for address, page in pages(built) if page.forbidden}
    policies = {(address == "/search/", page.csp) for address, page in pages(built)}
    assert (found, policies) == ({}, {(False, STATIC_CSP), (True, SEARCH_CSP)})


def test_no_place_of_a_page_has_a_name_that_ends_in_nothing(built: Built) -> None:
    assert {(address, name) for address, page in pages(built) for name in page.ids if name.endswith("-")} == set()


def test_every_page_has_one_first_heading(built: Built) -> None:
    assert {address: page.headings.count(1) for address, page in pages(built)} == {
        address: 1 for address, _ in pages(built)
    }


ORIGINS = {
    "riverbend": "Fictional example. This agency does not exist.",
    "calexico": "Compiled from public records, not issued by this office",
    "charlottesville": "Compiled from public records, not issued by this office",
    "san-francisco": "Compiled from public records, not issued by this office",
}


@pytest.mark.parametrize(("slug", "line"), ORIGINS.items())
def test_each_page_of_a_site_says_what_it_is_made_of(built: Built, slug: str, line: str) -> None:
    mine = [page.text for address, page in pages(built) if address.startswith(f"/sites/{slug}/")]
    assert [line in text for text in mine] == [True] * len(mine)


@pytest.mark.parametrize(
    ("slug", "origin", "mark"),
    [
        ("riverbend", "fictional", " (fictional example)"),
        ("san-francisco", "public record", " (compiled from public records)"),
        ("new-harbor", "programme", ""),
    ],
)
def test_each_file_of_a_site_says_what_it_is_made_of(built: Built, slug: str, origin: str, mark: str) -> None:
    folder = built.root / "sites" / slug
    for path in (folder / "data").glob("*.json"):
        assert json.loads(path.read_text())["origin"] == origin
    for path in (folder / "data").glob("*.csv"):
        with path.open(newline="") as file:
            assert {(row["from_site"], row["from_origin"]) for row in csv.DictReader(file)} == {(slug, origin)}
    for path in (folder / "releases").glob("*.json"):
        assert json.loads(path.read_text())["site"]["origin"] == origin
    for place in (folder / "feed.atom", built.root / "feed.atom", built.root / "index.html"):
        name = json.loads(next((folder / "releases").glob("*.json")).read_text())["site"]["name"]
        told = set(re.findall(re.escape(name) + r"( \([^)]*\))?", place.read_text()))
        assert told <= {mark}


def test_each_kind_of_remark_on_a_record_is_headed_by_what_it_is(build_of: Any) -> None:
    document = samples.charlottesville()
    document["site"]["notes"] = [{"kind": kind, "text": f"{kind} it is."} for kind in NOTES]
    text = Seen(build_of(document).page("/sites/charlottesville/")).text
    assert re.findall(r"([A-Z][a-z ]+) ?\. (\w+) it is\.", text) == [
        (label, f"{kind[:1].upper()}{kind[1:]}") for kind, label in NOTES.items()
    ]


def test_counts_of_work_and_of_an_agency_stand_with_their_day(build_of: Any) -> None:
    document = samples.typical()
    document["site"]["agency"]["profile_as_of"] = "2026-01-01"
    built = build_of(document, samples.report(document))
    page, report = (built.page(f"/sites/riverbend/{at}") for at in ("", "reports/2026-11-14/"))
    assert "Counted from the start to 14 November 2026 ." in Seen(page).text
    assert "Profile as of 1 January 2026" in Seen(page).text
    assert f"Counted from the start to {long_date(samples.report(document)['period']['to'])} :" in Seen(report).text


def test_a_record_of_others_is_compiled_on_a_day_and_its_counts_name_who_printed_them(build_of: Any) -> None:
    document = samples.public_record()
    document["series"][0]["points"][2]["assessor"] = "SFPD to Police Commission"
    document["published_figures"][0]["voice"] = "assessor"
    text = Seen(build_of(document).page("/sites/san-francisco/")).text
    assert "Compiled on 14 November 2026" in text
    assert "July 2021, SFPD to Police Commission missionlocal.org 193" in text
    assert "Printed by the federal programme office · assessor" in text


def test_a_character_that_xml_forbids_breaks_no_feed(build_of: Any) -> None:
    site = samples.typical()
    built = build_of(site, samples.report(site, title="Fifth\x0bstatus\x00 report"))
    for place in ("feed.atom", "sites/riverbend/feed.atom"):
        titles = [e.text for e in ET.parse(built.root / place).iter("{http://www.w3.org/2005/Atom}title")]  # noqa: S314 - made by the code under test
        assert "Riverbend Police Department (fictional example): Fifthstatus report" in titles


def test_the_feed_of_a_site_leads_to_the_site(built: Built) -> None:
    feed = ET.parse(built.root / "sites/riverbend/feed.atom").getroot()  # noqa: S314 - made by the code under test
    links = {link.get("rel"): link.get("href") for link in feed.findall("{http://www.w3.org/2005/Atom}link")}
    assert links == {
        "self": "https://reform.example/sites/riverbend/feed.atom",
        "alternate": "https://reform.example/sites/riverbend/",
    }


def test_a_site_of_this_office_bears_no_such_line(built: Built) -> None:
    text = Seen(built.page("/sites/new-harbor/")).text
    assert [line in text for line in set(ORIGINS.values())] == [False, False]


def test_a_new_site_shows_no_empty_section(built: Built) -> None:
    page = built.page("/sites/new-harbor/")
    assert re.findall(r"<h2[^>]*>([^<]*)<", page) == [
        "Focus areas",
        "The agency",
        "The record",
        "Questions",
        "These pages",
        "This page",
    ]
    assert "No recommendations have been issued yet." in page


@pytest.mark.owed("P3", "P5", "P17")
def test_the_two_voices_stand_side_by_side_with_count_base_and_date(built: Built) -> None:
    text = Seen(built.page("/sites/riverbend/")).text
    assert re.findall(
        r"The assessment team finds \d+ of 36 recommendations complete\. The agency itself reports \d+\.", text
    )
    assert "Recommendations by status on 14 November 2026 . Base: 36, all recommendations issued by that day." in text
    assert "Percentages are rounded to one decimal, because whole numbers would not add up to 100." in text


@pytest.mark.owed("P6")
def test_a_stopped_site_says_who_owed_what_and_blames_no_agency(built: Built) -> None:
    text = Seen(built.page("/sites/calexico/")).text
    assert "The programme ended this engagement before its work was done. That says nothing about the agency." in text
    assert "A final report the programme office 18 months after the assessment Never issued" in text
    assert (
        "Acknowledgement of the work the agency had finished on time promised: March 2017 the programme office "
        "no date was found Never given Asked for twice. Minutes of the council"
    ) in text


def test_texts_that_are_not_public_are_named_as_missing(built: Built) -> None:
    text = Seen(built.page("/sites/san-francisco/recommendations/1.1/")).text
    listed = Seen(built.page("/sites/san-francisco/recommendations/")).text
    assert ("Text not in the public record" in text, "Their texts are not in the public record." in listed) == (
        True,
        True,
    )
    assert "120 of 272 recommendations are listed here; the others were not found in the public record." in listed


def test_a_printed_figure_stands_as_printed_with_our_check_beside_it(built: Built) -> None:
    page = built.page("/sites/charlottesville/")
    text = Seen(page).text
    assert "In Progress 4 28.6% Differs: 4 of 13 is 30.8%, printed as 28.6%" in text
    assert "Cannot be right. The page is dated before the engagement was announced." in text
    assert page.count('class="plate"') == 0


@pytest.mark.owed("A31", "P6")
@pytest.mark.parametrize(
    ("as_of", "line"),
    [
        (date(2027, 2, 13), None),
        (date(2027, 2, 14), "The next update was due on 13 February 2027. On 14 February 2027 it was 1 day late."),
        (date(2027, 4, 1), "The next update was due on 13 February 2027. On 1 April 2027 it was 47 days late."),
    ],
)
def test_late_is_counted_from_the_day_of_the_build(build_of: Any, as_of: date, line: str | None) -> None:
    text = Seen(build_of(samples.typical(), as_of=as_of).page("/sites/riverbend/")).text
    found = re.findall(r"The next update was due on [^.]*\. On [^.]*\.", text)
    assert found == ([line] if line else [])
    assert ("Next update due 13 February 2027" in text) == (line is None)


def test_what_is_not_public_in_evidence_shows_only_its_method(built: Built) -> None:
    text = Seen(built.page("/sites/riverbend/findings/")).text
    assert text.count("Evidence: General order 4.10 (document review); 2 items not public (interview: 2)") == 10
    assert "E-1.1-2" not in text


def test_many_findings_are_read_by_focus_area_and_keep_their_first_address(build_of: Any) -> None:
    built = build_of(samples.large())
    index = Seen(built.page("/sites/metropolis-county/findings/"))
    area = Seen(built.page("/sites/metropolis-county/findings/area-2/"))
    assert ("finding-2.1" in index.ids, "finding-2.1" in area.ids) == (True, True)
    assert "/sites/metropolis-county/findings/area-2/#finding-2.1" in index.links
    dead = [link for link in index.links if link.startswith("/sites/") and not built.has(link.partition("#")[0])]
    assert dead == []


@pytest.mark.owed("P4", "P17")
def test_a_corrected_report_shows_the_correction_and_links_what_it_replaced(build_of: Any) -> None:
    site = samples.typical()
    first = samples.report(site)
    head = samples.release(
        "riverbend-report-5b",
        "2026-11-18",
        reason="Table 2 counted one interview twice.",
        previous=first["release"]["ref"],
    )
    built = build_of(site, first, samples.report(site, release=head, outcomes="Corrected outcomes."))
    page = Seen(built.page("/sites/riverbend/reports/2026-11-14/"))
    assert (
        "This is a corrected report. Table 2 counted one interview twice. As first published: riverbend-report-5 ."
        in page.text
    )
    assert "Corrected outcomes." in page.text
    assert built.has("/sites/riverbend/releases/riverbend-report-5.json")
    assert "/sites/riverbend/releases/riverbend-report-5.json" in page.links


def test_the_newest_release_is_shown_and_all_are_listed_with_their_reasons(build_of: Any) -> None:
    first = samples.empty()
    head = samples.release("new-harbor-2", "2026-11-18", reason="The name of the county was wrong.")
    second = samples.empty(release=head)
    second["site"]["agency"]["county"] = "Alder County"
    page = Seen(build_of(second, first).page("/sites/new-harbor/"))
    releases = [link for link in page.links if "/releases/" in link]
    assert "The name of the county was wrong." in page.text
    assert "County Alder County" in page.text
    assert list(dict.fromkeys(releases)) == [
        "/sites/new-harbor/releases/new-harbor-2.json",
        "/sites/new-harbor/releases/new-harbor-2026-11-14.json",
    ]


@pytest.mark.owed("P26")
def test_a_recommendation_that_left_the_record_keeps_its_address(build_of: Any) -> None:
    first = samples.charlottesville(
        recommendations=[samples.recommendation(key, None, None, f"Text of {key}.") for key in ("1.1", "1.2")]
    )
    second = samples.charlottesville(
        release=samples.release("charlottesville-2", "2026-11-18", reason="1.2 was listed twice in the source."),
        recommendations=[],
    )
    built = build_of(first, second)
    former = Seen(built.page("/sites/charlottesville/recommendations/1.2/"))
    assert "This recommendation is not in the current record, charlottesville-2 ." in former.text
    assert "Text of 1.2." in former.text
    dead = [link for link in former.links if link.startswith("/sites/") and not built.has(link.partition("#")[0])]
    assert dead == []


def test_a_report_bears_the_contacts_of_its_site(built: Built) -> None:
    page = Seen(built.page("/sites/riverbend/reports/2026-11-14/"))
    mail = [link for link in page.links if link.startswith("mailto:")]
    assert mail == ["mailto:riverbend@reform.example?subject=Riverbend%20%26%20reform"]


def test_changes_stand_newest_first_by_day_and_only_the_latest_at_once(build_of: Any) -> None:
    days = [f"2026-10-{1 + number // 3:02}" for number in range(20)]
    document = samples.typical(
        changes=[{"on": day, "text": f"Change {number}.", "recommendation": None} for number, day in enumerate(days)]
    )
    page = build_of(document).page("/sites/riverbend/")
    shown, _, folded = page.partition("<details>")
    assert re.findall(r"Change (\d+)\.", shown) == ["18", "19", "15", "16", "17", "12", "13", "14"]
    assert len(re.findall(r"Change \d+\.", folded)) == 12
    assert "<summary>12 earlier changes</summary>" in folded
    assert shown.count('<time datetime="2026-10-06">') == 1


def test_the_front_page_opens_with_a_few_sentences_and_loses_none() -> None:
    long = "A second sentence that makes the opening long enough to stand alone at the head of the page. "
    intro = f"First. {long}{long}Last.\n\nAnother paragraph."
    statement, rest = opening(intro)
    assert (statement, f"{statement} {rest}".split()) == (f"First. {long}{long}".strip(), intro.split())


def test_the_foot_names_the_release_its_hash_and_the_audit_trail(built: Built) -> None:
    from hashlib import sha256

    body = (built.root / "sites/riverbend/releases/riverbend-2026-11-14.json").read_bytes()
    text = Seen(built.page("/sites/riverbend/")).text
    assert f"SHA-256 {sha256(body).hexdigest()}" in text
    assert "Audit trail when published: 2,291 rows in 14 streams" in text


def test_text_from_a_document_is_never_markup(build_of: Any) -> None:
    nasty = '<script>alert("x")</script> & <b>'
    document = samples.typical()
    document["site"]["name"] = nasty
    document["findings"][0]["text"] = nasty
    document["recommendations"][0]["text"] = nasty
    document["recommendations"][0]["tags"] = [nasty]
    document["contacts"][0]["subject"] = nasty
    document["changes"][0]["text"] = nasty
    built = build_of(document)
    texts = [path.read_text() for path in built.files(".html")]
    assert [text for text in texts if "<script>alert" in text or "<b>\n" in text] == []
    ET.parse(built.root / "feed.atom")  # noqa: S314 - made by the code under test


@pytest.mark.owed("A36", "A37")
def test_sites_are_listed_once_where_readers_look_for_them(built: Built) -> None:
    page = built.page("/sites/")
    parts = re.split(r'<h2 id="(\w+)">', page)[1:]
    found = {
        key: re.findall(r'<h3><a href="/sites/([\w-]+)/">', body)
        for key, body in zip(parts[::2], parts[1::2], strict=True)
    }
    assert found == {
        "active": ["charlottesville", "new-harbor", "riverbend"],
        "stopped": ["calexico"],
        "closed": ["san-francisco"],
    }


def test_the_map_links_the_same_sites_as_the_lists(built: Built) -> None:
    page = built.page("/sites/")
    pins = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"><title>', page)
    assert sorted(pins) == [
        ("/sites/calexico/", "Calexico Police Department: Ended by the programme in September 2017"),
        ("/sites/charlottesville/", "Charlottesville Police Department: Active when last seen"),
        ("/sites/new-harbor/", "New Harbor Police Department: Active since 9 June 2025"),
        ("/sites/riverbend/", "Riverbend Police Department: Active since 9 June 2025"),
        ("/sites/san-francisco/", "San Francisco Police Department: Closed in 2025"),
    ]


def test_an_answer_names_the_rule_that_the_software_applies(built: Built) -> None:
    page = Seen(built.page("/"))
    assert "The rule we apply: Is an inquiry or litigation on the subject pending?" in page.text
    assert "/who-can-request/#criterion-pending" in page.links


def test_the_header_names_the_same_places_on_every_page(built: Built) -> None:
    expected = ["/programme/", "/sites/", "/request/", "/about-the-figures/", "/search/", "/app/"]
    for path in built.files(".html"):
        nav = re.search(r'<nav aria-label="Main">.*?</nav>', path.read_text(), re.DOTALL)
        assert nav is not None
        assert re.findall(r'href="([^"]+)"', nav.group()) == expected


@pytest.mark.owed("P26")
def test_feeds_sitemap_and_robots_use_the_public_address(built: Built) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.parse(built.root / "sites/riverbend/feed.atom").getroot()  # noqa: S314 - made by the code under test
    titles = [(entry.findtext(f"{atom}title"), entry.findtext(f"{atom}id")) for entry in feed.iter(f"{atom}entry")]
    assert titles == [
        (
            "Riverbend Police Department (fictional example): Fifth status report",
            "tag:reform.example,2026-11-14:riverbend-report-5",
        ),
        (
            "Riverbend Police Department (fictional example): records of 14 November 2026",
            "tag:reform.example,2026-11-14:riverbend-2026-11-14",
        ),
    ]
    places = [places_in(built, "/sitemap.xml"), *map(partial(places_in, built), places_in(built, "/sitemap.xml"))]
    listed = {place for found in places[1:] for place in found}
    html = {address for address, _ in pages(built) if address != "/404.html"}
    assert listed == {f"https://reform.example{address}" for address in html}
    assert built.text("/robots.txt").splitlines()[-1] == "Sitemap: https://reform.example/sitemap.xml"
