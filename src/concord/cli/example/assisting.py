"""What is delivered to the agency; eligibility looked at again, other offices asked again; time and money."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from concord.cli.example.story import Event, Story
from concord.engagements import actions as engagements


def events(story: Story) -> Iterator[Event]:
    """Yield the deliveries, the looks at eligibility, what other offices were asked, and the entries of effort."""
    for number, told in enumerate(story.data["delivery"], start=1):
        yield from _delivery(story, told, f"delivery-{number}")
    for number, told in enumerate(story.data["eligibility_look"], start=1):
        seen = {"looked_on": told["on"], "source": told["source"]}
        look = story.begin(f"look-{number}", engagements.confirm_eligibility, told["looked_by"], **seen)
        yield Event(told["on"], 27, look)
    yield from _other_offices(story)
    for number, told in enumerate(story.data["effort"], start=1):
        spent = {name: told[name] for name in ("on", "category", "what")}
        spent |= {name: Decimal(told[name]) for name in ("hours", "cost")}
        yield Event(
            told["on"], 27, story.begin(f"effort-{number}", engagements.record_effort, told["recorded_by"], **spent)
        )


def _other_offices(story: Story) -> Iterator[Event]:
    for told in story.data["office_asked_again"]:
        by, which = told["asked_by"], {"component": told["component"]}
        yield Event(
            told["asked_on"],
            25,
            story.step("engagement", engagements.ask_component, by, on=told["asked_on"], **which),
        )
        if answered_on := told.get("answered_on"):
            said = {"on": answered_on, "clear": told["clear"], "note": told["note"], **which}
            yield Event(answered_on, 26, story.step("engagement", engagements.note_component, by, **said))


def _delivery(story: Story, told: dict[str, Any], key: str) -> Iterator[Event]:
    yield Event(told["planned_on"], 91, _plan(story, told, key))
    if held := told.get("held"):
        took = {"held_on": held["on"], "attendance": held["attendance"]}
        took |= {name: Decimal(held[name]) for name in ("hours", "cost")}
        yield Event(held["on"], 92, story.step(key, engagements.record_delivery, held["recorded_by"], **took))
    if judged := told.get("evaluated"):
        said = {name: judged[name] for name in ("goal_met", "answered", "satisfied")} | {"evaluation": judged["text"]}
        evaluate = story.step(key, engagements.evaluate_delivery, judged["evaluated_by"], **said)
        yield Event(judged["on"], 93, evaluate)


def _plan(story: Story, told: dict[str, Any], key: str) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        story.things[key] = engagements.plan_delivery(
            story.things["engagement"],
            focus_area=story.things[told["focus_area"]],
            form=told["form"],
            topic="",
            title=told["title"],
            planned_on=told["for_day"],
            experts=[story.who(expert) for expert in told["experts"]],
            by=story.who(told["planned_by"]),
            at=at,
        )

    return do
