from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from concord.accounts.models import Person
from concord.core.errors import BadInput, Denied, HouseError, Incomplete, NotAllowedNow, Stale
from concord.core.guard import writing
from concord.core.models import AuditRow, OutboxMail
from concord.core.permissions import Permission
from concord.engagements import actions as engagements
from concord.workplans import actions, queries
from concord.workplans.content import content_hash
from concord.workplans.models import Activity, Concurrence, PlanPerson, WorkPlan
from concord.workplans.states import WorkPlanState
from tests.factories import engagements as make
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

P = Permission
LATER = AT + timedelta(days=30)


def concur(plan: WorkPlan, **more: Any) -> WorkPlan:
    return actions.concur(plan, expected_hash=str(plan.content_hash), **more)


VERBS: dict[Permission, Callable[..., Any]] = {
    P.PLAN_PROPOSE: actions.propose,
    P.PLAN_RETURN: lambda plan, **more: actions.send_back(plan, reason="Please hear dispatchers too.", **more),
    P.PLAN_CONCUR: concur,
}
ALLOWED = {
    ("draft", P.PLAN_PROPOSE): {"assessment_lead"},
    ("proposed", P.PLAN_RETURN): {"chief_executive"},
    ("proposed", P.PLAN_CONCUR): {"chief_executive"},
}


def in_state(by: plans.Cast, state: str) -> WorkPlan:
    """Return a version in a state, by the verbs that lead there."""
    if state == "draft":
        return plans.draft(by)
    if state == "concurred":
        return plans.concurred(by)
    plan = plans.proposed(by)
    if state == "returned":
        return actions.send_back(plan, reason="Please hear dispatchers too.", by=by.chief, at=AT)
    if state == "superseded":
        make.put(plan, state)
    return plan


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", WorkPlanState.values)
def test_who_may_do_what_in_each_state(state: str, verb: Permission) -> None:
    by = plans.cast()
    plan = in_state(by, state)

    def do(who: Person) -> None:
        make.put(plan, state)
        VERBS[verb](plan, by=who, at=AT)

    strangers = make.everybody(make.engagement("Elsewhere"))
    assert make.able(strangers, do) == set()
    assert make.able(make.everybody(by.engagement), do) == ALLOWED.get((state, verb), set())


@pytest.mark.parametrize("state", ["draft", "returned", "concurred"])
def test_only_the_lead_drafts_the_next_version(state: str) -> None:
    by = plans.cast()
    in_state(by, state)

    def do(who: Person) -> None:
        actions.draft(by.engagement, by=who, at=AT, **plans.said(by))

    assert make.able(make.everybody(make.engagement("Elsewhere")), do) == set()
    assert make.able(make.everybody(by.engagement), do) == {"assessment_lead"}


@pytest.mark.parametrize("state", ["planned", "open", "complete"])
def test_who_may_open_a_focus_area(state: str) -> None:
    by = plans.cast()
    plans.concurred(by)
    area = make.area(by.engagement)

    def do(who: Person) -> None:
        make.put(area, state)
        actions.open_focus_area(area, by=who, at=AT)

    assert make.able(make.everybody(make.engagement("Elsewhere")), do) == set()
    assert make.able(make.everybody(by.engagement), do) == ({"assessment_lead"} if state == "planned" else set())


def test_one_row_a_verb_in_the_engagements_stream() -> None:
    by = plans.cast()
    before = make.rows_of(by.engagement.ref)
    plan = plans.draft(by)
    plan = actions.propose(plan, by=by.lead, at=AT)
    plan = concur(plan, by=by.chief, at=AT)
    actions.open_focus_area(make.area(by.engagement), by=by.lead, at=AT)
    rows = AuditRow.objects.filter(stream=by.engagement.ref).order_by("seq")[before:]
    assert [(row.verb, row.what) for row in rows] == [
        ("work_plan.draft", plan.ref),
        ("work_plan.propose", plan.ref),
        ("work_plan.concur", plan.ref),
        ("focus_area.open", make.area(by.engagement).ref),
    ]
    assert plan.content_hash in rows[2].body


@pytest.mark.owed("A55")
def test_a_second_version_supersedes_the_first_only_when_it_is_concurred_with() -> None:
    by = plans.cast()
    first = plans.concurred(by)
    second = plans.draft(by, scope="Also how dispatchers work with residents.", at=LATER)
    assert (second.version, queries.in_force(by.engagement)) == (2, first)
    second = actions.propose(second, by=by.lead, at=LATER)
    assert queries.in_force(by.engagement) == first
    second = concur(second, by=by.chief, at=LATER)
    first.refresh_from_db()
    assert (queries.in_force(by.engagement), first.state, first.state_since) == (second, "superseded", LATER)
    assert first.concurrence.content_hash == first.content_hash != second.content_hash
    assert queries.first_concurred_on(by.engagement) == AT.date()


