from concord.core.checks import Problem, error
from concord.findings.importing.planning import Preview

_SHOWN = 10


def every_cell_can_be_taken(preview: Preview) -> list[Problem]:
    """A report is loaded whole: one cell that cannot be taken holds all of it up."""
    told = [f"{each.where}, {each.column}: expected {each.expected}" for each in preview.faults]
    more = [f"and {len(told) - _SHOWN} more."] if len(told) > _SHOWN else []
    return [error(text) for text in (*told[:_SHOWN], *more)]


def something_is_new(preview: Preview) -> list[Problem]:
    """What is all there already is not loaded again."""
    if preview.adds or preview.faults:
        return []
    return [error("Everything in the file is in the engagement already, so there is nothing to load.")]
