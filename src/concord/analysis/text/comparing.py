"""Two versions of a policy, clause by clause.

How clauses are aligned, on the standard library's difflib:

1. Numbers before a clause are left out: a clause that is only numbered anew says the same.
2. Clauses of which each word is the same are paired in their order, as `SequenceMatcher` finds it over the whole text.
3. Between two such pairs, the clauses left over are paired where at least half of their words, in order, are the same
   (`SequenceMatcher.ratio` over words >= ALIKE): of all pairings that keep the order, the one whose ratios add up to
   most. These are reworded.
4. What is still left over on both sides, of at least MOVED_WORDS words, and alike by MOVED_ALIKE, wherever it stands,
   has moved; the most alike are paired first.
5. What then is left of the old text is gone, and of the new text, new.

Of long stretches a clause is compared with those few only that share most of its rarer words; a stretch of fewer than
SMALL pairs is compared whole."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

from concord.analysis.text.clauses import Clause
from concord.analysis.text.marking import Piece, marked

ALIKE = 0.5
MOVED_ALIKE = 0.75
MOVED_WORDS = 6
SMALL = 400  # pairs
NEAREST = 4  # clauses with which one is compared in a long stretch
COMMON = 40  # clauses in which a word stands before it tells nothing


class How(StrEnum):
    """What became of a clause."""

    SAME = "same"
    RENUMBERED = "renumbered"
    REWORDED = "reworded"
    MOVED = "moved"
    MOVED_AWAY = "moved away"  # at its old place
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Row:
    """One line of a comparison: the places (from 0) of the clause in the old and in the new text, None where it is not
    there; its words, marked; and how alike the two are, from 0 to 1."""

    how: How
    old: int | None
    new: int | None
    pieces: tuple[Piece, ...]
    alike: float = 1.0


def compare(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[Row, ...]:
    """Return every clause of both texts, in the order of the new one; what is gone or moved away stands after the
    clause that it followed. A moved clause has two rows: MOVED where it is, MOVED_AWAY where it was."""
    before, after = [_words(one) for one in old], [_words(one) for one in new]
    pairs = dict.fromkeys(_same(before, after), 1.0)
    for _ in range(2):  # the second time the stretches are shorter, so that more is compared with more
        pairs |= _reworded(before, after, sorted(pairs))
    moved = _moved(before, after, pairs)
    return tuple(_rows(old, new, pairs, moved))


def counted(rows: Iterable[Row]) -> dict[How, int]:
    """Return how many clauses there are of each kind, in the order of `How`; a moved one is counted once."""
    found = Counter(row.how for row in rows)
    return {how: found[how] for how in How if how != How.MOVED_AWAY}


def _words(clause: Clause) -> tuple[str, ...]:
    return tuple(clause.text.casefold().split())


_Words = Sequence[tuple[str, ...]]
_Pair = tuple[int, int]


def _same(before: _Words, after: _Words) -> Iterator[_Pair]:
    blocks = SequenceMatcher(a=before, b=after, autojunk=False).get_matching_blocks()
    return ((block.a + i, block.b + i) for block in blocks for i in range(block.size))


def _reworded(before: _Words, after: _Words, anchors: Sequence[_Pair]) -> dict[_Pair, float]:
    """Pair what stands between two anchors."""
    found: dict[_Pair, float] = {}
    edges = [(-1, -1), *anchors, (len(before), len(after))]
    for (a, b), (c, d) in pairwise(edges):
        if c - a > 1 and d - b > 1:
            near = _near(before, after, range(a + 1, c), range(b + 1, d), ALIKE)
            found |= _heaviest(near)
    return found


def _moved(before: _Words, after: _Words, pairs: dict[_Pair, float]) -> dict[_Pair, float]:
    """Pair what is left over and stands elsewhere."""
    known_old, known_new = {a for a, _ in pairs}, {b for _, b in pairs}
    old = [i for i, words in enumerate(before) if i not in known_old and len(words) >= MOVED_WORDS]
    new = [i for i, words in enumerate(after) if i not in known_new and len(words) >= MOVED_WORDS]
    found: dict[_Pair, float] = {}
    taken_old, taken_new = set[int](), set[int]()
    near = _near(before, after, old, new, MOVED_ALIKE)
    for (a, b), alike in sorted(near.items(), key=lambda each: (-each[1], each[0])):
        if a not in taken_old and b not in taken_new:
            found[a, b] = alike
            taken_old.add(a)
            taken_new.add(b)
    return found


def _near(before: _Words, after: _Words, old: Sequence[int], new: Sequence[int], least: float) -> dict[_Pair, float]:
    """Return the pairs that are alike by `least` or more, with how alike they are."""
    found: dict[_Pair, float] = {}
    standing = _index(after, new)
    counts = {b: Counter(after[b]) for b in new}
    for a in old:
        words = Counter(before[a])
        matcher: SequenceMatcher[str] = SequenceMatcher(autojunk=False)
        matcher.set_seq2(before[a])
        chosen = new if len(old) * len(new) <= SMALL else _sharing(words, standing)
        best = sorted(((_bound(words, counts[b]), b) for b in chosen), key=lambda each: (-each[0], each[1]))
        for bound, b in best[:NEAREST]:
            if bound < least:
                break
            matcher.set_seq1(after[b])
            if (alike := matcher.ratio()) >= least:
                found[a, b] = alike
    return found


def _index(after: _Words, new: Sequence[int]) -> dict[str, list[int]]:
    """Return in which clauses each word stands, without the words that stand in many."""
    standing: dict[str, list[int]] = defaultdict(list)
    for b in new:
        for word in set(after[b]):
            standing[word].append(b)
    return {word: places for word, places in standing.items() if len(places) <= COMMON}


def _sharing(words: Counter[str], standing: dict[str, list[int]]) -> list[int]:
    """Return the clauses that share most of the rarer words."""
    shared = Counter(b for word in words for b in standing.get(word, ()))
    return [b for b, _ in shared.most_common(NEAREST * 3)]


def _bound(one: Counter[str], other: Counter[str]) -> float:
    """Return how alike two clauses are if order does not count: never less than the ratio."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _heaviest(near: dict[_Pair, float]) -> dict[_Pair, float]:
    """Return those pairs that keep the order on both sides and whose weights add up to most."""
    weights: list[float] = []  # the best sums so far, and where in the new text they end: both rise
    ends: list[int] = []
    tails: list[int] = []
    steps: list[tuple[_Pair, int]] = []  # a pair, and the step before it (-1 for none)
    for pair in sorted(near, key=lambda each: (each[0], -each[1])):
        at = bisect_left(ends, pair[1])
        weight = near[pair] + (weights[at - 1] if at else 0.0)
        steps.append((pair, tails[at - 1] if at else -1))
        last = at
        while last < len(ends) and weights[last] <= weight:
            last += 1
        if last > at or at == len(ends) or ends[at] > pair[1]:
            ends[at:last], weights[at:last], tails[at:last] = [pair[1]], [weight], [len(steps) - 1]
    found: dict[_Pair, float] = {}
    step = tails[-1] if tails else -1
    while step >= 0:
        pair, step = steps[step]
        found[pair] = near[pair]
    return found


