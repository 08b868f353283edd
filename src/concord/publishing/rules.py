"""Who may do what with a status report and a release."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from concord.core.permissions import ALLOWED, Actor, Decision, Permission, Scoped, refuse
from concord.core.roles import permit
from concord.engagements.models import Engagement
from concord.engagements.rules import active, has_stage
from concord.findings import rules as findings_rules
from concord.findings.models import Finding
from concord.partners.rules import takes_part
from concord.publishing.models import Release, ReleaseKind, StatusReport, Withholding
from concord.publishing.states import BEFORE_THE_AGENCY, ReportState, WithholdingState

P = Permission
_OF_OURS = frozenset({P.REPORT_COMPILE, P.STANDING_RELEASE, P.REPORT_EXPLAIN, P.REPORT_FALL_DUE, P.SITE_CLOSE_OUT})
_APART = {
    P.REPORT_COMPILE: ("reviewed_by", "You reviewed this report, so somebody else rewrites it."),
    P.REPORT_REVIEW: ("compiled_by", "You compiled this report, so somebody else reviews it."),
    P.REPORT_APPROVE: ("compiled_by", "You compiled this report, so somebody else approves it."),
    P.REPORT_SCHEDULE: ("approved_by", "You approved this report, so somebody else sets the hour."),
}
"""Verb → whoever did this before never does it, and why (law 9)."""
_DECIDES = frozenset({P.RELEASE_WITHHOLD, P.RELEASE_KEEP})
_IN_ORDER = frozenset({P.REPORT_SCHEDULE, P.REPORT_PUBLISH})


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; the agency sees a report from its fact check on; whoever compiled a report never reviews or
    approves it, whoever approved it never sets the hour; and reports are published in their order, so that the public
    page never goes back."""
    if isinstance(thing, Finding):
        return findings_rules.may(by, verb, thing)
    decision = permit(by, verb, thing) and takes_part(by, verb, thing)
    rule = _RULES.get(type(thing))
    return rule(by, verb, thing) if decision and rule else decision


def _on_engagement(_by: Actor, verb: Permission, engagement: Engagement) -> Decision:
    if verb in _OF_OURS and engagement.is_public_record:
        return refuse("What is known of this engagement was published by others; only a new import changes it.")
    if verb == P.RECOMMENDATION_COPY:
        return active(engagement)
    if verb == P.SITE_CLOSE_OUT and not has_stage(engagement, "findings"):
        return refuse("Its tier has no findings: it is closed once every delivery is evaluated.")
    return ALLOWED


def _on_release(_by: Actor, verb: Permission, release: Release) -> Decision:
    return _withholdable(release) if verb == P.RELEASE_ASK_WITHHOLD else ALLOWED


def _on_withholding(by: Actor, verb: Permission, withholding: Withholding) -> Decision:
    if verb in _DECIDES and withholding.asked_by == by.actor_key:
        return refuse("You asked for it, so somebody else decides.")
    return ALLOWED


def _on_report(by: Actor, verb: Permission, report: StatusReport) -> Decision:
    if verb == P.REPORT_VIEW and report.state in BEFORE_THE_AGENCY:
        return permit(by, P.REPORT_VIEW_DRAFT, report)
    if verb == P.REPORT_COMMENT and report.state != ReportState.FACT_CHECK:
        return refuse(f"The agency comments during its fact check; the report is “{report.state_label}”.")
    if verb == P.REPORT_ANSWER and report.state != ReportState.CHECKED:
        return refuse(f"Comments are answered once the fact check is done; the report is “{report.state_label}”.")
    if verb == P.REPORT_CORRECT:
        return _correctable(report)
    who, why = _APART.get(verb, ("", ""))
    if who and getattr(report, who) == by.actor_key:
        return refuse(why)
    return _in_order(report) if verb in _IN_ORDER else ALLOWED


def _correctable(report: StatusReport) -> Decision:
    if report.state != ReportState.PUBLISHED:
        return refuse("Only what is published is corrected; a report on its way is returned.")
    following = next((r for r in report.engagement.reports.all() if r.corrects_id == report.pk), None)
    if following is not None:
        return refuse(f"It has been corrected: see {following.ref}.")
    return ALLOWED


def _in_order(report: StatusReport) -> Decision:
    before = (r for r in report.engagement.reports.all() if r.number < report.number)  # fetched with the inbox
    waiting = next((r for r in before if r.version == 1 and r.state != ReportState.PUBLISHED), None)
    return refuse(f"{waiting.label} is published first.") if waiting else ALLOWED


def due_now(report: StatusReport, at: datetime) -> Decision:
    """Say whether the hour of publication has come."""
    if report.publish_at is None or report.publish_at > at:
        return refuse("The hour that was set for it has not come.")
    return ALLOWED


def _withholdable(release: Release) -> Decision:
    """A page always shows something, so what it shows is corrected first; and no older release comes to light again."""
    if release.is_withheld:
        return refuse("It has been withheld.")
    if release.withholdings.filter(state=WithholdingState.ASKED).exists():
        return refuse("It has been asked for; somebody else decides.")
    of_page = Release.objects.filter(kind=release.kind, slug=release.slug)
    if release.kind != ReleaseKind.REPORT:
        newest = of_page.order_by("-id").first()
        if newest is not None and newest.pk == release.pk:
            return refuse("It is what the page shows now. Release a corrected one first.")
        return ALLOWED
    older = next((one for one in of_page.filter(pk__lt=release.pk).order_by("pk") if not one.is_withheld), None)
    return refuse(f"{older.ref} stands at the same address: withhold that first.") if older else ALLOWED


_RULES: Mapping[type, Callable[[Actor, Permission, Any], Decision]] = {
    Engagement: _on_engagement,
    StatusReport: _on_report,
    Release: _on_release,
    Withholding: _on_withholding,
}
