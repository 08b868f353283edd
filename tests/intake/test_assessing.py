"""Eligibility and readiness: one answer a criterion, each with its source; waivers; rounds."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from concord.agencies import actions as agencies
from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow, Stale
from concord.core.guard import writing
from concord.core.models import AuditRow
from concord.core.tasks.models import Task
from concord.intake import actions, queries
from concord.intake.models import AssistanceRequest
from tests.factories import engagements as make
from tests.factories import intake as asking
from tests.factories.engagements import AT, CONCORD

pytestmark = pytest.mark.django_db

NOT_YET = ("not_yet", "A county force patrols.")


def answered(request: AssistanceRequest, by: asking.Desk, key: str, standing: str, basis: str) -> AssistanceRequest:
    return actions.answer(request, criterion=key, standing=standing, basis=basis, by=by.officer, at=AT)


def waived(request: AssistanceRequest, by: Any, key: str = "patrol_function", **changed: str) -> AssistanceRequest:
    words = {"code": "shared_authority", "reason": "Both forces asked together."} | changed
    return actions.waive(request, criterion=key, **words, by=by, at=AT)


@pytest.mark.owed("A51", "A52")
@pytest.mark.parametrize(
    ("state", "kind", "conclude", "key"),
    [
        ("defined", "eligibility", actions.find_eligible, "patrol_function"),
        ("eligible", "readiness", actions.find_ready, "data_available"),
    ],
)
@pytest.mark.parametrize("answer", [None, ("not_yet", "Not seen."), ("unknown", "Nobody knows.")])
def test_an_assessment_is_concluded_when_each_criterion_is_met(
    state: str, kind: str, conclude: Callable[..., Any], key: str, answer: tuple[str, str] | None
) -> None:
    by = asking.desk()
    request = asking.answered(asking.request(by, state), kind, by, **{key: answer})
    rows = make.rows_of(request.ref)
    question = next(c.question for c in queries.criteria(request, kind) if c.key == key)
    with pytest.raises(Incomplete) as refused:
        conclude(request, by=by.officer, at=AT)
    assert refused.value.missing == (question,)
    request.refresh_from_db()
    assert (request.state, make.rows_of(request.ref)) == (state, rows)
    answered(request, by, key, "met", "Seen on file.")
    assert conclude(request, by=by.officer, at=AT).state != state


def test_every_answer_is_kept_with_its_source_and_whose_it_is() -> None:
    by = asking.desk()
    request = asking.request(by, "ready")
    rows = [row for assessment in queries.assessments(request) for row in assessment.rows]
    assert [row.criterion for row in rows] == [
        *queries.criteria(request, "eligibility"),
        *queries.criteria(request, "readiness"),
    ]
    assert {(a.standing, a.basis, a.decided_by, a.decided_at) for a in (row.answer for row in rows) if a} == {
        ("met", "Seen on file.", by.officer.actor_key, AT)
    }


def test_an_answer_can_be_changed_until_the_assessment_is_concluded_and_the_older_one_is_kept() -> None:
    by = asking.desk()
    request = asking.request(by, "defined")
    answered(request, by, "patrol_function", "unknown", "They will tell us.")
    answered(request, by, "patrol_function", *NOT_YET)
    row = queries.row(request, "patrol_function")
    assert row.answer is not None
    assert (row.answer.standing, [(a.standing, a.replaced_at) for a in row.before]) == ("not_yet", [("unknown", AT)])
    told = AuditRow.objects.latest("pk").body
    assert '"old":"patrol_function: unknown"' in told
    assert '"new":"patrol_function: not_yet"' in told
    assert "county" not in told
    request = asking.request(asking.desk(), "eligible", of=make.agency("Elsewhere Police Department"))
    with pytest.raises(NotAllowedNow, match="Eligibility was concluded: the request is “Eligible”"):
        answered(request, by, "patrol_function", "unknown", "Told otherwise.")


def test_the_same_answer_twice_is_one() -> None:
    by = asking.desk()
    request = asking.request(by, "defined")
    for _ in range(2):
        answered(request, by, "patrol_function", *NOT_YET)
    assert request.answers.count() == 1


@pytest.mark.parametrize(
    ("key", "standing", "basis", "error", "words"),
    [
        ("charm", "met", "Seen.", BadInput, "has no criterion “charm”"),
        ("patrol_function", "splendid", "Seen.", BadInput, "“splendid” is no standing; expected one of: met"),
        ("patrol_function", "met", " ", Incomplete, "how do you know"),
    ],
)
def test_an_answer_without_source_or_sense_is_not_taken(
    key: str, standing: str, basis: str, error: type[Exception], words: str
) -> None:
    by = asking.desk()
    request = asking.request(by, "defined")
    with pytest.raises(error, match=words):
        answered(request, by, key, standing, basis)
    assert request.answers.count() == 0


def test_an_agency_of_another_kind_cannot_be_found_eligible() -> None:
    federal = agencies.add(
        name="Harbour Guard", state="OH", kind="federal", source="Invented for tests.", by=CONCORD, at=AT
    )
    by = asking.desk()
    request = asking.answered(asking.request(by, "defined", of=federal), "eligibility", by)
    with pytest.raises(Incomplete, match="cannot be found eligible"):
        actions.find_eligible(request, by=by.officer, at=AT)


def test_concluding_twice_is_refused() -> None:
    by = asking.desk()
    seen = asking.answered(asking.request(by, "defined"), "eligibility", by)
    actions.find_eligible(seen, by=by.officer, at=AT)
    with pytest.raises(Stale, match="has moved to “Eligible”"):
        actions.find_eligible(seen, by=by.officer, at=AT)
    seen.refresh_from_db()
    with pytest.raises(NotAllowedNow):
        actions.find_eligible(seen, by=by.officer, at=AT)


def test_readiness_says_what_would_make_the_agency_ready() -> None:
    by = asking.desk()
    request = asking.request(by, "eligible")
    asking.answered(request, "readiness", by, capacity=("not_yet", "Nobody is named."), community=None)
    _, readiness = queries.assessments(request)
    lacking = {c.key: c.evidence for c in queries.criteria(request, "readiness")}
    assert [row.criterion.evidence for row in readiness.wanting] == [lacking["capacity"], lacking["community"]]


# Waivers


@pytest.mark.owed("A43", "A48")
def test_an_approving_official_lets_a_criterion_pass_with_code_and_reason() -> None:
    by = asking.desk()
    request = asking.answered(asking.request(by, "defined"), "eligibility", by, patrol_function=NOT_YET)
    waived(request, by.official)
    answer = queries.row(request, "patrol_function").answer
    assert answer is not None
    assert (answer.standing, answer.waived_by, answer.waived_code, answer.waived_because, answer.waived_at) == (
        "not_yet",
        by.official.actor_key,
        "shared_authority",
        "Both forces asked together.",
        AT,
    )
    assert '"reason":"Both forces asked together."' in AuditRow.objects.latest("pk").body
    assert actions.find_eligible(request, by=by.officer, at=AT).state == "eligible"


def test_who_answered_never_waives() -> None:
    by = asking.desk()
    both = make.person("programme_officer")
    with writing():
        both.memberships.create(role="approving_official", scope="office", since=AT)
    request = asking.request(by, "defined")
    answered(request, asking.Desk(both, both), "patrol_function", *NOT_YET)
    with pytest.raises(Denied, match="You answered this criterion"):
        waived(request, both)
    answer = request.answers.get()
    with pytest.raises(IntegrityError, match="who_answered_never_waives"), transaction.atomic(), writing():
        request.answers.update(
            waived_at=AT, waived_by=answer.decided_by, waived_code="will_be_met", waived_because="I say so."
        )
    assert waived(request, by.official).answers.get().waived_by == by.official.actor_key


def test_a_waiver_goes_with_its_answer() -> None:
    by = asking.desk()
    request = asking.answered(asking.request(by, "defined"), "eligibility", by, patrol_function=NOT_YET)
    waived(request, by.official)
    answered(request, by, "patrol_function", "not_yet", "The county withdrew.")
    with pytest.raises(Incomplete, match="carry out patrol"):
        actions.find_eligible(request, by=by.officer, at=AT)


@pytest.mark.parametrize("given", [None, ("met", "Seen on file.")])
def test_what_is_not_answered_or_met_cannot_be_waived(given: tuple[str, str] | None) -> None:
    by = asking.desk()
    request = asking.answered(asking.request(by, "defined"), "eligibility", by, patrol_function=given)
    with pytest.raises(NotAllowedNow, match="answered, is not met and is not required"):
        waived(request, by.official)


def test_what_is_required_cannot_be_waived() -> None:
    by = asking.desk()
    request = asking.request(by, "defined")
    answered(request, by, "chief_authority", "not_yet", "No letter came.")
    with pytest.raises(NotAllowedNow, match="not required can be waived"):
        waived(request, by.official, "chief_authority")


def test_a_waiver_needs_a_code_of_the_edition_and_a_reason() -> None:
    by = asking.desk()
    request = asking.answered(asking.request(by, "defined"), "eligibility", by, patrol_function=NOT_YET)
    with pytest.raises(BadInput, match="no reason “because” for a waiver"):
        waived(request, by.official, code="because")
    with pytest.raises(Incomplete, match="reason"):
        waived(request, by.official, reason=" ")
    assert waived(request, by.official).answers.exclude(waived_at=None).count() == 1


# Pending matters


@pytest.mark.owed("A47", "A48")
def test_a_pending_matter_is_routed_to_an_approving_official_and_never_refused_by_itself() -> None:
    by = asking.desk()
    request = asking.request(by, "defined", matters=asking.MATTER)
    task = Task.objects.get(about=request.ref, kind="pending_matters")
    assert (task.state, task.due_on) == ("with_office", AT.date() + timedelta(days=60))
    with pytest.raises(BadInput, match="an approving official may waive it"):
        answered(request, by, "pending_matters", "met", "Looked at.")
    asking.answered(request, "eligibility", by, pending_matters=("not_yet", "A suit about hiring."))
    with pytest.raises(Incomplete, match="pending investigation"):
        actions.find_eligible(request, by=by.officer, at=AT)
    waived(request, by.official, "pending_matters", code="matter_apart", reason="The suit does not touch the subject.")
    task.refresh_from_db()
    assert (task.state, task.ended_by) == ("done", by.official.actor_key)
    assert actions.find_eligible(request, by=by.officer, at=AT).state == "eligible"


# Again after a deferral


def test_a_deferred_request_is_contacted_and_assessed_anew_and_keeps_what_was_found() -> None:
    by = asking.desk()
    request = asking.request(by, "defined")
    asking.answered(request, "eligibility", by, patrol_function=NOT_YET)
    request = asking.deferred(request, by.official)
    assert queries.round_of(request) == 1
    later = AT + timedelta(days=30)
    request = actions.take_up(request, by=by.officer, at=later)
    assert (request.state, queries.round_of(request)) == ("acknowledged", 2)
    open_tasks = Task.objects.filter(about=request.ref, state="with_office")
    assert [(task.kind, task.due_on) for task in open_tasks.order_by("pk")] == [
        ("first_contact", later.date() + timedelta(days=5)),
        ("decision", later.date() + timedelta(days=60)),
    ]
    row = queries.row(request, "patrol_function")
    assert (row.answer, [a.round for a in row.before]) == (None, [1])
    answered(request, by, "patrol_function", "met", "They patrol themselves now.")
    assert request.answers.get(criterion="patrol_function", round=2).standing == "met"


def test_a_request_deferred_before_it_was_linked_is_linked_first_and_then_taken_up() -> None:
    by = asking.desk()
    request = asking.deferred(asking.submitted(), by.official)
    rows = make.rows_of(request.ref)
    with pytest.raises(Incomplete) as refused:
        actions.take_up(request, by=by.officer, at=AT)
    assert refused.value.missing == ("the agency's entry in the directory",)
    request.refresh_from_db()
    assert (request.state, make.rows_of(request.ref)) == ("deferred", rows)
    page = make.browser(by.officer).get(request.get_absolute_url()).content.decode()
    assert f'<a href="{request.get_absolute_url()}relink/">Link it to an agency</a>' in page
    linked = actions.relink(request, agency=make.agency(), reason="It was found.", by=by.officer, at=AT)
    assert actions.take_up(linked, by=by.officer, at=AT).state == "acknowledged"
