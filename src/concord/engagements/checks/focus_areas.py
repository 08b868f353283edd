from collections.abc import Sequence

from concord.core.checks import Problem, error


def focus_areas_are_named(focus_areas: Sequence[tuple[str, str]]) -> list[Problem]:
    """There is at least one focus area, each has a title and an objective, and no title stands twice."""
    if not focus_areas:
        return [error("At least one focus area is needed: the topics that the agency asked for.")]
    problems = []
    titles = [title.strip().casefold() for title, _ in focus_areas]
    for number, (title, objective) in enumerate(focus_areas, start=1):
        if not title.strip() or not objective.strip():
            problems.append(error(f"Focus area {number} needs a title and an objective."))
        elif titles.index(title.strip().casefold()) < number - 1:
            problems.append(error(f"Focus area {number} has the title of another one: “{title}”."))
    return problems
