"""`concord keys …`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from concord.cli.django_ready import database
from concord.core.errors import Unavailable

app = typer.Typer(no_args_is_help=True, help="The keys of what is kept encrypted: a new one, a copy of the halves.")

_Json = Annotated[bool, typer.Option("--json")]


@app.command()
def rotate(*, json_output: _Json = False) -> None:
    """Make a new data key and encrypt every sealed value anew under it. Safe to repeat."""
    with database():
        from concord.accounts.actions import reseal_second_factors
        from concord.core import clock, sealing
        from concord.core.roles import SystemActor
        from concord.partners.actions import reseal_declarations

        by, at = SystemActor("rotate-keys"), clock.now()
        done = {"sealed values": sealing.rotate(by=by, at=at)}
        done["declarations"] = reseal_declarations(by=by, at=at)
        done["second factors"] = reseal_second_factors(by=by, at=at)
    typer.echo(json.dumps(done) if json_output else ", ".join(f"{name}: {count}" for name, count in done.items()))


@app.command("copy")
def copy_halves(
    folder: Annotated[Path, typer.Argument(help="Where the copy is, apart from every backup; made if need be.")],
    *,
    json_output: _Json = False,
) -> None:
    """Bring a copy of the halves up to date: new ones are copied, and what was destroyed is destroyed there too."""
    with database():
        from concord.core import sealing

        try:
            copied, destroyed = sealing.copy_halves(folder)
        except OSError as error:
            raise Unavailable(f"The copy at {folder} cannot be written: {error.strerror or error}.") from None
    facts = {"copied": copied, "destroyed": destroyed}
    typer.echo(json.dumps(facts) if json_output else f"{copied} copied, {destroyed} destroyed in {folder}.")
