"""The verbs by which an accepted request is withdrawn, before an engagement is opened from it. What was agreed about it
stands below the request, so they are here."""

from datetime import datetime

from concord.core import lifecycle
from concord.core.actions import verb
from concord.core.permissions import Actor, Permission
from concord.core.tasks import setting
from concord.engagements import rules, versions
from concord.engagements.checks.reason import require_reason
from concord.engagements.states import AgreementState
from concord.intake import due
from concord.intake.models import AssistanceRequest

P = Permission


@verb
def withdraw_accepted(request: AssistanceRequest, *, reason: str, by: Actor, at: datetime) -> AssistanceRequest:
    """Withdraw an accepted request; the agency may ask again at any time.

    Its agreements are set aside, and what was to be done about either ends.
    Raises Denied (an engagement was opened from it), NotAllowedNow, Stale, Incomplete (no reason)."""
    return _withdraw(request, P.REQUEST_LEAVE, reason, by=by, at=at)


@verb
def record_withdrawal(request: AssistanceRequest, *, reason: str, by: Actor, at: datetime) -> AssistanceRequest:
    """Record for the agency that it withdraws: it said so elsewhere, or is not heard from. As `withdraw_accepted`."""
    return _withdraw(request, P.REQUEST_RECORD_WITHDRAWAL, reason, by=by, at=at)


def _withdraw(
    request: AssistanceRequest, verb: Permission, reason: str, *, by: Actor, at: datetime
) -> AssistanceRequest:
    require_reason(reason, "An accepted request is withdrawn with a reason.")
    moved = lifecycle.move(request, verb, by=by, at=at, may=rules.may, reason=reason)
    agreements = list(moved.agreements.exclude(state=AgreementState.SUPERSEDED))
    for agreement in agreements:
        versions.supersede(agreement, at=at)
    due.over(moved, by=by, at=at)
    ended = f"Ended: the request is “{moved.state_label}”."
    setting.drop([each.ref for each in agreements], within=moved.scopes[0], outcome=ended, by=by, at=at)
    return moved
