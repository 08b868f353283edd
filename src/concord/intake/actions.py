"""The verbs of a request for assistance."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from concord.agencies.models import Agency
from concord.core import lifecycle, notices
from concord.core.actions import Unchanged, hold, verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, Incomplete
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.intake import checks, queries, rules
from concord.intake.models import Assessed, AssistanceRequest, CriterionAnswer, Standing
from concord.programme.queries import edition_in_force

P = Permission


@verb
def submit(*, agency: Agency | None, submission_key: UUID, by: Actor, at: datetime, **asked: Any) -> AssistanceRequest:
    """Submit a request. The same `submission_key` again gives the same request (law 17).

    `asked` holds the other fields of the request as typed. Mails the requester their private link."""
    hold(f"submit {submission_key}")
    if already := AssistanceRequest.objects.filter(submission_key=submission_key).first():
        raise Unchanged(already)
    if not asked["pending_matters"] and asked["pending_detail"]:
        raise BadInput("Detail of a pending matter was given, but none is declared. Say yes, or clear the detail.")
    request = AssistanceRequest.begin(
        P.REQUEST_SUBMIT,
        by=by,
        at=at,
        ref=next_ref("REQ", at),
        agency=agency,
        edition=edition_in_force(at.date()),
        submitted_at=at,
        submission_key=submission_key,
        **asked,
    )
    _write(request, f"We have your request {request.ref}", "Follow it, or withdraw it, at your private link:", at)
    return request


@verb
def acknowledge(
    request: AssistanceRequest, *, agency: Agency | None = None, by: Actor, at: datetime
) -> AssistanceRequest:
    """Acknowledge a request, linking it to the directory where the requester could not. Raises Denied, Incomplete."""
    linked = agency or request.agency
    if linked is None:
        raise Incomplete("The request cannot be acknowledged yet.", ["the agency's entry in the directory"])
    moved = lifecycle.move(request, P.REQUEST_ACKNOWLEDGE, by=by, at=at, may=rules.may, changes={"agency": linked})
    _write(moved, f"Your request {moved.ref} is with us", "We will contact you about the next steps. Your link:", at)
    return moved


@verb
def find_eligible(
    request: AssistanceRequest, *, answers: Mapping[str, tuple[str, str]], by: Actor, at: datetime
) -> AssistanceRequest:
    """Record eligibility: each criterion's standing and basis. All must be met, or the request is declined instead."""
    moved = lifecycle.move(request, P.REQUEST_FIND_ELIGIBLE, by=by, at=at, may=rules.may)
    require_none(checks.run(moved), "The agency cannot be found eligible.")
    _record_answers(moved, Assessed.ELIGIBILITY, answers, by=by, at=at)
    return moved


@verb
def find_ready(
    request: AssistanceRequest, *, answers: Mapping[str, tuple[str, str]], by: Actor, at: datetime
) -> AssistanceRequest:
    """Record readiness: each criterion's standing and basis. All must be met before the request can be accepted."""
    moved = lifecycle.move(request, P.REQUEST_FIND_READY, by=by, at=at, may=rules.may)
    _record_answers(moved, Assessed.READINESS, answers, by=by, at=at)
    return moved


@verb
def accept(request: AssistanceRequest, *, reason: str, by: Actor, at: datetime) -> AssistanceRequest:
    """Accept a request that is eligible and ready; never by whoever assessed it. Raises Denied."""
    _require_reason(reason)
    moved = lifecycle.move(request, P.REQUEST_ACCEPT, by=by, at=at, may=rules.may, reason=reason)
    _write(moved, f"Your request {moved.ref} was accepted", "We start to develop a work plan with you. Your link:", at)
    return moved


@verb
def decline(request: AssistanceRequest, *, reason: str, by: Actor, at: datetime) -> AssistanceRequest:
    """Decline a request, with the reason."""
    _require_reason(reason)
    moved = lifecycle.move(request, P.REQUEST_DECLINE, by=by, at=at, may=rules.may, reason=reason)
    _write(moved, f"Your request {moved.ref}", "There is a decision on your request. Read it at your link:", at)
    return moved


@verb
def withdraw(request: AssistanceRequest, *, reason: str, by: Actor, at: datetime) -> AssistanceRequest:
    """Withdraw a request; the agency may ask again at any time."""
    _require_reason(reason)
    return lifecycle.move(request, P.REQUEST_WITHDRAW, by=by, at=at, may=rules.may, reason=reason)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Incomplete("What becomes of a request is recorded with its reason.", ["the reason"])


def _record_answers(
    request: AssistanceRequest, kind: Assessed, answers: Mapping[str, tuple[str, str]], *, by: Actor, at: datetime
) -> None:
    """Keep one row a criterion. Raises Incomplete with each criterion that is not met or has no basis."""
    wanted = queries.criteria(request, kind)
    missing = [c.question for c in wanted if not answers.get(c.key, ("", ""))[1].strip()]
    open_ones = [c.question for c in wanted if answers.get(c.key, (Standing.UNKNOWN, ""))[0] != Standing.MET]
    if missing or open_ones:
        raise Incomplete(f"{kind.label} cannot be recorded as met.", sorted({*missing, *open_ones}))
    CriterionAnswer.objects.bulk_create(
        CriterionAnswer(
            request=request,
            assessment=kind,
            criterion=c.key,
            standing=answers[c.key][0],
            basis=answers[c.key][1],
            decided_at=at,
            decided_by=by.actor_key,
        )
        for c in wanted
    )


def _write(request: AssistanceRequest, subject: str, sentence: str, at: datetime) -> None:
    """Mail the requester a sentence and their private link; nothing about the matter itself."""
    link = settings.CONCORD_BASE_URL + reverse("request-status", args=[queries.link_token(request.ref)])
    notices.mail(to=request.contact_email, subject=subject, body=f"{sentence}\n\n{link}\n", at=at)