def test_a_new_draft_sets_aside_the_draft_or_the_returned_version_before_it() -> None:
    by = plans.cast()
    plans.draft(by)
    returned = actions.send_back(plans.proposed(by), reason="Hear dispatchers too.", by=by.chief, at=AT)
    plans.draft(by)
    found = WorkPlan.objects.order_by("version").values_list("version", "state", "returned_because")
    assert list(found) == [
        (1, "superseded", ""), (2, "superseded", "Hear dispatchers too."), (3, "draft", ""),
    ]  # fmt: skip
    assert returned.held_by == "the assessment team"


def test_no_version_is_drafted_while_one_is_with_the_agency() -> None:
    by = plans.cast()
    plans.proposed(by)
    with pytest.raises(Denied, match="Version 1 is with the agency"):
        plans.draft(by)


def test_a_return_needs_a_reason() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    with pytest.raises(Incomplete, match="returned with a reason"):
        actions.send_back(plan, reason="  ", by=by.chief, at=AT)


@pytest.mark.owed("A55")
@pytest.mark.parametrize("wrong", ["", "0" * 64, "f" * 12])
def test_a_concurrence_with_another_hash_is_refused(wrong: str) -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    with pytest.raises(Stale, match="not the one that you were shown"):
        actions.concur(plan, expected_hash=wrong, by=by.chief, at=AT)
    assert queries.in_force(by.engagement) is None


def test_a_concurrence_with_content_that_has_changed_underneath_is_refused() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    with writing():  # the title is part of what the chief executive read
        by.engagement.focus_areas.update(title="Something else")
    with pytest.raises(Stale, match="not the one that you were shown"):
        concur(plan, by=by.chief, at=AT)


@pytest.mark.owed("A55")
def test_a_concurrence_keeps_name_and_capacity_as_they_were() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    concur(plan, statement="We can carry it.", by=by.chief, at=LATER)
    kept = Concurrence.objects.get()
    assert (kept.name, kept.capacity, kept.statement, kept.at, kept.by, kept.content_hash) == (
        "Cleo Chief", "Chief executive, Alder Falls Police Department", "We can carry it.", LATER,
        by.chief.actor_key, plan.content_hash,
    )  # fmt: skip


def test_who_drafted_a_version_does_not_concur_with_it() -> None:
    by = plans.cast()
    with writing():
        by.lead.memberships.create(role="chief_executive", scope=by.engagement.scopes[1], since=AT)
    plan = plans.proposed(by)
    lead = Person.objects.get(pk=by.lead.pk)
    with pytest.raises(Denied, match="somebody else concurs"):
        concur(plan, by=lead, at=AT)


@pytest.mark.owed("A55", "A56")
def test_nothing_opens_before_concurrence() -> None:
    by = plans.cast()
    plans.proposed(by)
    with pytest.raises(Denied, match="nothing starts before the agency's chief executive concurs"):
        actions.open_focus_area(make.area(by.engagement), by=by.lead, at=AT)


def test_nothing_moves_while_the_engagement_is_suspended() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    engagements.suspend(by.engagement, reason="Paused.", by=make.person("programme_officer"), at=AT)
    plan = WorkPlan.objects.get(pk=plan.pk)
    with pytest.raises(Denied, match="The engagement is “Suspended”"):
        concur(plan, by=by.chief, at=AT)


@pytest.mark.owed("A22")
def test_focus_areas_open_in_order_or_with_a_reason() -> None:
    by = plans.cast(areas=[("One", "Assess."), ("Two", "Assess.")])
    plans.concurred(by)
    second = make.area(by.engagement, 2)
    with pytest.raises(Incomplete, match=r"before 2 these are not complete: 1\. Missing: the reason for the overlap"):
        actions.open_focus_area(second, by=by.lead, at=AT)
    opened = actions.open_focus_area(second, overlap_reason="The boards are in February.", by=by.lead, at=AT)
    assert (opened.state, opened.opened_at, opened.overlap_reason) == ("open", AT, "The boards are in February.")
    assert '"reason":"The boards are in February."' in AuditRow.objects.latest("pk").body


def test_a_reason_for_an_overlap_that_is_none_is_refused() -> None:
    by = plans.cast()
    plans.concurred(by)
    with pytest.raises(BadInput, match="no overlap"):
        actions.open_focus_area(make.area(by.engagement), overlap_reason="Because.", by=by.lead, at=AT)


