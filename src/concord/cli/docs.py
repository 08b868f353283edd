"""`concord docs`: the generated pages of the documentation."""

from pathlib import Path
from typing import Annotated

import typer


def docs(
    context: typer.Context,
    *,
    check: Annotated[bool, typer.Option(help="Write nothing; exit 1 if a page differs from the code.")] = False,
    root: Annotated[Path, typer.Option(help="The repository.")] = Path(),
) -> None:
    """Write docs/states/, docs/roles.md and docs/reference/ from the code, or check that they are up to date."""
    import django

    django.setup()
    from concord.cli import docs_commands, docs_owed, docs_roles, docs_states, docs_whole_way

    pages = docs_commands.generate(root.resolve(), context.find_root().command)
    for source in (docs_owed, docs_states, docs_whole_way, docs_roles):
        pages |= source.generate(root.resolve())
    different = [p for p, page in sorted(pages.items()) if not p.exists() or p.read_text("utf-8") != page]
    for place in different:
        typer.echo(f"{'differs from the code' if check else 'written'}: {place.relative_to(root.resolve())}")
        if not check:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(pages[place], "utf-8")
    if check and different:
        typer.echo("Run `concord docs` and commit what it writes.")
        raise typer.Exit(1)
