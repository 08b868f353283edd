"""The pages of plans, of their drafts and of what is said about them."""

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from concord.accounts import actions as accounts
from concord.core.errors import Stale
from concord.core.guard import writing
from concord.engagements.queries import topics as delivery_topics
from concord.workplans import actions, queries
from concord.workplans.content import SECTIONS, value_of
from concord.workplans.models import Concurrence, PlanComment, SavedPart, ScopeChange, WorkPlan
from tests.accounts.test_second_factor import SECRET, code
from tests.engagements.test_pages import query_count
from tests.factories import engagements as make
from tests.factories import programme as editions
from tests.factories import workplans as plans
from tests.factories.engagements import AT, PEOPLES_ROLES

pytestmark = pytest.mark.django_db

ALL = {role.key for role in PEOPLES_ROLES}
READERS = ALL - {"administrator"}
OFFICE = {"programme_officer", "approving_official", "publisher", "auditor"}
WRITERS = {"assessment_lead", "assessor", "analyst"}
PASSWORD = "seven quiet herons"


def at(plan: WorkPlan, *parts: str) -> str:
    return plan.get_absolute_url() + "".join(f"{part}/" for part in parts)


def listed(by: plans.Cast) -> str:
    return f"{by.engagement.get_absolute_url()}work-plans/"


def posted(client: Client, page: str) -> dict[str, Any]:
    """Return what a browser would send back of the form as it is shown."""
    context = client.get(page).context
    shown = {field.html_name: field.value() for field in context["form"]}
    typed = {name: value for name, value in shown.items() if value is not None and value is not False}
    return typed | ({"seen": context["seen"]} if "seen" in context else {})


def test_every_role_but_the_administrator_reads_the_plans_of_its_engagement() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    people, strangers = make.everybody(by.engagement), make.everybody(make.engagement("Elsewhere"))
    for page in (listed(by), at(plan)):
        assert make.statuses(people, page) == {200: READERS, 404: {"administrator"}}
        assert make.statuses(strangers, page) == {200: OFFICE, 404: ALL - OFFICE}


@pytest.mark.parametrize(
    ("verb", "may"),
    [
        ("propose", {"assessment_lead"}),
        ("return", {"chief_executive"}),
        ("concur", {"chief_executive"}),
        ("record-concurrence", {"programme_officer"}),
        ("edit", WRITERS),
    ],
)
def test_pages_of_verbs_answer_for_each_role(verb: str, may: set[str]) -> None:
    by = plans.cast()
    found = make.statuses(make.everybody(by.engagement), at(plans.proposed(by), verb))
    assert found == {200: may, 403: READERS - may, 404: {"administrator"}}


def test_a_visitor_is_asked_to_sign_in() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    for page in (listed(by), at(plan), at(plan, "edit"), at(plan, "edit", "goal"), at(plan, "scan")):
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
    with_few = query_count(client, at(short))
    actions.discard(plans.draft(by), reason="Not yet.", by=by.lead, at=AT)
    many = [plans.planned(make.area(by.engagement, n), what=f"Visit {v}") for n in range(1, 6) for v in range(6)]
    long = plans.concurred(by, activities=many)
    assert query_count(client, at(long)) == with_few


@pytest.mark.owed("A54")
def test_a_plan_reads_as_a_document_with_every_key_in_words() -> None:
    by = plans.cast()
    plan = plans.concurred(by)
    page = make.browser(by.chief).get(at(plan)).content.decode()
    for text in (
        "Residents and officers solve problems together.", "Assess how officers and residents work together.",
        "Coaching, sample policies", "How the agency works with residents.", "Eva Expert: Problem solving",
        "Lee Lead: Leads the team", "<li>Residents</li>", "1. Community engagement", "Document review",
        "time of the team", "The patrol plan in force", "How many calls lead to a problem-solving project?",
        "Two listening sessions", "The lead and the liaison talk each week.", "Progress is reported every 3 months",
        "All focus areas are complete.", f"<code>{plan.short_hash}</code>", "Cleo Chief, Chief executive",
        "What a concurrence binds, and what it does not",
    ):  # fmt: skip
        assert text in page
    assert "{" not in page.split("<main", 1)[1].split("</main>", 1)[0]


