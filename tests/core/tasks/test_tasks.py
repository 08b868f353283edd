"""Tasks: who sets one for whom, who sees it, who ends it, and how each of these is recorded."""

from datetime import timedelta

import pytest

from concord.accounts.models import Person
from concord.core import history
from concord.core.errors import Denied, HouseError, Incomplete, NotAllowedNow, Stale
from concord.core.guard import writing
from concord.core.permissions import Party, Permission
from concord.core.tasks import actions, rules, setting
from concord.core.tasks.kinds import ENDED_BY
from concord.core.tasks.models import Task
from concord.core.tasks.queries import about, is_overdue, task, with_side
from concord.core.tasks.states import TaskState
from concord.desk.tasks_of import is_left_behind, tasks_seen_by, tasks_to_do
from concord.engagements.models import Engagement
from tests.factories import engagements as make
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

TODAY = AT.date()
SET = {
    Party.OFFICE: actions.set_for_office,
    Party.AGENCY: actions.set_for_agency,
    Party.TEAM: actions.set_for_team,
}
HANDLE_TASKS = {"chief_executive", "liaison", "programme_officer", "assessment_lead"}
SIDES = {
    Party.OFFICE: {"programme_officer"},
    Party.AGENCY: {"chief_executive", "liaison"},
    Party.TEAM: {"assessment_lead"},
}


def set_for(party: Party, of: Engagement, by: Person, **said: object) -> Task:
    return SET[party](of, what="Send the policy", by=by, at=AT, **said)


@pytest.mark.owed("A57")
def test_each_side_sets_a_task_for_every_side() -> None:
    engagement = make.engagement()
    people = make.everybody(engagement)
    for party in SIDES:
        assert make.able(people, lambda by, to=party: set_for(to, engagement, by)) == HANDLE_TASKS


@pytest.mark.parametrize("party", list(SIDES))
def test_a_task_is_ended_by_the_side_that_has_it_and_by_no_other(party: Party) -> None:
    engagement = make.engagement()
    people = make.everybody(engagement)
    for setter in sorted(HANDLE_TASKS):
        for end in (
            lambda by, it: actions.do(it, outcome="Sent.", by=by, at=AT),
            lambda by, it: actions.drop(it, reason="Not needed.", by=by, at=AT),
        ):
            assert (
                make.able(
                    people, lambda by, end=end, setter=setter: end(by, set_for(party, engagement, people[setter]))
                )
                == SIDES[party]
            )


def test_the_same_task_set_twice_is_one_until_it_is_done() -> None:
    engagement = make.engagement()
    officer, lead = make.person("programme_officer"), make.member(engagement, "assessment_lead")
    first = set_for(Party.TEAM, engagement, officer)
    assert (set_for(Party.TEAM, engagement, officer), Task.objects.filter(kind="").count()) == (first, 1)
    actions.do(first, outcome="Sent.", by=lead, at=AT)
    assert set_for(Party.TEAM, engagement, officer) != first


def test_a_side_sees_what_it_has_to_do_and_what_it_has_set_and_not_what_another_sets_for_itself() -> None:
    engagement = make.engagement()
    people = make.everybody(engagement)
    agency = {"chief_executive", "liaison", "government_signatory"}
    team = {"assessment_lead", "assessor", "analyst", "reviewer", "stakeholder_adviser"}
    office = {"programme_officer", "approving_official", "publisher", "auditor"}
    seen = {
        (setter, party): {role for role, who in people.items() if it in tasks_seen_by(who)}
        for setter in ("liaison", "assessment_lead", "programme_officer")
        for party in SIDES
        for it in [set_for(party, engagement, people[setter])]
    }
    assert seen == {
        ("liaison", Party.OFFICE): office | agency,
        ("liaison", Party.AGENCY): office | agency,
        ("liaison", Party.TEAM): office | agency | team,
        ("assessment_lead", Party.OFFICE): office | team,
        ("assessment_lead", Party.AGENCY): office | agency | team,
        ("assessment_lead", Party.TEAM): office | team,
        ("programme_officer", Party.OFFICE): office,
        ("programme_officer", Party.AGENCY): office | agency | team,
        ("programme_officer", Party.TEAM): office | team,
    }


