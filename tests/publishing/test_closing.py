"""Closing the site of a tier with findings: what stood where is told, and the agency is thanked."""

from datetime import timedelta

import pytest

from concord.core.errors import Denied, Incomplete
from concord.core.guard import writing
from concord.core.telling.models import Notice
from concord.engagements import actions as engagements
from concord.engagements.models import Engagement
from concord.publishing import actions, queries
from concord.publishing.models import Release
from tests.factories import engagements as make
from tests.factories import findings as ground
from tests.factories import publishing as office
from tests.factories import reforms as work
from tests.factories.engagements import AT, CONCORD
from tests.factories.findings import Ground

pytestmark = pytest.mark.django_db

WORDS = {"outcome": "The agency answers complaints in time.", "sustainment": "A yearly audit, published each May."}
LATER = AT + timedelta(days=1)


def done(place: str = "Alder Falls") -> Ground:
    """An engagement with a complete focus area, two recommendations that the team has not judged, and a report."""
    on = ground.ground(place)
    finding = ground.finding(on)
    waiting, left = (work.planned(on, ground.recommendation(on, standing_on=finding)) for _ in range(2))
    work.report(on, waiting, "complete")
    work.report(on, left, "in_progress")
    make.put(on.area, "complete")
    office.report(office.press(on=on), "published")
    return on


def closed(on: Ground) -> Engagement:
    return actions.close_site(on.engagement, **WORDS, by=make.person("programme_officer"), at=LATER)


@pytest.mark.owed("A38", "P6")
def test_a_closed_site_says_what_was_still_open_and_what_keeps_the_reforms_going() -> None:
    on = done()
    engagement = closed(on)
    assert (engagement.state, engagement.ended, engagement.outcome) == ("closed", "2026-11-04", WORDS["outcome"])
    assert list(queries.untold_turns()) == [engagement]
    actions.release_standing(engagement, by=CONCORD, at=LATER)
    site = Release.objects.filter(kind="site").latest("pk").document["site"]
    keys = [each["key"] for each in Release.objects.filter(kind="site").latest("pk").document["recommendations"]]
    assert site["state_key"] == "closed"
    assert site["closing"] == {
        "sustainment": WORDS["sustainment"],
        "findings": 1,
        "recommendations": 2,
        "still_open": [
            {"key": keys[0], "assessed": None, "reported": "complete"},
            {"key": keys[1], "assessed": None, "reported": "in_progress"},
        ],
    }


@pytest.mark.owed("P7")
def test_the_agency_is_thanked_by_a_letter_whose_figures_are_counted() -> None:
    on = done()
    engagement = closed(on)
    told = Notice.objects.get(to=on.chief.actor_key, key=f"{engagement.ref}:completion-letter")
    page = make.browser(on.chief).get(told.href)
    closing = queries.closing(engagement)
    assert closing is not None
    assert (page.status_code, closing.subject in page.content.decode()) == (200, True)
    assert (
        "the team issued 1 finding and 2 recommendations. The team has assessed 0 of 2 as complete." in closing.letter
    )
    assert WORDS["sustainment"] in closing.letter
    assert "/sites/alder-falls/" in closing.letter


def test_who_closes_a_site() -> None:
    on = done()
    people = make.everybody(on.engagement)
    assert make.able(people, lambda who: actions.close_site(on.engagement, **WORDS, by=who, at=LATER)) == {
        "programme_officer"
    }


def test_what_is_open_is_named_before_a_site_is_closed() -> None:
    on = ground.ground()
    report = office.report(office.press(on=on), "proposed")
    with pytest.raises(Incomplete) as refused:
        closed(on)
    assert refused.value.missing == (
        f"Focus area 1, “{on.area.title}”, is “Open”",
        f"{report.label} is “Sent for approval”",
    )
    with pytest.raises(Incomplete, match="what keeps it going"):
        actions.close_site(on.engagement, outcome="Done.", sustainment=" ", by=make.person("programme_officer"), at=AT)


def test_a_tier_without_findings_is_closed_in_its_own_way() -> None:
    by = office.press()
    with writing():
        Engagement.objects.filter(pk=by.engagement.pk).update(tier="topic_assistance")
    engagement = Engagement.objects.get(pk=by.engagement.pk)
    with pytest.raises(Denied, match="Its tier has no findings"):
        actions.close_site(engagement, **WORDS, by=make.person("programme_officer"), at=AT)


@pytest.mark.owed("P6")
def test_a_site_that_ended_early_says_what_was_still_open_too() -> None:
    on = done()
    official = make.person("approving_official")
    engagements.end(on.engagement, ended_by="agency", reason="A new council.", by=official, at=LATER)
    engagement = Engagement.objects.get(pk=on.engagement.pk)
    actions.release_standing(engagement, by=CONCORD, at=LATER)
    closing = Release.objects.filter(kind="site").latest("pk").document["site"]["closing"]
    assert (closing["sustainment"], len(closing["still_open"])) == (None, 2)
