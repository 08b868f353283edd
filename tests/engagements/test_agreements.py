from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from concord.accounts.models import Person
from concord.core import history
from concord.core.errors import BadInput, Denied, HouseError, Incomplete, NotAllowedNow, Stale
from concord.core.guard import writing
from concord.core.models import AuditRow, OutboxMail
from concord.core.permissions import Permission
from concord.core.roles import SystemActor
from concord.core.tasks.models import Task
from concord.engagements import actions, jobs, queries, rules
from concord.engagements.models import Agreement, Signature
from concord.engagements.states import AGREEMENT
from tests.factories import engagements as make
from tests.factories import moves
from tests.factories import programme as editions
from tests.factories import together as both
from tests.factories.engagements import AT
from tests.factories.together import BOTH, DAY, IN_A_MONTH

pytestmark = pytest.mark.django_db

P = Permission
JOB = SystemActor("remind-signatories")
DUE = dict.fromkeys(BOTH, IN_A_MONTH)
VERBS: dict[Permission, Callable[..., Any]] = {
    P.AGREEMENT_SEND: lambda thing, **k: actions.send_agreement(thing, due_on=DUE, **k),
    P.AGREEMENT_SIGN: lambda thing, **k: actions.sign_agreement(thing, **both.signature(thing, k["by"]), **k),
    P.AGREEMENT_RECORD: both.paper,
    P.AGREEMENT_LAPSE: lambda thing, **k: actions.lapse_agreement(thing, reason="It did not come.", **k),
    P.AGREEMENT_REINSTATE: lambda thing, **k: actions.reinstate_agreement(thing, due_on=DUE, reason="It came.", **k),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", AGREEMENT.states)
def test_who_may_do_what_in_each_state(state: str, verb: Permission) -> None:
    by = both.sides()
    agreement = both.sent(by, roles=BOTH)
    with writing():
        Agreement.objects.filter(pk=agreement.pk).update(state=state, lapsed_because="It did not come.")
    agreement.refresh_from_db()
    people = make.everybody(by.engagement) | {"chief_executive": by.chief, "government_signatory": by.mayor}
    able = moves.tried(people, lambda who: VERBS[verb](agreement, by=who, at=AT))
    assert able == moves.expected(AGREEMENT, state, verb)


@pytest.mark.owed("A59")
def test_an_agreement_is_in_force_once_everybody_has_signed_exactly_this_text() -> None:
    by = both.sides()
    agreement = both.signed(both.sent(by), by.chief)
    assert agreement.state == "sent"
    agreement = both.signed(agreement, by.mayor, name="M. Mayor", capacity="Mayor of Alder Falls")
    assert agreement.state == "in_force"
    line = agreement.signatures.get(role="government_signatory")
    assert (line.how, line.name, line.capacity, line.intent, line.content_hash, line.signed_on, line.recorded_at) == (
        "typed", "M. Mayor", "Mayor of Alder Falls", both.INTENT, agreement.content_hash, DAY, AT,
    )  # fmt: skip
    assert line.recorded_by == by.mayor.actor_key


def test_each_verb_writes_one_row_and_the_one_before_the_last_says_on_whom_it_waits() -> None:
    by = both.sides()
    agreement = both.in_force(by)
    told = [history.event(row) for row in history.of(agreement.ref).order_by("pk")]
    assert [(event.did, event.reason) for event in told] == [
        ("drafted the agreement", ""),
        ("sent the agreement to its signatories", ""),
        ("signed the agreement", "It still waits for: government signatory."),
        ("signed the agreement", ""),
    ]
    assert AuditRow.objects.filter(what=agreement.ref).values_list("stream", flat=True).distinct().get() == (
        by.engagement.request.ref
    )


def test_who_drafted_never_signs() -> None:
    by = both.sides()
    with writing():
        by.officer.memberships.create(
            role="chief_executive", scope=by.engagement.scopes[1], since=AT, person=by.officer
        )
    drafter = Person.objects.get(pk=by.officer.pk)
    agreement = both.sent(by)
    with pytest.raises(Denied, match="You drafted this agreement"):
        both.signed(agreement, drafter)


def test_nobody_signs_two_lines_or_twice() -> None:
    by = both.sides()
    with writing():
        by.chief.memberships.create(
            role="government_signatory", scope=by.engagement.scopes[1], since=AT, person=by.chief
        )
    chief = Person.objects.get(pk=by.chief.pk)
    agreement = both.signed(both.sent(by), chief)
    with pytest.raises(Denied, match="You have signed"):
        both.signed(agreement, chief)
    assert Signature.objects.filter(recorded_at=None).count() == 1


def test_a_signatory_of_another_agency_has_no_line_here() -> None:
    by, other = both.sides(), both.sides("Elsewhere")
    with pytest.raises(Denied):
        both.signed(both.sent(by), other.chief)


@pytest.mark.parametrize("blank", ["intent", "name", "capacity"])
def test_a_signature_needs_intent_name_and_capacity(blank: str) -> None:
    by = both.sides()
    with pytest.raises(Incomplete, match=blank):
        both.signed(both.sent(by), by.chief, **{blank: " "})


def test_another_text_than_was_shown_is_not_signed() -> None:
    by = both.sides()
    with pytest.raises(Stale, match="not the one that you were shown"):
        both.signed(both.sent(by), by.chief, expected_hash="0" * 64)


def test_a_text_that_was_changed_behind_the_house_is_not_signed() -> None:
    by = both.sides()
    agreement = both.sent(by)
    with writing():
        Agreement.objects.filter(pk=agreement.pk).update(text="Something else.")
    with pytest.raises(Stale):
        both.signed(agreement, by.chief)


def test_what_an_agreement_says_is_written_once() -> None:
    agreement = both.drafted(both.sides())
    agreement.text = "Something else."
    with pytest.raises(HouseError, match="written once"), writing():
        agreement.save()


def test_a_signature_on_paper_is_recorded_with_its_copy() -> None:
    by = both.sides()
    agreement = both.paper(both.signed(both.sent(by), by.chief), by.officer)
    line = agreement.signatures.get(role="government_signatory")
    assert (agreement.state, line.how, line.file_name, line.recorded_by) == (
        "in_force", "paper", "signed.pdf", by.officer.actor_key,
    )  # fmt: skip
    with pytest.raises(NotAllowedNow):
        both.paper(agreement, by.officer)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"role": "liaison"}, "No line for “liaison”"),
        ({"signed_on": DAY + timedelta(days=1)}, "signed on 2026-11-04; expected a day from 2026-11-03 to 2026-11-03"),
        ({"signed_on": DAY - timedelta(days=1)}, "signed on 2026-11-02; expected a day from 2026-11-03 to 2026-11-03"),
    ],
)
def test_a_paper_that_does_not_fit_is_refused(changed: dict[str, Any], says: str) -> None:
    by = both.sides()
    agreement = both.sent(by)
    known = {"role": "chief_executive", "name": "C", "capacity": "Chief", "file_name": "a.pdf", "chunks": [b"a"]}
    with pytest.raises(BadInput, match=says):
        actions.record_signature(agreement, by=by.officer, at=AT, **({"signed_on": DAY} | known | changed))