def test_nobody_of_another_engagement_sees_a_task() -> None:
    engagement, elsewhere = make.engagement(), make.engagement("Elsewhere")
    lead = make.member(engagement, "assessment_lead")
    it = set_for(Party.AGENCY, engagement, lead)
    strangers = [make.member(elsewhere, role) for role in ("liaison", "assessment_lead", "reviewer")]
    assert [list(tasks_seen_by(who)) for who in strangers] == [[], [], []]
    assert make.statuses({who.email: who for who in strangers}, it.get_absolute_url()) == {
        404: {who.email for who in strangers}
    }


def test_a_task_that_was_given_to_one_person_is_theirs_to_do() -> None:
    engagement = make.engagement()
    lead, chief, liaison = (make.member(engagement, r) for r in ("assessment_lead", "chief_executive", "liaison"))
    it = set_for(Party.AGENCY, engagement, lead, assignee=liaison.actor_key)
    assert (it in tasks_to_do(chief), it in tasks_to_do(liaison), it in tasks_seen_by(chief)) == (False, True, True)
    with pytest.raises(Denied, match="given to somebody else"):
        actions.do(it, by=chief, at=AT)
    assert actions.do(it, outcome="Sent.", by=liaison, at=AT).state == TaskState.DONE


def test_a_task_is_given_to_somebody_else_by_the_side_that_has_it_and_is_theirs_then() -> None:
    engagement = make.engagement()
    people = make.everybody(engagement)
    for party, sides in SIDES.items():
        doer = people[min(sides)]
        given = lambda by, to=party, who=doer: actions.hand_over(  # noqa: E731
            set_for(to, engagement, people["liaison"]), assignee=who.actor_key, by=by, at=AT
        )
        assert make.able(people, given) == sides
    it = set_for(Party.AGENCY, engagement, people["liaison"], assignee=people["liaison"].actor_key)
    handed = actions.hand_over(it, assignee=people["chief_executive"].actor_key, by=people["liaison"], at=AT)
    assert [handed in tasks_to_do(people[role]) for role in ("liaison", "chief_executive")] == [False, True]
    (event, _) = [history.event(row) for row in history.of(it.ref)]
    assert (event.who, event.did) == (people["liaison"].actor_key, "gave the task to somebody else")
    again = actions.hand_over(handed, assignee=handed.assignee, by=people["liaison"], at=AT)
    assert (again, history.of(it.ref).count()) == (handed, 2)


def test_a_task_of_somebody_who_has_left_waits_for_whoever_can_give_it_to_another() -> None:
    engagement = make.engagement()
    people = make.everybody(engagement)
    given = {
        role: set_for(party, engagement, people[role], assignee=people[role].actor_key)
        for role, party in (
            ("programme_officer", Party.OFFICE), ("liaison", Party.AGENCY), ("assessment_lead", Party.TEAM),
        )
    }  # fmt: skip
    others = {
        "programme_officer": make.person("programme_officer", name="Olu Officer"),
        "liaison": people["chief_executive"],
        "assessment_lead": make.person("assessment_lead", engagement.scopes[0], name="Lea Lead"),
    }

    def seen() -> set[tuple[bool, bool]]:
        return {(one in tasks_to_do(others[role]), is_left_behind(one)) for role, one in given.items()}

    assert seen() == {(False, False)}
    with writing():
        for role in given:
            people[role].memberships.update(until=AT, ended_by="person:0")
    assert seen() == {(True, True)}
    for role, one in given.items():
        with pytest.raises(Denied, match="given to somebody else"):
            actions.do(one, by=others[role], at=AT)
        handed = actions.hand_over(one, assignee=others[role].actor_key, by=others[role], at=AT)
        assert actions.do(handed, by=others[role], at=AT).state == "done"


def test_a_task_that_is_done_says_by_whom_and_what_came_of_it_and_is_done_once() -> None:
    engagement = make.engagement()
    lead, liaison = make.member(engagement, "assessment_lead"), make.member(engagement, "liaison")
    it = set_for(Party.AGENCY, engagement, lead, due_on=TODAY)
    done = actions.do(it, outcome="Sent by mail.", by=liaison, at=AT)
    assert (done.state, done.ended_by, done.outcome) == ("done", liaison.actor_key, "Sent by mail.")
    with pytest.raises(Stale):
        actions.do(it, by=liaison, at=AT)
    with pytest.raises(NotAllowedNow):
        actions.drop(done, reason="Again.", by=liaison, at=AT)
    events = [history.event(row) for row in history.of(it.ref)]
    assert [(e.who, e.did, e.old, e.new, e.reason) for e in events] == [
        (liaison.actor_key, "noted the task as done", "with agency", "done", ""),
        (lead.actor_key, "set a task for the agency", "", "with agency", ""),
    ]
    assert {e.stream for e in events} == {engagement.ref}


