"""The rules of an entry on the roster, one a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from concord.core.checks import Problem
from concord.partners.checks.credentials import credentials_are_short
from concord.partners.checks.known import values_are_known


def run(entry: Mapping[str, Sequence[str]], *, topics: Mapping[str, Any]) -> list[Problem]:
    """Return what every rule has to say about an entry: its lists by field. `topics` are those that are known."""
    return [*credentials_are_short(entry["credentials"]), *values_are_known(entry, topics=topics)]
