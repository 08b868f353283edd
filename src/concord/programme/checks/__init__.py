"""The rules of an edition, one a file: shown while it is drafted, and asked again before it is published."""

from collections.abc import Callable
from datetime import date

from concord.core.checks import Problem
from concord.programme.checks.contacts import contacts_can_be_used
from concord.programme.checks.days import days_are_days_in_order
from concord.programme.checks.empty import nothing_that_is_needed_is_empty
from concord.programme.checks.form_notice import forms_have_their_number
from concord.programme.checks.keys import keys_are_unique
from concord.programme.checks.letters import letters_can_be_filled
from concord.programme.checks.methods import methods_can_be_worked_by
from concord.programme.checks.named import what_is_asked_for_by_name_is_there
from concord.programme.checks.recordings import recordings_can_be_followed_by_all
from concord.programme.checks.references import references_lead_somewhere
from concord.programme.checks.retention import destroying_needs_authority
from concord.programme.checks.sheets import sheets_can_be_filled
from concord.programme.checks.wording import wording_is_neutral_and_plain
from concord.programme.document import Programme

ALL: tuple[Callable[[Programme, date], list[Problem]], ...] = (
    nothing_that_is_needed_is_empty,
    keys_are_unique,
    references_lead_somewhere,
    what_is_asked_for_by_name_is_there,
    days_are_days_in_order,
    contacts_can_be_used,
    letters_can_be_filled,
    forms_have_their_number,
    destroying_needs_authority,
    sheets_can_be_filled,
    methods_can_be_worked_by,
    recordings_can_be_followed_by_all,
    wording_is_neutral_and_plain,
)


def run(programme: Programme, on: date) -> list[Problem]:
    """Return what every rule has to say about an edition that is to be in force from a day; errors first."""
    problems = [problem for rule in ALL for problem in rule(programme, on)]
    return sorted(problems, key=lambda problem: problem.level != "error")