@pytest.mark.owed("A55", "A56")
def test_a_page_says_what_waits_for_the_concurrence() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    client = make.browser(by.chief)
    page = client.get(at(plan)).content.decode()
    assert "Focus area 1, “Community engagement”, cannot open." in page
    plan = plans.concur(plan, by=by.chief)
    assert "cannot open" not in client.get(at(plan)).content.decode()
    area = make.area(by.engagement)
    more = [plans.planned(area), plans.planned(area, "document_review"), plans.planned(area, what="A third visit")]
    second = plans.proposed(by, activities=more)
    assert queries.waits_on(second) == ["“A third visit”, from 2026-11-01 to 2027-06-30."]
    assert "Version 1</a> stays in force." in client.get(at(second)).content.decode()


# Writing a draft


@pytest.mark.owed("A53")
def test_a_draft_is_begun_from_a_template_and_written_part_by_part() -> None:
    by = plans.cast()
    client = make.browser(by.lead)
    page = f"{by.engagement.get_absolute_url()}draft/"
    done = client.post(page, posted(client, page))
    plan = WorkPlan.objects.get()
    assert (done.status_code, done["Location"]) == (302, at(plan))
    for section in SECTIONS:
        texts, rows = at(plan, "edit", section.key), at(plan, "edit", section.key, "rows")
        found = [client.get(page).status_code for page in (texts, rows)]
        assert found == ([200, 404] if section.row is None else [404, 200])
    done = client.post(at(plan, "edit", "description"), {"description": "Coaching.\r\nMore.", "seen": "0"})
    assert (done.status_code, done["Location"]) == (302, at(plan, "edit", "scope"))
    assert plans.loaded(plan).content.description == "Coaching.\nMore."
    done = client.post(
        at(plan, "edit", "audiences"), {"audiences": "Residents\n\n Officers ", "seen": "0", "list": "on"}
    )
    assert (done["Location"], plans.loaded(plan).content.audiences) == (at(plan, "edit"), ("Residents", "Officers"))


def activity(**changed: str) -> dict[str, str]:
    return {
        "area": "1", "method": "interview", "what": "Twelve interviews", "audience": "Sergeants", "who": "Both",
        "starts_on": "2026-11-10", "ends_on": "2026-12-10", "deliverable": "A summary", "cost": "team", **changed,
    }  # fmt: skip


def test_an_activity_is_added_changed_and_taken_away() -> None:
    by = plans.cast()
    plan = plans.draft(by, activities=[])
    client = make.browser(by.expert)
    new = at(plan, "edit", "activities", "new")
    for _ in range(2):  # a second click adds no second one
        done = client.post(new, activity())
        assert (done.status_code, done["Location"]) == (302, at(plan, "edit", "activities", "rows"))
    (row,) = plans.loaded(plan).content.activities
    assert (row.key, row.area, row.starts_on, row.cost) == ("a1", 1, "2026-11-10", "team")
    page = at(plan, "edit", "activities", row.key)
    client.post(page, posted(client, page) | {"audience": "Sergeants and dispatchers"})
    assert plans.loaded(plan).content.activities[0].audience == "Sergeants and dispatchers"
    client.post(page, {"remove": "on", "seen": "2"})
    assert plans.loaded(plan).content.activities == ()
    assert client.get(at(plan, "edit", "activities", "a9")).status_code == 404


@pytest.mark.owed("A46")
def test_a_cost_that_cannot_be_paid_is_refused_on_the_page_with_the_editions_reason() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    page = at(plan, "edit", "activities", "new")
    refused = make.browser(by.lead).post(page, activity(cost="agency_personnel", ends_on="2026-11-01"))
    assert refused.status_code == 422
    errors = refused.context["form"].errors
    assert errors["ends_on"] == ["The last day comes before the first."]
    assert errors["cost"][0].startswith("This cannot be paid. Personnel of the agency: The programme gives no grant")


