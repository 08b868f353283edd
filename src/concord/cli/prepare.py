"""What every start makes sure of. Imported once Django is set up."""

import subprocess
import sys
from datetime import date

from django.core import checks
from django.db import connection

from concord.core import clock, files, keys, schema, sealing
from concord.core.documents import as_pdf
from concord.core.errors import KeyLost, Unavailable
from concord.core.models import DataKey
from concord.core.roles import SystemActor
from concord.programme import actions as programme
from concord.programme import queries as programme_queries
from concord.programme.models import Edition


def bring_up_to_date() -> None:
    """Bring the database up to date unless it is; in a process of its own, as the tables' owner. Raises Unavailable."""
    if schema.up_to_date():
        return
    done = subprocess.run([sys.executable, "-m", "concord.cli.main", "migrate"], check=False)
    if done.returncode:
        raise Unavailable("The database could not be brought up to date; the reason stands above.")


def prepare_house() -> None:
    """Make the keys and put the shipped edition in force, unless that was done before."""
    if not DataKey.objects.exists():  # a lost master key is said to be lost, and no new one takes its name
        keys.make_master_key()
        keys.make_data_key(at=clock.now())
    if not Edition.objects.exists():
        document = programme_queries.shipped()
        since = date.fromisoformat(document["edition"]["effective_from"])
        programme.publish_edition(document, effective_from=since, by=SystemActor("init"), at=clock.now())


def problems() -> list[str]:
    """Return what is wrong with the installation, in sentences."""
    found = [str(message.msg) for message in checks.run_checks() if message.level >= checks.ERROR]
    found += _nothing_to_set_pdf_with()
    if not schema.up_to_date():
        return [*found, "The database is not up to date: run `concord migrate`."]
    try:
        keys.check_keys()
    except KeyLost as error:
        found.append(str(error))
    found += [f"The half of the key of {about} is missing." for about in sealing.missing()]
    found += [f"The stored file {digest} is missing or damaged." for digest in files.damaged()]
    if _may_rewrite_the_trail():
        found.append(
            "The run-time login owns the audit trail: set DATABASE_OWNER_URL, see docs/how-to/own-postgresql.md."
        )
    return found


def _nothing_to_set_pdf_with() -> list[str]:
    try:
        as_pdf.library()
    except Unavailable as error:
        return [str(error)]
    return []


def _may_rewrite_the_trail() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR pg_has_role(session_user, (SELECT tableowner::regrole FROM pg_tables "
            "WHERE tablename = 'core_auditrow'), 'MEMBER') FROM pg_roles WHERE rolname = session_user"
        )
        return bool(cursor.fetchone()[0])
