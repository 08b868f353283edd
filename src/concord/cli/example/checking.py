"""The agency's check of facts before anything is issued, and the chief's responses to what is recommended."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from concord.cli.example.story import Event, Story
from concord.findings import actions as findings


def events(story: Story) -> Iterator[Event]:
    """Yield the events of fact checks, after what is checked was validated, and of responses, after the issue."""
    for told in story.data["fact_check"]:
        key = told["key"]
        yield Event(told["opened_on"], 67, _open(story, told))
        for said in told["comments"]:
            words = {"quote": said["quote"], "text": said["text"]}
            yield Event(said["on"], 68, _comment(story, key, said, words))
        yield Event(told["sent_back_on"], 68, story.step(key, findings.send_back, told["sent_back_by"]))
        for number, said in enumerate(told["comments"], start=1):
            answer = {"number": number, "verdict": said["verdict"], "answer": said["answer"]}
            answering = story.step(key, findings.answer_comment, said["answered_by"], **answer)
            yield Event(told["closed_on"], 69, answering)
        yield Event(told["closed_on"], 69, story.step(key, findings.close_fact_check, told["closed_by"]))
    for told in story.data["response"]:
        words = {"answer": told["answer"], "reason": told["reason"]}
        responding = story.step(told["recommendation"], findings.respond, told["by"], **words)
        yield Event(told["on"], 69, responding)


def _open(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    """Ask for a check of all findings of a focus area, and of what is recommended on them."""

    def do(at: datetime) -> None:
        found = [each["key"] for each in story.data["finding"] if each["focus_area"] == told["focus_area"]]
        answers = [each["key"] for each in story.data["recommendation"] if each["finding"] in found]
        refs = [story.things[key].ref for key in (*found, *answers)]
        by = story.who(told["opened_by"])
        engagement = story.things["engagement"]
        story.things[told["key"]] = findings.open_fact_check(engagement, statements=refs, by=by, at=at)

    return do


def _comment(story: Story, key: str, said: dict[str, Any], words: dict[str, str]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        check, of, by = story.things[key], story.things[said["of"]].ref, story.who(said["by"])
        story.things[key] = findings.comment_on_fact(check, of=of, **words, by=by, at=at)

    return do