def test_a_task_is_dropped_with_a_reason_and_not_without() -> None:
    engagement = make.engagement()
    lead = make.member(engagement, "assessment_lead")
    it = set_for(Party.TEAM, engagement, lead)
    with pytest.raises(Incomplete, match="the reason"):
        actions.drop(it, reason="  ", by=lead, at=AT)
    assert actions.drop(it, reason="The policy is public.", by=lead, at=AT).outcome == "The policy is public."


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({"what": "  "}, ["what is to be done"]),
        ({"what": "x", "due_on": TODAY - timedelta(days=1)}, ["a day from 2026-11-03 on; 2026-11-02 has gone"]),
    ],
)
def test_a_task_without_words_or_with_a_day_gone_is_not_set(said: dict[str, object], missing: list[str]) -> None:
    engagement = make.engagement()
    with pytest.raises(Incomplete) as refused:
        actions.set_for_team(engagement, **said, by=make.member(engagement, "assessment_lead"), at=AT)
    assert (list(refused.value.missing), Task.objects.filter(kind="").count()) == (missing, 0)


def test_a_task_about_a_request_has_no_place_for_a_team() -> None:
    request, officer = make.request(make.agency()), make.person("programme_officer")
    with pytest.raises(Denied, match="no place for the assessment team"):
        actions.set_for_team(request, what="Look", by=officer, at=AT)
    it = actions.set_for_office(request, what="Look", by=officer, at=AT)
    assert (it.scope, it.also, it.about) == ("office", "", request.ref)


def test_what_is_overdue_is_open_and_its_day_has_gone() -> None:
    engagement = make.engagement()
    lead = make.member(engagement, "assessment_lead")
    soon, late, none = (
        set_for(Party.TEAM, engagement, lead, due_on=day) for day in (TODAY + timedelta(days=2), TODAY, None)
    )
    tomorrow = TODAY + timedelta(days=1)
    assert list(Task.objects.filter(is_overdue(tomorrow))) == [late]
    actions.do(late, by=lead, at=AT)
    assert list(Task.objects.filter(is_overdue(tomorrow))) == []
    assert [it.ref for it in about(engagement.ref).filter(kind="")] == [soon.ref, none.ref, late.ref]
    assert set(Task.objects.filter(with_side(Party.TEAM))) == {soon, none}
    assert (task(soon.ref), task("TSK-2026-9999")) == (soon, None)


def test_what_a_verb_sets_twice_is_one_task_and_the_verb_that_does_it_ends_it() -> None:
    request, officer = make.request(make.agency()), make.person("programme_officer")
    given = {"about": request.ref, "scope": "office", "party": Party.OFFICE, "due_on": None, "by": officer, "at": AT}
    with writing():
        first = setting.add(what="Call the agency", kind="first_contact", **given)
        again = setting.add(what="Call the agency", kind="first_contact", **given)
        assert first == again
        setting.finish("first_contact", about=request.ref, by=officer, at=AT, outcome="They answered.")
    first.refresh_from_db()
    assert (first.state, first.outcome, first.ended_by) == ("done", "They answered.", officer.actor_key)


def set_by_verb(kind: str, of: Engagement, by: Person) -> Task:
    given = {"about": of.ref, "scope": "office", "party": Party.OFFICE, "due_on": None, "by": by, "at": AT}
    with writing():
        return setting.add(what="Look", kind=kind, **given)


def test_a_task_that_a_verb_ends_is_ended_by_nobodys_hand_and_any_other_by_hand() -> None:
    engagement, officer = make.engagement(), make.person("programme_officer")
    set_ones = {
        begins: set_by_verb(f"{begins}x" if begins[-1] in ":_-" else begins, engagement, officer) for begins in ENDED_BY
    }
    by_hand = {
        verb: {begins for begins, one in set_ones.items() if rules.may(officer, verb, one)}
        for verb in (Permission.TASK_DO, Permission.TASK_DROP)
    }
    hands = {"reply", "conflict:", "open_place:", "CHK-"}
    assert by_hand == {Permission.TASK_DO: hands, Permission.TASK_DROP: hands}
    why = f"on the page of {engagement.ref}: record a check-in."
    with pytest.raises(Denied, match=why):
        actions.do(set_ones["check_in"], outcome="We met.", by=officer, at=AT)
    with pytest.raises(Denied, match=why):
        actions.drop(set_ones["check_in"], reason="Not needed.", by=officer, at=AT)
    assert set_ones["check_in"].next_words == f"What happens next: record a check-in, on the page of {engagement.ref}."


