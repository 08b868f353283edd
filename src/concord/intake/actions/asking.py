"""The verbs of asking: submit a request or enter one, withdraw it, reply, attach a file."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from concord.core import files, lifecycle, zones
from concord.core.actions import Unchanged, hold, record, verb
from concord.core.errors import BadInput, Incomplete, NotAllowedNow
from concord.core.ids import next_ref
from concord.core.models import StoredFile
from concord.core.permissions import Actor, Party, Permission
from concord.core.roles import AskedToAuthorize, acting_role
from concord.intake import due, rules, telling
from concord.intake.content import Asked, Attached
from concord.intake.models import (
    AssistanceRequest,
    Authorization,
    Capacity,
    Channel,
    Contact,
    How,
    MatterKind,
    MemberAgency,
    PendingMatter,
    RequestDraft,
    RequestFile,
    Stakeholder,
    StakeholderKind,
)
from concord.programme.document import REQUEST_FORM
from concord.programme.queries import edition_in_force, form_closed
from concord.programme.queries import of as programme_of

P = Permission
MOST_FILES = 40  # of one request


@verb
def submit(*, asked: Asked, submission_key: UUID, by: Actor, at: datetime) -> AssistanceRequest:
    """Submit the chief executive's own request. The same `submission_key` again gives the same request (law 17).

    Mails the requester their private link. Raises BadInput, NotAllowedNow (the form lacks a number in force)."""
    if asked.capacity != Capacity.CHIEF:
        raise BadInput("Whoever asks for the chief executive submits a request that waits for the authorization.")
    request = _begin(P.REQUEST_SUBMIT, asked, submission_key, by=by, at=at)
    telling.thank(request, at)
    due.reached_the_office(request, by=by, at=at)
    return request


@verb
def submit_for(*, asked: Asked, submission_key: UUID, by: Actor, at: datetime) -> AssistanceRequest:
    """Submit a request for the chief executive, who is mailed a link to authorize it; until then it waits.

    Without the chief's address a signed authorization is among the files, and the office records it. The same
    `submission_key` again gives the same request. Raises BadInput, Incomplete."""
    if asked.capacity != Capacity.DELEGATE:
        raise BadInput("The chief executive's own request needs no authorization.")
    if not asked.chief_email and not asked.files:
        raise Incomplete("The request cannot wait for nothing.", ["the chief's address, or the signed authorization"])
    telling.require_another(asked.chief_email, asked.contact_email)
    request = _begin(P.REQUEST_SUBMIT_FOR, asked, submission_key, by=by, at=at)
    _await(request, asked, by=by, at=at)
    waiting = "It waits for the chief executive's authorization. Follow it at your private link:"
    telling.write(request, f"We have your request {request.ref}", waiting, at)
    return request


@verb
def receive(
    *,
    asked: Asked,
    original: tuple[str, Iterable[bytes]],
    channel: str,
    received_on: date,
    submission_key: UUID,
    by: Actor,
    at: datetime,
) -> AssistanceRequest:
    """Enter a request that came by letter, call or mail, with its original (its name and its bytes); it waits until the
    chief executive authorizes it, by a link that is mailed where an address is given, or the authorization on paper is
    recorded. The same key again gives the same request. Raises BadInput."""
    if channel not in Channel.values or channel == Channel.ONLINE or received_on > zones.day(at):
        raise BadInput("Expected a letter, a call or an e-mail, and a day that has come.")
    telling.require_another(asked.chief_email, asked.contact_email)
    name, chunks = original
    kept = Attached(files.store(chunks, at=at).sha256, name, f"The original: {Channel(channel).label.lower()}")
    how = {"channel": channel, "received_on": received_on}
    request = _begin(P.REQUEST_RECEIVE, replace(asked, files=(kept,)), submission_key, by=by, at=at, **how)
    _await(request, asked, by=by, at=at)
    telling.write(request, f"We have your request {request.ref}", "Follow it at your private link:", at)
    return request


@verb
def withdraw(request: AssistanceRequest, *, reason: str, by: Actor, at: datetime) -> AssistanceRequest:
    """Withdraw a request; the agency may ask again at any time. Where it is the chief executive who refuses to
    authorize it, whoever asked is mailed that there is an answer."""
    telling.require_reason(reason)
    moved = lifecycle.move(request, P.REQUEST_WITHDRAW, by=by, at=at, may=rules.may, reason=reason)
    due.over(moved, by=by, at=at)
    if acting_role(by, P.REQUEST_WITHDRAW, moved.scopes) is AskedToAuthorize:
        sentence = "The chief executive was asked to authorize your request, and has answered. Read it at your link:"
        telling.write(moved, f"Your request {moved.ref}", sentence, at)
    return moved


@verb
def reply(request: AssistanceRequest, *, text: str, by: Actor, at: datetime) -> AssistanceRequest:
    """Keep what the agency writes, and set the office a task to read it. The same again on one day is one reply.

    Raises Denied, Incomplete."""
    rules.may(by, P.REQUEST_REPLY, request).require()
    if not text.strip():
        raise Incomplete("There is nothing to keep.", ["the reply"])
    locked = lifecycle.lock(request)
    said = {
        "on": zones.day(at),
        "how": How.REPLY,
        "who": locked.contact_name,
        "note": text,
        "recorded_by": by.actor_key,
    }
    if locked.contacts.filter(**said).exists():
        raise Unchanged(locked)
    Contact.objects.create(request=locked, recorded_at=at, **said)
    due.to_read(locked, "Read the agency's reply", by=by, at=at)
    record(locked, P.REQUEST_REPLY, by=by, at=at)
    return locked


@verb
def attach(
    request: AssistanceRequest, *, chunks: Iterable[bytes], name: str, what: str, by: Actor, at: datetime
) -> AssistanceRequest:
    """Add a file to a request. The same bytes a second time change nothing. Raises Denied, BadInput (too many)."""
    rules.may(by, P.REQUEST_ATTACH, request).require()
    locked = lifecycle.lock(request)
    stored = files.store(chunks, at=at)
    if locked.files.filter(file=stored).exists():
        raise Unchanged(locked)
    if locked.files.count() >= MOST_FILES:
        raise BadInput(f"A request keeps {MOST_FILES} files at most. Put several into one, or mail them to the office.")
    _keep(locked, [Attached(stored.sha256, name, what)], by, at)
    if _from_agency(by, P.REQUEST_ATTACH, locked):
        due.to_read(locked, "Read the file that was added", by=by, at=at)
    record(locked, P.REQUEST_ATTACH, by=by, at=at, more={"sha256": stored.sha256})
    return locked


def _begin(verb: Permission, asked: Asked, key: UUID, *, by: Actor, at: datetime, **how: Any) -> AssistanceRequest:
    """Make the request with its rows, once for a key; the draft it came from keeps nothing but the way to it."""
    hold(f"submit {key}")
    if already := AssistanceRequest.objects.filter(submission_key=key).first():
        raise Unchanged(already)
    _require_sense(asked)
    edition = edition_in_force(zones.day(at))
    if verb != P.REQUEST_RECEIVE and (why := form_closed(programme_of(edition), REQUEST_FORM, zones.day(at))):
        raise NotAllowedNow(f"Requests cannot be sent by this form now: {why} Write to the office or call it.")
    request = AssistanceRequest.begin(
        verb,
        by=by,
        at=at,
        ref=next_ref("REQ", at),
        edition=edition,
        submitted_at=at,
        submission_key=key,
        **asked.columns(),
        **how,
    )
    PendingMatter.objects.bulk_create(
        PendingMatter(request=request, kind=k, detail=d) for k, d in asked.matters.items()
    )
    Stakeholder.objects.bulk_create(Stakeholder(request=request, kind=k, name=n) for k, n in asked.stakeholders)
    MemberAgency.objects.bulk_create(
        MemberAgency(request=request, agency=m.agency, name=m.name, state=m.state) for m in asked.members
    )
    _keep(request, asked.files, by, at)
    RequestDraft.objects.filter(key=key).update(request=request, answers={}, email="", saved_at=at)
    return request


def _require_sense(asked: Asked) -> None:
    """Raise BadInput where a kind is not known, or a pending matter has no detail."""
    for kind, known in (
        *((kind, MatterKind) for kind in asked.matters),
        *((kind, StakeholderKind) for kind, _ in asked.stakeholders),
    ):
        if kind not in known.values:
            raise BadInput(f"“{kind}” is none of {', '.join(known.values)}.")
    if bare := [MatterKind(kind).label for kind, detail in asked.matters.items() if not detail.strip()]:
        raise BadInput(f"Each pending matter is told in a sentence; nothing is said about: {'; '.join(bare)}.")


def _await(request: AssistanceRequest, asked: Asked, *, by: Actor, at: datetime) -> None:
    """Wait for the chief executive, who is mailed the link where an address is known; else the office has a look."""
    waits = Authorization.objects.create(request=request, chief_email=asked.chief_email, asked_at=at)
    telling.ask_chief(waits, at)
    if not asked.chief_email:
        due.authorized_on_paper(request, by=by, at=at)


def _keep(request: AssistanceRequest, attached: Iterable[Attached], by: Actor, at: datetime) -> None:
    RequestFile.objects.bulk_create(
        RequestFile(
            request=request,
            file=StoredFile(sha256=each.sha256),
            name=each.name,
            what=each.what,
            added_at=at,
            added_by=by.actor_key,
        )
        for each in attached
    )


def _from_agency(by: Actor, verb: Permission, request: AssistanceRequest) -> bool:
    role = acting_role(by, verb, request.scopes)
    return role is not None and role.party == Party.AGENCY
