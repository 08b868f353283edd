"""The data-quality audit as an order: standard rules for each kind of file, a grade, and what it stops us saying."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from concord.analysis.errors import BadTable
from concord.analysis.policing.audit import auditing, groups, rules
from concord.analysis.policing.audit.auditing import Grade
from concord.analysis.policing.runs.method import Context, Outcome, Run, Sheet
from concord.analysis.policing.schemas.columns import Column, Kind
from concord.analysis.policing.schemas.columns import Table as Dictionary
from concord.analysis.policing.schemas.tables import TABLES

if TYPE_CHECKING:
    import ibis.expr.types as ir

DATED: Final = {
    "calls": "received",
    "complaints": "received",
    "officers": "appointed",
    "assignments": "start",
    "offences": "reported",
}
AGES: Final = (10, 105)
SHOWN: Final = 12  # so many changes of coding are listed
STOPS_SAYING: Final = {
    "date": "when it happened",
    "moment": "at what time of day it happened",
    "received": "how long anything took",
    "district": "how places differ",
    "officer_id": "how units differ",
    "subject_race": "how groups differ",
    "subject_age": "how ages differ",
    "search_conducted": "who is searched",
    "contraband_found": "whether searches find anything",
    "arrest_made": "who is arrested",
    "citation_issued": "who is cited",
    "force_used": "to whom force is used",
    "finding": "what became of complaints",
    "disciplined": "what discipline followed",
}


def kind_of(table: "ir.Table", kinds: dict[str, Dictionary] | None = None) -> Dictionary:
    """Return the dictionary whose columns a mapped table has. Raises BadTable."""
    for one in (kinds or TABLES).values():
        if tuple(table.columns) == one.names:
            return one
    raise BadTable("columns of no dictionary", where="file", expected="a mapped file")


def standard_rules(schema: Dictionary) -> tuple[rules.Rule, ...]:
    """Return the rules that hold for a kind of file, whoever kept it."""
    return tuple(_rules(schema))


def _rules(schema: Dictionary) -> Iterator[rules.Rule]:
    names = set(schema.names)
    for column in schema.columns:
        if column.required or column.name in STOPS_SAYING:
            yield rules.given(column.name, stops=_stops(column))
    if "contraband_found" in names and "search_conducted" in names:
        yield rules.implies("contraband_found", "search_conducted", stops="whether searches find anything")
    if "subject_age" in names:
        yield rules.between("subject_age", *AGES, stops="how ages differ")
    if "moment" in names:
        yield rules.not_heaped("moment", stops="what happened at dusk, to the minute")
    if {"moment", "entered"} <= names:
        yield rules.entered_within(7, event="moment", entered="entered", stops="what was written down at the time")
    pairs = (
        ("received", "closed"),
        ("dispatched", "arrived"),
        ("received", "dispatched"),
        ("arrived", "cleared"),
        ("reported", "cleared"),
    )
    for first, then in pairs:
        if {first, then} <= names:
            yield rules.in_order(first, then, stops="how long it took")


def _stops(column: Column) -> str:
    return STOPS_SAYING.get(column.name, f"anything that needs {column.name.replace('_', ' ')}")


def empty_fields(table: "ir.Table", needed: tuple[str, ...]) -> tuple[str, ...]:
    """Say of each field that a method needs whether too many rows lack it to answer at all."""
    total = table.count()
    found = table.aggregate(n=total, **{name: table[name].count() for name in needed}).to_pyarrow().to_pylist()[0]
    said = []
    for name in needed:
        rule = rules.given(name, stops="")
        gone = found["n"] - found[name]
        if found["n"] and gone / found["n"] >= rule.unfit:
            said.append(f"“{name}” is empty in {gone:,} of {found['n']:,} rows")
    return tuple(said)


def _audit(context: Context) -> Outcome:
    table = context.table
    schema = kind_of(table)
    date = DATED.get(schema.name, "date")
    if date not in schema.names:
        raise BadTable(f"files of {schema.name} have no date", where="audit", expected="a kind of file with a date")
    there = _given(table)
    asked = there | {column.name for column in schema.columns if column.required}
    usable = [rule for rule in standard_rules(schema) if set(rule.columns) <= asked]
    context.tell("counting every rule by month")
    found = auditing.audit(table, rules=usable, date=date)
    context.tell("looking for doubled keys")
    notes = [*_sentences(found), *_absent(schema, asked)]
    notes += [*_doubles(table, schema, there), *_changes(table, schema, date, there)]
    overall = [found.overall(rule) for rule in usable]
    rows = tuple(
        (one.rule, str(one.aspect), one.n, one.bad, None if one.share is None else 100 * one.share, str(one.grade))
        for one in overall
    )
    grid = tuple(
        (cell.month or "no date", cell.rule, cell.n, cell.bad, str(cell.grade))
        for cell in found.cells
        if cell.grade in (Grade.CAUTION, Grade.NOT_FIT)
    )
    return Outcome(
        question="How good are these records, and what do they stop us saying?",
        sheets=(
            Sheet("Rules", ("rule", "aspect", "rows it is about", "fail", "percent", "grade"), rows),
            Sheet("Months that fall short", ("month", "rule", "rows", "fail", "grade"), grid),
        ),
        notes=tuple(notes) or ("Nothing was found that stops us saying anything.",),
        grade=str(found.grade),
    )


def _sentences(found: auditing.Audit) -> list[str]:
    return [one if one.endswith(".") else f"{one}." for one in found.sentences()]


def _absent(schema: Dictionary, asked: set[str]) -> list[str]:
    gone = [name for name in schema.names if name in STOPS_SAYING and name not in asked]
    return [f"The file has nothing on “{name}”: this stops us saying {STOPS_SAYING[name]}." for name in gone]


def _given(table: "ir.Table") -> set[str]:
    """The columns that hold something."""
    found = table.aggregate(**{name: table[name].count() for name in table.columns}).to_pyarrow().to_pylist()[0]
    return {name for name, count in found.items() if count}


def _doubles(table: "ir.Table", schema: Dictionary, there: set[str]) -> list[str]:
    if not set(schema.key) <= there:
        return []
    found = groups.doubles(table, key=schema.key)
    if not found.surplus:
        return []
    key = " and ".join(name.replace("_", " ") for name in schema.key)
    return [f"{found.surplus:,} rows repeat a {key} that stands before: a plain join would count them twice."]


def _changes(table: "ir.Table", schema: Dictionary, date: str, there: set[str]) -> list[str]:
    said = []
    coded = [one.name for one in schema.columns if one.kind is Kind.CATEGORY and one.name in there]
    for name in coded:
        said += [
            f"The codes of “{name}” changed between {one.before} and {one.after}: ask whether practice or coding did."
            for one in groups.code_changes(table, column=name, date=date)[:SHOWN]
        ]
    if {"officer_id", "subject_race"} <= there:
        alone = groups.one_race_officers(table, officer="officer_id", race="subject_race")
        if alone.one_race > alone.hoped + 1:
            said.append(
                f"{alone.one_race:,} of {alone.officers:,} officers with 30 stops or more wrote one race only; chance "
                f"would give {alone.hoped:,.1f}."
            )
    return said


RUNS: Final[Mapping[str, Run]] = {
    "audit": _audit,
}