def test_a_paper_of_the_day_of_the_draft_fits_a_text_that_was_sent_and_reinstated_later() -> None:
    by = both.sides()
    agreement = both.drafted(by)
    month = timedelta(days=30)
    agreement = actions.send_agreement(agreement, due_on=dict.fromkeys(BOTH, DAY + month), by=by.officer, at=AT + month)
    agreement = actions.lapse_agreement(agreement, reason="Nobody answered.", by=by.officer, at=AT + month)
    days = dict.fromkeys(BOTH, DAY + 3 * month)
    again = {"due_on": days, "reason": "The council met.", "by": by.officer, "at": AT + 2 * month}
    agreement = actions.reinstate_agreement(agreement, **again)
    told = {"role": "chief_executive", "name": "C", "capacity": "Chief", "file_name": "a.pdf", "chunks": [b"a"]}
    actions.record_signature(agreement, signed_on=DAY, by=by.officer, at=AT + 2 * month, **told)
    assert agreement.signatures.get(role="chief_executive").signed_on == DAY


def test_a_newer_agreement_supersedes_the_one_in_force_and_a_newer_draft_an_older() -> None:
    by = both.sides()
    first = both.in_force(by)
    second = both.drafted(by)
    third = both.drafted(by, text="The third.")
    second.refresh_from_db()
    assert (second.state, third.version) == ("superseded", 3)
    third = actions.send_agreement(third, due_on=DUE, by=by.officer, at=AT)
    both.signed(both.signed(third, by.chief), by.mayor)
    first.refresh_from_db()
    assert first.state == "superseded"
    assert rules.agreement_stands(by.engagement)


