"""What the agency reports, what the team assesses, and the status reports."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from concord.cli.example.story import CONCORD, HOUR, Event, Story
from concord.publishing import actions as publishing
from concord.publishing.models import ReleaseKind
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
        yield from _report(story, told, f"report-{told['number']}")


def _report(story: Story, told: dict[str, Any], key: str) -> Iterator[Event]:
    """Yield a report's way to the public: written, reviewed, checked by the agency, approved, published at its hour."""
    lead, checker = told["compiled_by"], told["checked_by"]
    yield Event(told["compiled_on"], 90, _compile(story, told, key))
    yield Event(told["compiled_on"], 91, story.step(key, publishing.submit, lead))
    yield Event(told["reviewed_on"], 90, story.step(key, publishing.review, told["reviewed_by"]))
    for said in told.get("comments", ()):
        about = {"part": said["part"], "text": said["text"]}
        yield Event(told["checked_on"], 90, story.step(key, publishing.comment, checker, **about))
    yield Event(told["checked_on"], 91, story.step(key, publishing.check, checker))
    for number, said in enumerate(told.get("comments", ()), start=1):
        answer = {"number": number, "outcome": said["outcome"], "answer": said["answer"]}
        yield Event(told["checked_on"], 92, story.step(key, publishing.answer, lead, **answer))
    yield Event(told["checked_on"], 93, story.step(key, publishing.propose, lead))
    yield Event(told["approved_on"], 95, story.step(key, publishing.approve, told["approved_by"]))
    hour = datetime.combine(told["published_on"], HOUR, UTC)
    yield Event(told["approved_on"], 96, story.step(key, publishing.schedule, told["published_by"], publish_at=hour))

    def publish(at: datetime) -> None:
        story.things[key] = publishing.publish(story.things[key], by=CONCORD, at=at)

    yield Event(told["published_on"], 97, publish)
    if "withhold" in told:
        yield from _withhold(story, told["withhold"], key)


def _withhold(story: Story, told: dict[str, Any], key: str) -> Iterator[Event]:
    """Yield how somebody asked that a report be withheld, and how somebody else left it public."""
    wish = f"{key}/withhold"

    def ask(at: datetime) -> None:
        release = story.things[key].engagement.releases.filter(kind=ReleaseKind.REPORT).earliest("pk")
        words = {"grounds": told["grounds"], "words": told["words"]}
        story.things[wish] = publishing.ask_to_withhold(release, **words, by=story.who(told["asked_by"]), at=at)

    yield Event(told["asked_on"], 98, ask)
    yield Event(told["kept_on"], 98, story.step(wish, publishing.keep, told["kept_by"], reason=told["kept_because"]))


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
            blockers=told.get("blockers", ""),
            next_steps=told["next_steps"],
            notes=told.get("notes", {}),
            by=story.who(told["compiled_by"]),
            at=at,
        )

    return do
