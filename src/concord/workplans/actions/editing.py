"""What is typed into a draft, part by part: kept at once, outside the audit trail until the draft is proposed (law 3).

Whoever opened a part before somebody else saved it is told, and both texts are kept (`SavedPart`)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from concord.core import lifecycle
from concord.core.actions import unrecorded
from concord.core.errors import BadInput, Stale
from concord.core.permissions import Actor, Permission
from concord.workplans import queries, rules
from concord.workplans.content import (
    Area,
    Content,
    moved_up,
    next_key,
    row_key,
    rows_of,
    section_of,
    text_of,
    value_of,
    with_part,
)
from concord.workplans.models import SavedPart, WorkPlan

P = Permission
MOST_ROWS = 200  # of one section


@unrecorded(WorkPlan, SavedPart)
def save(plan: WorkPlan, *, part: str, value: Mapping[str, Any] | None, seen: int, by: Actor, at: datetime) -> WorkPlan:
    """Save what a part of a draft says; None takes a row away.

    `seen` is how often the part had been saved when the person opened it (`queries.saved_number`). The same text again
    changes nothing. Raises Stale (somebody has saved it since, and says something else), Denied, BadInput."""
    locked = _open(plan, by)
    content = locked.content
    if value_of(content, part) == (None if value is None else dict(value)):
        return locked
    number = queries.saved_number(locked, part)
    if number != seen:
        raise Stale("Somebody has saved this part since you opened it. Both texts are here; nothing is lost.")
    return _keep(locked, with_part(content, part, value), part, number + 1, value, by, at)


@unrecorded(WorkPlan, SavedPart)
def add(plan: WorkPlan, *, section: str, value: Mapping[str, Any], by: Actor, at: datetime) -> str:
    """Add a row to a section of a draft and return its part; a row that says just the same is that row (a second
    click). Raises Denied, BadInput (no such section, too many rows)."""
    locked = _open(plan, by)
    content, found = locked.content, section_of(section)
    if found is None or found.row is None:
        raise BadInput(f"“{section}” is no part of a work plan that has rows.")
    rows = rows_of(content, found)
    if len(rows) >= MOST_ROWS:
        raise BadInput(f"“{found.title}” has {len(rows)} rows; at most {MOST_ROWS} can be taken.")
    row = dict(value)
    if found.row is Area:
        there = locked.engagement.focus_areas.values_list("number", flat=True)  # dropped ones too: no number comes back
        row["number"] = max([*there, *(area.number for area in content.areas)], default=0) + 1
    for each in rows:
        part = f"{section}/{each.key}"
        if {**(value_of(content, part) or {}), "number": 0} == {**row, "number": 0}:
            return part
    part = f"{section}/{next_key(found, queries.keys_given(locked.engagement, found))}"
    _keep(locked, with_part(content, part, row), part, 1, row, by, at)
    return part


@unrecorded(WorkPlan)
def move_up(plan: WorkPlan, *, part: str, by: Actor, at: datetime) -> WorkPlan:
    """Move a row of a draft one place up. Raises Denied, BadInput."""
    del at  # the order is no text of anybody's: nothing is kept of it but the order itself
    locked = _open(plan, by)
    if not row_key(part):
        raise BadInput(f"“{part}” is no row.")
    locked.document = text_of(moved_up(locked.content, part))
    locked.save(update_fields=["document"])
    return locked


def _open(plan: WorkPlan, by: Actor) -> WorkPlan:
    """Lock a draft that this person may edit."""
    locked = lifecycle.lock(plan)
    rules.may(by, P.PLAN_EDIT, locked).require()
    return locked


def _keep(
    locked: WorkPlan,
    content: Content,
    part: str,
    number: int,
    value: Mapping[str, Any] | None,
    by: Actor,
    at: datetime,
) -> WorkPlan:
    locked.document = text_of(content)
    locked.save(update_fields=["document"])
    kept = None if value is None else dict(value)
    SavedPart.objects.create(plan=locked, part=part, number=number, value=kept, by=by.actor_key, at=at)
    return locked
