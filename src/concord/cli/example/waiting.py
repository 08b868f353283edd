"""Requests of other invented agencies that wait, each brought by the verbs as far as its file says."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from concord.agencies import actions as agencies
from concord.agencies.directory import FICTIONAL
from concord.cli.example.story import CONCORD, Event, Story
from concord.core.roles import Visitor
from concord.intake import actions as intake
from concord.intake import queries
from concord.intake.content import Asked
from concord.intake.models import Capacity
from concord.intake.states import RequestState

_S = RequestState
_WAY = (_S.SUBMITTED, _S.ACKNOWLEDGED, _S.DEFINED, _S.ELIGIBLE)
_FIRST, _TALK, _ASSESSED = timedelta(days=2), timedelta(days=9), timedelta(days=20)  # after the request came


def events(story: Story) -> Iterator[Event]:
    """Yield the events of each request, up to its stage."""
    for told in story.data["waiting"]:
        key, on, by = told["key"], told["asked_on"], told["office_by"]
        come = _WAY[: _WAY.index(_S(told["stage"])) + 1] if told["stage"] in _WAY else ()
        yield Event(on, 1, _ask(story, told))
        if _S.ACKNOWLEDGED in come:
            yield Event(on + _FIRST, 4, story.step(key, intake.acknowledge, by))
        if _S.DEFINED in come:
            said = {"on": on + _TALK, "how": "call", "who": told["head"], "note": told["note"]}
            yield Event(on + _TALK, 5, story.step(key, intake.log_contact, by, **said))
            yield Event(on + _TALK, 6, _record(story, told))
            yield Event(on + _TALK, 7, story.step(key, intake.define, by))
        if _S.ELIGIBLE in come:
            yield Event(on + _ASSESSED, 7, _assess(story, told))
            yield Event(on + _ASSESSED, 8, story.step(key, intake.find_eligible, by))


def _ask(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        (state,) = FICTIONAL
        name, kind = told["agency"], told["kind"]
        agency = agencies.add(
            name=name, state=state, kind=kind, county="", source="Fictional example", by=CONCORD, at=at
        )
        own = told["stage"] != _S.AWAITING_AUTHORIZATION
        asked = Asked(
            agency=agency,
            agency_name=name,
            agency_state=state,
            capacity=Capacity.CHIEF if own else Capacity.DELEGATE,
            chief_name=told["head"],
            contact_name=told["asker"],
            contact_email=told["email"],
            chief_email=told.get("head_email", ""),
            primary_enforcement=True,
            patrol=True,
            tier=told["tier"],
            need=told["need"],
        )
        submit = intake.submit if own else intake.submit_for
        key = uuid5(NAMESPACE_URL, told["key"])
        story.things[told["key"]] = submit(asked=asked, submission_key=key, by=Visitor(), at=at)

    return do


def _record(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        request, by = story.things[told["key"]], story.who(told["office_by"])
        contact = request.contacts.latest("pk")
        for part in queries.parts(request):
            intake.record_part(request, part=part.key, text=told["note"], contact=contact, by=by, at=at)

    return do


def _assess(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        request, by = story.things[told["key"]], story.who(told["office_by"])
        for criterion in queries.criteria(request, "eligibility"):
            intake.answer(request, criterion=criterion.key, standing="met", basis=told["basis"], by=by, at=at)

    return do
