"""`concord publish`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from concord.cli.django_ready import database
from concord.core.errors import Unavailable


def publish(
    out: Annotated[Path, typer.Option(help="The folder; the site is in OUT/current.")],
    *,
    json_output: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Build the public site from its releases into a folder that any web server can serve."""
    with database():
        from concord.core import clock
        from concord.publishing import queries
        from concord.publishing.site import ReleaseError, build

        try:
            result = build(queries.release_documents(), out, as_of=clock.today())
        except ReleaseError as error:
            raise Unavailable(f"The public site cannot be built. {error}") from None
        except OSError as error:
            raise Unavailable(f"The public site cannot be written to {out}: {error.strerror or error}.") from None
    facts = {"pages": result.pages, "bytes": result.bytes, "build": result.build_id}
    typer.echo(json.dumps(facts) if json_output else f"{result.pages} pages in {out}/current.")
