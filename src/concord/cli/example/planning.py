"""The agreement; and the work plan: returned once, concurred with, and about to be amended by a change of scope."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from concord.accounts.models import Identity
from concord.cli.example.story import Event, Story
from concord.engagements import actions as engagements
from concord.engagements.forms.agreements import INTENT
from concord.engagements.models.agreement import SIGNATORIES
from concord.engagements.queries import methods
from concord.workplans import actions as workplans
from concord.workplans import queries
from concord.workplans.content import Content, keyed

_AGREEMENT, _PLAN, _SCOPE, _AMENDED, _COMMENT = "agreement", "plan-2", "scope-change", "plan-3", "plan-comment"


def events(story: Story) -> Iterator[Event]:
    """Yield the events from the agreement, which stands before the chief concurs, to the comment on the amendment."""
    yield from _agreement(story)
    for told in story.data["work_plan"]:
        key = f"plan-{told['version']}"
        yield Event(told["proposed_on"], 20, _draft(story, told, key))
        yield Event(told["proposed_on"], 21, story.step(key, workplans.propose, told["proposed_by"]))
        if returned := told.get("returned"):
            back = story.step(key, workplans.send_back, returned["by"], reason=returned["reason"])
            yield Event(returned["on"], 22, back)
        if concurred := told.get("concurred"):
            yield Event(concurred["on"], 22, _concur(story, key, concurred))
    yield from _amendment(story)
    for told in story.data["exit_progress"]:
        yield Event(told["on"], 23, _note_progress(story, told))


def _agreement(story: Story) -> Iterator[Event]:
    """The agency and its city sign an agreement with the programme office."""
    told = story.data["agreement"]
    text = "\n\n".join(told["paragraphs"])

    def draft(at: datetime) -> None:
        by, roles = story.who(told["drafted_by"]), [role.key for role in SIGNATORIES]
        story.things[_AGREEMENT] = engagements.draft_agreement(
            story.things["engagement"], heading=told["heading"], text=text, roles=roles, by=by, at=at
        )

    due = {role.key: told["signatures_due"] for role in SIGNATORIES}
    yield Event(told["drafted_on"], 12, draft)
    yield Event(
        told["drafted_on"], 13, story.step(_AGREEMENT, engagements.send_agreement, told["drafted_by"], due_on=due)
    )
    for signature in told["signature"]:
        yield Event(signature["on"], 14, _sign(story, signature))
    yield Event(told["paper"]["recorded_on"], 14, _record_signature(story, told["paper"]))


def _sign(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        agreement, by = story.things[_AGREEMENT], story.who(told["by"])
        story.things[_AGREEMENT] = engagements.sign_agreement(
            agreement,
            expected_hash=agreement.content_hash,
            intent=INTENT,
            name=by.name,
            capacity=told["capacity"],
            shown_by=Identity.DEMONSTRATION,
            by=by,
            at=at,
        )

    return do


def _record_signature(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        story.things[_AGREEMENT] = engagements.record_signature(
            story.things[_AGREEMENT],
            role=told["role"],
            name=story.described(told["by"])["name"],
            capacity=told["capacity"],
            signed_on=told["signed_on"],
            file_name=told["copy"],
            chunks=[(story.folder / told["copy"]).read_bytes()],
            by=story.who(told["recorded_by"]),
            at=at,
        )

    return do


def _draft(story: Story, told: dict[str, Any], key: str) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        story.things[key] = workplans.draft(
            story.things["engagement"], content=_content(story, told), by=story.who(told["proposed_by"]), at=at
        )

    return do


def _content(story: Story, told: dict[str, Any]) -> Content:
    shared = story.data["work_plan_shared"]
    activities = keyed("activities", *(_activity(story, row) for row in told["activities"]))
    return Content(
        changes=told.get("changes", ""),
        goal=shared["goal"],
        objectives=keyed("objectives", *({"text": text} for text in shared["objectives"])),
        description=told["technical_assistance"],
        scope=told["scope"],
        out_of_scope=told["out_of_scope"],
        people=keyed("people", *_people(story, told)),
        audiences=tuple(told["audiences"]),
        activities=activities,
        needs=keyed("needs", *(_need(row) for row in shared["needs"])),
        questions=keyed("questions", *(_question(story, row) for row in shared["questions"])),
        engagement_strategy=shared["engagement_strategy"],
        communication=shared["communication"],
        reporting_months=shared["reporting_months"],
        reporting=told.get("report_schedule_reason", ""),
        exit_criteria=keyed(
            "exit_criteria",
            *(
                {"text": text, "shown_by": shown_by}
                for text, shown_by in zip(told["exit_criteria"], shared["exit_seen_in"], strict=True)
            ),
        ),
        starts_on=min(activity.starts_on for activity in activities),
        ends_on=max(activity.ends_on for activity in activities),
    )


def _activity(story: Story, row: dict[str, Any]) -> dict[str, Any]:
    """Make an activity of a row: what is done is how many of the method's own unit are planned."""
    method = next(m for m in methods(story.things["engagement"]) if m.key == row["method"])
    what = f"{row['planned']} {method.counted}" if row["planned"] > 1 else method.name
    return {
        "area": story.things[row["focus_area"]].number,
        "method": row["method"],
        "what": what[:1].upper() + what[1:],
        "audience": row["audience"],
        "starts_on": row["from"].isoformat(),
        "ends_on": row["to"].isoformat(),
        **story.data["work_plan_method"][row["method"]],
    }


