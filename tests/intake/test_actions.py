import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from concord.agencies import actions as agencies
from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow, Stale, Unavailable
from concord.core.guard import writing
from concord.core.models import AuditRow, OutboxMail
from concord.core.permissions import Actor, Permission
from concord.core.roles import Level, Visitor
from concord.intake import actions, queries
from concord.intake.models import AssistanceRequest, CriterionAnswer
from concord.intake.states import RequestState
from tests.factories import engagements as make
from tests.factories import intake as asking
from tests.factories import programme as editions
from tests.factories.engagements import AT, CONCORD

pytestmark = pytest.mark.django_db

P = Permission


def _answered(kind: str, verb: Callable[..., Any]) -> Callable[..., Any]:
    return lambda request, **who: verb(request, answers=asking.answers(request, kind), **who)


def _reasoned(verb: Callable[..., Any]) -> Callable[..., Any]:
    return lambda request, **who: verb(request, reason="As was agreed.", **who)


VERBS: dict[Permission, Callable[..., Any]] = {
    P.REQUEST_ACKNOWLEDGE: actions.acknowledge,
    P.REQUEST_FIND_ELIGIBLE: _answered("eligibility", actions.find_eligible),
    P.REQUEST_FIND_READY: _answered("readiness", actions.find_ready),
    P.REQUEST_ACCEPT: _reasoned(actions.accept),
    P.REQUEST_DECLINE: _reasoned(actions.decline),
    P.REQUEST_WITHDRAW: _reasoned(actions.withdraw),
}
OPEN = ("submitted", "acknowledged", "eligible", "ready")
OFFICER, OFFICIAL = {"programme_officer"}, {"approving_official"}
ALLOWED = {
    ("submitted", P.REQUEST_ACKNOWLEDGE): OFFICER,
    ("acknowledged", P.REQUEST_FIND_ELIGIBLE): OFFICER,
    ("eligible", P.REQUEST_FIND_READY): OFFICER,
    ("ready", P.REQUEST_ACCEPT): OFFICIAL,
    **{(state, P.REQUEST_DECLINE): OFFICER | OFFICIAL for state in OPEN},
    **{(state, P.REQUEST_WITHDRAW): {"chief_executive", "requester"} for state in OPEN},
}


def around(request: AssistanceRequest) -> dict[str, Actor]:
    """One of each role, in place for the request as far as its level allows; a visitor; whoever holds the link."""
    scopes = {Level.OFFICE: "office", Level.AGENCY: request.scopes[-1], Level.ENGAGEMENT: "engagement:ENG-2026-0001"}
    people: dict[str, Actor] = {role.key: make.person(role.key, scopes[role.level]) for role in make.PEOPLES_ROLES}
    return people | {"public": Visitor(), "requester": Visitor(request.ref), "concord": CONCORD}


def strangers() -> dict[str, Actor]:
    """Whoever speaks for another agency, or holds the link of another request."""
    other = make.agency("Elsewhere Police Department")
    people: dict[str, Actor] = {
        role.key: make.person(role.key, f"agency:{other.ref}")
        for role in make.PEOPLES_ROLES
        if role.level == Level.AGENCY
    }
    return people | {"requester": Visitor("REQ-2026-9999")}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", RequestState)
def test_who_may_do_what_in_each_state(state: RequestState, verb: Permission) -> None:
    request = asking.submitted(make.agency())
    people = around(request)

    def do(who: Actor) -> None:
        make.put(request, state)
        VERBS[verb](request, by=who, at=AT)

    assert make.able(people, do) == ALLOWED.get((str(state), verb), set())


@pytest.mark.parametrize("state", OPEN)
def test_nobody_of_another_agency_or_request_does_anything(state: str) -> None:
    request = asking.submitted(make.agency())
    people = strangers()
    for verb in VERBS.values():

        def do(who: Actor, verb: Callable[..., Any] = verb) -> None:
            make.put(request, state)
            verb(request, by=who, at=AT)

        assert make.able(people, do) == set()


# The public form


