"""What focus areas an engagement has: free before the first concurrence, then changed by an agreed change of scope."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from concord.core.errors import Denied
from concord.core.models import AuditRow
from concord.desk.queries.hub import hub
from concord.engagements.queries import earlier_incomplete
from concord.evidence import actions as evidence
from concord.publishing.checks.closing import site_can_be_closed
from concord.publishing.compile.site import bare_document
from concord.workplans import actions, checks, queries
from concord.workplans.content import Area
from concord.workplans.models import ScopeChange, WorkPlan
from tests.factories import engagements as make
from tests.factories import fieldwork
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db
TWO = [("One", "Assess one."), ("Two", "Assess two.")]
BEGUN = "Work in it has begun, so it stays as it is."
STANDING = ("number", "title", "objective", "state", "dropped_because")


def with_areas(by: plans.Cast, *areas: Area, **more: Any) -> dict[str, Any]:
    """Return what a version says of these focus areas: one activity in each."""
    numbers = [area.number for area in areas]
    like = plans.planned(make.area(by.engagement))
    return {"areas": areas, "activities": [replace(like, area=number) for number in numbers], **more}


def standing(by: plans.Cast) -> list[tuple[Any, ...]]:
    return list(by.engagement.focus_areas.order_by("number").values_list(*STANDING))


def agreed(by: plans.Cast, why: str = "Another agency looks at it.") -> ScopeChange:
    said = {"what": "Leave out two.", "reason": why, "effect": "Three weeks less."}
    return actions.agree(actions.ask_team(by.engagement, by=by.chief, at=AT, **said), by=by.lead, at=AT)


def amended(by: plans.Cast, change: ScopeChange | None, *areas: Area) -> WorkPlan:
    """Return a draft that carries out a change of scope and has these focus areas."""
    in_force = queries.in_force(by.engagement)
    draft = actions.amend(in_force, reason="As agreed.", scope_change=change, by=by.lead, at=AT)
    wanted = plans.content(by, changes="As agreed.", **with_areas(by, *areas))
    return plans.write(draft, wanted, by=by.lead)


def in_force_with(by: plans.Cast, change: ScopeChange | None, *areas: Area) -> WorkPlan:
    proposed = actions.propose(amended(by, change, *areas), by=by.lead, at=AT)
    return plans.concur(plans.loaded(proposed), by=by.chief)


def problems(plan: WorkPlan) -> list[str]:
    return [problem.text for problem in checks.run(plan) if problem.level == "error"]


def test_before_the_first_concurrence_focus_areas_are_free_and_the_engagement_then_has_those_of_the_plan() -> None:
    by = plans.cast(areas=TWO)
    first = plans.proposed(by)
    actions.send_back(first, reason="Leave out area 2.", by=by.chief, at=AT)
    draft = plans.loaded(actions.draft(by.engagement, by=by.lead, at=AT))
    one, _ = draft.content.areas
    kept, new = replace(one, title="Uno"), Area("f3", 3, "Three", "Assess three.")
    wanted = plans.content(by, changes="Area 2 is left out.", **with_areas(by, kept, new))
    draft = plans.write(draft, wanted, by=by.lead)
    assert problems(draft) == []
    plans.concur(plans.loaded(actions.propose(draft, by=by.lead, at=AT)), by=by.chief)
    assert standing(by) == [
        (1, "Uno", "Assess one.", "planned", ""),
        (2, "Two", "Assess two.", "dropped", "Area 2 is left out."),
        (3, "Three", "Assess three.", "planned", ""),
    ]
    refs = {area.number: area.ref for area in by.engagement.focus_areas.all()}
    row = AuditRow.objects.get(verb="work_plan.concur")
    told = f'"focus_areas":{{"added":["{refs[3]}"],"dropped":["{refs[2]}"],"reworded":["{refs[1]}"]}}'
    assert told in row.body
    assert list(earlier_incomplete(make.area(by.engagement, 3))) == [make.area(by.engagement, 1)]


def test_by_an_agreed_change_of_scope_a_planned_focus_area_is_dropped_or_reworded() -> None:
    by = plans.cast(areas=[*TWO, ("Three", "Assess three.")])
    plan = plans.concurred(by)
    one, _, three = plan.content.areas
    fewer = (one, replace(three, objective="Examine three."))
    assert problems(plans.write(plans.draft(by), plans.content(by, **with_areas(by, *fewer)), by=by.lead)) == [
        "The plan lacks what it changes, and why.",
        "Focus area 2, “Two”, is not in the plan.",
        "Focus area 3 is called “Three” in the engagement; the plan says it in other words.",
    ]
    actions.discard(queries.of(by.engagement).first(), reason="Not agreed on.", by=by.lead, at=AT)
    in_force_with(by, agreed(by), *fewer)
    assert standing(by) == [
        (1, "One", "Assess one.", "planned", ""),
        (2, "Two", "Assess two.", "dropped", "Another agency looks at it."),
        (3, "Three", "Examine three.", "planned", ""),
    ]


def test_a_focus_area_in_which_anything_has_begun_stays_as_it_is() -> None:
    by = plans.cast(areas=TWO)
    plan = plans.concurred(by)
    one, _ = plan.content.areas
    fieldwork.booked(by, number=2)
    plans.open_area(by)
    draft = amended(by, agreed(by), replace(one, title="Uno"))
    assert problems(draft) == [
        f"Focus area 2, “Two”, is not in the plan. {BEGUN}",
        f"Focus area 1 is called “One” in the engagement; the plan says it in other words. {BEGUN}",
    ]


def test_what_was_dropped_is_kept_counts_nowhere_and_its_number_is_never_given_out_again() -> None:
    by = plans.cast(areas=TWO)
    one, _ = plans.concurred(by).content.areas
    in_force_with(by, agreed(by), one)
    dropped = make.area(by.engagement, 2)
    page = make.browser(by.lead).get(dropped.get_absolute_url()).content.decode()
    assert ("Another agency looks at it." in page, f"{dropped.ref}/book/" in page) == (True, False)
    with pytest.raises(Denied, match="The focus area was dropped: nothing is gathered in it"):
        evidence.book(dropped, activity="a1", title="A ride", planned_on=AT.date(), group_type="", by=by.expert, at=AT)
    with pytest.raises(Denied, match="has no focus area 2"):
        actions.open_focus_area(dropped, by=by.lead, at=AT)
    assert hub(by.lead, by.engagement).areas == 1
    closing = [problem.text for problem in site_can_be_closed(by.engagement) if "Focus area" in problem.text]
    assert closing == ["Focus area 1, “One”, is “Planned”."]
    assert [area["state"] for area in bare_document(by.engagement)["focus_areas"]] == ["Planned", "Dropped"]
    draft = amended(by, agreed(by, "It is wanted after all."), one)
    value = {"title": "Two again", "objective": "Assess two.", "topic": "", "number": 0}
    part = actions.add(draft, section="areas", value=value, by=by.lead, at=AT)
    assert next(a.number for a in plans.loaded(draft).content.areas if part.endswith(f"/{a.key}")) == 3


def test_a_plan_has_at_least_one_focus_area_and_none_that_was_dropped() -> None:
    by = plans.cast(areas=TWO)
    one, two = plans.concurred(by).content.areas
    in_force_with(by, agreed(by), one)
    draft = amended(by, agreed(by, "It is wanted after all."), one, two)
    assert problems(draft) == ["Focus area 2, “Two”, was dropped; add another one, which gets its own number."]
    actions.discard(draft, reason="Begun anew.", by=by.lead, at=AT)
    other = plans.cast("Elsewhere")
    empty = actions.save(plans.draft(other, activities=[]), part="areas/f1", value=None, seen=0, by=other.lead, at=AT)
    assert problems(plans.loaded(empty)) == ["A plan has at least one focus area."]


def test_the_page_of_a_focus_area_lets_its_words_be_typed_until_there_is_concurrence() -> None:
    by = plans.cast()
    client = make.browser(by.lead)
    draft = plans.draft(by)
    assert not _disabled(client.get(f"{draft.get_absolute_url()}edit/areas/f1/").content.decode())
    plans.concur(plans.loaded(actions.propose(draft, by=by.lead, at=AT)), by=by.chief)
    assert _disabled(client.get(f"{plans.draft(by).get_absolute_url()}edit/areas/f1/").content.decode())


def _disabled(page: str) -> bool:
    title = page[page.index('name="title"') :]
    return "disabled" in title[: title.index(">")]


def test_the_database_keeps_no_dropped_focus_area_without_its_reason() -> None:
    by = plans.cast()
    with pytest.raises(IntegrityError, match="focus_area_is_dropped_with_a_reason"), transaction.atomic():
        make.put(make.area(by.engagement), "dropped")
