"""Writing a status report: compiling it, compiling it again, and beginning its correction."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from concord.core import lifecycle, zones
from concord.core.actions import verb
from concord.core.errors import BadInput, Incomplete
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements.models import Engagement
from concord.publishing import falling_due, rules
from concord.publishing.compile.changes import changed_labels
from concord.publishing.compile.report import Asked, report_document
from concord.publishing.compile.site import site_document
from concord.publishing.models import StatusReport

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
    blockers: str = "",
    notes: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> StatusReport:
    """Compile a status report: the words are given, every figure is computed as of the period's last day. `notes` has
    the staff's line on a recommendation that changed, by its label.

    Raises Denied, BadInput (the period runs backwards, into the future, or over the report before; a line on what did
    not change)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.REPORT_COMPILE, locked).require()
    _check_period(locked, period_from, period_to, at)
    number = (locked.reports.aggregate(last=Max("number"))["last"] or 0) + 1
    words = _words(work_done, outcomes, blockers, next_steps)
    falling_due.done(falling_due.COMPILE, locked, by=by, at=at)
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
        **_documents(locked, number, name, (period_from, period_to), words, notes or {}),
    )


@verb
def compile_again(
    report: StatusReport,
    *,
    work_done: str,
    outcomes: str,
    next_steps: str,
    blockers: str = "",
    notes: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> StatusReport:
    """Compile a report again, with its figures as the records stand now. Raises Denied, NotAllowedNow, BadInput (a line
    on what did not change)."""
    rules.may(by, P.REPORT_COMPILE, report).require()
    report.lifecycle.require(report.state, P.REPORT_COMPILE)
    words = _words(work_done, outcomes, blockers, next_steps)
    period = (report.period_from, report.period_to)
    documents = _documents(report.engagement, report.number, report.name, period, words, notes or {})
    changes: dict[str, Any] = {**words, **documents, "compiled_by": by.actor_key}
    return lifecycle.move(report, P.REPORT_COMPILE, by=by, at=at, may=rules.may, changes=changes)


@verb
def correct(report: StatusReport, *, reason: str, by: Actor, at: datetime) -> StatusReport:
    """Begin the correction of a published report: the same words, the figures as the records say them now, on the same
    way to publication. The reason will be public. Raises Denied (not published, or corrected already), Incomplete."""
    if not reason.strip():
        raise Incomplete("A published report is corrected with a reason.", ["the reason"])
    locked = lifecycle.lock(report)
    rules.may(by, P.REPORT_CORRECT, locked).require()
    period = (locked.period_from, locked.period_to)
    return StatusReport.begin(
        P.REPORT_CORRECT,
        by=by,
        at=at,
        ref=next_ref("RPT", at),
        engagement=locked.engagement,
        number=locked.number,
        version=locked.version + 1,
        corrects=locked,
        correction_reason=reason.strip(),
        name=locked.name,
        period_from=period[0],
        period_to=period[1],
        compiled_by=by.actor_key,
        **locked.words,
        **_documents(locked.engagement, locked.number, locked.name, period, locked.words, locked.change_notes),
    )


def _words(work_done: str, outcomes: str, blockers: str, next_steps: str) -> dict[str, str]:
    return {"work_done": work_done, "outcomes": outcomes, "blockers": blockers, "next_steps": next_steps}


def _documents(
    engagement: Engagement,
    number: int,
    name: str,
    period: tuple[date, date],
    words: Mapping[str, str],
    notes: Mapping[str, str],
) -> dict[str, Any]:
    """Compile both documents, so that whoever approves the report sees all that will be public."""
    before = engagement.reports.filter(number__lt=number).aggregate(last=Max("period_to"))["last"]
    _check_notes(notes, changed_labels(engagement, since=before, until=period[1]))
    report = report_document(engagement, Asked(number, name, period, before, words, notes))
    site = site_document(engagement, as_of=period[1], since=before) | {"changes": report["changes"]}
    return {"document": report, "site_document": site, "change_notes": dict(notes)}


def _check_notes(notes: Mapping[str, str], changed: frozenset[str]) -> None:
    if strange := sorted(set(notes) - changed):
        known = ", ".join(sorted(changed)) or "none"
        raise BadInput(f"Nothing changed on {', '.join(strange)} in the period; there was a change on: {known}.")


def _check_period(engagement: Engagement, period_from: date, period_to: date, at: datetime) -> None:
    last = engagement.reports.aggregate(last=Max("period_to"))["last"]
    if period_from > period_to:
        raise BadInput(f"The period runs backwards: {period_from} to {period_to}.")
    if period_to > zones.day(at):
        raise BadInput(f"The period ends on {period_to}, which has not come yet.")
    if last is not None and period_from <= last:
        raise BadInput(f"The last report covers up to {last}; this one begins on {period_from}.")
