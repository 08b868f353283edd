"""The verbs of a request for a document: the team asks, changes and drops, the agency provides or says why not."""

from datetime import date, datetime
from typing import Any

from concord.accounts.models import Person
from concord.core import keys, lifecycle, zones
from concord.core.actions import Unchanged, verb
from concord.core.errors import BadInput, Incomplete
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.core.telling.news import News, tell
from concord.engagements.models import Engagement, FocusArea
from concord.evidence import filing, queries, rules, sealed_items
from concord.evidence.models import DocumentReceived, DocumentRequest, EvidenceItem, Releasability
from concord.evidence.states import EVIDENCE, NOT_GIVEN, WAITING, DocumentRequestState, EvidenceState
from concord.evidence.uploads import Upload, taken

P = Permission


@verb
def ask_document(
    focus_area: FocusArea, *, title: str, reason: str, provider: Person, due_on: date, by: Actor, at: datetime
) -> DocumentRequest:
    """Ask the agency for a document: what, why, of whom, by when. Who is to provide it is told.

    The same again, while it waits, is the same request (law 17). Raises Denied (no plan in force, the focus area is
    complete), Incomplete (no reason), BadInput (a day that is over, or somebody who is not on the agency's side)."""
    locked = lifecycle.lock(focus_area)
    rules.may(by, P.DOCUMENTS_ASK, locked).require()
    missing = [name for name, said in (("what is asked for", title), ("the reason", reason)) if not said.strip()]
    if missing:
        raise Incomplete("A document is asked for with a reason.", missing)
    _require_to_come(due_on, at=at)
    _require_able(provider, locked.engagement)
    said: dict[str, Any] = {"title": title, "reason": reason, "provider": provider, "due_on": due_on}
    if same := DocumentRequest.objects.filter(focus_area=locked, state__in=WAITING, **said).first():
        raise Unchanged(same)
    asked = DocumentRequest.begin(
        P.DOCUMENTS_ASK,
        by=by,
        at=at,
        ref=next_ref("DRQ", at),
        engagement=locked.engagement,
        focus_area=locked,
        asked_by=by.actor_key,
        **said,
    )
    _tell(asked, "asked", at=at)
    return asked


@verb
def change_request(
    request: DocumentRequest, *, provider: Person, due_on: date, by: Actor, at: datetime
) -> DocumentRequest:
    """Let somebody else of the agency's side provide it, or by another day. Who is to provide it is told.

    The same again changes nothing (law 17). Raises Denied, NotAllowedNow, BadInput (as asking does)."""
    locked = lifecycle.lock(request)
    if (locked.provider, locked.due_on) == (provider, due_on):
        raise Unchanged(locked)
    if due_on != locked.due_on:
        _require_to_come(due_on, at=at)
    _require_able(provider, locked.engagement)
    more = {"provider": provider.actor_key, "due_on": f"{due_on}"}
    changes = {"provider": provider, "due_on": due_on, "state_since": locked.state_since}
    changed = lifecycle.move(request, P.DOCUMENTS_CHANGE, by=by, at=at, may=rules.may, more=more, changes=changes)
    _tell(changed, f"changed:{at.isoformat()}", at=at)
    return changed


@verb
def provide_part(
    request: DocumentRequest,
    *,
    upload: Upload,
    releasability: str = Releasability.DELIBERATIVE,
    by: Actor,
    at: datetime,
) -> DocumentRequest:
    """Provide a file that is a part of what was asked for; the rest still waits. It becomes an item of evidence, and
    its document, where it is of a kind that is read. The same file again, pressed twice say, is the same part (law 17);
    one that came for another request of the engagement is the same document, and counts for both. The agency may send
    what it did not hold or withheld: then the request waits for the rest again, and whoever asked is told.

    Raises Denied, NotAllowedNow, Stale, BadInput (the file; one that came already and was to travel otherwise)."""
    locked = lifecycle.lock(request)
    rules.may(by, P.DOCUMENTS_PROVIDE_PART, locked).require()
    came = _came(locked, upload, releasability)
    if came and locked.state == DocumentRequestState.PARTLY and _is_part_of(locked, came):
        raise Unchanged(locked)
    more = _joined(locked, came, by=by, at=at) if came else _received(locked, upload, releasability, by=by, at=at)
    changes = {"answer": ""} if locked.state in NOT_GIVEN else {}
    verb_ = P.DOCUMENTS_PROVIDE_PART
    moved = lifecycle.move(request, verb_, by=by, at=at, may=rules.may, more=more, changes=changes)
    _tell_after_all(moved, locked.state, at=at)
    return moved


@verb
def provide(
    request: DocumentRequest,
    *,
    upload: Upload | None = None,
    answer: str = "",
    releasability: str = Releasability.DELIBERATIVE,
    by: Actor,
    at: datetime,
) -> DocumentRequest:
    """Provide all, or the rest, of what was asked for. Where all of it has come in parts, say so in `answer`
    instead of sending a file. A file that came already, for this request or another of the engagement, is not taken a
    second time: it is the same document (law 17). What was not held or withheld may be provided after all, with a
    file; why it was not given stays in the history, and whoever asked is told.

    Raises Incomplete (neither), Denied, NotAllowedNow, BadInput (the file)."""
    more: dict[str, Any] = {}
    locked = lifecycle.lock(request)
    if upload is not None:
        rules.may(by, P.DOCUMENTS_PROVIDE, locked).require()
        came = _came(locked, upload, releasability)
        more = _joined(locked, came, by=by, at=at) if came else _received(locked, upload, releasability, by=by, at=at)
    elif locked.state in NOT_GIVEN or not (answer.strip() and request.received.exists()):
        raise Incomplete("Nothing has been provided.", ["the file; or, where all of it has come in parts, that it has"])
    changes = {"answer": answer}
    moved = lifecycle.move(request, P.DOCUMENTS_PROVIDE, by=by, at=at, may=rules.may, more=more, changes=changes)
    _tell_after_all(moved, locked.state, at=at)
    return moved


