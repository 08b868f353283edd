"""From the chief's request to the decision on it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from concord.cli.example.story import Event, Story
from concord.core.roles import Visitor
from concord.intake import actions as intake
from concord.intake import letters, queries
from concord.intake.content import Asked


def events(story: Story) -> Iterator[Event]:
    """Yield the events of the request, once its agency is in the directory."""
    asked = story.data["request"]
    submitted, acknowledged = asked["event"]
    yield Event(submitted["on"], 2, lambda at: _submit(story, at))
    yield Event(acknowledged["on"], 4, story.step("request", intake.acknowledge, acknowledged["by"]))
    yield from _record(story, asked)
    yield from _other_offices(story, asked)
    for kind, conclude in (("eligibility", intake.find_eligible), ("readiness", intake.find_ready)):
        told = asked[kind]
        for answer in told["answer"]:
            said = {name: answer[name] for name in ("criterion", "standing", "basis")}
            yield Event(told["assessed_on"], 7, story.step("request", intake.answer, told["assessed_by"], **said))
        yield Event(told["assessed_on"], 8, story.step("request", conclude, told["assessed_by"]))
    yield Event(asked["decision"]["on"], 9, _accept(story, asked["decision"]))


def _submit(story: Story, at: datetime) -> None:
    told, agency = story.data["request"], story.data["agency"]
    requester = story.described(told["requester"])
    asked = Asked(
        agency=story.things["agency"],
        agency_name=agency["name"],
        agency_state=agency["state"],
        capacity=told["capacity"],
        chief_name=requester["name"],
        contact_name=requester["name"],
        contact_email=requester["email"],
        contact_phone=requester["phone"],
        primary_enforcement=told["primary_enforcement"],
        patrol=told["patrol"],
        tier=told["tier"],
        need=told["need"],
    )
    key = uuid5(NAMESPACE_URL, told["key"])
    story.things["request"] = intake.submit(asked=asked, submission_key=key, by=Visitor(), at=at)


def _record(story: Story, asked: dict[str, Any]) -> Iterator[Event]:
    """Yield the contacts with the agency, and the parts of the intake record that come from them."""
    for talk in asked["talk"]:
        said = {name: talk[name] for name in ("on", "how", "note")} | {"who": story.present(talk)}
        yield Event(talk["on"], 5, story.step("request", intake.log_contact, talk["logged_by"], **said))
    for part in asked["part"]:
        yield Event(part["recorded_on"], 5, _record_part(story, part))
    last: date = max(part["recorded_on"] for part in asked["part"])
    yield Event(last, 6, story.step("request", intake.define, asked["part"][-1]["recorded_by"]))


def _record_part(story: Story, part: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        request, by = story.things["request"], story.who(part["recorded_by"])
        contact = request.contacts.order_by("pk")[part["talk"] - 1]
        intake.record_part(request, part=part["part"], text=part["text"], contact=contact, by=by, at=at)

    return do


def _other_offices(story: Story, asked: dict[str, Any]) -> Iterator[Event]:
    for told in asked["office_asked"]:
        which = {"component": told["component"]}
        ask = story.step("request", intake.ask_component, told["asked_by"], on=told["asked_on"], **which)
        said = {"on": told["answered_on"], "clear": told["clear"], "note": told["note"], **which}
        yield Event(told["asked_on"], 5, ask)
        yield Event(told["answered_on"], 6, story.step("request", intake.note_component, told["asked_by"], **said))


def _accept(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        request = story.things["request"]
        tier, reason = told["tier"], told["reason"]
        named = queries.tiers(request).get(tier, tier)
        letter = letters.compose(request, "accept", {"reason": reason, "tier": named})
        by = story.who(told["by"])
        story.things["request"] = intake.accept(request, tier=tier, reason=reason, letter=letter, by=by, at=at)

    return do
