"""Approving a report, setting the hour of its publication, and putting it before the public at that hour."""

from datetime import date, datetime
from functools import partial

from django.urls import reverse

from concord.accounts.queries import members
from concord.core import jobs, lifecycle, zones
from concord.core.actions import verb
from concord.core.errors import BadInput, Incomplete, NotAllowedNow
from concord.core.permissions import Actor, Permission
from concord.core.telling import news
from concord.publishing import falling_due, hours, releasing, rules
from concord.publishing.compile.publication import Publication, publication
from concord.publishing.models import ReleaseKind, StatusReport
from concord.publishing.states import ReportState

P = Permission
_REVIEWED = ("reviewed_by", "reviewed_at", "check_due", "checked_by", "checked_at")
_FORGOTTEN = dict.fromkeys((*_REVIEWED, "approved_by", "approved_at", "scheduled_by", "publish_at"))


@verb
def approve(report: StatusReport, *, by: Actor, at: datetime) -> StatusReport:
    """Approve a report that somebody else compiled."""
    changes = {"approved_by": by.actor_key, "approved_at": at}
    return lifecycle.move(report, P.REPORT_APPROVE, by=by, at=at, may=rules.may, changes=changes)


@verb
def return_(report: StatusReport, *, reason: str, by: Actor, at: datetime) -> StatusReport:
    """Return a report to the team with the reason; review, check and approval begin again.

    Raises Denied, NotAllowedNow, Incomplete."""
    if not reason.strip():
        raise Incomplete("A status report is returned with a reason.", ["the reason"])
    moved = lifecycle.move(report, P.REPORT_RETURN, by=by, at=at, may=rules.may, reason=reason, changes=_FORGOTTEN)
    if report.state == ReportState.SCHEDULED:
        _tell(moved, "Will not be published at the hour that was set", at=at)
    return moved


@verb
def schedule(report: StatusReport, *, publish_at: datetime, by: Actor, at: datetime) -> StatusReport:
    """Set the hour at which an approved report is published, and tell the agency's people, who see exactly what will be
    public. Raises Denied (the order of reports too), NotAllowedNow, BadInput (too soon, or a day that has a report)."""
    earliest = hours.earliest(at)
    if publish_at < earliest:
        raise BadInput(f"The agency sees it before it is public: the earliest hour is {hours.written(earliest)}.")
    _require_free_day(report, zones.day(publish_at))
    changes = {"scheduled_by": by.actor_key, "publish_at": publish_at}
    moved = lifecycle.move(
        report,
        P.REPORT_SCHEDULE,
        by=by,
        at=at,
        may=rules.may,
        changes=changes,
        more={"publish_at": publish_at.isoformat()},
    )
    _tell(moved, f"Will be published on {hours.written(publish_at)}", at=at)
    return moved


@verb
def publish(report: StatusReport, *, by: Actor, at: datetime) -> StatusReport:
    """Put a report before the public at its hour: a release of the report and one of the site, which is built again. A
    correction of a report that is not the newest leaves the site's page as it is.

    Raises Denied (the order of reports), NotAllowedNow (its hour has not come, or its day has a report already)."""
    locked = lifecycle.lock(report)  # with its engagement as it is now: it may have ended since
    rules.due_now(locked, at).require()
    _require_free_day(locked, zones.day(at))
    public = publication(locked, on=zones.day(at))
    more = {"number": report.number}
    moved = lifecycle.move(report, P.REPORT_PUBLISH, by=by, at=at, may=rules.may, more=more)
    _release(moved, public, by=by, at=at)
    for kind in (falling_due.COMPILE, falling_due.EXPLAIN):
        falling_due.done(kind, moved.engagement, by=by, at=at)
    _tell(moved, "Published", at=at)
    jobs.defer("publishing.build_site")
    return moved


def _release(report: StatusReport, public: Publication, *, by: Actor, at: datetime) -> None:
    release = partial(
        releasing.release,
        engagement=report.engagement,
        as_of=report.period_to,
        reason=report.release_reason,
        anchor=releasing.checkpoint(at=at),
        by=by,
        at=at,
    )
    release(public.report, kind=ReleaseKind.REPORT, slug=public.slug)
    if public.site is not None:
        release(public.site, kind=ReleaseKind.SITE, slug=report.engagement.slug)


def _require_free_day(report: StatusReport, day: date) -> None:
    """Refuse a second report on one day: the day is its address. A correction has the address of what it corrects."""
    if report.version > 1:
        return
    that_day = {"state_since__gte": zones.begins(day), "state_since__lt": zones.ends(day)}
    others = report.engagement.reports.filter(state=ReportState.PUBLISHED, version=1, **that_day)
    if other := others.exclude(pk=report.pk).first():
        raise NotAllowedNow(f"{other.label} was published on that day, and a day has one report. Take the next.")


def _tell(report: StatusReport, words: str, *, at: datetime) -> None:
    """Tell the agency's people, and lead them to the list of the reports, which they always see."""
    engagement = report.engagement
    held = members(engagement.scopes[1])
    who = {member.person.actor_key for member in held if P.REPORT_CHECK in member.role_class.permissions}
    href = reverse("reports", args=[engagement.ref])
    told = news.News(report.ref, f"{words}: {report.title}", href, f"{report.ref}:{report.state}:{at.isoformat()}")
    news.tell(((each, told) for each in sorted(who)), at=at)