def test_the_same_submission_twice_is_one_request_one_row_and_one_mail() -> None:
    key = uuid.uuid4()
    first = asking.submitted(key=key)
    again = asking.submitted(key=key, at=AT + timedelta(minutes=1), need="Typed anew.")
    assert (again.pk, again.need) == (first.pk, first.need)
    assert (AssistanceRequest.objects.count(), make.rows_of(first.ref), OutboxMail.objects.count()) == (1, 1, 1)


def test_two_submissions_are_two_requests_numbered_without_a_gap() -> None:
    assert [asking.submitted().ref for _ in range(2)] == ["REQ-2026-0001", "REQ-2026-0002"]


@pytest.mark.owed("B8")
def test_a_request_keeps_the_edition_under_which_it_was_made() -> None:
    first = editions.published()
    request = asking.submitted()
    editions.published(since=AT.date(), at=AT, phone="555-0199")
    later = asking.submitted()
    assert (request.edition, later.edition.number) == (first, first.number + 1)
    assert queries.request(request.ref).edition.number == first.number


def test_nothing_can_be_asked_for_before_an_edition_is_in_force() -> None:
    with pytest.raises(Unavailable, match="No edition of the programme is in force"):
        actions.submit(agency=None, submission_key=uuid.uuid4(), by=Visitor(), at=AT, **asking.asked())
    assert (AssistanceRequest.objects.count(), AuditRow.objects.count()) == (0, 0)


def test_detail_of_a_pending_matter_needs_its_declaration() -> None:
    with pytest.raises(BadInput, match="none is declared"):
        asking.submitted(pending_detail="A suit about hiring.")
    assert AssistanceRequest.objects.count() == 0
    declared = asking.submitted(pending_matters=True, pending_detail="A suit about hiring.")
    with pytest.raises(IntegrityError, match="pending_detail_only_when_declared"), transaction.atomic(), writing():
        AssistanceRequest.objects.filter(pk=declared.pk).update(pending_matters=False)


def test_the_history_of_a_submission_holds_nothing_that_was_typed() -> None:
    asking.submitted(need="CANARY-NEED", pending_matters=True, pending_detail="CANARY-DETAIL")
    body = AuditRow.objects.latest("pk").body
    for typed in ("CANARY", "Robin", "Chief Example", "example.org", "Alder Falls"):
        assert typed not in body


# Acknowledging


def test_a_request_without_an_agency_is_linked_when_it_is_acknowledged() -> None:
    by, request = asking.desk(), asking.submitted()
    with pytest.raises(Incomplete, match="entry in the directory"):
        actions.acknowledge(request, by=by.officer, at=AT)
    linked = actions.acknowledge(request, agency=make.agency(), by=by.officer, at=AT)
    assert linked.scopes == (f"request:{request.ref}", f"agency:{linked.agency.ref}")


# Eligibility and readiness


@pytest.mark.parametrize(
    ("state", "kind", "verb", "key"),
    [
        ("acknowledged", "eligibility", actions.find_eligible, "patrol_function"),
        ("eligible", "readiness", actions.find_ready, "data_available"),
    ],
)
@pytest.mark.parametrize("answer", [None, ("not_yet", "Seen on file."), ("unknown", "Nobody knows."), ("met", " ")])
def test_a_criterion_that_is_missing_not_met_or_without_basis_is_named(
    state: str, kind: str, verb: Callable[..., Any], key: str, answer: tuple[str, str] | None
) -> None:
    by = asking.desk()
    request = asking.request(by, state)
    given = asking.answers(request, kind)
    given.pop(key) if answer is None else given.update({key: answer})
    before = (make.rows_of(request.ref), CriterionAnswer.objects.count())
    question = next(c.question for c in queries.criteria(request, kind) if c.key == key)
    with pytest.raises(Incomplete) as refused:
        verb(request, answers=given, by=by.officer, at=AT)
    assert refused.value.missing == (question,)
    request.refresh_from_db()
    assert (request.state, make.rows_of(request.ref), CriterionAnswer.objects.count()) == (state, *before)


