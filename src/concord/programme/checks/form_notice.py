from datetime import date

from concord.core.checks import Problem, error
from concord.programme.document import Programme


def forms_have_their_number(programme: Programme, on: date) -> list[Problem]:
    """A form for which the law asks for a number is published with a number in force, or with its exemption."""
    return [error(f"Form notices, “{one.key}”: {text}") for one in programme.form_notice if (text := one.lacks(on))]