def _rows(
    old: Sequence[Clause], new: Sequence[Clause], pairs: dict[_Pair, float], moved: dict[_Pair, float]
) -> Iterator[Row]:
    partner, origin = {b: a for a, b in pairs}, {b: a for a, b in moved}
    away = dict(moved.keys())
    kept = set(partner.values())
    at = 0
    for b, clause in enumerate(new):
        stop = partner.get(b)
        if stop is not None:
            yield from (_left(old, a, away) for a in range(at, stop) if a not in kept)
            at = stop + 1
            yield _paired(old[stop], clause, (stop, b), pairs[stop, b])
        elif b in origin:
            a = origin[b]
            yield Row(How.MOVED, a, b, marked(old[a].text, clause.text), moved[a, b])
        else:
            yield Row(How.NEW, None, b, (Piece("new", clause.text),), 0.0)
    yield from (_left(old, a, away) for a in range(at, len(old)) if a not in kept)


def _left(old: Sequence[Clause], a: int, away: dict[int, int]) -> Row:
    pieces = (Piece("gone", old[a].text),)
    return Row(How.MOVED_AWAY, a, away[a], pieces) if a in away else Row(How.GONE, a, None, pieces, 0.0)


def _paired(was: Clause, now: Clause, where: _Pair, alike: float) -> Row:
    if was.text != now.text:
        return Row(How.REWORDED, *where, marked(was.text, now.text), alike)
    how = How.SAME if was.number == now.number else How.RENUMBERED
    return Row(how, *where, (Piece("same", now.text),))
