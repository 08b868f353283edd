"""Reads of reports and releases."""

from typing import Any

from django.db.models import F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core.permissions import Permission
from concord.engagements.models import Engagement, Origin
from concord.publishing.models import Release, ReleaseKind, StatusReport
from concord.publishing.states import ReportState


def report(ref: str) -> StatusReport | None:
    """Return the status report with this reference, or None."""
    return StatusReport.objects.select_related("engagement__agency").filter(ref=ref).first()


def visible_to(person: Person) -> QuerySet[StatusReport]:
    """Return the status reports that this person may see."""
    condition = visible(person, Permission.REPORT_VIEW, agency="engagement__agency__ref", engagement="engagement__ref")
    return StatusReport.objects.select_related("engagement__agency").filter(condition)


def open_for(person: Person) -> QuerySet[StatusReport]:
    """Return the status reports that this person may see and that are not published, without their documents, each
    with the others of its engagement, which the rules ask for."""
    documents = ("document", "site_document")
    others = Prefetch("engagement__reports", StatusReport.objects.defer(*documents))
    found = visible_to(person).exclude(state=ReportState.PUBLISHED)
    return found.defer(*documents).prefetch_related(others)


def of(engagement: Engagement) -> QuerySet[StatusReport]:
    """Return an engagement's status reports."""
    return engagement.reports.select_related("engagement__agency")


def published(engagement: Engagement) -> int:
    """Return how many of an engagement's status reports are public."""
    return of(engagement).filter(state=ReportState.PUBLISHED).count()


def releases_of(engagement: Engagement) -> QuerySet[Release]:
    """Return an engagement's releases, the newest first."""
    return engagement.releases.order_by("-id")


def newest_of_site(engagement: Engagement) -> Release | None:
    """Return the release that a site's page shows, or None where nothing was published."""
    return releases_of(engagement).filter(kind=ReleaseKind.SITE).first()


def newest_of_programme() -> Release | None:
    """Return the release that the programme's pages show, or None."""
    return Release.objects.filter(kind=ReleaseKind.PROGRAMME).order_by("-id").first()


def untold_turns() -> QuerySet[Engagement]:
    """Return the engagements whose newest turn the public has not been told of: suspended, resumed, ended or closed
    after the release that their page shows."""
    ours = Engagement.objects.exclude(origin=Origin.PUBLIC_RECORD).annotate(turned=Max("turns__at"))
    newest = Release.objects.filter(engagement=OuterRef("pk"), kind=ReleaseKind.SITE).order_by("-id")
    told = ours.filter(turned__isnull=False).annotate(told=Subquery(newest.values("released_at")[:1]))
    return told.filter(Q(told=None) | Q(turned__gt=F("told"))).order_by("pk")


def release_documents() -> list[dict[str, Any]]:
    """Return the documents of all releases in the order of their release: all that the public site is built from."""
    return list(Release.objects.order_by("id").values_list("document", flat=True))


def newest_release() -> int:
    """Return the number of the newest release, 0 when there is none."""
    return Release.objects.aggregate(newest=Max("id"))["newest"] or 0


def published_checkpoints() -> list[str]:
    """Return the checkpoint hashes that stand in the documents of all releases."""
    return list(Release.objects.order_by("id").values_list("document__release__audit__head", flat=True))
