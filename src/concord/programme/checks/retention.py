from datetime import date

from concord.core.checks import Problem, error
from concord.programme.document import Programme


def destroying_needs_authority(programme: Programme, on: date) -> list[Problem]:
    """Records are destroyed on an approved schedule alone, a time after an event; those that are kept have neither."""
    del on
    return [
        error(f"“{rule.label}” are to be destroyed, so the rule needs its authority, an event and years after it.")
        for rule in programme.retention
        if rule.then == "destroy" and not (rule.authority and rule.after and rule.years > 0)
    ]
