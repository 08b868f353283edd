"""Without a browser nothing is left out unseen: said in one line where somebody works, a failure where it is CI."""

import os
import subprocess
import sys

import pytest

from tests.e2e.application import ROOT
from tests.e2e.conftest import MISSING


@pytest.mark.parametrize(("ci", "outcome"), [("", (0, "1 skipped")), ("1", (1, "1 error"))])
def test_a_browser_test_without_a_browser(ci: str, outcome: tuple[int, str]) -> None:
    environment = os.environ | {"PATH": "/nonexistent", "CI": ci}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests/e2e/test_whole_path.py"]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    *_, line, summary = result.stdout.strip().splitlines()
    assert (result.returncode, summary.partition(" in ")[0]) == outcome
    assert line.endswith(MISSING)
