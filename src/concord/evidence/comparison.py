"""A comparison as a Word file, and the revision that somebody names to compare it; for the page and the command."""

import re
from collections.abc import Iterator

from concord.analysis.text.comparing import How
from concord.core.documents import Document as Paper
from concord.core.documents.model import Pairs
from concord.core.documents.tracked import Tracked, tracked
from concord.core.errors import BadInput, NotThere
from concord.core.permissions import Actor, Permission
from concord.evidence import queries, rules
from concord.evidence.models import Document, Revision
from concord.evidence.states import EvidenceState

_WRITTEN = re.compile(r"(DOC-\d{4}-\d{4,9})[\s/]+r(\d{1,6})")
_TRACKED = {How.GONE: "gone", How.NEW: "new", How.MOVED_AWAY: "from", How.MOVED: "to"}


def readable(written: str, by: Actor) -> Revision:
    """Return the revision that is named ("DOC-2026-0001 r2") if this person may see it and it was read.

    Raises BadInput (it names none), NotThere."""
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        raise BadInput(f"“{written}” names no revision; expected such as “DOC-2026-0001 r1”.")
    document = queries.document(found[1])
    if document is None or not rules.may(by, Permission.EVIDENCE_VIEW, document):
        raise NotThere(f"There is no {found[1]}, or it is not yours to see.")
    return text_of(document, int(found[2]))


def text_of(document: Document, number: int) -> Revision:
    """Return a revision whose text is there. Raises NotThere."""
    found = queries.revision(document, number)
    if found is None or not found.is_read:
        raise NotThere(f"{document.ref} has no revision {number} that has been read.")
    return found


def is_withdrawn(found: queries.Compared) -> bool:
    """Whether the item of one of the two was withdrawn."""
    return any(one.revision.document.item.state == EvidenceState.WITHDRAWN for one in (found.old, found.new))


def as_word(found: queries.Compared) -> bytes:
    """Return the comparison as a Word file in which each difference is a tracked change, made by the newer revision on
    the day when it was filed. Raises NotThere (the item of one of the two was withdrawn)."""
    if is_withdrawn(found):
        raise NotThere("The item was withdrawn, so no file of it is handed out.")
    old, new = found.old.revision, found.new.revision
    names = [f"{one.document.title}, {one.document.ref} revision {one.number}" for one in (old, new)]
    counts = "; ".join(f"{how.value}: {count}" for how, count in found.counts.items())
    base = f"{counts} (of {len(found.old.clauses)} clauses before and {len(found.new.clauses)} after)"
    facts = Pairs((("Older text", names[0]), ("Newer text", names[1]), ("Clauses", base)))
    about = Paper(title="Two texts compared", blocks=(facts,), author=f"{new.document.ref} r{new.number}")
    return tracked(about, _paragraphs(found), author=about.author, at=new.filed_at)


def _paragraphs(found: queries.Compared) -> Iterator[Tracked]:
    """Yield each row as a paragraph with the number of its clause in front."""
    for row in found.rows:
        how = _TRACKED.get(row.how, "same")
        was = "" if row.old is None else found.old.clauses[row.old].number
        now = "" if row.new is None else found.new.clauses[row.new].number
        move = (row.new or 0) + 1 if row.how in (How.MOVED, How.MOVED_AWAY) else 0
        yield Tracked(how, (*queries.numbered(row.how, was, now), *row.pieces), move)