def test_a_draft_that_is_sent_twice_is_one_version() -> None:
    by = both.sides()
    first = both.drafted(by)
    assert (both.drafted(by), first.version, Agreement.objects.count()) == (first, 1, 1)
    assert both.drafted(by, roles=BOTH[:1]).version == 2


def test_no_other_is_drafted_while_one_is_with_its_signatories() -> None:
    by = both.sides()
    agreement = both.sent(by)
    with pytest.raises(Denied, match=f"{agreement.ref} is with its signatories"):
        both.drafted(by)


@pytest.mark.parametrize(("roles", "says"), [((), "who signs"), (("liaison",), "no such signatory")])
def test_an_agreement_has_known_signatories(roles: tuple[str, ...], says: str) -> None:
    with pytest.raises((Incomplete, BadInput), match=says):
        both.drafted(both.sides(), roles=roles)


def test_each_signatory_has_a_day_to_come() -> None:
    by = both.sides()
    agreement = both.drafted(by)
    with pytest.raises(Incomplete, match="Government signatory: a day by which to sign"):
        actions.send_agreement(agreement, due_on={"chief_executive": DAY}, by=by.officer, at=AT)
    with pytest.raises(Incomplete, match="Chief executive: a day by which to sign"):
        actions.send_agreement(agreement, due_on=DUE | {"chief_executive": date(2020, 1, 1)}, by=by.officer, at=AT)


def test_lapsing_and_reinstating_need_a_reason() -> None:
    by = both.sides()
    agreement = both.sent(by)
    with pytest.raises(Incomplete, match="lapses with a reason"):
        actions.lapse_agreement(agreement, reason=" ", by=by.officer, at=AT)
    agreement = actions.lapse_agreement(agreement, reason="It did not come.", by=by.officer, at=AT)
    with pytest.raises(Incomplete, match="reinstated with a reason"):
        actions.reinstate_agreement(agreement, due_on=DUE, reason=" ", by=by.officer, at=AT)


def test_the_tier_says_whether_and_when_an_agreement_must_stand() -> None:
    by = both.sides()
    assert rules.agreement_stands(by.engagement).reason == (
        "The tier “Organizational Assessment” asks for an agreement in force before the chief executive concurs with a "
        "work plan. None has been drafted."
    )
    both.in_force(by)
    assert rules.agreement_stands(by.engagement)
    assert rules.agreement_stands(both.sides("Elsewhere", tier="topic_assistance").engagement)


def test_a_tier_that_asks_for_it_is_not_opened_before_the_agreement_stands() -> None:
    request, officer = make.request(make.agency()), make.person("programme_officer")
    tiers = [{**tier, "agreement": "before_opening"} for tier in request.edition.document["tier"]]
    editions.written_over(request.edition, tier=tiers)
    opening = {"slug": "a", "title": "A", "focus_areas": make.AREAS, "by": officer, "at": AT}
    with pytest.raises(Denied, match=r"before the engagement is opened\. None has been drafted"):
        actions.open_from(request, **opening)
    chief = make.person("chief_executive", f"agency:{request.agency.ref}")
    agreement = actions.draft_agreement(
        request, heading="MOU", text="Text.", roles=("chief_executive",), by=officer, at=AT
    )
    agreement = actions.send_agreement(agreement, due_on={"chief_executive": DAY}, by=officer, at=AT)
    both.signed(agreement, chief)
    engagement = actions.open_from(request, **opening)
    assert queries.agreement(agreement.ref).engagement == engagement


