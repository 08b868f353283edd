"""The one result of every method: an `Estimate`. Tables, figures and sentences read nothing else.

A verdict is one of four. It never says why a difference is there, and never that a bias is proven:

``SEEN``        the interval leaves out "no difference" (after the correction for many questions, if one was made)
``NONE_SEEN``   none seen, and a gap of `Estimate.detectable` would have been seen four times in five
``TOO_LITTLE``  too little data to see even a gap that was called meaningful beforehand, or to say anything
``NOT_FIT``     the data are not fit for this question; the reasons are listed in `Estimate.unfit`
"""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from functools import cache
from importlib import resources
from statistics import NormalDist
from typing import Any, Final, Self

from concord.analysis.errors import BadArgument, BadTable

Scalar = str | int | float | bool | None
Facts = tuple[tuple[str, Scalar], ...]

POWER: Final = 0.8  # the share of repeated studies in which a gap of `detectable` would be seen


class Verdict(StrEnum):
    SEEN = "difference seen"
    NONE_SEEN = "none seen, and a gap of this size would have been"
    TOO_LITTLE = "too little data"
    NOT_FIT = "data not fit"


class Scale(StrEnum):
    """How two values are compared, and so what "no difference" is: 0, 1, or nothing at all."""

    LEVEL = "level"  # a single rate, share or count: compared with nothing
    DIFFERENCE = "difference"  # no difference is 0; `se` is on the scale of the value
    RATIO = "ratio"  # no difference is 1; `se` is on the logarithmic scale


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Rows (or stops, people, cells) left out, and why: nothing is dropped silently."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Power:
    """What could have been seen: a gap of `detectable` is found with probability `power` at `level`."""

    detectable: float
    power: float
    level: float
    scale: Scale


