"""The tasks of a request, set and ended inside its verbs."""

from datetime import date, datetime, timedelta

from concord.core import zones
from concord.core.permissions import OFFICE_SCOPE, Actor, Party
from concord.core.tasks import setting
from concord.intake import queries
from concord.intake.models import AssistanceRequest

FIRST_CONTACT, MATTERS, TAKE_UP, READ = "first_contact", "pending_matters", "take_up", "reply"
PAPER = "authorization_on_paper"
_ALL = (FIRST_CONTACT, MATTERS, TAKE_UP, READ, PAPER)


def authorized_on_paper(request: AssistanceRequest, *, by: Actor, at: datetime) -> None:
    """Set the office to look at the authorization where nobody is mailed a link: it was sent, or is missing."""
    look = f"Look at the signed authorization, or ask for it: {request.agency_name}"
    _set(request, PAPER, look, _within(request, "first_contact", at), by=by, at=at)


def reached_the_office(request: AssistanceRequest, *, by: Actor, at: datetime) -> None:
    """Set what the office has to do first: contact the agency, and look at what is declared as pending. A paper, if it
    waited for one, waits no longer."""
    done(PAPER, request, by=by, at=at)
    contact = f"Contact the agency: {request.agency_name}"
    _set(request, FIRST_CONTACT, contact, _within(request, "first_contact", at), by=by, at=at)
    if request.pending_matters:
        look = f"An approving official looks at what is pending: {request.agency_name}"
        _set(request, MATTERS, look, _within(request, "decision", at), by=by, at=at)


def again(request: AssistanceRequest, on: date, *, by: Actor, at: datetime) -> None:
    """Set the task to take up a deferred request on its day; what was to do before waits no longer."""
    over(request, by=by, at=at)
    _set(request, TAKE_UP, f"Take up the request again: {request.agency_name}", on, by=by, at=at)


def to_read(request: AssistanceRequest, what: str, *, by: Actor, at: datetime) -> None:
    """Set the office to read what the agency sent, as soon as it would contact it first."""
    _set(request, READ, f"{what}: {request.agency_name}", _within(request, "first_contact", at), by=by, at=at)


def done(kind: str, request: AssistanceRequest, *, by: Actor, at: datetime, outcome: str = "") -> None:
    """End the task of one kind, if it is open."""
    setting.finish(kind, about=request.ref, by=by, at=at, outcome=outcome)


def over(request: AssistanceRequest, *, by: Actor, at: datetime) -> None:
    """End every task of a request that is decided or withdrawn."""
    for kind in _ALL:
        done(kind, request, by=by, at=at, outcome=f"Ended: the request is “{request.state_label}”.")


def _within(request: AssistanceRequest, service: str, at: datetime) -> date | None:
    """Return the day by which the office means to do it: its service standard, where the edition sets one."""
    standard = queries.service(request, service)
    return zones.day(at) + timedelta(days=standard.days) if standard else None


def _set(request: AssistanceRequest, kind: str, what: str, on: date | None, *, by: Actor, at: datetime) -> None:
    setting.add(
        what=what, about=request.ref, scope=OFFICE_SCOPE, party=Party.OFFICE, due_on=on, kind=kind, by=by, at=at
    )
