"""Who may do what with a status report and a release."""

from concord.core.permissions import ALLOWED, Actor, Decision, Permission, Scoped, refuse
from concord.core.roles import permit
from concord.publishing.models import StatusReport

P = Permission


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; whoever compiled a report never approves it, whoever approved it never publishes it."""
    decision = permit(by, verb, thing)
    if decision and isinstance(thing, StatusReport):
        return _someone_else(by, verb, thing)
    return decision


def _someone_else(by: Actor, verb: Permission, report: StatusReport) -> Decision:
    if verb == P.REPORT_APPROVE and report.compiled_by == by.actor_key:
        return refuse("You compiled this report, so somebody else approves it.")
    if verb == P.REPORT_PUBLISH and report.approved_by == by.actor_key:
        return refuse("You approved this report, so somebody else publishes it.")
    return ALLOWED