def facts(**values: Scalar) -> Facts:
    """Return diagnostics as an ordered, hashable tuple of (name, value)."""
    return tuple(values.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One figure with all that has to be known to read it.

    Parameters
    ----------
    measure
        Key of the measure, e.g. ``"stop_rate_ratio"``; it chooses the sentence.
    value, low, high
        The figure and its interval at `level`, in `unit`; None when there is none (too little data, suppressed).
    n
        Events or rows that the figure rests on; `denominator` is its base as a number, `base` in words ("residents").
    unit
        The unit of `value`, e.g. ``"ratio"``, ``"per 1,000 stops"``.
    outcome
        What is counted, in words ("searches"); sentences name it.
    group, reference
        Who is compared with whom; empty where nobody is.
    period, place
        What the figure covers.
    se
        Standard error: of the value for levels and differences, of its logarithm for ratios.
    meaningful
        The smallest gap (difference, or ratio above 1) that was called meaningful before looking; optional.
    p, p_adjusted, family
        Two-sided p value; the same after a correction for the `family` of questions.
    unfit
        Reasons why the data do not fit the question; any reason makes the verdict `NOT_FIT`.
    seed
        Seed of the generator that the caller passed in, where randomness was used.
    """

    measure: str
    value: float | None
    low: float | None
    high: float | None
    level: float = 0.95
    n: int | None
    denominator: float | None
    base: str = ""
    unit: str
    scale: Scale = Scale.LEVEL
    outcome: str = ""
    group: str = ""
    reference: str = ""
    period: str = ""
    place: str = ""
    method: str
    se: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    family: str = ""
    meaningful: float | None = None
    assumptions: tuple[str, ...] = ()
    diagnostics: Facts = ()
    excluded: tuple[Exclusion, ...] = ()
    unfit: tuple[str, ...] = ()
    data_hash: str = ""
    code_version: str = ""
    seed: int | None = None
    suppressed: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.level < 1:
            raise BadArgument(f"level is {self.level}", where=self.measure, expected="a share between 0 and 1")
        for name in ("value", "low", "high", "se", "denominator", "p", "p_adjusted"):
            number = getattr(self, name)
            if number is not None and math.isnan(number):
                raise BadArgument(f"{name} is not a number", where=self.measure, expected="a number, or None")
        if self.suppressed and (self.value, self.low, self.high, self.n, self.denominator) != (None,) * 5:
            raise BadArgument(
                "a suppressed estimate carries figures", where=self.measure, expected="none; use hidden()"
            )
        if not self.code_version:
            object.__setattr__(self, "code_version", code_version())

    @property
    def null(self) -> float | None:
        """The value that "no difference" has on this scale; None for a level."""
        return {Scale.LEVEL: None, Scale.DIFFERENCE: 0.0, Scale.RATIO: 1.0}[self.scale]

    @property
    def detectable(self) -> float | None:
        """The smallest true gap that would be seen with probability `POWER`: a difference, or a ratio above 1."""
        if self.se is None or self.scale is Scale.LEVEL:
            return None
        gap = (NormalDist().inv_cdf(0.5 + self.level / 2) + NormalDist().inv_cdf(POWER)) * self.se
        return gap if self.scale is Scale.DIFFERENCE else math.exp(min(gap, 700.0))

    @property
    def power(self) -> Power | None:
        """The power statement that goes with the figure; None where nothing is compared."""
        gap = self.detectable
        return None if gap is None else Power(gap, POWER, self.level, self.scale)

    @property
    def verdict(self) -> Verdict | None:
        """One of the four verdicts; None for a level without a comparison and for what is suppressed."""
        if self.suppressed:
            return None
        if self.unfit:
            return Verdict.NOT_FIT
        if self.value is None:
            return Verdict.TOO_LITTLE
        return None if self.null is None else self._compared(self.null)

    def _compared(self, null: float) -> Verdict:
        if self.low is None or self.high is None:
            return Verdict.TOO_LITTLE
        if self._seen(self.low, self.high, null):
            return Verdict.SEEN
        gap = self.detectable
        blind = gap is None or (self.meaningful is not None and gap > self.meaningful)
        return Verdict.TOO_LITTLE if blind else Verdict.NONE_SEEN

    def _seen(self, low: float, high: float, null: float) -> bool:
        apart = not low <= null <= high
        return apart if self.p_adjusted is None else apart and self.p_adjusted <= 1 - self.level

    def diagnostic(self, name: str) -> Scalar:
        """Return one diagnostic by name; KeyError if the method gave none of that name."""
        return dict(self.diagnostics)[name]

    def hidden(self) -> Self:
        """Return the same estimate with every figure taken out, for where it must not be shown."""
        nothing: dict[str, Any] = dict.fromkeys(
            ("value", "low", "high", "n", "denominator", "se", "p", "p_adjusted"),
        )
        return replace(self, **nothing, diagnostics=(), excluded=(), unfit=(), data_hash="", suppressed=True)

    def as_record(self) -> dict[str, Any]:
        """Return plain values that JSON can hold; `from_record` reads them back to an equal estimate."""
        record = asdict(self)
        return {**record, "scale": str(self.scale), "verdict": None if self.verdict is None else str(self.verdict)}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Read what `as_record` wrote (also after a way through JSON). Raises BadTable on an unknown field."""
        values = {name: value for name, value in record.items() if name != "verdict"}
        unknown = sorted(set(values) - {field.name for field in fields(cls)})
        if unknown:
            raise BadTable(
                f"unknown fields {unknown}", where="record of an estimate", expected="the fields of Estimate"
            )
        values["scale"] = Scale(values["scale"])
        values["diagnostics"] = tuple((name, value) for name, value in values["diagnostics"])
        values["excluded"] = tuple(Exclusion(**row) for row in values["excluded"])
        values["assumptions"], values["unfit"] = tuple(values["assumptions"]), tuple(values["unfit"])
        return cls(**values)


def data_hash(table: Mapping[str, Any], *, ordered: bool = False) -> str:
    """Return the SHA-256 of a table of columns, whatever the order of its rows and columns.

    Parameters
    ----------
    table
        Column name to a one-dimensional array or sequence; all of one length.
    ordered
        The rows stand in an order of their own already, which saves the time of sorting a large table.
    """
    import numpy as np

    digest = hashlib.sha256()
    names = sorted(table)
    columns = [_plain(np.asarray(table[name])) for name in names]
    sizes = {column.shape for column in columns}
    if len(sizes) > 1:
        raise BadTable(f"columns of {sorted(sizes)} rows", where="data_hash", expected="one length")
    sort = bool(columns) and columns[0].size > 0 and not ordered
    order = np.lexsort(columns[::-1]) if sort else slice(None)
    for name, column in zip(names, columns, strict=True):
        digest.update(json.dumps([name, column.dtype.kind, len(column)]).encode())
        digest.update(_bytes(column[order]))
    return digest.hexdigest()


def _plain(column: Any) -> Any:
    """Bring a column to one of four forms, so that the storage type does not change the hash."""
    import numpy as np

    if column.ndim != 1:
        raise BadTable(f"a column of {column.ndim} dimensions", where="data_hash", expected="one dimension")
    forms = {"b": np.int64, "i": np.int64, "u": np.int64, "f": np.float64}
    if column.dtype.kind in forms:
        return column.astype(forms[column.dtype.kind])
    return column.astype("datetime64[us]").astype(np.int64) if column.dtype.kind == "M" else column.astype(str)


def _bytes(column: Any) -> bytes:
    if column.dtype.kind == "U":
        return json.dumps(column.tolist(), ensure_ascii=False).encode()
    data: bytes = column.astype(column.dtype.newbyteorder("<")).tobytes()
    return data


@cache
def code_version() -> str:
    """Return a name for the very code that ran: the SHA-256 over the sources of this package, its layouts included, cut
    to 16 digits."""
    digest = hashlib.sha256()
    for path, item in sorted(_sources(resources.files("concord.analysis.policing"), "")):
        digest.update(path.encode() + b"\0" + item.read_bytes())
    return f"policing {digest.hexdigest()[:16]}"


def _sources(folder: Any, above: str) -> Iterator[tuple[str, Any]]:
    for item in folder.iterdir():
        path = f"{above}/{item.name}"
        if item.is_dir():
            yield from _sources(item, path)
        elif path.endswith((".py", ".json")):
            yield path, item
