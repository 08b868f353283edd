"""What a report's publication puts before the public: the bodies of its releases. The preview shows exactly these."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from concord.core import zones
from concord.core.roles import ApprovingOfficial
from concord.publishing.compile.standing import next_update, stood
from concord.publishing.models import AnswerKind, StatusReport
from concord.publishing.states import ReportState


@dataclass(frozen=True)
class Publication:
    """The day and the slug of a report's address, its release's body, and the site's; None for a correction of a report
    that is not the newest, which leaves the site's page as it is."""

    slug: str
    report: dict[str, Any]
    site: dict[str, Any] | None


def publication(report: StatusReport, *, on: date) -> Publication:
    """Return what the publication of a report on a day makes public."""
    engagement = report.engagement
    day = report.address_day(on)
    new = on if report.version == 1 else None  # a correction promises what the report did
    body = {
        **report.document,
        "date": day.isoformat(),
        "approved": _approval(report, on),
        "next_update": next_update(engagement, published_on=new),
        **({"checked": checked} if (checked := _checked(report)) else {}),
        **({"correction": {"reason": report.correction_reason, "on": on.isoformat()}} if report.corrects else {}),
    }
    slug = f"{engagement.slug}/{day.isoformat()}"
    public = [r for r in engagement.reports.all() if r.state == ReportState.PUBLISHED and r.pk != report.pk]
    if any(other.number > report.number for other in public):
        return Publication(slug, body, None)
    listed = {r.number: _listed(r, on) for r in sorted([*public, report], key=lambda r: (r.number, r.version))}
    of_site = report.site_document | {"reports": [listed[number] for number in sorted(listed)]}
    return Publication(slug, body, stood(of_site, engagement, published_on=new))


def _approval(report: StatusReport, on: date) -> dict[str, str]:
    """Say in which role it was approved, and when; never by whom by name. A preview before that says the day shown."""
    day = zones.day(report.approved_at) if report.approved_at else on
    return {"role": ApprovingOfficial.title, "on": day.isoformat()}


def _checked(report: StatusReport) -> dict[str, Any] | None:
    """Say what came of the agency's fact check: the day, how many comments, and how many led to a change."""
    if report.checked_at is None or report.checked_by is None:
        return None
    comments = list(report.comments.all())
    return {
        "on": zones.day(report.checked_at).isoformat(),
        "answered": not report.checked_by.startswith("concord:"),
        "comments": len(comments),
        "changed": sum(comment.outcome == AnswerKind.CHANGED for comment in comments),
    }


def _listed(report: StatusReport, on: date) -> dict[str, object]:
    """One line of the list of reports on the site's page."""
    day = report.address_day(on).isoformat()
    return {"number": report.number, "date": day, "title": f"{report.name} {report.number}", "summary": None}
