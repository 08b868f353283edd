"""Reads of agreements."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from concord.accounts.models import Person
from concord.accounts.queries import members
from concord.accounts.scoping import visible
from concord.core import history, zones
from concord.core.permissions import Permission
from concord.engagements.models import Agreement, Engagement, Signature
from concord.engagements.queries.engagement import GOES_ON
from concord.engagements.states import AgreementState
from concord.intake.models import AssistanceRequest
from concord.programme.queries import of as programme_of
from concord.programme.queries import service_days

_WITH = ("request__agency", "request__edition", "request__engagement__agency")
_AGAIN_AFTER = timedelta(days=7)  # between two reminders about an overdue signature


def _agreements() -> QuerySet[Agreement]:
    signatures = Prefetch("signatures", Signature.objects.select_related("file").order_by("pk"))
    return Agreement.objects.select_related(*_WITH).prefetch_related(signatures)


def agreement(ref: str) -> Agreement | None:
    """Return the agreement with this reference, with its signatures, or None."""
    return _agreements().filter(ref=ref).first()


def agreements_of(of: Engagement | AssistanceRequest) -> QuerySet[Agreement]:
    """Return every version of the agreement about a request or the engagement that came of it, the newest first."""
    request = of.request_id if isinstance(of, Engagement) else of.pk
    return _agreements().filter(request=request).order_by("-version")


def drafted_on(agreement: Agreement) -> date:
    """Return the day on which it was drafted, at the office: since then there is the text that is signed."""
    first = history.of(agreement.ref).reverse()[0]
    return zones.day(history.event(first).at)


def signers(of: Agreement) -> dict[str, list[Person]]:
    """Return who holds the roles that sign, by the key of the role, in one query."""
    found: dict[str, list[Person]] = {}
    if of.request.agency is not None:
        for membership in members(f"agency:{of.request.agency.ref}"):
            found.setdefault(membership.role, []).append(membership.person)
    return found


def _not_over() -> Q:
    return Q(request__engagement=None) | Q(request__engagement__state__in=GOES_ON)


def agreements_open_for(person: Person) -> QuerySet[Agreement]:
    """Return the agreements that this person may see and that wait for somebody; of those that were sent the ones
    that wait for this person's own signature."""
    at = {"agency": "request__agency__ref", "engagement": "request__engagement__ref"}
    coming = (AgreementState.DRAFT, AgreementState.SENT, AgreementState.LAPSED)
    seen = visible(person, Permission.AGREEMENT_VIEW, **at)
    held = {membership.role for membership in person.held()}
    mine = Signature.objects.filter(agreement=OuterRef("pk"), recorded_at=None, role__in=held)
    signed = Signature.objects.filter(agreement=OuterRef("pk"), recorded_by=person.actor_key)
    to_sign = Exists(mine) & ~Exists(signed) & ~Q(drafted_by=person.actor_key)
    waiting = _agreements().filter(seen, _not_over(), state__in=coming)
    return waiting.filter(~Q(state=AgreementState.SENT) | to_sign)


def lines_of(engagement: Engagement, role: str) -> list[Signature]:
    """Return the open lines of a role under the engagement's agreements that are with their signatories."""
    rows = Signature.objects.filter(role=role, recorded_at=None, agreement__state=AgreementState.SENT)
    return list(rows.filter(agreement__request=engagement.request_id).select_related("agreement__request__edition"))


def agreements_to_remind(today: date) -> list[tuple[Agreement, list[str]]]:
    """Return the agreements under which a signature is due soon or overdue, or waits for somebody who came after the
    letters were sent; each with the roles of the signatories who are to be written to.

    The first reminder goes out so many days before the day as the edition's service standard says, the next on the
    day after it, then one a week."""
    sent = _agreements().filter(_not_over(), state=AgreementState.SENT).order_by("pk")
    found = ((each, _roles_to_remind(each, today)) for each in sent)
    return [(each, roles) for each, roles in found if roles]


def _roles_to_remind(agreement: Agreement, today: date) -> list[str]:
    before, came = _days_before(agreement), _came_last(agreement)
    return [
        line.role
        for line in agreement.signatures.all()
        if _is_due(line, before, today) or _has_come(line, agreement, came)
    ]


def _came_last(agreement: Agreement) -> dict[str, datetime]:
    """Return when the last one came who holds each role on the agency."""
    if agreement.request.agency is None:
        return {}
    found = members(f"agency:{agreement.request.agency.ref}").order_by("since")
    return {membership.role: membership.since for membership in found}


def _has_come(line: Signature, agreement: Agreement, came: dict[str, datetime]) -> bool:
    """Whether somebody came to an open line after the last letter about it."""
    told = line.reminded_at or agreement.state_since
    return line.recorded_at is None and line.role in came and came[line.role] > told


def _days_before(agreement: Agreement) -> int:
    return service_days(programme_of(agreement.request.edition), "signature_reminder") or 0


def _is_due(line: Signature, before: int, today: date) -> bool:
    if line.recorded_at is not None or line.due_on is None or today < line.due_on - timedelta(days=before):
        return False
    if line.reminded_at is None:
        return True
    last = zones.day(line.reminded_at)
    return today > line.due_on and (last <= line.due_on or today - last >= _AGAIN_AFTER)
