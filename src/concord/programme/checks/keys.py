import re
from collections import Counter
from datetime import date

from concord.core.checks import Problem, error
from concord.programme.changes import PARTS
from concord.programme.document import Programme

_KEY = re.compile(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")
_TOGETHER = (("eligibility", "readiness"),)  # answers name a criterion by its key alone


def keys_are_unique(programme: Programme, on: date) -> list[Problem]:
    """Nothing in a list has the key of another, and a criterion's key is unique over both assessments."""
    del on
    single = tuple((part.name,) for part in PARTS.values() if part.is_list)
    problems = []
    for lists in (*single, *_TOGETHER):
        keys = [item.key for name in lists for item in getattr(programme, name)]
        titles = " and ".join(PARTS[name].title for name in lists)
        problems += [error(f"{titles}: two have the key “{key}”.") for key, n in Counter(keys).items() if n > 1]
        if len(lists) == 1:
            problems += [error(f"{titles}: “{key}” cannot be a key.") for key in keys if not _KEY.fullmatch(key)]
    return list(dict.fromkeys(problems))
