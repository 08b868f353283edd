"""The verbs of a piece of work: the agency's, and which assistance helped, of both sides."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from concord.core import files, lifecycle, zones
from concord.core.actions import Unchanged, record, verb
from concord.core.errors import BadInput, Incomplete
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements.models import Delivery, Engagement
from concord.findings.models import Recommendation
from concord.reforms import queries, rules
from concord.reforms.models import Assistance, Milestone, Project, Served
from concord.reforms.within import hold_for_work

P = Permission
_REQUIRED = {
    "title": "what it is called",
    "owner": "who owns it",
    "sponsor": "its executive sponsor",
    "unit": "the unit",
}


@verb
def begin_work(
    engagement: Engagement,
    *,
    title: str,
    owner: str,
    sponsor: str,
    unit: str,
    resources: str = "",
    budget_note: str = "",
    recommendations: Sequence[Recommendation],
    by: Actor,
    at: datetime,
) -> Project:
    """Begin a piece of work that serves one or more recommendations of an engagement. Begun twice with the same
    words for the same recommendations while it goes on, it is one (law 17). Raises as `serve` does."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.PROJECT_BEGIN, locked).require()
    said = _words({"title": title, "owner": owner, "sponsor": sponsor, "unit": unit})
    said |= {"resources": resources.strip(), "budget_note": budget_note.strip()}
    served = _to_serve(locked, recommendations)
    wanted = {each.pk for each in served}
    for same in Project.objects.filter(engagement=locked, state="open", **said):
        if wanted == set(same.served.filter(ended_at=None).values_list("recommendation", flat=True)):
            raise Unchanged(same)
    project = Project.begin(
        P.PROJECT_BEGIN,
        by=by,
        at=at,
        ref=next_ref("PCW", at),
        engagement=locked,
        begun_at=at,
        begun_by=by.actor_key,
        **said,
    )
    Served.objects.bulk_create(Served(project=project, recommendation=each) for each in served)
    return project


