"""What a reader has to say about a file: what it cannot keep, what does not fit the schema, what leads nowhere."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

Severity = Literal["lost", "changed", "note"]
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know before an import, counted over all its places.

    Attributes
    ----------
    severity : {"lost", "changed", "note"}
        Whether something of the file cannot be kept, is kept in another form, or is only remarkable.
    what : str
        In words.
    count : int
        How often.
    examples : tuple of str
        The first places, such as "line 12".
    """

    severity: Severity
    what: str
    count: int
    examples: tuple[str, ...]


class Findings:
    """Collects findings, the same thing once."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[Severity, str]] = Counter()
        self._examples: dict[tuple[Severity, str], list[str]] = {}

    def add(self, severity: Severity, what: str, where: str = "") -> None:
        """Note a thing at a place."""
        self._counts[severity, what] += 1
        examples = self._examples.setdefault((severity, what), [])
        if where and len(examples) < _EXAMPLES:
            examples.append(where)

    def all(self) -> tuple[Finding, ...]:
        """Return what was found: what is lost first, each kind in the order found."""
        order = {"lost": 0, "changed": 1, "note": 2}
        keys = sorted(self._counts, key=lambda key: order[key[0]])
        return tuple(Finding(key[0], key[1], self._counts[key], tuple(self._examples[key])) for key in keys)
