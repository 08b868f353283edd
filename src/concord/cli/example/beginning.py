"""From the people of the office to the chief's concurrence."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from concord.accounts import actions as accounts
from concord.agencies import actions as agencies
from concord.agencies.checks.profile import Profile
from concord.agencies.models import TenureKind
from concord.cli.example.story import CONCORD, Event, Story
from concord.core.roles import ROLES, Level, Visitor
from concord.engagements import actions as engagements
from concord.engagements.models import Origin
from concord.intake import actions as intake
from concord.workplans import actions as workplans
from concord.workplans.content import Named, Planned
from concord.workplans.models import Part

_OFFICE_ROLES = {role.key for role in ROLES if role.level == Level.OFFICE}


def events(story: Story) -> Iterator[Event]:
    """Yield the events up to the concurrence."""
    yield from _office(story)
    yield from _request(story)
    yield from _opening(story)
    yield from _plans(story)


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
    asked = story.data["request"]
    submitted, acknowledged = asked["event"]
    yield Event(submitted["on"], 1, lambda at: _add_agency(story, at))
    yield Event(submitted["on"], 2, lambda at: _submit(story, at))
    yield Event(acknowledged["on"], 3, lambda at: _describe_agency(story, at))
    yield Event(acknowledged["on"], 4, story.step("request", intake.acknowledge, acknowledged["by"]))
    for kind, verb in (("eligibility", intake.find_eligible), ("readiness", intake.find_ready)):
        given = asked[kind]
        answers = {a["criterion"]: (a["standing"], a["basis"]) for a in given["answer"]}
        yield Event(given["assessed_on"], 5, story.step("request", verb, given["assessed_by"], answers=answers))
    decided = asked["decision"]
    yield Event(decided["on"], 6, story.step("request", intake.accept, decided["by"], reason=decided["reason"]))


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


def _submit(story: Story, at: datetime) -> None:
    asked, agency = story.data["request"], story.data["agency"]
    requester = story.described(asked["requester"])
    story.things["request"] = intake.submit(
        agency=story.things["agency"],
        submission_key=uuid5(NAMESPACE_URL, asked["key"]),
        agency_name=agency["name"],
        agency_state=agency["state"],
        capacity=asked["capacity"],
        chief_name=requester["name"],
        contact_name=requester["name"],
        contact_email=requester["email"],
        contact_phone=requester["phone"],
        primary_enforcement=asked["primary_enforcement"],
        patrol=asked["patrol"],
        tier=asked["tier"],
        need=asked["need"],
        pending_matters=asked["pending_matters"],
        pending_detail=asked["pending_detail"],
        by=Visitor(),
        at=at,
    )


def _opening(story: Story) -> Iterator[Event]:
    told = story.data["engagement"]
    provider = next(o["name"] for o in story.data["organization"] if o["key"] == told["provider"])
    areas = [(a["title"], a["objective"]) for a in story.data["focus_area"]]

    def open_it(at: datetime) -> None:
        opened = engagements.open_from(
            story.things["request"],
            slug=told["slug"],
            title=told["title"],
            provider=provider,
            focus_areas=areas,
            origin=Origin.FICTIONAL,
            by=story.who(told["opened_by"]),
            at=at,
        )
        story.things["engagement"] = opened
        numbers = {a["number"]: a["key"] for a in story.data["focus_area"]}
        story.things |= {numbers[area.number]: area for area in opened.focus_areas.select_related("engagement__agency")}

    yield Event(told["opened_on"], 10, open_it)
    for member in told["member"]:
        if member["role"] not in _OFFICE_ROLES:
            yield Event(member["on"], 11, _join(story, member, told["opened_by"]))


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


def _plans(story: Story) -> Iterator[Event]:
    for told in story.data["work_plan"]:
        key = f"plan-{told['version']}"
        yield Event(told["proposed_on"], 20, _draft(story, told, key))
        yield Event(told["proposed_on"], 21, story.step(key, workplans.propose, told["proposed_by"]))
        if returned := told.get("returned"):
            back = story.step(key, workplans.send_back, returned["by"], reason=returned["reason"])
            yield Event(returned["on"], 22, back)
        if concurred := told.get("concurred"):
            yield Event(concurred["on"], 22, _concur(story, key, concurred))


def _draft(story: Story, told: dict[str, Any], key: str) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        experts = [Named(story.who(e["person"]), Part.EXPERT, e["subject"]) for e in told["experts"]]
        staff = [Named(story.who(person), Part.STAFF, story.described(person)["title"]) for person in told["staff"]]
        activities = [
            Planned(story.things[a["focus_area"]], a["method"], a["audience"], "Assessment team", a["from"], a["to"])
            for a in told["activities"]
        ]
        story.things[key] = workplans.draft(
            story.things["engagement"],
            description=told["technical_assistance"],
            scope=f"{told['scope']}\n\nOut of scope: {told['out_of_scope']}",
            audiences=told["audiences"],
            people=[*experts, *staff],
            exit_criteria=told["exit_criteria"],
            starts_on=min(a.starts_on for a in activities),
            ends_on=max(a.ends_on for a in activities),
            activities=activities,
            by=story.who(told["proposed_by"]),
            at=at,
        )

    return do


def _concur(story: Story, key: str, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        plan = story.things[key]
        story.things[key] = workplans.concur(
            plan, expected_hash=plan.content_hash, statement=told["statement"], by=story.who(told["by"]), at=at
        )

    return do
