"""The verbs of the chief executive's authorization: given by link, recorded from paper, asked for again."""

from collections.abc import Iterable
from datetime import datetime

from concord.core import files, lifecycle
from concord.core.actions import record, verb
from concord.core.errors import Incomplete, NotAllowedNow
from concord.core.models import StoredFile
from concord.core.permissions import Actor, Permission
from concord.core.roles import ConcordItself, acting_role
from concord.intake import due, queries, rules, telling
from concord.intake.models import AssistanceRequest, Authorization, Given, RequestFile
from concord.intake.states import RequestState

P = Permission


@verb
def authorize(request: AssistanceRequest, *, name: str, by: Actor, at: datetime) -> AssistanceRequest:
    """Authorize a request by the one-time link, with the name that the chief executive types. Raises Incomplete."""
    if not name.strip():
        raise Incomplete("An authorization bears a name.", ["your name"])
    moved = lifecycle.move(request, P.REQUEST_AUTHORIZE, by=by, at=at, may=rules.may)
    _give(moved, name=name, how=Given.LINK, file=None, by=by, at=at)
    telling.thank(moved, at)
    due.reached_the_office(moved, by=by, at=at)
    return moved


@verb
def record_authorization(
    request: AssistanceRequest,
    *,
    name: str,
    file: RequestFile | None,
    upload: tuple[str, Iterable[bytes]] | None,
    by: Actor,
    at: datetime,
) -> AssistanceRequest:
    """Record an authorization on paper: a file of the request, or one that is uploaded now (its name and its bytes).

    Raises Incomplete."""
    if not name.strip() or (file is None and upload is None):
        raise Incomplete("An authorization on paper is kept.", ["the name that signed", "the file"])
    moved = lifecycle.move(request, P.REQUEST_RECORD_AUTHORIZATION, by=by, at=at, may=rules.may)
    paper = file.file if file is not None else _uploaded(moved, upload, by=by, at=at)
    _give(moved, name=name, how=Given.PAPER, file=paper, by=by, at=at)
    telling.thank(moved, at)
    due.reached_the_office(moved, by=by, at=at)
    return moved


@verb
def ask_chief(request: AssistanceRequest, *, chief_email: str, by: Actor, at: datetime) -> AssistanceRequest:
    """Mail the chief executive a new link, to another address where the first was wrong; the older link ends. The last
    time that Concord reminds by itself, it sets the office to call.

    Raises Denied, NotAllowedNow, BadInput (the address of whoever asked)."""
    rules.may(by, P.REQUEST_ASK_CHIEF, request).require()
    locked = lifecycle.lock(request)
    if locked.state != RequestState.AWAITING_AUTHORIZATION:
        raise NotAllowedNow("The request does not wait for the chief executive's authorization.")
    telling.require_another(chief_email, locked.contact_email)
    asked = Authorization.objects.select_for_update().get(request=locked)
    reminds = acting_role(by, P.REQUEST_ASK_CHIEF, locked.scopes) is ConcordItself
    asked.request, asked.chief_email, asked.asked_at = locked, chief_email, at
    asked.reminded = asked.reminded + 1 if reminds else 0
    asked.save(update_fields=["chief_email", "asked_at", "reminded"])
    telling.ask_chief(asked, at)
    for kind in (due.PAPER, due.CALL_CHIEF):
        due.done(kind, locked, by=by, at=at, outcome="The chief executive was mailed a link.")
    if asked.reminded >= queries.MOST_REMINDERS:
        due.to_call(locked, by=by, at=at)
    record(locked, P.REQUEST_ASK_CHIEF, by=by, at=at)
    return locked


def _give(
    request: AssistanceRequest, *, name: str, how: Given, file: StoredFile | None, by: Actor, at: datetime
) -> None:
    Authorization.objects.filter(request=request).update(
        given_at=at, given_by=by.actor_key, name=name, how=how, file=file
    )


def _uploaded(
    request: AssistanceRequest, upload: tuple[str, Iterable[bytes]] | None, *, by: Actor, at: datetime
) -> StoredFile:
    name, chunks = upload or ("", ())
    stored = files.store(chunks, at=at)
    if not request.files.filter(file=stored).exists():
        RequestFile.objects.create(
            request=request,
            file=stored,
            name=name,
            what="The chief executive's authorization",
            added_at=at,
            added_by=by.actor_key,
        )
    return stored
