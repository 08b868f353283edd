"""Each page of a thing with a lifecycle says, in plain words, what happens next and who acts."""

import html
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import models
from django.template.loader import render_to_string
from django.test import Client

from concord.core.lifecycle import Lifecycle, Move, Staged
from concord.core.permissions import Party, Permission
from concord.core.roles import BY_KEY
from concord.engagements.models import Engagement
from concord.findings.models import Finding, Recommendation
from concord.intake.models import AssistanceRequest
from concord.reforms.models import Measure, Packet, Reform
from concord.workplans.models import WorkPlan
from tests.factories import engagements as make
from tests.house.models import staged
from tests.house.test_lifecycles import BACK, GO, Light, light
from tests.house.test_matrix import place

P = Permission


def words(model: type[Staged], state: str) -> str:
    return model.lifecycle.next_words(state, model.onward)


def leads_out(lifecycle: Lifecycle, state: str) -> bool:
    return any(m.source == state and m.target != state for m in lifecycle.moves)


def bare(model: type[models.Model], **known: Any) -> Any:
    """A thing that stands nowhere, below as bare a thing of each kind that it cannot be without."""
    needed = (field for field in model._meta.fields if field.is_relation and not field.null)
    thing = model(**known, **{field.name: bare(field.related_model) for field in needed})
    if isinstance(thing, Recommendation):
        thing.last_answer = None  # type: ignore[attr-defined]  # nobody has answered, as pages fetch it
    return thing


def box(thing: Any) -> str:
    return html.unescape(
        render_to_string("components/standing.html", {"thing": thing, "chrome": {"now": thing.state_since}})
    )


def test_whose_move_it_is_decides_how_it_is_said() -> None:
    assert words(Packet, "submitted") == (
        "What happens next: pass the packet to a second reviewer, accept the packet or return the packet, by the "
        "assessment team."
    )
    assert words(WorkPlan, "proposed") == (
        "What happens next: concur with the work plan or return the work plan, by the agency."
    )
    assert words(Measure, "approved") == (
        "Nothing has to happen next. What follows: completion packets are judged by it, by the assessment team. Still "
        "possible: agree to the compliance measure, by the agency; withdraw the compliance measure, by the programme "
        "office."
    )
    assert words(Packet, "withdrawn") == "Nothing more happens to the packet."


def test_what_follows_on_another_thing_is_said_too() -> None:
    assert words(Engagement, "open") == (
        "What happens next: the work on its plan, focus areas, findings and reforms, by the agency and the assessment "
        "team."
    )
    assert words(WorkPlan, "returned") == "What happens next: draft a new version, by the assessment team."
    assert words(AssistanceRequest, "accepted") == (
        "Nothing has to happen next. What follows: its engagement is opened and carried on, by the programme office. "
        "Still possible: withdraw before the engagement is opened, by the agency; record a withdrawal before the "
        "engagement is opened, by the programme office."
    )
    assert words(Reform, "complete") == (
        "Nothing has to happen next. What follows: on the day of its re-check it is looked at again, by the assessment "
        "team. Still possible: report progress, by the agency; reopen the reform, by the assessment team."
    )


def test_what_follows_on_a_finding_and_a_recommendation_is_said_too() -> None:
    assert words(Finding, "validated") == (
        "What happens next: issue the finding or return the finding to its author, by the assessment team; check its "
        "facts, by the agency."
    )
    assert words(Recommendation, "validated") == (
        "What happens next: issue the recommendation or return the recommendation to its author, by the assessment "
        "team; check its facts, by the agency."
    )
    assert words(Finding, "issued") == (
        "Nothing more happens to the finding. What follows: its recommendations are followed, by the agency and the "
        "assessment team."
    )
    assert words(Recommendation, "issued") == (
        "Nothing more happens to the recommendation. What follows: it is answered, by the agency; unless that does not "
        "concur it is taken up, by the assessment team."
    )


def test_two_sides_that_hold_a_thing_together_are_each_told_their_part() -> None:
    lifecycle = light(
        GO._replace(owner=Party.AGENCY), Move(Light.RED, P.REQUEST_DECLINE, Light.AMBER, Party.TEAM), red=Party.BOTH
    )
    assert lifecycle.next_words("red", ()) == (
        "What happens next: accept the request, by the agency; decline the request, by the assessment team."
    )


def test_what_leads_onward_comes_first_and_what_is_pressed_elsewhere_or_leads_nowhere_is_left_out() -> None:
    stay = Move(Light.RED, P.REQUEST_REPLY, Light.RED, Party.OFFICE)
    back = BACK._replace(source=Light.RED)
    along = Move(Light.RED, P.REQUEST_WITHDRAW, Light.AMBER, Party.OFFICE, along=True)
    lifecycle = light(stay, along, back, GO, red=Party.OFFICE)
    assert lifecycle.next_words("red", {GO.verb}) == "What happens next: accept the request, by the programme office."


def test_every_state_says_what_happens_next_and_a_last_one_that_nothing_more_does() -> None:
    wrong = []
    for model in staged():
        lifecycle = model.lifecycle
        for state, holder in lifecycle.holders.items():
            begins = "What happens next: "
            if holder == Party.NOBODY:
                last = f"Nothing more happens to the {lifecycle.name}."
                begins = "Nothing has to happen next. " if leads_out(lifecycle, state) else last
            said = words(model, state)
            by = Party.AGENCY if holder == Party.BOTH else holder
            if not said.startswith(begins) or (holder != Party.NOBODY and by not in said):
                wrong.append((lifecycle.name, str(state), said))
    assert wrong == []


def test_the_box_at_the_head_of_a_page_says_it_in_every_state() -> None:
    at = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    kinds = ((model, str(state)) for model in staged() for state in model.lifecycle.states)
    things = [bare(model, ref="X-1", state=state, state_since=at) for model, state in kinds]
    assert [(type(one).__name__, one.state) for one in things if one.next_words not in box(one)] == []


@pytest.mark.django_db
def test_the_page_of_every_thing_with_a_lifecycle_says_it() -> None:
    here = place("Alder Falls")
    readers = [
        make.browser(make.person(role, here.scopes[BY_KEY[role].level]))
        for role in ("auditor", "assessment_lead", "programme_officer", "chief_executive", "assessor")
    ]
    silent, met = [], set()
    for kind, ref in here.refs.items():
        if kind in ("history", "mails"):
            continue  # about the same thing once more, and no page of its own
        thing, page = opened(readers, f"/app/{kind}/{ref}/")
        if isinstance(thing, Staged):
            met.add(type(thing))
            if thing.next_words not in page:
                silent.append(kind)
    assert (silent, sorted(m.__name__ for m in set(staged()) - met)) == ([], [])


def opened(readers: list[Client], address: str) -> tuple[Any, str]:
    """The thing of an address and its page, as the first of the readers who may sees it."""
    for reader in readers:
        response = reader.get(address)
        if response.status_code == 200 and response.context:
            return response.context.get("thing"), html.unescape(response.content.decode())
    return None, ""
