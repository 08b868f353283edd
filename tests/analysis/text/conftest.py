"""Where the sentences are with which recall is measured."""

from typing import Any

from tests.analysis.text.marked import MISSING, SENTENCES

collect_ignore = ["test_recall.py"] if MISSING else []


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if MISSING:
        terminalreporter.line(f"Not run: tests/analysis/text/test_recall.py, since {SENTENCES} is not there.")
