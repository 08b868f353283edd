"""Reads of requests and drafts, and of their private links."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core import signing
from django.db.models import Exists, OuterRef, QuerySet

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.agencies.models import Agency
from concord.core import history
from concord.core.models import AuditRow
from concord.core.permissions import Actor, Permission
from concord.core.roles import permit
from concord.intake.models import AssistanceRequest, Authorization, CriterionAnswer, RequestDraft, RequestFile
from concord.intake.states import OVER, TOLD, RequestState

MOST_REMINDERS = 3
"""So often Concord reminds a chief executive who does not answer; then the office calls."""
_LINKS = signing.Signer(salt="concord.request.link")
_DRAFTS = signing.Signer(salt="concord.request.draft")
_CHIEFS = signing.Signer(salt="concord.request.authorize")


def request(ref: str) -> AssistanceRequest | None:
    """Return the request with this reference, or None."""
    return AssistanceRequest.objects.select_related("agency", "edition").filter(ref=ref).first()


def link_token(of: AssistanceRequest) -> str:
    """Return the secret part of a request's private link: the same for ever, until the address is corrected."""
    return _LINKS.sign(_linked(of))


def by_token(token: str) -> AssistanceRequest | None:
    """Return the request of a private link while that link works, or None."""
    signed = _unsigned(_LINKS, token)
    found = request(signed.partition(".")[0]) if signed else None
    return found if found is not None and _linked(found) == signed else None


def _linked(of: AssistanceRequest) -> str:
    return of.ref if of.link_since is None else f"{of.ref}.{_moment(of.link_since)}"


def draft_token(draft: RequestDraft) -> str:
    """Return the secret part of a draft's private link."""
    return _DRAFTS.sign(draft.key.hex)


def draft_by_token(token: str) -> RequestDraft | None:
    """Return the draft of a private link, or None."""
    found = _unsigned(_DRAFTS, token)
    return RequestDraft.objects.filter(key=UUID(found)).first() if found else None


def chief_token(asked: Authorization) -> str:
    """Return the secret part of a chief executive's one-time link; whoever is asked again gets another link."""
    return _CHIEFS.sign(f"{asked.request.ref}.{_moment(asked.asked_at)}")


def by_chief_token(token: str) -> AssistanceRequest | None:
    """Return the request of a chief executive's link while that link is the last one sent, or None."""
    ref, _, moment = _unsigned(_CHIEFS, token).partition(".")
    found = AssistanceRequest.objects.select_related("agency", "edition", "authorization").filter(ref=ref).first()
    return found if found is not None and _moment(found.authorization.asked_at) == moment else None


def _moment(at: datetime) -> str:
    return at.strftime("%Y%m%dT%H%M%S%f")


def _unsigned(signer: signing.Signer, token: str) -> str:
    try:
        return str(signer.unsign(token))
    except signing.BadSignature:
        return ""


def authorization(of: AssistanceRequest) -> Authorization | None:
    """Return how it stands with the chief executive's authorization; None for a request of the chief's own."""
    return Authorization.objects.filter(request=of).first()


def unanswered(*, before: datetime) -> list[Authorization]:
    """Return whom a link was mailed before a moment, who has neither authorized nor refused and was not reminded often
    enough, oldest first."""
    waits = Authorization.objects.select_related("request", "request__edition").filter(
        request__state=RequestState.AWAITING_AUTHORIZATION, asked_at__lt=before, reminded__lt=MOST_REMINDERS
    )
    return list(waits.exclude(chief_email="").order_by("asked_at"))


def files(of: AssistanceRequest) -> QuerySet[RequestFile]:
    """Return the files of a request, in the order in which they came."""
    return RequestFile.objects.filter(request=of).select_related("file").order_by("pk")


def visible_to(person: Person) -> QuerySet[AssistanceRequest]:
    """Return the requests that a person may see: all for the office, their own agency's for its people."""
    condition = visible(person, Permission.REQUEST_VIEW, agency="agency__ref")
    return AssistanceRequest.objects.select_related("agency").filter(condition)


def history_for(by: Actor, of: AssistanceRequest) -> QuerySet[AuditRow]:
    """Return the rows about a request that somebody may read, newest first: all of them for whoever reads the office's
    notes, and for the agency's side what was asked, answered and decided."""
    rows = history.of(of.ref)
    return rows if permit(by, Permission.REQUEST_VIEW_NOTES, of) else rows.filter(verb__in=TOLD)


def open_for(person: Person) -> QuerySet[AssistanceRequest]:
    """Return the requests that this person may see and that are not over, with what the rules ask for; not those that
    wait for a decision and that they assessed, on which somebody else decides."""
    rows = visible_to(person).prefetch_related("answers", "matters", "members").exclude(state__in=OVER)
    assessed = CriterionAnswer.objects.filter(request=OuterRef("pk"), decided_by=person.actor_key)
    return rows.exclude(Exists(assessed), state=RequestState.READY)


def requests_from(email: str) -> QuerySet[AssistanceRequest]:
    """Return the requests whose contact has this address, to which their private links were mailed; newest first."""
    return AssistanceRequest.objects.filter(contact_email__iexact=email).order_by("-pk")


def agency_named(name: str, state: str) -> Agency | None:
    """Return the one agency of this name in a state; None where there is none, or more than one."""
    found = list(Agency.objects.filter(name__iexact=name, state=state)[:2])
    return found[0] if len(found) == 1 else None


def typed_again(of: AssistanceRequest) -> dict[str, dict[str, list[Any]]]:
    """Return what a new draft begins with when somebody asks again: who they are, not what they need."""
    by_hand = {"name": [of.agency_name], "state": [of.agency_state], "kind": [of.agency_kind]}
    return {
        "agency": {"ref": [of.agency.ref if of.agency else "by_hand"]},
        **({} if of.agency else {"by-hand": by_hand}),
        "authority": {name: [_YES_NO[getattr(of, name)]] for name in ("primary_enforcement", "patrol")},
        "capacity": {"capacity": [of.capacity], "chief_name": [of.chief_name]},
        "contact": {name: [getattr(of, name)] for name in ("contact_name", "contact_email", "contact_phone")},
    }


_YES_NO = {True: "yes", False: "no", None: ""}
