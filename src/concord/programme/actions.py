"""The verbs about the programme's data."""

import copy
import hashlib
import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from concord.core import lifecycle, zones
from concord.core.actions import Unchanged, hold, record, verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, Stale
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.core.remembering import forget
from concord.programme import checks, due, rules
from concord.programme.changes import PARTS, Change, Op, apply, found
from concord.programme.document import read
from concord.programme.models import Edition, EditionContent, EditionDraft
from concord.programme.queries import OF_THE_FORM, shipped, status_sets

P = Permission


@verb
def publish_edition(document: dict[str, Any], *, effective_from: date, by: Actor, at: datetime) -> Edition:
    """Put an edition in force from a day, as Concord does with the shipped one; a person publishes a draft instead.

    The same document as the newest edition changes nothing. Raises Denied, BadInput (the document does not read)."""
    rules.may(by, P.EDITION_PUBLISH, Edition()).require()
    read(document)
    hold("programme edition")
    newest = Edition.objects.order_by("-number").first()
    if newest is not None and newest.sha256 == _sha256(document):
        raise Unchanged(newest)
    edition = _edition(document, effective_from, by=by, at=at)
    more = {"from": effective_from.isoformat()}
    record(edition, P.EDITION_PUBLISH, by=by, at=at, new=edition.sha256, more=more)
    return edition


@verb
def draft(edition: Edition, *, label: str, by: Actor, at: datetime) -> EditionDraft:
    """Begin the next edition, under a name of its own, as a copy of this one. Raises Denied (a draft is open)."""
    hold("programme edition")
    rules.may(by, P.EDITION_DRAFT, edition).require()
    document = {name: shipped()[name] for name in OF_THE_FORM} | copy.deepcopy(edition.document)  # older ones lack them
    document["edition"]["label"] = label
    return EditionDraft.begin(
        P.EDITION_DRAFT,
        by=by,
        at=at,
        ref=next_ref("EDR", at),
        base=edition,
        document=document,
        revised_at=at,
        revised_by=by.actor_key,
    )


@verb
def revise(draft: EditionDraft, *, change: Change, by: Actor, at: datetime) -> EditionDraft:
    """Make one change of a draft; what it said before is kept in the trail. The same words again change nothing.

    Raises Denied, NotAllowedNow, NotThere (no such item any more), Stale (somebody changed it since `change.seen`; the
    page shows both), BadInput."""
    locked = lifecycle.lock(draft)
    made = apply(locked.document, change)
    if made == locked.document:
        raise Unchanged(locked)
    part = PARTS[change.part]
    key = made[part.name][-1]["key"] if change.op == Op.ADD else change.key
    more = {
        "part": part.name,
        "key": key,
        "done": change.op.value,
        "before": found(locked.document, part, key),
        "after": found(made, part, key),
    }
    changes = _revised(locked, made, by=by, at=at)
    return lifecycle.move(draft, P.EDITION_REVISE, by=by, at=at, may=rules.may, more=more, changes=changes)


@verb
def take_over(draft: EditionDraft, *, status_set: str, by: Actor, at: datetime) -> EditionDraft:
    """Put a set of status labels that comes with Concord (its key) in the place of the draft's own. What they were is
    kept in the trail; the same set again changes nothing.

    Raises Denied, NotAllowedNow, BadInput (no such set)."""
    locked = lifecycle.lock(draft)
    sets = {one.key: one for one in status_sets()}
    if status_set not in sets:
        raise BadInput(f"“{status_set}” is no set of status labels; expected one of: {', '.join(sets)}.")
    labels = [asdict(label) for label in sets[status_set].labels]
    if labels == locked.document["status"]:
        raise Unchanged(locked)
    more = {"set": status_set, "before": locked.document["status"], "after": labels}
    changes = _revised(locked, {**locked.document, "status": labels}, by=by, at=at)
    return lifecycle.move(draft, P.EDITION_TAKE_OVER, by=by, at=at, may=rules.may, more=more, changes=changes)


@verb
def publish(draft: EditionDraft, *, effective_from: date, revision: int, by: Actor, at: datetime) -> EditionDraft:
    """Put a draft in force from a day, today or later; `revision` is that of the draft as it was read.

    Raises Denied (the publisher wrote some of it), NotAllowedNow, Stale (revised since it was read), BadInput (a day in
    the past, nothing changed), Incomplete (every error that the checks find)."""
    hold("programme edition")
    locked = lifecycle.lock(draft)
    rules.may(by, P.EDITION_PUBLISH, locked).require()
    locked.lifecycle.require(locked.state, P.EDITION_PUBLISH)
    if locked.revision != revision:
        raise Stale("The draft was revised since you opened this page. Read it again, then decide.")
    if effective_from < zones.day(at):
        raise BadInput(f"{effective_from} is past. An edition takes effect today or later: old records keep theirs.")
    document = _document(locked, effective_from)
    if document == {**locked.base.document, "edition": document["edition"]}:
        raise BadInput("The draft says the same as the edition of which it is a copy. Revise it, or discard it.")
    require_none(checks.run(read(document), effective_from), "The edition cannot be published yet.")
    edition = _edition(document, effective_from, by=by, at=at)
    due.renew_numbers(locked, read(document), by=by, at=at)
    more = {"edition": edition.audit_ref, "sha256": edition.sha256, "from": effective_from.isoformat()}
    changes = {"edition": edition, "document": document}
    return lifecycle.move(draft, P.EDITION_PUBLISH, by=by, at=at, may=rules.may, more=more, changes=changes)


@verb
def discard(draft: EditionDraft, *, reason: str, by: Actor, at: datetime) -> EditionDraft:
    """Set a draft aside with a reason; what was written stays readable. Raises Denied, NotAllowedNow."""
    return lifecycle.move(draft, P.EDITION_DISCARD, by=by, at=at, may=rules.may, reason=reason)


def _revised(draft: EditionDraft, document: dict[str, Any], *, by: Actor, at: datetime) -> dict[str, Any]:
    """Return the fields of a draft that says something else now."""
    return {
        "document": document,
        "revision": draft.revision + 1,
        "revised_at": at,
        "revised_by": by.actor_key,
        "state_since": draft.state_since,  # revising hands the draft to nobody, so the wait goes on
    }


def _document(draft: EditionDraft, effective_from: date) -> dict[str, Any]:
    """Return the draft's document with the key and the day that it gets by being published."""
    number = _next_number()
    own = {"key": f"edition-{number}", "effective_from": effective_from.isoformat()}
    return {**draft.document, "edition": {**draft.document["edition"], **own}}


def _next_number() -> int:
    newest = Edition.objects.order_by("-number").first()
    return newest.number + 1 if newest else 1


def _sha256(document: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def _edition(document: dict[str, Any], effective_from: date, *, by: Actor, at: datetime) -> Edition:
    forget()  # what is in force may have changed, and the office's zone with it
    edition = Edition.objects.create(
        number=_next_number(),
        effective_from=effective_from,
        sha256=_sha256(document),
        published_at=at,
        published_by=by.actor_key,
    )
    EditionContent.objects.create(edition=edition, document=document)
    return edition
