"""Background work of evidence: documents are read in, page by page, so that a reading that was cut off goes on where
it stopped; reminders of requests for documents; contacts are sealed after their day, rules that say so destroy, loose
ends go."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from itertools import islice

import structlog

from concord.core import clock, files, sealing
from concord.core.errors import NotAllowedNow, Refused, Stale
from concord.core.jobs import job, periodic
from concord.core.roles import SystemActor
from concord.core.telling import actions as telling
from concord.evidence import actions, queries, scanning
from concord.evidence.models import Document, Revision
from concord.evidence.reading import parent
from concord.evidence.reading.pieces import Page, Unreadable
from concord.programme.queries import in_force

CONCORD = SystemActor("read-documents")
BATCH = 40  # pages kept at once
_KEEPER = SystemActor("retention")
_REMINDER = SystemActor("remind-of-documents")
_SERVICE, _REMINDED_BEFORE = "task_reminder", 3
_LOOSE_AFTER = timedelta(days=1)  # no verb takes that long
log = structlog.get_logger("concord.evidence")
Tell = Callable[[int], None]


@periodic("7 * * * *")
@job("evidence.seal_identities", queueing_lock="evidence.seal_identities")
def seal_identities(timestamp: int = 0) -> None:
    """Seal, once an hour, each contact whose day has passed; one that was sealed this very moment holds up no other."""
    del timestamp
    now = clock.now()
    for identity in queries.due_to_seal(now.date()):
        try:
            actions.seal_due_identity(identity, by=_KEEPER, at=now)
        except Refused as refused:
            log.info("contact not sealed", identity=identity.ref, reason=type(refused).__name__)


@periodic("37 2 * * *")
@job("evidence.dispose", queueing_lock="evidence.dispose")
def dispose(timestamp: int = 0) -> None:
    """Destroy, once a day, what the rules of the edition say by themselves, and what no row has any more."""
    del timestamp
    now = clock.now()
    for rule in in_force(now.date()).retention:
        if rule.then == "destroy":
            actions.dispose_by_rule(rule=rule.key, by=_KEEPER, at=now)
    before = now - _LOOSE_AFTER
    log.info("loose ends removed", halves=sealing.sweep(before=before), files=files.sweep(before=before))


@periodic("55 10 * * *")
@job("evidence.remind_of_documents", queueing_lock="evidence.remind_of_documents")
def remind_of_documents(timestamp: int = 0) -> None:
    """Remind, once a day, of requests for documents that fall due, and tell of overdue ones; each is told once."""
    del timestamp
    now = clock.now()
    standards = {each.key: each.days for each in in_force(now.date()).service}
    within = standards.get(_SERVICE, _REMINDED_BEFORE)
    telling.tell(told=list(queries.to_remind(now.date(), within=within)), by=_REMINDER, at=now)


@job("evidence.read_document")
def read_document(ref: str) -> None:
    """Read a document's newest revision, unless that has been done."""
    if (document := queries.document(ref)) is not None:
        read(document)


def read(document: Document, tell: Tell = lambda _page: None) -> Document:
    """Read a document's newest revision from where the last reading stopped; `tell` hears the number of each page kept.

    Returns the document as it stands then. Raises Unavailable when the virus scanner that is configured does not
    answer: nothing is read then, and the job tries again."""
    revision = queries.revision(document, document.latest)
    if revision is None or revision.outcome:
        return document
    with suppress(NotAllowedNow, Stale):  # another worker was faster
        try:
            with _opened(revision) as file:
                if infection := scanning.scan(parent.place(file)):
                    why = f"The virus scanner found {infection}. The file is kept apart and handed out to nobody."
                    return actions.quarantine(document, why=why, by=CONCORD, at=clock.now())
                return _read_pages(document, revision, file, tell)
        except Unreadable as refused:
            log.info("document not read", document=document.ref, code=refused.code)
            return actions.refuse(document, why=refused.sentence, by=CONCORD, at=clock.now())
    return queries.document(document.ref) or document


@contextmanager
def _opened(revision: Revision) -> Iterator[int]:
    """Open a revision's file. Raises Unreadable unless the bytes are those that were filed; Stale when they were sealed
    or opened this very moment, of which a job of its own comes; KeyLost."""
    damaged = "The file is no longer as it was filed. Tell the administrator, and file it again."
    with ExitStack() as stack:
        try:
            file = stack.enter_context(queries.opened(revision))
        except FileNotFoundError:
            if not queries.is_kept_so(revision):
                raise Stale("Its item was classed anew.") from None
            raise Unreadable("damaged", damaged) from None
        with parent.place(file).open("rb") as whole:
            if hashlib.file_digest(whole, "sha256").hexdigest() != queries.told(revision).sha256:
                raise Unreadable("damaged", damaged)
        yield file


def _read_pages(document: Document, revision: Revision, file: int, tell: Tell) -> Document:
    first = queries.last_page_kept(revision) + 1
    kinds, warnings, last = [""], list[str](), first - 1

    def pages() -> Iterator[Page]:
        for line in parent.read(file, revision.file_name, first=first):
            if isinstance(line, Page):
                yield line
            elif isinstance(line, parent.Told):
                kinds.append(line.kind)
                warnings.extend([line.warning] if line.warning else [])

    found = pages()
    while batch := list(islice(found, BATCH)):
        actions.keep_pages(revision, pages=batch, at=clock.now())
        last = batch[-1].number
        tell(last)
    kind = next(filter(None, kinds), "")
    copy = _clean_copy(file, kind, warnings)
    return actions.note_read(document, kind=kind, pages=last, warnings=warnings, copy=copy, by=CONCORD, at=clock.now())


def _clean_copy(file: int, kind: str, warnings: list[str]) -> bytes | None:
    """Return the clean copy, or None with a warning; the text can be read all the same."""
    try:
        return parent.clean(file, kind)
    except Unreadable:
        warnings.append("No clean copy could be made of this file; read its text.")
        return None
