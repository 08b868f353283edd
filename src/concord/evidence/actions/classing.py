"""The verbs of how far evidence may travel: restrict, release, redact; and what those who took part agree to now."""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from concord.analysis.text.redacting import Span, redact
from concord.core import files, jobs, lifecycle, sealing
from concord.core.actions import Unchanged, verb
from concord.core.errors import BadInput, Incomplete
from concord.core.permissions import Actor, Permission
from concord.engagements.queries import method_named
from concord.evidence import checks, consent, rules, sealed_documents, sealed_items
from concord.evidence.foia import bases, unpack
from concord.evidence.models import SEALED, SEALED_TITLE, Consent, EvidenceItem, Fieldwork, Redaction, Releasability
from concord.evidence.states import DocumentState, EvidenceState

P = Permission
R = Releasability
_NARROWER = (R.RELEASABLE, R.DELIBERATIVE, R.LAW_ENFORCEMENT, R.CONFIDENTIAL)
_IN_THE_ITEM = "Kept with the item, which is confidential."
_WITH_THE_ITEM = "Kept sealed with the item."


@verb
def restrict(
    item: EvidenceItem, *, releasability: str, basis: str, reason: str, by: Actor, at: datetime
) -> EvidenceItem:
    """Restrict how far an item may travel, on a basis of the edition; or put it on another basis.

    What becomes confidential or law-enforcement sensitive is sealed, text and file, also after it was withdrawn, and
    why it was; archives of records request sets that wait to be approved and hold it are removed. Raises Denied,
    NotAllowedNow, Incomplete (no reason), BadInput (a wider kind, a basis that the edition does not have for it)."""
    if not reason.strip():
        raise Incomplete("Evidence is restricted with a reason.", ["the reason"])
    item = lifecycle.lock(item)
    if releasability not in _NARROWER or _NARROWER.index(R(releasability)) < _NARROWER.index(R(item.releasability)):
        raise BadInput("It can be restricted further, not less; what may be released is released by a verb of its own.")
    if basis not in {each.key for each in bases(item.engagement) if each.kind == releasability}:
        raise BadInput(f"The edition has no basis “{basis}” for what is {R(releasability).label.lower()}.")
    if releasability in SEALED and hasattr(item, "analysis"):
        raise BadInput(
            f"It is the result of {item.analysis.ref}: small counts were taken out, and nothing in it was told in "
            "confidence. Withdraw it if it is wrong."
        )
    if (releasability, basis) == (item.releasability, item.basis):
        raise Unchanged(item)
    return _class(item, P.EVIDENCE_RESTRICT, R(releasability), basis, reason, by=by, at=at)


@verb
def release(item: EvidenceItem, *, reason: str, by: Actor, at: datetime) -> EvidenceItem:
    """Mark an item as releasable; what was sealed is kept in the clear from now on.

    Raises Denied (who logged it does not decide), NotAllowedNow, Incomplete (no reason)."""
    if not reason.strip():
        raise Incomplete("Evidence is released with a reason.", ["the reason"])
    return _class(lifecycle.lock(item), P.EVIDENCE_RELEASE, R.RELEASABLE, "", reason, by=by, at=at)


@verb
def change_consent(item: EvidenceItem, *, agreed: str, reason: str, by: Actor, at: datetime) -> EvidenceItem:
    """Record that those who took part agree to something else now. What was recorded when its field work was held stays
    there. What they want published no more becomes confidential and is sealed; archives of records request sets that
    wait to be approved and hold the item are removed. The reason is sealed: it may say who asked for it.

    Raises Denied (nobody was asked), NotAllowedNow, Incomplete (no reason), BadInput (nothing to agree to)."""
    if not reason.strip():
        raise Incomplete("What was agreed to is changed with a reason.", ["the reason"])
    item = lifecycle.lock(item)
    rules.may(by, P.EVIDENCE_CONSENT, item).require()
    expected = checks.can_be_agreed_to(method_named(item.engagement, item.method))
    if agreed not in expected:
        raise BadInput(f"“{agreed}” is nothing that can be agreed to; expected one of: {', '.join(expected)}.")
    was = consent.of(item)
    if agreed == was:
        raise Unchanged(item)
    sealed_items.keep_agreed_because(item, reason, at=at)
    changes, more = {"consent": agreed, **_since(item)}, {"agreed_from": str(was), "agreed_to": str(agreed)}
    if agreed == Consent.WITHHELD and not item.is_sealed:
        return _class(item, P.EVIDENCE_CONSENT, R.CONFIDENTIAL, "", reason, by=by, at=at, more=more, also=changes)
    told: dict[str, Any] = {"reason": _WITH_THE_ITEM, "more": more, "changes": changes}
    moved = lifecycle.move(item, P.EVIDENCE_CONSENT, by=by, at=at, may=rules.may, **told)
    unpack(moved, f"those who took part in {moved.ref} agree to something else")
    return moved


