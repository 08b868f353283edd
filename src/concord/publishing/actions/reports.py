"""The verbs of a status report."""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Max

from concord.core import jobs, lifecycle
from concord.core.actions import verb
from concord.core.errors import BadInput, Incomplete, NotAllowedNow
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.core.roles import ApprovingOfficial
from concord.engagements.models import Engagement
from concord.publishing import releasing, rules
from concord.publishing.compile.report import report_document
from concord.publishing.compile.site import site_document
from concord.publishing.compile.standing import next_update, stood
from concord.publishing.models import ReleaseKind, StatusReport
from concord.publishing.states import ReportState

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
    locked = lifecycle.lock(engagement)
    rules.may(by, P.REPORT_COMPILE, locked).require()
    _check_period(locked, period_from, period_to, at)
    number = (locked.reports.aggregate(last=Max("number"))["last"] or 0) + 1
    words = {"work_done": work_done, "outcomes": outcomes, "next_steps": next_steps}
    return StatusReport.begin(
        P.REPORT_COMPILE,
        by=by,
        at=at,
        ref=next_ref("RPT", at),
        engagement=locked,
        number=number,
        name=name,
        period_from=period_from,
        period_to=period_to,
        compiled_by=by.actor_key,
        **words,
        **_documents(locked, number, name, (period_from, period_to), words),
    )


@verb
def compile_again(
    report: StatusReport, *, work_done: str, outcomes: str, next_steps: str, by: Actor, at: datetime
) -> StatusReport:
    """Compile a returned report again, with its figures as the records stand now. Raises Denied, NotAllowedNow."""
    rules.may(by, P.REPORT_COMPILE, report).require()
    report.lifecycle.require(report.state, P.REPORT_COMPILE)
    words = {"work_done": work_done, "outcomes": outcomes, "next_steps": next_steps}
    period = (report.period_from, report.period_to)
    documents = _documents(report.engagement, report.number, report.name, period, words)
    changes: dict[str, Any] = {**words, **documents, "compiled_by": by.actor_key}
    return lifecycle.move(report, P.REPORT_COMPILE, by=by, at=at, may=rules.may, changes=changes)


def _documents(
    engagement: Engagement, number: int, name: str, period: tuple[date, date], words: dict[str, str]
) -> dict[str, Any]:
    """Compile both documents, so that whoever approves the report sees all that will be public."""
    before = engagement.reports.filter(number__lt=number).aggregate(last=Max("period_to"))["last"]
    report = report_document(engagement, number=number, title=name, period=period, since=before, words=words)
    return {"document": report, "site_document": site_document(engagement, as_of=period[1], since=before)}


@verb
def approve(report: StatusReport, *, by: Actor, at: datetime) -> StatusReport:
    """Approve a report that somebody else compiled."""
    changes = {"approved_by": by.actor_key, "approved_at": at}
    return lifecycle.move(report, P.REPORT_APPROVE, by=by, at=at, may=rules.may, changes=changes)


@verb
def return_(report: StatusReport, *, reason: str, by: Actor, at: datetime) -> StatusReport:
    """Return a report to whoever compiled it, with the reason. Raises Denied, NotAllowedNow, Incomplete."""
    if not reason.strip():
        raise Incomplete("A status report is returned with a reason.", ["the reason"])
    changes = {"approved_by": None, "approved_at": None}
    return lifecycle.move(report, P.REPORT_RETURN, by=by, at=at, may=rules.may, reason=reason, changes=changes)


@verb
def publish(report: StatusReport, *, by: Actor, at: datetime) -> StatusReport:
    """Put an approved report before the public: two releases (report and site), and the site is built again.

    Raises Denied (the order of reports too), NotAllowedNow (its day has a report already)."""
    _require_free_day(report, at.date())
    moved = lifecycle.move(report, P.REPORT_PUBLISH, by=by, at=at, may=rules.may, more={"number": report.number})
    engagement, day = moved.engagement, at.date()
    release = partial(
        releasing.release,
        engagement=engagement,
        as_of=moved.period_to,
        reason=f"{moved.name} {moved.number}",
        anchor=releasing.checkpoint(at=at),
        by=by,
        at=at,
    )
    following = {"next_update": next_update(engagement)}
    published = {"date": day.isoformat(), "approved": _approval(moved)}
    slug = f"{engagement.slug}/{day.isoformat()}"
    release(moved.document | published | following, kind=ReleaseKind.REPORT, slug=slug)
    reports = [_listed(each) for each in engagement.reports.filter(state=moved.state).order_by("number")]
    site = stood(moved.site_document | {"reports": reports}, engagement)  # it may have been suspended since compiled
    release(site, kind=ReleaseKind.SITE, slug=engagement.slug)
    jobs.defer("publishing.build_site")
    return moved


def _require_free_day(report: StatusReport, day: date) -> None:
    """Refuse a second report on one day: the day is its address."""
    others = report.engagement.reports.filter(state=ReportState.PUBLISHED, state_since__date=day)
    if other := others.exclude(pk=report.pk).first():
        raise NotAllowedNow(f"{other.name} {other.number} was published today, and a day has one report. Try tomorrow.")


def _approval(report: StatusReport) -> dict[str, str]:
    """Say in which role it was approved, and when; never by whom by name."""
    approved_at = report.approved_at or report.state_since
    return {"role": ApprovingOfficial.title, "on": approved_at.date().isoformat()}


def _listed(report: StatusReport) -> dict[str, object]:
    """One line of the list of reports on the site's page."""
    released = report.state_since.date().isoformat()
    return {"number": report.number, "date": released, "title": f"{report.name} {report.number}", "summary": None}


def _check_period(engagement: Engagement, period_from: date, period_to: date, at: datetime) -> None:
    last = engagement.reports.aggregate(last=Max("period_to"))["last"]
    if period_from > period_to:
        raise BadInput(f"The period runs backwards: {period_from} to {period_to}.")
    if period_to > at.date():
        raise BadInput(f"The period ends on {period_to}, which has not come yet.")
    if last is not None and period_from <= last:
        raise BadInput(f"The last report covers up to {last}; this one begins on {period_from}.")
