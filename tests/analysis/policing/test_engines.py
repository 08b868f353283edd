"""One expression for every engine: it runs on DuckDB, and is compiled for Spark, Trino and ClickHouse."""

from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow.parquet as pq
import pytest
import sqlglot
from sqlglot import expressions as sql

from concord.analysis.policing.audit.auditing import compile_audit
from concord.analysis.policing.estimate import Verdict
from concord.analysis.policing.runs.counting import compile_groups
from concord.analysis.policing.veil_counts import compile_counts
from tests.analysis.policing.engines import ABOUT, RULES, asked, sun, write_stops

DIALECTS = {"pyspark": "spark", "trino": "trino", "clickhouse": "clickhouse", "duckdb": "duckdb"}
STOPS = ibis.table(
    {
        "date": "date", "moment": "timestamp", "entered": "timestamp", "district": "string", "place": "string",
        "subject_race": "string", "subject_age": "int64", "search_conducted": "boolean", "contraband_found": "boolean",
    },
    name="stops",
)  # fmt: skip


def questions() -> dict[str, ir.Table]:
    return {
        "rates": compile_groups(STOPS, ["subject_race", "district"], flags={"searches": "search_conducted"}),
        "veil": compile_counts(
            STOPS, when="moment", race="subject_race", place="place", sun=sun(), about=ABOUT, by=["district"], window=30
        ),
        "audit": compile_audit(STOPS, rules=RULES, date="date"),
    }


@pytest.mark.parametrize("engine", DIALECTS)
@pytest.mark.parametrize("question", ["rates", "veil", "audit"])
def test_each_question_compiles_to_one_grouped_select(engine: str, question: str) -> None:
    text = str(ibis.to_sql(questions()[question], dialect=engine))
    (tree,) = sqlglot.parse(text, read=DIALECTS[engine])
    assert isinstance(tree, sql.Select)
    assert "stops" in {one.name for one in tree.find_all(sql.Table)}
    assert list(tree.find_all(sql.Group)) != []
    assert list(tree.find_all(sql.Insert, sql.Update, sql.Delete, sql.Create)) == []


def test_the_three_questions_have_answers_on_duckdb(tmp_path: Path) -> None:
    stops = ibis.memtable(pq.read_table(write_stops(tmp_path / "stops.parquet")))
    estimates, audit = asked(stops)
    assert [one.verdict for one in estimates[:2]] == [Verdict.SEEN, Verdict.SEEN]
    assert {one.reason for one in estimates[1].excluded} >= {"no date or time", "no race recorded", "of another group"}
    assert {cell.rule for cell in audit.cells} == {rule.name for rule in RULES}
    assert audit.rows == sum(cell.rows for cell in audit.of(RULES[3].name)) == 20_000
