from typing import Any

import pytest
from django.test import Client

from concord.core.errors import Stale
from concord.core.guard import writing
from concord.workplans import actions, forms, queries
from concord.workplans.content import Named
from concord.workplans.models import WorkPlan
from tests.engagements.test_pages import query_count
from tests.factories import engagements as make
from tests.factories import workplans as plans
from tests.factories.engagements import AT, PEOPLES_ROLES

pytestmark = pytest.mark.django_db

ALL = {role.key for role in PEOPLES_ROLES}
READERS = ALL - {"administrator"}
TOKEN = {"csrfmiddlewaretoken": "what every browser sends"}
OFFICE = {"programme_officer", "approving_official", "publisher", "auditor"}


def listed(by: plans.Cast) -> str:
    return f"{by.engagement.get_absolute_url()}work-plans/"


def draft_page(by: plans.Cast) -> str:
    return f"{by.engagement.get_absolute_url()}draft/"


def test_every_role_but_the_administrator_reads_the_plans_of_its_engagement() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    people, strangers = make.everybody(by.engagement), make.everybody(make.engagement("Elsewhere"))
    for page in (listed(by), plan.get_absolute_url()):
        assert make.statuses(people, page) == {200: READERS, 404: {"administrator"}}
        assert make.statuses(strangers, page) == {200: OFFICE, 404: ALL - OFFICE}


@pytest.mark.parametrize(
    ("verb", "may"), [("propose", "assessment_lead"), ("return", "chief_executive"), ("concur", "chief_executive")]
)
def test_verb_pages_answer_for_each_role(verb: str, may: str) -> None:
    by = plans.cast()
    page = f"{plans.proposed(by).get_absolute_url()}{verb}/"
    found = make.statuses(make.everybody(by.engagement), page)
    assert found == {200: {may}, 403: READERS - {may}, 404: {"administrator"}}


def test_drafting_and_opening_are_the_leads() -> None:
    by = plans.cast()
    for page in (draft_page(by), f"{make.area(by.engagement).get_absolute_url()}open/"):
        found = make.statuses(make.everybody(by.engagement), page)
        assert found == {200: {"assessment_lead"}, 403: READERS - {"assessment_lead"}, 404: {"administrator"}}


def test_a_visitor_is_asked_to_sign_in() -> None:
    by = plans.cast()
    for page in (listed(by), draft_page(by), plans.draft(by).get_absolute_url()):
        assert Client().get(page).status_code == 302


def test_the_list_asks_as_many_queries_for_one_row_as_for_three() -> None:
    by = plans.cast()
    plans.concurred(by)
    client = make.browser(by.chief)
    with_one = query_count(client, listed(by))
    plans.concurred(by, scope="More.")
    plans.draft(by)
    assert query_count(client, listed(by)) == with_one
    assert client.get(listed(by)).content.decode().count('<tr><th scope="row">') == 3


def test_a_long_plan_asks_as_many_queries_as_a_short_one() -> None:
    by = plans.cast(areas=[(f"Area {n}", "Assess.") for n in range(5)])
    client = make.browser(by.chief)
    short = plans.concurred(by, activities=[plans.planned(make.area(by.engagement, n)) for n in range(1, 6)])
    with_few = query_count(client, short.get_absolute_url())
    assert query_count(client, plans.concurred(by).get_absolute_url()) == with_few


def test_a_plan_reads_as_a_document() -> None:
    by = plans.cast()
    plan = plans.concurred(by)
    page = make.browser(by.chief).get(plan.get_absolute_url()).content.decode()
    for text in (
        "Coaching, sample policies", "How the agency works with residents.", "Eva Expert: Problem solving",
        "Lee Lead: Leads the team", "<li>Residents</li>", "1. Community engagement", "Document review",
        "All focus areas are complete.", f"<code>{plan.short_hash}</code>", "Cleo Chief, Chief executive",
    ):  # fmt: skip
        assert text in page
    assert "{" not in page.split("<main", 1)[1].split("</main>", 1)[0]


def posted(client: Client, page: str) -> dict[str, Any]:
    """Return what a browser would send back of the form as it is shown."""
    fields = client.get(page).context["form"]
    shown = {field.html_name: field.value() for field in fields}
    return {name: value for name, value in shown.items() if value is not None and value is not False}


def test_a_plan_is_drafted_on_a_form_with_a_row_for_each_focus_area() -> None:
    by = plans.cast(areas=[("One", "Assess."), ("Two", "Assess.")])
    client = make.browser(by.lead)
    typed = posted(client, draft_page(by))
    assert (typed["rows"], typed["area_1"], typed["area_2"]) == (
        2 + forms.EMPTY_ROWS, make.area(by.engagement, 1).pk, make.area(by.engagement, 2).pk,
    )  # fmt: skip
    typed |= {
        "description": "Coaching.", "scope": "All of it.", "audiences": "Residents\n\n  Officers ",
        "exit_criteria": "Done.", "starts_on": "2026-11-01", "ends_on": "2027-06-30",
        f"expert_{by.expert.pk}": "on", f"expert_brings_{by.expert.pk}": "Problem solving",
        f"staff_{by.expert.pk}": "on",
    }  # fmt: skip
    for row in (1, 2):
        typed |= {f"method_{row}": "interview", f"what_{row}": "Twelve", f"who_{row}": "Officers"}
        typed |= {f"from_{row}": "2026-11-10", f"to_{row}": "2026-12-10"}
    done = client.post(draft_page(by), typed)
    plan = WorkPlan.objects.get()
    assert (done.status_code, done["Location"]) == (302, plan.get_absolute_url())
    assert (plan.audiences, plan.version, plan.state) == (["Residents", "Officers"], 1, "draft")
    assert [(a.focus_area.number, a.method, a.who) for a in plan.activities.order_by("pk")] == [
        (1, "interview", "Officers"), (2, "interview", "Officers"),
    ]  # fmt: skip
    named = plan.people.order_by("pk").values_list("name", "part", "brings")
    assert list(named) == [("Eva Expert", "expert", "Problem solving"), ("Eva Expert", "staff", "")]