def _people(story: Story, told: dict[str, Any]) -> Iterator[dict[str, str]]:
    for expert in told["experts"]:
        yield _named(story, expert["person"], "expert", expert["subject"])
    for person in told["staff"]:
        yield _named(story, person, "staff", story.described(person)["title"])


def _named(story: Story, key: str, part: str, brings: str) -> dict[str, str]:
    person = story.who(key)
    return {"person": person.actor_key, "name": person.name, "part": part, "brings": brings}


def _need(row: dict[str, Any]) -> dict[str, str]:
    return {**{name: row[name] for name in ("kind", "what", "holder")}, "needed_by": row["needed_on"].isoformat()}


def _question(story: Story, row: dict[str, Any]) -> dict[str, Any]:
    return {"area": story.things[row["focus_area"]].number, "text": row["text"]}


def _concur(story: Story, key: str, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        plan = story.things[key]
        story.things[key] = workplans.concur(
            plan,
            expected_hash=plan.content_hash,
            shown_by=Identity.DEMONSTRATION,
            statement=told["statement"],
            by=story.who(told["by"]),
            at=at,
        )

    return do


def _amendment(story: Story) -> Iterator[Event]:
    """A change of scope is asked for and agreed to; a draft carries it, and somebody comments on that."""
    scope, amended, said = (story.data[name] for name in ("scope_change", "plan_amendment", "plan_comment"))

    def ask(at: datetime) -> None:
        words = {name: scope[name] for name in ("what", "reason", "effect")}
        story.things[_SCOPE] = workplans.ask_team(
            story.things["engagement"], by=story.who(scope["asked_by"]), at=at, **words
        )

    def amend(at: datetime) -> None:
        lead = story.who(amended["by"])
        plan = workplans.amend(
            story.things[_PLAN], reason=amended["reason"], scope_change=story.things[_SCOPE], by=lead, at=at
        )
        value = {"title": amended["title"], "objective": amended["objective"], "topic": ""}
        workplans.add(plan, section="areas", value=value, by=lead, at=at)
        story.things[_AMENDED] = queries.work_plan(plan.ref)

    def comment(at: datetime) -> None:
        story.things[_COMMENT] = workplans.comment(
            story.things[_AMENDED], part=said["part"], text=said["text"], by=story.who(said["author"]), at=at
        )

    agree = story.step(_SCOPE, workplans.agree, scope["answered_by"], answer=scope["answer"])
    reply = story.step(_COMMENT, workplans.reply, said["replied_by"], text=said["reply"])
    yield Event(scope["asked_on"], 23, ask)
    yield Event(scope["answered_on"], 23, agree)
    yield Event(amended["on"], 23, amend)
    yield Event(said["on"], 23, comment)
    yield Event(said["replied_on"], 23, reply)


def _note_progress(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        plan = story.things[_PLAN]
        criterion = plan.content.exit_criteria[told["criterion"] - 1].key
        workplans.note_progress(
            plan,
            criterion=criterion,
            standing=told["standing"],
            note=told["note"],
            by=story.who(told["author"]),
            at=at,
        )

    return do
