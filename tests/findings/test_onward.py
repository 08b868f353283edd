"""What begins as soon as a recommendation is there, one by one, long before any report."""

import pytest

from concord.core.permissions import Party
from concord.findings.models import Recommendation
from concord.publishing.models import StatusReport
from tests.factories import findings as make
from tests.factories import reforms as work

pytestmark = pytest.mark.django_db


@pytest.mark.owed("A27")
def test_work_begins_on_one_recommendation_while_the_others_are_drafts_and_there_is_no_report() -> None:
    on = make.ground()
    finding = make.finding(on)
    first = make.recommendation(on, standing_on=finding)
    make.draft_recommendation(on, finding)
    reform = work.planned(on, first)
    assert (reform.state, reform.held_by) == ("with_agency", Party.AGENCY)
    assert sorted(Recommendation.objects.values_list("state", flat=True)) == ["draft", "issued"]
    assert StatusReport.objects.count() == 0