@pytest.mark.owed("A53")
def test_the_second_of_two_writers_sees_both_texts_and_loses_nothing() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    first, second = make.browser(by.expert), make.browser(by.lead)
    page = at(plan, "edit", "communication")
    hers, his = posted(first, page), posted(second, page)
    first.post(page, hers | {"communication": "She says: each Monday."})
    shown = second.post(page, his | {"communication": "He says: each Friday."})
    text = shown.content.decode()
    assert shown.status_code == Stale.status
    for words in ("Eva Expert saved this part while you wrote", "She says: each Monday.", "He says: each Friday."):
        assert words in text
    both = {"communication": "Each Monday and each Friday.", "seen": shown.context["seen"]}
    assert second.post(page, both).status_code == 302
    assert plans.loaded(plan).content.communication == "Each Monday and each Friday."
    kept = SavedPart.objects.order_by("number").values_list("value", flat=True)
    assert [value["communication"] for value in kept] == ["She says: each Monday.", "Each Monday and each Friday."]
    assert "She says: each Monday." in second.get(page).content.decode()  # among the earlier texts


def test_rows_are_ordered_by_a_button() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    actions.add(plan, section="objectives", value={"text": "Hear residents."}, by=by.lead, at=AT)
    client = make.browser(by.lead)
    page = at(plan, "edit", "objectives", "rows")
    assert client.post(page, {"up": "o2"})["Location"] == page
    assert [o.key for o in plans.loaded(plan).content.objectives] == ["o2", "o1"]


def test_what_is_proposed_is_no_longer_written_and_says_so() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    client = make.browser(by.lead)
    for page in (at(plan, "edit"), at(plan, "edit", "goal"), at(plan, "edit", "activities", "rows")):
        text = client.get(page).content.decode()
        assert ("what it says stays as it is" in text, 'name="seen"' in text) == (True, False)
    assert client.post(at(plan, "edit", "goal"), {"goal": "X", "seen": "0"}).status_code == 403


def test_the_words_of_a_focus_area_are_free_before_a_plan_is_in_force_and_are_not_changed_here_after() -> None:
    by = plans.cast()
    assert _area_as_reworded(by, plans.draft(by)) == ("Something else", 1, "problem-solving")
    by = plans.cast("Birch Harbour")
    amended = actions.amend(plans.concurred(by), reason="As the chief asked.", by=by.lead, at=AT)
    assert _area_as_reworded(by, amended) == ("Community engagement", 1, "problem-solving")


def _area_as_reworded(by: plans.Cast, plan: WorkPlan) -> tuple[str, int, str]:
    client, page = make.browser(by.lead), at(plan, "edit", "areas", "f1")
    client.post(page, posted(client, page) | {"title": "Something else", "topic": "problem-solving"})
    (area,) = plans.loaded(plan).content.areas
    return area.title, area.number, area.topic


def test_problems_are_shown_before_the_button_is_pressed() -> None:
    by = plans.cast()
    plan = plans.draft(by, people=[], scope="We pay overtime.")
    client = make.browser(by.lead)
    for page in (at(plan, "propose"), at(plan, "edit")):
        shown = client.get(page).content.decode()
        assert "The plan lacks the staff assigned." in shown
        assert "The scope speaks of overtime." in shown
    assert client.post(at(plan, "propose"), posted(client, at(plan, "propose"))).status_code == 422


# Deciding


