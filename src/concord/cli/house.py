"""Making and keeping an installation."""

import json
import subprocess
import sys
from typing import Annotated

import typer

from concord.cli.django_ready import database


def migrate() -> None:
    """Bring the database up to date, as its owner."""
    with database(owner=True):
        from concord.core import schema

        schema.migrate()


def init(
    administrator: Annotated[str, typer.Option(help="E-mail address of the first administrator.")],
    name: Annotated[str, typer.Option(help="Name of the first administrator.")],
) -> None:
    """Start an empty production house: tables, keys, the shipped edition of the programme, the first administrator.

    Safe to repeat. The link to set the administrator's password is printed once."""
    with database():
        from concord.accounts import actions as accounts
        from concord.accounts import queries as people
        from concord.cli.prepare import prepare_house
        from concord.core import clock, schema
        from concord.core.models import OutboxMail
        from concord.core.roles import SystemActor

        if not schema.up_to_date():
            subprocess.run([sys.executable, "-m", "concord.cli.main", "migrate"], check=True)  # as the tables' owner
        prepare_house()
        if people.person(administrator) is None:
            accounts.invite(
                email=administrator,
                name=name,
                role="administrator",
                scope="office",
                by=SystemActor("init"),
                at=clock.now(),
            )
            mail = OutboxMail.objects.filter(to=administrator.lower()).latest("pk")
            typer.echo(mail.body)
        typer.echo("The house is ready.")


def check(*, json_output: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Look over the installation: addresses, settings, database, keys, files. Exit code 1 if anything is wrong."""
    with database():
        from concord.cli.prepare import problems

        found = problems()
    typer.echo(json.dumps(found) if json_output else "\n".join(found) or "Everything is as it should be.")
    if found:
        raise typer.Exit(1)
