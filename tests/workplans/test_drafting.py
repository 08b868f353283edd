"""Versions come into being, are written by several people at once, and are proposed."""

from datetime import timedelta
from typing import Any

import pytest

from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow, Stale, WriteOutsideVerb
from concord.core.models import AuditRow
from concord.core.permissions import Permission
from concord.engagements import actions as engagements
from concord.workplans import actions, queries
from concord.workplans.content import hash_of, keyed, value_of
from concord.workplans.forms import DraftForm
from concord.workplans.models import SavedPart, WorkPlan
from tests.factories import engagements as make
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db
P = Permission
LATER = AT + timedelta(days=30)


def begun(by: plans.Cast, **more: Any) -> WorkPlan:
    return plans.loaded(actions.draft(by.engagement, by=by.lead, at=AT, **more))


@pytest.mark.owed("A53")
def test_a_first_draft_begins_with_the_template_of_its_tier_the_focus_areas_and_the_team() -> None:
    by = plans.cast()
    template = queries.templates(by.engagement)[0]
    content = begun(by, template=template.key).content
    assert (template.tier, content.goal) == (by.engagement.tier, template.goal)
    assert [o.text for o in content.objectives] == list(template.objective)
    assert [c.text for c in content.exit_criteria] == list(template.exit_criterion)
    assert [(a.number, a.title) for a in content.areas] == [(1, "Community engagement")]
    assert sorted((n.name, n.part) for n in content.people) == [("Eva Expert", "staff"), ("Lee Lead", "staff")]
    assert (content.edition, content.reporting_months) == (by.engagement.edition.sha256, 3)


def test_a_draft_can_begin_empty() -> None:
    by = plans.cast()
    content = begun(by).content
    assert (content.goal, content.objectives, len(content.areas)) == ("", (), 1)


def test_only_the_lead_drafts_and_nobody_from_elsewhere() -> None:
    by = plans.cast()
    people = make.everybody(by.engagement) | {
        f"strange {r}": p for r, p in make.everybody(make.engagement("E")).items()
    }
    done = make.able(people, lambda who: actions.draft(by.engagement, by=who, at=AT))
    assert done == {"assessment_lead"}


def test_one_version_at_a_time_is_on_its_way() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    with pytest.raises(Denied, match="Version 1 is a draft already; edit it"):
        begun(by)
    plan = plans.loaded(actions.propose(plan, by=by.lead, at=AT))
    with pytest.raises(Denied, match="Version 1 is with the agency"):
        begun(by)
    plan = plans.concur(plan, by=by.chief)
    with pytest.raises(Denied, match="Version 1 is in force; amend it"):
        begun(by)
    actions.amend(plan, reason="More.", by=by.lead, at=AT)
    with pytest.raises(Denied, match="Version 2 is a draft already"):
        actions.amend(plan, reason="More.", by=by.lead, at=AT)


def test_after_a_return_the_next_draft_begins_with_what_was_returned() -> None:
    by = plans.cast()
    returned = actions.send_back(plans.proposed(by), reason="Hear dispatchers too.", by=by.chief, at=AT)
    plan = begun(by)
    returned.refresh_from_db()
    assert (plan.version, plan.follows, returned.state) == (2, returned, "superseded")
    assert value_of(plan.content, "scope") == value_of(returned.content, "scope")
    with pytest.raises(Incomplete, match="The plan lacks what it changes, and why"):
        actions.propose(plan, by=by.lead, at=AT)


def test_a_draft_is_set_aside_with_a_reason_and_another_can_begin() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    with pytest.raises(Incomplete, match="set aside with a reason"):
        actions.discard(plan, reason=" ", by=by.lead, at=AT)
    assert actions.discard(plan, reason="Begun too early.", by=by.lead, at=AT).state == "discarded"
    assert begun(by).version == 2


@pytest.mark.owed("A55", "P14")
def test_after_a_return_and_a_draft_that_was_set_aside_the_next_begins_with_what_was_returned() -> None:
    by = plans.cast()
    returned = actions.send_back(plans.proposed(by), reason="Hear dispatchers too.", by=by.chief, at=AT)
    aside = actions.draft(by.engagement, by=by.lead, at=AT)
    actions.save(aside, part="scope", value={"scope": "Wrong.", "out_of_scope": ""}, seen=0, by=by.lead, at=AT)
    actions.discard(aside, reason="Not what was meant.", by=by.lead, at=AT)
    assert "template" not in DraftForm(thing=by.engagement, by=by.lead).fields
    plan = actions.draft(by.engagement, by=by.lead, at=AT)
    assert (plan.version, plan.follows, value_of(plan.content, "scope")) == (
        3, returned, value_of(returned.content, "scope"),
    )  # fmt: skip


