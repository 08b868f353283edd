"""Releasing the programme's own pages."""

from datetime import datetime

from django.conf import settings

from concord.core import jobs
from concord.core.actions import Unchanged, record, verb
from concord.core.permissions import Actor, Permission
from concord.programme.queries import in_force
from concord.publishing import releasing, rules
from concord.publishing.compile.programme import programme_document
from concord.publishing.models import Release, ReleaseKind


@verb
def release_programme(*, by: Actor, at: datetime) -> Release:
    """Release the programme pages from the edition in force; the same content as the last release changes nothing."""
    rules.may(by, Permission.PROGRAMME_RELEASE, Release()).require()
    body = programme_document(in_force(at.date()), public_url=settings.CONCORD_BASE_URL)
    last = Release.objects.filter(kind=ReleaseKind.PROGRAMME).order_by("-id").first()
    if last is not None and {k: v for k, v in last.document.items() if k != "release"} == body:
        raise Unchanged(last)
    released = releasing.release(
        body,
        kind=ReleaseKind.PROGRAMME,
        slug="programme",
        engagement=None,
        as_of=at.date(),
        reason="Edition in force",
        anchor=releasing.checkpoint(at=at),
        by=by,
        at=at,
    )
    record(released, Permission.PROGRAMME_RELEASE, by=by, at=at, new=released.sha256)
    jobs.defer("publishing.build_site")
    return released
