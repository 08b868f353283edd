"""`concord findings`: what findings rest on, as a named person sees it."""

import json
from pathlib import Path
from typing import Annotated

import typer

from concord.cli.django_ready import database
from concord.cli.evidence import asked
from concord.core.errors import BadInput, NotThere

findings_app = typer.Typer(no_args_is_help=True, help="What the findings of an engagement rest on.")
_As = Annotated[str, typer.Option("--as", help="E-mail address of the person who asks.")]


@findings_app.command("matrix")
def triangulation(
    engagement: Annotated[str, typer.Argument(help="The engagement's reference, such as ENG-2026-0001.")],
    person: _As,
    *,
    json_output: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print the triangulation matrix: a line for each finding or open card, method and audience, gaps included."""
    with database():
        from concord.core.permissions import Permission
        from concord.findings import matrix, queries, rules

        who, found = asked(engagement, person)
        rules.may(who, Permission.CLAIM_VIEW, found).require()
        told = [
            {
                "ref": line.thing.ref,
                "method": column.key,
                "audience": heard.audience,
                "supports": heard.supports,
                "contradicts": heard.contradicts,
                "context": heard.context,
                "gap": heard.is_gap,
            }
            for line in matrix.matrix(found, *queries.triangulated(found)).lines
            for column, cell in line.cells
            for heard in cell
        ]
    if json_output:
        typer.echo(json.dumps(told))
        return
    for row in told:
        *facts, gap = row.values()
        typer.echo("  ".join([*(str(fact) for fact in facts if fact != ""), *(["gap"] if gap else [])]))


@findings_app.command("justification")
def justification(
    ref: Annotated[str, typer.Argument(help="A recommendation (REC-2026-0001), or an engagement for all of its own.")],
    person: _As,
    out: Annotated[Path, typer.Option(help="The file to write: .docx or .pdf.")],
) -> None:
    """Write the justification, counted from the records now, as Word or PDF."""
    with database():
        from concord.core import clock
        from concord.core import documents as docs
        from concord.core.permissions import Permission
        from concord.findings import documents, queries, rules

        kind = out.suffix.removeprefix(".")
        if kind not in list(docs.Format):
            raise BadInput(f"A justification can be had as .docx or .pdf, not as {out.name}.")
        now = clock.now()
        if ref.startswith("ENG-"):
            who, engagement = asked(ref, person)
            rules.may(who, Permission.FINDING_VIEW, engagement).require()
            made = documents.of_engagement(engagement, seen_by=who, as_of=now.date())
        else:
            found = queries.recommendation(ref)
            if found is None:
                raise NotThere(f"There is no {ref}, or {person} may not see it.")
            who, _ = asked(found.engagement.ref, person)
            if not rules.may(who, Permission.FINDING_VIEW, found):
                raise NotThere(f"There is no {ref}, or {person} may not see it.")
            made = documents.of_recommendation(found, as_of=now.date())
        out.write_bytes((docs.word if kind == docs.Format.WORD else docs.pdf)(made, at=now))
    typer.echo(f"Written: {out}")
