"""Focus areas, evidence, claim cards, findings, recommendations and the measures by which they will be judged."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from concord.cli.example import checking, figures, gathering
from concord.cli.example.story import Event, Story
from concord.findings import actions as findings
from concord.reforms import actions as reforms
from concord.workplans import actions as workplans


def events(story: Story) -> Iterator[Event]:
    """Yield the events of the assessment."""
    yield from _focus_areas(story)
    yield from gathering.events(story)
    yield from figures.events(story)
    yield from _claims(story)
    yield from _findings(story)
    yield from _recommendations(story)
    yield from _comments(story)
    yield from checking.events(story)


def _focus_areas(story: Story) -> Iterator[Event]:
    for told in story.data["focus_area"]:
        if "opened_on" in told:
            overlap = told.get("overlap_reason", "")
            opening = story.step(told["key"], workplans.open_focus_area, told["opened_by"], overlap_reason=overlap)
            yield Event(told["opened_on"], 30, opening)
        if "completed_on" in told:
            completing = story.step(told["key"], findings.complete_focus_area, told["completed_by"])
            yield Event(told["completed_on"], 90, completing)


def _claims(story: Story) -> Iterator[Event]:
    for told in story.data["claim"]:
        yield Event(told["made_on"], 47, _make_claim(story, told))
        for piece in told["pieces"]:
            yield Event(told["made_on"], 48, _gather(story, told, piece))


def _make_claim(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        area, by = story.things[told["focus_area"]], story.who(told["made_by"])
        story.things[told["key"]] = findings.make_claim(area, statement=told["statement"], by=by, at=at)

    return do


def _gather(story: Story, told: dict[str, Any], piece: dict[str, str]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        card, source, by = story.things[told["key"]], story.things[piece["key"]].ref, story.who(told["made_by"])
        said = {"direction": piece["direction"], "note": piece["note"]}
        story.things[told["key"]] = findings.gather(card, source=source, **said, by=by, at=at)

    return do


def _findings(story: Story) -> Iterator[Event]:
    from_card = {told["finding"]: told for told in story.data["claim"] if "finding" in told}
    for told in story.data["finding"]:
        key, author = told["key"], told["author"]
        yield Event(told["drafted_on"], 50, _draft_finding(story, told, from_card.get(key)))
        for cited in told["evidence"] if key not in from_card else ():
            yield Event(told["drafted_on"], 51, _cite(story, key, cited, author))
        yield Event(told["submitted_on"], 52, story.step(key, findings.submit, author))
        yield Event(told["validated_on"], 53, story.step(key, findings.validate, told["validated_by"]))
        yield Event(told["issued_on"], 54, story.step(key, findings.issue, told["issued_by"]))


def _comments(story: Story) -> Iterator[Event]:
    """A comment comes once what it is on is drafted, and is resolved before that is issued."""
    for told in story.data["statement_comment"]:
        yield Event(told["on"], 51, _comment(story, told))
        answer = {"resolution": told["resolution"]}
        resolving = story.step(f"{told['of']}/comment", findings.resolve_comment, told["resolved_by"], **answer)
        yield Event(told["resolved_on"], 51, resolving)


def _comment(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        said = {name: told[name] for name in ("place", "text")}
        statement, by = story.things[told["of"]], story.who(told["by"])
        story.things[f"{told['of']}/comment"] = findings.comment_on(statement, **said, by=by, at=at)

    return do


def _draft_finding(story: Story, told: dict[str, Any], card: dict[str, Any] | None) -> Callable[[datetime], None]:
    """Draft a finding; from its card, where it has one, which it then cites."""

    def do(at: datetime) -> None:
        words = {name: told[name] for name in ("label", "key", "heading", "narrative")}
        words["strengths"] = told.get("strengths", "")
        by = story.who(told["author"])
        if card is None:
            area = story.things[told["focus_area"]]
            story.things[told["key"]] = findings.draft_finding(area, **words, by=by, at=at)
            return
        claim, weighed = story.things[card["key"]], card["weighed"]
        done = findings.draft_from_claim(claim, **words, weighed=weighed, by=by, at=at)
        story.things[card["key"]], story.things[told["key"]] = done, done.finding

    return do


def _cite(story: Story, key: str, cited: dict[str, str], author: str) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        story.things[key] = findings.cite(
            story.things[key], evidence=story.things[cited["key"]], why=cited["why"], by=story.who(author), at=at
        )

    return do


def _recommendations(story: Story) -> Iterator[Event]:
    for told in story.data["recommendation"]:
        key = told["key"]
        yield Event(told["drafted_on"], 60, _draft_recommendation(story, told))
        yield Event(told["submitted_on"], 61, story.step(key, findings.submit, told["author"]))
        yield Event(told["validated_on"], 62, story.step(key, findings.validate, told["validated_by"]))
        yield Event(told["issued_on"], 63, story.step(key, findings.issue, told["issued_by"]))
        for number, measure in enumerate(told["measures"], start=1):
            name = f"{key}/{number}"
            yield Event(measure["proposed_on"], 64, _propose(story, key, name, measure))
            yield Event(measure["approved_on"], 64, story.step(name, reforms.agree, "liaison"))
            yield Event(measure["approved_on"], 65, story.step(name, reforms.approve, measure["approved_by"]))
        ready = max(measure["approved_on"] for measure in told["measures"])
        yield Event(ready, 66, _plan(story, key, told["author"]))


def _draft_recommendation(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        story.things[told["key"]] = findings.draft_recommendation(
            story.things[told["finding"]],
            label=told["label"],
            key=told["key"],
            text=told["text"],
            justification=told["justification"],
            tags=told["tags"],
            by=story.who(told["author"]),
            at=at,
        )

    return do


def _propose(story: Story, key: str, name: str, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        story.things[name] = reforms.propose(
            story.things[key],
            text=told["text"],
            kind=told["kind"],
            by=story.who(told["proposed_by"]),
            at=at,
        )

    return do


def _plan(story: Story, key: str, by: str) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        story.things[f"{key}/reform"] = reforms.plan(story.things[key], by=story.who(by), at=at)

    return do
