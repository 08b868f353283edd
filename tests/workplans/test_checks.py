from datetime import date
from typing import Any

import pytest

from concord.core.errors import Incomplete
from concord.core.guard import writing
from concord.workplans import actions, checks
from concord.workplans.content import Named
from concord.workplans.models import Part
from tests.factories import engagements as make
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db


def problems(by: plans.Cast, **changed: Any) -> list[tuple[str, str]]:
    return [(problem.level, problem.text) for problem in checks.run(plans.draft(by, **changed))]


def test_a_whole_plan_has_no_problem() -> None:
    assert problems(plans.cast()) == []


@pytest.mark.owed("A54")
@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({"description": " "}, "the description of the technical assistance"),
        ({"scope": ""}, "the scope"),
        ({"audiences": []}, "the audiences: who is heard"),
        ({"exit_criteria": []}, "the exit criteria: what ends the engagement"),
    ],
)
def test_each_required_part_is_asked_for(changed: dict[str, Any], lacks: str) -> None:
    assert problems(plans.cast(), **changed) == [("error", f"The plan lacks {lacks}.")]


@pytest.mark.owed("A54")
@pytest.mark.parametrize(
    ("part", "lacks"), [(Part.STAFF, "the subject matter experts"), (Part.EXPERT, "the staff assigned")]
)
def test_experts_and_staff_are_two_parts(part: str, lacks: str) -> None:
    by = plans.cast()
    assert problems(by, people=[Named(by.lead, part)]) == [("error", f"The plan lacks {lacks}.")]


def test_somebody_can_be_both_expert_and_staff() -> None:
    by = plans.cast()
    assert problems(by, people=[Named(by.lead, Part.EXPERT), Named(by.lead, Part.STAFF)]) == []


@pytest.mark.owed("A54")
def test_people_hold_a_role_on_the_team() -> None:
    by, stranger = plans.cast(), make.person("auditor", name="Sam Stranger")
    people = [Named(by.expert, Part.EXPERT), Named(by.chief, Part.STAFF), Named(stranger, Part.STAFF)]
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


def test_a_method_is_one_of_the_programmes() -> None:
    by = plans.cast()
    activities = [plans.planned(make.area(by.engagement), "telepathy")]
    assert problems(by, activities=activities) == [("error", "“telepathy” is not a method of the programme.")]


@pytest.mark.parametrize(
    "days", [{"starts_on": date(2026, 10, 31)}, {"ends_on": date(2027, 7, 1)}], ids=["too early", "too late"]
)
def test_activities_stay_inside_the_window(days: dict[str, date]) -> None:
    by = plans.cast()
    activity = plans.planned(make.area(by.engagement), **days)
    window = f"{activity.starts_on} to {activity.ends_on}"
    assert problems(by, activities=[activity]) == [
        ("error", f"“Twelve interviews” is planned from {window}, outside the plan's 2026-11-01 to 2027-06-30.")
    ]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"scope": "We pay overtime and Overtime."}, "The scope speaks of overtime."),
        ({"description": "New equipment, and two vehicles."}, "The description speaks of equipment, vehicles."),
    ],
)
def test_costs_of_the_agencys_personnel_and_equipment_are_pointed_out(changed: dict[str, Any], says: str) -> None:
    ((level, text),) = problems(plans.cast(), **changed)
    assert level == "warning"
    assert text == (
        f"{says} The programme cannot pay for the agency's own personnel or for equipment: make sure that the plan "
        "does not ask for it."
    )


def test_a_warning_does_not_stop_a_proposal() -> None:
    by = plans.cast()
    assert plans.proposed(by, scope="The cost of equipment is out of scope.").state == "proposed"


def test_other_words_are_not_taken_for_costs() -> None:
    assert problems(plans.cast(), scope="Coverage over time; how the agency equips recruits; wager.") == []
