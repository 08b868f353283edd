"""Who assists, and what each of them declares before joining the team."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from concord.cli.example.story import Event, Story
from concord.partners import actions as partners

_RULINGS: dict[str, Callable[..., Any]] = {"clear": partners.clear, "manage": partners.manage}
_LISTS = ("credentials", "topics", "languages", "kinds", "sizes")


def events(story: Story) -> Iterator[Event]:
    """Yield the events of the roster and of the declarations."""
    for told in story.data["partner"]:
        yield Event(told["added_on"], 7, _add_provider(story, told))
    for told in story.data["expert"]:
        key = f"expert/{told['person']}"
        windows = [(window["from"], window["to"]) for window in told["available"]]
        yield Event(told["added_on"], 8, _add_expert(story, told, key))
        yield Event(told["added_on"], 9, story.step(key, partners.note_availability, told["added_by"], windows=windows))
    for told in story.data["declaration"]:
        yield from _declaration(story, told)


def _add_provider(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    name = next(each["name"] for each in story.data["organization"] if each["key"] == told["organization"])
    contact = story.described(told["contact"])

    def do(at: datetime) -> None:
        story.things[f"partner/{told['organization']}"] = partners.add_provider(
            name=name,
            kind=told["kind"],
            website=told["website"],
            contact_name=contact["name"],
            contact_email=contact["email"],
            contact_phone=contact["phone"],
            by=story.who(told["added_by"]),
            at=at,
        )

    return do


def _add_expert(story: Story, told: dict[str, Any], key: str) -> Callable[[datetime], None]:
    person = story.described(told["person"])

    def do(at: datetime) -> None:
        story.things[key] = partners.add_expert(
            email=person["email"],
            name=person["name"],
            provider=story.things[f"partner/{told['provider']}"],
            **{field: told[field] for field in _LISTS},
            by=story.who(told["added_by"]),
            at=at,
        )

    return do


def _declaration(story: Story, told: dict[str, Any]) -> Iterator[Event]:
    """Yield that somebody is asked and declares, and what the office decides where there is something to decide."""
    key, detail = f"declaration/{told['person']}", told.get("detail", "")
    person = story.described(told["person"])

    def ask(at: datetime) -> None:
        who = {"email": person["email"], "name": person["name"]}
        story.things[key] = partners.ask(**who, agency=story.things["agency"], by=story.who(told["asked_by"]), at=at)

    yield Event(told["asked_on"], 7, ask)
    said = {"has_conflict": bool(detail), "detail": detail}
    yield Event(told["declared_on"], 8, story.step(key, partners.declare, told["person"], **said))
    if decision := told.get("decision"):
        verb = _RULINGS[decision]
        ruled = {name: told[name] for name in ("reason", "conditions") if name in told}
        yield Event(told["decided_on"], 9, story.step(key, verb, told["decided_by"], **ruled))
