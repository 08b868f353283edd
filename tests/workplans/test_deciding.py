"""The agency decides: concurrence with exactly one text, on line or on paper; a new chief; focus areas open."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from concord.accounts import actions as accounts
from concord.accounts.models import Person
from concord.agencies import actions as agencies
from concord.core import files
from concord.core.errors import BadInput, Denied, HouseError, Incomplete, NotAllowedNow, Stale
from concord.core.guard import writing
from concord.core.models import AuditRow, OutboxMail
from concord.core.permissions import Permission
from concord.core.roles import SystemActor
from concord.core.tasks.models import Task
from concord.engagements import actions as engagements
from concord.workplans import actions, jobs, queries, rules
from concord.workplans.models import Concurrence, ExitProgress, Reaffirmation, SavedPart, WorkPlan
from concord.workplans.states import WorkPlanState
from tests.factories import engagements as make
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db
P = Permission
LATER = AT + timedelta(days=30)
CHANGED = "not the one that you were shown"

VERBS: dict[Permission, Callable[..., Any]] = {
    P.PLAN_PROPOSE: lambda plan, by: actions.propose(plan, by=by, at=AT),
    P.PLAN_DISCARD: lambda plan, by: actions.discard(plan, reason="Begun too early.", by=by, at=AT),
    P.PLAN_RETURN: lambda plan, by: actions.send_back(plan, reason="Hear dispatchers too.", by=by, at=AT),
    P.PLAN_WITHDRAW: lambda plan, by: actions.take_back(plan, reason="Two more districts.", by=by, at=AT),
    P.PLAN_CONCUR: lambda plan, by: plans.concur(plan, by=by),
    P.PLAN_RECORD_CONCURRENCE: lambda plan, by: plans.on_paper(plan, by=by),
}
ALLOWED = {
    ("draft", P.PLAN_PROPOSE): {"assessment_lead"},
    ("draft", P.PLAN_DISCARD): {"assessment_lead"},
    ("proposed", P.PLAN_RETURN): {"chief_executive"},
    ("proposed", P.PLAN_WITHDRAW): {"assessment_lead"},
    ("proposed", P.PLAN_CONCUR): {"chief_executive"},
    ("proposed", P.PLAN_RECORD_CONCURRENCE): {"programme_officer"},
}


def in_state(by: plans.Cast, state: str) -> WorkPlan:
    """Return a version in a state, by the verbs that lead there."""
    if state in ("draft", "discarded"):
        plan = plans.draft(by)
    elif state == "concurred":
        plan = plans.concurred(by)
    else:
        plan = plans.proposed(by)
    if state in ("returned", "superseded", "discarded"):
        make.put(plan, state)
    return plan


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", WorkPlanState.values)
def test_who_may_do_what_in_each_state(state: str, verb: Permission) -> None:
    by = plans.cast()
    plan = in_state(by, state)

    def do(who: Person) -> None:
        point = transaction.savepoint()
        try:
            VERBS[verb](plans.loaded(plan), who)
        finally:
            transaction.savepoint_rollback(point)

    people = make.everybody(by.engagement) | {
        f"strange {r}": p for r, p in make.everybody(make.engagement("E")).items()
    }
    allowed = ALLOWED.get((state, verb), set())
    if "programme_officer" in allowed:
        allowed = {*allowed, "strange programme_officer"}  # the office is one
    assert make.able(people, do) == allowed


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
    plan = plans.concurred(by)
    actions.open_focus_area(make.area(by.engagement), by=by.lead, at=AT)
    rows = AuditRow.objects.filter(stream=by.engagement.ref).order_by("seq")[before:]
    assert [(row.verb, row.what) for row in rows] == [
        ("work_plan.draft", plan.ref),
        ("work_plan.propose", plan.ref),
        ("work_plan.concur", plan.ref),
        ("focus_area.open", make.area(by.engagement).ref),
    ]
    assert all(str(word) in rows[2].body for word in (plan.content_hash, "demonstration"))


_ENDS = {P.PLAN_RETURN: "chief", P.PLAN_WITHDRAW: "lead", P.PLAN_CONCUR: "chief"}


@pytest.mark.parametrize("verb", [*_ENDS, P.PLAN_RECORD_CONCURRENCE])
def test_a_proposed_plan_is_a_dated_task_of_the_agency_until_it_is_decided_or_withdrawn(verb: Permission) -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    task = Task.objects.get(about=by.engagement.ref, kind="concurrence")
    assert (task.state, task.scope, task.due_on) == (
        "with_agency",
        f"agency:{by.engagement.agency.ref}",
        AT.date() + timedelta(days=21),
    )
    VERBS[verb](plan, getattr(by, _ENDS[verb]) if verb in _ENDS else make.person("programme_officer"))
    task.refresh_from_db()
    assert task.state == "done"


def test_nobody_is_to_concur_when_the_engagement_is_over() -> None:
    by = plans.cast()
    plans.proposed(by)
    official = make.person("approving_official")
    engagements.end(by.engagement, ended_by="agency", reason="The council says no.", by=official, at=AT)
    task = Task.objects.get(about=by.engagement.ref, kind="concurrence")
    assert (task.state, task.outcome) == ("dropped", "Ended: the engagement is “Ended by the agency”.")


def test_a_return_needs_a_reason() -> None:
    by = plans.cast()
    with pytest.raises(Incomplete, match="returned with a reason"):
        actions.send_back(plans.proposed(by), reason="  ", by=by.chief, at=AT)


@pytest.mark.owed("A55")
@pytest.mark.parametrize("wrong", ["", "0" * 64, "f" * 12])
def test_a_concurrence_with_another_hash_is_refused(wrong: str) -> None:
    by = plans.cast()
    with pytest.raises(Stale, match=CHANGED):
        plans.concur(plans.proposed(by), by=by.chief, expected_hash=wrong)
    assert queries.in_force(by.engagement) is None


def test_a_concurrence_is_refused_when_the_focus_areas_have_changed_underneath() -> None:
    by = plans.cast()
    plans.concurred(by)
    plan = plans.proposed(by)  # the second version: with the first, the focus areas become what it says
    with writing():  # the title is part of what the chief executive read
        by.engagement.focus_areas.update(title="Something else")
    with pytest.raises(Stale, match="is called “Something else” in the engagement; the plan says it in other words"):
        plans.concur(plan, by=by.chief)


def test_a_concurrence_is_refused_once_somebody_who_is_named_has_left_the_team() -> None:
    by = plans.cast()
    plan, officer = plans.proposed(by), make.person("programme_officer")
    scope = by.engagement.scopes[0]
    accounts.end_role(by.expert, role="assessor", scope=scope, reason="Left.", by=officer, at=AT)
    for do in (lambda: plans.concur(plan, by=by.chief), lambda: plans.on_paper(plan)):
        with pytest.raises(Stale) as refused:
            do()
        assert str(refused.value) == (
            "Eva Expert is named but holds no role on the team of this engagement. So this version is returned, and "
            "the team proposes another."
        )
    assert actions.send_back(plan, reason="Who comes instead?", by=by.chief, at=AT).state == "returned"


@pytest.mark.owed("A55")
def test_a_concurrence_keeps_name_capacity_and_how_it_was_shown_as_they_were() -> None:
    by = plans.cast()
    plan = plans.concur(plans.proposed(by), by=by.chief, at=LATER, statement="We can carry it.", shown_by="mfa")
    kept = Concurrence.objects.get()
    assert (kept.name, kept.capacity, kept.statement, kept.at, kept.by, kept.content_hash) == (
        "Cleo Chief", "Chief executive, Alder Falls Police Department", "We can carry it.", LATER,
        by.chief.actor_key, plan.content_hash,
    )  # fmt: skip
    assert (kept.signed_on, kept.shown_by, kept.scan) == (LATER.date(), "mfa", None)


@pytest.mark.parametrize("wrote", ["drafted", "edited"])
def test_who_wrote_in_a_version_does_not_concur_with_it(wrote: str) -> None:
    by = plans.cast()
    author = by.lead if wrote == "drafted" else by.expert
    with writing():
        author.memberships.create(role="chief_executive", scope=by.engagement.scopes[1], since=AT)
    plan = plans.draft(by)
    actions.save(plan, part="goal", value={"goal": "Better."}, seen=0, by=by.expert, at=AT)
    plan = plans.loaded(actions.propose(plan, by=by.lead, at=AT))
    with pytest.raises(Denied, match="somebody else concurs"):
        plans.concur(plan, by=Person.objects.get(pk=author.pk))


def test_nobody_concurs_before_the_agreement_stands_where_the_tier_asks_for_one() -> None:
    by = plans.cast(agreed=False)
    plan = plans.proposed(by)
    for do in (lambda: plans.concur(plan, by=by.chief), lambda: plans.on_paper(plan)):
        with pytest.raises(Denied, match="asks for an agreement in force before the chief executive concurs"):
            do()
    plans.agreement(by.engagement)
    assert plans.concur(plan, by=by.chief).state == "concurred"


def test_the_team_withdraws_what_can_no_longer_come_into_force_and_drafts_the_next_while_the_seat_is_vacant() -> None:
    by = plans.cast()
    plan, officer = plans.proposed(by), make.person("programme_officer")
    liaison = make.member(by.engagement, "liaison", name="Lia Liaison")
    for who, role, scope in (
        (by.expert, "assessor", by.engagement.scopes[0]),
        (by.chief, "chief_executive", by.engagement.scopes[1]),
    ):
        accounts.end_role(who, role=role, scope=scope, reason="Left.", by=officer, at=AT)
    gone = actions.take_back(plan, reason="Eva Expert has left.", by=by.lead, at=LATER)
    told = OutboxMail.objects.filter(subject__startswith="A work plan was withdrawn")
    assert (gone.state, gone.returned_because, [mail.to for mail in told]) == (
        "returned", "Eva Expert has left.", [liaison.email],
    )  # fmt: skip
    assert '"reason":"Eva Expert has left."' in AuditRow.objects.latest("pk").body
    following = actions.draft(by.engagement, by=by.lead, at=LATER)
    assert (following.version, following.follows, following.content.goal) == (2, plan, plan.content.goal)


def test_a_work_plan_is_withdrawn_with_a_reason() -> None:
    by = plans.cast()
    with pytest.raises(Incomplete, match="withdrawn with a reason"):
        actions.take_back(plans.proposed(by), reason=" ", by=by.lead, at=AT)


# On paper


@pytest.mark.owed("A55")
def test_a_concurrence_is_recorded_from_a_signed_paper_that_bears_the_fingerprint() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    officer = make.person("programme_officer", name="Odell Officer")
    printed = f" {plan.short_hash[:4].upper()} {plan.short_hash[4:]} "
    plan = plans.on_paper(plan, by=officer, at=LATER, fingerprint=printed, signed_on=date(2026, 11, 20))
    kept = plan.concurrence
    assert (plan.state, kept.name, kept.capacity, kept.signed_on, kept.shown_by, kept.by) == (
        "concurred", "Cleo Chief", "Chief of police", date(2026, 11, 20), "paper", officer.actor_key,
    )  # fmt: skip
    assert files.path_of(kept.scan.sha256).read_bytes() == b"%PDF-1.7 a signed paper"
    assert queries.first_concurred_on(by.engagement) == date(2026, 11, 20)


@pytest.mark.parametrize("printed", ["0" * 12, "", "abc"])
def test_a_paper_that_bears_another_fingerprint_is_refused(printed: str) -> None:
    by = plans.cast()
    with pytest.raises(Stale, match="it was signed for another text"):
        plans.on_paper(plans.proposed(by), fingerprint=printed)


@pytest.mark.parametrize("signed_on", [date(2026, 11, 2), date(2026, 11, 4)], ids=["before the proposal", "tomorrow"])
def test_a_paper_is_signed_between_the_proposal_and_today(signed_on: date) -> None:
    by = plans.cast()
    with pytest.raises(BadInput, match=f"It was signed on {signed_on}; expected a day from 2026-11-03 to 2026-11-03"):
        plans.on_paper(plans.proposed(by), signed_on=signed_on)


def test_a_paper_that_is_signed_in_the_evening_bears_the_day_that_it_is_there() -> None:
    evening = datetime(2026, 11, 5, 1, 30, tzinfo=UTC)  # half past eight on the fourth, where the office is
    plan = plans.proposed(plans.cast(), at=evening)
    assert plans.on_paper(plan, at=evening, signed_on=date(2026, 11, 4)).state == "concurred"


def test_a_scan_that_cannot_be_read_is_refused_and_nothing_is_kept() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    with pytest.raises(Incomplete, match="The scan cannot be kept"):
        plans.on_paper(plan, scan=[b"PK\x03\x04"], scan_name="signed.docx")
    assert plans.loaded(plan).state == "proposed"


# A new chief executive


def lead_agency(by: plans.Cast, name: str, since: date, **more: Any) -> None:
    officer = make.person("programme_officer")
    agencies.appoint_chief(
        by.engagement.agency, person_name=name, title="Chief", kind="permanent", since=since, source="City.",
        by=officer, at=max(AT, AT.combine(since, AT.timetz())), **more,
    )  # fmt: skip


def successor(by: plans.Cast, since: date = date(2026, 12, 1)) -> Person:
    """Let somebody else lead the agency from a day, with the role."""
    lead_agency(by, "Nell Newchief", since)
    with writing():
        by.chief.memberships.update(until=LATER, ended_by="person:0")
    return make.member(by.engagement, "chief_executive", name="Nell Newchief")


def reaffirm(plan: WorkPlan, who: Person, **more: Any) -> WorkPlan:
    seen = {"expected_hash": str(plan.content_hash), "shown_by": "password", **more}
    return actions.reaffirm(plan, by=who, at=LATER + timedelta(days=5), **seen)


@pytest.mark.owed("A55")
def test_a_plan_stays_valid_under_a_new_chief_who_is_asked_to_reaffirm_it() -> None:
    by = plans.cast()
    lead_agency(by, "Cleo Chief", date(2020, 1, 1))
    plan = plans.concurred(by)
    assert (rules.new_chief(plan), list(queries.with_a_new_chief())) == (None, [])
    nell = successor(by)
    assert (rules.new_chief(plan).person_name, list(queries.to_reaffirm(nell))) == ("Nell Newchief", [plan])
    assert queries.in_force(by.engagement) == plan
    reaffirm(plan, nell, statement="I stand by it.")
    kept = Reaffirmation.objects.get()
    assert (kept.name, kept.content_hash, kept.statement, kept.shown_by) == (
        "Nell Newchief", plan.content_hash, "I stand by it.", "password",
    )  # fmt: skip
    assert (rules.new_chief(plan), list(queries.to_reaffirm(nell))) == (None, [])
    plan.refresh_from_db()
    assert (plan.state, plan.state_since) == ("concurred", AT)


@pytest.mark.parametrize(
    ("at", "asked"),
    [(datetime(2026, 12, 1, 2, tzinfo=UTC), True), (datetime(2026, 12, 1, 6, tzinfo=UTC), False)],
    ids=["on the evening before at the office", "on the day at the office"],
)
def test_a_reaffirmation_is_of_the_day_that_it_is_at_the_office(at: datetime, *, asked: bool) -> None:
    by = plans.cast()
    lead_agency(by, "Cleo Chief", date(2020, 1, 1))
    plan, nell = plans.concurred(by), successor(by, date(2026, 12, 1))
    actions.reaffirm(plan, expected_hash=str(plan.content_hash), shown_by="password", by=nell, at=at)
    kept = Reaffirmation.objects.get()
    assert (kept.signed_on, bool(rules.new_chief(plan)), list(queries.to_reaffirm(nell))) == (
        date(2026, 11, 30) if asked else date(2026, 12, 1),
        asked,
        [plan] if asked else [],
    )


def test_only_a_new_chief_reaffirms_and_only_what_they_were_shown() -> None:
    by = plans.cast()
    plan = plans.concurred(by)
    with pytest.raises(Denied, match="No chief executive has come since"):
        reaffirm(plan, by.chief)
    lead_agency(by, "Nell Newchief", date(2026, 12, 1))
    with pytest.raises(Denied, match="You concurred with this version yourself"):
        reaffirm(plan, by.chief)
    nell = make.member(by.engagement, "chief_executive", name="Nell Newchief")
    with pytest.raises(Stale, match=CHANGED):
        reaffirm(plan, nell, expected_hash="0" * 64)
    people = make.everybody(by.engagement)
    with writing():
        people["chief_executive"].memberships.update(since=LATER)
    assert make.able(people, lambda who: reaffirm(plan, who)) == {"chief_executive"}


def test_a_new_chief_is_asked_by_mail_once_by_the_job() -> None:
    by = plans.cast()
    plan = plans.concurred(by)
    nell = successor(by)
    sent = OutboxMail.objects.filter(subject__startswith="Please read the work plan in force")
    for _ in range(2):
        jobs.ask_to_reaffirm()
    assert [(mail.to, plan.get_absolute_url() in mail.body) for mail in sent] == [(nell.email, True)]
    assert AuditRow.objects.filter(what=plan.ref, verb="work_plan.ask_to_reaffirm").count() == 1


def test_nobody_is_asked_while_nobody_new_holds_the_role() -> None:
    by = plans.cast()
    plan = plans.concurred(by)
    lead_agency(by, "Nell Newchief", date(2026, 12, 1))
    jobs.ask_to_reaffirm()
    with pytest.raises(BadInput, match="There is nobody new to ask"):
        actions.ask_to_reaffirm(plan, by=SystemActor("tests"), at=AT)
    assert OutboxMail.objects.filter(subject__startswith="Please read").count() == 0


# Focus areas


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
    with pytest.raises(Denied, match="The engagement is “Suspended”"):
        plans.concur(plans.loaded(plan), by=by.chief)


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


def test_the_chief_executive_is_asked_and_the_lead_is_told_by_mail() -> None:
    by = plans.cast()
    plan = plans.concurred(by)
    mails = OutboxMail.objects.filter(subject__endswith=plan.ref).order_by("pk")
    assert [(mail.to, mail.subject) for mail in mails] == [
        (by.chief.email, f"A work plan waits for you: {plan.ref}"),
        (by.lead.email, f"The work plan is in force: {plan.ref}"),
    ]
    assert all(plan.get_absolute_url() in mail.body for mail in mails)


# What the database keeps


def test_what_a_version_says_is_never_saved_again() -> None:
    plan = plans.proposed(plans.cast())
    for fields in (None, ["document"], ["version"]):
        with pytest.raises(HouseError, match="written once"), writing():
            plan.save(update_fields=fields)


def _change(plan: WorkPlan) -> dict[str, Callable[[], Any]]:
    mine = WorkPlan.objects.filter(pk=plan.pk)
    return {
        "text": lambda: mine.update(document="{}"),
        "hash": lambda: mine.update(content_hash="0" * 64),
        "author": lambda: mine.update(drafted_by="person:0"),
        "saved part": lambda: SavedPart.objects.update(value=None),
        "progress": lambda: ExitProgress.objects.update(note="Other."),
        "concurrence": lambda: Concurrence.objects.create(
            plan=plan, content_hash="0" * 64, name="A", capacity="B", at=AT, by="person:1", signed_on=AT.date(),
            shown_by="password",
        ),
        "reaffirmation": lambda: Reaffirmation.objects.create(
            plan=plan, content_hash="0" * 64, name="A", capacity="B", at=AT, by="person:1", shown_by="password",
            signed_on=AT.date(),
        ),
    }  # fmt: skip


@pytest.mark.parametrize("what", ["text", "hash", "author", "saved part", "progress", "concurrence", "reaffirmation"])
def test_the_database_keeps_a_version_as_it_is(what: str) -> None:
    by = plans.cast()
    plan = plans.draft(by)
    actions.save(plan, part="goal", value={"goal": "Better."}, seen=0, by=by.expert, at=AT)
    plan = plans.concur(plans.loaded(actions.propose(plan, by=by.lead, at=AT)), by=by.chief)
    actions.note_progress(plan, criterion="e1", standing="met", note="Seen.", by=by.lead, at=AT)
    change = _change(plan)[what]
    with pytest.raises(DatabaseError, match=r"new version|version that it names"), transaction.atomic(), writing():
        change()


def test_the_database_computes_the_hash_itself() -> None:
    plan = plans.draft(plans.cast())
    with pytest.raises(IntegrityError, match="work_plan_hash_is_of_text"), transaction.atomic(), writing():
        WorkPlan.objects.filter(pk=plan.pk).update(content_hash="0" * 64)


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
    with pytest.raises(NotAllowedNow, match="Superseded"):
        plans.concur(plans.loaded(first), by=by.chief, at=LATER)
