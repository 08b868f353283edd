"""What the agency reports, what the team assesses, and the status reports."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from concord.cli.example.story import Event, Story
from concord.publishing import actions as publishing
from concord.reforms import actions as reforms


def events(story: Story) -> Iterator[Event]:
    """Yield the events of implementation and public reporting."""
    for told in story.data["progress"]:
        reform = f"{told['recommendation']}/reform"
        for said in told["reported"]:
            words = {"status": said["status"], "note": said["note"], "as_of": said["on"]}
            yield Event(said["on"], 70, story.step(reform, reforms.report, said["by"], **words))
        before = ""
        for said in told["assessed"]:
            yield Event(said["on"], 71, _judge(story, reform, said, before))
            before = said["status"]
    for told in story.data["report"]:
        key = f"report-{told['number']}"
        yield Event(told["compiled_on"], 95, _compile(story, told, key))
        yield Event(told["approved_on"], 96, story.step(key, publishing.approve, told["approved_by"]))
        yield Event(told["published_on"], 97, story.step(key, publishing.publish, told["published_by"]))


def _judge(story: Story, reform: str, said: dict[str, Any], before: str) -> Callable[[datetime], Any]:
    """Choose the verb that gives this status: each judgement that ends or reopens something is a verb of its own."""
    why, day, by = said["note"], said["on"], said["by"]
    if before == "complete" and said["status"] != "complete":
        return story.step(reform, reforms.reopen, by, reason=why, as_of=day)
    if said["status"] == "complete":
        return story.step(reform, reforms.complete, by, note=why, as_of=day)
    if said["status"] == "partially_complete":
        return story.step(reform, reforms.stop, by, reason=why, as_of=day)
    return story.step(reform, reforms.assess, by, status=said["status"], note=why, as_of=day)


def _compile(story: Story, told: dict[str, Any], key: str) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        story.things[key] = publishing.compile_report(
            story.things["engagement"],
            name=told["name"],
            period_from=told["period_from"],
            period_to=told["period_to"],
            work_done=told["work_done"],
            outcomes=told["outcomes"],
            next_steps=told["next_steps"],
            by=story.who(told["compiled_by"]),
            at=at,
        )

    return do
