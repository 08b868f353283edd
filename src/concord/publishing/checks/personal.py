"""A report names nobody who can be reached by it: no address, number or account stands in its words."""

from collections.abc import Mapping

from concord.analysis.text.personal import find
from concord.core.checks import Problem, error, warning

_UNSURE = frozenset({"name", "address", "postal code", "case number", "badge number"})
"""Kinds that have a shape which plain words can have too: they are pointed out, and a person decides."""


def nothing_personal_is_in_it(said: Mapping[str, str]) -> list[Problem]:
    """Nothing that has the shape of personal data stands in the words; what may be a name is pointed out."""
    problems = []
    for heading, text in said.items():
        for span in find(text):
            found = text[span.start : span.end]
            if span.kind in _UNSURE:
                problems.append(warning(f"“{found}” in “{heading}” may be personal ({span.kind})."))
            else:
                problems.append(error(f"“{found}” in “{heading}” looks like personal data ({span.kind})."))
    return problems
