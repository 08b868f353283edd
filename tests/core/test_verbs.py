"""A verb's page: what was seen is what is decided on, and nothing typed is lost."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from concord.findings import actions
from tests.factories import engagements as people_of
from tests.factories import findings as make
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db
WORDS = "Complaints are logged in two systems that do not agree."


def seen_on(reader: Client, page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{16})"', reader.get(page).content.decode())
    assert found
    return found[1]


def test_whoever_decides_on_words_that_changed_since_the_page_was_opened_is_told_so() -> None:
    on = make.ground()
    finding = make.draft_finding(on)
    page = reverse("finding.submit", args=[finding.ref])
    lead = people_of.browser(on.lead)
    seen = seen_on(lead, page)
    words = {"label": finding.label, "heading": finding.heading, "narrative": WORDS}
    actions.reword_finding(finding, **words, expected_hash=finding.words_hash, by=on.lead, at=AT)
    refused = lead.post(page, {"seen": seen})
    assert refused.status_code == 409
    assert f"{finding.ref} has changed since you opened the page." in refused.content.decode()
    finding.refresh_from_db()
    assert finding.state == "draft"


def test_a_form_that_is_sent_after_the_session_ended_gives_back_what_was_typed() -> None:
    on = make.ground()
    finding = make.finding(on, "in_review")
    page = reverse("finding.return", args=[finding.ref])
    answer = Client().post(page, {"reason": "The second source is missing."})
    assert answer.status_code == 403
    assert "You are signed out." in answer.content.decode()
    assert "The second source is missing." in answer.content.decode()


def test_what_is_over_offers_no_step_that_its_state_rules_out_and_gives_no_reasons_for_them() -> None:
    on = make.ground()
    offered = [
        people_of.browser(on.lead).get(make.finding(on, state).get_absolute_url()) for state in ("draft", "set_aside")
    ]
    assert [{button.decision.allowed for button in page.context["buttons"]} for page in offered] == [
        {True, False},
        set(),
    ]
