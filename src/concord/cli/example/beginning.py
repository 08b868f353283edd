"""From the people of the office to the chief's concurrence."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from concord.accounts import actions as accounts
from concord.agencies import actions as agencies
from concord.agencies.checks.profile import Profile
from concord.agencies.models import TenureKind
from concord.cli.example import planning, requesting, roster
from concord.cli.example.story import CONCORD, Event, Story
from concord.core.roles import ROLES, Level
from concord.engagements import actions as engagements
from concord.engagements.models import Origin

_OFFICE_ROLES = {role.key for role in ROLES if role.level == Level.OFFICE}


def events(story: Story) -> Iterator[Event]:
    """Yield the events up to the concurrence."""
    yield from _office(story)
    yield from _request(story)
    yield from roster.events(story)
    yield from _opening(story)
    yield from planning.events(story)


def _office(story: Story) -> Iterator[Event]:
    """Invite the people of the programme office, a month before the request."""
    day = story.data["request"]["event"][0]["on"] - timedelta(days=30)
    for person in story.data["person"]:
        for role in sorted(_OFFICE_ROLES.intersection(person["roles"])):
            yield Event(day, 0, _invite(person, role))


def _invite(person: dict[str, Any], role: str) -> Callable[[datetime], Any]:
    return lambda at: accounts.invite(
        email=person["email"], name=person["name"], role=role, scope="office", by=CONCORD, at=at
    )


def _request(story: Story) -> Iterator[Event]:
    """The agency comes into the directory, asks, and is described when the office has acknowledged its request."""
    submitted, acknowledged = story.data["request"]["event"]
    yield Event(submitted["on"], 1, lambda at: _add_agency(story, at))
    yield Event(acknowledged["on"], 3, lambda at: _describe_agency(story, at))
    yield from requesting.events(story)


def _add_agency(story: Story, at: datetime) -> None:
    told = story.data["agency"]
    story.things["agency"] = agencies.add(
        name=told["name"],
        state=told["state"],
        kind=told["kind"],
        county=told["county"],
        source=told["source"],
        by=CONCORD,
        at=at,
    )


def _describe_agency(story: Story, at: datetime) -> None:
    """Record the chief executive and the agency's profile, as the request tells them."""
    told, officer = story.data["agency"], story.who("programme_officer")
    chief = story.described(told["chief"])
    agencies.appoint_chief(
        story.things["agency"],
        person_name=chief["name"],
        title=chief["title"],
        kind=TenureKind.PERMANENT,
        since=told["chief_since"],
        source=told["source"],
        by=officer,
        at=at,
    )
    profile = Profile(
        population=told["population"],
        area_sq_mi=Decimal(str(told["area_sq_mi"])),
        sworn=told["sworn"],
        civilian=told["civilian"],
        profile_as_of=told["profile_as_of"],
        profile_source=told["profile_source"],
    )
    agencies.describe(story.things["agency"], profile=profile, by=officer, at=at + timedelta(seconds=1))


def _opening(story: Story) -> Iterator[Event]:
    told = story.data["engagement"]
    areas = [(a["title"], a["objective"]) for a in story.data["focus_area"]]

    def open_it(at: datetime) -> None:
        opened = engagements.open_from(
            story.things["request"],
            slug=told["slug"],
            title=told["title"],
            focus_areas=areas,
            origin=Origin.FICTIONAL,
            by=story.who(told["opened_by"]),
            at=at,
        )
        story.things["engagement"] = opened
        numbers = {a["number"]: a["key"] for a in story.data["focus_area"]}
        story.things |= {numbers[area.number]: area for area in opened.focus_areas.select_related("engagement__agency")}

    yield Event(told["opened_on"], 10, open_it)
    for partner in told["partner"]:
        yield Event(partner["on"], 11, _partner(story, partner))
    for member in told["member"]:
        if member["role"] not in _OFFICE_ROLES:
            yield Event(member["on"], 11, _join(story, member, told["opened_by"]))


def _partner(story: Story, told: dict[str, Any]) -> Callable[[datetime], Any]:
    return lambda at: engagements.add_partner(
        story.things["engagement"],
        provider=story.things[f"partner/{told['organization']}"],
        part=told["part"],
        by=story.who("programme_officer"),
        at=at,
    )


def _join(story: Story, member: dict[str, Any], by: str) -> Callable[[datetime], Any]:
    person = story.described(member["person"])
    return lambda at: engagements.add_member(
        story.things["engagement"],
        email=person["email"],
        name=person["name"],
        role=member["role"],
        by=story.who(by),
        at=at,
    )
