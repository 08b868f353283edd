"""Releasing the programme's own pages."""

from datetime import datetime

from django.conf import settings

from concord.core import jobs, zones
from concord.core.actions import Unchanged, hold, record, verb
from concord.core.permissions import Actor, Permission
from concord.programme.queries import edition_in_force
from concord.publishing import queries, releasing, rules
from concord.publishing.compile.programme import programme_document
from concord.publishing.models import Release, ReleaseKind


@verb
def release_programme(*, by: Actor, at: datetime) -> Release:
    """Release the programme pages as they are to be shown today: the edition in force, with the announcements of the
    day. The same content as the last release changes nothing.

    Raises Denied, Unavailable (no edition is in force)."""
    rules.may(by, Permission.PROGRAMME_RELEASE, Release()).require()
    hold("programme release")
    edition = edition_in_force(zones.day(at))
    body = programme_document(edition, on=zones.day(at), public_url=settings.CONCORD_BASE_URL)
    last = queries.newest_of_programme()
    before = releasing.body_of(last) if last else None
    if last is not None and before == body:
        raise Unchanged(last)
    same_edition = before is not None and before.get("edition") == body["edition"]
    released = releasing.release(
        body,
        kind=ReleaseKind.PROGRAMME,
        slug="programme",
        engagement=None,
        as_of=zones.day(at),
        reason="Announcements of the day" if same_edition else f"Edition in force: {body['edition']['label']}",
        anchor=releasing.checkpoint(at=at),
        by=by,
        at=at,
    )
    record(released, Permission.PROGRAMME_RELEASE, by=by, at=at, new=released.sha256)
    jobs.defer("publishing.build_site")
    return released
