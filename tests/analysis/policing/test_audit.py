"""The data-quality audit: counts against plain Python, grades, and the sentences that follow."""

import datetime as dt
import re
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.analysis.errors import BadArgument, BadTable
from concord.analysis.policing.audit import rules
from concord.analysis.policing.audit.auditing import Audit, Grade, audit, compile_audit
from concord.analysis.policing.audit.groups import CodeChange, Doubles, code_changes, doubles, one_race_officers
from concord.analysis.policing.audit.linking import Reconciled, fan_out, reconcile

RACES = ["white", "black", "hispanic"]
RULES = (
    rules.given("race", stops="how stops are shared"),
    rules.one_of("race", RACES, stops="anything about groups"),
    rules.between("age", 10, 100, stops="anything about age"),
    rules.in_order("start", "end", stops="how long stops last"),
    rules.implies("hit", "searched", stops="how often a search finds something"),
    rules.entered_within(3, event="start", entered="entered", stops="that forms are written in time"),
)


def moment(day: int, hour: int = 0) -> dt.datetime:
    return dt.datetime(2024, 1, 1) + dt.timedelta(days=day, hours=hour)  # noqa: DTZ001 - local times


def stops(rows: list[tuple[Any, ...]]) -> ibis.Table:
    names = ("day", "race", "age", "start", "end", "hit", "searched", "entered")
    kinds = (
        pa.date32(),
        pa.string(),
        pa.int64(),
        *(pa.timestamp("us"),) * 2,
        pa.bool_(),
        pa.bool_(),
        pa.timestamp("us"),
    )
    columns = {
        name: pa.array([row[at] for row in rows], kind)
        for at, (name, kind) in enumerate(zip(names, kinds, strict=True))
    }
    return ibis.memtable(pa.table(columns))


ROW = st.tuples(
    st.none() | st.dates(dt.date(2024, 1, 1), dt.date(2024, 3, 31)),
    st.none() | st.sampled_from([*RACES, "x"]),
    st.none() | st.integers(0, 120),
    st.none() | st.integers(0, 9).map(moment),
    st.none() | st.integers(0, 9).map(moment),
    st.none() | st.booleans(),
    st.none() | st.booleans(),
    st.none() | st.integers(0, 9).map(moment),
)


def by_hand(rows: list[tuple[Any, ...]]) -> dict[tuple[str, str], tuple[int, int]]:
    """What the audit should count: (rule, month) to (applies, bad)."""
    late = dt.timedelta(days=3)
    tests = (
        (lambda _: True, lambda r: r[1] is None),
        (lambda r: r[1] is not None, lambda r: r[1] not in RACES),
        (lambda r: r[2] is not None, lambda r: not 10 <= r[2] <= 100),
        (lambda r: r[3] is not None and r[4] is not None, lambda r: r[4] < r[3]),
        (lambda r: r[5] is True, lambda r: r[6] is not True),
        (lambda r: r[3] is not None and r[7] is not None, lambda r: not r[3] <= r[7] <= r[3] + late),
    )
    found = {}
    for rule, (applies, bad) in zip(RULES, tests, strict=True):
        for month in {f"{r[0]:%Y-%m}" if r[0] else "" for r in rows}:
            mine = [r for r in rows if (f"{r[0]:%Y-%m}" if r[0] else "") == month and applies(r)]
            found[rule.name, month] = (len(mine), sum(bad(r) for r in mine))
    return found


@settings(deadline=None)  # the first query starts the engine
@given(st.lists(ROW, min_size=1, max_size=30))
def test_every_cell_counts_what_plain_python_counts(rows: list[tuple[Any, ...]]) -> None:
    result = audit(stops(rows), rules=RULES, date="day")
    assert {(cell.rule, cell.month): (cell.n, cell.bad) for cell in result.cells} == by_hand(rows)
    assert (result.rows, result.undated) == (len(rows), sum(row[0] is None for row in rows))


def test_five_rules_are_one_scan_of_the_file() -> None:
    sql = str(ibis.to_sql(compile_audit(ibis.table(stops([]).schema(), name="stops"), rules=RULES, date="day")))
    assert len(re.findall(r'FROM "stops"', sql)) == 1


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "trino", "clickhouse", "pyspark"])
def test_the_audit_compiles_for_other_engines(dialect: str) -> None:
    expression = compile_audit(ibis.table(stops([]).schema(), name="stops"), rules=RULES, date="day")
    assert str(ibis.to_sql(expression, dialect=dialect)).startswith("SELECT")


