"""`concord do`: any verb on any thing, as a named person, through the same form and action as the page."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from concord.cli.django_ready import database
from concord.core.errors import BadInput, NotThere

if TYPE_CHECKING:
    from django.http import QueryDict


def do(
    verb: Annotated[str, typer.Argument(help='The verb, such as "request.acknowledge".')],
    ref: Annotated[str, typer.Argument(help="The reference of the thing, such as REQ-2026-0007.")],
    person: Annotated[str, typer.Option("--as", help="E-mail address of the person who does it.")],
    values: Annotated[list[str] | None, typer.Option("--set", help="name=value, for each field of the form.")] = None,
    reason: Annotated[str, typer.Option(help="The same as --set reason=…")] = "",
    *,
    json_output: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Do one verb on one thing as a person, under the rules that bind the page."""
    with database():
        from concord.accounts.queries import person as find_person
        from concord.core import clock
        from concord.desk.verbs import VERBS

        page, who = VERBS.get(verb), find_person(person)
        if page is None:
            raise BadInput(f"There is no verb {verb!r}. The verbs are: {', '.join(sorted(VERBS))}.")
        if who is None:
            raise NotThere(f"Nobody has the address {person}.")
        thing = page.load(ref)
        if thing is None or not page.may(who, page.see, thing):
            raise NotThere(f"There is no {ref}, or {person} may not see it.")
        page.decide(who, thing).require()
        form = page.form(_typed(values or [], reason), thing=thing, by=who)
        if not form.is_valid():
            raise BadInput("; ".join(f"{name}: {' '.join(map(str, found))}" for name, found in form.errors.items()))
        result = page.action(thing, by=who, at=clock.now(), **form.values())
        shown = {"ref": getattr(result, "ref", ref), "state": getattr(result, "state", "")}
    typer.echo(json.dumps(shown) if json_output else f"{shown['ref']}: {page.verb.past}. {shown['state']}".rstrip())


def _typed(values: list[str], reason: str) -> "QueryDict":
    from django.http import QueryDict

    typed = QueryDict(mutable=True)
    for value in [*values, *([f"reason={reason}"] if reason else [])]:
        name, equals, content = value.partition("=")
        if not equals:
            raise BadInput(f"--set takes name=value, found {value!r}.")
        typed.appendlist(name, content)
    return typed