def test_how_a_task_ends_that_a_verb_sets_is_said_before_there_is_one() -> None:
    engagement, officer = make.engagement(), make.person("programme_officer")
    with pytest.raises(HouseError, match="“something_new” ends is not said"):
        set_by_verb("something_new", engagement, officer)


@pytest.mark.owed("B18")
def test_agency_and_team_hold_a_task_together_until_each_has_done_its_part() -> None:
    engagement = make.engagement()
    lead, liaison = make.member(engagement, "assessment_lead"), make.member(engagement, "liaison")
    it = actions.set_together(engagement, what="Hold the town hall", due_on=TODAY, by=liaison, at=AT)
    assert (it.held_by, [it in tasks_to_do(who) for who in (lead, liaison)]) == (Party.BOTH, [True, True])
    half = actions.do_agency_part(it, outcome="The hall is booked.", by=liaison, at=AT)
    assert (half.held_by, half.part) == (Party.TEAM, "The hall is booked.")
    assert [half in tasks_to_do(who) for who in (lead, liaison)] == [True, False]
    done = actions.do(half, outcome="It was held, 40 people came.", by=lead, at=AT)
    assert (done.state, done.outcome) == ("done", "It was held, 40 people came.")


@pytest.mark.owed("B18")
def test_the_team_may_do_its_part_of_a_task_of_both_first() -> None:
    engagement = make.engagement()
    lead, chief = make.member(engagement, "assessment_lead"), make.member(engagement, "chief_executive")
    it = actions.set_together(engagement, what="Hold the town hall", by=lead, at=AT)
    half = actions.do_team_part(it, outcome="Two facilitators come.", by=lead, at=AT)
    assert (half.held_by, actions.do(half, outcome="Held.", by=chief, at=AT).state) == (Party.AGENCY, "done")


def test_each_part_of_a_task_of_both_is_done_by_its_own_side_and_by_no_other() -> None:
    engagement = make.engagement()
    people = make.everybody(engagement)

    def both(by: Person) -> Task:
        return actions.set_together(engagement, what="Hold the town hall", by=by, at=AT)

    assert make.able(people, both) == HANDLE_TASKS
    it = both(people["liaison"])
    sees = {role for role, who in people.items() if it in tasks_seen_by(who)}
    part = "Our part."
    assert {
        "agency": make.able(people, lambda by: actions.do_agency_part(both(by), outcome=part, by=by, at=AT)),
        "team": make.able(people, lambda by: actions.do_team_part(both(by), outcome=part, by=by, at=AT)),
        "done at once": make.able(people, lambda by: actions.do(both(by), outcome=part, by=by, at=AT)),
        "dropped": make.able(people, lambda by: actions.drop(both(by), reason="No hall.", by=by, at=AT)),
        "sees": sees,
    } == {
        "agency": SIDES[Party.AGENCY],
        "team": SIDES[Party.TEAM],
        "done at once": set(),
        "dropped": SIDES[Party.TEAM],
        "sees": {
            *("programme_officer", "approving_official", "publisher", "auditor"),
            *("chief_executive", "liaison", "government_signatory"),
            *("assessment_lead", "assessor", "analyst", "reviewer", "stakeholder_adviser"),
        },
    }


def test_a_part_is_done_in_words_for_the_other_side_and_only_where_there_are_two_sides() -> None:
    engagement, officer = make.engagement(), make.person("programme_officer")
    lead = make.member(engagement, "assessment_lead")
    it = actions.set_together(engagement, what="Hold the town hall", by=lead, at=AT)
    with pytest.raises(Incomplete, match="what your side did"):
        actions.do_team_part(it, outcome=" ", by=lead, at=AT)
    with pytest.raises(Denied, match="no agency and team"):
        actions.set_together(make.request(make.agency("Elsewhere")), what="Look", by=officer, at=AT)
