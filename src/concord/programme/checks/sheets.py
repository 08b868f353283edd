from datetime import date

from concord.core.checks import Problem, error
from concord.core.errors import BadInput
from concord.programme.document import Programme
from concord.programme.sheets import read_fields


def sheets_can_be_filled(programme: Programme, on: date) -> list[Problem]:
    """Each field of a sheet, and of a method's template, is written so that a form can be made of it."""
    del on
    lists = [(f"Observation sheets, “{sheet.name}”", sheet.asks) for sheet in programme.sheet]
    lists += [(f"Methods, “{method.name}”", method.template) for method in programme.method]
    problems = []
    for place, lines in lists:
        try:
            read_fields(lines)
        except BadInput as bad:
            problems.append(error(f"{place}: {bad.reason}"))
    return problems
