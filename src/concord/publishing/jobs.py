"""Background work of publishing: releasing what has come due, and building the public site from it."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

from concord.core import clock
from concord.core.errors import Unavailable
from concord.core.jobs import defer, for_each, job, periodic
from concord.core.roles import SystemActor
from concord.publishing import actions, queries
from concord.publishing.site import build

_BUILD = "publishing.build_site"
log = structlog.get_logger("concord.publishing")


@job(_BUILD)
def build_site() -> None:
    """Build the site from all releases, as of today; does nothing when the build that stands is of the same."""
    build_if_needed()


def build_at_start() -> None:
    """Build the first site now; a site that stands is brought up to date by the worker, so that no start waits."""
    if (settings.CONCORD_PUBLIC_SITE / "current").exists():
        defer(_BUILD)
    else:
        build_if_needed()


def build_if_needed() -> None:
    """Build unless the standing build is of the newest release and of today.

    One at a time, from looking to noting: a slower build of older releases must not replace a newer one."""
    out, today = settings.CONCORD_PUBLIC_SITE, clock.today()
    with _alone(out):
        wanted = {"newest": queries.newest_release(), "as_of": today.isoformat()}
        if not wanted["newest"] or _standing(out) == wanted:
            return
        result = build(queries.release_documents(), out, as_of=today)
        log.info("public site built", pages=result.pages, build=result.build_id)
        noted = out / "built.new"
        noted.write_text(json.dumps(wanted))
        noted.replace(out / "built.json")  # in one step: half a note would stop every later build


def _standing(out: Path) -> Any:
    """Return what the standing build was noted to be of; None when nothing stands or the note cannot be read."""
    try:
        return json.loads((out / "built.json").read_text()) if (out / "current").exists() else None
    except (FileNotFoundError, ValueError):
        return None


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Let one process at a time decide about a site; the lock ends with its process, however that ends."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / ".deciding").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@periodic("5 0 * * *")
@job("publishing.build_daily", queueing_lock="publishing.build_daily")
def build_daily(timestamp: int) -> None:
    """Build once a day, so that what has become overdue is shown as overdue."""
    del timestamp
    build_if_needed()


@periodic("* * * * *")
@job("publishing.release_standings", queueing_lock="publishing.release_standings")
def release_standings(timestamp: int = 0) -> None:
    """Tell the public, within a minute, of each engagement that was suspended, resumed, ended or closed.

    One that cannot be released holds up no other, and is tried again with the next minute."""
    del timestamp
    by, now = SystemActor("release-standings"), clock.now()
    for_each("standings", queries.untold_turns(), lambda one: actions.release_standing(one, by=by, at=now))


@periodic("2 * * * *")
@job("publishing.release_programme", queueing_lock="publishing.release_programme")
def release_programme(timestamp: int = 0) -> None:
    """Release the programme's pages when the day of an edition or of an announcement has come; else nothing changes.

    It looks each hour, so that an edition in force from today waits for no midnight, and a missed night is made up."""
    del timestamp
    with suppress(Unavailable):  # no edition yet: the house is being set up
        actions.release_programme(by=SystemActor("release-programme"), at=clock.now())
