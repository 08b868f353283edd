"""How strong a piece of evidence is, and how well a claim is borne out: the stated rule, the only place where it is.

Nobody types a strength. It follows from what is on record: the form of the method, whether an exact place is cited, how
many were heard, and whether the item still stands. Pure. `RULE` says the same in words, as pages and documents show it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices

SEVERAL = 3
"""So many interviews, groups or people and more are several."""
_SHOWN = frozenset({"review", "data", "observation"})
_SEEN = "observation"


class Strength(TextChoices):
    """How strong one piece of evidence is."""

    STRONG = "strong", "Strong"
    MODERATE = "moderate", "Moderate"
    SLIGHT = "slight", "Slight"
    NONE = "none", "Counts no more"


class BorneOut(TextChoices):
    """How well a claim is borne out by what supports it."""

    FIRM = "firm", "Firmly borne out"
    FAIR = "fair", "Fairly borne out"
    THIN = "thin", "Thinly borne out"
    NOT_YET = "not_yet", "Not borne out yet"


@dataclass(frozen=True)
class Facts:
    """What is on record of a piece: the form of its method (a `form` of the edition's method), whether it names an
    exact passage or a registered data set, how many of the method's unit, how many people took part (0: not counted),
    and whether it stands (not taken away, not withdrawn, not destroyed)."""

    form: str
    exact: bool
    count: int
    people: int
    stands: bool


_PLACE = "a cited passage, a registered data set, or what the team saw"
RULE = (
    (Strength.STRONG.label, f"It shows the thing itself at a place that anybody can look up again: {_PLACE}."),
    (Strength.MODERATE.label, f"It shows the thing itself, as a whole document; or {SEVERAL} or more told of it."),
    (Strength.SLIGHT.label, f"Fewer than {SEVERAL} told of it: interviews, groups or people."),
    (Strength.NONE.label, "It was withdrawn, destroyed under a retention rule, or taken off the card."),
    (BorneOut.FIRM.label, f"By {SEVERAL} methods or more, with at least one strong piece."),
    (BorneOut.FAIR.label, "By two methods or more, with a piece that is more than slight."),
    (
        BorneOut.THIN.label,
        "By anything less. What contradicts it changes none of these words: it is counted beside them.",
    ),
    (BorneOut.NOT_YET.label, "By nothing that counts."),
)
"""The rule in words: (what it is called, when)."""


def strength(of: Facts) -> Strength:
    """Return how strong a piece is."""
    if not of.stands:
        return Strength.NONE
    if of.form in _SHOWN:
        return Strength.STRONG if of.exact or of.form == _SEEN else Strength.MODERATE
    return Strength.MODERATE if max(of.count, of.people) >= SEVERAL else Strength.SLIGHT


def borne_out(supporting: Iterable[tuple[str, Strength]]) -> BorneOut:
    """Return how well a claim is borne out by (method, strength) of the pieces that support it."""
    standing = [(method, each) for method, each in supporting if each != Strength.NONE]
    methods, found = {method for method, _ in standing}, {each for _, each in standing}
    if not standing:
        return BorneOut.NOT_YET
    if len(methods) >= SEVERAL and Strength.STRONG in found:
        return BorneOut.FIRM
    return BorneOut.FAIR if len(methods) > 1 and found != {Strength.SLIGHT} else BorneOut.THIN
