"""`concord publish`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concord.cli.django_ready import database
from concord.core.errors import Unavailable

if TYPE_CHECKING:
    from concord.publishing.site import BuildResult


def publish(
    out: Annotated[Path, typer.Option(help="The folder; the site is in OUT/current.")],
    *,
    archive: Annotated[
        Path | None, typer.Option(help="Build from this archive of one site alone; needs no database.")
    ] = None,
    push: Annotated[
        str, typer.Option(help="Copy what was built to another folder, or to a store (s3://BUCKET/PREFIX).")
    ] = "",
    json_output: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Build the public site from its releases into a folder that any web server can serve."""
    from concord.publishing.site import ReleaseError

    try:
        result = _of_records(out) if archive is None else _of_archive(archive, out)
    except ReleaseError as error:
        raise Unavailable(f"The public site cannot be built. {error}") from None
    except OSError as error:
        raise Unavailable(f"The public site cannot be written to {out}: {error.strerror or error}.") from None
    facts: dict[str, object] = {"pages": result.pages, "bytes": result.bytes, "build": result.build_id}
    told = f"{result.pages} pages in {out}/current."
    if push:
        from concord.publishing import pushing

        pushed = pushing.push(out, push)
        facts |= {"pushed_to": push, "written": pushed.written, "removed": pushed.removed}
        told += f" {push}: {pushed.written} written, {pushed.removed} removed."
    typer.echo(json.dumps(facts) if json_output else told)


def _of_records(out: Path) -> "BuildResult":
    """Build from the releases of this installation, with the papers that its worker has made."""
    with database():
        from django.conf import settings

        from concord.core import clock
        from concord.publishing import queries
        from concord.publishing.site import build, speech

        languages = speech.chosen(settings.CONCORD_PUBLIC_LANGUAGES)
        documents, kept = queries.release_documents(), settings.CONCORD_PUBLIC_SITE / "papers"
        return build(documents, out, as_of=clock.today(), languages=languages, kept=kept)


def _of_archive(archive: Path, out: Path) -> "BuildResult":
    """Build from one archive; its papers are laid beside the builds."""
    from django.conf import settings

    from concord.core import clock
    from concord.publishing import archiving
    from concord.publishing.site import build, speech

    try:
        body = archive.read_bytes()
    except OSError as error:
        raise Unavailable(f"{archive} cannot be read: {error.strerror or error}.") from None
    found, kept = archiving.unpack(body), out / "papers"
    kept.mkdir(parents=True, exist_ok=True)
    for name, paper in found.papers.items():
        (kept / Path(name).name).write_bytes(paper)
    languages = speech.chosen(settings.CONCORD_PUBLIC_LANGUAGES)
    return build(found.documents, out, as_of=clock.today(), languages=languages, kept=kept)
