"""Background work of publishing: building the public site, at each release and once a day."""

import json

import structlog
from django.conf import settings

from concord.core import clock
from concord.core.jobs import job, periodic
from concord.publishing import queries
from concord.publishing.site import build

log = structlog.get_logger("concord.publishing")


@job("publishing.build_site")
def build_site() -> None:
    """Build the site from all releases, as of today; does nothing when the build that stands is of the same."""
    build_if_needed()


def build_if_needed() -> None:
    """Build unless the standing build is of the newest release and of today."""
    out, stamp = settings.CONCORD_PUBLIC_SITE, settings.CONCORD_PUBLIC_SITE / "built.json"
    today = clock.today()
    wanted = {"newest": queries.newest_release(), "as_of": today.isoformat()}
    if not wanted["newest"] or (stamp.exists() and json.loads(stamp.read_text()) == wanted):
        return
    result = build(queries.release_documents(), out, as_of=today)
    log.info("public site built", pages=result.pages, build=result.build_id)
    stamp.write_text(json.dumps(wanted))


@periodic("5 0 * * *")
@job("publishing.build_daily", queueing_lock="publishing.build_daily")
def build_daily(timestamp: int) -> None:
    """Build once a day, so that what has become overdue is shown as overdue."""
    del timestamp
    build_if_needed()
