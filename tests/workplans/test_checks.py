from dataclasses import replace
from typing import Any

import pytest

from concord.core.errors import Incomplete
from concord.core.guard import writing
from concord.workplans import actions, checks
from concord.workplans.checks.scan import scan_is_readable
from concord.workplans.checks.verbs import begins_with_a_verb
from concord.workplans.content import Need, Objective
from tests.factories import engagements as make
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db


def problems(by: plans.Cast, **changed: Any) -> list[tuple[str, str]]:
    return [(problem.level, problem.text) for problem in checks.run(plans.draft(by, **changed))]


def test_a_whole_plan_has_no_problem() -> None:
    assert problems(plans.cast()) == []


@pytest.mark.owed("A54", "P15")
@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({"goal": " "}, "the goal"),
        ({"objectives": ()}, "the objectives"),
        ({"description": " "}, "the description of the technical assistance"),
        ({"scope": ""}, "the scope"),
        ({"audiences": ()}, "the audiences: who is heard"),
        ({"engagement_strategy": ""}, "the community engagement strategy"),
        ({"communication": ""}, "the communication plan"),
        ({"reporting_months": 0}, "how often progress is reported"),
        ({"exit_criteria": ()}, "the exit criteria: what ends the engagement"),
        ({"ends_on": ""}, "its first and its last day"),
    ],
)
def test_each_required_part_is_asked_for(changed: dict[str, Any], lacks: str) -> None:
    assert problems(plans.cast(), **changed) == [("error", f"The plan lacks {lacks}.")]


@pytest.mark.owed("A54")
@pytest.mark.parametrize(("part", "lacks"), [("staff", "the subject matter experts"), ("expert", "the staff assigned")])
def test_experts_and_staff_are_two_parts(part: str, lacks: str) -> None:
    by = plans.cast()
    assert problems(by, people=[plans.named(by.lead, part)]) == [("error", f"The plan lacks {lacks}.")]


def test_somebody_can_be_both_expert_and_staff() -> None:
    by = plans.cast()
    assert problems(by, people=[plans.named(by.lead, "expert"), plans.named(by.lead, "staff")]) == []


@pytest.mark.owed("A54")
def test_people_hold_a_role_on_the_team() -> None:
    by, stranger = plans.cast(), make.person("auditor", name="Sam Stranger")
    people = [plans.named(by.expert, "expert"), plans.named(by.chief, "staff"), plans.named(stranger, "staff")]
    assert problems(by, people=people) == [
        ("error", "Cleo Chief is named but holds no role on the team of this engagement."),
        ("error", "Sam Stranger is named but holds no role on the team of this engagement."),
    ]


def test_somebody_who_has_left_the_team_is_said_before_the_plan_is_proposed() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    with writing():
        by.expert.memberships.update(until=AT, ended_by="person:1")
    with pytest.raises(Incomplete) as refused:
        actions.propose(plan, by=by.lead, at=AT)
    assert refused.value.missing == ("Eva Expert is named but holds no role on the team of this engagement",)


def test_each_focus_area_needs_an_activity() -> None:
    by = plans.cast(areas=[("One", "Assess."), ("Two", "Assess.")])
    only_first = [plans.planned(make.area(by.engagement, 1))]
    assert problems(by, activities=only_first) == [("error", "Focus area 2, “Two”, has no activity.")]


