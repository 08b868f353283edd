from collections.abc import Iterator

from concord.core.checks import Problem, error
from concord.engagements.models import FocusArea
from concord.engagements.states import FocusAreaState
from concord.workplans.areas import can_be_changed, can_change_areas
from concord.workplans.checks.given import Given
from concord.workplans.content import Area


def areas_are_the_engagements(on: Given) -> list[Problem]:
    """The focus areas are those of the engagement, in its words, once there was concurrence with any plan; then others
    are added, and those in which nothing has begun are dropped or reworded, by a change of scope that was agreed. What
    the chief executive reads is then what will be opened."""
    theirs = {area.number: area for area in on.plan.engagement.focus_areas.order_by("number")}
    ours = {area.number: area for area in on.content.areas}
    missing_first = sorted(theirs.values(), key=lambda area: (area.number in ours, area.number))
    problems = [problem for area in missing_first for problem in _of_one(on, area, ours.get(area.number))]
    if ours.keys() - theirs and not can_change_areas(on.plan):
        problems.append(error("Further focus areas need a change of scope that both sides agreed to."))
    if not ours:
        problems.append(error("A plan has at least one focus area."))
    if any(not area.title.strip() or not area.objective.strip() for area in ours.values()):
        problems.append(error("Each focus area needs a title and an objective."))
    return problems


def _of_one(on: Given, theirs: FocusArea, ours: Area | None) -> Iterator[Problem]:
    """Say what is wrong with one that the engagement has, as the plan has it."""
    number, title = theirs.number, theirs.title
    if theirs.state == FocusAreaState.DROPPED:
        if ours is not None:
            yield error(f"Focus area {number}, “{title}”, was dropped; add another one, which gets its own number.")
        return
    if ours is not None and (ours.title, ours.objective) == (title, theirs.objective):
        return
    if can_be_changed(on.plan, theirs):
        return
    begun = " Work in it has begun, so it stays as it is." if can_change_areas(on.plan) else ""
    if ours is None:
        yield error(f"Focus area {number}, “{title}”, is not in the plan.{begun}")
    else:
        yield error(
            f"Focus area {number} is called “{title}” in the engagement; the plan says it in other words.{begun}"
        )