@pytest.mark.owed("A3", "A55")
def test_the_chief_executive_concurs_with_what_was_shown_and_says_so_with_a_tick_in_a_demonstration() -> None:
    by = plans.cast()
    by.chief.set_unusable_password()
    by.chief.save(update_fields=["password"])
    plan = plans.proposed(by)
    client, page = make.browser(by.chief), at(plan, "concur")
    shown = client.get(page)
    assert "Coaching, sample policies" in shown.content.decode()
    typed = posted(client, page)
    assert typed["expected_hash"] == plan.content_hash
    assert client.post(page, typed).status_code == 422  # without the tick
    stale = client.post(page, typed | {"expected_hash": "0" * 64, "confirmed": "on"})
    assert (stale.status_code, "not the one that you were shown" in stale.content.decode()) == (Stale.status, True)
    assert client.post(page, typed | {"statement": "We can carry it.", "confirmed": "on"}).status_code == 302
    assert queries.in_force(by.engagement) == plan
    text = client.get(at(plan)).content.decode()
    assert "We can carry it." in text
    assert "confirmed it in a demonstration, where people have no password" in text


@pytest.mark.owed("A55")
@pytest.mark.parametrize("way", ["password", "mfa"])
def test_whoever_has_a_password_shows_again_who_they_are_and_what_was_sent_goes_on(way: str) -> None:
    cache.clear()  # the library counts attempts there
    by = plans.cast()
    plan = plans.proposed(by)
    chief = accounts.set_password(by.chief, password=PASSWORD, by=by.chief, at=AT)
    TOTP.activate(chief, SECRET)
    client, page = make.browser(chief), at(plan, "concur")
    typed = posted(client, page) | {"statement": "We can carry it."}
    asked = client.post(page, typed)
    assert (asked.status_code, asked["Location"].partition("?")[0]) == (302, "/accounts/reauthenticate/")
    assert not Concurrence.objects.exists()
    if way == "password":
        assert client.post(asked["Location"], {"password": "wrong herons"}).status_code == 200
        assert not Concurrence.objects.exists()
        done = client.post(asked["Location"], {"password": PASSWORD})
    else:
        done = client.post(f"/accounts/2fa/reauthenticate/?next={page}", {"code": code()})
    assert (done.status_code, done["Location"]) == (302, at(plan))
    kept = Concurrence.objects.get()
    assert (kept.plan, kept.shown_by, kept.statement) == (plan, way, "We can carry it.")


def test_what_was_given_long_ago_does_not_count() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    chief = accounts.set_password(by.chief, password=PASSWORD, by=by.chief, at=AT)
    client, page = make.browser(chief), at(plan, "concur")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 1.0, "reauthenticated": True}]
    session.save()
    assert client.post(page, posted(client, page))["Location"].startswith("/accounts/reauthenticate/")


def test_the_chief_is_told_before_signing_that_somebody_who_is_named_has_left() -> None:
    by = plans.cast()
    plan, officer = plans.proposed(by), make.person("programme_officer")
    scope = by.engagement.scopes[0]
    accounts.end_role(by.expert, role="assessor", scope=scope, reason="Left.", by=officer, at=AT)
    said = "Eva Expert is named but holds no role on the team of this engagement. So this version is returned, and the "
    for who, verb in ((by.chief, "concur"), (officer, "record-concurrence")):
        shown = make.browser(who).get(at(plan, verb)).content.decode()
        assert (said in shown, 'id="decide"' in shown) == (True, False)
        assert said in make.browser(who).get(at(plan)).content.decode()
    assert make.browser(by.chief).get(at(plan, "return")).content.decode().count('id="decide"') == 1


def test_a_concurrence_is_signed_on_its_page_alone() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    from concord.desk.verbs import VERBS

    with pytest.raises(Exception, match="signed on its page"):
        VERBS["work_plan.concur"].action(plan, by=by.chief, at=AT, expected_hash=plan.content_hash, statement="")


