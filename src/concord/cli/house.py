"""Making and keeping an installation."""

import json
from typing import Annotated

import typer

from concord.cli.django_ready import database
from concord.core.errors import BadInput


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
    _require_person(administrator, name)
    with database():
        from concord.accounts import actions as accounts
        from concord.accounts import queries as people
        from concord.cli.prepare import bring_up_to_date, prepare_house
        from concord.core import clock
        from concord.core.models import OutboxMail
        from concord.core.roles import SystemActor

        bring_up_to_date()
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


def _require_person(address: str, name: str) -> None:
    """Refuse what no mail can reach or nobody can be called by. Raises BadInput."""
    from django.core.exceptions import ValidationError
    from django.core.validators import EmailValidator

    try:
        EmailValidator()(address)
    except ValidationError:
        raise BadInput(f"{address!r} is no e-mail address.") from None
    if not name.strip():
        raise BadInput("The administrator has a name: --name.")


def check(*, json_output: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Look over the installation: addresses, settings, database, keys, files. Exit code 1 if anything is wrong."""
    with database():
        from concord.cli.prepare import problems

        found = problems()
    typer.echo(json.dumps(found) if json_output else "\n".join(found) or "Everything is as it should be.")
    if found:
        raise typer.Exit(1)
