"""Documents: filed, read by the job, refused with a sentence, revised; their passages stay where they are."""

import hashlib
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from concord.core.errors import BadInput, Denied, NotAllowedNow, Unavailable
from concord.core.files import path_of
from concord.core.models import AuditRow
from concord.core.permissions import Permission
from concord.core.roles import SystemActor
from concord.evidence import actions, jobs, notes, queries
from concord.evidence.models import Document, EvidenceItem, Passage
from concord.evidence.models.documents import Citation
from concord.evidence.reading import parent
from concord.evidence.reading.pieces import Page
from concord.evidence.states import DOCUMENT, DocumentState
from tests.at_rest import places_of
from tests.evidence.reading import making as make_file
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import fieldwork as field
from tests.factories import gathering, moves
from tests.factories.engagements import AT

P = Permission
CONCORD = SystemActor("read-documents")
pytestmark = pytest.mark.django_db


def texts(document: Document, revision: int = 1) -> list[tuple[int, int, str]]:
    rows = Passage.objects.filter(revision__document=document, revision__number=revision)
    return list(rows.order_by("page", "number").values_list("page", "number", "text"))


def test_a_document_is_filed_as_an_item_and_read_by_the_job() -> None:
    by = gather.ready()
    document = gather.filed(by, "rules.pdf", make_file.pdf("First rule.", "Second rule."))
    assert (document.state, document.item.title, document.item.count, document.item.file) == (
        "waiting", "Policy on moves", 1, None,
    )  # fmt: skip
    read = jobs.read(document)
    revision = read.revisions.get()
    assert (read.state, read.current, revision.outcome, revision.kind) == ("read", 1, "read", "pdf")
    assert (revision.pages, revision.words, revision.confidence, revision.warnings) == (2, 4, None, [])
    assert texts(read) == [(1, 1, "First rule."), (2, 1, "Second rule.")]
    assert revision.text_sha256 == hashlib.sha256(b"First rule.\nSecond rule.").hexdigest()
    verbs = AuditRow.objects.filter(what=document.ref).order_by("seq").values_list("verb", "who")
    assert list(verbs) == [("document.file_document", by.expert.actor_key), ("document.read", "concord:read-documents")]


def test_the_job_reads_a_document_once() -> None:
    document = gather.document(gather.ready())
    rows = AuditRow.objects.count()
    jobs.read_document(document.ref)
    jobs.read_document("DOC-1999-0001")
    assert AuditRow.objects.count() == rows


def test_the_same_bytes_are_the_same_document_until_it_is_withdrawn() -> None:
    by = gather.ready()
    first = gather.filed(by, content=b"The same.")
    assert gather.filed(by, "renamed.txt", b"The same.", title="Another title") == first
    assert (Document.objects.count(), EvidenceItem.objects.count()) == (1, 1)
    actions.withdraw(first.item, reason="Sent by mistake.", by=by.expert, at=AT)
    assert gather.filed(by, content=b"The same.") != first


def test_law_17_a_file_that_is_here_already_is_not_logged_again_with_other_words() -> None:
    by = field.ready()
    first = gather.filed(by, "talk.txt", b"The same.")
    says = f"This file is here already, as {first.ref} of {first.item.ref}: it has the same bytes. Leave the file out"
    for taking in (
        lambda: gather.item(by, summary="Other words.", upload=SimpleUploadedFile("again.txt", b"The same.")),
        lambda: field.held(by, upload=SimpleUploadedFile("again.txt", b"The same.")),
    ):
        with pytest.raises(BadInput, match=says):
            taking()
    assert (Document.objects.count(), EvidenceItem.objects.count()) == (1, 1)
    actions.withdraw(first.item, reason="Sent by mistake.", by=by.expert, at=AT)
    assert gather.item(by, upload=SimpleUploadedFile("again.txt", b"The same.")).documents.count() == 1


