"""Apply a mapping to a table, as one Ibis expression, and count what is lost on the way."""

from dataclasses import dataclass
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from concord.analysis.errors import BadTable
from concord.analysis.policing.schemas.columns import Kind
from concord.analysis.policing.schemas.mapping import Field, Mapping

TYPES: Final = {Kind.INTEGER: "int64", Kind.NUMBER: "float64", Kind.DATE: "date", Kind.MOMENT: "timestamp"}
US_DAY: Final = r"^(\d{1,2})/(\d{1,2})/(\d{4})"
SHOWN: Final = 10  # the most frequent lost values are listed, so many of each field


@dataclass(frozen=True, slots=True)
class FieldLoss:
    """What became of one field: rows that had something, rows that still have, and what was not understood."""

    target: str
    sources: tuple[str, ...]
    before: int
    after: int
    lost: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """The loss report of one file.

    Attributes
    ----------
    rows
        Rows of the file; none is ever dropped by a mapping.
    fields
        One entry per field that was filled.
    absent
        Target columns left empty because the file lacks their source columns.
    unnamed
        Target columns for which the mapping has no field.
    not_carried
        Columns of the file that no field reads: name, rows that hold something, the reason if the mapping gives one.
    """

    rows: int
    fields: tuple[FieldLoss, ...]
    absent: tuple[str, ...]
    unnamed: tuple[str, ...]
    not_carried: tuple[tuple[str, int, str], ...]

    @property
    def lost(self) -> int:
        """How many values were not understood, over all fields."""
        return sum(one.before - one.after for one in self.fields)

    def sentences(self) -> tuple[str, ...]:
        """Say in words what was lost; one sentence for a file that lost nothing."""
        said = [
            f"{one.target}: {one.before - one.after:,} of {one.before:,} values were not understood"
            + (
                f" (most often {', '.join(f'{value!r} {count:,}' for value, count in one.lost[:3])})"
                if one.lost
                else ""
            )
            for one in self.fields
            if one.before > one.after
        ]
        said += [f"{name}: empty, the file lacks its source" for name in self.absent]
        said += [
            f"{name}: {count:,} values not carried{f' ({why})' if why else ''}"
            for name, count, why in self.not_carried
            if count
        ]
        return tuple(said) or (f"all {self.rows:,} rows came over whole",)


def apply(mapping: Mapping, source: ir.Table) -> tuple[ir.Table, Loss]:
    """Bring a table to the columns of the mapping's dictionary.

    Returns
    -------
    The table (one row for each row of `source`, every column of the dictionary, in its order) and the loss report.

    Raises
    ------
    BadTable
        If the file lacks the source of a required column.
    """
    here = [one for one in mapping.fields if set(one.sources) <= set(source.columns)]
    absent = tuple(one.target for one in mapping.fields if one not in here)
    gone = [one for one in mapping.fields if one.target in absent and mapping.schema.column(one.target).required]
    if gone:
        wanted = ", ".join(sorted({name for one in gone for name in one.sources} - set(source.columns)))
        raise BadTable(f"no column {wanted}", where=f"file in layout {mapping.layout}", expected="each required column")
    made = {one.target: _value(one, source) for one in here}
    columns = {column.name: made.get(column.name, ibis.null(_type(column.kind))) for column in mapping.schema.columns}
    target = source.select(**columns)
    return target, _loss(mapping, source, made, here, absent)


def _type(kind: Kind) -> str:
    return "boolean" if kind is Kind.FLAG else TYPES.get(kind, "string")


def _text(column: ir.Value) -> ir.StringValue:
    """The text of a value: trimmed, empty as nothing, and a whole number without a decimal point."""
    text: ir.StringValue = column.cast("string").strip().re_replace(r"^(-?\d+)\.0+$", r"\1")
    return text.nullif("")


def _value(one: Field, source: ir.Table) -> ir.Value:
    """The expression of one field."""
    if one.kind is Kind.FLAG:
        flags = [_flag(one, source[name]) for name in one.sources]
        up = ibis.or_(*(flag.fill_null(False) for flag in flags))
        known = ibis.or_(*(flag.notnull() for flag in flags))
        return ibis.cases((up, True), (known, False))
    if one.values:
        text = _text(source[one.sources[0]])
        return ibis.cases(*((text.upper() == code.upper(), name) for code, name in one.values.items()))
    if one.kind in (Kind.DATE, Kind.MOMENT):
        return _time(one, source)
    column = source[one.sources[0]]
    return _text(column).try_cast(TYPES[one.kind]) if one.kind in TYPES else _text(column)


def _flag(one: Field, column: ir.Value) -> ir.BooleanValue:
    text = _text(column).upper()
    value: ir.BooleanValue = ibis.cases((text.isin(one.true), True), (text.isin(one.false), False))
    return value


def _time(one: Field, source: ir.Table) -> ir.Value:
    column = source[one.sources[0]]
    if len(one.sources) == 1 and (column.type().is_timestamp() or column.type().is_date()):
        return column.cast(TYPES[one.kind])
    text = _text(column)
    if one.format == "us":
        text = text.re_replace(US_DAY, r"\3-\1-\2")
    if len(one.sources) > 1:
        text = text.substr(0, 10) + " " + _text(source[one.sources[1]])
    if one.kind is Kind.DATE:
        text = text.re_replace(r"[T ].*$", "")
    return text.try_cast(TYPES[one.kind])


def _given(one: Field, source: ir.Table) -> ir.BooleanValue:
    """Whether a row held anything for a field."""
    texts = [_text(source[name]).notnull() for name in one.sources]
    given: ir.BooleanValue = ibis.and_(*texts) if one.kind is Kind.MOMENT else ibis.or_(*texts)
    return given


def _loss(
    mapping: Mapping, source: ir.Table, made: dict[str, ir.Value], here: list[Field], absent: tuple[str, ...]
) -> Loss:
    """Count everything in one pass, and a second one for each field that lost something."""
    rest = [name for name in source.columns if name not in mapping.sources]
    counts: dict[str, Any] = {"rows": source.count()}
    for at, one in enumerate(here):
        counts |= {f"before_{at}": source.count(where=_given(one, source)), f"after_{at}": made[one.target].count()}
    counts |= {f"rest_{at}": _text(source[name]).count() for at, name in enumerate(rest)}
    found = source.aggregate(**counts).to_pyarrow().to_pylist()[0]
    fields = []
    for at, one in enumerate(here):
        before, after = found[f"before_{at}"], found[f"after_{at}"]
        lost = _lost_values(one, source, made[one.target]) if before > after else ()
        fields.append(FieldLoss(one.target, one.sources, before, after, lost))
    named = {one.target for one in mapping.fields}
    unnamed = tuple(name for name in mapping.schema.names if name not in named)
    carried = tuple((name, found[f"rest_{at}"], mapping.left_out.get(name, "")) for at, name in enumerate(rest))
    return Loss(found["rows"], tuple(fields), absent, unnamed, carried)


def _lost_values(one: Field, source: ir.Table, value: ir.Value) -> tuple[tuple[str, int], ...]:
    lost = source.filter(_given(one, source) & value.isnull())
    text = _text(lost[one.sources[0]])
    counted = lost.group_by(value=text).aggregate(n=lost.count()).order_by(ibis.desc("n"), "value").limit(SHOWN)
    return tuple((str(row["value"]), row["n"]) for row in counted.to_pyarrow().to_pylist())
