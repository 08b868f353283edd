import re
from datetime import date

from concord.core.checks import Problem, error
from concord.programme.document import Programme

_MAIL = re.compile(r"[^@\s<>\"?&]+@[^@\s<>\"?&]+\.[^@\s<>\"?&]+")
_PHONE = re.compile(r"[0-9+() .x-]*[0-9][0-9+() .x-]*")


def contacts_can_be_used(programme: Programme, on: date) -> list[Problem]:
    """The office's addresses and number stand on every public page, as links."""
    del on
    office = programme.office
    problems = [
        error(f"Office and contacts: “{address}” is no e-mail address.")
        for address in (office.email, office.feedback_email)
        if not _MAIL.fullmatch(address)
    ]
    if not _PHONE.fullmatch(office.phone):
        expected = "expected digits, spaces and + ( ) . - x"
        problems.append(error(f"Office and contacts: “{office.phone}” is no telephone number: {expected}."))
    return problems
