"""What a question is about: who, where, when, and how sure. Methods take it as one argument and pass it on."""

from dataclasses import dataclass
from typing import Any

from concord.analysis.errors import BadArgument


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The words that stand beside a figure, the level of its interval, and the smallest gap that would matter.

    `meaningful` is declared before looking: a difference in the unit of the estimate, or a ratio above 1.
    """

    group: str = ""
    reference: str = ""
    outcome: str = ""
    base: str = ""
    period: str = ""
    place: str = ""
    level: float = 0.95
    meaningful: float | None = None

    def compared(self) -> tuple[str, str]:
        """Return the two groups; BadArgument if one has no name or both are the same."""
        if not self.group or not self.reference or self.group == self.reference:
            raise BadArgument(
                f"groups {self.group!r} and {self.reference!r}", where="about", expected="two groups with a name each"
            )
        return self.group, self.reference

    def fields(self) -> dict[str, Any]:
        """Return the fields of an Estimate that come from here."""
        return {
            "group": self.group,
            "reference": self.reference,
            "outcome": self.outcome,
            "base": self.base,
            "period": self.period,
            "place": self.place,
            "level": self.level,
            "meaningful": self.meaningful,
        }
