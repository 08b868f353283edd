"""Which pieces of work seem to belong together: they share words, evidence, or an owner. A person accepts or not.

Words are weighed by how rare they are (Spärck Jones, "A Statistical Interpretation of Term Specificity and Its
Application in Retrieval", Journal of Documentation 28 (1972), pages 11-21) and compared by the cosine; evidence by the
Jaccard index. Groups grow by complete linkage: every pair within a group is alike enough, so that no chain of
neighbours joins what has nothing in common.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log, sqrt

from concord.analysis.errors import BadArgument, BadTable

WORDS, EVIDENCE, OWNER = 0.6, 0.3, 0.1  # what each kind of likeness counts; they sum to 1
_COMMON = """
    a all an and any are as at be been by can department do each for from has have how in into is it its may more must
    no not of on one or other out over police should so such than that the their them there these they this to under
    use every was were what when which who will with would
"""
_LEFT_OUT = frozenset(_COMMON.split())
_SHORT = 3  # letters of a word that is left as it is
_NO_PLURAL = ("ss", "is", "us", "ias")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of work as far as likeness is asked: its text, the keys of its evidence, its owner ("": nobody)."""

    key: str
    text: str
    evidence: frozenset[str] = frozenset()
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Pieces that may be one. `likeness` is the least of any two of them, 0 to 1; the rest says why, sorted."""

    keys: tuple[str, ...]
    likeness: float
    words: tuple[str, ...]
    evidence: tuple[str, ...]
    owner: str


def suggested(pieces: Sequence[Piece], *, least: float = 0.3) -> tuple[Suggestion, ...]:
    """Return the groups of two and more whose every pair is at least so alike, the most alike first.

    A piece is in one group at most. The time grows with the square of the number of pieces (300 take about a second).
    Raises BadTable: a piece is there twice; BadArgument: `least` is not above 0 and at most 1."""
    if not 0 < least <= 1:
        raise BadArgument(f"{least}", where="least", expected="above 0, at most 1")
    by_key = {piece.key: piece for piece in pieces}
    if len(by_key) < len(pieces):
        raise BadTable("a piece is there twice", where="pieces", expected="each once")
    weights = _weights(pieces)
    alike = {
        (one.key, other.key): _likeness(one, other, weights)
        for one, other in combinations(sorted(pieces, key=lambda piece: piece.key), 2)
    }
    groups = _joined(sorted(by_key), {pair: value for pair, value in alike.items() if value >= least})
    found = [_suggestion([by_key[key] for key in group], alike, weights) for group in groups]
    return tuple(sorted(found, key=lambda group: (-group.likeness, group.keys)))


def _stem(word: str) -> str:
    """Return a word without the ending of its plural: a rough cut, enough to bring “policies” to “policy” and “cameras”
    to “camera”, and to leave “crisis” and “bias” whole."""
    if len(word) <= _SHORT or not word.endswith("s") or word.endswith(_NO_PLURAL):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]


def _counted(text: str) -> Counter[str]:
    words = re.findall(r"[^\W\d_]{2,}", text.casefold())
    return Counter(_stem(word) for word in words if word not in _LEFT_OUT)


def _weights(pieces: Sequence[Piece]) -> dict[str, dict[str, float]]:
    """Return for each piece the weight of each of its words, the whole of length 1."""
    counts = {piece.key: _counted(piece.text) for piece in pieces}
    in_how_many = Counter(word for of in counts.values() for word in of)
    found = {}
    for key, of in counts.items():
        raw = {word: (1 + log(n)) * log(1 + len(pieces) / in_how_many[word]) for word, n in of.items()}
        length = sqrt(sum(value * value for value in raw.values()))
        found[key] = {word: value / length for word, value in raw.items()}
    return found


def _likeness(one: Piece, other: Piece, weights: dict[str, dict[str, float]]) -> float:
    few, many = sorted((weights[one.key], weights[other.key]), key=len)
    words = sum(value * many.get(word, 0.0) for word, value in few.items())
    either = one.evidence | other.evidence
    evidence = len(one.evidence & other.evidence) / len(either) if either else 0.0
    return WORDS * words + EVIDENCE * evidence + OWNER * (one.owner == other.owner != "")


def _joined(keys: Iterable[str], alike: dict[tuple[str, str], float]) -> list[list[str]]:
    """Return the groups: the most alike pair is joined first, and two groups only when all their pairs are alike."""
    group_of = {key: [key] for key in keys}
    for one, other in sorted(alike, key=lambda pair: (-alike[pair], pair)):
        first, second = group_of[one], group_of[other]
        if first is second or any(tuple(sorted((a, b))) not in alike for a in first for b in second):
            continue
        first.extend(second)
        for key in second:
            group_of[key] = first
    each_once = {id(group): group for group in group_of.values()}
    return [sorted(group) for group in each_once.values() if len(group) > 1]


def _suggestion(
    group: list[Piece], alike: dict[tuple[str, str], float], weights: dict[str, dict[str, float]]
) -> Suggestion:
    pairs = combinations((piece.key for piece in group), 2)
    words = set.intersection(*(set(weights[piece.key]) for piece in group))
    rarest = sorted(words, key=lambda word: (-min(weights[piece.key][word] for piece in group), word))[:5]
    owners = {piece.owner for piece in group}
    return Suggestion(
        keys=tuple(piece.key for piece in group),
        likeness=min(alike[pair] for pair in pairs),
        words=tuple(sorted(rarest)),
        evidence=tuple(sorted(frozenset.intersection(*(piece.evidence for piece in group)))),
        owner=owners.pop() if len(owners) == 1 else "",
    )
