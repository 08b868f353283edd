"""Findings and recommendations as one report: to be read, and as Word, PDF and JSON."""

import json

import pytest
from django.urls import reverse

from concord.findings import actions
from tests.core.documents import reading
from tests.factories import engagements as people_of
from tests.factories import findings as make
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db


def test_the_report_holds_what_its_reader_may_see_in_the_order_of_the_numbers() -> None:
    on = make.ground()
    finding = make.finding(on, label="1.2", cause="Posts are vacant.")
    make.draft_finding(on, label="1.1", heading="A draft")
    recommendation = make.recommendation(on, standing_on=finding)
    actions.respond(recommendation, answer="partly", reason="In two steps.", by=on.chief, at=AT)
    address = reverse("findings-report", args=[on.engagement.ref])
    chief, lead = people_of.browser(on.chief), people_of.browser(on.lead)
    told = json.loads(chief.get(address, {"format": "json"}).content)
    assert [(one["label"], one["cause"]) for one in told["findings"]] == [("1.2", "Posts are vacant.")]
    (answer,) = told["findings"][0]["recommendations"]
    assert (answer["text"], answer["response"]["answer"]) == (recommendation.text, "partly")
    whole = json.loads(lead.get(address, {"format": "json"}).content)
    assert [one["label"] for one in whole["findings"]] == ["1.1", "1.2"]
    word = reading.word_text(chief.get(address, {"format": "docx"}).content)
    page = chief.get(address).content.decode()
    for text in (page, word):
        assert [each in text for each in ("Posts are vacant.", "In two steps.", "A draft")] == [True, True, False]
    assert chief.get(address, {"format": "odt"}).status_code == 422
