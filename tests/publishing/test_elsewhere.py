"""Learning between agencies: what other sites released is found by words and topic, and becomes a draft with its
origin. What is not released crosses to nobody."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from concord.core.errors import BadInput, Denied
from concord.findings.models import Recommendation
from concord.publishing import actions, queries
from concord.publishing.queries import Sought
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import publishing as office
from tests.factories import reforms as work
from tests.factories.engagements import AT
from tests.factories.findings import Ground

pytestmark = pytest.mark.django_db

SAID: dict[str, Any] = {
    "text": "Publish each review of the use of force.",
    "justification": "Only Cedar Point knows why.",
    "tags": ["use of force", "training"],
    "best_practice": "A board reviews each use of force.",
    "outcome_measure": "Complaints about force fall.",
    "kind": "policy",
    "aims": ["trust"],
    "practices": ["gvp-review"],
    "effort": "Two officers of Cedar Point.",
    "cost": "None.",
    "owner": "The chief's office of Cedar Point",
}


NOTHING: dict[str, Any] = {"practices": [], "best_practice": "", "outcome_measure": ""}


def released(place: str = "Cedar Point", state: str = "complete", **words: Any) -> Ground:
    """Another site with one recommendation that a published report has made public."""
    on = ground.ground(place)
    work.reform(on, state, of=ground.recommendation(on, **(SAID | words)))
    office.report(office.press(on=on), "published")
    return on


def texts(on: Ground, **sought: Any) -> list[str]:
    return [row.said["text"] for row in queries.elsewhere(on.engagement, Sought(**sought)).rows]


@pytest.mark.owed("P24", "B11")
def test_what_other_sites_released_is_found_by_its_words_its_topic_and_its_status() -> None:
    here = ground.ground("Alder Falls")
    released()
    released("Dogwood Bay", "with_agency", text="Buy nothing; write a plan.", tags=["planning"], **NOTHING)
    both = ["Buy nothing; write a plan.", "Publish each review of the use of force."]
    assert texts(here) == both
    sought = ("FORCE review", "nothing force", "partners", "signed", "read")  # a measure is signed; a note is read
    assert [texts(here, words=words) for words in sought] == [both[1:], [], both[1:], both, []]
    assert queries.topics_elsewhere(here.engagement) == [
        "Community engagement",
        "Look back with partners",
        "planning",
        "training",
        "use of force",
    ]
    assert [
        texts(here, topic=topic)
        for topic in (*("training", "Look back with partners", "planning", "Community engagement", "none"),)
    ] == [
        both[1:],
        both[1:],
        both[:1],
        both,
        [],
    ]
    assert texts(here, done=True) == both[1:]
    found = queries.elsewhere(here.engagement, Sought())
    assert (found.total, found.sites, [row.site for row in found.rows]) == (
        2,
        2,
        ["Dogwood Bay Police Department", "Cedar Point Police Department"],
    )


def test_its_measures_and_the_documents_that_may_be_named_are_found_too() -> None:
    here, there = ground.ground("Alder Falls"), ground.ground("Cedar Point")
    finding = ground.finding(there)
    work.reform(there, "complete", of=ground.recommendation(there, standing_on=finding, **SAID))
    office.report(office.press(on=there), "published")
    (row,) = queries.elsewhere(here.engagement, Sought()).rows
    (item,) = [citation.evidence for citation in finding.citations.all()]
    assert row.documents == (item.title,)
    measure = row.said["measures"][0]["text"]
    assert [len(texts(here, words=words)) for words in (item.title, measure, "completion")] == [1, 1, 0]


def test_nothing_that_is_not_released_crosses_from_one_agency_to_another() -> None:
    here, there = ground.ground("Alder Falls"), ground.ground("Cedar Point")
    issued = ground.recommendation(there, text="Issued, in no release.")
    ground.recommendation(there, "validated", text="Validated.", standing_on=issued.finding)
    assert (texts(here), queries.topics_elsewhere(here.engagement)) == ([], [])
    office.report(office.press(on=there), "published")
    assert texts(here) == ["Issued, in no release."]
    later = ground.recommendation(there, text="Issued after the release.", standing_on=issued.finding)
    assert (texts(here), texts(there)) == (["Issued, in no release."], [])
    page = people_of.browser(here.lead).get(reverse("elsewhere", args=[here.engagement.ref])).content.decode()
    assert [text in page for text in ("Issued, in no release.", "Validated.", later.text)] == [True, False, False]


@pytest.mark.owed("P2")
def test_a_copy_is_a_draft_with_its_origin_and_without_what_is_true_of_the_other_agency_alone() -> None:
    here = ground.ground("Alder Falls")
    released()
    (row,) = queries.elsewhere(here.engagement, Sought()).rows
    finding = ground.draft_finding(here)
    before = people_of.rows_of(here.engagement.ref)
    asked = {"of": row.name, "finding": finding.ref, "label": "1.1.1", "by": here.assessor, "at": AT}
    made = actions.copy_released(here.engagement, **asked)
    same = actions.copy_released(here.engagement, **asked)
    kept = ("text", "tags", "kind", "aims", "best_practice", "outcome_measure", "practices")
    assert {field: getattr(made, field) for field in kept} == {field: SAID[field] for field in kept}
    assert (made.justification, made.effort, made.cost, made.owner) == ("", "", "", "")
    assert made.origin == {
        "site": "cedar-point",
        "name": "Cedar Point Police Department",
        "key": row.said["key"],
        "label": row.said["label"],
        "release": row.release,
        "sha256": row.sha256,
    }
    assert (made.state, made.author, same, people_of.rows_of(here.engagement.ref) - before) == (
        "draft",
        here.assessor.actor_key,
        made,
        1,
    )
    shown = people_of.browser(here.lead).get(made.get_absolute_url()).content.decode()
    assert (
        f'<a href="{row.public_address}">Cedar Point Police Department, recommendation {row.said["label"]}</a>' in shown
    )


def test_what_cannot_be_copied_is_refused_with_the_reason() -> None:
    here = ground.ground("Alder Falls")
    there = released()
    (row,) = queries.elsewhere(here.engagement, Sought()).rows
    finding = ground.finding(here)
    ground.recommendation(here, standing_on=finding)

    def copy(of: str = row.name, **changed: Any) -> Recommendation:
        asked = {"finding": finding.ref, "label": "9", "by": here.assessor, "at": AT, **changed}
        return actions.copy_released(here.engagement, of=of, **asked)

    tried: tuple[tuple[Callable[[], Recommendation], type[Exception], str], ...] = (
        (lambda: copy("REL-2026-9999:1"), BadInput, "No other site has released"),
        (lambda: copy(f"{row.release}:none"), BadInput, "No other site has released"),
        (lambda: copy(finding=row.said["finding"]), BadInput, "There is no finding"),
        (lambda: copy(label="1.1.1"), BadInput, "The label 1.1.1 is taken"),
        (lambda: copy(by=here.liaison), Denied, "."),
        (lambda: copy(by=there.assessor), Denied, "."),
    )
    for do, kind, reason in tried:
        with pytest.raises(kind, match=reason):
            do()


def test_it_is_searched_and_copied_through_its_pages_by_a_constant_number_of_queries() -> None:
    here = ground.ground("Alder Falls")
    released()
    (row,) = queries.elsewhere(here.engagement, Sought()).rows
    finding = ground.draft_finding(here)
    browser = people_of.browser(here.assessor)
    address = reverse("elsewhere", args=[here.engagement.ref])
    with CaptureQueriesContext(
        connection,
    ) as few:
        page = browser.get(address, {"words": "force", "topic": "training", "done": "on"}).content.decode()
    assert ("Cedar Point Police Department, recommendation" in page, "1</b> recommendation of 1 site fits" in page) == (
        True,
        True,
    )
    assert browser.get(address, {"topic": "no such topic"}).status_code == 422
    released("Dogwood Bay")
    with CaptureQueriesContext(connection) as more:
        browser.get(address)
    assert len(more) == len(few)
    copy = reverse("recommendation.copy_released", args=[here.engagement.ref])
    shown = browser.get(copy, {"of": row.name}).content.decode()
    assert (SAID["text"] in shown, f'value="{row.name}"' in shown) == (True, True)
    sent = {"sent": "yes", "of": row.name, "finding": finding.ref, "label": "1.1.9"}
    answer = browser.post(copy, sent)
    made = Recommendation.objects.get(label="1.1.9", engagement=here.engagement)
    assert (answer.status_code, answer["Location"]) == (302, made.get_absolute_url())
    assert "copy-released" not in people_of.browser(here.liaison).get(address).content.decode()
