"""Tagging a clause of a document with a standard of practice, and taking the tag off."""

from datetime import datetime

from concord.core import lifecycle
from concord.core.actions import Unchanged, record, verb
from concord.core.errors import BadInput, NotThere
from concord.core.permissions import Actor, Permission
from concord.evidence import queries, rules
from concord.evidence.models import ClauseTag, Document, Passage
from concord.evidence.models.documents import Citation

P = Permission


@verb
def tag_clause(document: Document, *, clause: Citation, standard: str, by: Actor, at: datetime) -> ClauseTag:
    """Say that a clause (any passage of the document, by its citation) speaks to a standard of the engagement's
    edition. The same again is the same (law 17).

    Raises Denied, NotThere (no such passage), BadInput (the edition has no such standard)."""
    passage = _passage(document, clause)
    locked = lifecycle.lock(document)
    rules.may(by, P.DOCUMENT_TAG, locked).require()
    edition = locked.engagement.edition
    if edition is None or standard not in {one.key for one in queries.standards(locked.engagement)}:
        raise BadInput(f"The edition has no standard “{standard}”.")
    if same := ClauseTag.objects.filter(passage=passage, standard=standard, ended_at=None).first():
        raise Unchanged(same)
    tag = ClauseTag.objects.create(
        passage=passage,
        edition=edition,
        standard=standard,
        tagged_at=at,
        tagged_by=by.actor_key,
    )
    record(locked, P.DOCUMENT_TAG, by=by, at=at, more={"clause": clause.short, "standard": standard})
    return tag


@verb
def untag_clause(document: Document, *, clause: Citation, standard: str, by: Actor, at: datetime) -> Document:
    """Take a standard off a clause; that it was tagged stays on record. Raises Denied, NotThere (it is not tagged)."""
    passage = _passage(document, clause)
    locked = lifecycle.lock(document)
    rules.may(by, P.DOCUMENT_UNTAG, locked).require()
    of_it = ClauseTag.objects.filter(passage=passage, standard=standard, ended_at=None)
    if not of_it.update(ended_at=at, ended_by=by.actor_key):
        raise NotThere(f"{clause.short} is not tagged with “{standard}”.")
    record(locked, P.DOCUMENT_UNTAG, by=by, at=at, more={"clause": clause.short, "standard": standard})
    return locked


def _passage(document: Document, clause: Citation) -> Passage:
    found = queries.passage(clause) if clause.ref == document.ref else None
    if found is None:
        raise NotThere(f"{document.ref} has no passage {clause.short}.")
    return found
