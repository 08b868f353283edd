"""The verbs of coded projects: brought as a file, looked at, taken in text by text, or set aside."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from concord.analysis.text.exchange import model
from concord.core import files, jobs, keys, lifecycle, sealing, zones
from concord.core.actions import Unchanged, hold, verb
from concord.core.errors import BadInput, Stale
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.evidence import coded_projects, coding_memos, retention, rules, sealed_documents, sealed_items
from concord.evidence.checks.project import require_fit
from concord.evidence.coded_projects import KINDS, Known, Memos, Survey
from concord.evidence.coding_texts import Cut, Part, Piece, cut
from concord.evidence.models import (
    SEALED,
    Codebook,
    CodedProject,
    Coding,
    CodingRound,
    Document,
    EvidenceItem,
    Passage,
    PassageRead,
    Revision,
    RoundCoder,
    RoundPassage,
    Selection,
)
from concord.evidence.queries.documents import summary_of
from concord.evidence.sealed_documents import Told
from concord.evidence.states import CodebookState, DocumentState, EvidenceState, ProjectState, RoundState
from concord.evidence.taking_codes import frozen, take_codes
from concord.evidence.uploads import Upload, neutral_name, taken

P = Permission
_AT_ONCE = 1_000  # rows written in one statement
_ENDED = (ProjectState.REFUSED, ProjectState.SET_ASIDE)


@verb
def bring_project(
    codebook: Codebook,
    *,
    name: str,
    focus_area: int,
    method: str,
    collected_on: date,
    releasability: str,
    upload: Upload,
    consent: str = "",
    open_because: str = "",
    by: Actor,
    at: datetime,
) -> CodedProject:
    """Bring a coded project of another program (.qdpx, or Taguette's .sqlite3): a job looks at it, and nothing is taken
    in before somebody has read what it found. `releasability` is how far its texts may travel, `consent` what those who
    speak in them agreed to.

    The same file once more is the same project. Raises Denied, Incomplete (as of logging an item; no name), BadInput
    (the file: its kind, its size; no such focus area)."""
    book = lifecycle.lock(codebook)
    rules.may(by, P.PROJECT_BRING, book).require()
    checked: dict[str, Any] = {
        "method": method,
        "collected_on": collected_on,
        "releasability": releasability,
        "consent": consent,
        "open_because": open_because,
    }
    area = require_fit(book, name=name, focus_area=focus_area, today=zones.day(at), **checked)
    kind = _kind(upload)
    sha256 = sealed_items.digest(taken(upload).chunks())
    hold(f"coded project {book.ref} {sha256}")
    fingerprint = keys.fingerprint(sha256)
    if same := CodedProject.objects.filter(codebook=book, fingerprint=fingerprint).exclude(state__in=_ENDED).first():
        raise Unchanged(same)
    ref = next_ref("PRJ", at)
    made = CodedProject.begin(
        P.PROJECT_BRING,
        by=by,
        at=at,
        ref=ref,
        engagement=book.engagement,
        codebook=book,
        focus_area=area,
        name=name.strip(),
        **checked,
        file=sealing.keep_file(ref, upload.chunks(), at=at),
        kind=kind,
        size=upload.size or 0,
        fingerprint=fingerprint,
        brought_by=by.actor_key,
    )
    jobs.defer("evidence.look_at_project", lock=ref, ref=ref)
    return made


@verb
def note_survey(project: CodedProject, *, found: Survey, by: Actor, at: datetime) -> CodedProject:
    """Keep what the look at a project found. Raises NotAllowedNow."""
    coded_projects.keep(project, found, at=at)
    told = {"texts": found.texts, "codes": len(found.codes), "codings": found.codings}
    changes = {"texts": found.texts}
    return lifecycle.move(project, P.PROJECT_SURVEY, by=by, at=at, may=rules.may, changes=changes, more=told)


@verb
def refuse_project(project: CodedProject, *, why: str, by: Actor, at: datetime) -> CodedProject:
    """Record that a project cannot be read, and why in a sentence; its file goes. Raises NotAllowedNow."""
    changes = {"why": why}
    return _ended(lifecycle.move(project, P.PROJECT_REFUSE, by=by, at=at, may=rules.may, changes=changes), why)


@verb
def set_project_aside(project: CodedProject, *, reason: str, by: Actor, at: datetime) -> CodedProject:
    """Take nothing of a project in; its file and what was found in it go. Raises Denied, NotAllowedNow."""
    return _ended(lifecycle.move(project, P.PROJECT_SET_ASIDE, by=by, at=at, may=rules.may, reason=reason), reason)


@verb
def take_project(project: CodedProject, *, by: Actor, at: datetime) -> CodedProject:
    """Begin to take a project in: its codes at once, frozen as a version; its texts by a job, into a closed round.

    Raises Denied, NotAllowedNow, BadInput (the codebook was set aside; more codes than it takes)."""
    project.lifecycle.require(project.state, P.PROJECT_TAKE)
    rules.may(by, P.PROJECT_TAKE, project).require()
    book, found = lifecycle.lock(project.codebook), coded_projects.survey(project)
    if found is None or book.state != CodebookState.OPEN:
        raise BadInput(f"The codebook {book.ref} is “{book.state_label.lower()}”; a project is taken into one in use.")
    codes, _ = take_codes(book, [one.incoming() for one in found.codes], by=by, at=at)
    into = CodingRound.objects.create(
        ref=next_ref("CRD", at),
        state=RoundState.CLOSED,
        state_since=at,
        engagement=project.engagement,
        codebook=book,
        version=frozen(book, by=by, at=at),
        name=project.name,
        blind=False,
        drawn_from=f"{found.passages} passages of {found.texts} texts that were coded elsewhere ({found.origin})",
        confidential=project.releasability in SEALED,
        opened_by=by.actor_key,
    )
    named = [*found.people, ("", "Nobody is named")]
    coders = {guid: f"imported:{project.ref}/{place}" for place, (guid, _) in enumerate(named)}
    RoundCoder.objects.bulk_create(RoundCoder(round=into, coder=coders[guid], called=name) for guid, name in named)
    known = Known({one.guid: codes[one.path].pk for one in found.codes}, coders)
    coded_projects.keep_known(project, known, at=at)
    told = {"round": into.ref, "codes": len(found.codes)}
    moved = lifecycle.move(project, P.PROJECT_TAKE, by=by, at=at, may=rules.may, changes={"round": into}, more=told)
    jobs.defer("evidence.take_project", lock=project.ref, ref=project.ref)
    return moved


@verb
def take_text(
    project: CodedProject, *, number: int, text: model.TextSource, memos: Memos, by: Actor, at: datetime
) -> CodedProject:
    """Take the `number`-th text of a project in: as a document that has been read, with its passages, selections,
    codings and their memos. One that is in already stays as it is. Raises Stale (one before it is missing),
    NotAllowedNow, KeyLost."""
    locked = lifecycle.lock(project)
    if number <= locked.taken:
        raise Unchanged(locked)
    if number != locked.taken + 1 or locked.round is None:
        raise Stale(f"Text {number} of {locked.ref} comes after text {locked.taken + 1}.")
    pieces = cut(text.text or "")
    document = _document(locked, number, text, pieces, at=at)
    passages = _passages(locked.round, document, pieces)
    places = _Places(pieces, passages)
    codings = _codings(locked, document, text.selections, places, memos, at=at)
    more = {"document": document.ref, "passages": len(passages), "codings": codings}
    changes = {"taken": number, "state_since": locked.state_since}
    return lifecycle.move(locked, P.PROJECT_TAKE_TEXT, by=by, at=at, may=rules.may, changes=changes, more=more)


@verb
def finish_project(project: CodedProject, *, by: Actor, at: datetime) -> CodedProject:
    """Record that every text of a project is in; its file goes. Raises NotAllowedNow, Stale (one is missing)."""
    if project.taken != project.texts:
        raise Stale(f"{project.taken} of {project.texts} texts of {project.ref} are in.")
    return _ended(lifecycle.move(project, P.PROJECT_FINISH, by=by, at=at, may=rules.may), "it was taken in", keep=True)


def _ended(project: CodedProject, because: str, *, keep: bool = False) -> CodedProject:
    """Let a project's file go, unless a legal hold keeps it; with `keep` what was found in it stays to be read."""
    if retention.is_held("coded_projects", project):
        return project
    file, project.file = project.file, None
    project.save(update_fields=["file"])
    if file is not None:
        files.remove(file.sha256, f"{project.ref}: {because}")
    if not keep:
        sealing.let_go(project.ref, f"{project.ref}: {because}")
    return project


def _kind(upload: Upload) -> str:
    kind = (upload.name or "").lower().rpartition(".")[2]
    if kind not in KINDS:
        raise BadInput("Expected a project as .qdpx (REFI-QDA), or as Taguette’s .sqlite3.")
    return kind


def _document(project: CodedProject, number: int, text: model.TextSource, pieces: Cut, *, at: datetime) -> Document:
    """File a text as a document that has been read: its passages are those in which it was coded."""
    ref = next_ref("EVD", at)
    title, said = f"{project.name}: text {number} of {project.texts}", f"A text that was taken in with {project.ref}."
    item = EvidenceItem.objects.create(
        ref=ref,
        state=EvidenceState.LOGGED,
        state_since=at,
        engagement=project.engagement,
        focus_area=project.focus_area,
        method=project.method,
        collected_on=project.collected_on,
        count=1,
        releasability=project.releasability,
        consent=project.consent,
        open_because=project.open_because,
        logged_by=project.brought_by,
        **sealed_items.kept(ref, project.releasability, title, said, None, at=at),
    )
    return _read(item, text, pieces, at=at)


def _read(item: EvidenceItem, text: model.TextSource, pieces: Cut, *, at: datetime) -> Document:
    """File a text as the document of an item."""
    data = (text.text or "").encode("utf-8", "replace")
    document = Document.objects.create(
        ref=next_ref("DOC", at),
        state=DocumentState.READ,
        state_since=at,
        engagement=item.engagement,
        item=item,
        current=1,
    )
    sha256 = sealed_items.digest([data])
    revision = Revision(
        document=document,
        number=1,
        filed_by=item.logged_by,
        filed_at=at,
        fingerprint=keys.fingerprint(sha256),
        is_sealed=item.is_sealed,
    )
    revision.file = sealed_documents.keep_file(revision, [data], at=at)
    said = Told(neutral_name(f"{text.name or 'text'}.txt"), sha256)
    for name, value in sealed_documents.tell(revision, said, at=at).items():
        setattr(revision, name, value)
    revision.save(force_insert=True)
    _keep_passages(revision, pieces, at=at)
    _end(revision, said, pieces, at=at)
    return document


def _keep_passages(revision: Revision, pieces: Cut, *, at: datetime) -> None:
    if revision.is_sealed:
        sealed_documents.keep_texts(revision, {page.number: page.paragraphs for page in pieces.pages()}, at=at)
    Passage.objects.bulk_create(
        (
            Passage(revision=revision, page=one.page, number=one.number, text="" if revision.is_sealed else one.text)
            for one in pieces.pieces
        ),
        batch_size=_AT_ONCE,
    )


def _end(revision: Revision, said: Told, pieces: Cut, *, at: datetime) -> None:
    """Record that the text has been read to its end."""
    told = summary_of(revision)
    revision.outcome, revision.ended_at, revision.kind = DocumentState.READ, at, "text"
    revision.pages, revision.words = len(pieces.pages()), told.words
    for name, value in sealed_documents.tell(revision, replace(said, text_sha256=told.sha256), at=at).items():
        setattr(revision, name, value)
    revision.save()


def _passages(into: CodingRound, document: Document, pieces: Cut) -> list[RoundPassage]:
    last = into.passages.count()
    return RoundPassage.objects.bulk_create(
        (
            RoundPassage(
                round=into,
                place=last + count,
                document=document,
                revision=1,
                page=one.page,
                paragraph=one.number,
                length=len(one.text),
            )
            for count, one in enumerate(pieces.pieces, start=1)
        ),
        batch_size=_AT_ONCE,
    )


class _Places:
    """The passages of a text by their pieces."""

    def __init__(self, pieces: Cut, passages: Iterable[RoundPassage]) -> None:
        self.pieces = pieces
        self._by_piece: Mapping[Piece, RoundPassage] = dict(zip(pieces.pieces, passages, strict=True))

    def of(self, part: Part) -> RoundPassage:
        return self._by_piece[part.piece]

    @property
    def all(self) -> Iterable[RoundPassage]:
        return self._by_piece.values()


def _codings(
    project: CodedProject,
    document: Document,
    selections: Sequence[model.TextSelection],
    places: _Places,
    memos: Memos,
    *,
    at: datetime,
) -> int:
    """Write the selections of a text and their codings, and that whoever coded anything in it has read it. Return of
    how many codings of the file that was."""
    known = coded_projects.known(project)
    kept = Selection.objects.bulk_create(
        (
            Selection(
                round=project.round,
                document=document,
                guid=one.guid[:40],
                first=one.start,
                last=max(one.start, one.end),
            )
            for one in selections
        ),
        batch_size=_AT_ONCE,
    )
    rows, said, who, count = list[Coding](), list[str](), set[str](), 0
    for selection, row in zip(selections, kept, strict=True):
        parts = places.pieces.parts(selection.start, selection.end)
        for one in coded_projects.given(selection):
            if (found := known.of(one)) is None:
                continue
            who.add(found[1])
            count += bool(parts)
            memo = "\n\n".join(memos[name] for name in one.memos if name in memos)
            made_at = _moment(one.at, at)
            rows += [_coding(places.of(part), part, found, row, memo, made_at=made_at) for part in parts]
            said += [memo] * len(parts)
    Coding.objects.bulk_create(rows, batch_size=_AT_ONCE)
    coding_memos.keep_all(document, {row.pk: memo for row, memo in zip(rows, said, strict=True) if memo}, at=at)
    reads = [PassageRead(passage=one, coder=coder, read_at=at) for one in places.all for coder in sorted(who)]
    PassageRead.objects.bulk_create(reads, batch_size=_AT_ONCE)
    return count


def _coding(
    of: RoundPassage, part: Part, given: tuple[int, str], selection: Selection, memo: str, *, made_at: datetime
) -> Coding:
    told: dict[str, Any] = {"passage": of, "first": part.first, "last": part.last, "code_id": given[0]}
    return Coding(**told, coder=given[1], selection=selection, made_at=made_at, has_memo=bool(memo))


def _moment(said: str, at: datetime) -> datetime:
    """Return when a coding was made, as the file says it; the moment of taking in where it says none that can be."""
    with suppress(ValueError):
        made = datetime.fromisoformat(said)
        if made.tzinfo is not None and made <= at:
            return made
    return at
