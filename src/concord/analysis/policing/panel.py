"""One question under several methods or bases, side by side, with the agreement marked: it often reads differently."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from concord.analysis.errors import BadArgument
from concord.analysis.policing.estimate import Estimate, Verdict


class Agreement(StrEnum):
    HIGHER = "every reading that can tell says higher"
    LOWER = "every reading that can tell says lower"
    NONE = "no reading sees a difference"
    MIXED = "some readings see a difference, others could have and do not"
    OPPOSED = "readings point in opposite directions"
    SILENT = "no reading can tell"


@dataclass(frozen=True, slots=True)
class Panel:
    """Estimates of one question, each with a name (the method, or the base)."""

    question: str
    readings: tuple[tuple[str, Estimate], ...]
    agreement: Agreement

    def telling(self) -> tuple[str, ...]:
        """Return the names of the readings that see a difference."""
        return tuple(name for name, one in self.readings if one.verdict is Verdict.SEEN)


def side_by_side(*, question: str, readings: Sequence[tuple[str, Estimate]]) -> Panel:
    """Put readings of one question side by side. BadArgument if two carry one name, or one compares nothing."""
    names = [name for name, _ in readings]
    if len(set(names)) != len(names) or not names:
        raise BadArgument(f"readings {names}", where=question, expected="at least one, each with a name of its own")
    bare = [name for name, one in readings if one.null is None]
    if bare:
        raise BadArgument(f"{bare} compare nothing", where=question, expected="ratios or differences")
    return Panel(question, tuple(readings), _agreement([one for _, one in readings]))


def _agreement(estimates: Sequence[Estimate]) -> Agreement:
    signs = {_sign(one) for one in estimates if one.verdict is Verdict.SEEN}
    nothing = any(one.verdict is Verdict.NONE_SEEN for one in estimates)
    if len(signs) == 2:  # noqa: PLR2004 - up and down
        return Agreement.OPPOSED
    if signs:
        return Agreement.MIXED if nothing else Agreement.HIGHER if signs == {1} else Agreement.LOWER
    return Agreement.NONE if nothing else Agreement.SILENT


def _sign(one: Estimate) -> int:
    return 1 if (one.value or 0.0) > (one.null or 0.0) else -1
