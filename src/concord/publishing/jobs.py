"""Background work of publishing: releasing what has come due, and building the public site from it."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

from concord.core import clock, zones
from concord.core.errors import Unavailable
from concord.core.jobs import defer, for_each, job, periodic
from concord.core.roles import SystemActor
from concord.publishing import actions, printing, pushing, queries
from concord.publishing.actions import following
from concord.publishing.actions.following import UNCONFIRMED
from concord.publishing.models import Release
from concord.publishing.site import build, forget_older, papers, speech

_BUILD = "publishing.build_site"
_PUSH = "publishing.push_site"
_PRINT = "publishing.print_reports"
_TELL = "publishing.tell_followers"
log = structlog.get_logger("concord.publishing")


@job(_BUILD)
def build_site() -> None:
    """Build the site from all releases, as of today; does nothing when the build that stands is of the same.

    The papers of a new report follow a little later: its pages need not wait for them. Where the site is copied to a
    place from which it is read, those who follow are told after that."""
    build_if_needed()
    if printing.missing(_papers()):
        defer(_PRINT)
    if not settings.CONCORD_PUBLIC_PUSH:
        defer(_TELL)


@job(_PRINT)
def print_reports() -> None:
    """Make the PDF and Word of every report that has none, and build the site again with them."""
    hashes = printing.missing(_papers())
    programme = queries.newest_of_programme()
    if not hashes or programme is None:
        return
    office = programme.document["office"]
    for_each("papers", sorted(hashes), lambda one: printing.print_one(one, office, _papers()))
    build_if_needed()


@job(_TELL)
def tell_followers() -> None:
    """Mail whoever follows that a report can be read. What was broken off goes on where it was."""
    by, now = SystemActor("tell-followers"), clock.now()

    def tell_all(release: Release) -> None:
        while actions.tell_followers(release, by=by, at=now).done_at is None:
            log.info("followers told, others follow", release=release.ref)

    for_each("followers", queries.untold_reports(now), tell_all)


@periodic("37 3 * * *")
@job("publishing.forget_unconfirmed", queueing_lock="publishing.forget_unconfirmed")
def forget_unconfirmed(timestamp: int = 0) -> None:
    """Forget each address that nobody confirmed within a week."""
    del timestamp
    now = clock.now()
    log.info("unconfirmed addresses forgotten", count=following.forget(before=now - UNCONFIRMED, at=now))


@job("publishing.forget_withheld")
def forget_withheld() -> None:
    """Build the site without what was withheld, then remove every older build, which has it still."""
    out = settings.CONCORD_PUBLIC_SITE
    printing.forget_others(_papers())
    build_if_needed()
    with _alone(out):
        forget_older(out)
    _push_later(alone=True)


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
        wanted = {"newest": queries.newest_release(), "withheld": queries.withheld(), "as_of": today.isoformat()}
        wanted |= {"papers": papers.count(_papers()), "languages": settings.CONCORD_PUBLIC_LANGUAGES}
        if not wanted["newest"] or _standing(out) == wanted:
            return
        languages = speech.chosen(settings.CONCORD_PUBLIC_LANGUAGES)
        result = build(queries.release_documents(), out, as_of=today, languages=languages, kept=_papers())
        log.info("public site built", pages=result.pages, build=result.build_id)
        noted = out / "built.new"
        noted.write_text(json.dumps(wanted))
        noted.replace(out / "built.json")  # in one step: half a note would stop every later build
    _push_later(alone=False)


def _push_later(*, alone: bool) -> None:
    """Have the worker copy the site, where a place for it is set."""
    if settings.CONCORD_PUBLIC_PUSH:
        defer(_PUSH, lock=_PUSH, alone=alone)


@job(_PUSH)
def push_site(*, alone: bool) -> None:
    """Copy the current build to where it is served from; `alone` leaves no earlier build there (what was withheld)."""
    pushed = pushing.push(settings.CONCORD_PUBLIC_SITE, settings.CONCORD_PUBLIC_PUSH, alone=alone)
    log.info("public site pushed", build=pushed.build_id, written=pushed.written, removed=pushed.removed)
    defer(_TELL)


def _papers() -> Path:
    return Path(settings.CONCORD_PUBLIC_SITE) / "papers"


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


@periodic("* * * * *")
@job("publishing.publish_reports", queueing_lock="publishing.publish_reports")
def publish_reports(timestamp: int = 0) -> None:
    """Publish, within a minute of its hour, each report whose hour was set."""
    del timestamp
    by, now = SystemActor("publish-reports"), clock.now()
    for_each("reports", queries.to_publish(now), lambda one: actions.publish(one, by=by, at=now))


@periodic("10 * * * *")
@job("publishing.end_checks", queueing_lock="publishing.end_checks")
def end_checks(timestamp: int = 0) -> None:
    """End each fact check whose last day is over."""
    del timestamp
    by, now = SystemActor("end-checks"), clock.now()
    for_each("fact checks", queries.checks_over(zones.day(now)), lambda one: actions.end_check(one, by=by, at=now))


@periodic("20 0 * * *")
@job("publishing.reports_fall_due", queueing_lock="publishing.reports_fall_due")
def reports_fall_due(timestamp: int = 0) -> None:
    """Remind, once a day, of each report that is due soon or late; and tell the public who has the late ones."""
    del timestamp
    by, now = SystemActor("reports-fall-due"), clock.now()
    soon = [due.engagement for due in queries.to_remind(zones.day(now))]
    for_each("reports due", soon, lambda one: actions.fall_due(one, by=by, at=now))
    late = [due.engagement for due in queries.overdue(zones.day(now))]
    for_each("reports late", late, lambda one: actions.release_standing(one, by=by, at=now))


@periodic("2 * * * *")
@job("publishing.release_programme", queueing_lock="publishing.release_programme")
def release_programme(timestamp: int = 0) -> None:
    """Release the programme's pages when the day of an edition or of an announcement has come; else nothing changes.

    It looks each hour, so that an edition in force from today waits for no midnight, and a missed night is made up."""
    del timestamp
    with suppress(Unavailable):  # no edition yet: the house is being set up
        actions.release_programme(by=SystemActor("release-programme"), at=clock.now())