def test_a_first_draft_that_was_set_aside_leaves_the_templates_to_begin_with() -> None:
    by = plans.cast()
    actions.discard(plans.draft(by), reason="Begun too early.", by=by.lead, at=AT)
    assert "template" in DraftForm(thing=by.engagement, by=by.lead).fields
    assert actions.draft(by.engagement, by=by.lead, at=AT).follows is None


def test_an_amended_version_leaves_the_one_in_force_until_there_is_concurrence_with_it() -> None:
    by = plans.cast()
    first = plans.concurred(by)
    with pytest.raises(Incomplete, match="amended with a reason"):
        actions.amend(first, reason=" ", by=by.lead, at=LATER)
    second = plans.draft(by, scope="Also how dispatchers work with residents.", at=LATER)
    assert (second.version, second.follows, queries.in_force(by.engagement)) == (2, first, first)
    second = plans.loaded(actions.propose(second, by=by.lead, at=LATER))
    assert queries.in_force(by.engagement) == first
    second = plans.concur(second, by=by.chief, at=LATER)
    first.refresh_from_db()
    assert (queries.in_force(by.engagement), first.state, first.state_since) == (second, "superseded", LATER)
    assert first.concurrence.content_hash == first.content_hash != second.content_hash
    assert queries.first_concurred_on(by.engagement) == AT.date()


def test_beginning_to_amend_keeps_the_reason_in_the_history() -> None:
    by = plans.cast()
    actions.amend(plans.concurred(by), reason="The boards are in February.", by=by.lead, at=AT)
    assert '"reason":"The boards are in February."' in AuditRow.objects.filter(stream=by.engagement.ref).last().body


# Editing


def test_a_part_is_saved_without_an_audit_row_and_the_proposal_hashes_what_is_there() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    rows = make.rows_of(by.engagement.ref)
    actions.save(plan, part="goal", value={"goal": "Another."}, seen=0, by=by.expert, at=AT)
    actions.save(plan, part="goal", value={"goal": "A third."}, seen=1, by=by.lead, at=AT)
    assert make.rows_of(by.engagement.ref) == rows
    proposed = actions.propose(plan, by=by.lead, at=AT)
    assert proposed.content_hash == hash_of(proposed.document)
    assert proposed.content.goal == "A third."
    kept = SavedPart.objects.order_by("number").values_list("part", "number", "value", "by")
    assert list(kept) == [
        ("goal", 1, {"goal": "Another."}, by.expert.actor_key), ("goal", 2, {"goal": "A third."}, by.lead.actor_key),
    ]  # fmt: skip


@pytest.mark.owed("A53")
def test_two_people_edit_one_part_and_the_second_is_told_and_nothing_is_lost() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    actions.save(plan, part="scope", value={"scope": "Hers.", "out_of_scope": ""}, seen=0, by=by.expert, at=AT)
    with pytest.raises(Stale, match="Both texts are here"):
        actions.save(plan, part="scope", value={"scope": "Mine.", "out_of_scope": ""}, seen=0, by=by.lead, at=AT)
    assert plans.loaded(plan).content.scope == "Hers."
    both = {"scope": "Hers. Mine.", "out_of_scope": ""}
    actions.save(plan, part="scope", value=both, seen=1, by=by.lead, at=AT)
    assert [s.value["scope"] for s in queries.saved(plan, "scope")] == ["Hers. Mine.", "Hers."]


def test_two_people_edit_two_parts_and_neither_is_disturbed() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    one, two = (f"activities/{a.key}" for a in plan.content.activities)
    for part, who in ((one, by.lead), (two, by.expert)):
        value = {**(value_of(plan.content, part) or {}), "audience": part}
        actions.save(plan, part=part, value=value, seen=0, by=who, at=AT)
    assert [a.audience for a in plans.loaded(plan).content.activities] == [one, two]


def test_the_same_text_again_changes_nothing_even_when_it_was_saved_meanwhile() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    for seen in (0, 0):
        actions.save(plan, part="goal", value={"goal": "Same."}, seen=seen, by=by.lead, at=AT)
    assert SavedPart.objects.count() == 1