def test_the_next_version_is_copied_forward_whole() -> None:
    by = plans.cast()
    people = [Named(by.expert, "expert", "Problem solving"), Named(by.expert, "staff", "Interviews")]
    first = plans.concurred(by, people=people)
    client = make.browser(by.lead)
    done = client.post(draft_page(by), posted(client, draft_page(by)))
    second = WorkPlan.objects.get(version=2)
    assert (done.status_code, done["Location"]) == (302, second.get_absolute_url())
    assert actions.propose(second, by=by.lead, at=AT).content_hash == first.content_hash


def test_who_has_left_the_team_is_pointed_out_when_the_next_version_is_drafted() -> None:
    by = plans.cast()
    plans.concurred(by)
    with writing():
        by.expert.memberships.update(until=AT, ended_by="person:1")
    page = make.browser(by.lead).get(draft_page(by)).content.decode()
    assert "Named in the last version and no longer on the team: Eva Expert." in page


def test_a_task_is_somebodys_who_is_named() -> None:
    by = plans.cast()
    plans.concurred(by)
    client = make.browser(by.lead)
    typed = posted(client, draft_page(by)) | {f"staff_brings_{by.expert.pk}": "Interviews"}
    response = client.post(draft_page(by), typed)
    assert response.context["form"].errors == {f"staff_{by.expert.pk}": ["Tick this, or clear what stands below it."]}


def test_a_row_that_is_begun_is_finished_or_cleared() -> None:
    by = plans.cast()
    plans.concurred(by)
    client = make.browser(by.lead)
    typed = posted(client, draft_page(by)) | {"what_4": "Ten ride-alongs", "from_1": "2026-12-02", "to_1": "2026-12-01"}
    response = client.post(draft_page(by), typed)
    errors = response.context["form"].errors
    assert response.status_code == 422
    assert {name: list(texts) for name, texts in errors.items()} == {
        **{f"{column}_4": ["Fill this in, or clear the row."] for column in ("area", "method", "who", "from", "to")},
        "to_1": ["The last day comes before the first."],
    }
    assert client.post(draft_page(by), typed | {"what_4": "", "to_1": "2026-12-03"}).status_code == 302


@pytest.mark.parametrize("rows", ["0", "-1", "100000", "many", ""])
def test_a_number_of_rows_that_nobody_was_offered_is_refused(rows: str) -> None:
    by = plans.cast()
    plans.concurred(by)
    client = make.browser(by.lead)
    assert client.post(draft_page(by), posted(client, draft_page(by)) | {"rows": rows}).status_code == 422


@pytest.mark.owed("A3")
def test_the_chief_executive_concurs_with_what_was_shown() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    client, page = make.browser(by.chief), f"{plan.get_absolute_url()}concur/"
    shown = client.get(page)
    assert "Coaching, sample policies" in shown.content.decode()
    typed = posted(client, page)
    assert typed["expected_hash"] == plan.content_hash
    stale = client.post(page, typed | {"expected_hash": "0" * 64})
    assert (stale.status_code, "not the one that you were shown" in stale.content.decode()) == (Stale.status, True)
    assert client.post(page, typed | {"statement": "We can carry it."}).status_code == 302
    assert queries.in_force(by.engagement) == plan
    assert "We can carry it." in client.get(plan.get_absolute_url()).content.decode()


def test_a_return_shows_its_reason_to_the_team() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    page = f"{plan.get_absolute_url()}return/"
    assert make.browser(by.chief).post(page, {"reason": ""}).status_code == 422
    assert make.browser(by.chief).post(page, {"reason": "Please hear dispatchers too."}).status_code == 302
    assert "Please hear dispatchers too." in make.browser(by.lead).get(plan.get_absolute_url()).content.decode()


def test_problems_are_shown_before_the_button_is_pressed() -> None:
    by = plans.cast()
    plan = plans.draft(by, people=[], scope="We pay overtime.")
    page = f"{plan.get_absolute_url()}propose/"
    client = make.browser(by.lead)
    shown = client.get(page).content.decode()
    assert "The plan lacks the staff assigned." in shown
    assert "The scope speaks of overtime." in shown
    assert client.post(page, TOKEN).status_code == 422


def test_the_reason_for_an_overlap_is_asked_only_where_there_is_one() -> None:
    by = plans.cast(areas=[("One", "Assess."), ("Two", "Assess.")])
    plans.concurred(by)
    client = make.browser(by.lead)
    first, second = (f"{make.area(by.engagement, n).get_absolute_url()}open/" for n in (1, 2))
    assert 'name="overlap_reason"' not in client.get(first).content.decode()
    assert client.post(second, {"overlap_reason": ""}).status_code == 422
    assert client.post(second, {"overlap_reason": "The boards are in February."}).status_code == 302
    assert client.post(first, TOKEN).status_code == 302


def test_a_version_waits_in_the_inbox_of_whoever_acts_next() -> None:
    by = plans.cast()
    stranger = make.member(make.engagement("Elsewhere"), "chief_executive")
    plan = plans.proposed(by)
    assert list(queries.open_for(by.chief)) == [plan]
    assert list(queries.open_for(stranger)) == []
    assert plan.ref in make.browser(by.chief).get("/app/").content.decode()
    assert plan.ref not in make.browser(by.lead).get("/app/").content.decode()
    actions.concur(plan, expected_hash=str(plan.content_hash), by=by.chief, at=AT)
    assert list(queries.open_for(by.chief)) == []
