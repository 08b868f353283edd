"""Reads of requests."""

from dataclasses import dataclass

from django.core import signing
from django.db.models import QuerySet

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core.permissions import Permission
from concord.intake.models import Assessed, AssistanceRequest, CriterionAnswer
from concord.intake.states import RequestState
from concord.programme.document import Criterion, read

_LINKS = signing.Signer(salt="concord.request.link")  # no time in it: one request has one link


@dataclass(frozen=True)
class Assessment:
    """One of the two assessments of a request."""

    kind: Assessed
    rows: tuple[tuple[Criterion, CriterionAnswer | None], ...]


def request(ref: str) -> AssistanceRequest | None:
    """Return the request with this reference, or None."""
    return AssistanceRequest.objects.select_related("agency", "edition").filter(ref=ref).first()


def link_token(request_ref: str) -> str:
    """Return the secret part of a request's private link."""
    return _LINKS.sign(request_ref)


def by_token(token: str) -> AssistanceRequest | None:
    """Return the request of a private link, or None."""
    try:
        return request(_LINKS.unsign(token))
    except signing.BadSignature:
        return None


def visible_to(person: Person) -> QuerySet[AssistanceRequest]:
    """Return the requests that a person may see: all for the office, their own agency's for its people."""
    condition = visible(person, Permission.REQUEST_VIEW, agency="agency__ref")
    return AssistanceRequest.objects.select_related("agency").filter(condition)


def open_for(person: Person) -> QuerySet[AssistanceRequest]:
    """Return the requests that this person may see and that are not decided or withdrawn, with their answers, which
    the rules ask for."""
    return (
        visible_to(person)
        .prefetch_related("answers")
        .exclude(state__in=(RequestState.ACCEPTED, RequestState.DECLINED, RequestState.WITHDRAWN))
    )


def criteria(of: AssistanceRequest, assessment: str) -> tuple[Criterion, ...]:
    """Return the criteria of the edition under which the request was made."""
    programme = read(of.edition.document)
    return programme.eligibility if assessment == Assessed.ELIGIBILITY else programme.readiness


def answers(of: AssistanceRequest) -> list[tuple[CriterionAnswer, Criterion | None]]:
    """Return the answers given so far, each with its criterion."""
    known = {c.key: c for kind in Assessed for c in criteria(of, kind)}
    return [(answer, known.get(answer.criterion)) for answer in of.answers.order_by("pk")]


def assessments(of: AssistanceRequest) -> list[Assessment]:
    """Return both assessments, each criterion with its answer, or None where it has not been given yet."""
    given = {answer.criterion: answer for answer, _ in answers(of)}
    return [Assessment(kind, tuple((c, given.get(c.key)) for c in criteria(of, kind))) for kind in Assessed]
