"""A correction is a new release at the same address: both are listed, and the reason is public."""

from datetime import timedelta
from pathlib import Path

import pytest

from concord.core.errors import Denied, Incomplete
from concord.publishing import actions, queries
from concord.publishing.models import Release
from concord.publishing.site import build
from tests.factories import publishing as office
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
WORDS = {"work_done": "The team read the policies.", "outcomes": "A form was adopted.", "next_steps": "More talks."}


def corrected(by: office.Press, at: int = 1) -> None:
    """The newest report, published on AT, is corrected some days later."""
    report = queries.of(by.engagement).order_by("pk").last()
    assert report is not None
    begun = actions.correct(report, reason="A form was adopted, not a plan.", by=by.lead, at=AT + at * DAY)
    begun = actions.compile_again(begun, **WORDS, by=by.lead, at=AT + at * DAY)
    office.brought(begun, by, "published", at=AT + at * DAY)


@pytest.mark.owed("P17", "A31")
def test_a_correction_is_a_second_release_at_the_same_address_with_its_reason(tmp_path: Path) -> None:
    by = office.press()
    office.programme()
    office.report(by, "published")
    corrected(by)
    first, second = Release.objects.filter(kind="report").order_by("pk")
    assert (second.slug, second.previous) == (first.slug, first)
    assert second.document["date"] == first.document["date"] == "2026-11-03"
    assert second.document["correction"] == {"reason": "A form was adopted, not a plan.", "on": "2026-11-04"}
    assert second.reason == "Correction: A form was adopted, not a plan."
    assert second.document["next_update"] == first.document["next_update"]
    build(queries.release_documents(), tmp_path, as_of=AT.date() + DAY)
    address = tmp_path / "current" / "sites" / "alder-falls"
    page = (address / "reports" / "2026-11-03" / "index.html").read_text("utf-8")
    assert "A form was adopted" in page
    for release in (first, second):
        assert (address / "releases" / f"{release.ref.lower()}.json").exists()


def test_the_site_lists_a_corrected_report_once_and_its_number_is_not_taken_again() -> None:
    by = office.press()
    office.report(by, "published")
    corrected(by)
    site = queries.releases_of(by.engagement).filter(kind="site")[0].document
    assert [(row["number"], row["date"]) for row in site["reports"]] == [(1, "2026-11-03")]
    assert (queries.published(by.engagement), office.following(by, "compiled", 2).number) == (1, 2)


def test_the_correction_of_an_older_report_leaves_the_sites_page_as_it_is() -> None:
    by = office.press()
    first = office.report(by, "published")
    office.following(by, "published", 1)
    sites = Release.objects.filter(kind="site").count()
    begun = actions.correct(first, reason="A word is wrong.", by=by.lead, at=AT + 2 * DAY)
    office.brought(begun, by, "published", at=AT + 2 * DAY)
    assert Release.objects.filter(kind="site").count() == sites
    assert Release.objects.filter(slug="alder-falls/2026-11-03").count() == 2


def test_a_correction_may_be_published_on_a_day_that_has_a_report_and_holds_no_later_one_up() -> None:
    by = office.press()
    first = office.report(by, "published")
    actions.correct(first, reason="A word is wrong.", by=by.lead, at=AT + DAY)
    assert office.following(by, "published", 1).state == "published"
    begun = queries.of(by.engagement).get(version=2)
    assert office.brought(begun, by, "published", at=AT + DAY).state == "published"


def test_a_report_is_corrected_once_and_then_its_correction_is() -> None:
    by = office.press()
    first = office.report(by, "published")
    with pytest.raises(Incomplete, match="the reason"):
        actions.correct(first, reason=" ", by=by.lead, at=AT)
    corrected(by)
    second = queries.of(by.engagement).get(version=2)
    with pytest.raises(Denied, match=f"It has been corrected: see {second.ref}"):
        actions.correct(first, reason="Again.", by=by.lead, at=AT + 2 * DAY)
    corrected(by, 2)
    third = queries.of(by.engagement).get(version=3)
    assert (third.label, third.address_day(AT.date())) == ("Status report 1, correction 2", AT.date())


def test_only_what_is_published_is_corrected() -> None:
    by = office.press()
    report = office.report(by, "approved")
    with pytest.raises(Denied, match="Only what is published is corrected"):
        actions.correct(report, reason="A word.", by=by.lead, at=AT)
