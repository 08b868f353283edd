"""The kinds of records that Concord can destroy: which are due, which holds cover them, and how they go.

`erase` destroys one thing for good and returns how many rows of each kind went; it is called inside the verb of a
disposal, whose reference it is given. What others stand on leaves its row, emptied, so that its reference stays known.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db.models import Exists, Model, OuterRef, ProtectedError, Q, QuerySet, Subquery

from concord.core import files, sealing, zones
from concord.core.guard import GuardedQuerySet, erasing
from concord.core.models import OutboxMail, SealedThing
from concord.core.tasks.models import Task
from concord.core.telling.models import Notice
from concord.engagements.states import EngagementState
from concord.evidence import coding_memos, foia, sealed_items
from concord.evidence.models import (
    DESTROYED,
    SEALED,
    Advice,
    Analysis,
    ClauseTag,
    CodedProject,
    DataSet,
    Document,
    DocumentRedaction,
    DocumentRequest,
    EvidenceItem,
    Fieldwork,
    Identity,
    Meaning,
    Passage,
    Revision,
    RoundCoder,
    SavedSearch,
)
from concord.evidence.retention.covered import (
    alone,
    in_its_course,
    of_a_document,
    of_an_engagement,
    of_an_identity,
    of_an_item,
    of_notes,
    of_what_it_is_about,
)
from concord.evidence.states import IdentityState
from concord.intake.models import AssistanceRequest, RequestFile
from concord.intake.states import RequestState

_OVER = (EngagementState.ENDED, EngagementState.CLOSED)
Counts = Counter[str]


@dataclass(frozen=True)
class Record:
    """One kind: the key of its rule, what the rule's event is here in words, what was before a day, and how it goes.

    `covered` names the references under which a hold keeps a thing; `row` writes it into a manifest."""

    rule: str
    event: str
    before: Callable[[date], QuerySet[Any]]
    erase: Callable[[Any, str], Counts]
    covered: Callable[[Any], tuple[str, ...]]
    row: Callable[[Any], str]


def _identities(day: date) -> QuerySet[Identity]:
    rows = Identity.objects.select_related("engagement__request").filter(state=IdentityState.SEALED, destroyed_in="")
    rows = rows.annotate(led_to=Subquery(Fieldwork.objects.filter(ref=OuterRef("subject")).values("item__ref")))
    return rows.filter(engagement__state__in=_OVER, engagement__state_since__lt=zones.begins(day)).order_by("pk")


def _erase_identity(identity: Identity, because: str) -> Counts:
    sealing.let_go(identity.ref, because)
    identity.destroyed_in = because
    identity.save(update_fields=["destroyed_in"])
    return Counter({"contacts": 1})


def _items(day: date) -> QuerySet[EvidenceItem]:
    rows = EvidenceItem.objects.select_related("engagement__request", "file", "fieldwork").filter(destroyed_in="")
    rows = rows.prefetch_related("documents")
    return rows.filter(engagement__state__in=_OVER, engagement__state_since__lt=zones.begins(day)).order_by("pk")


def _confidential(day: date) -> QuerySet[EvidenceItem]:
    return _items(day).filter(releasability__in=SEALED)


def _in_the_clear(day: date) -> QuerySet[EvidenceItem]:
    """Return what is not sealed, also what was and has been released."""
    return _items(day).exclude(releasability__in=SEALED)


def _erase_item(item: EvidenceItem, because: str) -> Counts:
    """Destroy what an item holds, its documents with it, and what the field work that led to it says of it."""
    counts: Counts = Counter({"items": 1})
    for document in item.documents.filter(destroyed_in=""):
        counts += _erase_document(document, because)
    file, versions = item.file, item.redactions.all()
    for fieldwork in Fieldwork.objects.filter(item=item):
        sealing.let_go(fieldwork.ref, because)
        fieldwork.title = DESTROYED
        fieldwork.save(update_fields=["title"])
    sealed_items.destroy(item, because)
    counts["archives"] += foia.unpack(item, because, handed_out=True)
    with erasing(because):
        counts["redacted versions"] += _guarded(versions).erase()
    item.title, item.summary, item.destroyed_in = DESTROYED, "", because
    item.file, item.file_name = None, ""
    item.save(update_fields=["title", "summary", "destroyed_in", "file", "file_name"])
    if file is not None and files.remove(file.sha256, because):
        counts["files"] += 1
    return counts


def _documents(day: date) -> QuerySet[Document]:
    rows = Document.objects.select_related("engagement__request", "item__fieldwork").filter(destroyed_in="")
    return rows.filter(engagement__state__in=_OVER, engagement__state_since__lt=zones.begins(day)).order_by("pk")


def _erase_document(document: Document, because: str) -> Counts:
    """Destroy every revision of a document: its texts, which are in the index, with the standards that they were tagged
    with, its files, the archives of records request sets that hold it, and the key of what is sealed. Its row stays,
    so that its reference stays known."""
    kept = document.revisions.values_list("file_id", "clean_copy_id")
    digests = [sha256 for pair in kept for sha256 in pair if sha256]
    sealing.let_go(document.ref, because)
    sealing.let_go(coding_memos.about(document.ref), because)
    archives = foia.unpack(document.item, because, handed_out=True)
    with erasing(because):
        versions = _guarded(DocumentRedaction.objects.filter(revision__document=document)).erase()
        tags = _guarded(ClauseTag.objects.filter(passage__revision__document=document)).erase()
        _guarded(Meaning.objects.filter(passage__revision__document=document)).erase()
        passages = _guarded(Passage.objects.filter(revision__document=document)).erase()
        revisions = _guarded(Revision.objects.filter(document=document)).erase()
    document.current, document.destroyed_in = 0, because
    document.save(update_fields=["current", "destroyed_in"])
    gone = sum(files.remove(sha256, because) for sha256 in digests)
    counts: Counts = Counter({"documents": 1, "revisions": revisions, "passages": passages, "files": gone})
    return counts + Counter({"tags of clauses": tags, "archives": archives, "redacted versions": versions})


def _data_sets(day: date) -> QuerySet[DataSet]:
    rows = DataSet.objects.select_related("engagement__request").filter(file__isnull=False, destroyed_in="")
    return rows.filter(engagement__state__in=_OVER, engagement__state_since__lt=zones.begins(day)).order_by("pk")


def _erase_data_set(data_set: DataSet, because: str) -> Counts:
    """Destroy a data set's file with its key, what the team noted of it, and what only the team saw of what came out of
    it: small counts, and keys of officers. Its entry stays, and so does what passed disclosure control: with the
    fingerprint anybody who has the data can show that a figure came from them."""
    worked_out = Analysis.objects.filter(Q(data_set=data_set) | Q(beside__data_set=data_set))
    for ref in worked_out.values_list("ref", flat=True):
        sealing.let_go(ref, because)
    worked_out.update(result={}, capsule="")
    sha256 = str(data_set.file_id)
    sealing.let_go(data_set.ref, because)
    sealing.let_go(sealed_items.notes_of(data_set.ref), because)
    data_set.file, data_set.file_name, data_set.destroyed_in = None, "", because
    data_set.save(update_fields=["file", "file_name", "destroyed_in"])
    return Counter({"data sets": 1, "files": int(files.remove(sha256, because))})


def _notes(day: date) -> QuerySet[Fieldwork]:
    kept = SealedThing.objects.filter(about=OuterRef("ref"))
    in_words = Q(item=None) & ~Q(title=DESTROYED)
    rows = Fieldwork.objects.select_related("engagement__request", "item").filter(Exists(kept) | in_words)
    return rows.filter(engagement__state__in=_OVER, engagement__state_since__lt=zones.begins(day)).order_by("pk")


def _erase_notes(fieldwork: Fieldwork, because: str) -> Counts:
    """Destroy what the team typed of field work beside the facts: drafts, thoughts, the place; of what led to no item
    also how it was called, and why it was called off."""
    sealing.let_go(fieldwork.ref, because)
    if fieldwork.item is None:
        fieldwork.title, fieldwork.place = DESTROYED, ""
        fieldwork.called_off_because = DESTROYED if fieldwork.called_off_because else ""
        fieldwork.save(update_fields=["title", "place", "called_off_because"])
    return Counter({"notes": 1})


def _projects(day: date) -> QuerySet[CodedProject]:
    rows = CodedProject.objects.select_related("engagement__request", "file", "round").exclude(name=DESTROYED)
    return rows.filter(engagement__state__in=_OVER, engagement__state_since__lt=zones.begins(day)).order_by("pk")


def _erase_project(project: CodedProject, because: str) -> Counts:
    """Destroy the file of a coded project, what the look at it found, its name, and the names of those who coded in it.
    What was taken in is documents and codes, and has its own rules."""
    file = project.file
    sealing.let_go(project.ref, because)
    coders = RoundCoder.objects.filter(round=project.round).exclude(called="").order_by("pk")
    for number, coder in enumerate(coders if project.round else (), start=1):
        coder.called = f"Coder {number}"
        coder.save(update_fields=["called"])
    project.name, project.file, project.why = DESTROYED, None, DESTROYED if project.why else ""
    project.save(update_fields=["name", "file", "why"])
    return Counter({"coded projects": 1, "files": int(file is not None and files.remove(file.sha256, because))})


def _asked(day: date) -> QuerySet[DocumentRequest]:
    rows = DocumentRequest.objects.select_related("engagement__request").filter(destroyed_in="")
    return rows.filter(engagement__state__in=_OVER, engagement__state_since__lt=zones.begins(day)).order_by("pk")


def _erase_asked(asked: DocumentRequest, because: str) -> Counts:
    """Destroy what was asked for, why, and what the agency said, with what people were told of it. What came for it is
    evidence, and has its own rules."""
    asked.title, asked.reason, asked.destroyed_in = DESTROYED, DESTROYED, because
    asked.answer = DESTROYED if asked.answer else ""
    asked.save(update_fields=["title", "reason", "answer", "destroyed_in"])
    return Counter({"requests for documents": 1}) + _erase_told(asked.ref, because)


def _advice(day: date) -> QuerySet[Advice]:
    rows = Advice.objects.select_related("engagement__request").filter(destroyed_in="")
    return rows.filter(engagement__state__in=_OVER, engagement__state_since__lt=zones.begins(day)).order_by("pk")


def _erase_advice(advice: Advice, because: str) -> Counts:
    """Destroy what was advised, by which body, and what was answered."""
    advice.title, advice.text, advice.body, advice.destroyed_in = DESTROYED, DESTROYED, "", because
    advice.answer = DESTROYED if advice.answer else ""
    advice.save(update_fields=["title", "text", "body", "answer", "destroyed_in"])
    return Counter({"advice": 1}) + _erase_told(advice.ref, because)


def _erase_told(about: str, because: str) -> Counts:
    """Erase tasks and notices about something."""
    with erasing(because):
        tasks, notices = Task.objects.filter(about=about).erase(), Notice.objects.filter(about=about).erase()
    return Counter({"tasks": tasks, "notices": notices})


def _tasks(day: date) -> QuerySet[Task]:
    return in_its_course(Task.objects.filter(ended_at__lt=zones.begins(day))).order_by("pk")


def _dropped(day: date) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(dropped_at__lt=zones.begins(day)).order_by("pk")


def _declined(day: date) -> QuerySet[AssistanceRequest]:
    ended = (RequestState.DECLINED, RequestState.WITHDRAWN)
    return AssistanceRequest.objects.filter(state__in=ended, state_since__lt=zones.begins(day)).order_by("pk")


def _erase_request(request: AssistanceRequest, because: str) -> Counts:
    """Erase a request with all that belongs to it, its files, tasks and notices; one on which something else stands
    stays whole. Raises ProtectedError."""
    counts: Counts = Counter()
    kept = list(RequestFile.objects.filter(request=request).values_list("file_id", flat=True))
    with erasing(because):
        _erase_with_parts(AssistanceRequest.objects.filter(pk=request.pk), counts)
    counts += _erase_told(request.ref, because)
    counts["files"] += sum(files.remove(sha256, because) for sha256 in kept)
    return counts


def _erase_with_parts(rows: QuerySet[Any], counts: Counts) -> None:
    """Erase rows after the rows of the same app that belong to them."""
    for relation in rows.model._meta.related_objects:  # noqa: SLF001 - Django's documented name
        part = relation.related_model
        if part is rows.model or part._meta.app_label != rows.model._meta.app_label:  # noqa: SLF001 - the same
            continue
        of_these = part._base_manager.filter(**{f"{relation.field.name}__in": rows})  # noqa: SLF001 - the same
        if of_these.exists():
            _erase_with_parts(of_these, counts)
    name = str(rows.model._meta.verbose_name_plural)  # noqa: SLF001 - the same
    counts[name] += _guarded(rows).erase()


def _guarded(rows: QuerySet[Any]) -> GuardedQuerySet[Any]:
    if not isinstance(rows, GuardedQuerySet):
        raise ProtectedError("These rows are not the house's own.", set())
    return rows


def _sent(day: date) -> QuerySet[OutboxMail]:
    return in_its_course(OutboxMail.objects.filter(sent_at__lt=zones.begins(day))).order_by("pk")


def _told(day: date) -> QuerySet[Notice]:
    return in_its_course(Notice.objects.filter(told_at__lt=zones.begins(day))).order_by("pk")


def _erase_row(name: str) -> Callable[[Any, str], Counts]:
    def erase(row: Model, because: str) -> Counts:
        with erasing(because):
            return Counter({name: _guarded(type(row)._base_manager.filter(pk=row.pk)).erase()})  # noqa: SLF001 - the same

    return erase


def _attempts(day: date) -> QuerySet[AccessAttempt]:
    found: QuerySet[AccessAttempt] = AccessAttempt.objects.filter(attempt_time__lt=zones.begins(day)).order_by("pk")
    return found


def _erase_attempt(attempt: AccessAttempt, because: str) -> Counts:
    """Erase an attempt, and what the library logged of the same name no later than it."""
    del because
    counts: Counts = Counter({"attempts": 1})
    for log in (AccessLog, AccessFailureLog):
        alike = log.objects.filter(username=attempt.username, attempt_time__lte=attempt.attempt_time)
        counts["log lines"] += alike.delete()[0]
    attempt.delete()
    return counts


RECORDS = (
    Record(
        "participant_identities", "the end of the engagement", _identities, _erase_identity, of_an_identity,
        lambda identity: str(identity.ref),
    ),
    Record(
        "confidential_evidence", "the end of the engagement", _confidential, _erase_item, of_an_item,
        lambda item: str(item.ref),
    ),
    Record(
        "evidence_in_the_clear", "the end of the engagement", _in_the_clear, _erase_item, of_an_item,
        lambda item: str(item.ref),
    ),
    Record(
        "documents", "the end of the engagement", _documents, _erase_document, of_a_document,
        lambda document: str(document.ref),
    ),
    Record(
        "data_sets", "the end of the engagement", _data_sets, _erase_data_set, of_an_engagement,
        lambda data_set: str(data_set.ref),
    ),
    Record(
        "field_notes", "the end of the engagement", _notes, _erase_notes, of_notes,
        lambda fieldwork: str(fieldwork.ref),
    ),
    Record(
        "coded_projects", "the end of the engagement", _projects, _erase_project, of_an_engagement,
        lambda project: str(project.ref),
    ),
    Record(
        "document_requests", "the end of the engagement", _asked, _erase_asked, of_an_engagement,
        lambda asked: str(asked.ref),
    ),
    Record(
        "advice", "the end of the engagement", _advice, _erase_advice, of_an_engagement,
        lambda advice: str(advice.ref),
    ),
    Record(
        "requests_declined", "the decision", _declined, _erase_request, lambda request: (request.ref,),
        lambda request: str(request.ref),
    ),
    Record(
        "mail_sent", "the sending", _sent, _erase_row("mails"), of_what_it_is_about, lambda mail: f"mail {mail.pk}",
    ),
    Record(
        "notices", "the telling", _told, _erase_row("notices"), of_what_it_is_about, lambda told: f"notice {told.pk}",
    ),
    Record(
        "tasks", "the ending", _tasks, _erase_row("tasks"), lambda task: (task.ref, *of_what_it_is_about(task)),
        lambda task: str(task.ref),
    ),
    Record(
        "searches_dropped", "the dropping", _dropped, _erase_row("searches"), alone,
        lambda search: f"search {search.pk}",
    ),
    Record("sign_in_attempts", "the attempt", _attempts, _erase_attempt, alone, lambda row: f"attempt {row.pk}"),
)  # fmt: skip
