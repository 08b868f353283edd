"""How both sides work together: check-ins, expectations, concerns, surveys, and a proposal about the tier."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from concord.cli.example.story import Event, Story
from concord.core.permissions import Party
from concord.engagements import actions as engagements

_SIDES = {"agency": Party.AGENCY, "office": Party.OFFICE, "team": Party.TEAM}
_EXPECT: dict[str, Callable[..., Any]] = {
    "agency": engagements.expect_as_agency,
    "office": engagements.expect_as_office,
    "team": engagements.expect_as_team,
}


def events(story: Story) -> Iterator[Event]:
    """Yield what both sides said, asked and answered, each on its day."""
    for told in story.data["check_in"]:
        yield Event(told["on"], 24, _check_in(story, told))
    for number, told in enumerate(story.data["expectation"], start=1):
        yield from _expectation(story, told, f"expectation-{number}")
    for number, told in enumerate(story.data["concern"], start=1):
        yield from _concern(story, told, f"concern-{number}")
    for number, told in enumerate(story.data["survey"], start=1):
        yield from _survey(story, told, f"survey-{number}")
    for number, told in enumerate(story.data["tier_change"], start=1):
        yield from _tier_change(story, told, f"tier-{number}")


def _check_in(story: Story, told: dict[str, Any]) -> Callable[[datetime], Any]:
    todo = [engagements.Agreed(_SIDES[row["side"]], row["what"], row["until"]) for row in told.get("todo", ())]
    return lambda at: engagements.record_check_in(
        story.things["engagement"],
        on=told["on"],
        present=story.present(told),
        notes=told["notes"],
        actions=todo,
        by=story.who(told["recorded_by"]),
        at=at,
    )


def _expectation(story: Story, told: dict[str, Any], key: str) -> Iterator[Event]:
    said = {"text": told["text"], "by_when": told.get("by_when")}
    yield Event(told["said_on"], 25, story.begin(key, _EXPECT[told["side"]], told["said_by"], **said))
    if met := told.get("met"):
        yield Event(met["on"], 26, story.step(key, engagements.meet_expectation, met["by"], why=met["why"]))
    if missed := told.get("missed"):
        yield Event(missed["on"], 26, story.step(key, engagements.miss_expectation, missed["by"], reason=missed["why"]))


def _concern(story: Story, told: dict[str, Any], key: str) -> Iterator[Event]:
    def raise_it(at: datetime) -> None:
        story.things[key] = engagements.raise_concern(
            story.things["engagement"],
            about=told["about"],
            concern=told["concern"],
            officer=story.who(told["officer"]),
            by=story.who(told["raised_by"]),
            at=at,
        )

    yield Event(told["raised_on"], 25, raise_it)
    answer = story.step(key, engagements.answer_concern, told["answered_by"], answer=told["answer"])
    yield Event(told["answered_on"], 26, answer)


def _survey(story: Story, told: dict[str, Any], key: str) -> Iterator[Event]:
    """Yield that the agency's people are asked, that some of them answer, and that it closes."""
    asked = {name: told[name] for name in ("milestone", "closes_on")}
    yield Event(told["asked_on"], 98, story.begin(key, engagements.ask_satisfaction, told["asked_by"], **asked))
    for reply in told["reply"]:
        said = {name: reply[name] for name in ("said", "words")}
        yield Event(reply["on"], 99, story.step(key, engagements.answer_survey, reply["answered_by"], **said))
    if "closed_on" in told:
        yield Event(told["closed_on"], 99, story.step(key, engagements.close_survey, told["closed_by"]))


def _tier_change(story: Story, told: dict[str, Any], key: str) -> Iterator[Event]:
    proposed = {name: told[name] for name in ("tier", "reason")}
    yield Event(told["proposed_on"], 25, story.begin(key, engagements.propose_tier, told["proposed_by"], **proposed))
    decline = story.step(key, engagements.decline_tier, told["declined_by"], reason=told["answer"])
    yield Event(told["declined_on"], 26, decline)
