"""Documents of confidential items: files, texts and names are sealed, leave the index, and come back when released."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from concord.core import files, keys
from concord.core.guard import writing
from concord.core.models import AuditRow, SealedThing, StoredFile
from concord.evidence import actions, jobs, queries, sealed_items
from concord.evidence.models import Document, EvidenceItem, Passage, Revision
from concord.evidence.models.documents import Citation
from concord.evidence.queries.search import Wanted, search
from concord.evidence.reading.pieces import Page
from tests.at_rest import CANARY, places_of
from tests.evidence.reading import making as make_file
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import gathering
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db
PRIVACY = {"releasability": "confidential", "basis": "personal_privacy", "reason": "It names a person."}
LATER = AT + timedelta(hours=1)
TEXT = f"Told by {CANARY} at noon."


@pytest.fixture(autouse=True)
def committing(django_capture_on_commit_callbacks: Callable[..., Any]) -> Iterator[None]:
    """What a verb does once it has committed is done."""
    with django_capture_on_commit_callbacks(execute=True):
        yield


def filed(by: plans.Cast, **changed: Any) -> Document:
    return gather.filed(by, f"{CANARY}.txt", f"{TEXT}\n\nNobody else.".encode(), **changed)


def restricted(document: Document, who: Any) -> Document:
    actions.restrict(document.item, by=who, at=AT, **PRIVACY)
    return Document.objects.get(pk=document.pk)


def released(document: Document, who: Any) -> Document:
    actions.release(EvidenceItem.objects.get(pk=document.item_id), reason="Agreed in writing.", by=who, at=LATER)
    return Document.objects.get(pk=document.pk)


def cited(document: Document, paragraph: int = 1, revision: int = 1) -> str | None:
    found = queries.passage(Citation(document.ref, revision, 1, paragraph))
    return found and found.text


def told(document: Document) -> tuple[str, str, bytes]:
    revision = queries.revision(document, 1)
    assert revision is not None
    said = queries.told(revision)
    return said.file_name, said.text_sha256, b"".join(queries.document_file(revision))


@pytest.mark.owed("P9", "A12")
@pytest.mark.parametrize("kind", ["confidential", "law_enforcement"])
def test_of_a_confidential_document_no_word_lies_in_the_clear_and_its_team_reads_it(kind: str) -> None:
    by = gather.ready()
    document = jobs.read(filed(by, releasability=kind))
    assert (document.state, places_of(CANARY)) == ("read", [])
    assert (cited(document, 1), cited(document, 2), cited(document, 3)) == (TEXT, "Nobody else.", None)
    assert list(Passage.objects.values_list("page", "number", "text")) == [(1, 1, ""), (1, 2, "")]
    page = make.browser(by.lead).get(f"{document.get_absolute_url()}r1/p1/1/8-18/")
    assert (f">{TEXT[8:18]}</mark>" in page.content.decode(), page.headers["Cache-Control"]) == (
        True, "private, no-store",
    )  # fmt: skip
    assert f"{CANARY}.txt, " in make.browser(by.lead).get(document.get_absolute_url()).content.decode()


def test_its_file_and_its_clean_copy_are_handed_out_in_the_clear_to_the_team_alone() -> None:
    by = gather.ready()
    whole = make_file.pdf(TEXT)
    document = gather.document(by, f"{CANARY}.pdf", whole, releasability="confidential")
    address = f"{document.get_absolute_url()}r1/"
    answer = make.browser(by.lead).get(f"{address}original/")
    assert (answer.getvalue(), CANARY in answer.headers["Content-Disposition"]) == (whole, True)
    assert make.browser(by.expert).get(f"{address}clean/").getvalue().startswith(b"%PDF-")
    assert (places_of(CANARY), [one for one in at_rest_of(document) if one.startswith(b"%PDF")]) == ([], [])
    for path in ("original/", "clean/", "p1/", "p1/1/"):
        assert make.browser(make.person("programme_officer")).get(f"{address}{path}").status_code == 404


def at_rest_of(document: Document) -> list[bytes]:
    kept = document.revisions.values_list("file_id", "clean_copy_id")
    return [files.path_of(sha256).read_bytes() for pair in kept for sha256 in pair if sha256]


def test_restricting_takes_a_document_out_of_the_index_and_releasing_puts_it_back_with_the_same_citations(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    by = gather.ready()
    document = jobs.read(filed(by))
    before, plain = told(document), document.revisions.get().file_id
    found = lambda: search(by.lead, Wanted("noon")).count  # noqa: E731 - the same question three times
    assert found() == 1
    with django_capture_on_commit_callbacks(execute=True):
        document = restricted(document, by.expert)
    assert (found(), places_of("noon"), told(document), cited(document)) == (0, [], before, TEXT)
    assert (StoredFile.objects.filter(pk=plain).exists(), files.path_of(plain).exists()) == (False, False)
    document = released(document, by.lead)
    assert (found(), told(document), cited(document), document.revisions.get().file_id) == (1, before, TEXT, plain)
    assert (SealedThing.objects.count(), document.revisions.get().words) == (0, 7)


def test_every_revision_is_sealed_and_opened_and_each_stays_citable() -> None:
    by = gather.ready()
    document = jobs.read(filed(by))
    document = jobs.read(
        actions.revise(
            document, upload=SimpleUploadedFile("b.pdf", make_file.pdf(f"New {CANARY}.")), by=by.expert, at=AT
        )
    )
    both = (cited(document), cited(document, revision=2))
    document = restricted(document, by.expert)
    assert (places_of(CANARY), (cited(document), cited(document, revision=2))) == ([], both)
    document = jobs.read(
        actions.revise(document, upload=SimpleUploadedFile("c.txt", CANARY.encode()), by=by.expert, at=AT)
    )
    assert (places_of(CANARY), cited(document, revision=3)) == ([], CANARY)
    document = released(document, by.lead)
    assert [cited(document, revision=number) for number in (1, 2, 3)] == [*both, CANARY]


def test_a_document_that_is_restricted_while_it_is_read_is_read_on_sealed() -> None:
    by = gather.ready()
    document = gather.filed(by, "rules.pdf", make_file.pdf("One.", f"Two {CANARY}.", "Three."))
    actions.keep_pages(document.revisions.get(), pages=[Page(1, ("One.",)), Page(2, (f"Two {CANARY}.",))], at=AT)
    document = restricted(document, by.expert)
    assert places_of(CANARY) == []
    read = jobs.read(document)
    texts = [queries.page_of_text(read.revisions.get(), page)[0].text for page in (1, 2, 3)]
    assert (texts, read.revisions.get().words, places_of(CANARY)) == (["One.", f"Two {CANARY}.", "Three."], 4, [])


def test_a_reader_that_comes_too_late_for_the_plain_file_leaves_the_document_to_the_next_one(
    django_capture_on_commit_callbacks: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    by = gather.ready()
    document = filed(by)
    loaded = queries.revision(document, 1)
    with django_capture_on_commit_callbacks(execute=True):
        restricted(document, by.expert)
    with monkeypatch.context() as patched:
        patched.setattr(queries, "revision", lambda *_: loaded)
        assert jobs.read(document).state == "waiting"
    assert jobs.read(document).state == "read"


def test_law_17_the_same_bytes_are_the_same_document_sealed_or_not() -> None:
    by = gather.ready()
    first = filed(by, releasability="confidential")
    assert (filed(by, releasability="confidential"), filed(by)) == (first, first)
    assert Document.objects.count() == 1


def test_the_trail_holds_no_digest_of_what_is_sealed() -> None:
    by = gather.ready()
    document = jobs.read(filed(by, releasability="confidential"))
    actions.revise(document, upload=SimpleUploadedFile("b.txt", b"New."), by=by.expert, at=AT)
    bodies = "".join(AuditRow.objects.filter(what=document.ref).values_list("body", flat=True))
    assert ("sha256" in bodies, "revision" in bodies) == (False, True)


def test_the_trail_holds_no_digest_by_which_who_has_a_file_could_tell_it_once_it_is_sealed() -> None:
    by = gather.ready()
    document = jobs.read(filed(by))
    actions.revise(document, upload=SimpleUploadedFile("b.txt", b"New."), by=by.expert, at=AT)
    for name in ("sent.txt", "sent.bin"):
        who = gathering.liaison(by)
        actions.provide(gathering.asked(by, who), upload=SimpleUploadedFile(name, name.encode()), by=who, at=AT)
    digests = [sealed_items.digest([content]) for content in (b"New.", b"sent.txt", b"sent.bin")]
    texts = [one.text_sha256 for one in document.revisions.all() if one.text_sha256]
    bodies = "".join(AuditRow.objects.values_list("body", flat=True))
    assert [digest in bodies for digest in digests + texts] == [False] * 4
    assert [keys.fingerprint(digest) in bodies for digest in digests + texts] == [True] * 4


def test_what_a_sealed_mail_had_attached_is_named_to_the_team_and_nowhere_at_rest() -> None:
    by = gather.ready()
    document = gather.document(by, "mail.eml", with_attachment(f"{CANARY}.pdf"), releasability="confidential")
    page = make.browser(by.lead).get(document.get_absolute_url()).content.decode()
    assert (places_of(CANARY), f"1 attached: {CANARY}.pdf." in page) == ([], True)


def with_attachment(name: str) -> bytes:
    mail = EmailMessage()
    mail["Subject"] = "Rosters"
    mail.set_content("As asked.")
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename=name)
    return mail.as_bytes()


def test_the_database_holds_no_plain_text_of_a_confidential_document_whoever_writes_it() -> None:
    by = gather.ready()
    sealed, plain = gather.document(by, releasability="confidential"), gather.document(by)
    one, two = sealed.revisions.get(), plain.revisions.get()
    tries: list[Callable[[], object]] = [
        lambda: Passage.objects.create(revision=one, page=9, number=1, text="Plain."),
        lambda: Passage.objects.create(revision=two, page=9, number=1, text=""),
        lambda: Passage.objects.filter(revision=one).update(text="Plain."),
        lambda: Passage.objects.filter(revision=two).update(text=""),
        lambda: Passage.objects.filter(revision=two).update(text="Other."),
        lambda: Revision.objects.filter(pk=one.pk).update(is_sealed=False),
        lambda: Revision.objects.filter(pk=two.pk).update(is_sealed=True, text_sha256=""),
        lambda: Revision.objects.filter(pk=two.pk).update(file=one.file),
        lambda: Revision.objects.filter(pk=one.pk).update(text_sha256="x"),
        lambda: Revision.objects.filter(pk=one.pk).update(fingerprint="x"),
        lambda: Revision.objects.create(document=sealed, number=2, file=one.file, filed_at=AT, fingerprint="x"),
    ]
    for attempt in tries:
        with pytest.raises(DatabaseError), transaction.atomic(), writing():
            attempt()
