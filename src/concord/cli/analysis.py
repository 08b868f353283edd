"""`concord analysis`: each method of the library on CSV and Parquet files, without the application and its database."""

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concord.analysis.errors import AnalysisError, BadArgument

if TYPE_CHECKING:
    from concord.analysis.policing.runs.method import Outcome
    from concord.analysis.policing.schemas.mapping import Mapping as ColumnMapping

analysis_app = typer.Typer(no_args_is_help=True, help="Analyses of files, without the application and its database.")
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@analysis_app.command("list")
def list_methods(*, json_output: _Json = False) -> None:
    """List the methods: what each asks, which files it reads, its parameters."""
    from concord.analysis.policing.runs.catalogue import METHODS

    if json_output:
        told = [
            {"method": one.key, "question": one.question, "files": one.tables,
             "parameters": {each.name: each.label for each in one.parameters}}
            for one in METHODS.values()
        ]  # fmt: skip
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    for one in METHODS.values():
        typer.echo(f"{one.key}: {one.question}\n    files: {', '.join(one.tables)}")
        for each in one.parameters:
            need = "needed" if each.required and not each.default else f"else {each.default}" if each.default else ""
            choice = f" ({', '.join(each.choices)})" if each.choices else ""
            typer.echo(f"    {each.name}: {each.label}{choice}{f', {need}' if need else ''}")


@analysis_app.command("run")
def run(
    method: Annotated[str, typer.Argument(help="A method, as `concord analysis list` names it.")],
    files: Annotated[list[str], typer.Argument(help="kind=path of each file, such as stops=stops.csv.")],
    mapping: Annotated[
        list[str] | None, typer.Option("--mapping", help="kind=path of a mapping, or kind=name of a shipped layout.")
    ] = None,
    values: Annotated[list[str] | None, typer.Option("--set", help="name=value of a parameter.")] = None,
    seed: Annotated[int, typer.Option(help="Seed, where chance is used.")] = 1,
    into: Annotated[Path | None, typer.Option("--into", help="Folder for figures, tables, sentences, capsule.")] = None,
    *,
    public: Annotated[bool, typer.Option("--public", help="Give only what may go out.")] = False,
    officers: Annotated[
        bool, typer.Option("--officers", help="Agreement and work plan name officer-level analysis.")
    ] = False,
    json_output: _Json = False,
) -> None:
    """Run a method on files. The capsule that is written with the result makes it again."""
    import numpy as np

    from concord.analysis.policing.runs.public import publishable
    from concord.analysis.policing.runs.running import Order
    from concord.analysis.policing.runs.running import run as carry_out

    with _in_one_sentence():
        order = Order(method=method, parameters=_pairs(values or [], "--set"), seed=seed, officers=officers)
        places = {kind: Path(path) for kind, path in _pairs(files, "a file").items()}
        mappings = {kind: _mapping(said) for kind, said in _pairs(mapping or [], "--mapping").items()}
        chance = np.random.default_rng
        outcome, capsule = carry_out(order, files=places, chance=chance, mappings=mappings, tell=_say)
        more: tuple[str, ...] = ()
        if public:
            shown = publishable(outcome)
            outcome, more, capsule = shown.outcome, shown.sentences(), capsule.without_result()
        if into is not None:
            _write(into, outcome, capsule.text(), more)
    _print(outcome, more, as_json=json_output)


@analysis_app.command("rerun")
def rerun(
    capsule: Annotated[Path, typer.Argument(help="A capsule that a run wrote.")],
    files: Annotated[list[Path], typer.Argument(help="The files; each is known by its fingerprint.")],
    *,
    officers: Annotated[
        bool, typer.Option("--officers", help="Agreement and work plan name officer-level analysis.")
    ] = False,
    json_output: _Json = False,
) -> None:
    """Run a capsule again: equal to the last bit, or what differs. Exit code 1 where the result differs."""
    import numpy as np

    from concord.analysis.policing.runs.capsule import Capsule
    from concord.analysis.policing.runs.running import rerun as again

    with _in_one_sentence():
        if not capsule.is_file():
            raise BadArgument("no such file", where=str(capsule), expected="a capsule that a run wrote")
        read, chance = Capsule.read(capsule.read_text("utf-8")), np.random.default_rng
        done = again(read, paths=tuple(files), chance=chance, officers=officers, tell=_say)
    if json_output:
        typer.echo(json.dumps(asdict(done), ensure_ascii=False))
    else:
        typer.echo("The same result, to the last bit." if done.same else "The result differs:")
        for line in done.differences:
            typer.echo(f"  {line}")
        if done.circumstances:
            typer.echo("What was not the same around it:")
        for line in done.circumstances:
            typer.echo(f"  {line}")
    if not done.same:
        raise typer.Exit(1)


@analysis_app.command("map")
def try_mapping(
    mapping: Annotated[str, typer.Argument(help="Path of a mapping, or the name of a shipped layout.")],
    file: Annotated[Path, typer.Argument(help="The file that it is tried on.")],
    *,
    json_output: _Json = False,
) -> None:
    """Try a mapping on a file, and say what would be lost. Nothing is written."""
    from concord.analysis.policing.runs.files import opened
    from concord.analysis.policing.schemas.applying import apply

    with _in_one_sentence():
        loss = apply(_mapping(mapping), opened(file).table)[1]
    typer.echo(json.dumps(asdict(loss), ensure_ascii=False) if json_output else "\n".join(loss.sentences()))


@contextmanager
def _in_one_sentence() -> Iterator[None]:
    """End the command with one sentence where the library refuses."""
    try:
        yield
    except AnalysisError as error:
        sys.exit(str(error))


def _pairs(said: list[str], where: str) -> dict[str, str]:
    found = {}
    for one in said:
        name, equals, value = one.partition("=")
        if not equals or not name or name in found:
            raise BadArgument(f"{one!r}", where=where, expected="name=value, each name once")
        found[name] = value
    return found


def _mapping(said: str) -> "ColumnMapping":
    from concord.analysis.policing.schemas import mapping as mappings

    if said in mappings.layouts():
        return mappings.layout(said)
    if not Path(said).is_file():
        shipped = ", ".join(mappings.layouts())
        raise BadArgument(f"no mapping {said!r}", where="mapping", expected=f"a path, or one of {shipped}")
    return mappings.Mapping.read(Path(said).read_text("utf-8"))


def _say(_done: int, words: str) -> None:
    typer.echo(f"{words} …", err=True)


def _write(folder: Path, outcome: "Outcome", capsule: str, more: tuple[str, ...]) -> None:
    """Write what the bundle holds as files of a folder."""
    from concord.analysis.policing.runs.bundle import bundle
    from concord.analysis.policing.runs.capsule import Capsule

    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(bundle(outcome, Capsule.read(capsule), more=more))) as packed:
        packed.extractall(folder)


def _print(outcome: "Outcome", more: tuple[str, ...], *, as_json: bool) -> None:
    from concord.analysis.policing.runs.bundle import told

    if as_json:
        typer.echo(json.dumps(outcome.as_record(), ensure_ascii=False))
        return
    typer.echo(outcome.question)
    if outcome.grade:
        typer.echo(f"Grade: {outcome.grade}.")
    for sentence in (*told(outcome), *more):
        typer.echo(f"  {sentence}")
    if outcome.officers:
        typer.echo(f"Officers: {', '.join(outcome.officers)}")