def test_reminders_go_out_before_the_day_after_it_and_then_once_a_week() -> None:
    by = both.sides()
    agreement = both.sent(by, due_on=DAY + timedelta(days=10))
    both.signed(agreement, by.chief)
    reminded = []
    for n in range(30):
        at = AT + timedelta(days=n)
        for found, roles in queries.agreements_to_remind(at.date()):
            actions.remind_signatories(found, roles=roles, by=JOB, at=at)
            reminded.append(n)
    assert reminded == [3, 11, 18, 25]
    mails = OutboxMail.objects.filter(subject__startswith="An agreement still waits")
    assert set(mails.values_list("to", flat=True)) == {by.mayor.email}
    assert mails.count() == 4
    task = Task.objects.get(about=agreement.ref)
    assert (task.kind, task.state, task.due_on) == (
        "signature_government_signatory", "with_office", DAY + timedelta(days=11),
    )  # fmt: skip
    both.signed(agreement, by.mayor, at=AT + timedelta(days=31))
    task.refresh_from_db()
    assert task.state == "done"


def test_reminding_twice_a_day_is_reminding_once() -> None:
    by = both.sides()
    agreement = both.sent(by)
    for _ in range(3):
        assert actions.remind_signatories(agreement, by=by.officer, at=AT).ref == agreement.ref
    assert AuditRow.objects.filter(what=agreement.ref, verb="agreement.remind").count() == 1
    assert OutboxMail.objects.filter(subject__startswith="An agreement still waits").count() == 2


def test_the_job_reminds_whom_it_should_and_is_quiet_the_second_time() -> None:
    by = both.sides()
    both.sent(by, due_on=date(2026, 1, 2), at=datetime(2026, 1, 1, tzinfo=UTC))
    jobs.remind_signatories()
    jobs.remind_signatories()
    assert AuditRow.objects.filter(verb="agreement.remind").count() == 1


def letters_to(who: Person) -> list[str]:
    """The first words of what somebody was mailed about agreements."""
    mails = OutboxMail.objects.filter(to=who.email, subject__startswith="An agreement").order_by("pk")
    return [mail.subject.partition(":")[0] for mail in mails]


def test_a_signatory_who_joins_after_the_agreement_was_sent_gets_the_letter_at_once_and_not_again_the_next_day() -> (
    None
):
    by = both.sides()
    with writing():
        by.mayor.memberships.update(until=AT, ended_by="person:0")
    both.sent(by)
    who = {"email": "new.mayor@example.org", "name": "New Mayor", "role": "government_signatory"}
    later = AT + timedelta(days=1)
    joined = actions.add_member(by.engagement, **who, by=by.officer, at=later)
    assert letters_to(joined.person) == ["An agreement waits for your signature"]
    assert queries.agreements_to_remind(later.date() + timedelta(days=1)) == []
    assert letters_to(by.chief) == ["An agreement waits for your signature"]


def test_a_signatory_who_was_given_the_role_elsewhere_is_written_to_by_the_daily_job_once_and_nobody_else_is() -> None:
    by = both.sides()
    with writing():
        by.mayor.memberships.update(until=AT, ended_by="person:0")
    agreement = both.sent(by)
    new = make.member(by.engagement, "government_signatory", name="New Mayor")
    with writing():
        new.memberships.update(since=AT + timedelta(hours=3))
    morning = AT + timedelta(days=1)
    (found,) = queries.agreements_to_remind(morning.date())
    assert found == (agreement, ["government_signatory"])
    actions.remind_signatories(agreement, roles=found[1], by=JOB, at=morning)
    assert letters_to(new) == ["An agreement still waits for your signature"]
    assert letters_to(by.chief) == ["An agreement waits for your signature"]
    assert queries.agreements_to_remind(morning.date() + timedelta(days=1)) == []


def test_nothing_is_reminded_of_once_the_engagement_is_over() -> None:
    by = both.sides()
    agreement = both.sent(by, due_on=DAY)
    actions.end(by.engagement, ended_by="programme", reason="Funding ended.", by=by.official, at=AT)
    assert queries.agreements_to_remind(DAY) == []
    with pytest.raises(Denied, match="Ended by the programme"):
        both.signed(agreement, by.chief)