def test_days_in_the_wrong_order_and_strange_focus_areas_cannot_be_drafted() -> None:
    by, other = plans.cast(), plans.cast("Elsewhere")
    with pytest.raises(BadInput, match="The plan ends on 2026-10-01, before it starts on 2026-11-01"):
        plans.draft(by, ends_on=date(2026, 10, 1))
    activity = plans.planned(make.area(by.engagement), starts_on=date(2026, 12, 2), ends_on=date(2026, 12, 1))
    with pytest.raises(BadInput, match="“Twelve interviews” ends on 2026-12-01"):
        plans.draft(by, activities=[activity])
    with pytest.raises(BadInput, match="has 141 activities; at most 140 can be taken"):
        plans.draft(by, activities=[plans.planned(make.area(by.engagement))] * 141)
    with pytest.raises(BadInput, match="is a focus area of another engagement"):
        plans.draft(by, activities=[plans.planned(make.area(other.engagement))])


def test_the_order_of_entry_does_not_change_the_hash_and_each_part_does() -> None:
    by = plans.cast()
    whole = plans.said(by)
    one = content_hash(plans.draft(by))
    turned = {name: list(reversed(whole[name])) for name in ("people", "activities")}
    assert content_hash(plans.draft(by, **turned)) == one
    changes: list[dict[str, Any]] = [
        {"description": "Other."},
        {"scope": "Other."},
        {"audiences": ["Residents", "Patrol officers"]},
        {"people": whole["people"][:1]},
        {"exit_criteria": []},
        {"starts_on": plans.FIRST_DAY - timedelta(days=1)},
        {"ends_on": plans.LAST_DAY + timedelta(days=1)},
        {"activities": whole["activities"][1:]},
        {"activities": [whole["activities"][0]._replace(who="Sergeants"), *whole["activities"][1:]]},
    ]
    hashes = [content_hash(plans.draft(by, **change)) for change in changes]
    assert len({one, *hashes}) == 1 + len(changes)


def test_the_chief_executive_is_asked_and_the_lead_is_told_by_mail() -> None:
    by = plans.cast()
    plan = plans.concurred(by)
    mails = OutboxMail.objects.filter(subject__endswith=plan.ref).order_by("pk")
    assert [(mail.to, mail.subject) for mail in mails] == [
        (by.chief.email, f"A work plan waits for you: {plan.ref}"),
        (by.lead.email, f"The work plan is in force: {plan.ref}"),
    ]
    assert all(plan.get_absolute_url() in mail.body for mail in mails)


def test_what_a_version_says_is_never_saved_again() -> None:
    plan = plans.draft(plans.cast())
    plan.scope = "Something else"
    with pytest.raises(HouseError, match="written once"), writing():
        plan.save()
    with pytest.raises(HouseError, match="written once"), writing():
        plan.save(update_fields=["scope"])


def _change(plan: WorkPlan) -> dict[str, Callable[[], Any]]:
    activity, person = plan.activities.earliest("pk"), plan.people.earliest("pk")
    return {
        "scope": lambda: WorkPlan.objects.filter(pk=plan.pk).update(scope="Something else"),
        "hash": lambda: WorkPlan.objects.filter(pk=plan.pk).update(content_hash="0" * 64),
        "activity": lambda: Activity.objects.filter(pk=activity.pk).update(who="Somebody else"),
        "new activity": lambda: Activity.objects.bulk_create(
            [Activity(plan=plan, **plans.planned(activity.focus_area)._asdict())]
        ),
        "person": lambda: PlanPerson.objects.filter(pk=person.pk).update(name="Somebody else"),
        "new person": lambda: PlanPerson.objects.create(plan=plan, person=person.person, name="A", part="staff"),
        "deleted activity": lambda: Activity.objects.filter(pk=activity.pk)._raw_delete("default"),
        "concurrence": lambda: Concurrence.objects.create(
            plan=plan, content_hash="0" * 64, name="A", capacity="B", at=AT, by="person:1"
        ),
    }


@pytest.mark.parametrize(
    "what",
    ["scope", "hash", "activity", "new activity", "person", "new person", "deleted activity", "concurrence"],
)
def test_the_database_keeps_a_proposed_version_as_it_is(what: str) -> None:
    plan = plans.proposed(plans.cast())
    change = _change(plan)[what]
    with pytest.raises(DatabaseError, match=r"new version|version that it names"), transaction.atomic(), writing():
        change()


def test_the_database_lets_one_version_be_in_force_and_one_be_coming() -> None:
    by = plans.cast()
    plans.concurred(by)
    second = plans.draft(by)
    for state in ("concurred", "proposed"):  # a second in force; a proposed one without a hash
        with pytest.raises(IntegrityError), transaction.atomic():
            make.put(second, state)


def test_a_superseded_version_cannot_be_concurred_with_again() -> None:
    by = plans.cast()
    first = plans.concurred(by)
    plans.concurred(by, scope="More.", at=LATER)
    first.refresh_from_db()
    with pytest.raises(NotAllowedNow, match="Superseded"):
        concur(first, by=by.chief, at=LATER)
