"""Codes counted against attributes, against each other, and along the order in which texts were read."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from concord.analysis.errors import BadArgument, BadTable

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Mark:
    """A code that was given to the stretch [start, end) of a source, in characters; 0 to 0 for the whole source."""

    source: Hashable
    code: Hashable
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class CodeMatrix:
    """Codes against the values of an attribute.

    Attributes
    ----------
    codes, values : tuple
        The rows and the columns.
    marks : ndarray of int, shape (codes, values)
        How often the code was given in sources with the value.
    sources : ndarray of int, shape (codes, values)
        In how many of those sources it was given at all.
    bases : ndarray of int, shape (values,)
        How many sources have the value: what `sources` are a share of.
    """

    codes: tuple[Hashable, ...]
    values: tuple[Hashable, ...]
    marks: Integers
    sources: Integers
    bases: Integers


def code_matrix(
    marks: Iterable[Mark], attributes: dict[Hashable, Hashable], codes: Sequence[Hashable], values: Sequence[Hashable]
) -> CodeMatrix:
    """Count codes by an attribute of their sources (method, audience, focus area).

    Parameters
    ----------
    marks : iterable of Mark
        What was coded. Codes outside `codes` are left out.
    attributes : dict
        The value of every source, those without any mark included: they are part of the bases.
    codes, values : sequence
        The rows and columns, in order, those with nothing in them included.

    Raises
    ------
    BadTable
        A mark's source has no value, or a value is no column.
    """
    counts = Counter((mark.source, mark.code) for mark in marks)
    return count_matrix(((*pair, count) for pair, count in counts.items()), attributes, codes, values)


def count_matrix(
    counts: Iterable[tuple[Hashable, Hashable, int]],
    attributes: dict[Hashable, Hashable],
    codes: Sequence[Hashable],
    values: Sequence[Hashable],
) -> CodeMatrix:
    """Return the same from how often each source has each code: source, code, marks; no pair twice.

    Raises
    ------
    BadTable
        As `code_matrix`.
    """
    row, column = _numbered(codes), _numbered(values)
    for source, value in attributes.items():
        if value not in column:
            raise BadTable(f"the value {value!r}", where=f"source {source!r}", expected="one of the columns")
    marks = np.zeros((len(row), len(column)), dtype=np.int64)
    sources = np.zeros_like(marks)
    for source, code, count in counts:
        if source not in attributes:
            raise BadTable("a mark on a source without a value", where=f"source {source!r}")
        if code in row:
            at = row[code], column[attributes[source]]
            marks[at] += count
            sources[at] += 1
    bases = np.bincount([column[value] for value in attributes.values()], minlength=len(column)).astype(np.int64)
    return CodeMatrix(tuple(codes), tuple(values), marks, sources, bases)


@dataclass(frozen=True, slots=True, eq=False)
class CoOccurrence:
    """Codes against codes.

    Attributes
    ----------
    codes : tuple
        Rows and columns.
    pairs : ndarray of int, shape (codes, codes)
        Pairs of marks in one source whose stretches share a character; symmetric. On the diagonal, how often the code
        was given.
    sources : ndarray of int, shape (codes, codes)
        Sources in which both codes were given, wherever; on the diagonal those with the code.
    """

    codes: tuple[Hashable, ...]
    pairs: Integers
    sources: Integers

    def coefficient(self, first: int, second: int) -> float | None:
        """Return the "c-coefficient" of ATLAS.ti: pairs over the marks of either code less the pairs (a Jaccard index
        of marks). None where neither was given; above 1 where marks of one code overlap several of the other."""
        both = int(self.pairs[first, second])
        either = int(self.pairs[first, first] + self.pairs[second, second]) - both
        return both / either if either > 0 else None


def co_occurrence(marks: Iterable[Mark], codes: Sequence[Hashable]) -> CoOccurrence:
    """Count which codes occur on the same words, and in the same sources.

    A mark of a whole source shares no words with any; codes outside `codes` are left out. Time grows with the marks and
    their overlaps, not with all pairs.

    Raises
    ------
    BadTable
        A stretch ends before it begins.
    """
    row = _numbered(codes)
    by_source: dict[Hashable, list[Mark]] = {}
    for mark in marks:
        if mark.start > mark.end:
            where = f"source {mark.source!r}, {mark.start} to {mark.end}"
            raise BadTable("a stretch that ends before it begins", where=where)
        if mark.code in row:
            by_source.setdefault(mark.source, []).append(mark)
    pairs, sources = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for found in by_source.values():
        present = {row[mark.code] for mark in found}
        sources.update((one, other) for one in present for other in present)
        _add_overlaps(found, row, pairs)
    return CoOccurrence(tuple(codes), _filled(pairs, len(row)), _filled(sources, len(row)))


def _add_overlaps(found: list[Mark], row: dict[Hashable, int], pairs: Counter[tuple[int, int]]) -> None:
    """Go through the marks by their beginnings, with those still open."""
    opened: list[tuple[int, int]] = []  # end, code
    for start, end, here in sorted((mark.start, mark.end, row[mark.code]) for mark in found):
        opened = [other for other in opened if other[0] > start]
        pairs[here, here] += 1
        if start == end:
            continue
        for _, there in opened:
            if there != here:
                pairs[here, there] += 1
                pairs[there, here] += 1
        opened.append((end, here))


def _filled(counts: Counter[tuple[int, int]], size: int) -> Integers:
    made = np.zeros((size, size), dtype=np.int64)
    for place, count in counts.items():
        made[place] = count
    return made


@dataclass(frozen=True, slots=True)
class Step:
    """One more source read: how many codes it brought that none before it had, and how many there are by now."""

    source: Hashable
    new: int
    known: int


@dataclass(frozen=True, slots=True)
class Saturation:
    """How new codes ran dry.

    Attributes
    ----------
    steps : tuple of Step
        In the order in which sources were read.
    low, middle, high : tuple of float
        How many codes would be known after so many sources in a random order: the 5th percentile, the mean and the
        95th. The order of reading is one order of many; a curve that is flat only in that order shows nothing.
    """

    steps: tuple[Step, ...]
    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]


def saturation(
    order: Sequence[Hashable], marks: Iterable[Mark], *, rng: np.random.Generator, draws: int = 200
) -> Saturation:
    """Return the curve of codes known against sources read, with what other orders would have given.

    Parameters
    ----------
    order : sequence
        All sources in the order in which they were read, those without any code included.
    marks : iterable of Mark
        What was coded.
    rng : numpy.random.Generator
        The source of chance for the other orders.
    draws : int
        How many other orders.

    Raises
    ------
    BadArgument
        Fewer than one draw.
    BadTable
        A mark on a source that is not in the order, or a source twice.

    References
    ----------
    Guest, Namey & Chen (2020), A simple method to assess and report thematic saturation in qualitative research, PLoS
    ONE 15(5), for new codes per source; random orders as in species accumulation curves (Gotelli & Colwell 2001).
    """
    if draws < 1:
        raise BadArgument(f"{draws} draws", expected="1 or more")
    place = _numbered(order)
    code_of: dict[Hashable, int] = {}
    seen: set[tuple[int, int]] = set()
    for mark in marks:
        if mark.source not in place:
            raise BadTable("a mark on a source that was not read", where=f"source {mark.source!r}")
        seen.add((place[mark.source], code_of.setdefault(mark.code, len(code_of))))
    has = np.zeros((len(place), len(code_of)), dtype=np.bool_)
    for source, code in seen:
        has[source, code] = True
    known = _known(has)
    others = np.stack([_known(has[rng.permutation(len(place))]) for _ in range(draws)]) if len(place) else None
    steps = (Step(source, int(known[n] - (known[n - 1] if n else 0)), int(known[n])) for n, source in enumerate(order))
    if others is None:
        return Saturation((), (), (), ())
    low, high = np.percentile(others, [5, 95], axis=0)
    middle = others.mean(axis=0)
    return Saturation(tuple(steps), tuple(low.tolist()), tuple(middle.tolist()), tuple(high.tolist()))


def _known(has: npt.NDArray[np.bool_]) -> Integers:
    known: Integers = np.maximum.accumulate(has, axis=0).sum(axis=1).astype(np.int64)
    return known


def _numbered(names: Sequence[Hashable]) -> dict[Hashable, int]:
    numbers = {name: number for number, name in enumerate(names)}
    if len(numbers) != len(names):
        raise BadTable("a name twice", expected="each once")
    return numbers