def test_a_row_is_added_once_whatever_the_clicks_and_its_key_is_never_given_out_again() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    value = {"text": "Hear residents."}
    first = actions.add(plan, section="objectives", value=value, by=by.lead, at=AT)
    assert actions.add(plan, section="objectives", value=value, by=by.lead, at=AT) == first == "objectives/o2"
    actions.save(plan, part=first, value=None, seen=1, by=by.lead, at=AT)
    assert actions.add(plan, section="objectives", value={"text": "Ask."}, by=by.lead, at=AT) == "objectives/o3"
    assert [o.key for o in plans.loaded(plan).content.objectives] == ["o1", "o3"]


def test_whoever_changes_a_row_that_was_taken_away_is_told() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    part = "questions/q1"
    actions.save(plan, part=part, value=None, seen=0, by=by.lead, at=AT)
    with pytest.raises(Stale):
        actions.save(plan, part=part, value={"text": "How many?", "area": 0}, seen=0, by=by.expert, at=AT)
    actions.save(plan, part=part, value={"text": "How many?", "area": 0}, seen=1, by=by.expert, at=AT)
    assert [q.text for q in plans.loaded(plan).content.questions] == ["How many?"]


def test_rows_are_moved_up() -> None:
    by = plans.cast()
    plan = plans.draft(by, objectives=keyed("objectives", {"text": "Assess."}, {"text": "Plan."}))
    actions.move_up(plan, part="objectives/o2", by=by.lead, at=AT)
    assert [o.key for o in plans.loaded(plan).content.objectives] == ["o2", "o1"]
    with pytest.raises(BadInput, match="is no row"):
        actions.move_up(plan, part="goal", by=by.lead, at=AT)


def test_who_may_edit_a_draft() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    people = make.everybody(by.engagement) | {
        f"strange {r}": p for r, p in make.everybody(make.engagement("E")).items()
    }
    seen = iter(range(100))

    def do(who: Any) -> None:
        number = queries.saved_number(plan, "goal")
        actions.save(plan, part="goal", value={"goal": f"Goal {next(seen)}"}, seen=number, by=who, at=AT)

    assert make.able(people, do) == {"assessment_lead", "assessor", "analyst"}


def test_nothing_is_edited_once_it_is_proposed_or_while_the_engagement_is_suspended() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    other = plans.draft(two := plans.cast("Elsewhere"))
    engagements.suspend(two.engagement, reason="Paused.", by=make.person("programme_officer"), at=AT)
    with pytest.raises(Denied, match="The engagement is “Suspended”"):
        actions.save(other, part="goal", value={"goal": "X"}, seen=0, by=two.lead, at=AT)
    actions.propose(plan, by=by.lead, at=AT)
    with pytest.raises(Denied, match="This version is “Proposed”: what it says stays as it is"):
        actions.save(plan, part="goal", value={"goal": "X"}, seen=0, by=by.lead, at=AT)


def test_what_cannot_be_saved_is_refused_whole() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    for part, value in (("telepathy", {"a": "b"}), ("goal", {"goal": 3}), ("objectives/o9", {"words": "x"})):
        with pytest.raises((BadInput, KeyError)):
            actions.save(plan, part=part, value=value, seen=0, by=by.lead, at=AT)
    with pytest.raises(BadInput, match="no part of a work plan that has rows"):
        actions.add(plan, section="goal", value={"goal": "x"}, by=by.lead, at=AT)
    assert plans.loaded(plan).document == plan.document


def test_a_section_takes_two_hundred_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("concord.workplans.actions.editing.MOST_ROWS", 2)
    by = plans.cast()
    plan = plans.draft(by)
    actions.add(plan, section="objectives", value={"text": "Ask."}, by=by.lead, at=AT)
    with pytest.raises(BadInput, match="“Objectives” has 2 rows; at most 2 can be taken"):
        actions.add(plan, section="objectives", value={"text": "Hear."}, by=by.lead, at=AT)


def test_a_draft_is_written_by_its_actions_alone() -> None:
    plan = plans.draft(plans.cast())
    plan.document = "{}"
    with pytest.raises(WriteOutsideVerb):
        plan.save(update_fields=["document"])


def test_a_draft_that_was_set_aside_is_not_proposed() -> None:
    by = plans.cast()
    plan = plans.loaded(actions.discard(plans.draft(by), reason="Begun too early.", by=by.lead, at=AT))
    with pytest.raises(NotAllowedNow, match="Set aside"):
        actions.propose(plan, by=by.lead, at=AT)