def test_a_signed_paper_is_recorded_with_its_scan_which_readers_can_save() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    officer = make.browser(make.person("programme_officer", name="Odell Officer"))
    page = at(plan, "record-concurrence")
    told = posted(officer, page) | {
        "fingerprint": plan.short_hash,
        "name": "Cleo Chief",
        "capacity": "Chief of police",
        "signed_on": plan.state_since.date().isoformat(),
    }
    wrong = told | {"upload": SimpleUploadedFile("signed.docx", b"PK\x03\x04")}
    assert officer.post(page, wrong).context["form"].errors["upload"] == [
        "“signed.docx” is no scan: expected a PDF, PNG or JPEG."
    ]
    early = officer.post(page, wrong | {"signed_on": "2026-11-02"})
    (said,) = early.context["form"].errors["signed_on"]
    assert said.startswith("It was signed on 2026-11-02; expected a day from 2026-11-03 to ")
    assert officer.post(page, told | {"upload": SimpleUploadedFile("A scan.PDF", b"%PDF-1.7 x")}).status_code == 302
    client = make.browser(by.chief)
    shown = client.get(at(plan)).content.decode()
    assert "signed on paper, which is on file" in shown
    assert "Odell Officer recorded it" in shown
    saved = client.get(at(plan, "scan"))
    assert (saved.getvalue(), saved["Content-Disposition"]) == (
        b"%PDF-1.7 x", f'attachment; filename="{plan.ref}-signed.PDF"',
    )  # fmt: skip


def test_there_is_no_scan_where_nothing_was_signed_on_paper() -> None:
    by = plans.cast()
    plan = plans.concurred(by)
    assert make.browser(by.chief).get(at(plan, "scan")).status_code == 404


def test_a_return_shows_its_reason_to_the_team() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    client, page = make.browser(by.chief), at(plan, "return")
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "Please hear dispatchers too."}).status_code == 302
    assert "Please hear dispatchers too." in make.browser(by.lead).get(at(plan)).content.decode()


def test_the_plan_is_amended_by_the_change_of_scope_that_was_agreed() -> None:
    by = plans.cast()
    plan = plans.concurred(by)
    chief, lead = make.browser(by.chief), make.browser(by.lead)
    engagement = by.engagement.get_absolute_url()
    told = {"what": "Take in the data desk.", "reason": "It opened in June.", "effect": "Two more weeks."}
    assert chief.post(f"{engagement}ask-team/", told).status_code == 302
    change = ScopeChange.objects.get()
    assert "It opened in June." in lead.get(change.get_absolute_url()).content.decode()
    assert "Take in the data desk." in lead.get(f"{engagement}scope-changes/").content.decode()
    assert lead.post(f"{change.get_absolute_url()}agree/", {"answer": "Yes."}).status_code == 302
    assert "The team amends the work plan next." in chief.get(change.get_absolute_url()).content.decode()
    page = at(plan, "amend")
    done = lead.post(page, posted(lead, page) | {"reason": "As asked.", "scope_change": change.ref})
    draft = WorkPlan.objects.get(version=2)
    assert (done["Location"], draft.scope_change) == (at(draft), change)
    assert "Version 1</a> stays in force" in chief.get(at(draft)).content.decode().replace("version 1", "Version 1")


def test_who_asks_for_a_change_of_scope_ticks_the_topics_that_it_adds() -> None:
    by = plans.cast()
    plans.concurred(by)
    asked, added, *_ = delivery_topics(by.engagement)
    with writing():
        by.engagement.request.topics = [asked.key]
        by.engagement.request.save(update_fields=["topics"])
    client, page = make.browser(by.lead), f"{by.engagement.get_absolute_url()}ask-agency/"
    offered = [key for key, _ in client.get(page).context["form"]["topics"].field.choices]
    assert (asked.key in offered, added.key in offered) == (False, True)
    told = {"what": "A data desk.", "reason": "New.", "effect": "None.", "topics": [added.key]}
    assert client.post(page, told).status_code == 302
    change = ScopeChange.objects.get()
    assert change.topics == [added.key]
    assert f"<dd>{escape(added.text)}</dd>" in client.get(change.get_absolute_url()).content.decode()
    lines = client.get(f"{by.engagement.get_absolute_url()}scope-changes/?format=csv")
    assert added.text in b"".join(lines).decode()