@pytest.mark.parametrize(
    "changes",
    [
        {"recorded_at": AT},
        {"recorded_at": AT, "recorded_by": "person:1", "how": "typed"},
        {"how": "typed", "name": "A"},
        {"file_name": "a.pdf"},
        {"role": "liaison"},
    ],
)
def test_the_database_refuses_half_a_signature(changes: dict[str, Any]) -> None:
    agreement = both.sent(both.sides())
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        agreement.signatures.filter(role="chief_executive").update(**changes)


LATE = "The city's signature has not come, after three days that were agreed on."
MARCH = [datetime(2017, 3, 3, hour, tzinfo=UTC) for hour in range(24)]


def memphis() -> tuple[Agreement, dict[int, tuple[str, str, str]]]:
    """One day as in Memphis in 2017: the agreement lapsed in the morning, since the government's signature was missing
    after several days had passed, and was reinstated in the afternoon. Gives what stood after each hour."""
    by = both.sides("Cedar Point")
    agreement = both.sent(by, due_on=date(2017, 1, 31), at=datetime(2016, 12, 19, 15, tzinfo=UTC))
    agreement = both.signed(agreement, by.chief, at=datetime(2016, 12, 21, 10, tzinfo=UTC))
    today = {"government_signatory": MARCH[0].date()}
    steps: dict[int, Callable[[datetime], Any]] = {
        8: lambda _at: None,
        9: lambda at: actions.lapse_agreement(agreement, reason=LATE, by=by.officer, at=at),
        10: lambda at: actions.suspend(by.engagement, reason="There is no agreement.", by=by.officer, at=at),
        14: lambda at: actions.reinstate_agreement(
            agreement, due_on=today, reason="The city signs today.", by=by.officer, at=at
        ),
        16: lambda at: both.paper(agreement, by.officer, at=at),
        17: lambda at: actions.resume(by.engagement, reason="It is in force.", by=by.officer, at=at),
    }
    stood = {}
    for hour, do in steps.items():
        do(MARCH[hour])
        agreement.refresh_from_db()
        by.engagement.refresh_from_db()
        said = rules.agreement_stands(by.engagement).reason.partition(" plan. ")[2]
        stood[hour] = (agreement.state, by.engagement.state, said)
    return agreement, stood


@pytest.mark.owed("A59")
def test_an_agreement_dropped_and_reinstated_on_one_day_is_right_at_each_hour() -> None:
    agreement, stood = memphis()
    waits = f"{agreement.ref} waits for: government signatory."
    lapsed = f"{agreement.ref} has lapsed: {LATE}"
    assert stood == {
        8: ("sent", "open", waits),
        9: ("lapsed", "open", lapsed),
        10: ("lapsed", "suspended", lapsed),
        14: ("sent", "suspended", waits),
        16: ("in_force", "suspended", ""),
        17: ("in_force", "open", ""),
    }
    told = [history.event(row) for row in history.of(agreement.ref).order_by("pk")]
    assert [(e.at.strftime("%d %B, %H:%M"), e.did, e.old, e.new, e.reason) for e in told] == [
        ("19 December, 15:00", "drafted the agreement", "", "draft", ""),
        ("19 December, 15:00", "sent the agreement to its signatories", "draft", "sent", ""),
        ("21 December, 10:00", "signed the agreement", "", "chief executive",
         "It still waits for: government signatory."),
        ("03 March, 09:00", "let the agreement lapse", "sent", "lapsed", LATE),
        ("03 March, 14:00", "reinstated the agreement", "lapsed", "sent", "The city signs today."),
        ("03 March, 16:00", "recorded a signature on paper", "sent", "in force", ""),
    ]  # fmt: skip


def test_nobody_signs_what_has_lapsed() -> None:
    by = both.sides()
    agreement = actions.lapse_agreement(both.sent(by), reason=LATE, by=by.officer, at=AT)
    with pytest.raises(NotAllowedNow, match="Lapsed"):
        both.signed(agreement, by.mayor)