def month_of(missing: int, total: int, month: int = 1) -> list[tuple[Any, ...]]:
    day = dt.date(2024, month, 5)
    return [(day, None if at < missing else "white", 30, *(None,) * 5) for at in range(total)]


def graded(rows: list[tuple[Any, ...]]) -> Audit:
    return audit(stops(rows), rules=RULES[:1], date="day")


@pytest.mark.parametrize(
    ("missing", "grade"), [(0, Grade.FIT), (1, Grade.FIT), (2, Grade.CAUTION), (9, Grade.CAUTION), (10, Grade.NOT_FIT)]
)
def test_a_cell_is_graded_by_its_share(missing: int, grade: Grade) -> None:
    assert [cell.grade for cell in graded(month_of(missing, 100)).cells] == [grade]


def test_a_red_month_says_what_it_stops_us_from_saying() -> None:
    result = graded(month_of(50, 100, 1) + month_of(0, 300, 2) + [(None, "white", 30, *(None,) * 5)])
    assert result.sentences() == (
        "1 of 401 rows have no date",
        "“race is given” fails in 1 of 2 months (2024-01): this stops us saying how stops are shared for those months.",
    )
    assert (result.unfit_months("race is given"), result.grade) == (("2024-01",), Grade.NOT_FIT)


def test_amber_over_all_says_with_caution() -> None:
    assert graded(month_of(5, 100)).sentences() == (
        "“race is given” fails for 5 of 100 rows: with caution we can say how stops are shared.",
    )


def test_a_rule_that_applies_to_no_row_is_neither_fit_nor_unfit() -> None:
    result = audit(stops(month_of(0, 3)), rules=RULES[4:5], date="day")
    assert ([cell.grade for cell in result.cells], result.grade, result.sentences()) == (
        [Grade.NO_ROWS],
        Grade.NO_ROWS,
        (),
    )


def test_rounded_times_count_beyond_what_chance_rounds() -> None:
    rule = rules.not_heaped("at", stops="at which minute stops happen")
    even = [moment(1) + dt.timedelta(minutes=m) for m in range(60)]
    heaped = [moment(1)] * 60
    for times, excess, grade in ((even, 0.0, Grade.FIT), (even + heaped, 0.5, Grade.NOT_FIT)):
        result = audit(ibis.memtable(pa.table({"at": times})), rules=[rule], date="at")
        assert [cell.excess for cell in result.cells] == pytest.approx([excess], abs=1e-12)
        assert [cell.grade for cell in result.cells] == [grade]


def test_an_audit_refuses_what_it_cannot_read() -> None:
    table = stops(month_of(0, 1))
    with pytest.raises(BadTable, match="audit: no date 'race'; expected a column of dates or moments"):
        audit(table, rules=RULES, date="race")
    with pytest.raises(BadArgument, match="audit: no rules, or two of one name"):
        audit(table, rules=[RULES[0], RULES[0]], date="day")
    with pytest.raises(BadTable, match="rule 'zone is given': no column zone"):
        audit(table, rules=[rules.given("zone", stops="x")], date="day")
    with pytest.raises(BadArgument, match="limits out of order"):
        rules.Rule(
            name="r",
            aspect=rules.Aspect.VALIDITY,
            columns=("race",),
            applies=lambda t: t.race.notnull(),
            bad=lambda t: t.race.isnull(),
            stops="x",
            caution=0.5,
            unfit=0.1,
        )


def test_doubled_keys_are_counted_and_empty_ones_apart() -> None:
    table = ibis.memtable(pa.table({"k": ["a", "a", "a", "b", "c", "c", None]}))
    assert doubles(table, key=["k"]) == Doubles(rows=7, keys=3, repeated=2, surplus=3, empty=1)


