"""The agency checks the facts before anything is issued: in a window, by numbered comments, with an answer to each."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from concord.accounts.models import Person
from concord.core import clock
from concord.core.days import working_days_after, working_days_between
from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow
from concord.core.guard import writing
from concord.core.history import of
from concord.core.permissions import Permission
from concord.core.roles import SystemActor
from concord.core.telling.models import Notice
from concord.engagements import actions as engagements
from concord.findings import actions, jobs, queries
from concord.findings.checks import fact_checked as checks
from concord.findings.models import FactCheck, Finding
from concord.findings.states import FACT_CHECK
from tests.factories import engagements as people_of
from tests.factories import findings as make
from tests.factories import moves
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

P = Permission
CONCORD = SystemActor("tests")
QUOTE = "Officers show up"
BY_CONCORD = (P.FACT_CHECK_TAKE_BACK, P.FACT_CHECK_RUN_OUT)


def commented(on: make.Ground, check: FactCheck, quote: str = QUOTE, text: str = "Only by day.") -> FactCheck:
    ref = check.texts.order_by("pk").first().statement.ref  # type: ignore[union-attr]
    return actions.comment_on_fact(check, of=ref, quote=quote, text=text, by=on.liaison, at=AT)


def answered(on: make.Ground, check: FactCheck, verdict: str = "kept") -> FactCheck:
    back = actions.send_back(check, by=on.liaison, at=AT)
    back = actions.answer_comment(back, number=1, verdict=verdict, answer="By night too.", by=on.assessor, at=AT)
    return actions.close_fact_check(back, by=on.lead, at=AT)


def check_in(on: make.Ground, state: str) -> FactCheck:
    check = make.asked(on, make.validated(on))
    if state == "with_team":
        return actions.send_back(commented(on, check), by=on.liaison, at=AT)
    return actions.run_out(check, by=CONCORD, at=after(check)) if state == "closed" else check


def after(check: FactCheck) -> datetime:
    return AT + timedelta(days=(check.due_on - AT.date()).days + 1)


def doing(check: FactCheck, verb: Permission) -> Callable[[Person], object]:
    ref = check.texts.get().statement.ref
    does: dict[Permission, Callable[[Person], object]] = {
        P.FACT_CHECK_COMMENT: lambda who: actions.comment_on_fact(
            check, of=ref, quote=QUOTE, text=f"By {who.actor_key}.", by=who, at=AT
        ),
        P.FACT_CHECK_SEND_BACK: lambda who: actions.send_back(check, by=who, at=AT),
        P.FACT_CHECK_EXTEND: lambda who: actions.extend_window(check, days=5, reason="Holidays.", by=who, at=AT),
        P.FACT_CHECK_ANSWER: lambda who: actions.answer_comment(
            check, number=1, verdict="kept", answer="It is so.", by=who, at=AT
        ),
        P.FACT_CHECK_CLOSE: lambda who: actions.close_fact_check(check, by=who, at=AT),
        P.FACT_CHECK_TAKE_BACK: lambda who: actions.take_back(check, by=who, at=after(check)),
        P.FACT_CHECK_RUN_OUT: lambda who: actions.run_out(check, by=who, at=after(check)),
    }
    return does[verb]


@pytest.mark.parametrize("state", FACT_CHECK.states)
def test_each_role_can_do_what_the_table_says(state: str) -> None:
    on = make.ground()
    ref = check_in(on, state).ref
    people, strangers = people_of.everybody(on.engagement), people_of.everybody(people_of.engagement("Elsewhere"))
    for verb in moves.verbs(FACT_CHECK):
        with moves.undone():
            do = doing(ready_for(on, FactCheck.objects.get(ref=ref), verb), verb)
            expected = set() if verb in BY_CONCORD else moves.expected(FACT_CHECK, state, verb)
            assert (verb, moves.tried(strangers, do)) == (verb, set())
            assert (verb, moves.tried(people, do)) == (verb, expected)


def ready_for(on: make.Ground, check: FactCheck, verb: Permission) -> FactCheck:
    """Do with a check what a verb needs to be done before."""
    state = check.state
    if verb == P.FACT_CHECK_TAKE_BACK and state == "with_agency":
        return commented(on, check)
    if verb == P.FACT_CHECK_CLOSE and state == "with_team":
        return actions.answer_comment(check, number=1, verdict="kept", answer="So.", by=on.assessor, at=AT)
    return check


def test_the_lead_alone_asks_for_a_fact_check() -> None:
    on = make.ground()
    ref = make.validated(on).ref
    people = people_of.everybody(on.engagement)
    ask: Callable[[Person], object] = lambda who: actions.open_fact_check(  # noqa: E731 - a verb tried by everybody
        on.engagement, statements=[ref], by=who, at=AT
    )
    assert moves.tried(people, ask) == {"assessment_lead"}


def test_the_window_is_counted_in_working_days_and_extended_once_with_a_reason() -> None:
    assert working_days_after(date(2026, 11, 20), 1) == date(2026, 11, 23)  # a Friday
    assert working_days_after(date(2026, 11, 21), 20) == date(2026, 12, 18)  # a Saturday
    on = make.ground()
    check = make.asked(on, make.validated(on))
    assert check.due_on == working_days_after(AT.date(), 20)
    with pytest.raises(Incomplete, match="the reason"):
        actions.extend_window(check, days=5, reason=" ", by=on.lead, at=AT)
    with pytest.raises(BadInput, match="Between 1 and 20 working days"):
        actions.extend_window(check, days=21, reason="Long.", by=on.lead, at=AT)
    longer = actions.extend_window(check, days=5, reason="Holidays.", by=on.lead, at=AT)
    assert longer.due_on == working_days_after(AT.date(), 25)
    with pytest.raises(NotAllowedNow, match="was extended before"):
        actions.extend_window(longer, days=5, reason="Again.", by=on.lead, at=AT)


@pytest.mark.owed("P8")
def test_nothing_is_issued_before_the_agency_has_checked_its_facts() -> None:
    on = make.ground()
    finding = make.validated(on)
    with pytest.raises(Incomplete, match="has not been asked to check the facts"):
        actions.issue(finding, by=on.lead, at=AT)
    check = make.asked(on, finding)
    with pytest.raises(Incomplete, match=f"{check.ref} is “With the agency”"):
        actions.issue(finding, by=on.lead, at=AT)
    actions.close_fact_check(actions.send_back(check, by=on.liaison, at=AT), by=on.lead, at=AT)
    assert actions.issue(finding, by=on.lead, at=AT).is_issued


@pytest.mark.owed("A26")
def test_silence_is_recorded_by_the_job_and_does_not_stop_the_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    on = make.ground()
    finding = make.validated(on)
    check = make.asked(on, finding)
    with pytest.raises(NotAllowedNow, match=f"The agency has {check.ref} until {check.due_on.isoformat()}"):
        actions.run_out(check, by=CONCORD, at=AT)
    monkeypatch.setattr(clock, "now", lambda: after(check) - timedelta(days=1))
    jobs.end_fact_checks()
    check.refresh_from_db()
    assert check.state == "with_agency"  # on the last day itself
    monkeypatch.setattr(clock, "now", lambda: after(check))
    jobs.end_fact_checks()
    jobs.end_fact_checks()
    check.refresh_from_db()
    assert (check.state, check.get_outcome_display()) == ("closed", "No response received")
    assert of(check.ref).filter(verb=P.FACT_CHECK_RUN_OUT.value).count() == 1
    assert actions.issue(finding, by=on.lead, at=after(check)).is_issued


def test_comments_that_were_not_sent_back_are_taken_up_when_the_window_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    on = make.ground()
    check = commented(on, make.asked(on, make.validated(on)))
    monkeypatch.setattr(clock, "now", lambda: after(check))
    jobs.end_fact_checks()
    check.refresh_from_db()
    assert (check.state, check.outcome) == ("with_team", "taken_up")


def test_a_comment_has_a_number_and_quotes_the_text_as_it_was_given() -> None:
    on = make.ground()
    finding = make.validated(on, narrative="Officers show up,\nand residents notice.", strengths="Trust.")
    check = make.asked(on, finding)
    for quote, text in (("show up, and residents", "By day."), ("Trust.", "Whose?")):
        actions.comment_on_fact(check, of=finding.ref, quote=quote, text=text, by=on.liaison, at=AT)
    again = actions.comment_on_fact(check, of=finding.ref, quote="Trust.", text="Whose?", by=on.chief, at=AT)
    assert [(one.number, one.place, one.quote) for one in queries.comments_in(again)] == [
        (1, "narrative", "show up, and residents"),
        (2, "strengths", "Trust."),
    ]
    with pytest.raises(BadInput, match="does not say “Nobody shows up”"):
        actions.comment_on_fact(check, of=finding.ref, quote="Nobody shows up", text="So.", by=on.liaison, at=AT)
    with pytest.raises(BadInput, match="FND-0 is not in this fact check"):
        actions.comment_on_fact(check, of="FND-0", quote="Trust.", text="So.", by=on.liaison, at=AT)


def test_a_fact_check_is_closed_once_every_comment_is_answered_and_an_answer_is_given_once() -> None:
    on = make.ground()
    check = actions.send_back(commented(on, make.asked(on, make.validated(on))), by=on.liaison, at=AT)
    with pytest.raises(Incomplete, match="Comment 1 has no answer yet"):
        actions.close_fact_check(check, by=on.lead, at=AT)
    words = {"number": 1, "verdict": "kept", "answer": "By night too."}
    check = actions.answer_comment(check, **words, by=on.assessor, at=AT)
    rows = people_of.rows_of(on.engagement.ref)
    actions.answer_comment(check, **words, by=on.assessor, at=AT)
    assert people_of.rows_of(on.engagement.ref) == rows
    with pytest.raises(BadInput, match="Comment 1 was answered already"):
        actions.answer_comment(check, **words | {"answer": "Otherwise."}, by=on.assessor, at=AT)
    assert actions.close_fact_check(check, by=on.lead, at=AT).state == "closed"


def reworded(on: make.Ground, finding: Finding, narrative: str, **more: str) -> Finding:
    back = actions.return_(Finding.objects.get(pk=finding.pk), reason="A comment.", by=on.reviewer, at=AT)
    words = back.words | {"narrative": narrative} | more
    draft = actions.reword_finding(back, **words, expected_hash=back.words_hash, by=on.assessor, at=AT)
    return actions.validate(actions.submit(draft, by=on.assessor, at=AT), by=on.reviewer, at=AT)


@pytest.mark.owed("P8")
def test_what_was_accepted_is_reworded_before_the_issue_and_the_log_shows_how() -> None:
    on = make.ground()
    finding = make.validated(on)
    check = answered(on, commented(on, make.asked(on, finding)), "accepted")
    with pytest.raises(Incomplete, match=f"Comment 1 of {check.ref} was accepted, and the text is as it was"):
        actions.issue(finding, by=on.lead, at=AT)
    finding = reworded(on, finding, "Officers show up by day, and residents notice.")
    (change,) = queries.change_log(check)
    assert (change.statement, [one.number for one in change.because]) == (finding, [1])
    assert len(change.differences) == 1
    assert actions.issue(finding, by=on.lead, at=AT).is_issued


@pytest.mark.owed("P8")
def test_what_is_reworded_elsewhere_is_no_answer_to_an_accepted_comment() -> None:
    on = make.ground()
    finding = make.validated(on, narrative=f"{QUOTE}.\n\nThe plan is old.")
    check = answered(on, commented(on, make.asked(on, finding)), "accepted")
    finding = reworded(on, finding, f"{QUOTE}.\n\nThe plan is of 2019.")
    (change,) = queries.change_log(check)
    assert ([each.number for each in change.waiting], change.because, change.differences) == ([1], (), ())
    assert len(change.otherwise) == 1
    page = people_of.browser(on.lead).get(check.get_absolute_url()).content.decode()
    assert ["By comment 1" in page, "this answers no comment" in page] == [False, True]
    with pytest.raises(Incomplete, match=f"Comment 1 of {check.ref} was accepted, and the text is as it was"):
        actions.issue(finding, by=on.lead, at=AT)
    finding = reworded(on, finding, "Officers are there by day.\n\nThe plan is of 2019.", heading="Another heading")
    (change,) = queries.change_log(check)
    assert ([each.number for each in change.because], change.waiting) == ([1], ())
    assert [len(change.differences), len(change.otherwise)] == [1, 1]
    with pytest.raises(Incomplete, match=r"says otherwise than what the agency checked in .* \(Heading\)"):
        actions.issue(finding, by=on.lead, at=AT)


@pytest.mark.owed("P8")
def test_what_was_accepted_in_any_check_is_not_put_back_unless_the_agency_has_it_again() -> None:
    on = make.ground()
    first, other = f"{QUOTE}.\n\nThe plan is old.", "Officers are there by day."
    finding = make.validated(on, narrative=first)
    check = answered(on, commented(on, make.asked(on, finding)), "accepted")
    left = f"Comment 1 of {check.ref} was accepted, and the text is as it was"
    finding = reworded(on, finding, f"{other}\n\nThe plan is old.")
    make.checked(on, finding)
    for text in (first, f"{QUOTE}."):
        finding = reworded(on, finding, text)
        with pytest.raises(Incomplete, match=left):
            actions.issue(finding, by=on.lead, at=AT)
    finding = reworded(on, finding, f"{QUOTE}. The plan is old.")  # the same in one paragraph
    with pytest.raises(Incomplete, match=r"says otherwise than what the agency checked in .* \(What was found\)"):
        actions.issue(finding, by=on.lead, at=AT)
    make.checked(on, reworded(on, finding, first))
    assert actions.issue(Finding.objects.get(pk=finding.pk), by=on.lead, at=AT).is_issued


def test_what_was_accepted_is_not_answered_by_another_check_of_the_same_words() -> None:
    on = make.ground()
    finding = make.validated(on)
    check = answered(on, commented(on, make.asked(on, finding)), "accepted")
    make.checked(on, finding)
    with pytest.raises(Incomplete, match=f"Comment 1 of {check.ref} was accepted, and the text is as it was"):
        actions.issue(finding, by=on.lead, at=AT)


def test_the_agency_is_told_where_what_is_issued_leaves_out_what_it_checked() -> None:
    on = make.ground()
    kept, cut = make.validated(on), make.validated(on, narrative=f"{QUOTE}.\n\nThe plan is old.")
    check = make.asked(on, kept, cut)
    actions.close_fact_check(actions.send_back(check, by=on.liaison, at=AT), by=on.lead, at=AT)
    cut = reworded(on, cut, f"{QUOTE}.")
    for finding in (kept, cut):
        actions.issue(finding, by=on.lead, at=AT)
    said = f"{cut.ref} is issued in other words than you checked: {check.title}"
    told = Notice.objects.filter(text__contains="in other words").order_by("to")
    assert [(each.to, each.text, each.href) for each in told] == [
        (who, said, check.get_absolute_url()) for who in sorted((on.chief.actor_key, on.liaison.actor_key))
    ]


def test_words_that_the_agency_never_saw_ask_for_another_check() -> None:
    on = make.ground()
    finding = make.validated(on)
    answered(on, commented(on, make.asked(on, finding)))
    finding = reworded(on, finding, "Nobody shows up.")
    with pytest.raises(Incomplete, match="says otherwise than what the agency checked"):
        actions.issue(finding, by=on.lead, at=AT)
    make.checked(on, finding)
    assert actions.issue(finding, by=on.lead, at=AT).is_issued


def test_what_the_agency_has_read_paragraph_by_paragraph_asks_for_no_other_check() -> None:
    on = make.ground()
    first = f"{QUOTE}.\n\nThe plan is of 2019."
    finding = make.validated(on, narrative=first, strengths="They know the streets.")
    answered(on, commented(on, make.asked(on, finding)))
    finding = reworded(on, finding, "The plan is of 2019.\n\n\n" + QUOTE + ".", strengths="")
    assert checks.agency_has_checked_the_facts(finding) == []
    finding = reworded(on, finding, f"{QUOTE}. The plan is of 2019.")  # one paragraph of two, word by word
    assert checks.agency_has_checked_the_facts(finding) == []
    finding = reworded(on, finding, f"{QUOTE}.\n\nThe plan is of 2020.")
    (problem,) = checks.agency_has_checked_the_facts(finding)
    assert "(What was found), and no comment was accepted on that" in problem.text
    make.checked(on, finding)
    finding = reworded(on, finding, first)  # as an earlier check had it
    assert checks.agency_has_checked_the_facts(finding) == []


def test_a_batch_is_of_validated_statements_and_asked_for_once() -> None:
    on = make.ground()
    finding, draft = make.validated(on), make.draft_finding(on)
    with pytest.raises(Incomplete, match="There is nothing to check"):
        make.asked(on)
    with pytest.raises(BadInput, match=f"{draft.ref}: expected validated"):
        make.asked(on, draft)
    check = make.asked(on, finding)
    assert make.asked(on, finding) == check
    other = make.validated(on)
    with pytest.raises(BadInput, match=f"{finding.ref}: the agency is checking it already"):
        make.asked(on, finding, other)
    assert FactCheck.objects.count() == 1


def test_the_database_keeps_what_was_given_said_and_answered() -> None:
    on = make.ground()
    check = answered(on, commented(on, make.asked(on, make.validated(on))))
    for rows, change in (
        (check.texts.all(), {"words": {}}),
        (check.comments.all(), {"text": "Otherwise."}),
        (check.comments.all(), {"answer": "Otherwise."}),
    ):
        with pytest.raises(DatabaseError, match="stays as it was given"), writing(), transaction.atomic():
            rows.update(**change)


def test_the_agency_is_told_and_so_is_the_lead() -> None:
    on = make.ground()
    check = make.asked(on, make.validated(on))
    told = Notice.objects.filter(about=check.ref)
    assert set(told.values_list("to", flat=True)) == {on.chief.actor_key, on.liaison.actor_key}
    actions.send_back(check, by=on.liaison, at=AT)
    assert told.filter(to=on.lead.actor_key).count() == 1


def test_nothing_goes_on_while_the_engagement_is_suspended() -> None:
    on = make.ground()
    check = make.asked(on, make.validated(on))
    people_of.put(on.engagement, "suspended")
    check = FactCheck.objects.get(pk=check.pk)
    with pytest.raises(Denied, match="The engagement is “Suspended”"):
        actions.send_back(check, by=on.liaison, at=AT)


def test_days_on_which_the_engagement_is_suspended_are_no_days_of_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    on = make.ground()
    check = make.asked(on, make.validated(on))
    stopped, resumed = AT + timedelta(days=7), after(check) + timedelta(days=3)
    stood = engagements.suspend(on.engagement, reason="No agreement.", by=on.officer, at=stopped)
    client = people_of.browser(on.liaison)
    page = client.get(check.get_absolute_url()).content.decode()
    assert page.count("The engagement is suspended: days until it is resumed do not count.") == 1
    engagements.resume(stood, reason="It was signed.", by=on.officer, at=resumed)
    monkeypatch.setattr(clock, "now", lambda: resumed + timedelta(days=1))
    jobs.end_fact_checks()
    check = FactCheck.objects.get()
    lost = working_days_between(stopped.date(), resumed.date())
    assert (check.state, check.has_until) == ("with_agency", working_days_after(check.due_on, lost))
    (listed,) = queries.fact_checks_open_for(on.liaison)
    assert listed.has_until == check.has_until
    page = client.get(check.get_absolute_url()).content.decode()
    assert page.count("Days on which the engagement was suspended do not count.") == 1
    end = resumed + (check.has_until - resumed.date())
    for moment, state in ((end, "with_agency"), (end + timedelta(days=1), "closed")):
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        jobs.end_fact_checks()
        assert FactCheck.objects.get().state == state


def test_pages_take_a_fact_check_from_asking_to_its_close() -> None:
    on = make.ground()
    finding = make.validated(on)
    lead, liaison = people_of.browser(on.lead), people_of.browser(on.liaison)
    asking = reverse("fact_check.open_fact_check", args=[on.engagement.ref])
    assert lead.post(asking, {"statements": [finding.ref]}).status_code == 302
    check = FactCheck.objects.get()
    saying = reverse("fact_check.comment_on_fact", args=[check.ref])
    wrong = liaison.post(saying, {"of": finding.ref, "quote": "No such words", "text": "Wrong."})
    assert (wrong.status_code, "The text does not say so" in wrong.content.decode()) == (422, True)
    assert liaison.post(saying, {"of": finding.ref, "quote": QUOTE, "text": "Only by day."}).status_code == 302
    assert liaison.post(reverse("fact_check.send_back", args=[check.ref])).status_code == 302
    answer = {"number": "1", "verdict": "kept", "answer": "By night too."}
    assert lead.post(reverse("fact_check.answer_comment", args=[check.ref]), answer).status_code == 302
    assert lead.post(reverse("fact_check.close_fact_check", args=[check.ref])).status_code == 302
    page = liaison.get(check.get_absolute_url()).content.decode()
    texts = ("Only by day.", "By night too.", finding.narrative, "Sent back by the agency", finding.get_absolute_url())
    assert [text in page for text in texts] == [True, True, True, True, False]
    listed = liaison.get(reverse("engagement-fact-checks", args=[on.engagement.ref])).content.decode()
    assert check.ref in listed