@verb
def say_not_held(request: DocumentRequest, *, reason: str, by: Actor, at: datetime) -> DocumentRequest:
    """Say that the agency does not hold what was asked for, or the rest of it, and why or who does."""
    return _answered(request, P.DOCUMENTS_NOT_HELD, reason, by=by, at=at)


@verb
def withhold(request: DocumentRequest, *, reason: str, by: Actor, at: datetime) -> DocumentRequest:
    """Say that the agency withholds what was asked for, or the rest of it, with the reason. What was given stays."""
    return _answered(request, P.DOCUMENTS_WITHHOLD, reason, by=by, at=at)


@verb
def drop_request(request: DocumentRequest, *, reason: str, by: Actor, at: datetime) -> DocumentRequest:
    """Drop a request that is not needed any more, with the reason."""
    return _answered(request, P.DOCUMENTS_DROP, reason, by=by, at=at)


def _require_to_come(due_on: date, *, at: datetime) -> None:
    if due_on < zones.day(at):
        raise BadInput(f"It is due on {due_on}, which is over; expected today, {zones.day(at)}, or later.")


def _require_able(provider: Person, engagement: Engagement) -> None:
    if provider not in queries.providers(engagement):
        raise BadInput(f"{provider.name} cannot provide documents for this agency; choose somebody of its side.")


def _tell(asked: DocumentRequest, what: str, *, at: datetime) -> None:
    """Tell whoever is to provide it by when."""
    text = f"Provide by {asked.due_on:%-d %B %Y}: {asked.title}"
    news = News(asked.ref, text, asked.get_absolute_url(), f"{asked.ref}:{what}")
    tell([(asked.provider.actor_key, news)], at=at)


def _tell_after_all(asked: DocumentRequest, was: str, *, at: datetime) -> None:
    """Tell whoever asked that something was given of what was not held or withheld."""
    if was in NOT_GIVEN:
        news = News(
            asked.ref, f"Provided after all: {asked.title}", asked.get_absolute_url(), f"{asked.ref}:after:{at}"
        )
        tell([(asked.asked_by, news)], at=at)


def _answered(
    request: DocumentRequest, permission: Permission, reason: str, *, by: Actor, at: datetime
) -> DocumentRequest:
    if not reason.strip():
        raise Incomplete("It is answered with a reason.", ["the reason"])
    changes = {"answer": reason}
    return lifecycle.move(request, permission, by=by, at=at, may=rules.may, reason=reason, changes=changes)


def _came(request: DocumentRequest, upload: Upload, releasability: str) -> EvidenceItem | None:
    """Return the item that the same file became when the agency sent it for a request of the engagement, or None; one
    that was withdrawn stands for nothing. What the team has from elsewhere is no answer here: the agency would learn
    that somebody gave it.

    Raises BadInput where it came already and was to travel otherwise: the team changes that, with a reason."""
    sha256 = sealed_items.digest(taken(upload).chunks())
    filing.hold_bytes(request.engagement, sha256)
    sent = DocumentReceived.objects.filter(request__engagement=request.engagement).values("item")
    here = EvidenceItem.objects.filter(pk__in=sent, state=EvidenceState.LOGGED).select_related("file").order_by("pk")
    if filing.is_read(upload):
        same = here.filter(documents__revisions__fingerprint=keys.fingerprint(sha256)).first()
    else:
        same = next((item for item in here.filter(documents=None) if sealed_items.digest_of(item) == sha256), None)
    if same is not None and same.releasability != releasability:
        kept = same.get_releasability_display().lower()
        raise BadInput(f"This file has come already, as {same.ref}: {kept}. Ask the team to change how far it travels.")
    return same


def _is_part_of(request: DocumentRequest, item: EvidenceItem) -> bool:
    return DocumentReceived.objects.filter(request=request, item=item).exists()


def _joined(request: DocumentRequest, came: EvidenceItem, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Let what came already count for a request too; return what the audit row says of it."""
    if not _is_part_of(request, came):
        DocumentReceived.objects.create(request=request, item=came, received_at=at, received_by=by.actor_key)
    return {"item": came.ref}


def _received(
    request: DocumentRequest, upload: Upload, releasability: str, *, by: Actor, at: datetime
) -> dict[str, Any]:
    """Log the item that a file becomes; return what the audit row says of it. It came, and counts as reviewed when a
    review of it is held. What is of a kind that is read becomes the item's document; the rest stays a file."""
    if releasability not in Releasability.values:
        raise BadInput(f"“{releasability}” is not known; expected one of: {', '.join(Releasability.values)}.")
    ref = next_ref("EVD", at)
    said = f"The agency sent this document for {request.ref}. It was asked for because: {request.reason}"
    item = EvidenceItem.objects.create(
        ref=ref,
        state=EVIDENCE.first(P.EVIDENCE_LOG),
        state_since=at,
        engagement=request.engagement,
        focus_area=request.focus_area,
        method=queries.review_method(request.engagement),
        collected_on=zones.day(at),
        count=1,
        releasability=releasability,
        logged_by=by.actor_key,
        **sealed_items.kept(ref, releasability, request.title, said, filing.own_file(upload), at=at),
    )
    DocumentReceived.objects.create(request=request, item=item, received_at=at, received_by=by.actor_key)
    document = filing.document_of(item, upload, by=by, at=at)
    if document is None:
        return {"item": item.ref, "fingerprint": keys.fingerprint(sealed_items.digest_of(item))}
    return {"item": item.ref, "document": document.ref, "fingerprint": document.revisions.get().fingerprint}