def test_a_change_of_coding_is_found_and_noise_is_not() -> None:
    rng = np.random.default_rng(7)
    old, new = ["W", "B", "H"], ["white", "B", "H"]
    codes = [*rng.choice(old, 600), *rng.choice(old, 600), *rng.choice(new, 600)]
    days = [dt.date(2024, 1 + at // 600, 1 + at % 28) for at in range(1800)]
    found = code_changes(ibis.memtable(pa.table({"day": days, "race": codes})), column="race", date="day")
    assert [(c.before, c.after, c.came, c.went) for c in found] == [("2024-02", "2024-03", ("white",), ("W",))]


def test_two_samples_of_one_mix_are_no_change_of_coding_in_all_but_one_of_a_thousand() -> None:
    rng = np.random.default_rng(11)
    days = [dt.date(2024, 1 + at // 20, 1) for at in range(40)]
    hits = 0
    for _ in range(200):
        table = ibis.memtable(pa.table({"day": days, "race": rng.choice(RACES, 40)}))
        hits += len(code_changes(table, column="race", date="day", distance=0.0))
    assert hits <= 2


def test_officers_with_one_race_are_counted_against_what_chance_makes() -> None:
    rng = np.random.default_rng(5)
    officer = np.repeat(np.arange(20), 40)
    race = rng.choice(["white", "black"], 800)
    race[officer < 3] = "white"
    found = one_race_officers(
        ibis.memtable(pa.table({"officer": officer, "race": race})), officer="officer", race="race"
    )
    assert (found.officers, found.one_race, found.stops) == (20, 3, 120)
    assert found.hoped < 0.001


def test_who_stops_few_is_not_looked_at() -> None:
    table = ibis.memtable(pa.table({"officer": [1] * 29, "race": ["white"] * 29}))
    assert one_race_officers(table, officer="officer", race="race").officers == 0


KEYS = st.lists(st.none() | st.integers(0, 6), max_size=25)


@settings(deadline=None)
@given(KEYS, KEYS)
def test_what_a_join_would_do_is_what_the_join_does(left: list[int | None], right: list[int | None]) -> None:
    a = ibis.memtable(pa.table({"k": pa.array(left, pa.int64())}))
    b = ibis.memtable(pa.table({"k": pa.array(right, pa.int64()), "row": pa.array(range(len(right)), pa.int64())}))
    pairs = [(x, y) for x in left for y in enumerate(right) if x is not None and x == y[1]]
    unmatched = sum(x is None or x not in right for x in left)
    found = fan_out(a, b, key="k")
    assert (found.left, found.right) == (len(left), len(right))
    assert (found.inner, found.outer) == (len(pairs), len(pairs) + unmatched)
    assert found.doubled == len(pairs) - len({row for _, row in pairs})
    assert found.safe is (found.doubled == 0)


def test_a_join_that_fans_out_says_by_how_much() -> None:
    complaints = ibis.memtable(pa.table({"id": [1, 1, 2]}))
    accused = ibis.memtable(pa.table({"id": [1, 1, 2]}))
    assert fan_out(complaints, accused, key="id").sentence() == (
        "1 keys stand more than once on the left: a join would count 2 rows too many (5 in all). "
        "Make the left file one row per key first."
    )
    once = ibis.memtable(pa.table({"id": [1, 2]}))
    assert fan_out(once, accused, key="id").sentence() == "The join counts none of the 3 rows twice."


def test_two_files_of_the_same_events_are_compared_by_month() -> None:
    def events(rows: list[tuple[str | None, dt.date | None]]) -> ibis.Table:
        names = pa.array([key for key, _ in rows], pa.string()), pa.array([day for _, day in rows], pa.date32())
        return ibis.memtable(pa.table({"id": names[0], "day": names[1]}))

    january, february = dt.date(2024, 1, 9), dt.date(2024, 2, 9)
    calls = events([("a", january), ("a", january), ("b", january), ("c", february), (None, january)])
    forms = events([("b", february), ("c", february), ("d", None), ("e", january)])
    found = sorted(reconcile(calls, forms, key="id", date="day"), key=lambda one: one.month)
    assert found == [Reconciled("", 0, 0, 1), Reconciled("2024-01", 1, 1, 1), Reconciled("2024-02", 1, 0, 0)]
    assert [one.covered for one in found] == [None, 0.5, 1.0]


def test_a_missing_column_is_named_with_its_file() -> None:
    table = ibis.memtable(pa.table({"id": [1]}))
    with pytest.raises(BadTable, match="right file: no column id"):
        fan_out(table, ibis.memtable(pa.table({"x": [1]})), key="id")
    with pytest.raises(BadTable, match="doubles: no column x; expected one of id"):
        doubles(table, key=["x"])


def test_a_code_change_keeps_what_came_and_went_apart() -> None:
    days = [dt.date(2024, 1, 1)] * 50 + [dt.date(2024, 2, 1)] * 50
    table = ibis.memtable(pa.table({"day": days, "race": ["W"] * 50 + [None] * 50}))
    assert code_changes(table, column="race", date="day") == (
        CodeChange("2024-01", "2024-02", 1.0, pytest.approx(1.5e-23, rel=0.1), ("(empty)",), ("W",)),
    )