def test_a_reading_that_was_cut_off_goes_on_where_it_stopped() -> None:
    document = gather.filed(gather.ready(), "rules.pdf", make_file.pdf("One.", "Two.", "Three."))
    revision = document.revisions.get()
    actions.keep_pages(revision, pages=[Page(1, ("Kept before.",)), Page(2, ("Kept too.",))], at=AT)
    assert queries.passage(Citation(document.ref, 1, 1, 1)) is None
    told: list[int] = []
    read = jobs.read(document, told.append)
    assert texts(read) == [(1, 1, "Kept before."), (2, 1, "Kept too."), (3, 1, "Three.")]
    assert (told, read.revisions.get().pages) == ([3], 3)


@pytest.mark.parametrize("releasability", ["deliberative", "confidential"])
def test_a_reading_that_goes_on_keeps_what_was_left_out_before_and_counts_every_blank_page(releasability: str) -> None:
    content = make_file.pdf("One.", "", "Three.", "", "Five.", catalog="/OpenAction<</S/JavaScript/JS(a)>>")
    document = gather.filed(gather.ready(), "rules.pdf", content, releasability=releasability)
    revision = document.revisions.get()
    pages = [Page(1, ("One.",)), Page(2, ()), Page(3, ("Three.",))]
    actions.keep_pages(revision, pages=pages, of=5, warnings=["A picture was left out of page 2."], at=AT)
    kept = document.revisions.get()
    assert (kept.pages, queries.told(kept).warnings) == (5, ["A picture was left out of page 2."])
    assert places_of("left out of page 2") == ([] if kept.is_sealed else ["evidence_revision"])
    done = jobs.read(document).revisions.get()
    assert (done.pages, queries.told(done).warnings) == (5, [
        "A picture was left out of page 2.",
        "A program (JavaScript) is in the file; it was left out.",
        "2 pages without text: a picture, or empty.",
    ])  # fmt: skip


def test_it_is_known_how_many_pages_there_are_before_the_first_is_read(tmp_path: Path) -> None:
    for name, content, pages in (("a.pdf", make_file.pdf("One.", "Two."), 2), ("a.png", make_file.png(), 1)):
        (place := tmp_path / name).write_bytes(content)
        lines = list(parent.read(place, name))
        counted = lines.index(parent.Told(pages=pages))
        assert [isinstance(line, Page) for line in lines[:counted]] == [False] * counted


def test_what_is_kept_twice_stays_as_it_was_first() -> None:
    document = gather.filed(gather.ready())
    revision = document.revisions.get()
    for text in ("First.", "Second."):
        actions.keep_pages(revision, pages=[Page(1, (text,))], at=AT)
    assert texts(document) == [(1, 1, "First.")]
    done = jobs.read(document)
    with pytest.raises(NotAllowedNow):
        actions.keep_pages(done.revisions.get(), pages=[Page(9, ("Late.",))], at=AT)


def test_a_file_that_cannot_be_read_is_refused_with_its_sentence() -> None:
    by = gather.ready()
    document = gather.document(by, "rules.docx", b"PK\x03\x04 nothing")
    revision = document.revisions.get()
    assert (document.state, document.held_by, revision.outcome) == ("refused", "the assessment team", "refused")
    assert revision.why == "Something stands behind the end of the file. Save it anew and send that."
    again = jobs.read(actions.read_again(document, by=by.expert, at=AT))
    assert (again.state, again.revisions.get().why) == ("refused", revision.why)


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("mails.zip", "Unpack it and send the files that are in it."),
        ("talk.doc", "Open it, save it as .docx and send that."),
    ],
)
def test_a_kind_that_is_not_read_is_said_at_once(name: str, advice: str) -> None:
    by = gather.ready()
    with pytest.raises(BadInput) as refused:
        gather.filed(by, name, b"x")
    assert refused.value.reason == f"A file of the kind “{name[-4:]}” is not read. {advice}"
    assert Document.objects.count() == 0


def test_bytes_that_changed_on_disk_are_never_read() -> None:
    document = gather.filed(gather.ready())
    path_of(document.revisions.get().file_id).write_bytes(b"Something else.")
    assert jobs.read(document).revisions.get().why.startswith("The file is no longer as it was filed.")


