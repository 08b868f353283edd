"""Every command explains itself, and the documentation names it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from concord.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*(ROOT / "docs" / "how-to").glob("*.md"), ROOT / "docs" / "reference" / "index.md"]


def commands(of: Any, name: str = "concord") -> Iterator[tuple[str, Any]]:
    inner_ones = getattr(of, "commands", None)  # the library carries a copy of click, so its classes are others
    if inner_ones is not None:
        for word, inner in inner_ones.items():
            yield from commands(inner, f"{name} {word}")
    else:
        yield name, of


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_does(name: str) -> None:
    about = (COMMANDS[name].help or "").strip()
    assert (about != "", about.split("\n")[0].endswith(".")) == (True, True)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_named_in_the_documentation(name: str) -> None:
    assert [page.name for page in PAGES if f"`{name}" in page.read_text() or f"$ {name}" in page.read_text()] != []


def test_the_commands_are_those_that_the_documentation_knows() -> None:
    assert sorted(COMMANDS) == [
        "concord agencies import",
        "concord audit checkpoint",
        "concord audit verify",
        "concord backup",
        "concord check",
        "concord do",
        "concord docs",
        "concord evidence cite",
        "concord evidence counts",
        "concord evidence import",
        "concord evidence list",
        "concord evidence search",
        "concord findings justification",
        "concord findings matrix",
        "concord import sites",
        "concord init",
        "concord keys copy",
        "concord keys rotate",
        "concord migrate",
        "concord publish",
        "concord restore",
        "concord run",
        "concord worker",
    ]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_can_be_found_by_its_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        COMMANDS[name].main(["--help"], prog_name=name, standalone_mode=True)
    assert (ended.value.code, name in capsys.readouterr().out) == (0, True)
