from collections.abc import Iterable
from datetime import date

from concord.core.checks import Problem, error
from concord.programme.changes import PARTS
from concord.programme.document import REQUEST_FORM, SURVEY_FORM, Programme
from concord.programme.letters import PLACEHOLDERS

AGENCY_TYPES = ("state", "local", "county", "tribal", "campus", "territorial")
INTAKE_PARTS = ("define", "discuss", "obtain", "align")
SERVICES = (
    "first_contact",
    "authorization",
    "draft_kept",
    "decision",
    "component_answer",
    "signature",
    "signature_reminder",
    "concurrence",
    "check_in",
    "answer_escalation",
    "survey_answer",
    "recheck_eligibility",
)
FORMS = (REQUEST_FORM, SURVEY_FORM)
CORE_STATES = ("not_started", "under_way", "complete", "stopped")


def what_is_asked_for_by_name_is_there(programme: Programme, on: date) -> list[Problem]:
    """Concord asks for some items by their key; without them it could not go on. Their words are the office's own."""
    del on
    needed = {
        "agency_type": AGENCY_TYPES,
        "intake_part": INTAKE_PARTS,
        "service": SERVICES,
        "letter": tuple(PLACEHOLDERS),
        "form_notice": FORMS,
    }
    problems = [
        error(f"{PARTS[name].title}: “{key}” is needed and is not there.")
        for name, keys in needed.items()
        for key in _without(keys, (item.key for item in getattr(programme, name)))
    ]
    missing = _without(CORE_STATES, (status.core_state for status in programme.status))
    problems += [error(f"Status labels: none stands for “{state.replace('_', ' ')}”.") for state in missing]
    problems += [error(f"{PARTS[name].title}: there is none.") for name in _MANY if not getattr(programme, name)]
    return problems


_MANY = ("tier", "method", "eligibility", "readiness", "reason")


def _without(needed: Iterable[str], there: Iterable[str]) -> list[str]:
    have = set(there)
    return [key for key in needed if key not in have]
