"""Every command explains itself, and the documentation names it."""

from pathlib import Path

import pytest
from typer.main import get_command

from concord.cli.docs_commands import PAGE, commands, generate
from concord.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = get_command(app)
COMMANDS = dict(commands(PROGRAM))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_does(name: str) -> None:
    about = (COMMANDS[name].help or "").strip()
    assert (about != "", about.split("\n")[0].endswith(".")) == (True, True)


def test_the_documentation_names_every_command_and_no_other() -> None:
    page = (ROOT / PAGE).read_text("utf-8")
    assert [line[4:-1] for line in page.splitlines() if line.startswith("## ")] == list(COMMANDS)
    assert page == generate(ROOT, PROGRAM)[ROOT / PAGE]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_can_be_found_by_its_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        COMMANDS[name].main(["--help"], prog_name=name, standalone_mode=True)
    assert (ended.value.code, name in capsys.readouterr().out) == (0, True)