def test_a_comment_is_made_on_the_part_that_a_link_names_answered_and_resolved() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    chief, lead = make.browser(by.chief), make.browser(by.lead)
    part = "activities/a1"
    page = at(plan, "comment")
    assert chief.get(f"{page}?part={part}").context["form"]["part"].value() == part
    assert chief.get(f"{page}?part=telepathy").status_code == 200
    assert chief.post(page, {"part": "telepathy", "text": "x"}).status_code == 422
    assert chief.post(page, {"part": part, "text": "Not in <July>."}).status_code == 302
    (comment,) = PlanComment.objects.all()
    here = comment.get_absolute_url()
    for client, address in ((lead, at(plan)), (lead, here)):
        assert escape("Not in <July>.") in client.get(address).content.decode()
    assert lead.post(f"{here}reply/", {"text": "Would August do?"}).status_code == 302
    assert lead.post(f"{here}resolve/", {"resolution": "Moved to August."}).status_code == 302
    shown = chief.get(here).content.decode()
    assert ("Would August do?" in shown, "Moved to August." in shown) == (True, True)


def test_what_a_comment_would_be_on_is_said_in_words_to_those_who_hear_the_page() -> None:
    by = plans.cast()
    page = make.browser(by.chief).get(at(plans.proposed(by))).content.decode()
    heard = re.findall(r'class="comment-on">.*?<span class="usa-sr-only">: ([^<]*)</span>', page)
    changes = "changes"  # of a first version there is nothing to say
    assert sorted(heard) == sorted(section.title.lower() for section in SECTIONS if section.key != changes)


def test_progress_is_noted_and_shown() -> None:
    by = plans.cast()
    plan = plans.concurred(by)
    client, page = make.browser(by.lead), at(plan, "note-progress")
    told = {"criterion": "e1", "standing": "under_way", "note": "Two of three are complete."}
    assert client.post(page, told).status_code == 302
    shown = make.browser(by.chief).get(at(plan)).content.decode()
    assert ("Under way" in shown, "Two of three are complete." in shown, "0 of 1 exit criteria met" in shown) == (
        True, True, True,
    )  # fmt: skip


def test_the_reason_for_an_overlap_is_asked_only_where_there_is_one() -> None:
    by = plans.cast(areas=[("One", "Assess."), ("Two", "Assess.")])
    plans.concurred(by)
    client = make.browser(by.lead)
    first, second = (f"{make.area(by.engagement, n).get_absolute_url()}open/" for n in (1, 2))
    assert 'name="overlap_reason"' not in client.get(first).content.decode()
    assert client.post(second, {"overlap_reason": ""}).status_code == 422
    assert client.post(second, {"overlap_reason": "The boards are in February."}).status_code == 302
    assert client.post(first, {"x": ""}).status_code == 302


def test_a_version_waits_in_the_inbox_of_whoever_acts_next() -> None:
    by = plans.cast()
    stranger = make.member(make.engagement("Elsewhere"), "chief_executive")
    plan = plans.proposed(by)
    assert list(queries.open_for(by.chief)) == [plan]
    assert list(queries.open_for(stranger)) == []
    assert plan.ref in make.browser(by.chief).get("/app/").content.decode()
    plans.concur(plan, by=by.chief)
    assert list(queries.open_for(by.chief)) == []


def test_an_edition_without_cost_categories_asks_for_none() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    editions.written_over(by.engagement.edition, cost_category=[])
    client = make.browser(by.lead)
    page = at(plan, "edit", "activities", "new")
    assert "cost" not in client.get(page).context["form"].fields
    typed = {name: value for name, value in activity(what="A visit").items() if name != "cost"}
    assert client.post(page, typed).status_code == 302
    assert (value_of(plans.loaded(plan).content, "activities/a3") or {})["cost"] == ""