@verb
def change(
    project: Project,
    *,
    title: str,
    owner: str,
    sponsor: str,
    unit: str,
    resources: str,
    budget_note: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> Project:
    """Change what is said of a piece of work, and say why. Raises Denied, NotAllowedNow, Incomplete."""
    said = _words({"title": title, "owner": owner, "sponsor": sponsor, "unit": unit})
    said |= {"resources": resources.strip(), "budget_note": budget_note.strip()}
    if not reason.strip():
        raise Incomplete(f"{project.ref} is changed with a reason.", ["the reason"])
    old = {name: getattr(project, name) for name in said}
    if old == said:
        raise Unchanged(project)
    changed = {name: [old[name], said[name]] for name in said if old[name] != said[name]}
    return _stay(project, P.PROJECT_CHANGE, by=by, at=at, more={"changed": changed}, reason=reason, changes=said)


@verb
def change_many(
    engagement: Engagement,
    *,
    projects: Sequence[Project],
    wanted: queries.ForSeveral,
    reason: str,
    by: Actor,
    at: datetime,
) -> Engagement:
    """Give several pieces of work that go on another owner, sponsor or unit, and move the days of their milestones, as
    the preview showed it, and say why.

    One audit row holds the hash of the stored manifest, which has a line for each change: old → new. Raises Denied,
    BadInput (one is elsewhere or has ended; a day beyond the calendar), Incomplete (none, no reason)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.PROJECT_CHANGE_MANY, locked).require()
    missing = [what for what, there in (("a piece of work", projects), ("the reason", reason.strip())) if not there]
    if missing:
        raise Incomplete("Nothing can be changed yet.", missing)
    rows = queries.projects_going_on(locked).filter(pk__in=[each.pk for each in projects])
    held = {each.pk: each for each in rows.select_for_update(no_key=True)}
    if wrong := [each.ref for each in projects if each.pk not in held]:
        raise BadInput(f"{', '.join(wrong)}: expected pieces of work of {locked.ref} that go on.")
    lines = list(queries.altered(held.values(), wanted))
    if not lines:
        raise Unchanged(locked)
    for each in lines:
        _alter(each)
    manifest = files.store(["".join(map(_line, lines)).encode()], at=at)
    more = {"manifest": manifest.sha256, "items": len(lines)}
    record(locked, P.PROJECT_CHANGE_MANY, by=by, at=at, reason=reason.strip(), more=more)
    return locked


def _alter(one: queries.Altered) -> None:
    if one.milestone is not None and one.due_on is not None:
        one.milestone.due_on = one.due_on
        one.milestone.save(update_fields=["due_on"])
    else:
        setattr(one.project, one.field, one.new)
        one.project.save(update_fields=[one.field])


def _line(one: queries.Altered) -> str:
    """One line of a manifest, as JSON."""
    of = {"milestone": one.milestone.what} if one.milestone else {}
    told = {"ref": one.project.ref, "field": one.field, "old": one.old, "new": one.new, **of}
    return json.dumps(told, sort_keys=True) + "\n"


@verb
def serve(project: Project, *, recommendations: Sequence[Recommendation], by: Actor, at: datetime) -> Project:
    """Let a piece of work serve more recommendations. Raises Denied, NotAllowedNow, BadInput (one of elsewhere, one
    that is neither issued nor taken up, or with which the agency does not concur), Incomplete (none)."""
    held = lifecycle.lock(project)
    rules.may(by, P.PROJECT_SERVE, held).require()
    served = set(held.served.filter(ended_at=None).values_list("recommendation", flat=True))
    new = [each for each in recommendations if each.pk not in served]
    if recommendations and not new:
        raise Unchanged(project)
    new = _to_serve(held.engagement, new)
    moved = _stay(project, P.PROJECT_SERVE, by=by, at=at, more={"recommendations": [each.ref for each in new]})
    Served.objects.bulk_create(Served(project=moved, recommendation=each) for each in new)
    return moved


@verb
def leave(project: Project, *, recommendation: Recommendation, reason: str, by: Actor, at: datetime) -> Project:
    """Take a recommendation off a piece of work that serves others too, and say why; it stays on record.

    Raises Denied, NotAllowedNow, BadInput (it does not serve it, or nothing else), Incomplete."""
    if not reason.strip():
        raise Incomplete(f"A recommendation is taken off {project.ref} with a reason.", ["the reason"])
    moved = _stay(project, P.PROJECT_LEAVE, by=by, at=at, more={"recommendation": recommendation.ref}, reason=reason)
    held = moved.served.filter(ended_at=None)
    if not held.filter(recommendation=recommendation).exists():
        raise BadInput(f"{project.ref} does not serve {recommendation.ref}.")
    if held.count() == 1:
        raise BadInput(f"{project.ref} serves nothing else: end it.")
    taken_off = {"ended_at": at, "ended_by": by.actor_key, "ended_because": reason.strip()}
    held.filter(recommendation=recommendation).update(**taken_off)
    return moved


@verb
def add_milestone(project: Project, *, what: str, due_on: date, by: Actor, at: datetime) -> Project:
    """Add a step with its day. Raises Denied, NotAllowedNow, Incomplete."""
    if not what.strip():
        raise Incomplete("The milestone cannot be added yet.", ["what it is"])
    if lifecycle.lock(project).milestones.filter(what=what.strip(), due_on=due_on).exists():
        raise Unchanged(project)
    moved = _stay(project, P.PROJECT_MILESTONE, by=by, at=at, more={"what": what.strip(), "due_on": str(due_on)})
    Milestone.objects.create(project=moved, what=what.strip(), due_on=due_on)
    return moved


@verb
def reach(project: Project, *, milestone: int, on: date, note: str, by: Actor, at: datetime) -> Project:
    """Note that a milestone (its number) was reached on a day, and what shows it. Raises Denied, NotAllowedNow,
    BadInput (no such milestone is open; a day to come), Incomplete."""
    found = lifecycle.lock(project).milestones.filter(pk=milestone, reached_on=None, ended_at=None)
    if not found.exists():
        raise BadInput(f"No milestone {milestone} of {project.ref} is open.")
    if on > zones.day(at):
        raise BadInput(f"The day {on} is still to come; expected {zones.day(at)} or earlier.")
    if not note.strip():
        raise Incomplete("The milestone cannot be noted yet.", ["what shows it"])
    moved = _stay(project, P.PROJECT_REACH, by=by, at=at, more={"milestone": milestone, "on": str(on)}, reason=note)
    found.update(reached_on=on, note=note.strip())
    return moved


@verb
def take_milestone_back(project: Project, *, milestone: int, reason: str, by: Actor, at: datetime) -> Project:
    """Take a milestone (its number) back, and say why: one that is open is dropped and stays on record; one that was
    noted as reached is open again, and the history keeps the day and what was to show it.

    Raises Denied, NotAllowedNow, BadInput (none of that number stands), Incomplete (no reason)."""
    if not reason.strip():
        raise Incomplete(f"A milestone of {project.ref} is taken back with a reason.", ["the reason"])
    found = lifecycle.lock(project).milestones.filter(pk=milestone, ended_at=None).first()
    if found is None:
        raise BadInput(f"No milestone {milestone} of {project.ref} stands.")
    was = {"reached_on": str(found.reached_on), "note": found.note} if found.reached_on else {}
    more = {"milestone": milestone, **was}
    moved = _stay(project, P.PROJECT_TAKE_BACK, by=by, at=at, more=more, reason=reason.strip())
    if found.reached_on:
        found.reached_on, found.note = None, ""
    else:
        found.ended_at, found.ended_by, found.ended_because = at, by.actor_key, reason.strip()
    found.save()
    return moved


@verb
def assist(project: Project, *, delivery: Delivery, how: str, by: Actor, at: datetime) -> Project:
    """Log a delivery of technical assistance of the engagement that helped, and how; the agency does, or the team that
    delivered it. Raises Denied, BadInput (a delivery of elsewhere), Incomplete."""
    if delivery.engagement_id != project.engagement_id:
        raise BadInput(f"{delivery.ref} is no delivery of {project.engagement.ref}.")
    if not how.strip():
        raise Incomplete("The assistance cannot be logged yet.", ["how it helped"])
    locked = lifecycle.lock(project)
    rules.may(by, P.PROJECT_ASSIST, locked).require()
    if locked.assistance.filter(delivery=delivery, ended_at=None).exists():
        raise Unchanged(project)
    Assistance.objects.create(project=locked, delivery=delivery, how=how.strip())
    record(locked, P.PROJECT_ASSIST, by=by, at=at, more={"delivery": delivery.ref})
    return locked


@verb
def take_assistance_off(project: Project, *, delivery: Delivery, reason: str, by: Actor, at: datetime) -> Project:
    """Take a delivery off that was logged wrongly, and say why; it stays on record. Raises Denied, BadInput (it is not
    logged), Incomplete (no reason)."""
    locked = lifecycle.lock(project)
    rules.may(by, P.PROJECT_ASSIST_OFF, locked).require()
    if not reason.strip():
        raise Incomplete(f"Assistance is taken off {locked.ref} with a reason.", ["the reason"])
    found = locked.assistance.filter(delivery=delivery, ended_at=None)
    if not found.update(ended_at=at, ended_by=by.actor_key, ended_because=reason.strip()):
        raise BadInput(f"{delivery.ref} is not logged as having helped {locked.ref}.")
    record(locked, P.PROJECT_ASSIST_OFF, by=by, at=at, reason=reason.strip(), more={"delivery": delivery.ref})
    return locked


@verb
def end_work(project: Project, *, outcome: str, by: Actor, at: datetime) -> Project:
    """End a piece of work, and say what came of it. No recommendation is complete by that: its two voices say so.

    Raises Denied, NotAllowedNow, Incomplete."""
    if not outcome.strip():
        raise Incomplete(f"{project.ref} ends with what came of it.", ["what came of it"])
    changes = {"outcome": outcome.strip()}
    return lifecycle.move(project, P.PROJECT_END, by=by, at=at, may=rules.may, reason=outcome, changes=changes)


def _words(said: Mapping[str, str]) -> dict[str, str]:
    words = {name: text.strip() for name, text in said.items()}
    if missing := [_REQUIRED[name] for name, text in words.items() if not text]:
        raise Incomplete("The piece of work cannot be kept yet.", missing)
    return words


def _to_serve(engagement: Engagement, recommendations: Sequence[Recommendation]) -> list[Recommendation]:
    if not recommendations:
        raise Incomplete("The piece of work serves nothing yet.", ["one recommendation or more"])
    return hold_for_work(engagement, recommendations)


def _stay(
    project: Project,
    permission: Permission,
    *,
    by: Actor,
    at: datetime,
    more: Mapping[str, Any],
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
) -> Project:
    """Record a change within a state, which has lasted all along."""
    kept = {**(changes or {}), "state_since": project.state_since}
    return lifecycle.move(project, permission, by=by, at=at, may=rules.may, reason=reason, more=more, changes=kept)
