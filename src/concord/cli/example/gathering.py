"""What was gathered: field work that is booked and held, documents asked for, data sets, advice."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from concord.cli.example.figures import made_stops
from concord.cli.example.story import Event, Story
from concord.evidence import actions, queries
from concord.evidence.attendance import Came
from concord.evidence.models import Consent, Given

_GIVEN = {"listening_session": Given.NOTICE}
_ENDS = {"not_held": actions.say_not_held, "withheld": actions.withhold}
_AHEAD = timedelta(days=7)


def events(story: Story) -> Iterator[Event]:
    """Yield the events by which evidence came together."""
    first = next(plan["concurred"]["on"] for plan in story.data["work_plan"] if "concurred" in plan)
    for told in story.data["evidence"]:
        booked_on: date = max(told["collected_on"] - _AHEAD, first + timedelta(days=1))
        yield Event(booked_on, 35, _book(story, told, day=told["collected_on"], by=told["logged_by"]))
        yield Event(told["collected_on"], 40, _hold(story, told))
    for told in story.data["booking"]:
        yield Event(told["booked_on"], 35, _book(story, told, day=told["planned_on"], by=told["booked_by"]))
    for told in story.data["document_request"]:
        yield Event(told["asked_on"], 36, _ask(story, told))
        if "answered_on" in told:
            yield Event(told["answered_on"], 37, _answer(story, told))
    for told in story.data["data_set"]:
        yield Event(told["registered_on"], 38, _register(story, told))
    for told in story.data["advice"]:
        yield Event(told["given_on"], 39, _advise(story, told))
        if "answered_on" in told:
            words = {"outcome": told["outcome"], "answer": told["answer"]}
            answering = story.step(told["key"], actions.answer_advice, told["answered_by"], **words)
            yield Event(told["answered_on"], 45, answering)


def _name(told: dict[str, Any]) -> str:
    return f"{told['key']}/fieldwork"


def _book(story: Story, told: dict[str, Any], *, day: date, by: str) -> Callable[[datetime], None]:
    """Book it for the activity of its method in whose window its day is."""

    def do(at: datetime) -> None:
        area = story.things[told["focus_area"]]
        activity = next(
            one
            for one in queries.activities(area)
            if one.method == told["method"] and one.starts_on <= day.isoformat() <= one.ends_on
        )
        story.things[_name(told)] = actions.book(
            area,
            activity=activity.key,
            title=told["title"],
            planned_on=day,
            audience=told.get("audience", ""),
            voice=told.get("voice", ""),
            group_type=told.get("group_type", ""),
            place=told.get("place", ""),
            by=story.who(by),
            at=at,
        )

    return do


def _hold(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        booked = queries.fieldwork(story.things[_name(told)].ref)
        if booked is None:
            raise KeyError(told["key"])
        consent = told.get("consent", Consent.NOT_NEEDED)
        given = "" if consent == Consent.NOT_NEEDED else _GIVEN.get(told["method"], Given.SPOKEN)
        people = told.get("people")
        held = actions.hold(
            booked,
            held_on=told["collected_on"],
            facts=told["summary"],
            count=told["count"],
            came=(Came(booked.audience, "", people),) if people else (),
            consent=consent,
            consent_given=given,
            releasability=told["releasability"],
            open_because=told.get("open_because", ""),
            by=story.who(told["logged_by"]),
            at=at,
        )
        story.things[told["key"]] = held.item

    return do


def _ask(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        story.things[told["key"]] = actions.ask_document(
            story.things[told["focus_area"]],
            title=told["title"],
            reason=told["reason"],
            provider=story.who(told["person"]),
            due_on=told["due_on"],
            by=story.who(told["asked_by"]),
            at=at,
        )

    return do


def _answer(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        asked, by = story.things[told["key"]], story.who(told["answered_by"])
        if told["state"] == "received":
            text = f"Fictional: in place of “{told['title']}”.\n".encode()
            upload = SimpleUploadedFile(f"{told['key'].lower()}.txt", text)
            story.things[told["key"]] = actions.provide(asked, upload=upload, answer=told["answer"], by=by, at=at)
        else:
            story.things[told["key"]] = _ENDS[told["state"]](asked, reason=told["answer"], by=by, at=at)

    return do


def _register(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    same = ("title", "source", "custody", "period_from", "period_to", "row_count", "permitted_use")

    def do(at: datetime) -> None:
        story.things[told["key"]] = actions.register(
            story.things[told["focus_area"]],
            **{name: told[name] for name in (*same, "justice_information")},
            columns="\n".join(told["columns"]),
            **_file(told),
            by=story.who(told["registered_by"]),
            at=at,
        )

    return do


def _file(told: dict[str, Any]) -> dict[str, Any]:
    """Return the file of a made-up data set, or the fingerprint of one that stays elsewhere."""
    if "made" not in told:
        return {"sha256": sha256(told["title"].encode()).hexdigest()}
    return {"upload": SimpleUploadedFile("stops.csv", made_stops(told))}


def _advise(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        story.things[told["key"]] = actions.log_advice(
            story.things[told["focus_area"]],
            **{name: told[name] for name in ("voice", "title", "text", "given_on")},
            body=told.get("body", ""),
            by=story.who(told["logged_by"]),
            at=at,
        )

    return do