def test_every_answer_is_kept_with_its_basis_and_whose_it_is() -> None:
    by = asking.desk()
    request = asking.request(by, "ready")
    kept = queries.answers(request)
    wanted = [*queries.criteria(request, "eligibility"), *queries.criteria(request, "readiness")]
    assert [criterion for _, criterion in kept] == wanted
    assert {(a.standing, a.basis, a.decided_by, a.decided_at) for a, _ in kept} == {
        ("met", "Seen on file.", by.officer.actor_key, AT)
    }


def test_an_agency_of_another_kind_cannot_be_found_eligible() -> None:
    federal = agencies.add(
        name="Harbour Guard", state="OH", kind="federal", source="Invented for tests.", by=CONCORD, at=AT
    )
    by = asking.desk()
    request = asking.request(by, "acknowledged", of=federal)
    with pytest.raises(Incomplete, match="cannot be found eligible"):
        actions.find_eligible(request, answers=asking.answers(request, "eligibility"), by=by.officer, at=AT)


def test_assessing_twice_is_refused_and_keeps_the_first_answers() -> None:
    by = asking.desk()
    seen = asking.request(by, "acknowledged")
    actions.find_eligible(seen, answers=asking.answers(seen, "eligibility"), by=by.officer, at=AT)
    with pytest.raises(Stale, match="has moved to “Eligible”"):
        actions.find_eligible(seen, answers=asking.answers(seen, "eligibility"), by=by.officer, at=AT)
    seen.refresh_from_db()
    with pytest.raises(NotAllowedNow):
        actions.find_eligible(seen, answers=asking.answers(seen, "eligibility"), by=by.officer, at=AT)
    assert seen.answers.count() == len(queries.criteria(seen, "eligibility"))


# The decision


def test_who_assessed_a_request_never_accepts_it() -> None:
    by = asking.desk()
    both = make.person("programme_officer")
    with writing():
        both.memberships.create(role="approving_official", scope="office", since=AT)
    request = asking.request(asking.Desk(both, by.official), "ready")
    with pytest.raises(Denied, match="You assessed this request"):
        actions.accept(request, reason="Ready.", by=both, at=AT)
    assert actions.accept(request, reason="Ready.", by=by.official, at=AT).state == "accepted"


@pytest.mark.parametrize("state", ["submitted", "acknowledged", "eligible"])
def test_a_request_that_is_not_both_eligible_and_ready_cannot_be_accepted(state: str) -> None:
    by = asking.desk()
    with pytest.raises(NotAllowedNow):
        actions.accept(asking.request(by, state), reason="Ready.", by=by.official, at=AT)


@pytest.mark.parametrize("verb", [actions.accept, actions.decline, actions.withdraw])
def test_what_becomes_of_a_request_needs_a_reason(verb: Callable[..., Any]) -> None:
    by = asking.desk()
    request = asking.request(by, "ready")
    who = Visitor(request.ref) if verb is actions.withdraw else by.official
    with pytest.raises(Incomplete, match="reason"):
        verb(request, reason=" \n", by=who, at=AT)
    verb(request, reason="As was agreed.", by=who, at=AT)
    assert '"reason":"As was agreed."' in AuditRow.objects.latest("pk").body


# Mails


def test_a_mail_holds_the_link_and_nothing_of_the_matter() -> None:
    by = asking.desk()
    request = asking.request(by, "accepted", need="CANARY-NEED", pending_matters=True, pending_detail="CANARY-DETAIL")
    other = asking.request(by, "acknowledged", of=make.agency("Elsewhere Police Department"))
    actions.decline(other, reason="CANARY-REASON", by=by.official, at=AT)
    mails = list(OutboxMail.objects.order_by("pk"))
    assert [mail.subject for mail in mails] == [
        f"We have your request {request.ref}",
        f"Your request {request.ref} is with us",
        f"Your request {request.ref} was accepted",
        f"We have your request {other.ref}",
        f"Your request {other.ref} is with us",
        f"Your request {other.ref}",
    ]
    for mail, ref in zip(mails, [request.ref] * 3 + [other.ref] * 3, strict=True):
        assert mail.to == "robin@example.org"
        assert queries.link_token(ref) in mail.body
        for matter in ("CANARY", "Alder Falls", "Chief Example", "declin"):
            assert matter not in mail.subject + mail.body