def test_an_objective_that_begins_with_no_verb_is_pointed_out() -> None:
    objectives = (Objective("o1", "Assess how it works."), Objective("o2", "The complaint system."))
    assert problems(plans.cast(), objectives=objectives) == [
        (
            "warning",
            "The objective “The complaint system.” does not seem to begin with a verb, such as assess or examine.",
        )
    ]
    assert [begins_with_a_verb(text) for text in ("Examine x.", "“Analyze” x", "scan: x", "", "2026", "A plan")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


def test_a_method_is_one_of_the_programmes_and_each_activity_is_whole() -> None:
    by = plans.cast()
    area = make.area(by.engagement)
    assert problems(by, activities=[plans.planned(area, "telepathy")]) == [
        ("error", "“telepathy” is not a method of the programme.")
    ]
    by = plans.cast("Elsewhere")
    area = make.area(by.engagement)
    begun = plans.planned(area, who="", deliverable=" ", area=4)
    assert problems(by, activities=[begun, plans.planned(area)]) == [
        ("error", "“Twelve interviews” lacks who does it, what comes of it, its focus area.")
    ]


@pytest.mark.parametrize(
    "days", [{"starts_on": "2026-10-31"}, {"ends_on": "2027-07-01"}], ids=["too early", "too late"]
)
def test_activities_stay_inside_the_window(days: dict[str, str]) -> None:
    by = plans.cast()
    activity = plans.planned(make.area(by.engagement), **days)
    window = f"{activity.starts_on} to {activity.ends_on}"
    assert problems(by, activities=[activity]) == [
        ("error", f"“Twelve interviews” is planned from {window}, outside the plan's 2026-11-01 to 2027-06-30.")
    ]


def test_days_in_the_wrong_order_are_said() -> None:
    by = plans.cast()
    activity = plans.planned(make.area(by.engagement), starts_on="2026-12-02", ends_on="2026-12-01")
    late = (Need("n1", "data", "Calls for service", "", "2027-07-01"),)
    assert problems(by, activities=[activity], needs=late) == [
        ("error", "“Twelve interviews” ends on 2026-12-01, before it starts on 2026-12-02."),
        ("error", "“Calls for service” is needed by 2027-07-01, after the plan's last day."),
    ]
    by = plans.cast("Elsewhere")
    found = problems(by, starts_on="2027-06-30", ends_on="2026-11-01", needs=())
    assert found[0] == ("error", "The plan ends on 2026-11-01, before it starts on 2027-06-30.")


@pytest.mark.owed("A46")
@pytest.mark.parametrize("cost", ["agency_personnel", "agency_equipment"])
def test_what_the_programme_does_not_pay_for_is_refused_in_the_editions_words(cost: str) -> None:
    by = plans.cast()
    ((level, text),) = problems(by, activities=[plans.planned(make.area(by.engagement), cost=cost)])
    assert (level, text.startswith("“Twelve interviews” cannot be paid. ")) == ("error", True)
    assert "The programme gives no grant" in text


def test_each_activity_names_its_cost_category() -> None:
    by = plans.cast()
    assert problems(by, activities=[plans.planned(make.area(by.engagement), cost="")]) == [
        ("error", "“Twelve interviews” lacks its cost category.")
    ]


@pytest.mark.owed("A46")
@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"scope": "We pay overtime and Overtime."}, "The scope speaks of overtime."),
        ({"description": "New equipment, and two vehicles."}, "The description speaks of equipment, vehicles."),
    ],
)
def test_words_about_the_agencys_own_costs_are_pointed_out_and_do_not_stop(changed: dict[str, Any], says: str) -> None:
    by = plans.cast()
    ((level, text),) = problems(by, **changed)
    assert level == "warning"
    assert text == (
        f"{says} The programme cannot pay for the agency's own personnel or for equipment: make sure that the plan "
        "does not ask for it."
    )
    draft = by.engagement.work_plans.get()
    assert actions.propose(draft, by=by.lead, at=AT).state == "proposed"


def test_other_words_are_not_taken_for_costs() -> None:
    assert problems(plans.cast(), scope="Coverage over time; how the agency equips recruits; wager.") == []


@pytest.mark.owed("B5", "B6")
def test_a_focus_area_on_a_topic_that_nobody_asked_for_is_pointed_out() -> None:
    by = plans.cast()
    with writing():
        by.engagement.request.topics = ["complaints"]
        by.engagement.request.save(update_fields=["topics"])
    begun = plans.content(by)
    (area,) = begun.areas
    ((level, text),) = problems(by, areas=(replace(area, topic="recruiting"),))
    assert level == "warning"
    assert text == (
        "Focus area 1, “Community engagement”, is on a topic that the agency did not ask for. "
        "Agree on a change of scope first."
    )


@pytest.mark.owed("B6")
def test_a_further_focus_area_needs_a_change_of_scope() -> None:
    by = plans.cast()
    plans.concurred(by)
    (area,) = plans.content(by).areas
    more = replace(area, key="f2", number=2, title="Towing")
    activities = [plans.planned(make.area(by.engagement)), plans.planned(make.area(by.engagement), area=2)]
    assert problems(by, areas=(area, more), activities=activities) == [
        ("error", "Further focus areas need a change of scope that both sides agreed to.")
    ]


def test_the_focus_areas_are_the_engagements_in_its_words() -> None:
    by = plans.cast(areas=[("One", "Assess."), ("Two", "Assess.")])
    plans.concurred(by)
    one, two = plans.content(by).areas
    activities = [plans.planned(make.area(by.engagement))]
    assert problems(by, areas=(replace(one, title="Uno"),), activities=activities) == [
        ("error", "Focus area 2, “Two”, is not in the plan."),
        ("error", "Focus area 1 is called “One” in the engagement; the plan says it in other words."),
    ]
    assert two.title == "Two"


@pytest.mark.parametrize(
    ("name", "head", "says"),
    [
        ("signed.docx", b"PK\x03\x04", "“signed.docx” is no scan: expected a PDF, PNG or JPEG."),
        ("signed.pdf", b"\x89PNG\r\n\x1a\n", "The file is called .pdf, but what is in it is something else."),
    ],
)
def test_what_is_no_scan_is_refused(name: str, head: bytes, says: str) -> None:
    (problem,) = scan_is_readable(name, 100, head)
    assert (problem.level, problem.text.startswith(says)) == ("error", True)
    assert scan_is_readable("signed.pdf", 100, b"%PDF-1.7") == []
