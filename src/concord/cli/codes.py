"""`concord codes`: codebooks taken in and given out, coded texts given out, and the agreement of a round; each as a
named person."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from concord.cli.django_ready import database
from concord.core.errors import BadInput, NotAllowedNow, NotThere

if TYPE_CHECKING:
    from concord.accounts.models import Person
    from concord.evidence.coded_projects import Survey
    from concord.evidence.models import Codebook, CodingRound

codes_app = typer.Typer(no_args_is_help=True, help="Codebooks, coded texts, and agreement between coders.")
_As = Annotated[str, typer.Option("--as", help="E-mail address of the person who asks.")]
_Codebook = Annotated[str, typer.Option(help="The codebook, such as CBK-2026-0001.")]
_Engagement = Annotated[str, typer.Option(help="Instead of it: the engagement, where it has one codebook in use.")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@codes_app.command("import")
def take_in(
    file: Path,
    person: _As,
    *,
    codebook: _Codebook = "",
    engagement: _Engagement = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")] = False,
    json_output: _Json = False,
) -> None:
    """Take the codes of a file in (.qdc or .qdpx), and say what is not kept.

    Texts and codings stay outside: they are listed as lost."""
    if not file.is_file():
        raise BadInput(f"There is no file {file}.")
    with database():
        from concord.core import clock
        from concord.core.permissions import Permission
        from concord.evidence import actions, rules
        from concord.evidence.coding_exchange import read

        who = _person(person)
        into = _into(who, codebook, engagement)
        rules.may(who, Permission.CODES_IMPORT, into).require()
        with file.open("rb") as given:
            found = read(given, file.name)
        if not dry_run:
            actions.import_codes(into, codes=found.codes, origin=found.origin, by=who, at=clock.now())
    if json_output:
        typer.echo(
            json.dumps({"origin": found.origin, "codes": len(found.codes), "not kept": found.lost}, ensure_ascii=False)
        )
        return
    typer.echo(
        "\n".join(
            [f"{len(found.codes)} codes, written by {found.origin or 'a program that is not named'}", *found.lost]
        )
    )


@codes_app.command("import-project")
def take_project_in(
    file: Path,
    focus_area: Annotated[int, typer.Option(help="The number of the focus area of its texts.")],
    method: Annotated[str, typer.Option(help="The method by which they were gathered, such as interview.")],
    collected_on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The last day of gathering.")],
    releasability: Annotated[str, typer.Option(help="How far they may travel, such as confidential.")],
    person: _As,
    *,
    consent: Annotated[str, typer.Option(help="Of talks: what those who took part agreed to, such as quoted.")] = "",
    open_because: Annotated[str, typer.Option(help="Of interviews: why they are not confidential.")] = "",
    codebook: _Codebook = "",
    engagement: _Engagement = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what is lost; change nothing.")] = False,
    json_output: _Json = False,
) -> None:
    """Take a whole coded project in (.qdpx, or Taguette's .sqlite3): codes, texts, and what was coded.

    What is not kept is said first; a broken or hostile file changes nothing."""
    if not file.is_file():
        raise BadInput(f"There is no file {file}.")
    with database():
        from django.core.files import File

        from concord.core import clock
        from concord.core.permissions import Permission
        from concord.evidence import actions, coded_projects, jobs, rules
        from concord.evidence.checks.project import require_fit

        who = _person(person)
        into = _into(who, codebook, engagement)
        rules.may(who, Permission.PROJECT_BRING, into).require()
        told: dict[str, Any] = {"name": file.stem, "focus_area": focus_area, "method": method}
        told |= {"collected_on": collected_on.date(), "releasability": releasability, "consent": consent}
        told["open_because"] = open_because
        require_fit(into, today=clock.today(), **told)
        with file.open("rb") as given, coded_projects.read(_kind(file), given.fileno()) as source:
            found = coded_projects.look(source)
        typer.echo(_told(found, json_output=json_output))
        if dry_run:
            return
        with file.open("rb") as given:
            made = actions.bring_project(into, upload=File(given, name=file.name), by=who, at=clock.now(), **told)
        begun = actions.take_project(jobs.look_at(made), by=who, at=clock.now())
        with typer.progressbar(length=begun.texts, label="Texts", hidden=json_output) as bar:
            done = jobs.take_in(begun, lambda _number: bar.update(1))
        if not json_output and done.round is not None:
            typer.echo(f"Taken in: {done.round.ref}, {done.taken} texts")


def _kind(file: Path) -> str:
    from concord.evidence.coded_projects import KINDS

    kind = file.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        raise BadInput(f"{file.name} is no coded project; expected .{' or .'.join(KINDS)}.")
    return kind


def _told(found: "Survey", *, json_output: bool) -> str:
    counts = {"codes": len(found.codes), "texts": found.texts, "selections": found.selections}
    counts |= {"codings": found.codings, "memos": found.memos}
    if json_output:
        return json.dumps({"origin": found.origin, **counts, "not kept": found.lost}, ensure_ascii=False)
    said = ", ".join(f"{number:,} {what}" for what, number in counts.items())
    positions = [f"Positions counted in {counting}: {number} texts" for counting, number in found.counting]
    return "\n".join([f"{said}, written by {found.origin}", *positions, *(f"Not kept: {one}" for one in found.lost)])


@codes_app.command("export")
def give_out(
    ref: Annotated[str, typer.Argument(help="A codebook (CBK-…) or a coding round (CRD-…).")],
    file: Annotated[Path, typer.Argument(help="Where it is written: .qdc for a codebook, .qdpx for a round.")],
    person: _As,
    *,
    memos: Annotated[bool, typer.Option("--memos", help="Memos too: they are kept sealed here, not there.")] = False,
) -> None:
    """Write a codebook or the coded texts of a round for another program, and say what the file does not hold."""
    with database():
        from concord.analysis.text import exchange
        from concord.evidence import coding_exchange

        who = _person(person)
        if ref.startswith("CBK-"):
            with file.open("wb") as out:
                findings = exchange.write_codebook(coding_exchange.codebook_file(_codebook(who, ref)), out)
            lost: Sequence[str] = [f"{one.what} ({one.count} times)" for one in findings]
        else:
            made = coding_exchange.project_of(who, _round(who, ref), memos=memos)
            with file.open("wb") as out:
                exchange.write_project(made.project, out)
            lost = made.lost
    typer.echo("\n".join([f"Written: {file.name}", *(f"Not in it: {one}" for one in lost)]))


@codes_app.command("agreement")
def agree(
    coding_round: Annotated[str, typer.Option("--round", help="The round, such as CRD-2026-0001.")],
    person: _As,
    *,
    json_output: _Json = False,
) -> None:
    """Print the agreement of a closed round, code by code and overall, each coefficient by its exact name."""
    with database():
        import numpy as np

        from concord.evidence import queries
        from concord.evidence.states import RoundState
        from concord.evidence.views.coding_results import agreement_rows

        of = _round(_person(person), coding_round)
        if of.state != RoundState.CLOSED:
            raise NotAllowedNow(f"{of.ref} is “{of.state_label.lower()}”: agreement is computed once it is closed.")
        seed = of.seed or 0
        found = agreement_rows(queries.agreement(of, rng=np.random.default_rng(seed)))
        rows: list[dict[str, Any]] = [
            {
                "code": code,
                "coefficient": made.name,
                "value": made.value,
                "low": made.interval.low if made.interval else None,
                "high": made.interval.high if made.interval else None,
                "interval": made.interval.method if made.interval else "",
                "units": made.units,
                "undefined": made.undefined,
            }
            for code, _, made in found
        ]
    if json_output:
        typer.echo(json.dumps({"round": of.ref, "seed": seed, "rows": rows}, ensure_ascii=False))
        return
    for row in rows:
        value = row["undefined"] if row["value"] is None else f"{row['value']:.3f}"
        sure = "" if row["low"] is None else f"  [{row['low']:.3f}, {row['high']:.3f}]"
        typer.echo(f"{row['code']}  {row['coefficient']}  {value}{sure}  {row['units']:.0f} units")


def _person(address: str) -> "Person":
    from concord.accounts.queries import person

    found = person(address)
    if found is None:
        raise NotThere(f"Nobody has the address {address}.")
    return found


def _into(who: "Person", codebook: str, engagement: str) -> "Codebook":
    """Return the codebook that is named, or the one of an engagement that is in use."""
    from concord.core.permissions import Permission
    from concord.evidence import queries, rules

    if bool(codebook) == bool(engagement):
        raise BadInput("Say either --codebook, or --engagement where it has one codebook in use.")
    if codebook:
        return _codebook(who, codebook)
    rows = queries.codebooks_in_use(engagement)
    there = [one for one in rows if rules.may(who, Permission.CODEBOOK_VIEW, one)]
    if len(there) != 1:
        named = ", ".join(one.ref for one in there) or "none"
        raise NotThere(f"Expected one codebook in use in {engagement}; yours to see there: {named}.")
    return there[0]


def _codebook(who: "Person", ref: str) -> "Codebook":
    from concord.core.permissions import Permission
    from concord.evidence import queries, rules

    found = queries.codebook(ref)
    if found is None or not rules.may(who, Permission.CODEBOOK_VIEW, found):
        raise NotThere(f"There is no codebook {ref}, or it is not theirs to see.")
    return found


def _round(who: "Person", ref: str) -> "CodingRound":
    from concord.core.permissions import Permission
    from concord.evidence import queries, rules

    found = queries.coding_round(ref)
    if found is None or not rules.may(who, Permission.ROUND_VIEW, found):
        raise NotThere(f"There is no coding round {ref}, or it is not theirs to see.")
    return found
