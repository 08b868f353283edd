"""`concord audit …`."""

import json
import re
from dataclasses import asdict
from typing import Annotated

import typer

from concord.cli.django_ready import database
from concord.core.errors import BadInput

app = typer.Typer(no_args_is_help=True, help="The audit trail: verify it, take a checkpoint of it.")
_HASH = re.compile(r"[0-9a-f]{64}")


@app.command()
def verify(
    anchor: Annotated[list[str] | None, typer.Option(help="A checkpoint's hash from a published release.")] = None,
    *,
    json_output: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Verify every row, head and checkpoint, against the hashes in all releases too. Names the first bad row."""
    for given in anchor or []:
        if not _HASH.fullmatch(given):
            raise BadInput(f"{given!r} is no checkpoint’s hash; expected 64 digits and letters from a to f.")
    with database():
        from concord.core import audit_trail
        from concord.publishing import queries

        verdict = audit_trail.verify([*queries.published_checkpoints(), *(anchor or [])])
    if json_output:
        typer.echo(json.dumps(asdict(verdict)))
    else:
        typer.echo(f"{verdict.rows} rows in {verdict.streams} streams, {verdict.checkpoints} checkpoints.")
        typer.echo(f"NOT whole: {verdict.wrong}." if verdict.wrong else "The trail is whole.")
    if verdict.wrong:
        raise typer.Exit(1)


@app.command()
def checkpoint() -> None:
    """Take a checkpoint of all heads now and print its hash."""
    with database():
        from concord.core import audit_trail, clock
        from concord.core.roles import SystemActor

        typer.echo(audit_trail.take_checkpoint(by=SystemActor("checkpoint"), at=clock.now()).hash)
