"""Measured outcomes in releases: as they were known on the day, of what is issued alone, beside the work's own days."""

from datetime import timedelta
from decimal import Decimal

import pytest

from concord.core.errors import Denied
from concord.findings.models import Recommendation
from concord.publishing.compile.measured import measured
from concord.publishing.compile.report import Asked, report_document
from concord.publishing.compile.site import site_document
from concord.reforms import actions
from tests.factories import findings as ground
from tests.factories import reforms as work
from tests.factories.engagements import AT
from tests.factories.findings import DAY, Ground

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=60)
WORDS = {"work_done": "Work.", "outcomes": "Outcomes.", "next_steps": "Next."}


def registered(on: Ground, of: Recommendation) -> int:
    given = {"baseline": Decimal(40), "baseline_as_of": DAY, "target": Decimal("20.5"), "source": "The register."}
    actions.register(of, name="Complaints", unit="complaints a year", **given, by=on.assessor, at=AT)
    return of.outcomes.get().pk


@pytest.mark.owed("A5", "A33", "P16")
def test_a_report_tells_each_outcome_with_its_target_its_values_and_the_days_of_the_work() -> None:
    on = ground.ground()
    reform = work.reform(on)
    one = reform.recommendation
    outcome = registered(on, one)
    actions.complete(reform, note="The signed plan was read.", as_of=DAY, by=on.assessor, at=AT)
    given = {"value": Decimal(31), "as_of": LATER.date(), "source": "The register, later."}
    actions.record_value(one, outcome=outcome, **given, by=on.liaison, at=LATER)
    asked = Asked(1, "Status report", (DAY, LATER.date()), None, WORDS)
    told = report_document(on.engagement, asked)["outcome_measures"]
    assert told == [
        {
            "title": "Complaints",
            "unit": "complaints a year",
            "recommendations": [one.key],
            "target": 20.5,
            "registered_on": DAY.isoformat(),
            "points": [
                {"as_of": DAY.isoformat(), "value": 40, "source": "The register."},
                {"as_of": LATER.date().isoformat(), "value": 31, "source": "The register, later."},
            ],
            "marks": [{"on": DAY.isoformat(), "text": "taken up, assessed"}],
        }
    ]
    assert site_document(on.engagement, as_of=LATER.date(), since=None)["outcome_measures"] == told


def test_what_was_recorded_after_the_day_is_not_in_it() -> None:
    on = ground.ground()
    one = ground.recommendation(on)
    outcome = registered(on, one)
    for value in (35, 30):
        moment = LATER + timedelta(days=35 - value)
        given = {"value": Decimal(value), "as_of": LATER.date(), "source": "The register."}
        actions.record_value(one, outcome=outcome, **given, by=on.liaison, at=moment)
    assert measured(on.engagement, DAY - timedelta(days=1)) == {}
    days = (DAY, LATER.date(), LATER.date() + timedelta(days=5))
    found = [measured(on.engagement, day)["outcome_measures"][0]["points"] for day in days]
    assert [[point["value"] for point in points] for points in found] == [[40], [40, 35], [40, 30]]


def test_nothing_is_registered_on_what_is_not_issued_and_nothing_of_it_is_public() -> None:
    on = ground.ground()
    draft = ground.recommendation(on, "validated")
    with pytest.raises(Denied, match="it is measured once it is issued"):
        registered(on, draft)
    assert measured(on.engagement, LATER.date()) == {}
    assert "outcome_measures" not in site_document(on.engagement, as_of=LATER.date(), since=None)


@pytest.mark.owed("P16")
def test_one_that_was_registered_after_the_work_began_says_in_the_release_how_many_days_after() -> None:
    on = ground.ground()
    early, late = (work.reform(on).recommendation for _ in range(2))
    registered(on, early)
    given = {"baseline": Decimal(40), "baseline_as_of": DAY, "target": Decimal(20), "source": "The register."}
    actions.register(late, name="Calls", unit="calls a year", **given, by=on.assessor, at=AT + timedelta(days=12))
    told = site_document(on.engagement, as_of=LATER.date(), since=None)["outcome_measures"]
    assert [row.get("registered_days_late") for row in told] == [None, 12]
