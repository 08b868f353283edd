"""Backup and restore: database, stored files and wrapped keys; never the master key."""

import lzma
import os
import shutil
import subprocess
import tarfile
import tempfile
import zlib
from pathlib import Path
from typing import Annotated

import typer

from concord.cli.django_ready import database
from concord.core.errors import KeyLost, Unavailable
from concord.core.postgres import tool

_DUMP, _FILES = "database.dump", "files"


def backup(file: Annotated[Path, typer.Argument(help="The archive to write; it must not exist.")]) -> None:
    """Write database, stored files and wrapped keys into one archive. The master key is not in it: keep it apart."""
    if file.exists():
        raise Unavailable(f"{file} exists already; a backup never overwrites one.")
    if not file.resolve().parent.is_dir():
        raise Unavailable(f"There is no folder {file.resolve().parent} in which to write the backup.")
    with database(owner=True), tempfile.TemporaryDirectory(dir=file.resolve().parent) as scratch:
        from django.conf import settings

        dump, unfinished = Path(scratch) / _DUMP, Path(scratch) / "backup.tar"
        _run("pg_dump", "--format=custom", f"--file={dump}")
        unfinished.touch(mode=0o600)  # it holds all that is confidential; renaming keeps the mode
        try:
            with tarfile.open(unfinished, "w") as archive:
                archive.add(dump, _DUMP)
                stored = Path(settings.CONCORD_HOME) / _FILES
                if stored.exists():
                    archive.add(stored, _FILES)
            unfinished.rename(file)
        except OSError as error:
            raise Unavailable(f"The backup could not be written: {error.strerror or error}.") from None
    typer.echo(f"Written: {file}. Keep a copy of the keys in another place: `concord keys copy`, and the master key.")


def restore(
    file: Annotated[Path, typer.Argument(help="The archive that `concord backup` wrote.")],
    *,
    without_key: Annotated[
        bool, typer.Option("--without-key", help="The master key is lost: drop what only it could open.")
    ] = False,
) -> None:
    """Load an archive into an empty installation, and verify it: tables, files, audit trail, keys.

    With a lost master key, --without-key makes a new one: people enrol their second factor again, and other
    encrypted values stay unreadable for ever."""
    with database(owner=True), tempfile.TemporaryDirectory() as scratch:
        from django.conf import settings

        _require_empty()
        _extract(file, Path(scratch))
        _run("pg_restore", "--exit-on-error", "--single-transaction", f"{scratch}/{_DUMP}")
        stored = Path(scratch) / _FILES
        if stored.exists():
            shutil.copytree(stored, Path(settings.CONCORD_HOME) / _FILES, dirs_exist_ok=True)
        _finish(without_key=without_key)
    typer.echo("Restored and verified: the audit trail is whole and every stored file is there.")


def _extract(file: Path, scratch: Path) -> None:
    """Unpack an archive. Raises Unavailable when there is none, or it is not one of ours."""
    try:
        with tarfile.open(file) as archive:
            archive.extractall(scratch, filter="data")
    except (OSError, EOFError, zlib.error, lzma.LZMAError, tarfile.TarError) as error:
        said = (str(error) or type(error).__name__).splitlines()[0].rstrip(":")
        raise Unavailable(f"{file} cannot be read as a backup: {said}.") from None
    if not (scratch / _DUMP).is_file():
        raise Unavailable(f"{file} is no backup of Concord: it holds no {_DUMP}.")


def _finish(*, without_key: bool) -> None:
    """Bring the schema up to date and verify what was loaded. Raises Unavailable, KeyLost."""
    from django.contrib.sessions.models import Session

    from concord.accounts.actions import forget_second_factors
    from concord.core import audit_trail, clock, files, keys, schema, sealing
    from concord.core.roles import SystemActor
    from concord.publishing import queries

    schema.migrate()
    Session.objects.all().delete()  # nobody is signed in to a restored house by a session that had ended
    verdict = audit_trail.verify(queries.published_checkpoints())
    if verdict.wrong:
        raise Unavailable(f"The restored audit trail is not whole: {verdict.wrong}.")
    if damaged := files.damaged():
        raise Unavailable(f"{len(damaged)} stored files are missing or damaged, the first: {damaged[0]}.")
    if without_key:
        keys.give_up_keys(at=clock.now())
        forget_second_factors(by=SystemActor("restore"), at=clock.now())
    else:
        keys.check_keys()
        sealing.catch_up(by=SystemActor("restore"), at=clock.now())
        if missing := sealing.missing():
            raise KeyLost(f"The halves of the keys of {len(missing)} things are not here, the first: {missing[0]}.")


def _libpq() -> dict[str, str]:
    """Return what libpq needs to reach the database in use as its owner; the password is among it."""
    from django.db import connection
    from psycopg import pq

    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    return {name: str(value) for name, value in connection.get_connection_params().items() if name in known}


def _require_empty() -> None:
    from django.db import connection

    if connection.introspection.table_names():
        raise Unavailable("This installation is not empty. Restore into a new CONCORD_HOME, or an empty database.")


def _run(program: str, *words: str) -> None:
    """Run a tool of PostgreSQL on the database in use; the password goes by the environment, unseen by others."""
    from psycopg.conninfo import make_conninfo

    address = _libpq()
    environment = os.environ | {"PGPASSWORD": address.pop("password", "")}
    argv = [str(tool(program)), f"--dbname={make_conninfo(**address)}", *words]
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise Unavailable(f"{program} failed: {said[-1]}")
