"""Rules about a row. A rule says to which rows it applies and which of these are bad, as Ibis expressions.

`expected` is the share that is bad by chance alone: of honest clock times one in thirty ends on :00 or :30, so heaping
is what goes beyond that."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import ibis
import ibis.expr.types as ir

from concord.analysis.errors import BadArgument, BadTable

Condition = Callable[[ir.Table], ir.BooleanValue]
HEAPED_MINUTES: Final = (0, 30)
SHORT_LIST: Final = 16  # up to so many codes a chain of comparisons is faster than a list


class Aspect(StrEnum):
    """The seven questions of a data-quality audit."""

    COMPLETENESS = "completeness"
    VALIDITY = "validity"
    TIMELINESS = "timeliness"
    UNIQUENESS = "uniqueness"
    CONSISTENCY = "consistency"
    PLAUSIBILITY = "plausibility"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule.

    Parameters
    ----------
    name
        Unique name, e.g. ``"subject_race is given"``.
    columns
        The columns it reads; the first is the field it is reported under.
    bad
        From a table to the condition that a row fails; empty (NULL) counts as no.
    needs, applies
        The rule applies to rows in which every column of `needs` is given and `applies` holds; to all if neither is
        set. Where `needs` stands alone, `bad` has to be empty or false in rows that lack one of them.
    stops
        What a failure stops an assessment from saying: "how stops are shared between groups".
    expected
        Share of bad rows that chance alone makes.
    caution, unfit
        Shares of bad rows (beyond the expected) from which a cell is amber, and from which it is red.
    """

    name: str
    aspect: Aspect
    columns: tuple[str, ...]
    bad: Condition
    stops: str
    needs: tuple[str, ...] = ()
    applies: Condition | None = None
    expected: float = 0.0
    caution: float = 0.02
    unfit: float = 0.10

    def __post_init__(self) -> None:
        if not 0 <= self.expected < 1 or not 0 <= self.caution <= self.unfit <= 1:
            raise BadArgument("limits out of order", where=self.name, expected="0 <= caution <= unfit <= 1")

    @property
    def field(self) -> str:
        return self.columns[0]

    def check(self, table: ir.Table) -> None:
        """Raise BadTable where the table lacks a column that the rule reads."""
        missing = [name for name in self.columns if name not in table.columns]
        if missing:
            raise BadTable(
                f"no column {', '.join(missing)}", where=f"rule {self.name!r}", expected="every column of it"
            )

    def counts(self, table: ir.Table) -> tuple[ir.IntegerScalar, ir.IntegerScalar]:
        """Return how many rows the rule applies to, and how many of these are bad, in the cheapest form there is.

        A count of a column is several times cheaper than a count of rows under a condition; and a condition on columns
        that are needed is empty where one of them is, so it is not asked twice."""
        bad = self.bad(table)
        if self.applies is None:
            if not self.needs:
                return table.count(), _sum(bad)
            if len(self.needs) == 1:
                return table[self.needs[0]].count(), _sum(bad)
        inside = [table[name].notnull() for name in self.needs]
        if self.applies is not None:
            inside.append(self.applies(table))
        applies = ibis.and_(*inside)
        return _sum(applies), _sum(bad if self.applies is None else applies & bad)


def _sum(condition: ir.BooleanValue) -> ir.IntegerScalar:
    return condition.sum().fill_null(0)


def given(column: str, *, stops: str, among: Condition | None = None) -> Rule:
    """Completeness: the field is given (in rows where `among` holds)."""
    return Rule(
        name=f"{column} is given",
        aspect=Aspect.COMPLETENESS,
        columns=(column,),
        applies=among,
        bad=lambda table: table[column].isnull(),
        stops=stops,
    )


def one_of(column: str, values: Iterable[str], *, stops: str) -> Rule:
    """Validity: the code is one of a closed list."""
    codes = tuple(values)

    def unknown(table: ir.Table) -> ir.BooleanValue:
        text = table[column]
        if len(codes) > SHORT_LIST:
            return text.notin(codes)
        return ibis.cases(*((text == code, False) for code in codes), else_=text.notnull())

    return Rule(
        name=f"{column} is a known code",
        aspect=Aspect.VALIDITY,
        columns=(column,),
        needs=(column,),
        bad=unknown,
        stops=stops,
    )


def between(column: str, low: float, high: float, *, stops: str) -> Rule:
    """Validity: the number lies in [low, high]."""
    return Rule(
        name=f"{column} is between {low:g} and {high:g}",
        aspect=Aspect.VALIDITY,
        columns=(column,),
        needs=(column,),
        bad=lambda table: (table[column] < low) | (table[column] > high),
        stops=stops,
    )


def entered_within(days: int, *, event: str, entered: str, stops: str) -> Rule:
    """Timeliness: entered at most so many days after the event, and not before it. Both columns are moments."""
    return Rule(
        name=f"{entered} within {days} days of {event}",
        aspect=Aspect.TIMELINESS,
        columns=(entered, event),
        needs=(event, entered),
        bad=lambda table: (table[entered] > table[event] + ibis.interval(days=days)) | (table[entered] < table[event]),
        stops=stops,
    )


def in_order(first: str, then: str, *, stops: str) -> Rule:
    """Consistency: one stamp does not stand before another."""
    return Rule(
        name=f"{then} is not before {first}",
        aspect=Aspect.CONSISTENCY,
        columns=(then, first),
        needs=(first, then),
        bad=lambda table: table[then] < table[first],
        stops=stops,
    )


def implies(flag: str, needed: str, *, stops: str) -> Rule:
    """Consistency: where one flag is up the other is (a hit needs a search)."""
    return Rule(
        name=f"{flag} only with {needed}",
        aspect=Aspect.CONSISTENCY,
        columns=(flag, needed),
        applies=lambda table: table[flag],
        bad=lambda table: ~table[needed].fill_null(False),
        stops=stops,
    )


def not_heaped(moment: str, *, stops: str) -> Rule:
    """Plausibility: clock times are not heaped on the hour and half hour beyond the one in thirty of chance."""
    return Rule(
        name=f"{moment} is not rounded",
        aspect=Aspect.PLAUSIBILITY,
        columns=(moment,),
        needs=(moment,),
        bad=lambda table: table[moment].minute().isin(HEAPED_MINUTES),
        stops=stops,
        expected=len(HEAPED_MINUTES) / 60,
        caution=0.10,
        unfit=0.30,
    )
