"""An accepted request is withdrawn as long as no engagement was opened from it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from concord.core.errors import Denied, Incomplete
from concord.core.permissions import Actor, Permission
from concord.core.roles import Level, Requester, Visitor
from concord.core.tasks.models import Task
from concord.engagements import actions, jobs, queries
from concord.intake.models import AssistanceRequest
from concord.intake.states import REQUEST, RequestState
from tests.factories import engagements as make
from tests.factories import together as both
from tests.factories.engagements import AT
from tests.factories.together import DAY

pytestmark = pytest.mark.django_db

P = Permission
Do = Callable[..., AssistanceRequest]
VERBS: dict[Permission, Do] = {
    P.REQUEST_LEAVE: actions.withdraw_accepted,
    P.REQUEST_RECORD_WITHDRAWAL: actions.record_withdrawal,
}
WHO = {P.REQUEST_LEAVE: {"chief_executive"}, P.REQUEST_RECORD_WITHDRAWAL: {"programme_officer"}}


def around(request: AssistanceRequest) -> dict[str, Actor]:
    """One of each role, in place for the request as far as its level allows, and whoever holds its link."""
    scopes = {Level.OFFICE: "office", Level.AGENCY: request.scopes[-1], Level.ENGAGEMENT: "engagement:ENG-2026-0001"}
    people: dict[str, Actor] = {role.key: make.person(role.key, scopes[role.level]) for role in make.PEOPLES_ROLES}
    return people | {Requester.key: Visitor(request.ref)}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", RequestState)
def test_who_may_withdraw_what_was_accepted(state: RequestState, verb: Permission) -> None:
    request = make.request(make.agency())

    def do(who: Actor) -> None:
        make.put(request, state)
        VERBS[verb](request, reason="The council says no.", by=who, at=AT)

    assert make.able(around(request), do) == (WHO[verb] if state == "accepted" else set())


@pytest.mark.parametrize("verb", VERBS)
def test_once_an_engagement_was_opened_the_request_is_not_withdrawn(verb: Permission) -> None:
    by = both.sides()
    who = by.chief if verb == P.REQUEST_LEAVE else by.officer
    with pytest.raises(Denied, match=f"{by.engagement.ref} was opened from this request"):
        VERBS[verb](by.engagement.request, reason="The council says no.", by=who, at=AT)


def test_it_is_withdrawn_with_a_reason() -> None:
    request = make.request(make.agency())
    with pytest.raises(Incomplete, match="withdrawn with a reason"):
        actions.record_withdrawal(request, reason=" ", by=make.person("programme_officer"), at=AT)


@pytest.mark.parametrize("sent", [False, True])
def test_nothing_waits_any_more_when_an_accepted_request_is_withdrawn(*, sent: bool) -> None:
    request, officer = make.request(make.agency()), make.person("programme_officer")
    said = {"heading": "Memorandum of understanding", "text": "A point of contact.", "roles": ["chief_executive"]}
    agreement = actions.draft_agreement(request, **said, by=officer, at=AT)
    if sent:
        agreement = actions.send_agreement(agreement, due_on={"chief_executive": DAY}, by=officer, at=AT)
        actions.remind_signatories(agreement, by=jobs.SystemActor("remind"), at=AT + timedelta(days=1))
    done = actions.record_withdrawal(request, reason="They changed their mind.", by=officer, at=AT)
    agreement.refresh_from_db()
    assert (done.state, agreement.state, str(agreement.held_by)) == ("withdrawn", "superseded", "nobody")
    assert set(Task.objects.values_list("state", "outcome")) == (
        {("dropped", "Ended: the request is “Withdrawn”.")} if sent else set()
    )
    assert list(queries.requests_to_open(officer)) == []
    assert list(queries.agreements_to_remind(DAY + timedelta(days=30))) == []


def test_the_page_of_an_accepted_request_leads_there() -> None:
    request = make.request(make.agency())
    officer, page = make.browser(make.person("programme_officer")), f"{request.get_absolute_url()}record-withdrawal/"
    assert (
        f'<a href="{page}">Record a withdrawal before the engagement is opened</a>'
        in officer.get(request.get_absolute_url()).text
    )
    assert officer.post(page, {"reason": "They wrote."})["Location"] == request.get_absolute_url()
    assert REQUEST.states(AssistanceRequest.objects.get().state).label == "Withdrawn"
