"""Reads of reports and releases."""

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core import history
from concord.core.models import AuditRow
from concord.core.permissions import Actor, Permission
from concord.core.roles import permit
from concord.engagements.models import Engagement, Origin
from concord.publishing.models import Closing, Release, ReleaseKind, ReportComment, StatusReport, Withholding
from concord.publishing.states import BEFORE_THE_AGENCY, ReportState, WithholdingState

P = Permission


def report(ref: str) -> StatusReport | None:
    """Return the status report with this reference, or None."""
    return StatusReport.objects.select_related("engagement__agency").filter(ref=ref).first()


def visible_to(person: Person) -> QuerySet[StatusReport]:
    """Return the status reports that this person may see: the agency's people from the fact check on."""
    seen, drafts = (_where(person, permission) for permission in (P.REPORT_VIEW, P.REPORT_VIEW_DRAFT))
    told = ~Q(state__in=[str(state) for state in BEFORE_THE_AGENCY])
    return StatusReport.objects.select_related("engagement__agency").filter(seen & (told | drafts))


def _where(person: Person, permission: Permission) -> Q:
    return visible(person, permission, agency="engagement__agency__ref", engagement="engagement__ref")


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


def seen_of(engagement: Engagement, person: Person) -> QuerySet[StatusReport]:
    """Return the status reports of an engagement that this person may see."""
    return visible_to(person).filter(engagement=engagement)


def published(engagement: Engagement) -> int:
    """Return how many of an engagement's status reports are public; a correction is not counted again."""
    return of(engagement).filter(state=ReportState.PUBLISHED, version=1).count()


def comments(report: StatusReport) -> QuerySet[ReportComment]:
    """Return what the agency said about the facts of a report, in its order."""
    return report.comments.order_by("number")


def history_for(by: Actor, of: StatusReport) -> QuerySet[AuditRow]:
    """Return the rows about a report that somebody may read, newest first: how it came to be is the team's and the
    office's, so the agency reads from the last time on that it was passed to it."""
    rows = history.of(of.ref)
    if permit(by, P.REPORT_VIEW_DRAFT, of):
        return rows
    passed = rows.filter(verb=P.REPORT_REVIEW.value).first()
    return rows.filter(pk__gte=passed.pk) if passed else rows.none()


def returned_because(report: StatusReport) -> str:
    """Return the reason for which a report is with its author again, or ""."""
    if report.state != ReportState.RETURNED:
        return ""
    backs = (P.REPORT_RETURN.value, P.REPORT_HAND_BACK.value)
    row = history.of(report.ref).filter(verb__in=backs).first()
    return history.event(row).reason if row else ""


def closing(engagement: Engagement) -> Closing | None:
    """Return how a site was closed, or None."""
    return Closing.objects.filter(engagement=engagement).first()


def checks_over(on: date) -> QuerySet[StatusReport]:
    """Return the reports whose fact check had its last day before a day."""
    return StatusReport.objects.filter(state=ReportState.FACT_CHECK, check_due__lt=on).order_by("pk")


def to_publish(at: datetime) -> QuerySet[StatusReport]:
    """Return the reports whose hour has come, in the order in which they are to be published."""
    return StatusReport.objects.filter(state=ReportState.SCHEDULED, publish_at__lte=at).order_by("number", "version")


def release(ref: str) -> Release | None:
    """Return the release with this reference, or None."""
    return Release.objects.select_related("engagement__agency").filter(ref=ref).first()


def withholding(ref: str) -> Withholding | None:
    """Return the withholding with this reference, or None."""
    return Withholding.objects.select_related("release__engagement__agency").filter(ref=ref).first()


def withholdings_open_for(person: Person) -> QuerySet[Withholding]:
    """Return what waits for this person's decision."""
    where = {"agency": "release__engagement__agency__ref", "engagement": "release__engagement__ref"}
    seen = visible(person, P.RELEASE_WITHHOLD, **where)
    waiting = Withholding.objects.filter(seen, state=WithholdingState.ASKED).exclude(asked_by=person.actor_key)
    return waiting.select_related("release__engagement__agency")


def withheld() -> int:
    """Return how many releases are withheld."""
    return Withholding.objects.filter(state=WithholdingState.WITHHELD).count()


def releases_of(engagement: Engagement) -> QuerySet[Release]:
    """Return an engagement's releases, the newest first."""
    return engagement.releases.order_by("-id")


def newest_of_site(engagement: Engagement) -> Release | None:
    """Return the release that a site's page shows, or None where nothing was published."""
    return releases_of(engagement).filter(kind=ReleaseKind.SITE).first()


def published_of(engagement: Engagement) -> list[Release]:
    """Return everything published of an engagement, the oldest first, and the newest release of the programme."""
    newest = newest_of_programme()
    return [*([newest] if newest else []), *engagement.releases.order_by("id")]


def newest_of_programme() -> Release | None:
    """Return the release that the programme's pages show, or None."""
    return Release.objects.filter(kind=ReleaseKind.PROGRAMME).order_by("-id").first()


def untold_turns() -> QuerySet[Engagement]:
    """Return the engagements of which something happened after the release that their page shows: suspended, resumed,
    ended or closed, or a reason given why a report is late."""
    ours = Engagement.objects.exclude(origin=Origin.PUBLIC_RECORD)
    happened = ours.annotate(turned=Max("turns__at"), explained=Max("report_delays__given_at"))
    newest = Release.objects.filter(engagement=OuterRef("pk"), kind=ReleaseKind.SITE).order_by("-id")
    told = happened.annotate(told=Subquery(newest.values("released_at")[:1]))
    turned, explained = (
        Q(**{f"{what}__isnull": False}) & (Q(told=None) | Q(**{f"{what}__gt": F("told")}))
        for what in ("turned", "explained")
    )
    return told.filter(turned | explained).order_by("pk")


def release_documents() -> list[dict[str, Any]]:
    """Return the documents of all releases in the order of their release: all that the public site is built from."""
    return list(Release.objects.order_by("id").values_list("document", flat=True))


def report_hashes() -> list[str]:
    """Return the hashes of all releases of reports that are not withheld."""
    return list(_public_reports().values_list("sha256", flat=True))


def report_document(sha256: str) -> dict[str, Any] | None:
    """Return the document of a release of a report by its hash; None when there is none, or it is withheld."""
    return _public_reports().filter(sha256=sha256).values_list("document", flat=True).first()


def _public_reports() -> QuerySet[Release]:
    gone = Withholding.objects.filter(release=OuterRef("pk"), state=WithholdingState.WITHHELD)
    return Release.objects.filter(~Exists(gone), kind=ReleaseKind.REPORT).order_by("id")


def release_hashes() -> dict[str, str]:
    """Return the SHA-256 of each release by its public name."""
    return {ref.lower(): sha256 for ref, sha256 in Release.objects.values_list("ref", "sha256")}


def newest_release() -> int:
    """Return the number of the newest release, 0 when there is none."""
    return Release.objects.aggregate(newest=Max("id"))["newest"] or 0


def published_checkpoints() -> list[str]:
    """Return the checkpoint hashes that stand in the documents of all releases."""
    return list(Release.objects.order_by("id").values_list("document__release__audit__head", flat=True))
