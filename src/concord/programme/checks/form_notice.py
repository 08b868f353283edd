from datetime import date

from concord.core.checks import Problem, error
from concord.programme.document import FormNotice, Programme


def forms_have_their_number(programme: Programme, on: date) -> list[Problem]:
    """A form for which the law asks for a number is published with a number in force, or with its exemption."""
    return [error(text) for notice in programme.form_notice if notice.needs_number and (text := _missing(notice, on))]


def _missing(notice: FormNotice, on: date) -> str:
    name = f"Form notices, “{notice.key}”"
    if notice.exemption:
        return ""
    if not notice.omb_number:
        return f"{name}: the law asks for a paperwork-reduction number, or for the reason why none is needed."
    if not notice.expires:
        return f"{name}: the number's last day is missing."
    if notice.expires < on.isoformat():
        return f"{name}: the number {notice.omb_number} was good until {notice.expires}."
    return ""
