"""The verbs of a status report."""

from datetime import date, datetime

from django.db.models import Max

from concord.core import jobs, lifecycle
from concord.core.actions import verb
from concord.core.errors import BadInput
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements.models import Engagement
from concord.publishing import releasing, rules
from concord.publishing.compile.report import report_document
from concord.publishing.compile.site import site_document
from concord.publishing.models import ReleaseKind, StatusReport

P = Permission


@verb
def compile_report(
    engagement: Engagement,
    *,
    name: str,
    period_from: date,
    period_to: date,
    work_done: str,
    outcomes: str,
    next_steps: str,
    by: Actor,
    at: datetime,
) -> StatusReport:
    """Compile a status report: the words are given, every figure is computed as of the period's last day.

    Raises Denied, BadInput (the period runs backwards, into the future, or over the report before)."""
    rules.may(by, P.REPORT_COMPILE, engagement).require()
    _check_period(engagement, period_from, period_to, at)
    number = (engagement.reports.aggregate(last=Max("number"))["last"] or 0) + 1
    report = StatusReport(
        engagement=engagement,
        number=number,
        name=name,
        period_from=period_from,
        period_to=period_to,
        work_done=work_done,
        outcomes=outcomes,
        next_steps=next_steps,
        compiled_by=by.actor_key,
    )
    return StatusReport.begin(
        P.REPORT_COMPILE,
        by=by,
        at=at,
        ref=next_ref("RPT", at),
        **_words(report),
        document=report_document(report),
        site_document=site_document(report),
    )


@verb
def compile_again(
    report: StatusReport, *, work_done: str, outcomes: str, next_steps: str, by: Actor, at: datetime
) -> StatusReport:
    """Compile a returned report again, with its figures as the records stand now."""
    report.work_done, report.outcomes, report.next_steps = work_done, outcomes, next_steps
    report.compiled_by, report.approved_by, report.approved_at = by.actor_key, None, None
    changes = _words(report) | {"document": report_document(report), "site_document": site_document(report)}
    changes |= {"approved_by": None, "approved_at": None}
    return lifecycle.move(report, P.REPORT_COMPILE, by=by, at=at, may=rules.may, changes=changes)


@verb
def approve(report: StatusReport, *, by: Actor, at: datetime) -> StatusReport:
    """Approve a report that somebody else compiled."""
    changes = {"approved_by": by.actor_key, "approved_at": at}
    return lifecycle.move(report, P.REPORT_APPROVE, by=by, at=at, may=rules.may, changes=changes)


@verb
def return_(report: StatusReport, *, reason: str, by: Actor, at: datetime) -> StatusReport:
    """Return a report to whoever compiled it, with the reason."""
    changes = {"approved_by": None, "approved_at": None}
    return lifecycle.move(report, P.REPORT_RETURN, by=by, at=at, may=rules.may, reason=reason, changes=changes)


@verb
def publish(report: StatusReport, *, by: Actor, at: datetime) -> StatusReport:
    """Put an approved report before the public: two releases (report and site), and the site is built again."""
    moved = lifecycle.move(report, P.REPORT_PUBLISH, by=by, at=at, may=rules.may, more={"report": report.number})
    engagement, day = moved.engagement, at.date()
    reason = f"{moved.name} {moved.number}"
    anchor = releasing.checkpoint(at=at)
    published = {"date": day.isoformat()}
    approved = {"role": "Approving official", "on": moved.approved_at.date().isoformat()} if moved.approved_at else {}
    common = {"engagement": engagement, "as_of": moved.period_to, "reason": reason, "anchor": anchor, "by": by, "at": at}
    releasing.release(
        moved.document | published | {"approved": approved},
        kind=ReleaseKind.REPORT,
        slug=f"{engagement.slug}/{day.isoformat()}",
        **common,
    )
    reports = [_listed(each) for each in engagement.reports.filter(state="published").order_by("number")]
    releasing.release(
        moved.site_document | {"reports": reports}, kind=ReleaseKind.SITE, slug=engagement.slug, **common
    )
    jobs.defer("publishing.build_site")
    return moved


def _listed(report: StatusReport) -> dict[str, object]:
    """One line of the list of reports on the site's page."""
    released = report.state_since.date().isoformat()
    return {"number": report.number, "date": released, "title": f"{report.name} {report.number}", "summary": None}


def _words(report: StatusReport) -> dict[str, object]:
    names = ("engagement", "number", "name", "period_from", "period_to", "work_done", "outcomes", "next_steps")
    return {name: getattr(report, name) for name in (*names, "compiled_by")}


def _check_period(engagement: Engagement, period_from: date, period_to: date, at: datetime) -> None:
    last = engagement.reports.aggregate(last=Max("period_to"))["last"]
    if period_from > period_to:
        raise BadInput(f"The period runs backwards: {period_from} to {period_to}.")
    if period_to > at.date():
        raise BadInput(f"The period ends on {period_to}, which has not come yet.")
    if last is not None and period_from <= last:
        raise BadInput(f"The last report covers up to {last}; this one begins on {period_from}.")
