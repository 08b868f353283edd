"""A sample of passages, drawn with a stated seed: for blind coding by several people, or for a second look."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from concord.analysis.errors import BadArgument, NotEnoughData


@dataclass(frozen=True, slots=True)
class Stratum:
    """How many passages of a kind there were, and how many were drawn."""

    kind: Hashable
    there: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Sample:
    """The places of the passages that were drawn, in their own order, and how many of each kind."""

    places: tuple[int, ...]
    strata: tuple[Stratum, ...]


def draw(kinds: Sequence[Hashable], size: int, *, rng: np.random.Generator, at_least: int = 0) -> Sample:
    """Draw passages at random without replacement, in proportion to their kinds.

    Parameters
    ----------
    kinds : sequence
        The kind of each passage (interview, focus group, …); all the same for a simple random sample.
    size : int
        How many passages to draw.
    rng : numpy.random.Generator
        The source of chance: `numpy.random.default_rng(seed)` with the seed that the record states. The same seed,
        order and kinds give the same sample.
    at_least : int
        How many of each kind at the least, as far as it has so many; the rest in proportion.

    Returns
    -------
    Sample
        Shares of kinds are whole numbers by largest remainder; of equal remainders the kind that comes first goes
        first. With `at_least` above 0 small kinds are drawn more often than their share: say so with any figure.

    Raises
    ------
    BadArgument
        A size or minimum below 0, or minima that together exceed the size.
    NotEnoughData
        There are fewer passages than asked for.
    """
    if size < 0 or at_least < 0:
        raise BadArgument(f"a sample of {size} with at least {at_least} of each kind", expected="0 or more")
    if size > len(kinds):
        raise NotEnoughData(f"{len(kinds)} passages", expected=f"at least {size}, to draw from")
    members: dict[Hashable, list[int]] = {}
    for place, kind in enumerate(kinds):
        members.setdefault(kind, []).append(place)
    there = [len(places) for places in members.values()]
    shares = _shares(there, size, at_least)
    drawn: list[int] = []
    for places, share in zip(members.values(), shares, strict=True):
        drawn += [places[i] for i in rng.choice(len(places), size=share, replace=False)]
    strata = (Stratum(kind, len(members[kind]), share) for kind, share in zip(members, shares, strict=True))
    return Sample(tuple(sorted(drawn)), tuple(strata))


def _shares(there: list[int], size: int, at_least: int) -> list[int]:
    """Return how many of each kind: the minima first, then each kind's part of the rest by largest remainder."""
    shares = [min(at_least, many) for many in there]
    left = size - sum(shares)
    if left < 0:
        raise BadArgument(f"{sum(shares)} passages as minima", expected=f"at most the {size} of the sample")
    room = [many - share for many, share in zip(there, shares, strict=True)]
    total = sum(room)
    if not left:
        return shares
    exact = [Fraction(left * each, total) for each in room]
    shares = [share + int(part) for share, part in zip(shares, exact, strict=True)]
    order = sorted(range(len(there)), key=lambda i: (int(exact[i]) - exact[i], i))
    for i in order[: size - sum(shares)]:
        shares[i] += 1
    return shares


def shuffled(places: Sequence[int], *, rng: np.random.Generator) -> tuple[int, ...]:
    """Return the places in a random order, so that no coder meets them in the order of the documents."""
    return tuple(int(place) for place in rng.permutation(np.asarray(places, dtype=np.int64)))
