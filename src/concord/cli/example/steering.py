"""What hangs together, what stands in the way, what comes first, and what should change out there."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from concord.cli.example.story import Event, Story
from concord.reforms import actions as reforms

_LINKS, _MARKS, _OUTCOMES, _OBSTACLES, _WORK, _PACKETS = 72, 73, 74, 75, 76, 77


def events(story: Story) -> Iterator[Event]:
    """Yield the events by which the reforms are steered."""
    for told in story.data["link"]:
        yield Event(told["on"], _LINKS, _connect(story, told))
    for told in story.data["mark"]:
        words = {name: told[name] for name in ("marks", "weeks", "unit", "why")}
        yield Event(told["on"], _MARKS, story.step(told["recommendation"], reforms.prioritize, told["by"], **words))
    for told in story.data["obstacle"]:
        words = {name: told[name] for name in ("kind", "what", "with_whom", "moves_when", "since")}
        thing = f"{told['recommendation']}/reform"
        yield Event(told["on"], _OBSTACLES, story.step(thing, reforms.block, told["by"], **words))
    for told in story.data["outcome"]:
        yield from _outcome(story, told)
    for told in story.data["work"]:
        yield from _work(story, told)
    for told in story.data["packet"]:
        yield Event(told["on"], _PACKETS, _hand_in(story, told))


def _connect(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        one, other = story.things[told["one"]], story.things[told["other"]]
        reforms.connect(one, kind=told["kind"], other=other, why=told["why"], by=story.who(told["by"]), at=at)

    return do


def _outcome(story: Story, told: dict[str, Any]) -> Iterator[Event]:
    key = told["recommendation"]
    words = {name: told[name] for name in ("name", "unit", "baseline_as_of", "source")}
    words |= {name: Decimal(told[name]) for name in ("baseline", "target")}
    yield Event(told["on"], _OUTCOMES, story.step(key, reforms.register, told["by"], **words))
    for value in told["value"]:
        yield Event(value["on"], _OUTCOMES, _record(story, key, told["name"], value))


def _record(story: Story, key: str, name: str, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        recommendation = story.things[key]
        reforms.record_value(
            recommendation,
            outcome=recommendation.outcomes.get(name=name).pk,
            value=Decimal(told["value"]),
            as_of=told["as_of"],
            source=told["source"],
            by=story.who(told["by"]),
            at=at,
        )

    return do


def _work(story: Story, told: dict[str, Any]) -> Iterator[Event]:
    def begin(at: datetime) -> None:
        names = ("title", "owner", "sponsor", "unit", "resources", "budget_note")
        story.things[told["key"]] = reforms.begin_work(
            story.things["engagement"],
            **{name: told[name] for name in names},
            recommendations=[story.things[key] for key in told["serves"]],
            by=story.who(told["by"]),
            at=at,
        )

    yield Event(told["on"], _WORK, begin)
    for step in told["milestone"]:
        words = {"what": step["what"], "due_on": step["due_on"]}
        yield Event(told["on"], _WORK, story.step(told["key"], reforms.add_milestone, told["by"], **words))
        if "reached_on" in step:
            yield Event(step["reached_noted"], _WORK, _reach(story, told, step))


def _reach(story: Story, told: dict[str, Any], step: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        project = story.things[told["key"]]
        milestone = project.milestones.get(what=step["what"]).pk
        said = {"on": step["reached_on"], "note": step["note"]}
        story.things[told["key"]] = reforms.reach(project, milestone=milestone, **said, by=story.who(told["by"]), at=at)

    return do


def _hand_in(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        who, reform = story.who(told["by"]), story.things[f"{told['recommendation']}/reform"]
        packet = reforms.assemble(reform, title=told["title"], by=who, at=at)
        file = SimpleUploadedFile(told["file_name"], told["text"].strip().encode())
        measures = reform.recommendation.measures.filter(state="approved")
        packet = reforms.show(packet, measures=measures, what=told["what"], upload=file, by=who, at=at)
        story.things[told["key"]] = reforms.submit(packet, by=who, at=at)

    return do
