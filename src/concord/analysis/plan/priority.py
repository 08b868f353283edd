"""Which piece of work comes first, by criteria with stated weights; and how firmly: which ranks change when a weight
moves.

The score is the weighted mean of the marks (simple additive weighting: Fishburn, "Additive Utilities with Incomplete
Product Sets", Operations Research 15 (1967), pages 537-542). It is an aid to talk, not a measurement: marks of people
are put on one scale, and a poor mark can be made good by another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from concord.analysis.errors import BadArgument, BadTable

Marks = Mapping[str, Mapping[str, int]]
"""For each piece of work its mark by each criterion; more is sooner."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One piece: its place (equal scores share the first place of them), and its score, exact."""

    key: str
    place: int
    score: Fraction


@dataclass(frozen=True, slots=True)
class Swap:
    """At this share of a criterion's weight, and beyond it, `lower` comes before `upper`."""

    at: Fraction
    upper: str
    lower: str


@dataclass(frozen=True, slots=True)
class Firmness:
    """Of one criterion: its share of all weight now, and the nearest swaps of neighbours below and above it.

    None: however little, or much, the criterion counts, the first places stay as they are on that side."""

    criterion: str
    share: Fraction
    below: Swap | None
    above: Swap | None


def ranked(*, marks: Marks, weights: Mapping[str, int]) -> tuple[Ranked, ...]:
    """Return the pieces, the most urgent first; of equal score by name.

    Raises BadArgument: no criterion, or a weight that is negative, or all are 0. BadTable: a mark is missing or is by
    an unknown criterion."""
    _require(marks, weights)
    whole = sum(weights.values())
    scores = {
        key: Fraction(sum(weights[criterion] * mark for criterion, mark in of.items()), whole)
        for key, of in marks.items()
    }
    order = sorted(scores, key=lambda key: (-scores[key], key))
    values = [scores[key] for key in order]
    return tuple(Ranked(key, values.index(scores[key]) + 1, scores[key]) for key in order)


def firmness(*, marks: Marks, weights: Mapping[str, int], first: int = 10) -> tuple[Firmness, ...]:
    """Return for each criterion between which shares of the weight the `first` places keep their order.

    One criterion's share moves from 0 to 1; the others keep their proportions among themselves. Scores are straight
    lines in that share, so the order holds up to the nearest crossing of two neighbours; the piece after the last
    of the `first` places counts as a neighbour too, since it would enter. Exact, in fractions.

    Raises as `ranked` does, and BadArgument when `first` is less than 1 or a criterion has all the weight."""
    if first < 1:
        raise BadArgument(f"{first}", where="first", expected="1 or more")
    order = [each.key for each in ranked(marks=marks, weights=weights)]
    return tuple(_of_one(criterion, marks, weights, order, first) for criterion in weights)


def _of_one(criterion: str, marks: Marks, weights: Mapping[str, int], order: list[str], first: int) -> Firmness:
    rest = {name: weight for name, weight in weights.items() if name != criterion}
    others = sum(rest.values())
    if not others:
        raise BadArgument(f"{criterion} has all the weight", where="weights", expected="two criteria that count")
    share = Fraction(weights[criterion], others + weights[criterion])

    def line(key: str) -> tuple[Fraction, Fraction]:
        """Score at share 0, and how much it grows to share 1."""
        start = Fraction(sum(weight * marks[key][name] for name, weight in rest.items()), others)
        return start, marks[key][criterion] - start

    below: list[Swap] = []
    above: list[Swap] = []
    for place, upper in enumerate(order[:first]):
        for lower in order[place + 1 :]:
            (start, slope), (other_start, other_slope) = line(upper), line(lower)
            if slope == other_slope:
                continue
            at = (other_start - start) / (slope - other_slope)
            if 0 <= at <= 1:  # equal now: any move to this side is enough
                (above if other_slope > slope else below).append(Swap(at, upper, lower))
    return Firmness(
        criterion,
        share,
        max(below, key=lambda swap: swap.at, default=None),
        min(above, key=lambda swap: swap.at, default=None),
    )


def _require(marks: Marks, weights: Mapping[str, int]) -> None:
    if not weights or min(weights.values()) < 0 or not any(weights.values()):
        raise BadArgument(f"{dict(weights)}", where="weights", expected="weights of 0 or more, one above 0")
    for key, of in marks.items():
        if of.keys() != weights.keys():
            differing = ", ".join(sorted(of.keys() ^ weights.keys()))
            raise BadTable(f"{differing}", where=f"marks of {key}", expected="a mark by each criterion, and no other")


def share_of_order_kept(one: tuple[Ranked, ...], other: tuple[Ranked, ...]) -> Fraction:
    """Return which share of all pairs stands in the same order in both rankings; 1 when there is no pair.

    Raises BadTable: the two do not rank the same pieces."""
    places = {each.key: number for number, each in enumerate(other)}
    if {each.key for each in one} != places.keys():
        raise BadTable("the rankings differ in what they rank", where="rankings", expected="the same pieces")
    numbers = [places[each.key] for each in one]
    pairs = len(numbers) * (len(numbers) - 1) // 2
    kept = sum(early < late for at, late in enumerate(numbers) for early in numbers[:at])
    return Fraction(kept, pairs) if pairs else Fraction(1)
