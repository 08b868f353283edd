from collections.abc import Mapping, Sequence
from typing import Any

from concord.agencies.directory import Kind
from concord.core.checks import Problem, error
from concord.partners.sizes import SizeBand


def values_are_known(entry: Mapping[str, Sequence[str]], *, topics: Mapping[str, Any]) -> list[Problem]:
    """Topics are the programme's, of any of its editions; kinds and sizes of agencies are the directory's."""
    known = {"topics": topics, "kinds": Kind.values, "sizes": SizeBand.values}
    return [
        error(f"“{value}” is not one of the {field}; expected: {', '.join(known[field])}.")
        for field in known
        for value in entry[field]
        if value not in known[field]
    ]
