"""What other offices are asked about an agency, and what they answer: one log, from the request on to the end of the
engagement that comes of it. Called inside the verbs of both."""

from datetime import date, datetime

from concord.core import zones
from concord.core.errors import BadInput, Incomplete
from concord.core.permissions import Actor
from concord.intake import due, queries
from concord.intake.models import AssistanceRequest, ComponentCheck


def ask(request: AssistanceRequest, *, component: str, on: date, by: Actor, at: datetime) -> bool:
    """Note that an office was asked, and set the task to note its answer; False where that is open already.

    Raises BadInput (no such office, or a day to come)."""
    require_past(on, at, "The question")
    known = {each.key: each.label for each in queries.components(request)}
    if component not in known:
        raise BadInput(f"The edition names no office “{component}”; expected one of: {', '.join(sorted(known))}.")
    if request.component_checks.filter(component=component, answered_on=None).exists():
        return False
    ComponentCheck.objects.create(request=request, component=component, asked_on=on, asked_by=by.actor_key)
    due.to_answer(request, component, known[component], on, by=by, at=at)
    return True


def note(
    request: AssistanceRequest, *, component: str, on: date, clear: bool, note: str, by: Actor, at: datetime
) -> None:
    """Note what an office answered, which ends the task to do so; one that is clear has nothing more to be weighed.

    Raises BadInput (it was not asked, or a day before it was or to come), Incomplete (not clear, no note)."""
    require_past(on, at, "The answer")
    check = request.component_checks.filter(component=component, answered_on=None).first()
    if check is None:
        raise BadInput(f"No answer of “{component}” is open: it was not asked, or has answered.")
    if on < check.asked_on:
        raise BadInput("The answer cannot be older than the question.")
    if not clear and not note.strip():
        raise Incomplete("The answer cannot be noted.", ["what that office has pending or under way there"])
    check.answered_on, check.answered_by, check.clear, check.note = on, by.actor_key, clear, note
    check.save(update_fields=["answered_on", "answered_by", "clear", "note"])
    due.done(due.answer_of(component), request, by=by, at=at)
    if clear:
        due.done(due.conflict(component), request, by=by, at=at)


def require_past(on: date, at: datetime, what: str) -> None:
    """Raise BadInput for a day to come."""
    if on > zones.day(at):
        raise BadInput(f"{what} cannot be of a day to come: {on.isoformat()}.")
