"""What a tier has: findings begin only where it has them; what was there before a change of tier can be finished."""

import pytest

from concord.core.errors import Denied
from concord.core.guard import writing
from concord.engagements import actions as engagements
from concord.engagements.models import Engagement
from concord.findings import actions, checks
from concord.workplans import actions as actions_of_plans
from concord.workplans import checks as plan_checks
from concord.workplans.queries import document, in_force
from tests.factories import engagements as people_of
from tests.factories import fieldwork, gathering, reports
from tests.factories import findings as make
from tests.factories import together as both
from tests.factories import workplans as plans
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


def planned_to_be_taught(forms: tuple[str, ...]) -> both.Sides:
    """An engagement of topic assistance with a plan in force that names these forms of delivery."""
    by = both.sides(tier="topic_assistance")
    cast = plans.Cast(by.engagement, by.lead, by.assessor, by.chief)
    area = people_of.area(by.engagement)
    plans.concurred(cast, activities=[plans.planned(area, form, what=f"Course {n}") for n, form in enumerate(forms, 1)])
    plans.open_area(cast)
    return by


def left(by: both.Sides) -> list[str]:
    return [problem.text for problem in checks.of_focus_area(people_of.area(by.engagement))]


def test_in_a_tier_without_evidence_each_activity_is_held_by_an_evaluated_delivery_of_its_form() -> None:
    by = planned_to_be_taught(("coaching", "coaching", "consultation"))
    both.evaluated(by, form="consultation", title="A visit")
    not_delivered = "“Course {}” (Patrol officers) is not delivered."
    assert left(by) == [not_delivered.format(1), not_delivered.format(2)]
    both.evaluated(by, form="coaching", title="A first call")
    assert left(by) == [not_delivered.format(2)]
    second = both.held(by, form="coaching", title="A second call")
    assert left(by) == ["“Course 2” (Patrol officers) is still to be held or evaluated."]
    evaluation = {"goal_met": "fully", "evaluation": "It helped."}
    engagements.evaluate_delivery(second, **evaluation, by=by.liaison, at=AT)
    third = both.planned(by, form="coaching", title="A third call")
    assert left(by) == ["“Course 2” (Patrol officers) is still to be held or evaluated."]
    engagements.cancel_delivery(third, reason="Two were enough.", by=by.lead, at=AT)
    assert left(by) == []


def test_what_was_delivered_before_a_change_of_tier_still_holds_its_activity() -> None:
    by = planned_to_be_taught(("coaching", "consultation"))
    both.evaluated(by, form="coaching")
    with writing():
        Engagement.objects.filter(pk=by.engagement.pk).update(tier="organizational_assessment")
    assert left(by) == [
        "No finding is validated, and nobody has declared that there is none.",
        "“Course 2” (Patrol officers) is not delivered.",
    ]


def test_in_a_tier_without_evidence_a_plan_names_forms_of_delivery_and_no_methods() -> None:
    by = both.sides(tier="topic_assistance")
    cast = plans.Cast(by.engagement, by.lead, by.assessor, by.chief)
    area = people_of.area(by.engagement)
    plan = plans.draft(cast, activities=[plans.planned(area, "training_web")])
    page = people_of.browser(by.lead).get(f"{plan.get_absolute_url()}edit/activities/new/").content.decode()
    named = ("Form of delivery", ">Training on the web<", ">Interview<", ">Method<")
    assert [words in page for words in named] == [True, True, False, False]
    assert plan_checks.run(plan) == []
    assert [line.method for line in document(plan).chapters[0].lines] == ["Training on the web"]
    actions_of_plans.discard(plan, reason="Begun anew.", by=by.lead, at=AT)
    plan = plans.draft(cast, activities=[plans.planned(area, "interview")])
    assert [problem.text for problem in plan_checks.run(plan)] == [
        "“interview” is not a form of delivery of the programme."
    ]


def test_a_method_that_was_concurred_with_under_another_tier_may_stay_in_the_next_version() -> None:
    on = assisted(make.ground())
    kept = in_force(on.engagement).content.activities
    cast = plans.Cast(on.engagement, on.lead, on.assessor, on.chief)
    wanted = [*kept, plans.planned(on.area, "coaching")]
    assert [problem.text for problem in plan_checks.run(plans.draft(cast, activities=wanted))] == []