@verb
def redact_item(item: EvidenceItem, *, spans: Collection[Span], by: Actor, at: datetime) -> EvidenceItem:
    """Make a version of an item's text without these parts; they are gone from it, and citations still resolve.

    The same parts again are the same version. Raises Denied, NotAllowedNow, Incomplete (no part), BadInput (a part
    outside the text)."""
    if not spans:
        raise Incomplete("A redaction removes something.", ["at least one part of the text"])
    item = lifecycle.lock(item)
    rules.may(by, P.EVIDENCE_REDACT, item).require()
    try:
        redacted = redact(sealed_items.facts(item), spans)
    except ValueError as error:
        raise BadInput(f"The text cannot be redacted: {error}.") from None
    gone = [[span.start, span.end, span.kind] for span in redacted.gone]
    last = item.redactions.order_by("number").last()
    if last is not None and last.spans == gone:
        raise Unchanged(item)
    number = last.number + 1 if last else 1
    moved = lifecycle.move(
        item, P.EVIDENCE_REDACT, by=by, at=at, may=rules.may, more={"version": number, "parts": len(gone)}
    )
    text = "" if moved.is_sealed else redacted.text
    if moved.is_sealed:
        sealing.keep(moved.ref, {sealed_items.redaction(number): redacted.text}, at=at)
    Redaction.objects.create(item=moved, number=number, spans=gone, text=text, made_at=at, made_by=by.actor_key)
    unpack(moved, f"{moved.ref} was redacted")
    return moved


def _class(
    item: EvidenceItem,
    verb_: Permission,
    kind: Releasability,
    basis: str,
    reason: str,
    *,
    by: Actor,
    at: datetime,
    more: Mapping[str, Any] = MappingProxyType({}),
    also: Mapping[str, Any] = MappingProxyType({}),
) -> EvidenceItem:
    """Move an item to a kind, its text and file with it: sealed, or in the clear; `also` changes with it, and the audit
    row says `more`."""
    rules.may(by, verb_, item).require()
    was, file = item.is_sealed, item.file
    changes = {
        **also,
        **_since(item),
        "releasability": kind,
        "basis": basis,
        "classed_at": at,
        "classed_by": by.actor_key,
    }
    changes["classed_because"] = sealed_items.ELSEWHERE if kind in SEALED else reason
    if (kind in SEALED) != was:
        changes |= _sealed(item, at=at) if kind in SEALED else _opened(item, at=at)
    said = {**more, "from": item.releasability, "to": str(kind), "basis": basis}
    secret = was or kind in SEALED
    told = _IN_THE_ITEM if secret else reason
    moved = lifecycle.move(item, verb_, by=by, at=at, may=rules.may, reason=told, more=said, changes=changes)
    unpack(moved, f"{moved.ref} was classed anew")
    if moved.is_sealed:
        sealing.keep(moved.ref, {sealed_items.CLASSED: reason}, at=at)
    if moved.is_sealed == was:
        return moved
    Fieldwork.objects.filter(item=moved).update(title=moved.title)
    left = [] if file is None else [file.sha256]
    for document in moved.documents.order_by("pk"):
        left += sealed_documents.move_between(document, sealed=moved.is_sealed, at=at)
        if document.state == DocumentState.WAITING:  # whoever was about to read it finds its file gone
            jobs.defer("evidence.read_document", lock=document.ref, ref=document.ref)
    if not moved.is_sealed:
        sealing.let_go(moved.ref, f"{moved.ref} was released")
    for sha256 in left:
        files.remove(sha256, f"{moved.ref} is kept in another way")
    return moved


def _since(item: EvidenceItem) -> dict[str, Any]:
    """Return what keeps the day on which an item was withdrawn, where it was: it stays so."""
    return {"state_since": item.state_since} if item.state == EvidenceState.WITHDRAWN else {}


def _sealed(item: EvidenceItem, *, at: datetime) -> dict[str, Any]:
    """Seal text, file and redacted versions, and why it was withdrawn; return what changes in the row."""
    chunks = None if item.file is None else sealed_items.pieces(item.file)
    sha256 = "" if item.file is None else item.file.sha256
    file = sealed_items.seal(item.ref, item.title, item.summary, chunks, sha256, file_name=item.file_name, at=at)
    for version in item.redactions.all():
        sealing.keep(item.ref, {sealed_items.redaction(version.number): version.text}, at=at)
    item.redactions.update(text="")
    here = {"title": SEALED_TITLE, "summary": ""}
    if item.withdrawn_because:
        sealing.keep(item.ref, {sealed_items.WITHDRAWN: item.withdrawn_because}, at=at)
        here["withdrawn_because"] = sealed_items.ELSEWHERE
    return here | {"file": file, "file_name": sealed_items.neutral(item.file_name)}


def _opened(item: EvidenceItem, *, at: datetime) -> dict[str, Any]:
    """Take text, file and redacted versions out of their seal; return what changes in the row."""
    values = sealing.read(item.ref)
    for version in item.redactions.all():
        item.redactions.filter(pk=version.pk).update(text=values[sealed_items.redaction(version.number)])
    file = None if item.file is None else files.store(sealed_items.file_of(item), at=at)
    name = values.get(sealed_items.FILE_NAME, "")
    words = {"title": values[sealed_items.TITLE], "summary": values[sealed_items.FACTS]}
    return words | {"file": file, "file_name": name}
