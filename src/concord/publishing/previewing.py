"""The pages of a report as its publication will show them: built by the same functions, from the same documents."""

from datetime import datetime, timedelta
from typing import Any

from concord.core import zones
from concord.core.errors import NotAllowedNow
from concord.publishing import queries, releasing
from concord.publishing.compile.publication import publication
from concord.publishing.models import Release, StatusReport
from concord.publishing.site import archive, pages_site
from concord.publishing.site.build import chrome_of

REF = "preview"
_A_DAY = timedelta(days=1)  # a report whose hour is not set yet is shown as of tomorrow: today may have one already


def page(report: StatusReport, *, of_site: bool, at: datetime) -> bytes:
    """Return the public page of a report, or its site's home, as it would be after publication at a moment.

    Raises NotAllowedNow: the programme's own pages, which frame every other, were not released yet."""
    if queries.newest_of_programme() is None:
        raise NotAllowedNow("The programme’s pages have not been released yet, and a preview stands in their frame.")
    wanted, documents = _documents(report, of_site=of_site, at=at)
    read = archive.read(documents)
    record = next(site for site in read.sites if site.slug == report.engagement.slug)
    name = f"{wanted}index.html"
    return next(body for path, body in pages_site.files(record, chrome_of(read), zones.day(at)) if path == name)


def _documents(report: StatusReport, *, of_site: bool, at: datetime) -> tuple[str, list[dict[str, Any]]]:
    """Return the folder of the page, and the documents that it is built from: what is public of this site, and what
    would be."""
    engagement = report.engagement
    programme = queries.newest_of_programme()
    released = list(reversed(queries.releases_of(engagement)))
    known = [row.document for row in [programme, *released] if row is not None]
    hour = report.publish_at or at + _A_DAY
    late = any(row.released_at >= hour for row in released)  # the hour was missed, and more is public since
    public = publication(report, on=zones.day(hour))
    slugs = {"report": public.slug, "site": engagement.slug}
    bodies = {"report": public.report, "site": public.site}
    for number, (kind, body) in enumerate(bodies.items()):
        if body is not None:
            previous = Release.objects.filter(kind=kind, slug=slugs[kind]).order_by("-id").first()
            document = releasing.preview(
                body,
                previous,
                ref=f"{REF}-{number}",
                as_of=report.period_to,
                reason=report.release_reason,
                at=at if late else hour,
            )
            known.append(document)
    place, _, day = public.slug.partition("/")
    return f"sites/{place}/" if of_site else f"sites/{place}/reports/{day}/", known
