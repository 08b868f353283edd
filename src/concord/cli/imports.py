"""`concord agencies import` and `concord import sites`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from concord.cli.django_ready import database

agencies_app = typer.Typer(no_args_is_help=True, help="The directory of agencies.")
import_app = typer.Typer(no_args_is_help=True, help="Loading records from elsewhere.")

_DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")]
_Json = Annotated[bool, typer.Option("--json")]


@agencies_app.command("import")
def agencies(file: Path, *, dry_run: _DryRun = False, json_output: _Json = False) -> None:
    """Load the directory of agencies from a CSV file; the same file again changes nothing."""
    with database():
        from concord.agencies import actions, imports
        from concord.core import clock
        from concord.core.roles import SystemActor

        rows = imports.read_csv(file)
        result = actions.import_directory(rows, by=SystemActor("import"), at=clock.now(), dry_run=dry_run)
    _show(asdict(result), json_output=json_output)


@import_app.command("sites")
def sites(folder: Path, *, dry_run: _DryRun = False, json_output: _Json = False) -> None:
    """Load past or running sites from a folder of CSV files; a bad row stops all, the same folder changes nothing."""
    with database():
        from concord.core import clock
        from concord.core.roles import SystemActor
        from concord.publishing import actions
        from concord.publishing.imports import read_folder

        found = read_folder(folder)
        result = actions.import_sites(found, by=SystemActor("import"), at=clock.now(), dry_run=dry_run)
    _show(asdict(result), json_output=json_output)


@import_app.callback()
def _group() -> None:
    """Keep "sites" a sub-command although it is the only one yet."""


def _show(facts: dict[str, Any], *, json_output: bool) -> None:
    if json_output:
        typer.echo(json.dumps(facts, default=str))
    else:
        typer.echo("\n".join(f"{name.replace('_', ' ')}: {value}" for name, value in facts.items()))
