"""Who may do what with a request, in each state; and who never may."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from concord.accounts.models import Membership, Person
from concord.agencies.models import Agency
from concord.core.errors import Denied
from concord.core.guard import writing
from concord.core.permissions import Actor, Permission
from concord.core.roles import AskedToAuthorize, Level, Visitor
from concord.intake import actions, queries
from concord.intake.models import AssistanceRequest, ComponentCheck
from concord.intake.states import RequestState
from tests.factories import engagements as make
from tests.factories import intake as asking
from tests.factories import partners
from tests.factories.engagements import AT, CONCORD

pytestmark = pytest.mark.django_db

P = Permission
Do = Callable[[AssistanceRequest, Actor], Any]


def _answer(request: AssistanceRequest, by: Actor) -> None:
    kind = "readiness" if request.state == "eligible" else "eligibility"
    criterion = queries.criteria(request, kind)[0].key
    actions.answer(request, criterion=criterion, standing="met", basis="Seen again.", by=by, at=AT)


def _waive(request: AssistanceRequest, by: Actor) -> None:
    words = {"code": "shared_authority", "reason": "A county force patrols with them."}
    actions.waive(request, criterion="patrol_function", **words, by=by, at=AT)


def _part(request: AssistanceRequest, by: Actor) -> None:
    contact = request.contacts.latest("pk")
    actions.record_part(request, part="define", text="As was agreed.", contact=contact, by=by, at=AT)


def _ask(request: AssistanceRequest, by: Actor) -> None:
    actions.ask_component(request, component="grants", on=AT.date(), by=by, at=AT)


def _note(request: AssistanceRequest, by: Actor) -> None:
    answer = {"component": "civil_rights", "clear": True, "note": ""}
    actions.note_component(request, **answer, on=AT.date(), by=by, at=AT)


def _link_member(request: AssistanceRequest, by: Actor) -> None:
    with writing():
        beside, _ = request.members.get_or_create(name="Beech Hill Police", state="OH")
        beside.agency = None
        beside.save()
    entry = Agency.objects.filter(name="Beech Hill").first() or make.agency("Beech Hill")
    actions.link_member(request, member=str(beside.pk), agency=entry, reason="It is this one.", by=by, at=AT)


def _matter(request: AssistanceRequest, by: Actor) -> None:
    said = {"detail": f"Told to {by.actor_key}.", "reason": "A call."}
    actions.note_matter(request, kind="federal", **said, by=by, at=AT)


def _correct(request: AssistanceRequest, by: Actor) -> None:
    said = {"name": "Rory Example", "email": request.contact_email, "phone": by.actor_key, "reason": "A call."}
    actions.correct_contact(request, **said, by=by, at=AT)


VERBS: dict[Permission, Do] = {
    P.REQUEST_CONTACT: lambda request, by: actions.log_contact(
        request, on=AT.date(), how="call", who="Robin", note=f"Called by {by.actor_key}.", by=by, at=AT
    ),
    P.REQUEST_ACKNOWLEDGE: lambda request, by: actions.acknowledge(request, by=by, at=AT),
    P.REQUEST_RELINK: lambda request, by: actions.relink(
        request, agency=request.agency, reason="Two towns have this name.", by=by, at=AT
    ),
    P.REQUEST_LINK_MEMBER: _link_member,
    P.REQUEST_NOTE_MATTER: _matter,
    P.REQUEST_CORRECT_CONTACT: _correct,
    P.REQUEST_LOOK_AGAIN: lambda request, by: actions.look_again(request, reason="It was misread.", by=by, at=AT),
    P.REQUEST_RECORD_PART: _part,
    P.REQUEST_DEFINE: lambda request, by: actions.define(request, by=by, at=AT),
    P.REQUEST_ANSWER: _answer,
    P.REQUEST_WAIVE: _waive,
    P.REQUEST_ASK_COMPONENT: _ask,
    P.REQUEST_NOTE_COMPONENT: _note,
    P.REQUEST_FIND_ELIGIBLE: lambda request, by: actions.find_eligible(request, by=by, at=AT),
    P.REQUEST_FIND_READY: lambda request, by: actions.find_ready(request, by=by, at=AT),
    P.REQUEST_ACCEPT: asking.accepted,
    P.REQUEST_DEFER: asking.deferred,
    P.REQUEST_TAKE_UP: lambda request, by: actions.take_up(request, by=by, at=AT),
    P.REQUEST_REFER: asking.referred,
    P.REQUEST_DECLINE: asking.declined,
    P.REQUEST_WITHDRAW: lambda request, by: actions.withdraw(request, reason="Not now.", by=by, at=AT),
}
WITH_OFFICE = ("submitted", "acknowledged", "defined", "eligible", "ready")
OPEN = ("awaiting_authorization", *WITH_OFFICE, "deferred")
OFFICER, OFFICIAL = {"programme_officer"}, {"approving_official"}
ASKED_TO = {"chief_executive", "requester", "asked_to_authorize"}
ALLOWED = {
    **{(str(state), P.REQUEST_CONTACT): OFFICER for state in RequestState},
    ("submitted", P.REQUEST_ACKNOWLEDGE): OFFICER,
    **{(state, P.REQUEST_RELINK): OFFICER for state in (*WITH_OFFICE, "deferred")},
    **{(state, P.REQUEST_LINK_MEMBER): OFFICER for state in (*WITH_OFFICE, "deferred", "accepted")},
    **{(state, P.REQUEST_NOTE_MATTER): OFFICER for state in (*WITH_OFFICE, "deferred")},
    **{(str(state), P.REQUEST_CORRECT_CONTACT): OFFICER for state in RequestState},
    **{(state, P.REQUEST_LOOK_AGAIN): OFFICER for state in ("eligible", "ready")},
    **{(state, P.REQUEST_RECORD_PART): OFFICER for state in WITH_OFFICE},
    ("acknowledged", P.REQUEST_DEFINE): OFFICER,
    **{(state, P.REQUEST_ANSWER): OFFICER for state in ("acknowledged", "defined", "eligible")},
    **{(state, P.REQUEST_WAIVE): OFFICIAL for state in ("acknowledged", "defined")},
    **{(state, P.REQUEST_ASK_COMPONENT): OFFICER for state in (*WITH_OFFICE, "deferred")},
    **{(state, P.REQUEST_NOTE_COMPONENT): OFFICER for state in (*WITH_OFFICE, "deferred", "accepted")},
    ("defined", P.REQUEST_FIND_ELIGIBLE): OFFICER,
    ("eligible", P.REQUEST_FIND_READY): OFFICER,
    ("ready", P.REQUEST_ACCEPT): OFFICIAL,
    **{(state, P.REQUEST_DEFER): OFFICIAL for state in WITH_OFFICE},
    ("deferred", P.REQUEST_TAKE_UP): OFFICER,
    **{(state, P.REQUEST_REFER): OFFICIAL for state in (*WITH_OFFICE, "deferred")},
    **{(state, P.REQUEST_DECLINE): OFFICER | OFFICIAL for state in OPEN},
    **{(state, P.REQUEST_WITHDRAW): ASKED_TO for state in OPEN},
}


def around(request: AssistanceRequest) -> dict[str, Actor]:
    """One of each role, in place for the request as far as its level allows; a visitor; whoever holds its links."""
    scopes = {Level.OFFICE: "office", Level.AGENCY: request.scopes[-1], Level.ENGAGEMENT: "engagement:ENG-2026-0001"}
    people: dict[str, Actor] = {role.key: make.person(role.key, scopes[role.level]) for role in make.PEOPLES_ROLES}
    links = {"requester": Visitor(request.ref), "asked_to_authorize": Visitor(request.ref, role=AskedToAuthorize)}
    return people | {"public": Visitor(), "concord": CONCORD} | links


def strangers() -> dict[str, Actor]:
    """Whoever speaks for another agency, or holds the link of another request."""
    other = make.agency("Elsewhere Police Department")
    people: dict[str, Actor] = {
        role.key: make.person(role.key, f"agency:{other.ref}")
        for role in make.PEOPLES_ROLES
        if role.level == Level.AGENCY
    }
    return people | {"requester": Visitor("REQ-2026-9999")}


def prepared(verb: Permission, state: str, of: Agency) -> AssistanceRequest:
    """A request with what a verb needs beside the state; whoever assessed it is somebody who is not tried."""
    request, by = asking.submitted(of), asking.desk()
    make.put(request, "defined")
    asking.contacted(request, by)
    if verb == P.REQUEST_DEFINE:
        asking.recorded(request, by)
    if verb == P.REQUEST_FIND_ELIGIBLE:
        asking.answered(request, "eligibility", by)
    if verb == P.REQUEST_FIND_READY:
        asking.answered(request, "readiness", by)
    if verb == P.REQUEST_WAIVE:
        asking.answered(request, "eligibility", by, patrol_function=("not_yet", "A county force patrols."))
    if verb == P.REQUEST_NOTE_COMPONENT:
        actions.ask_component(request, component="civil_rights", on=AT.date(), by=by.officer, at=AT)
    make.put(request, state)
    return request


def undone(request: AssistanceRequest, state: str) -> None:
    """Take back what the one before did, so that the next one finds the same."""
    make.put(request, state)
    with writing():
        request.answers.exclude(waived_at=None).update(
            waived_at=None, waived_by=None, waived_code="", waived_because=""
        )
        open_again = {"answered_on": None, "answered_by": None, "clear": None}
        ComponentCheck.objects.filter(request=request, component="civil_rights").update(**open_again)
        ComponentCheck.objects.filter(request=request, component="grants", answered_on=None).update(
            answered_on=date(2026, 1, 1), answered_by="person:0", clear=True
        )


@pytest.mark.owed("A58")
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", RequestState)
def test_who_may_do_what_in_each_state(state: RequestState, verb: Permission) -> None:
    request = prepared(verb, state, make.agency())

    def do(who: Actor) -> None:
        undone(request, state)
        VERBS[verb](request, who)

    assert make.able(around(request), do) == ALLOWED.get((str(state), verb), set())


@pytest.mark.parametrize("state", OPEN)
def test_nobody_of_another_agency_or_request_does_anything(state: str) -> None:
    people, agency = strangers(), make.agency()
    for verb, act in VERBS.items():
        request = prepared(verb, state, agency)

        def do(who: Actor, act: Do = act, request: AssistanceRequest = request) -> None:
            undone(request, state)
            act(request, who)

        assert make.able(people, do) == set()


@pytest.mark.parametrize("decide", [asking.accepted, asking.deferred, asking.referred, asking.declined])
def test_who_assessed_a_request_never_decides_on_it(decide: Callable[..., AssistanceRequest]) -> None:
    by = asking.desk()
    both = make.person("programme_officer")
    with writing():
        both.memberships.create(role="approving_official", scope="office", since=AT)
    request = asking.request(asking.Desk(both, by.official), "ready")
    with pytest.raises(Denied, match="You assessed this request"):
        decide(request, both)
    assert decide(request, by.official).state in ("accepted", "deferred", "referred", "declined")


@pytest.mark.owed("A47", "A48")
def test_where_a_matter_is_pending_an_approving_official_decides() -> None:
    by = asking.desk()
    request = asking.submitted(make.agency(), matters=asking.MATTER)
    with pytest.raises(Denied, match="an approving official decides"):
        asking.declined(request, by.officer)
    assert asking.declined(request, by.official).state == "declined"


def test_whoever_is_recused_from_an_agency_links_no_request_to_it_and_none_away_from_it() -> None:
    by, theirs, other = asking.desk(), make.agency("Cedar Point"), make.agency("Birch Bay")
    recused = partners.declaration("recused", theirs, name="Rae Recused").person
    with writing():
        Membership.objects.create(person=recused, role="programme_officer", scope="office", since=AT)
    recused = Person.objects.get(pk=recused.pk)
    elsewhere, there = asking.request(by, "acknowledged", of=other), asking.request(by, "acknowledged", of=theirs)
    for request, agency in ((elsewhere, theirs), (there, other)):
        with pytest.raises(Denied, match="You are recused from what concerns this agency"):
            actions.relink(request, agency=agency, reason="Two towns have this name.", by=recused, at=AT)
    unlinked = asking.submitted()
    with pytest.raises(Denied, match="You are recused from what concerns this agency"):
        actions.acknowledge(unlinked, agency=theirs, by=recused, at=AT)
    assert actions.relink(elsewhere, agency=theirs, reason="It is this one.", by=by.officer, at=AT).agency == theirs
    assert actions.acknowledge(unlinked, agency=other, by=recused, at=AT).agency == other
