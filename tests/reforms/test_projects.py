"""A piece of work serves many recommendations, has an owner, a sponsor and milestones, and speaks in neither voice."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from concord.accounts.models import Person
from concord.core import files, history
from concord.core.errors import BadInput, Incomplete
from concord.core.permissions import Permission
from concord.engagements import actions as engagements
from concord.engagements.models import Delivery
from concord.reforms import actions, queries
from concord.reforms.models import Project, Reform
from concord.reforms.states import ProjectState
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import moves
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.factories.findings import DAY
from tests.reforms.test_links import several

pytestmark = pytest.mark.django_db
P = Permission
_WORDS = {"title": "Other", "owner": "Head", "sponsor": "Deputy", "unit": "Patrol", "resources": "", "budget_note": ""}
_DOES: dict[Permission, Callable[[Project, Person], Project]] = {
    P.PROJECT_CHANGE: lambda p, who: actions.change(p, **_WORDS, reason="It moved.", by=who, at=AT),
    P.PROJECT_SERVE: lambda p, who: actions.serve(
        p, recommendations=[p.engagement.recommendations.latest("pk")], by=who, at=AT
    ),
    P.PROJECT_LEAVE: lambda p, who: actions.leave(
        p, recommendation=p.engagement.recommendations.earliest("pk"), reason="It is done apart.", by=who, at=AT
    ),
    P.PROJECT_MILESTONE: lambda p, who: actions.add_milestone(p, what="A draft", due_on=DAY, by=who, at=AT),
    P.PROJECT_REACH: lambda p, who: actions.reach(
        p, milestone=p.milestones.get(what="Begun").pk, on=DAY, note="It is there.", by=who, at=AT
    ),
    P.PROJECT_TAKE_BACK: lambda p, who: actions.take_milestone_back(
        p, milestone=p.milestones.get(what="Begun").pk, reason="It was added by mistake.", by=who, at=AT
    ),
    P.PROJECT_END: lambda p, who: actions.end_work(p, outcome="The plan is in force.", by=who, at=AT),
}


def delivery(on: ground.Ground) -> Delivery:
    """Plan a delivery of technical assistance, as the lead."""
    words = {"form": "training_in_person", "topic": "", "title": "De-escalation", "planned_on": DAY}
    return engagements.plan_delivery(
        on.engagement, focus_area=on.area, experts=[on.assessor], **words, by=on.lead, at=AT
    )


@pytest.mark.parametrize("state", ProjectState)
def test_law_2_each_role_can_do_with_a_piece_of_work_what_the_table_says(state: str) -> None:
    on = ground.ground()
    one, two, _ = several(on, 3)
    delivery(on)
    project = make.project(on, one, two)
    project = actions.add_milestone(project, what="Begun", due_on=DAY, by=on.liaison, at=AT)
    if state == ProjectState.ENDED:
        project = actions.end_work(project, outcome="Done.", by=on.liaison, at=AT)
    moves.walk(on.engagement, lambda: Project.objects.get(pk=project.pk), _DOES)


def test_one_piece_of_work_serves_many_recommendations_and_says_nothing_of_how_far_they_are() -> None:
    on = ground.ground()
    reform = make.planned(on)
    one, two = several(on, 2)
    project = make.project(on, reform.recommendation, one, two)
    assert make.project(on, reform.recommendation, one, two) == project
    assert [list(queries.projects_for(each)) for each in (reform.recommendation, one, two)] == [[project]] * 3
    actions.end_work(project, outcome="The plan is in force.", by=on.chief, at=AT)
    now = Reform.objects.get(pk=reform.pk)
    assert (now.state, now.reported_status, now.assessed_status) == ("with_agency", None, None)


def test_the_same_words_for_another_recommendation_are_another_piece_of_work() -> None:
    on = ground.ground()
    one, two = several(on, 2)
    first, again, other = make.project(on, one), make.project(on, one), make.project(on, two)
    assert (again, other == first) == (first, False)
    assert [each.recommendation for each in other.served.all()] == [two]


def test_a_piece_of_work_lacks_nothing() -> None:
    on = ground.ground()
    (one,) = several(on, 1)
    with pytest.raises(Incomplete) as missing:
        make.project(on, one, owner="", sponsor=" ")
    assert missing.value.missing == ("who owns it", "its executive sponsor")
    with pytest.raises(Incomplete, match="one recommendation or more"):
        make.project(on)
    elsewhere = ground.recommendation(ground.ground("Elsewhere"))
    with pytest.raises(BadInput, match=f"{elsewhere.ref} is no recommendation of {on.engagement.ref} that is issued"):
        make.project(on, elsewhere)
    project = actions.add_milestone(make.project(on, one), what="A draft", due_on=DAY, by=on.liaison, at=AT)
    step = project.milestones.get().pk
    tomorrow = DAY + timedelta(days=1)
    with pytest.raises(BadInput, match="is still to come"):
        actions.reach(project, milestone=step, on=tomorrow, note="So.", by=on.liaison, at=AT)
    actions.reach(project, milestone=step, on=DAY, note="It was sent.", by=on.liaison, at=AT)
    with pytest.raises(BadInput, match=f"No milestone {step} of {project.ref} is open"):
        actions.reach(project, milestone=step, on=DAY, note="Again.", by=on.liaison, at=AT)


@pytest.mark.owed("A30")
def test_technical_assistance_is_logged_against_the_work_that_it_helped_and_stands_with_its_recommendations() -> None:
    on = ground.ground()
    one, two = several(on, 2)
    project, helped = make.project(on, one, two), delivery(on)
    page = reverse("project.assist", args=[project.ref])
    typed = {"sent": "yes", "delivery": helped.ref, "how": "Forty officers were trained."}
    assert people_of.browser(on.liaison).post(page, typed).status_code == 302
    before = people_of.rows_of(on.engagement.ref)
    assert actions.assist(project, delivery=helped, how="Again.", by=on.liaison, at=AT) == project
    assert (project.assistance.get().how, people_of.rows_of(on.engagement.ref)) == (typed["how"], before)
    shown = people_of.browser(on.chief).get(project.get_absolute_url()).content.decode()
    assert [text in shown for text in (helped.title, typed["how"], one.label, two.label)] == [True] * 4
    with pytest.raises(Incomplete, match="how it helped"):
        actions.assist(project, delivery=helped, how=" ", by=on.liaison, at=AT)
    elsewhere = delivery(ground.ground("Elsewhere"))
    with pytest.raises(BadInput, match=f"{elsewhere.ref} is no delivery of {on.engagement.ref}"):
        actions.assist(project, delivery=elsewhere, how="So.", by=on.liaison, at=AT)


@pytest.mark.owed("A30")
@pytest.mark.parametrize("state", ProjectState)
def test_the_agency_and_the_team_log_assistance_and_take_it_off_while_the_work_goes_on(
    state: str,
) -> None:
    on = ground.ground()
    (one,) = several(on, 1)
    project, helped = make.project(on, one), delivery(on)
    actions.assist(project, delivery=helped, how="Forty were trained.", by=on.assessor, at=AT)
    words = {"title": "A course", "form": "training_in_person", "topic": "", "planned_on": DAY}
    other = engagements.plan_delivery(
        on.engagement, focus_area=on.area, experts=[on.assessor], **words, by=on.lead, at=AT
    )
    if state == ProjectState.ENDED:
        actions.end_work(project, outcome="Done.", by=on.liaison, at=AT)
    both = {"chief_executive", "liaison", "assessment_lead", "assessor"} if state == ProjectState.OPEN else set()
    does: tuple[Callable[[Person], object], ...] = (
        lambda who: actions.assist(project, delivery=other, how="So.", by=who, at=AT),
        lambda who: actions.take_assistance_off(project, delivery=helped, reason="Not here.", by=who, at=AT),
    )
    for of, able in ((on.engagement, both), (people_of.engagement("Elsewhere"), set())):
        assert [moves.tried(people_of.everybody(of), do) for do in does] == [able, able]


def test_assistance_that_was_logged_wrongly_is_taken_off_with_a_reason_and_can_be_logged_again() -> None:
    on = ground.ground()
    (one,) = several(on, 1)
    project, helped = make.project(on, one), delivery(on)
    actions.assist(project, delivery=helped, how="Forty were trained.", by=on.liaison, at=AT)
    page = reverse("project.take_assistance_off", args=[project.ref])
    typed = {"sent": "yes", "delivery": helped.ref, "reason": "It helped another one."}
    assert people_of.browser(on.liaison).post(page, typed).status_code == 302
    kept = project.assistance.get()
    assert (kept.ended_at is None, kept.ended_because) == (False, "It helped another one.")
    with pytest.raises(BadInput, match=f"{helped.ref} is not logged as having helped {project.ref}"):
        actions.take_assistance_off(project, delivery=helped, reason="Again.", by=on.liaison, at=AT)
    with pytest.raises(Incomplete, match="the reason"):
        actions.take_assistance_off(project, delivery=helped, reason=" ", by=on.liaison, at=AT)
    actions.assist(project, delivery=helped, how="It did help.", by=on.liaison, at=AT)
    shown = people_of.browser(on.chief).get(project.get_absolute_url()).content.decode()
    assert [text in shown for text in ("It helped another one.", "It did help.")] == [True] * 2


def test_a_milestone_is_opened_again_or_dropped_with_a_reason_and_waits_for_nobody_any_more() -> None:
    on = ground.ground()
    (one,) = several(on, 1)
    project = actions.add_milestone(make.project(on, one), what="A draft", due_on=DAY, by=on.liaison, at=AT)
    step = project.milestones.get().pk
    actions.reach(project, milestone=step, on=DAY, note="It was sent.", by=on.liaison, at=AT)
    page, typed = reverse("project.take_milestone_back", args=[project.ref]), {"sent": "yes", "milestone": str(step)}
    client = people_of.browser(on.liaison)
    assert client.post(page, {**typed, "reason": "It was another one."}).status_code == 302
    now = project.milestones.get()
    assert (now.reached_on, now.note, now.ended_at) == (None, "", None)
    assert list(queries.projects_open_for(on.liaison)) == [project]
    assert client.post(page, {**typed, "reason": "It was added by mistake."}).status_code == 302
    now = project.milestones.get()
    assert (now.ended_at is None, now.ended_because) == (False, "It was added by mistake.")
    assert list(queries.projects_open_for(on.liaison)) == []
    for do in (actions.take_milestone_back, lambda *a, reason, **k: actions.reach(*a, on=DAY, note=reason, **k)):
        with pytest.raises(BadInput, match=f"No milestone {step} of {project.ref}"):
            do(project, milestone=step, reason="Again.", by=on.liaison, at=AT)
    with pytest.raises(Incomplete, match="the reason"):
        actions.take_milestone_back(project, milestone=step, reason=" ", by=on.liaison, at=AT)
    moved = queries.altered([project], queries.ForSeveral(days=7))
    assert list(moved) == []
    shown = client.get(project.get_absolute_url()).content.decode()
    assert "It was added by mistake." in shown


def test_the_way_of_a_piece_of_work_through_the_pages() -> None:
    on = ground.ground()
    one, two = several(on, 2)
    client = people_of.browser(on.liaison)
    sent = {"sent": "yes"}
    words = {name: text for name, text in _WORDS.items() if text}
    begun = client.post(
        reverse("project.begin_work", args=[on.engagement.ref]), {**sent, **words, "recommendations": [one.ref]}
    )
    project = Project.objects.get()
    assert (begun.status_code, begun["Location"]) == (302, project.get_absolute_url())
    for name, typed in (
        ("project.serve", {"recommendations": [two.ref]}),
        ("project.milestone", {"what": "A draft", "due_on": DAY.isoformat()}),
        ("project.change", {**words, "title": "A better plan", "reason": "It grew."}),
    ):
        assert client.post(reverse(name, args=[project.ref]), {**sent, **typed}).status_code == 302
    shown = client.get(project.get_absolute_url()).content.decode()
    assert [text in shown for text in ("A better plan", "A draft", one.label, two.label)] == [True] * 4
    assert project.ref in client.get(reverse("engagement-projects", args=[on.engagement.ref])).content.decode()
    assert project.ref in client.get("/app/").content.decode()


def two_at_work(on: ground.Ground) -> tuple[Project, Project]:
    """Begin two pieces of work, the first with a milestone that is reached and one that is not."""
    (served,) = several(on, 1)
    one, two = make.project(on, served), make.project(on, served, title="Another plan", owner="Training")
    for what in ("Begun", "Done"):
        one = actions.add_milestone(one, what=what, due_on=DAY, by=on.liaison, at=AT)
    begun = one.milestones.get(what="Begun").pk
    return actions.reach(one, milestone=begun, on=DAY, note="It is there.", by=on.liaison, at=AT), two


def test_several_pieces_of_work_are_changed_at_once_in_one_audit_row_with_a_stored_manifest() -> None:
    on = ground.ground()
    one, two = two_at_work(on)
    wanted = queries.ForSeveral(owner="Training", unit="Reform unit", days=14)
    do: dict[str, Any] = {"projects": [one, two], "wanted": wanted, "reason": "A new unit."}
    able = moves.tried(
        people_of.everybody(on.engagement), lambda who: actions.change_many(on.engagement, by=who, at=AT, **do)
    )
    assert able == {"chief_executive", "liaison"}
    before = people_of.rows_of(on.engagement.ref)
    actions.change_many(on.engagement, by=on.liaison, at=AT, **do)
    told = json.loads(history.of(on.engagement.ref)[0].body)
    assert (people_of.rows_of(on.engagement.ref), told["reason"]) == (before + 1, "A new unit.")
    found = list(Project.objects.order_by("pk").values_list("owner", "sponsor", "unit"))
    assert found == [("Training", "Deputy chief", "Reform unit")] * 2
    assert list(one.milestones.order_by("pk").values_list("due_on", flat=True)) == [DAY, DAY + timedelta(days=14)]
    lines = [json.loads(line) for line in files.path_of(told["more"]["manifest"]).read_text().splitlines()]
    assert [(line["ref"], line["field"], line["new"]) for line in lines] == [
        (one.ref, "owner", "Training"),
        (one.ref, "unit", "Reform unit"),
        (one.ref, "due_on", (DAY + timedelta(days=14)).isoformat()),
        (two.ref, "unit", "Reform unit"),
    ]
    actions.change_many(on.engagement, by=on.liaison, at=AT, **{**do, "wanted": replace(wanted, days=0)})
    assert people_of.rows_of(on.engagement.ref) == before + 1


def test_several_are_changed_with_a_reason_while_they_go_on_and_nowhere_else() -> None:
    on, elsewhere = ground.ground(), ground.ground("Birch Harbor")
    one, two = two_at_work(on)
    (theirs, _) = two_at_work(elsewhere)
    do: dict[str, Any] = {"wanted": queries.ForSeveral(unit="Reform unit"), "by": on.liaison, "at": AT}
    with pytest.raises(Incomplete, match="a piece of work; the reason"):
        actions.change_many(on.engagement, projects=[], reason=" ", **do)
    ended = actions.end_work(two, outcome="Done.", by=on.liaison, at=AT)
    for wrong in (theirs, ended):
        with pytest.raises(BadInput, match=f"{wrong.ref}: expected pieces of work of {on.engagement.ref} that go on"):
            actions.change_many(on.engagement, projects=[one, wrong], reason="A new unit.", **do)
    actions.add_milestone(one, what="Far", due_on=date(9999, 12, 31), by=on.liaison, at=AT)
    with pytest.raises(BadInput, match="is no day of the calendar"):
        actions.change_many(
            on.engagement, projects=[one], reason="Later.", **{**do, "wanted": queries.ForSeveral(days=1)}
        )
    assert set(Project.objects.values_list("unit", flat=True)) == {"Planning"}


def test_the_page_changes_several_only_as_the_last_preview_showed() -> None:
    on = ground.ground()
    one, two = two_at_work(on)
    client, page = people_of.browser(on.liaison), reverse("change-many", args=[on.engagement.ref])
    assert page in client.get(reverse("engagement-projects", args=[on.engagement.ref])).content.decode()
    assert people_of.browser(on.lead).get(page).status_code == 403
    typed: dict[str, Any] = {"projects": [one.ref, two.ref], "owner": "Training", "days": "7", "reason": "A new unit."}
    nothing = client.post(page, {**typed, "owner": "", "days": ""})
    assert (nothing.status_code, b"Say what is to change" in nothing.content) == (422, True)
    shown = client.post(page, {**typed, "step": "preview"})
    assert [(line.project, line.old, line.new) for line in shown.context["preview"]] == [
        (one, "Head of planning", "Training"),
        (one, DAY.isoformat(), (DAY + timedelta(days=7)).isoformat()),
    ]
    seen = shown.context["digest"]
    actions.add_milestone(two, what="A late one", due_on=DAY, by=on.liaison, at=AT)
    again = client.post(page, {**typed, "preview": seen, "step": "send"})
    assert (again.status_code, again.context["changed"], len(again.context["preview"])) == (200, True, 3)
    assert b"A new unit." in again.content
    done = client.post(page, {**typed, "preview": again.context["digest"], "step": "send"})
    assert (done.status_code, Project.objects.get(pk=one.pk).owner) == (302, "Training")
