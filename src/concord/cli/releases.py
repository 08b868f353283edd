"""`concord release …`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from concord.cli.django_ready import database
from concord.core.errors import Unavailable

app = typer.Typer(no_args_is_help=True, help="What was released: verify copies of it.")


@app.callback()
def about() -> None:
    """Work with releases."""


@app.command()
def verify(
    files: Annotated[list[Path], typer.Argument(help="Copies of releases, as the public site offers them (.json).")],
    *,
    here: Annotated[
        bool, typer.Option("--here", help="Compare with the releases of this installation as well.")
    ] = False,
    json_output: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Verify copies of releases: the schema, the hash, and the chain among those that are given.

    Needs no database, unless they are compared with this installation's own."""
    from concord.publishing.verifying import verify as verified

    found = verified({str(file): _read(file) for file in files}, known=_known() if here else None)
    if json_output:
        typer.echo(json.dumps([asdict(one) for one in found]))
    else:
        for one in found:
            typer.echo(f"{one.file}: {one.ref or 'no release'} {one.schema} SHA-256 {one.sha256 or 'none'}".rstrip())
            for wrong in one.wrong:
                typer.echo(f"  wrong: {wrong}")
        typer.echo("Not as it was released." if any(one.wrong for one in found) else "As it was released.")
    if any(one.wrong for one in found):
        raise typer.Exit(1)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unavailable(f"{file} cannot be read: {error.strerror or error}.") from None


def _known() -> dict[str, str]:
    with database():
        from concord.publishing import queries

        return queries.release_hashes()
