"""The programme's own pages: what is offered and by which rules, each edition, explaining pages, announcements."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from concord.publishing.site import build
from concord.publishing.site.documents import in_current_shape
from tests.publishing.site import samples
from tests.publishing.site.conftest import Built
from tests.publishing.site.programme_sample import edition, programme, programme_2
from tests.publishing.site.test_pages import Seen

FIRST = "/programme/editions/programme-2026-10-01/"


def third(**changes: Any) -> dict[str, Any]:
    """Return a release of the edition after the second."""
    head = samples.release("programme-2026-12-01", "2026-12-01")
    return programme_2(release=head, edition=edition(3, "Third edition", "2026-12-01"), **changes)


def built_from(out: Path, *documents: dict[str, Any], on: date = samples.AS_OF) -> Built:
    build(documents, out, as_of=on)
    return Built(out / "current")


@pytest.mark.owed("A2")
def test_the_kinds_of_assistance_stand_in_their_order_with_what_each_has(built: Built) -> None:
    page = built.page("/programme/")
    assert re.findall(r'<li id="tier-(\w+)">', page) == ["oa", "critical", "topic"]
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', page, re.DOTALL)
    having = {name: re.findall(r'class="said-so">(\w+)<', cells) for name, cells in rows}
    assert having["Findings and recommendations"] == ["yes", "yes", "no"]
    assert having["Help with change, followed to its end"] == ["yes", "no", "no"]
    assert having["Training, coaching or advice"] == ["yes", "yes", "yes"]
    text = Seen(page).text
    assert "How long About a year and a half." in text
    assert "Agreement Signed before the engagement is opened" in text


@pytest.mark.owed("B13", "B19")
def test_topics_stand_with_their_edition_its_days_and_its_legal_basis(built: Built) -> None:
    text = Seen(built.page("/programme/")).text.replace(" .", ".")
    assert "Topics of 2026 Since 1 January 2026. Legal basis: The Act on Assistance, as of 2026." in text
    assert "1 January 2017 to 31 December 2018. Legal basis: The Act on Assistance, as of 2017-2018." in text
    assert "Mass Casualty Response" in text
    assert "Legal basis The Act on Assistance, section 12." in text


@pytest.mark.owed("P24", "A60")
def test_the_criteria_are_public_and_each_answer_leads_to_its_own(built: Built) -> None:
    page = built.page("/programme/")
    assert re.findall(r'<div id="criterion-(\w+)">', page) == ["authority", "pending", "liaison"]
    assert "What shows it: A letter that says so. Must be met" in Seen(page).text
    rules = [link.partition("#criterion-")[2] for link in Seen(built.page("/")).links if "#criterion-" in link]
    assert sorted(rules) == ["authority", "pending"]


@pytest.mark.owed("A7")
def test_a_page_of_the_edition_has_its_own_address_with_headings_and_lists(built: Built) -> None:
    page = built.page("/about/for-residents/")
    assert "<h2>Being heard</h2>" in page
    assert re.findall(r"<li>([^<]+)</li>", page)[:2] == ["In a session", "In writing"]
    assert {"/about/for-residents/", "/about/overview/"} <= set(Seen(built.page("/")).links)


@pytest.mark.owed("A7")
@pytest.mark.owed("A6")
def test_a_recording_is_linked_with_its_captions_and_its_transcript_is_the_page(built: Built) -> None:
    page = built.page("/about/introduction/")
    assert re.findall(r'<a class="usa-button" href="(https://[^"]+)"', page) == [
        "https://video.example/watch/introduction"
    ]
    text = page.partition("<main")[2].partition("</main>")[0]
    told = re.findall(r"<dt>(.+)</dt><dd>(.+)</dd>", text)
    assert told == [("Captions", "English, Español"), ("Length", "32 minutes"), ("On", "video.example")]
    assert text.index("Transcript</h2>") < text.index("Good morning, and thank you for coming.")


def test_a_page_that_an_edition_drops_keeps_its_address_and_says_so(tmp_path: Path) -> None:
    found = built_from(tmp_path, programme_2(), third(pages=programme_2()["pages"][1:]))
    text = Seen(found.page("/about/for-residents/")).text
    assert "not part of the programme’s current edition. It stands here as it was last published" in text
    assert "not part of" not in Seen(found.page("/about/overview/")).text


@pytest.mark.owed("B20")
def test_an_announcement_is_shown_to_its_last_day_and_is_not_lost_after_it(tmp_path: Path) -> None:
    seen = {}
    for day in (20, 21):
        found = built_from(tmp_path, programme_2(), on=date(2026, 11, day))
        seen[day] = ["Open day in Exampleton" in Seen(found.page(address)).text for address in ("/", "/programme/")]
    assert seen == {20: [True, False], 21: [False, True]}


@pytest.mark.owed("B8", "B20")
def test_every_edition_stays_readable_with_its_days(tmp_path: Path) -> None:
    found = built_from(tmp_path, programme(), programme_2(), third())
    listed = re.findall(r'<p><a href="(/programme/editions/[^"]+)">([^<]+)</a>', found.page("/programme/"))
    assert listed == [
        ("/programme/editions/3/", "Third edition"),
        ("/programme/editions/2/", "Second edition"),
        (FIRST, "The programme before its editions were numbered"),
    ]
    old = "This edition is no longer in force"
    assert [old in Seen(found.page(address)).text for address, _ in listed] == [False, True, True]
    assert "1 November 2026 to 30 November 2026" in Seen(found.page("/programme/editions/2/")).text
    assert "1 October 2026 to 31 October 2026" in Seen(found.page(FIRST)).text


def test_two_releases_of_one_edition_are_one_edition_as_last_published(tmp_path: Path) -> None:
    again = programme_2(release=samples.release("programme-2026-11-10", "2026-11-10"), heading="In other words")
    found = built_from(tmp_path, programme_2(), again)
    assert set(re.findall(r"/programme/editions/[\w-]+/", found.page("/programme/"))) == {"/programme/editions/2/"}
    assert "Built from release programme-2026-11-10" in Seen(found.page("/programme/editions/2/")).text


@pytest.mark.owed("B8")
def test_a_site_names_the_edition_under_which_it_was_opened(tmp_path: Path) -> None:
    page = Seen(built_from(tmp_path, programme_2(), third(), samples.suspended()).page("/sites/cedar-point/"))
    assert "Opened under Second edition of the programme’s rules. It keeps it." in page.text
    assert "/programme/editions/2/" in page.links


@pytest.mark.owed("A35")
def test_the_office_can_be_reached_from_every_page(tmp_path: Path) -> None:
    found = built_from(tmp_path, programme_2(), samples.suspended())
    for path in found.files(".html"):
        text = Seen(path.read_text()).text
        assert "assistance@reform.example 555-0100 1 Reform Street Monday to Friday, 9 to 5" in text, path


def test_a_document_of_version_1_is_shown_without_what_it_did_not_tell(tmp_path: Path) -> None:
    text = Seen(built_from(tmp_path, programme()).page("/programme/")).text
    assert "Salaries and overtime of agency staff" in text
    assert [word for word in ("How long", "Legal basis", "Must be met", "A signed agreement") if word in text] == []


def test_a_document_of_the_newest_version_is_taken_as_it_is() -> None:
    document = programme_2()
    assert in_current_shape(document) is document


def test_the_course_of_an_engagement_is_told_hour_by_hour(tmp_path: Path) -> None:
    page = built_from(tmp_path, programme_2(), samples.suspended()).page("/sites/cedar-point/")
    course = page[page.index('id="course"') : page.index("</ol>", page.index('id="course"'))]
    assert re.findall(r"<h3>([^<]+)</h3>", course) == ["Opened", "Suspended", "Work goes on again", "Suspended"]
    text = Seen(page).text
    assert "3 March 2026 17:00 UTC Work goes on again The city signed on the same day." in text
    assert "Work at this site is suspended. A new council decides in December." in text
    assert "Status Suspended since 10 November 2026" in text
