"""The tasks of a request, set and ended inside its verbs."""

from datetime import date, datetime, timedelta

from concord.core import zones
from concord.core.permissions import OFFICE_SCOPE, Actor, Party
from concord.core.tasks import setting
from concord.intake import queries
from concord.intake.models import AssistanceRequest
from concord.intake.states import RequestState

FIRST_CONTACT, MATTERS, TAKE_UP, READ = "first_contact", "pending_matters", "take_up", "reply"
PAPER, CALL_CHIEF, DECISION = "authorization_on_paper", "call_chief", "decision"
_ALL = (FIRST_CONTACT, MATTERS, TAKE_UP, READ, PAPER, CALL_CHIEF, DECISION)
_GOES_ON = (RequestState.ACCEPTED, RequestState.DEFERRED)
_LONGEST_KIND, _LONGEST_WORDS = 40, 300


def authorized_on_paper(request: AssistanceRequest, *, by: Actor, at: datetime) -> None:
    """Set the office to look at the authorization where nobody is mailed a link: it was sent, or is missing."""
    look = f"Look at the signed authorization, or ask for it: {request.agency_name}"
    _set(request, PAPER, look, _within(request, "first_contact", zones.day(at)), by=by, at=at)


def to_call(request: AssistanceRequest, *, by: Actor, at: datetime) -> None:
    """Set the office to call the chief executive, who was reminded often enough, within the days in which one was."""
    call = f"Call the chief executive, who has not answered: {request.agency_name}"
    _set(request, CALL_CHIEF, call, _within(request, "authorization", zones.day(at)), by=by, at=at)


def reached_the_office(request: AssistanceRequest, *, by: Actor, at: datetime) -> None:
    """Set what the office has to do: contact the agency, look at what is declared as pending, and decide. A paper or a
    call, if it waited for one, waits no longer."""
    for kind in (PAPER, CALL_CHIEF):
        done(kind, request, by=by, at=at)
    contact = f"Contact the agency: {request.agency_name}"
    _set(request, FIRST_CONTACT, contact, _within(request, "first_contact", zones.day(at)), by=by, at=at)
    if request.pending_matters:
        to_look_at(request, by=by, at=at)
    decide = f"Decide on the request: {request.agency_name}"
    _set(request, DECISION, decide, _within(request, "decision", zones.day(at)), by=by, at=at)


def to_look_at(request: AssistanceRequest, *, by: Actor, at: datetime) -> None:
    """Set an approving official to look at what is pending, within the days in which one decides."""
    look = f"An approving official looks at what is pending: {request.agency_name}"
    _set(request, MATTERS, look, _within(request, "decision", zones.day(at)), by=by, at=at)


def again(request: AssistanceRequest, on: date, *, by: Actor, at: datetime) -> None:
    """Set the task to take up a deferred request on its day; what was to do before waits no longer."""
    over(request, by=by, at=at)
    _set(request, TAKE_UP, f"Take up the request again: {request.agency_name}", on, by=by, at=at)


def to_read(request: AssistanceRequest, what: str, *, by: Actor, at: datetime) -> None:
    """Set the office to read what the agency sent, as soon as it would contact it first."""
    _set(
        request, READ, f"{what}: {request.agency_name}", _within(request, "first_contact", zones.day(at)), by=by, at=at
    )


def to_answer(
    request: AssistanceRequest, component: str, label: str, asked_on: date, *, by: Actor, at: datetime
) -> None:
    """Set the office to note what another office answers, within the days in which one does."""
    what = f"Note what another office answers about {request.agency_name}: {label}"[:_LONGEST_WORDS]
    _set(request, answer_of(component), what, _within(request, "component_answer", asked_on), by=by, at=at)


def to_weigh(request: AssistanceRequest, component: str, *, by: Actor, at: datetime) -> None:
    """Set an approving official to weigh what another office has there, after the request was accepted."""
    what = f"An approving official weighs what another office has there: {request.agency_name}"
    _set(request, conflict(component), what, None, by=by, at=at)


def answer_of(component: str) -> str:
    """Return the kind of the task to note another office's answer, one an office."""
    return f"answer:{component}"[:_LONGEST_KIND]


def conflict(component: str) -> str:
    """Return the kind of the task to weigh what another office has under way with the agency, one an office."""
    return f"conflict:{component}"[:_LONGEST_KIND]


def done(kind: str, request: AssistanceRequest, *, by: Actor, at: datetime, outcome: str = "") -> None:
    """End the task of one kind, if it is open."""
    setting.finish(kind, about=request.ref, by=by, at=at, outcome=outcome)


def over(request: AssistanceRequest, *, by: Actor, at: datetime) -> None:
    """End every task of a request that is decided or withdrawn; other offices' answers still count while it goes on."""
    offices = () if request.state in _GOES_ON else [each.key for each in queries.components(request)]
    for kind in (*_ALL, *(name(key) for key in offices for name in (answer_of, conflict))):
        done(kind, request, by=by, at=at, outcome=f"Ended: the request is “{request.state_label}”.")


def _within(request: AssistanceRequest, service: str, since: date) -> date | None:
    """Return the day by which it is meant to be done: the service standard, where the edition sets one."""
    standard = queries.service(request, service)
    return since + timedelta(days=standard.days) if standard else None


def _set(request: AssistanceRequest, kind: str, what: str, on: date | None, *, by: Actor, at: datetime) -> None:
    setting.add(
        what=what, about=request.ref, scope=OFFICE_SCOPE, party=Party.OFFICE, due_on=on, kind=kind, by=by, at=at
    )
