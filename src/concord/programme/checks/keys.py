import re
from collections import Counter
from datetime import date

from concord.core.checks import Problem, error
from concord.programme.changes import PARTS
from concord.programme.document import Programme

_KEY = re.compile(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")
_TOGETHER = (("eligibility", "readiness", "not_supported", "next_step"),)  # answers name a rule by its key alone


def keys_are_unique(programme: Programme, on: date) -> list[Problem]:
    """Nothing in a list has the key of another, and a rule's key is unique over all the lists of rules."""
    del on
    single = tuple((part.name,) for part in PARTS.values() if part.is_list)
    problems = []
    for lists in (*single, *_TOGETHER):
        keyed = [(item.key, PARTS[name].title) for name in lists for item in getattr(programme, name)]
        for key, count in Counter(key for key, _ in keyed).items():
            titles = " and ".join(dict.fromkeys(title for each, title in keyed if each == key))
            if count > 1:
                problems.append(error(f"{titles}: two have the key “{key}”."))
            if not _KEY.fullmatch(key):
                problems.append(error(f"{titles}: “{key}” cannot be a key."))
    return list(dict.fromkeys(problems))
