"""The page about the commands: each with what it does, what it is given and its options, as `--help` says them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from concord.cli.docs_table import table

PAGE = Path("docs/reference/commands.md")
_GENERATED = "<!-- Written by `concord docs` from the code. Do not edit. -->"
_OF_EVERY = "--help"
_USUAL = {"--json": "Print the answer as JSON.", "--as": "The e-mail address of the person as whom it is done."}


def generate(root: Path, program: Any) -> dict[Path, str]:
    """Return the path of the page in the checkout `root`, and the text it should have; `program` has all commands."""
    parts = ["# Commands", _GENERATED, "`concord` for those who run it. Every command explains itself with `--help`."]
    for name, command in commands(program):
        parts += [f"## `{name}`", _said(command), *_given(command)]
    return {root / PAGE: "\n\n".join(parts) + "\n"}


def commands(of: Any, name: str = "concord") -> Iterator[tuple[str, Any]]:
    """Yield every command with its whole name, in the order in which the code has them."""
    inner = getattr(of, "commands", None)  # the library carries a copy of click, so its classes are others
    if inner is None:
        yield name, of
        return
    for word, one in inner.items():
        yield from commands(one, f"{name} {word}")


def _said(command: Any) -> str:
    return "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))


def _given(command: Any) -> Iterator[str]:
    """Yield a table of what a command is given, where it is given anything."""
    rows = [_row(one) for one in command.params if _OF_EVERY not in one.opts]
    if rows:
        yield "\n".join(table(("Given", "Is"), rows))


def _row(parameter: Any) -> tuple[str, str]:
    names = [*parameter.opts, *parameter.secondary_opts]
    if parameter.param_type_name == "argument":
        names = [(parameter.metavar or parameter.name).upper()]
    said = " ".join((getattr(parameter, "help", "") or _USUAL.get(names[0], "")).split())
    needed = "" if not parameter.required or parameter.param_type_name == "argument" else "Needed."
    return ", ".join(f"`{name}`" for name in names), " ".join(filter(None, [said, needed]))
