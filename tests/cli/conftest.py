"""Running the command line in this process, on a database of the test's own in which commits are real."""

import shlex
import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from concord.cli.main import main


class Said(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    refusal: str


Concord = Callable[..., Said]


@pytest.fixture
def concord(real_db: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Concord:
    def run(line: str, *words: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["concord", *shlex.split(line), *map(str, words)])
        capsys.readouterr()
        refusal = ""
        try:
            main()
            code = 0
        except SystemExit as ended:
            refusal = ended.code if isinstance(ended.code, str) else ""
            code = 1 if refusal else int(ended.code or 0)
        return Said(code, capsys.readouterr().out, refusal)

    return run
