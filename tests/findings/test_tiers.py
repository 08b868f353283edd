"""What a tier has: findings begin only where it has them; what was there before a change of tier can be finished."""

import pytest

from concord.core.errors import Denied
from concord.engagements import actions as engagements
from concord.engagements.models import Engagement
from concord.findings import actions, checks
from tests.factories import engagements as people_of
from tests.factories import fieldwork, gathering, reports
from tests.factories import findings as make
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db


def assisted(on: make.Ground) -> make.Ground:
    """The same after its chief executive agreed to topic assistance."""
    said = {"tier": "topic_assistance", "reason": "A course is all that is wanted."}
    change = engagements.propose_tier(on.engagement, **said, by=on.officer, at=AT)
    engagements.agree_to_tier(change, shown_by="password", by=on.chief, at=AT)
    on.engagement.refresh_from_db()
    return on


@pytest.mark.owed("A2", "B7")
def test_in_a_tier_without_findings_none_begins_and_no_card_and_no_report_is_brought_in() -> None:
    on = make.ground()
    card = make.put(on, make.claim(on))
    assert Engagement.objects.get(pk=assisted(on).engagement.pk).tier == "topic_assistance"
    for refused in (
        lambda: make.draft_finding(on),
        lambda: make.claim(on, statement="Another one."),
        lambda: make.drafted(on, type(card).objects.get(pk=card.pk)),
        lambda: reports.staged(on),
    ):
        with pytest.raises(Denied, match="The tier “Topic Assistance” has no findings"):
            refused()
    page = people_of.browser(on.lead).get(on.area.get_absolute_url()).content.decode()
    assert [verb for verb in ("/draft/", "/make/", "/no-findings/") if f"{on.area.ref}{verb}" in page] == []


@pytest.mark.owed("A2", "B7")
def test_in_a_tier_without_evidence_nothing_is_booked_asked_for_or_logged_and_what_is_planned_can_be_waived() -> None:
    on = make.ground()
    assisted(on)
    for refused in (
        lambda: make.evidence(on),
        lambda: fieldwork.booked(on.cast),
        lambda: gathering.asked(on.cast, on.liaison),
    ):
        with pytest.raises(Denied, match="The tier “Topic Assistance” has no evidence"):
            refused()
    page = people_of.browser(on.lead).get(on.area.get_absolute_url()).content.decode()
    verbs = ("/book/", "/ask-document/", "/log/", "/waive-activity/")
    assert [verb for verb in verbs if f"{on.area.ref}{verb}" in page] == ["/waive-activity/"]


@pytest.mark.owed("B7")
def test_what_was_drafted_before_a_change_of_tier_is_finished_and_a_focus_area_needs_no_finding() -> None:
    on = make.ground()
    finding = make.draft_finding(on)
    make.all_held(on)
    assisted(on)
    area = people_of.area(on.engagement)
    assert [problem.text for problem in checks.of_focus_area(area)] == [f"{finding.title} ({finding.ref}) is “Draft”."]
    actions.set_aside(finding, reason="It is told in a course.", by=on.assessor, at=AT)
    assert actions.complete_focus_area(area, by=on.lead, at=AT).state == "complete"
