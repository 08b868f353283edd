"""What a report says has changed: computed, each with its kind, and with the staff's line where there is one."""

from datetime import timedelta
from decimal import Decimal

import pytest

from concord.core.errors import BadInput
from concord.engagements.models import Engagement
from concord.findings import actions as writing
from concord.publishing import actions
from concord.publishing.compile.changes import changed_labels, told_changes
from concord.publishing.compile.report import methods
from concord.publishing.compile.site import programme_of
from concord.reforms import actions as reforms
from tests.factories import evidence as gathered
from tests.factories import findings as ground
from tests.factories import publishing as office
from tests.factories import reforms as work
from tests.factories.engagements import AT
from tests.factories.findings import Ground

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def moved() -> tuple[Ground, str]:
    """A recommendation that was issued, reported as complete, assessed, and of which a criterion was changed."""
    on = ground.ground()
    recommendation = ground.recommendation(on)
    reform = work.planned(on, recommendation)
    said = work.report(on, reform, "complete")
    later = AT + DAY
    reforms.assess(said, status="in_progress", note="Seen.", as_of=later.date(), by=on.assessor, at=later)
    first = recommendation.measures.get()
    changed = {"label": first.label, "text": "The form is signed.", "reason": "The form has a new name."}
    again = work.measure(on, recommendation, "approved", **changed, at=later + DAY)
    assert again.version > 1
    return on, recommendation.label


@pytest.mark.owed("A31", "P14")
def test_each_change_has_its_kind_and_the_staffs_line_stands_with_the_last() -> None:
    on, label = moved()
    by = office.press(on=on)
    at = AT + 3 * DAY
    notes = {label: "The council votes in May."}
    report = office.compiled(by, at=at, period_to=at.date(), notes=notes)
    changes = report.document["changes"]
    assert [change["kind"] for change in changes] == ["new", "reported", "moved", "criteria"]
    assert changes[-1]["text"].endswith("was changed, to version 2: The form has a new name.")
    assert [change.get("note") for change in changes] == [None, None, None, "The council votes in May."]
    assert (report.site_document["changes"], report.change_notes) == (changes, notes)


def test_a_line_on_what_did_not_change_is_refused_with_what_did() -> None:
    on, label = moved()
    with pytest.raises(BadInput, match=f"Nothing changed on 9.9 in the period; there was a change on: {label}."):
        office.compiled(office.press(on=on), notes={"9.9": "It is done."})


def test_the_next_report_tells_only_of_what_came_after() -> None:
    on, _ = moved()
    by = office.press(on=on)
    office.compiled(by)
    at = AT + 3 * DAY
    later = office.compiled(by, at=at, period_from=(AT + DAY).date(), period_to=at.date())
    assert [change["kind"] for change in later.document["changes"]] == ["moved", "criteria"]


@pytest.mark.owed("P20")
def test_what_the_agency_answered_is_told_on_the_day_from_which_anybody_could_read_it() -> None:
    on = ground.ground()
    early = ground.recommendation(on, "validated")
    work.planned(on, early)
    early.refresh_from_db()
    for answer, why in (("not", "No funds."), ("partly", "From next year on.")):
        writing.respond(early, answer=answer, reason=why, by=on.chief, at=AT)
    issued_at = AT + 2 * DAY
    issued = writing.issue(early, by=on.lead, at=issued_at)
    writing.respond(issued, answer="concur", by=on.chief, at=AT + 4 * DAY)
    told = told_changes(on.engagement, since=None, until=(AT + 5 * DAY).date())
    assert [(each["on"], each["text"]) for each in told if each["kind"] == "answered"] == [
        (issued_at.date().isoformat(), f"The agency answered {issued.label}: it concurs in part. From next year on."),
        ((AT + 4 * DAY).date().isoformat(), f"The agency answered {issued.label}: it concurs."),
    ]
    later = told_changes(
        on.engagement, since=issued_at.date(), until=(AT + 5 * DAY).date(), notes={issued.label: "So."}
    )
    assert [(each["kind"], each["note"]) for each in later] == [("answered", "So.")]
    assert changed_labels(on.engagement, since=issued_at.date(), until=(AT + 5 * DAY).date()) == {issued.label}


@pytest.mark.owed("A31")
def test_an_outcome_measure_that_was_registered_late_is_told_with_the_days() -> None:
    on = ground.ground()
    reform = work.planned(on)
    words = {"unit": "surveys", "baseline": Decimal(40), "baseline_as_of": AT.date(), "target": Decimal(60)}
    for name, at in (("Trust", AT), ("Calls", AT + 3 * DAY)):
        one = reform.recommendation
        reforms.register(one, name=name, source="The city's survey", **words, by=on.assessor, at=at)
    told = told_changes(on.engagement, since=None, until=(AT + 5 * DAY).date())
    assert [each["text"] for each in told if each["kind"] == "criteria"] == [
        f"The outcome measure “Calls” of {reform.recommendation.label} was registered 3 days after the work began."
    ]


@pytest.mark.owed("A33")
def test_work_is_counted_by_method_in_the_period_and_from_the_start() -> None:
    on = ground.ground()
    later = AT + 20 * DAY
    gathered.item(on.cast, count=12)
    gathered.item(on.cast, count=3, at=later, collected_on=later.date())
    period = ((AT + 10 * DAY).date(), later.date())
    assert methods(on.engagement, programme_of(on.engagement), period) == [
        {"method": "interviews", "count": 15, "in_period": 3}
    ]


def test_a_report_that_is_compiled_again_keeps_its_number_and_its_lines() -> None:
    on, label = moved()
    by = office.press(on=on)
    at = AT + 3 * DAY
    report = office.compiled(by, at=at, period_to=at.date(), notes={label: "Soon."})
    words = {"work_done": "Less.", "outcomes": "Less.", "next_steps": "Less."}
    again = actions.compile_again(report, **words, notes={label: "Sooner."}, by=by.lead, at=at)
    assert (again.pk, again.number, again.change_notes) == (report.pk, 1, {label: "Sooner."})
    assert Engagement.objects.get(pk=on.engagement.pk).reports.count() == 1
