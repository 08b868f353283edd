"""Tests of what is optional: `make extras` runs them in an environment of their own, where a package that is missing is
a failure. Elsewhere a module whose package is missing is left out, which is said in one line."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

from tests.analysis.text.marked import MISSING

NEEDS = {
    "test_meaning.py": "onnxruntime",
    "test_names_recall.py": "presidio_analyzer",
    "test_spark.py": "pyspark",
    "test_thresholds.py": "numpyro",
}
collect_ignore = ["test_names_recall.py"] if MISSING else []


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    package = NEEDS.get(collection_path.name)
    if package is None or find_spec(package) is not None or os.environ.get("CONCORD_EXTRAS"):
        return None
    sys.stderr.write(f"{package} is not installed: tests/extras/{collection_path.name} is left out (`make extras`)\n")
    return True
