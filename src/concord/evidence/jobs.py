"""Background work of evidence: documents are read in, page by page, so that a reading that was cut off goes on where
it stopped; reminders of requests for documents; contacts are sealed after their day, rules that say so destroy, loose
ends go."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from itertools import islice
from typing import Any

import structlog

from concord.analysis.errors import AnalysisError
from concord.analysis.text import meaning
from concord.core import clock, files, sealing, zones
from concord.core.errors import BadInput, NotAllowedNow, Refused, Stale
from concord.core.jobs import for_each, job, periodic
from concord.core.roles import SystemActor
from concord.core.telling import actions as telling
from concord.evidence import actions, coded_projects, queries, scanning
from concord.evidence.models import CodedProject, Document, Revision
from concord.evidence.reading import parent
from concord.evidence.reading.pieces import Page, Unreadable
from concord.evidence.states import AnalysisState, MappingState, ProjectState
from concord.programme.queries import in_force

CONCORD = SystemActor("read-documents")
BATCH = 40  # pages kept at once
_KEEPER = SystemActor("retention")
_REMINDER = SystemActor("remind-of-documents")
_ANALYST = SystemActor("analyse")
_SERVICE, _REMINDED_BEFORE = "task_reminder", 3
_LEARNS_FOR = timedelta(seconds=15)  # then other jobs have their turn
_LOOSE_AFTER = timedelta(days=1)  # no verb takes that long
log = structlog.get_logger("concord.evidence")
Tell = Callable[[int], None]


@periodic("7 * * * *")
@job("evidence.seal_identities", queueing_lock="evidence.seal_identities")
def seal_identities(timestamp: int = 0) -> None:
    """Seal, once an hour, each contact whose day has passed; one that was sealed this very moment holds up no other.
    The place of what was called off before that sealed it is sealed too: the keys are here, and in no migration."""
    del timestamp
    now = clock.now()
    for identity in queries.due_to_seal(zones.day(now)):
        try:
            actions.seal_due_identity(identity, by=_KEEPER, at=now)
        except Refused as refused:
            log.info("contact not sealed", identity=identity.ref, reason=type(refused).__name__)
    for_each("places", queries.places_to_seal(), lambda one: actions.seal_place(one, by=_KEEPER, at=now))


@periodic("37 2 * * *")
@job("evidence.dispose", queueing_lock="evidence.dispose")
def dispose(timestamp: int = 0) -> None:
    """Destroy, once a day, what the rules of the edition say by themselves, and what no row has any more. A rule of
    records that Concord has not holds up no other."""
    del timestamp
    now = clock.now()
    for rule in in_force(zones.day(now)).retention:
        if rule.then == "destroy":
            try:
                actions.dispose_by_rule(rule=rule.key, by=_KEEPER, at=now)
            except Refused as refused:
                log.warning("rule not carried out", rule=rule.key, reason=refused.reason)
    before = now - _LOOSE_AFTER
    log.info("loose ends removed", halves=sealing.sweep(before=before), files=files.sweep(before=before))


@periodic("55 10 * * *")
@job("evidence.remind_of_documents", queueing_lock="evidence.remind_of_documents")
def remind_of_documents(timestamp: int = 0) -> None:
    """Remind, once a day, of requests for documents that fall due, and tell of overdue ones; each is told once."""
    del timestamp
    now = clock.now()
    standards = {each.key: each.days for each in in_force(zones.day(now)).service}
    within = standards.get(_SERVICE, _REMINDED_BEFORE)
    telling.tell(told=list(queries.to_remind(zones.day(now), within=within)), by=_REMINDER, at=now)


@periodic("* * * * *")
@job("evidence.learn_meanings", queueing_lock="evidence.learn_meanings")
def learn_meanings(timestamp: int = 0) -> None:
    """Learn, once a minute, what new passages mean, for the search; nothing where the extra `text` is missing."""
    del timestamp
    if not meaning.installed():
        return
    until = clock.now() + _LEARNS_FOR
    while clock.now() < until and (batch := list(queries.unlearned(BATCH))):
        if not actions.learn(queries.vectors_of(batch)):
            break  # all of them were sealed meanwhile


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
    last = queries.last_page_kept(revision)
    blank = queries.blank_pages_kept(revision, last)
    kinds, warnings, of = [""], list(queries.told(revision).warnings), 0

    def keep(batch: list[Page]) -> None:
        actions.keep_pages(revision, pages=batch, of=of, warnings=warnings, at=clock.now())

    def pages() -> Iterator[Page]:
        nonlocal of
        for line in parent.read(file, revision.file_name, first=last + 1, blank=blank):
            if isinstance(line, Page):
                yield line
            elif isinstance(line, parent.Told):
                kinds.append(line.kind)
                warnings.extend([line.warning] if line.warning and line.warning not in warnings else [])
                if line.pages:
                    of = line.pages
                    keep([])  # whoever looks knows from now on how long it takes

    found = pages()
    while batch := list(islice(found, BATCH)):
        keep(batch)
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


@job("evidence.look_at_project")
def look_at_project(ref: str) -> None:
    """Look at a coded project that was brought, unless that has been done."""
    if (project := queries.coded_project(ref)) is not None:
        look_at(project)


def look_at(project: CodedProject) -> CodedProject:
    """Look at a coded project that was brought; return it as it stands then. Raises Unavailable when the virus scanner
    that is configured does not answer."""
    with suppress(NotAllowedNow, Stale):  # another worker was faster
        try:
            with coded_projects.opened(project) as source:
                found = coded_projects.look(source)
        except BadInput as refused:
            return actions.refuse_project(project, why=refused.reason, by=CONCORD, at=clock.now())
        return actions.note_survey(project, found=found, by=CONCORD, at=clock.now())
    return queries.coded_project(project.ref) or project


@job("evidence.take_project")
def take_project(ref: str) -> None:
    """Take the texts of a coded project in, from where the last run stopped."""
    if (project := queries.coded_project(ref)) is not None and project.state == ProjectState.TAKING:
        take_in(project)


def take_in(project: CodedProject, tell: Tell = lambda _text: None) -> CodedProject:
    """Take the texts of a coded project in, each by itself; `tell` hears the number of each."""
    with coded_projects.opened(project) as source:
        memos = source.memos()
        for number, text in enumerate(source.texts(), start=1):
            if number > project.taken:
                at = clock.now()
                project = actions.take_text(project, number=number, text=text, memos=memos, by=CONCORD, at=at)
                tell(number)
    return actions.finish_project(project, by=CONCORD, at=clock.now())


@job("evidence.try_mapping")
def try_mapping(ref: str) -> None:
    """Try a mapping on its data set's file, unless that has been done."""
    from concord.evidence.analysing import tried

    mapping = queries.mapping(ref)
    if mapping is None or mapping.state != MappingState.TRYING:
        return
    found = tried(mapping)
    said: dict[str, Any] = {"text": found.text, "source_columns": found.source_columns}
    said |= {"by": _ANALYST, "at": clock.now()}
    with suppress(NotAllowedNow, Stale):  # another worker was faster
        if found.why:
            actions.note_refused(mapping, why=found.why, **said)
        else:
            actions.note_tried(mapping, loss=found.loss, **said)


class _Cancelled(Exception):
    """Somebody cancelled the analysis while it ran."""


@job("evidence.analyse")
def analyse(ref: str) -> None:
    """Run an analysis that was ordered, unless that has been done; it stops between steps when it is cancelled."""
    import numpy as np

    from concord.evidence.analysing import analysed

    analysis = queries.analysis(ref)
    if analysis is None or analysis.state != AnalysisState.ORDERED:
        return

    def tell(done: int, words: str) -> None:
        if not queries.is_running(analysis):
            raise _Cancelled
        actions.note_progress(analysis, done=done, words=words, at=clock.now())

    with suppress(NotAllowedNow, Stale, _Cancelled):
        try:
            came = analysed(analysis, chance=np.random.default_rng, tell=tell)
        except AnalysisError as error:
            actions.fail(analysis, why=f"{error}.", by=_ANALYST, at=clock.now())
        else:
            actions.finish(analysis, came=came, by=_ANALYST, at=clock.now())
