"""Count every rule by month in one scan, grade the cells, and say what a grade stops us from saying."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from concord.analysis.errors import BadArgument, BadTable
from concord.analysis.policing.audit.rules import Aspect, Rule

NAMED: Final = 3  # so many months are named one by one


class Grade(StrEnum):
    """What a cell of the audit allows."""

    FIT = "fit"
    CAUTION = "fit with caution"
    NOT_FIT = "not fit"
    NO_ROWS = "no rows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One rule in one month: `bad` of `n` rows to which it applies, out of `rows` in all.

    `month` is "2024-03", or empty for rows without a date."""

    rule: str
    field: str
    aspect: Aspect
    month: str
    rows: int
    n: int
    bad: int
    excess: float
    grade: Grade

    @property
    def share(self) -> float | None:
        return self.bad / self.n if self.n else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """The result: every cell, the rules that made them, and the SQL that was run (for the record of the figure)."""

    rules: tuple[Rule, ...]
    cells: tuple[Cell, ...]
    rows: int
    undated: int
    sql: str

    def of(self, rule: str) -> tuple[Cell, ...]:
        """Return the cells of one rule, month by month."""
        return tuple(cell for cell in self.cells if cell.rule == rule)

    def overall(self, rule: Rule) -> Cell:
        """Return one rule over all months together; `month` is "all"."""
        cells = self.of(rule.name)
        return _cell(rule, "all", sum(c.rows for c in cells), sum(c.n for c in cells), sum(c.bad for c in cells))

    @property
    def grade(self) -> Grade:
        """The worst grade that some rule has over all months."""
        grades = {self.overall(rule).grade for rule in self.rules}
        return next((one for one in (Grade.NOT_FIT, Grade.CAUTION, Grade.FIT) if one in grades), Grade.NO_ROWS)

    def unfit_months(self, rule: str) -> tuple[str, ...]:
        """Return the months in which the rule's field is not fit."""
        return tuple(cell.month for cell in self.of(rule) if cell.grade is Grade.NOT_FIT)

    def sentences(self) -> tuple[str, ...]:
        """Say in words what each rule that fails somewhere stops us from saying."""
        said = [f"{self.undated:,} of {self.rows:,} rows have no date"] if self.undated else []
        for rule in self.rules:
            cells = [cell for cell in self.of(rule.name) if cell.n and cell.month]
            red = [cell.month for cell in cells if cell.grade is Grade.NOT_FIT]
            whole = self.overall(rule)
            if red:
                which = ", ".join(red) if len(red) <= NAMED else f"{red[0]} to {red[-1]}"
                said.append(
                    f"“{rule.name}” fails in {len(red)} of {len(cells)} months ({which}): "
                    f"this stops us saying {rule.stops} for those months."
                )
            if whole.grade is Grade.CAUTION and not red:
                said.append(
                    f"“{rule.name}” fails for {whole.bad:,} of {whole.n:,} rows: with caution we can say {rule.stops}."
                )
        return tuple(said)


def compile_audit(table: ir.Table, *, rules: Sequence[Rule], date: str) -> ir.Table:
    """Return the audit as one lazy Ibis expression: one row per month with `rows`, and `n_i`, `bad_i` of each rule.

    It runs on any engine of Ibis; the counts are sums, so results of parts of a file add up.

    Raises
    ------
    BadTable
        If a rule's column, or the date, is missing or is no date.
    BadArgument
        If there is no rule, or two of one name.
    """
    if date not in table.columns or not (table[date].type().is_date() or table[date].type().is_timestamp()):
        raise BadTable(f"no date {date!r}", where="audit", expected="a column of dates or moments")
    names = [rule.name for rule in rules]
    if not names or len(set(names)) < len(names):
        raise BadArgument("no rules, or two of one name", where="audit", expected="rules of different names")
    counts: dict[str, Any] = {}
    for at, rule in enumerate(rules):
        rule.check(table)
        counts[f"n_{at}"], counts[f"bad_{at}"] = rule.counts(table)
    by_day = table.group_by(day=table[date].cast("date")).aggregate(rows=table.count(), **counts)
    month = by_day.day.year() * 100 + by_day.day.month()
    summed = {name: by_day[name].sum() for name in ("rows", *counts)}
    return by_day.group_by(month=month).aggregate(**summed).order_by("month")


def audit(table: ir.Table, *, rules: Sequence[Rule], date: str) -> Audit:
    """Audit one file by field and month in one scan.

    Parameters
    ----------
    table
        The file; it is read once.
    rules
        What to look for.
    date
        The column by whose month rows are counted; rows without it are counted apart.
    """
    expression = compile_audit(table, rules=rules, date=date)
    found = expression.to_pyarrow().to_pylist()
    cells = tuple(
        _cell(rule, _month(row["month"]), row["rows"], row[f"n_{at}"], row[f"bad_{at}"])
        for at, rule in enumerate(rules)
        for row in found
    )
    undated = sum(row["rows"] for row in found if row["month"] is None)
    rows = sum(row["rows"] for row in found)
    return Audit(rules=tuple(rules), cells=cells, rows=rows, undated=undated, sql=str(ibis.to_sql(expression)))


def _month(number: int | None) -> str:
    return "" if number is None else f"{number // 100}-{number % 100:02d}"


def _cell(rule: Rule, month: str, rows: int, n: int, bad: int) -> Cell:
    if bad > n:
        raise BadArgument(f"{bad} bad of {n} rows", where=f"rule {rule.name!r}", expected="bad only where it applies")
    share = bad / n if n else 0.0
    excess = max(0.0, (share - rule.expected) / (1 - rule.expected))
    grade = Grade.FIT
    if not n:
        grade = Grade.NO_ROWS
    elif excess >= rule.unfit and excess > 0:
        grade = Grade.NOT_FIT
    elif excess >= rule.caution and excess > 0:
        grade = Grade.CAUTION
    return Cell(
        rule=rule.name,
        field=rule.field,
        aspect=rule.aspect,
        month=month,
        rows=rows,
        n=n,
        bad=bad,
        excess=excess,
        grade=grade,
    )
