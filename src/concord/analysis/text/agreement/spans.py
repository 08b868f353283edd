"""Agreement on stretches of text: which characters coders gave a code, and where they put its borders.

Two published statistics answer two questions, and both are here under their own names.

- `character_table` cuts the texts at every border that any coder set, and makes a table in which each piece counts by
  its length. Plain alpha, kappa or AC1 of that table are those coefficients with the *character* as the unit: did the
  coders give this character the code? Coders who did not code a text are missing there.
- `unitised_alpha` is Krippendorff's alpha for unitising, uα (2016). It treats each coder's coded stretch as one unit
  that chance would move as a whole, and so does not take the many characters of a long quote for many judgements.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from concord.analysis.errors import BadTable, DataNotFit, NotEnoughData
from concord.analysis.text.agreement.resample import DRAWS, LEVEL, check_draws, with_percentiles
from concord.analysis.text.agreement.results import NO_VARIATION, Coefficient, Floats
from concord.analysis.text.agreement.table import MISSING, Judgements

GAP = "(no code)"
SOURCE = "Krippendorff, Mathet, Bouvry & Widlöcher (2016), Quality & Quantity 50, equations 1-6"
_TWO = 2


@dataclass(frozen=True, slots=True)
class Coded:
    """A stretch [start, end) of a text, in characters from 0, with the code that a coder gave it."""

    start: int
    end: int
    code: Hashable


@dataclass(frozen=True, slots=True)
class CodedText:
    """A text as several coders coded it.

    Attributes
    ----------
    name : str
        What errors call it.
    length : int
        Its length in characters.
    by_coder : mapping
        Each coder who coded it, with what they coded; a coder who found nothing has an empty sequence, and a coder who
        never read it is not there.
    """

    name: str
    length: int
    by_coder: Mapping[Hashable, Sequence[Coded]]


def character_table(texts: Sequence[CodedText], *, code: Hashable) -> Judgements:
    """Return the table of one code, present (1) or absent (0), with characters as units.

    Parameters
    ----------
    texts : sequence of CodedText
        The texts; each becomes a group, to be drawn as a whole by `bootstrap`.
    code : hashable
        The code asked about.

    Returns
    -------
    Judgements
        Pieces that lie between two neighbouring borders, each with its length as weight. The coefficient of the table
        is exactly that of all single characters.

    Raises
    ------
    BadTable
        A stretch is empty or reaches beyond its text.
    NotEnoughData
        There is no text.
    """
    coders = _coders(texts)
    rows, weights, groups = [], [], []
    for number, text in enumerate(texts):
        borders = _borders(text, code=code)
        lengths = np.diff(borders)
        values = np.full((len(lengths), len(coders)), MISSING, dtype=np.int64)
        for column, coder in enumerate(coders):
            if coder in text.by_coder:
                values[:, column] = _present(borders, (s for s in text.by_coder[coder] if s.code == code))
        rows.append(values)
        weights.append(lengths.astype(np.float64))
        groups.append(np.full(len(lengths), number, dtype=np.int64))
    if not rows:
        raise NotEnoughData("there is no text", expected="at least one")
    return Judgements(np.concatenate(rows), (0, 1), np.concatenate(weights), np.concatenate(groups), "character")


def unitised_alpha(texts: Sequence[CodedText], *, code: Hashable | None = None) -> Coefficient:
    """Return Krippendorff's alpha for unitising: uα over all codes, or for one code against everything else.

    With `code` it asks of one code whether coders marked the same stretches with it: |uα of that code alone. Without,
    it asks of all codes at once (uα, nominal), and then no coder may have given two codes to the same characters: uα
    is defined for codes that exclude each other.

    Parameters
    ----------
    texts : sequence of CodedText
        Every coder must have coded every text; several texts are one continuum, laid end to end.
    code : hashable, optional
        The code asked about.

    Returns
    -------
    Coefficient
        `units` and `judgements` count characters. No analytic standard error is published.

    Raises
    ------
    BadTable
        A stretch is empty or reaches beyond its text.
    DataNotFit
        A coder did not code one of the texts, or gave overlapping stretches.
    NotEnoughData
        There are fewer than two coders, or there is no text.

    References
    ----------
    Krippendorff, Mathet, Bouvry & Widlöcher (2016), On the reliability of unitizing textual continua: further
    developments, Quality & Quantity 50, 2347-2364. Krippendorff (2019), Content Analysis, 4th ed., section 12.6.
    """
    seen, alone, coders = _lengths(texts, code)
    return _unitised(seen.sum(axis=0), alone.sum(axis=0), coders, code)


def bootstrap_unitised(
    texts: Sequence[CodedText],
    *,
    rng: np.random.Generator,
    code: Hashable | None = None,
    draws: int = DRAWS,
    level: float = LEVEL,
) -> Coefficient:
    """Return `unitised_alpha` with a percentile bootstrap interval: whole texts are drawn with replacement.

    Raises
    ------
    BadArgument
        Too few draws, or a level outside (0, 1).
    NotEnoughData
        There is but one text, or the coefficient exists in no draw. What `unitised_alpha` raises holds too.
    """
    check_draws(draws, level)
    seen, alone, coders = _lengths(texts, code)
    if len(texts) < _TWO:
        raise NotEnoughData("there is one text", expected="two or more, to draw from")
    found = _unitised(seen.sum(axis=0), alone.sum(axis=0), coders, code)
    drawn = rng.multinomial(len(texts), np.full(len(texts), 1 / len(texts)), size=draws)
    made = [
        _unitised(np.tensordot(times, seen, axes=1), times @ alone, coders, code).value
        for times in drawn.astype(np.float64)
    ]
    return with_percentiles(found, made, level=level, what=f"{len(texts):,} texts")


def _lengths(texts: Sequence[CodedText], code: Hashable | None) -> tuple[Floats, Floats, int]:
    """Return for each text the observed coincidences of lengths, what pairing units with themselves would be, and how
    many coders there are."""
    coders = _coders(texts)
    if len(coders) < _TWO or not texts:
        raise NotEnoughData(f"{len(coders)} coders", expected="two or more who coded the same texts")
    codes = (code,) if code is not None else tuple(_codes(texts))
    seen = np.zeros((len(texts), len(codes) + 1, len(codes) + 1))
    alone = np.zeros((len(texts), len(codes) + 1))
    for number, text in enumerate(texts):
        for coder in coders:
            if coder not in text.by_coder:
                what = f"coder {coder!r} did not code it"
                raise DataNotFit(what, where=text.name, expected="every coder in every text")
        _add(text, coders, codes, seen[number], alone[number])
    return seen, alone, len(coders)


def _unitised(seen: Floats, alone: Floats, coders: int, code: Hashable | None) -> Coefficient:
    often, total = seen.sum(axis=1), float(seen.sum())
    expected = (np.outer(often, often) - np.diag(alone)) * total / (total**2 - float(alone.sum()))
    apart, by_chance = total - float(np.trace(seen)), total - float(np.trace(expected))
    value = None if by_chance <= 0 else 1 - apart / by_chance
    kind = "uα, nominal, all codes" if code is None else f"|uα, the code {code!r} against all else"
    return Coefficient(
        name=f"Krippendorff's alpha for unitising ({kind})",
        value=value,
        observed=1 - apart / total,
        expected=1 - by_chance / total,
        units=total / coders,
        coders=coders,
        judgements=total,
        standard_error=None,
        interval=None,
        source=SOURCE,
        undefined="" if value is not None else NO_VARIATION,
    )


def _add(text: CodedText, coders: Sequence[Hashable], codes: Sequence[Hashable], seen: Floats, alone: Floats) -> None:
    """Add a text to the observed coincidences of lengths, and to what pairing a unit with itself would be.

    A coded stretch is one unit and pairs with itself over the square of its length; a gap has no inner structure, so
    its characters stand alone."""
    place = {code: number + 1 for number, code in enumerate(codes)}
    kept = {coder: [s for s in text.by_coder[coder] if s.code in place] for coder in coders}
    borders = _borders(text, code=None if len(codes) != 1 else codes[0])
    counts = np.zeros((len(borders) - 1, len(codes) + 1))
    for coder in coders:
        value = np.zeros(len(borders) - 1, dtype=np.int64)
        for stretch in kept[coder]:
            piece = slice(*np.searchsorted(borders, [stretch.start, stretch.end]))
            if value[piece].any():
                where = f"{text.name}, coder {coder!r}, characters {stretch.start} to {stretch.end}"
                raise DataNotFit("two stretches overlap", where=where, expected="stretches apart from each other")
            value[piece] = place[stretch.code]
            alone[place[stretch.code]] += (stretch.end - stretch.start) ** 2
        counts[np.arange(len(value)), value] += 1
        alone[0] += float(np.diff(borders)[value == 0].sum())
    lengths = np.diff(borders) / (len(coders) - 1)
    seen += (counts * lengths[:, None]).T @ counts - np.diag(lengths @ counts)


def _coders(texts: Sequence[CodedText]) -> tuple[Hashable, ...]:
    """Return the coders in the order in which they first occur."""
    return tuple(dict.fromkeys(coder for text in texts for coder in text.by_coder))


def _codes(texts: Sequence[CodedText]) -> Iterator[Hashable]:
    yield from dict.fromkeys(s.code for text in texts for made in text.by_coder.values() for s in made)


def _borders(text: CodedText, *, code: Hashable | None) -> Floats:
    """Return the sorted places where anything begins or ends, the two ends of the text included."""
    places = {0, text.length}
    for coder, stretches in text.by_coder.items():
        for stretch in stretches:
            if not 0 <= stretch.start < stretch.end <= text.length:
                where = f"{text.name}, coder {coder!r}"
                what = f"characters {stretch.start} to {stretch.end} of {text.length}"
                raise BadTable(what, where=where, expected="a stretch of the text that is not empty")
            if code is None or stretch.code == code:
                places |= {stretch.start, stretch.end}
    return np.array(sorted(places), dtype=np.float64)


def _present(borders: Floats, stretches: Iterator[Coded]) -> Floats:
    """Return 1 for each piece that a stretch covers, else 0; stretches of one coder may overlap."""
    steps = np.zeros(len(borders))
    for stretch in stretches:
        steps[np.searchsorted(borders, stretch.start)] += 1
        steps[np.searchsorted(borders, stretch.end)] -= 1
    covered: Floats = (np.cumsum(steps)[:-1] > 0).astype(np.float64)
    return covered
