"""Rates, veil of darkness and audit on a small Spark cluster are equal to DuckDB's, figure by figure."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ibis
import pyarrow.parquet as pq
import pytest

from tests.analysis.policing.engines import asked, write_stops

pytestmark = pytest.mark.filterwarnings("default")  # PySpark and Ibis warn of each other's and of pandas' futures


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A cluster of two workers with one core each, on this machine alone."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("concord")
    for key, value in (
        ("spark.driver.host", "127.0.0.1"),
        ("spark.driver.bindAddress", "127.0.0.1"),
        ("spark.sql.session.timeZone", "UTC"),
        ("spark.sql.shuffle.partitions", "4"),
        ("spark.ui.enabled", "false"),
        ("spark.ui.showConsoleProgress", "false"),
    ):
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def test_spark_and_duckdb_give_equal_answers(spark: Any, tmp_path: Path) -> None:
    path = write_stops(tmp_path / "stops.parquet")
    here = asked(ibis.memtable(pq.read_table(path)))
    there = asked(ibis.pyspark.connect(spark).read_parquet(path))
    assert there[0] == here[0]
    assert (there[1].cells, there[1].rows, there[1].undated) == (here[1].cells, here[1].rows, here[1].undated)
    assert spark.sparkContext.master == "local-cluster[2,1,1024]"
