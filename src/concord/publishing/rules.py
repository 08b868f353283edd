"""Who may do what with a status report and a release."""

from concord.core.permissions import ALLOWED, Actor, Decision, Permission, Scoped, refuse
from concord.core.roles import permit
from concord.engagements.models import Engagement
from concord.partners.rules import takes_part
from concord.publishing.models import StatusReport
from concord.publishing.states import ReportState

P = Permission
_OF_OURS = frozenset({P.REPORT_COMPILE, P.STANDING_RELEASE})


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; whoever compiled a report never approves it, whoever approved it never publishes it; and
    reports are published in their order, so that the public page never goes back."""
    decision = permit(by, verb, thing) and takes_part(by, verb, thing)
    if decision and isinstance(thing, StatusReport):
        return _someone_else(by, verb, thing) and _in_order(verb, thing)
    if decision and isinstance(thing, Engagement) and verb in _OF_OURS and thing.is_public_record:
        return refuse("What is known of this engagement was published by others; only a new import changes it.")
    return decision


def _someone_else(by: Actor, verb: Permission, report: StatusReport) -> Decision:
    if verb == P.REPORT_APPROVE and report.compiled_by == by.actor_key:
        return refuse("You compiled this report, so somebody else approves it.")
    if verb == P.REPORT_PUBLISH and report.approved_by == by.actor_key:
        return refuse("You approved this report, so somebody else publishes it.")
    return ALLOWED


def _in_order(verb: Permission, report: StatusReport) -> Decision:
    if verb != P.REPORT_PUBLISH:
        return ALLOWED
    before = (r for r in report.engagement.reports.all() if r.number < report.number)  # fetched with the inbox
    waiting = next((r for r in before if r.state != ReportState.PUBLISHED), None)
    return refuse(f"{waiting.name} {waiting.number} is published first.") if waiting else ALLOWED