@pytest.mark.owed("P25")
def test_a_revision_is_added_and_the_one_before_stays_citable() -> None:
    by = gather.ready()
    document = gather.document(by, content=b"Old rule.")
    with pytest.raises(BadInput, match=r"^That is revision 1 once more"):
        actions.revise(document, upload=SimpleUploadedFile("a.txt", b"Old rule."), by=by.expert, at=AT)
    revised = actions.revise(document, upload=SimpleUploadedFile("a.txt", b"New rule."), by=by.expert, at=AT)
    assert (revised.state, revised.current, revised.latest) == ("waiting", 1, 2)
    with pytest.raises(NotAllowedNow):
        actions.revise(revised, upload=SimpleUploadedFile("a.txt", b"Newer."), by=by.expert, at=AT)
    read = jobs.read(revised)
    assert (read.current, texts(read, 1), texts(read, 2)) == (2, [(1, 1, "Old rule.")], [(1, 1, "New rule.")])
    old = queries.passage(Citation(document.ref, 1, 1, 1))
    assert old is not None
    assert old.text == "Old rule."


def test_the_database_keeps_passages_and_revisions_as_they_are() -> None:
    document = gather.document(gather.ready())
    for sql in (
        "UPDATE evidence_passage SET text = 'Other'",
        "UPDATE evidence_revision SET file_name = 'other.txt'",
        "UPDATE evidence_revision SET words = 1",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert texts(document)[0][2].startswith("Policy ")


def test_who_may_do_what_follows_the_table_and_the_roles() -> None:
    by = gather.ready()
    people = make.everybody(by.engagement)
    read, refused = gather.document(by), gather.document(by, "a.docx", b"PK\x03\x04")
    upload = lambda: SimpleUploadedFile("new.txt", b"New.")  # noqa: E731 - read once only, so one each
    for document in (read, refused):
        able = moves.tried(people, lambda who, one=document: actions.revise(one, upload=upload(), by=who, at=AT))
        assert able == moves.expected(DOCUMENT, document.state, P.DOCUMENT_REVISE)
        able = moves.tried(people, lambda who, one=document: actions.read_again(one, by=who, at=AT))
        assert able == moves.expected(DOCUMENT, document.state, P.DOCUMENT_READ_AGAIN)
    with pytest.raises(Denied):
        actions.refuse(gather.filed(by), why="No.", by=by.lead, at=AT)


def test_a_confidential_document_is_changed_by_its_own_team_and_still_read_by_concord() -> None:
    document = gather.document(gather.ready(), releasability="confidential")
    assert document.state == DocumentState.READ
    assert (document.item.summary, queries.facts(document.item)) == ("", "The policy in force.")  # sealed


def test_nothing_is_filed_for_a_withdrawn_item() -> None:
    by = gather.ready()
    document = gather.document(by)
    actions.withdraw(document.item, reason="Wrong.", by=by.expert, at=AT)
    fresh = queries.document(document.ref)
    assert fresh is not None
    with pytest.raises(Denied, match=r"^The item was withdrawn"):
        actions.revise(fresh, upload=SimpleUploadedFile("a.txt", b"New."), by=by.expert, at=AT)


@contextmanager
def scanner(answer: bytes, folder: Path) -> Iterator[tuple[str, list[bytes]]]:
    """A virus scanner that speaks clamd's own protocol on a socket, and gives one answer. Yields its address, and what
    it was sent."""
    place, sent = folder / "clamd.ctl", list[bytes]()
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(place))
    listening.listen()

    def serve() -> None:
        peer, _ = listening.accept()
        with peer, peer.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while length := struct.unpack(">L", stream.read(4))[0]:
                sent.append(stream.read(length))
            peer.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"unix://{place}", sent
    listening.close()


def test_a_clean_file_is_scanned_whole_before_it_is_read(tmp_path: Path, settings: object) -> None:
    document = gather.filed(gather.ready(), content=b"word " * 40_000)
    with scanner(b"stream: OK\0", tmp_path) as (settings.CONCORD_CLAMD, sent):  # type: ignore[attr-defined]
        assert jobs.read(document).state == "read"
    assert b"".join(sent) == b"word " * 40_000


