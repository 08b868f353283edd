"""`concord evidence list` and `concord evidence counts`: what a person may see of what was gathered."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from concord.cli.django_ready import database
from concord.core.errors import NotThere

if TYPE_CHECKING:
    from concord.accounts.models import Person
    from concord.engagements.models import Engagement

evidence_app = typer.Typer(no_args_is_help=True, help="What was gathered in an engagement.")
_Ref = Annotated[str, typer.Argument(help="The engagement's reference, such as ENG-2026-0001.")]
_As = Annotated[str, typer.Option("--as", help="E-mail address of the person who asks.")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@evidence_app.command("list")
def list_items(engagement: _Ref, person: _As, *, json_output: _Json = False) -> None:
    """List the items of evidence that a person may see, the oldest first."""
    with database():
        from concord.evidence import queries

        who, found = _asked(engagement, person)
        rows = queries.visible_to(who).filter(engagement=found).order_by("pk")
        told = [
            {
                "ref": item.ref,
                "method": item.method,
                "count": item.count,
                "collected_on": item.collected_on.isoformat(),
                "releasability": item.releasability,
                "state": item.state,
                "title": item.title,
            }
            for item in rows.iterator(chunk_size=1000)
        ]
    _print(told, as_json=json_output)


@evidence_app.command("counts")
def count(
    engagement: _Ref,
    person: _As,
    *,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day that counts; today if left out.")
    ] = None,
    json_output: _Json = False,
) -> None:
    """Count what was gathered up to a day, by focus area, method and audience, in the method's own unit."""
    with database():
        from concord.core import clock
        from concord.core.permissions import Permission
        from concord.evidence import queries, rules

        who, found = _asked(engagement, person)
        rules.may(who, Permission.FIELDWORK_VIEW, found).require()
        rows = queries.counts(found, as_of.date() if as_of else clock.today())
        told = [asdict(row) for row in rows]
    _print(told, as_json=json_output)


def _asked(engagement: str, person: str) -> "tuple[Person, Engagement]":
    """Return the person and the engagement. Raises NotThere, also where the person may not see it."""
    from concord.accounts.queries import person as find_person
    from concord.core.permissions import Permission
    from concord.engagements import rules
    from concord.engagements.queries import engagement as load

    who, found = find_person(person), load(engagement)
    if who is None:
        raise NotThere(f"Nobody has the address {person}.")
    if found is None or not rules.may(who, Permission.ENGAGEMENT_VIEW, found):
        raise NotThere(f"There is no {engagement}, or {person} may not see it.")
    return who, found


def _print(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(rows))
        return
    for row in rows:
        typer.echo("  ".join(str(value) for value in row.values() if value != ""))
