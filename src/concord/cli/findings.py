"""`concord findings`: what findings rest on, as a named person sees it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from concord.cli.django_ready import database
from concord.cli.evidence import asked
from concord.core import zones
from concord.core.errors import BadInput, Incomplete, NotThere

if TYPE_CHECKING:
    from concord.accounts.models import Person
    from concord.engagements.models import Engagement
    from concord.findings.importing.planning import Preview
    from concord.findings.importing.sheet import Sheet

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
        from concord.evidence.rules import of_the_team
        from concord.findings import matrix, queries, rules

        who, found = asked(engagement, person)
        rules.may(who, Permission.CLAIM_VIEW, found).require()
        of_team = bool(of_the_team(who, found))
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
            for line in matrix.matrix(found, *queries.triangulated(found), to_the_team=of_team).lines
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
            made = documents.of_engagement(engagement, seen_by=who, as_of=zones.day(now))
        else:
            found = queries.recommendation(ref)
            if found is None:
                raise NotThere(f"There is no {ref}, or {person} may not see it.")
            who, _ = asked(found.engagement.ref, person)
            if not rules.may(who, Permission.FINDING_VIEW, found):
                raise NotThere(f"There is no {ref}, or {person} may not see it.")
            made = documents.of_recommendation(found, as_of=zones.day(now))
        out.write_bytes((docs.word if kind == docs.Format.WORD else docs.pdf)(made, at=now))
    typer.echo(f"Written: {out}")


@findings_app.command("import")
def import_report(
    file: Annotated[Path, typer.Argument(help="A table in .csv, .xlsx or .docx.")],
    engagement: Annotated[str, typer.Option(help="The engagement, such as ENG-2026-0001.")],
    person: _As,
    columns: Annotated[
        list[str] | None, typer.Option("--column", help="field=column, such as label=Rec no. Else by the heads.")
    ] = None,
    area: Annotated[int | None, typer.Option("--focus-area", help="Of findings whose row names none.")] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")] = False,
    json_output: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Load the findings and recommendations of a report as drafts, once every cell can be taken.

    The same file again changes nothing; the page of the import undoes it."""
    with database(), file.open("rb") as opened:
        from django.core.files import File

        from concord.core.permissions import Permission
        from concord.findings import queries, rules
        from concord.findings.importing import columns as fields
        from concord.findings.importing import planning, sheet
        from concord.findings.importing.reconciling import Stated

        who, found = asked(engagement, person)
        rules.may(who, Permission.IMPORT_STAGE, found).require()
        upload = File(opened, name=file.name)
        table = sheet.read(upload)
        said = dict(_pair(text) for text in columns or []) or queries.columns_for(found, table)
        fields.require(table, said)
        preview = planning.preview(found, table, said, default=area, stated=Stated())
        ready = not dry_run and not preview.faults and preview.adds
        ref = _load(found, upload, table, said, area, preview.digest, who) if ready else ""
    _tell(ref, preview, as_json=json_output)


def _pair(text: str) -> tuple[str, str]:
    field, equals, column = text.partition("=")
    if not equals:
        raise BadInput(f"--column takes field=column, found {text!r}.")
    return field, column


def _load(
    engagement: "Engagement",
    upload: Any,
    table: "Sheet",
    columns: dict[str, str],
    area: int | None,
    expected: str,
    who: "Person",
) -> str:
    """Take the file, say what its columns are, load what the preview showed; return the reference of the import."""
    from concord.core import clock
    from concord.findings import actions
    from concord.findings.importing.reconciling import Stated

    report = actions.stage_report(engagement, upload=upload, table=table, by=who, at=clock.now())
    report = actions.map_columns(report, columns=columns, area=area, stated=Stated(), by=who, at=clock.now())
    return actions.load_report(report, expected=expected, by=who, at=clock.now()).ref


def _tell(ref: str, preview: "Preview", *, as_json: bool) -> None:
    """Print what was done, or would be; every cell that cannot be taken by its row and column. Raises Incomplete."""
    facts = {
        "import": ref,
        "findings": len(preview.findings),
        "recommendations": len(preview.recommendations),
        "here_already": len(preview.held),
        "faults": [f"{each.where}, {each.column}: expected {each.expected}" for each in preview.faults],
        "notes": list(preview.notes),
    }
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
    else:
        for name, told in facts.items():
            typer.echo(f"{name.replace('_', ' ')}: {len(told) if isinstance(told, list) else told}")
            typer.echo("".join(f"  {line}\n" for line in told) if isinstance(told, list) else "", nl=False)
    if preview.faults:
        raise Incomplete("Nothing was loaded.", [f"{len(preview.faults)} cells that cannot be taken, put right"])