def test_an_infected_file_is_kept_apart_and_handed_out_to_nobody(tmp_path: Path, settings: object) -> None:
    by = gather.ready()
    document = gather.filed(by)
    with scanner(b"stream: Eicar-Signature FOUND\0", tmp_path) as (settings.CONCORD_CLAMD, _):  # type: ignore[attr-defined]
        found = jobs.read(document)
    why = "The virus scanner found Eicar-Signature. The file is kept apart and handed out to nobody."
    assert (found.state, found.revisions.get().why, texts(found)) == ("quarantined", why, [])
    page = make.browser(by.lead).get(f"{found.get_absolute_url()}r1/original/")
    assert page.status_code == 404


@pytest.mark.parametrize("releasability", ["deliberative", "confidential"])
def test_a_file_that_is_logged_or_comes_from_field_work_is_read_like_any_document(releasability: str) -> None:
    by, said = field.ready(), make_file.said("We rarely stay.")
    one, other = make_file.word(said), make_file.word(f"{said}<!-- The second talk -->")

    def upload(content: bytes = one) -> SimpleUploadedFile:
        return SimpleUploadedFile("talk.docx", content)

    logged = gather.item(by, summary="Facts.", upload=upload(), releasability=releasability)
    held = field.held(by, upload=upload(other), releasability=releasability).item
    assert gather.item(by, summary="Facts.", upload=upload(), releasability=releasability) == logged
    assert gather.item(by, summary="Facts.", releasability=releasability) != logged
    for item in (logged, held):
        document = jobs.read(item.documents.get())
        (passage,) = queries.page_of_text(document.revisions.get(), 1)
        assert (item.file, document.state, passage.text) == (None, "read", "We rarely stay.")
        assert make.browser(by.lead).get(f"{item.get_absolute_url()}file/").status_code == 404


def test_an_infected_file_is_taken_for_nothing_that_holds_a_file(tmp_path: Path, settings: object) -> None:
    by = field.ready()
    upload = {"upload": SimpleUploadedFile("a.pptx", b"One.")}
    asked = gathering.asked(by, who := gathering.liaison(by))
    tried = {
        "log": lambda: gather.item(by, **upload),
        "hold": lambda: field.held(by, **upload),
        "provide": lambda: actions.provide(asked, upload=SimpleUploadedFile("a.pptx", b"One."), by=who, at=AT),
        "register": lambda: gathering.data_set(by, sha256="", **upload),
        "notes": lambda: notes.read("a.txt", b"One."),
    }
    for name, taking in tried.items():
        (folder := tmp_path / name).mkdir()
        with (
            scanner(b"stream: Eicar-Signature FOUND\0", folder) as (settings.CONCORD_CLAMD, sent),  # type: ignore[attr-defined]
            pytest.raises(BadInput, match=r"The virus scanner found Eicar-Signature in .?a\.(txt|pptx)"),
        ):
            taking()
        assert b"".join(sent) == b"One.", name
        settings.CONCORD_CLAMD = f"unix://{folder}/nobody"  # type: ignore[attr-defined]
        with pytest.raises(Unavailable):
            taking()
    assert EvidenceItem.objects.count() == 0


@pytest.mark.parametrize("answer", [b"stream: Size limit exceeded. ERROR\0", b"INSTREAM: OK sort of\0", b""])
def test_whatever_the_scanner_says_but_clean_or_found_closes_the_door(
    tmp_path: Path, settings: object, answer: bytes
) -> None:
    document = gather.filed(gather.ready())
    with (
        scanner(answer, tmp_path) as (settings.CONCORD_CLAMD, _),  # type: ignore[attr-defined]
        pytest.raises(Unavailable),
    ):
        jobs.read(document)
    assert Document.objects.get().state == "waiting"


def test_a_scanner_that_is_not_there_closes_the_door_too(tmp_path: Path, settings: object) -> None:
    settings.CONCORD_CLAMD = f"unix://{tmp_path}/nobody"  # type: ignore[attr-defined]
    document = gather.filed(gather.ready())
    with pytest.raises(Unavailable, match=r"^The virus scanner at unix:"):
        jobs.read(document)
    assert texts(document) == []


def test_the_reader_can_be_killed_and_the_document_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCORD_READER_CPU_S", "0")
    braces = b"{\\rtf1 " + b"{}" * 9_900_000 + b"}"  # the system lets every process have its first second
    document = gather.document(gather.ready(), "braces.rtf", braces)
    assert document.revisions.get().why.startswith("The file takes longer to read, or more memory")
