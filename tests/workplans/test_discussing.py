"""Comments with their replies, changes of scope, and progress to exit."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from concord.accounts.models import Person
from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow
from concord.core.guard import writing
from concord.core.models import AuditRow, OutboxMail
from concord.core.roles import SystemActor
from concord.core.telling import actions as telling
from concord.core.telling.queries import notices_of
from concord.desk.queries import news
from concord.engagements.checks.delivery import topic_was_asked_for
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.queries import topics as delivery_topics
from concord.workplans import actions, checks, queries
from concord.workplans.content import Content
from concord.workplans.models import PlanComment, ScopeChange, WorkPlan
from tests.factories import engagements as make
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db
NOTICES = SystemActor("notices")
SCOPE = {"what": "Take in the data desk.", "reason": "It opened in June.", "effect": "Two more weeks."}
COMMENT = {
    "chief_executive", "liaison", "programme_officer", "assessment_lead", "assessor", "analyst", "reviewer",
}  # fmt: skip


def comment(plan: WorkPlan, who: Person, part: str = "activities/a1", text: str = "Not in July.") -> PlanComment:
    return actions.comment(plan, part=part, text=text, by=who, at=AT)


def test_agency_team_and_office_comment_on_any_part_and_reply() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    people = make.everybody(by.engagement)
    assert make.able(people, lambda who: comment(plan, who)) == COMMENT
    first = PlanComment.objects.earliest("pk")
    assert make.able(people, lambda who: actions.reply(first, text="We see.", by=who, at=AT)) == COMMENT
    assert make.able(make.everybody(make.engagement("Elsewhere")), lambda who: comment(plan, who)) == {
        "programme_officer"
    }


def test_what_is_said_twice_by_a_double_click_is_said_once() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    first, second = (comment(plan, by.chief) for _ in range(2))
    for _ in range(2):
        actions.reply(first, text="We see.", by=by.lead, at=AT)
    assert (first, PlanComment.objects.count(), first.replies.count()) == (second, 1, 1)
    elsewhere = plans.cast("Birch Harbour")
    plans.concurred(elsewhere)
    asked = {actions.ask_agency(elsewhere.engagement, **SCOPE, by=elsewhere.lead, at=AT).pk for _ in range(2)}
    assert len(asked) == ScopeChange.objects.count() == 1


def test_a_comment_is_resolved_by_the_lead_with_words_and_the_history_tells_of_it() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    made = comment(plan, by.chief)
    actions.reply(made, text="Would August do?", by=by.lead, at=AT)
    with pytest.raises(Incomplete, match="what became of it"):
        actions.resolve(made, resolution=" ", by=by.lead, at=AT)
    people = make.everybody(by.engagement)
    assert make.able(people, lambda who: actions.resolve(made, resolution="Moved.", by=who, at=AT)) == {
        "assessment_lead"
    }
    made.refresh_from_db()
    assert (made.state, made.resolution) == ("resolved", "Moved.")
    rows = AuditRow.objects.filter(what=made.ref).order_by("pk")
    assert [row.verb for row in rows] == ["work_plan.comment", "plan_comment.reply", "plan_comment.resolve"]
    with pytest.raises(Denied, match="resolved; make a new one"):
        actions.reply(made, text="Again.", by=by.chief, at=AT)
    with pytest.raises(NotAllowedNow):
        actions.resolve(made, resolution="Again.", by=by.lead, at=AT)


def test_an_open_comment_stands_beside_its_part_in_the_next_version_too() -> None:
    by = plans.cast()
    first = plans.concurred(by)
    kept, gone = comment(first, by.chief), comment(first, by.chief, "goal", "Shorter, please.")
    actions.resolve(gone, resolution="Shortened.", by=by.lead, at=AT)
    second = plans.draft(by)
    (said,) = queries.comments_on(second)["activities"]
    assert (said.comment, said.about, said.first.name, said.first.text) == (
        kept, "Activities: Twelve interviews", "Cleo Chief", "Not in July.",
    )  # fmt: skip
    assert "goal" not in queries.comments_on(second)
    assert [one.comment for one in queries.comments_on(first)["goal"]] == [gone]


def test_what_is_no_part_and_what_says_nothing_is_no_comment() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    for part in ("telepathy", "activities/a99", "goal/g1"):
        with pytest.raises(BadInput, match=f"has no part “{part}”"):
            comment(plan, by.chief, part)
    with pytest.raises(Incomplete):
        comment(plan, by.chief, text="  ")
    make.put(plan, "superseded")
    with pytest.raises(Denied, match="comment on the newest one"):
        comment(plan, by.chief)


def test_an_open_comment_waits_for_the_lead() -> None:
    by = plans.cast()
    made = comment(plans.proposed(by), by.chief)
    assert list(queries.comments_open_for(by.lead)) == [made]
    assert list(queries.comments_open_for(make.member(make.engagement("Elsewhere"), "assessment_lead"))) == []


# Changes of scope


def ask_team(of: Engagement, who: Person, **changed: Any) -> ScopeChange:
    return actions.ask_team(of, by=who, at=AT, **{**SCOPE, **changed})


@pytest.mark.owed("B6")
def test_a_change_of_scope_that_the_agency_asks_for_becomes_an_amended_plan_with_a_new_focus_area() -> None:
    by = plans.cast()
    plan = plans.concurred(by)
    asked = ask_team(by.engagement, by.chief)
    assert (asked.state, asked.held_by) == ("with_team", "the assessment team")
    agreed = actions.agree(asked, answer="Yes.", by=by.lead, at=AT)
    assert list(queries.to_amend(by.lead)) == [plan]
    draft = plans.loaded(actions.amend(plan, reason="As the chief asked.", scope_change=agreed, by=by.lead, at=AT))
    assert (draft.scope_change, list(queries.to_amend(by.lead)), queries.agreed_changes(by.engagement)) == (
        agreed, [], [],
    )  # fmt: skip
    value = {"title": "Data desk", "objective": "Examine how it answers.", "topic": ""}
    assert actions.add(draft, section="areas", value=value, by=by.lead, at=AT) == "areas/f2"
    activity = {k: v for k, v in vars(plans.planned(make.area(by.engagement))).items() if k != "key"}
    actions.add(draft, section="activities", value={**activity, "area": 2}, by=by.lead, at=AT)
    assert by.engagement.focus_areas.count() == 1
    draft = plans.loaded(actions.propose(draft, by=by.lead, at=AT))
    assert by.engagement.focus_areas.count() == 1  # nothing comes into being before the concurrence
    plans.concur(draft, by=by.chief)
    second = make.area(by.engagement, 2)
    assert (second.title, second.objective, second.state) == ("Data desk", "Examine how it answers.", "planned")


@pytest.mark.owed("B5", "B6")
def test_a_topic_that_an_agreed_change_of_scope_added_is_warned_of_no_more_in_plans_and_deliveries() -> None:
    by = plans.cast()
    asked, added, other = (topic.key for topic in delivery_topics(by.engagement)[:3])
    with writing():
        by.engagement.request.topics = [asked]
        by.engagement.request.save(update_fields=["topics"])
    plan = plans.concurred(by)
    agreed = actions.agree(ask_team(by.engagement, by.chief, topics=[added]), answer="Yes.", by=by.lead, at=AT)
    draft = plans.loaded(actions.amend(plan, reason="As asked.", scope_change=agreed, by=by.lead, at=AT))
    of = FocusArea.objects.select_related("engagement__request").get(engagement=by.engagement)

    def with_topic(draft: WorkPlan, topic: str) -> Content:
        return replace(draft.content, areas=(replace(draft.content.areas[0], topic=topic),))

    draft = plans.write(draft, with_topic(draft, other), by=by.lead)  # the change that it carries names another
    assert [problem.level for problem in checks.run(draft)] == ["warning"]
    draft = plans.write(draft, with_topic(draft, added), by=by.lead)
    assert checks.run(draft) == []
    draft = plans.loaded(actions.propose(draft, by=by.lead, at=AT))
    assert [len(topic_was_asked_for(of.engagement, topic)) for topic in (asked, added, other)] == [0, 1, 1]
    plans.concur(draft, by=by.chief)
    of = FocusArea.objects.select_related("engagement__request").get(engagement=by.engagement)
    assert (of.engagement.added_topics, queries.outside_the_plan(of)) == ([added], [])
    assert [len(topic_was_asked_for(of.engagement, topic)) for topic in (asked, added, other)] == [0, 0, 1]
    later = plans.loaded(actions.amend(plans.loaded(draft), reason="Other days.", by=by.lead, at=AT))
    assert [problem.text for problem in checks.run(later)] == []
    later = plans.write(later, with_topic(later, other), by=by.lead)
    (warned,) = checks.run(later)
    assert (warned.level, "“Community engagement”, is on a topic that the agency did not" in warned.text) == (
        "warning", True,
    )  # fmt: skip


def test_a_concurrence_adds_no_topic_that_the_change_of_scope_did_not_name() -> None:
    by = plans.cast()
    asked, named, other = (topic.key for topic in delivery_topics(by.engagement)[:3])
    with writing():
        by.engagement.request.topics = [asked]
        by.engagement.request.save(update_fields=["topics"])
    plan = plans.concurred(by)
    agreed = actions.agree(ask_team(by.engagement, by.chief, topics=[named]), by=by.lead, at=AT)
    draft = plans.loaded(actions.amend(plan, reason="As asked.", scope_change=agreed, by=by.lead, at=AT))
    draft = plans.write(
        draft, replace(draft.content, areas=(replace(draft.content.areas[0], topic=other),)), by=by.lead
    )
    plans.concur(plans.loaded(actions.propose(draft, by=by.lead, at=AT)), by=by.chief)
    of = FocusArea.objects.select_related("engagement__request").get(engagement=by.engagement)
    assert (of.engagement.added_topics, len(queries.outside_the_plan(of))) == ([], 1)


def test_a_change_of_scope_adds_only_topics_of_the_edition_that_were_not_agreed_on() -> None:
    by = plans.cast()
    plans.concurred(by)
    asked, *rest = (topic.key for topic in delivery_topics(by.engagement))
    assert queries.topics_to_add(by.engagement) == {}  # the agency asked for none by name, so any can be a focus area's
    with writing():
        by.engagement.request.topics = [asked]
        by.engagement.request.save(update_fields=["topics"])
    assert list(queries.topics_to_add(by.engagement)) == rest
    for wrong in ("telepathy", asked):
        with pytest.raises(BadInput, match=f"{wrong}: no topic of the edition that a change of scope could add"):
            ask_team(by.engagement, by.chief, topics=[wrong])


@pytest.mark.owed("B6", "B10")
def test_each_side_asks_and_the_other_answers() -> None:
    by = plans.cast()
    plans.concurred(by)
    people = make.everybody(by.engagement)
    of = by.engagement
    assert make.able(people, lambda who: ask_team(of, who)) == {"chief_executive", "liaison"}
    assert make.able(people, lambda who: actions.ask_agency(of, by=who, at=AT, **SCOPE)) == {"assessment_lead"}
    with_team, with_agency = (ScopeChange.objects.filter(state=s).earliest("pk") for s in ("with_team", "with_agency"))

    def decline(change: ScopeChange) -> Any:
        return lambda who: actions.decline(change, reason="Not now.", by=who, at=AT)

    assert make.able({k: v for k, v in people.items() if k != "assessment_lead"}, decline(with_team)) == set()
    assert make.able({k: v for k, v in people.items() if k != "chief_executive"}, decline(with_agency)) == set()
    assert make.able(people, decline(with_team)) == {"assessment_lead"}
    assert make.able(people, decline(with_agency)) == {"chief_executive"}
    declined = ScopeChange.objects.get(pk=with_agency.pk)
    assert (declined.state, declined.answer, declined.answered_at) == ("declined", "Not now.", AT)


def test_the_other_side_is_told_by_mail() -> None:
    by = plans.cast()
    plans.concurred(by)
    asked = actions.ask_agency(by.engagement, by=by.lead, at=AT, **SCOPE)
    actions.agree(asked, by=by.chief, at=AT)
    mails = OutboxMail.objects.filter(subject__endswith=asked.ref).order_by("pk")
    assert [(mail.to, mail.subject.partition(":")[0]) for mail in mails] == [
        (by.chief.email, "The team asks for a change of scope"), (by.lead.email, "A change of scope was answered"),
    ]  # fmt: skip


def test_a_change_of_scope_needs_a_plan_in_force_reason_and_effect_and_can_be_withdrawn() -> None:
    by = plans.cast()
    with pytest.raises(Denied, match="its scope is still open: comment on the draft"):
        ask_team(by.engagement, by.chief)
    plans.concurred(by)
    with pytest.raises(Incomplete) as refused:
        ask_team(by.engagement, by.chief, reason=" ", effect="")
    assert refused.value.missing == ("why", "its effect on time, people and cost")
    asked = ask_team(by.engagement, by.chief)
    with pytest.raises(Incomplete, match="A reason is needed"):
        actions.withdraw(asked, reason="", by=by.chief, at=AT)
    assert actions.withdraw(asked, reason="Solved.", by=by.chief, at=AT).state == "withdrawn"
    with pytest.raises(NotAllowedNow):
        actions.agree(ScopeChange.objects.get(pk=asked.pk), by=by.lead, at=AT)


def test_a_draft_that_was_set_aside_carries_no_change_of_scope_and_a_returned_one_hands_it_on() -> None:
    by = plans.cast()
    plan = plans.concurred(by)
    agreed = actions.agree(ask_team(by.engagement, by.chief), by=by.lead, at=AT)
    draft = actions.amend(plan, reason="As asked.", scope_change=agreed, by=by.lead, at=AT)
    actions.discard(draft, reason="Wrong one.", by=by.lead, at=AT)
    assert queries.agreed_changes(by.engagement) == [agreed]
    draft = plans.loaded(actions.amend(plan, reason="As asked.", scope_change=agreed, by=by.lead, at=AT))
    proposed = actions.propose(draft, by=by.lead, at=AT)
    actions.send_back(proposed, reason="Not yet.", by=by.chief, at=AT)
    assert actions.draft(by.engagement, by=by.lead, at=AT).scope_change == agreed


def test_a_change_of_scope_whose_version_was_returned_and_then_set_aside_can_be_carried_again() -> None:
    by = plans.cast()
    plan = plans.concurred(by)
    agreed = actions.agree(ask_team(by.engagement, by.chief), by=by.lead, at=AT)
    draft = plans.loaded(actions.amend(plan, reason="As asked.", scope_change=agreed, by=by.lead, at=AT))
    actions.send_back(actions.propose(draft, by=by.lead, at=AT), reason="Not so.", by=by.chief, at=AT)
    assert queries.agreed_changes(by.engagement) == []
    actions.discard(actions.draft(by.engagement, by=by.lead, at=AT), reason="We begin anew.", by=by.lead, at=AT)
    assert queries.agreed_changes(by.engagement) == [agreed]
    assert list(queries.to_amend(by.lead)) == [plan]


def test_nobody_who_has_left_is_mailed_about_a_plan() -> None:
    by = plans.cast()
    proposed = plans.proposed(by)
    with writing():
        by.lead.memberships.update(until=AT, ended_by="person:0")
    actions.send_back(proposed, reason="Not so.", by=by.chief, at=AT)
    assert [mail.to for mail in OutboxMail.objects.filter(subject__startswith="A work plan was returned")] == []


def test_a_draft_takes_up_once_a_change_of_scope_that_was_agreed_to_after_it_was_begun() -> None:
    by = plans.cast()
    plans.concurred(by)
    draft = plans.draft(by)
    asked = ask_team(by.engagement, by.chief)
    with pytest.raises(Denied, match="No change of scope was agreed to that no version carries out yet"):
        actions.take_up_scope(draft, scope_change=asked, by=by.lead, at=AT)
    agreed = actions.agree(asked, by=by.lead, at=AT)
    second = actions.agree(ask_team(by.engagement, by.chief, what="One more."), by=by.lead, at=AT)
    other = plans.cast("Elsewhere")
    plans.concurred(other)
    strange = actions.agree(ask_team(other.engagement, other.chief), by=other.lead, at=AT)
    with pytest.raises(BadInput, match=f"{strange.ref} is no change of scope"):
        actions.take_up_scope(draft, scope_change=strange, by=by.lead, at=AT)
    page = make.browser(by.lead).post(f"{draft.get_absolute_url()}take-up-scope/", {"scope_change": agreed.ref})
    assert (page.status_code, plans.loaded(draft).scope_change, queries.agreed_changes(by.engagement)) == (
        302, agreed, [second],
    )  # fmt: skip
    assert AuditRow.objects.latest("pk").verb == "work_plan.take_up_scope"
    with pytest.raises(Denied, match="carries out a change of scope already"):
        actions.take_up_scope(plans.loaded(draft), scope_change=second, by=by.lead, at=AT)


def test_the_database_keeps_the_change_of_scope_that_a_draft_took_up_and_gives_none_to_what_is_proposed() -> None:
    by = plans.cast()
    plans.concurred(by)
    agreed = actions.agree(ask_team(by.engagement, by.chief), by=by.lead, at=AT)
    second = actions.agree(ask_team(by.engagement, by.chief, what="One more."), by=by.lead, at=AT)
    draft = plans.draft(by)
    actions.take_up_scope(draft, scope_change=agreed, by=by.lead, at=AT)
    for change in (second, None):
        with pytest.raises(DatabaseError, match="new version"), transaction.atomic(), writing():
            WorkPlan.objects.filter(pk=draft.pk).update(scope_change=change)
    actions.discard(plans.loaded(draft), reason="Begun anew.", by=by.lead, at=AT)
    proposed = plans.proposed(by)
    with pytest.raises(DatabaseError, match="new version"), transaction.atomic(), writing():
        WorkPlan.objects.filter(pk=proposed.pk).update(scope_change=second)


def test_only_what_was_agreed_to_here_is_carried() -> None:
    by = plans.cast()
    plan = plans.concurred(by)
    asked = ask_team(by.engagement, by.chief)
    with pytest.raises(BadInput, match="no change of scope that this engagement has agreed to"):
        actions.amend(plan, reason="As asked.", scope_change=asked, by=by.lead, at=AT)


@pytest.mark.owed("B5")
def test_a_focus_area_that_is_not_in_the_plan_in_force_is_out_of_scope_and_cannot_open() -> None:
    by = plans.cast(areas=[("One", "Assess."), ("Two", "Assess.")])
    area = make.area(by.engagement, 2)
    assert queries.outside_the_plan(area) == []
    plan = plans.concurred(by)
    assert queries.outside_the_plan(area) == []
    smaller = replace(plan.content, areas=plan.content.areas[:1])
    assert [p.level for p in queries.plans._outside(2, plan, smaller)] == ["warning"]


# Progress to exit


@pytest.mark.owed("P15")
def test_progress_to_exit_is_noted_by_the_lead_and_is_no_part_of_the_hash() -> None:
    by = plans.cast()
    plan = plans.concurred(by)
    told = {"criterion": "e1", "standing": "met", "note": "All are complete."}
    assert make.able(make.everybody(by.engagement), lambda who: actions.note_progress(plan, by=who, at=AT, **told)) == {
        "assessment_lead"
    }
    shown = queries.document(plans.loaded(plan))
    assert (shown.met, shown.exits[0].latest.note, plans.loaded(plan).document) == (
        1, "All are complete.", plan.document,
    )  # fmt: skip
    assert '"reason":"All are complete."' in AuditRow.objects.filter(what=plan.ref).latest("pk").body
    second = plans.concurred(by, scope="More.")
    assert queries.document(second).met == 1  # a criterion keeps its key


def test_progress_is_noted_on_the_plan_in_force_of_its_own_criteria_in_words() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    with pytest.raises(Denied, match="progress is noted on the plan in force"):
        actions.note_progress(plan, criterion="e1", standing="met", note="x", by=by.lead, at=AT)
    plan = plans.concur(plan, by=by.chief)
    for criterion, standing, error in (("e9", "met", BadInput), ("e1", "perhaps", BadInput)):
        with pytest.raises(error):
            actions.note_progress(plan, criterion=criterion, standing=standing, note="x", by=by.lead, at=AT)
    with pytest.raises(Incomplete, match="by what one sees it"):
        actions.note_progress(plan, criterion="e1", standing="met", note=" ", by=by.lead, at=AT)


def told(who: Person) -> list[str]:
    return list(notices_of(who).order_by("pk").values_list("text", flat=True))


def test_a_comment_is_told_to_whoever_wrote_in_the_plan_and_what_is_said_there_to_those_who_spoke() -> None:
    by = plans.cast()
    analyst = make.member(by.engagement, "analyst", name="Ana Analyst")
    plan = plans.draft(by)
    seen = queries.saved_number(plan, "goal")
    actions.save(plan, part="goal", value={"goal": "Answers that people trust."}, seen=seen, by=analyst, at=AT)
    comment = actions.comment(plan, part="goal", text="CANARY of the chief", by=by.chief, at=AT)
    assert [told(who) for who in (by.lead, analyst, by.chief)] == [
        [f"A comment on what you wrote: {comment.title}"], [f"A comment on what you wrote: {comment.title}"], [],
    ]  # fmt: skip
    actions.reply(comment, text="CANARY of the analyst", by=analyst, at=AT)
    assert [len(told(who)) for who in (by.lead, analyst, by.chief)] == [1, 1, 1]
    actions.reply(comment, text="Thank you.", by=by.chief, at=AT)
    assert told(analyst)[1:] == [f"A reply: {comment.title}"]
    telling.tell(told=news.came(after=0, at=AT), by=NOTICES, at=AT)
    assert [text for text in told(by.lead) if text.endswith(f": {comment.title}")] == told(by.lead)[:1]
    actions.resolve(comment, resolution="Done.", by=by.lead, at=AT)
    assert told(by.chief) == [f"A reply: {comment.title}", f"What became of a comment: {comment.title}"]
    telling.mail(addresses={who.actor_key: who.email for who in (by.lead, analyst, by.chief)}, by=NOTICES, at=AT)
    mails = "".join(OutboxMail.objects.values_list("body", flat=True))
    assert (comment.get_absolute_url() in mails, "CANARY" in mails) == (True, False)


def test_whoever_speaks_alone_reaches_the_writers_and_nobody_who_may_not_read_the_plan_any_more() -> None:
    by = plans.cast()
    comment = actions.comment(plans.draft(by), part="goal", text="Shorter?", by=by.chief, at=AT)
    actions.reply(comment, text="And plainer.", by=by.chief, at=AT)
    assert told(by.lead)[1:] == [f"A reply: {comment.title}"]
    with writing():
        by.lead.memberships.update(until=AT, ended_by="person:0")
    actions.reply(comment, text="Anybody?", by=by.chief, at=AT)
    assert (len(told(by.lead)), told(by.chief)) == (2, [])
