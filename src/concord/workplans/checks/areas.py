from concord.core.checks import Problem, error
from concord.workplans.checks.given import Given


def areas_are_the_engagements(on: Given) -> list[Problem]:
    """The focus areas are those of the engagement, in its words; further ones come after them, and only by a change of
    scope that was agreed. What the chief executive reads is then what will be opened."""
    theirs = {area.number: (area.title, area.objective) for area in on.plan.engagement.focus_areas.all()}
    ours = {area.number: (area.title, area.objective) for area in on.content.areas}
    problems = [error(f"Focus area {n}, “{theirs[n][0]}”, is not in the plan.") for n in sorted(theirs.keys() - ours)]
    problems += [
        error(f"Focus area {n} is called “{theirs[n][0]}” in the engagement; the plan says it in other words.")
        for n in sorted(theirs.keys() & ours)
        if theirs[n] != ours[n]
    ]
    new = sorted(ours.keys() - theirs)
    if new and on.plan.scope_change is None:
        problems.append(error("Further focus areas need a change of scope that both sides agreed to."))
    if any(not title.strip() or not objective.strip() for title, objective in ours.values()):
        problems.append(error("Each focus area needs a title and an objective."))
    return problems
