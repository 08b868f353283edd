"""A document's text without parts of it: gone and not painted over, and every citation leads where it led."""

import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from concord.analysis.text.redacting import Span
from concord.core import files
from concord.core.errors import BadInput, Denied, Incomplete, NotThere, Stale
from concord.evidence import actions, queries
from concord.evidence.actions import Part
from concord.evidence.models import Document, DocumentRedaction
from concord.findings import quotes
from tests.at_rest import CANARY, places_of
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import keeping, moves
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db
TEXT = f"Call 555-010-0142 and ask for {CANARY}.\n\nThe {CANARY} post is quiet. Nobody else is named."
PHONE = Part(1, 1, Span(5, 17, "phone"))
OPEN = {"releasability": "releasable"}


def filed(**changed: Any) -> tuple[plans.Cast, Document]:
    by = gather.ready()
    return by, gather.document(by, "notes.txt", TEXT.encode(), **changed)


def redact(document: Document, by: Any, **more: Any) -> Document:
    return actions.redact_document(document, **{"revision": 1, "by": by, "at": AT, **more})


def texts(document: Document) -> list[str]:
    version = queries.last_redaction_of(document.revisions.get())
    assert version is not None
    return [redacted.text for _, redacted in queries.redacted_page(version, 1)]


def test_who_may_redact_a_document() -> None:
    by, document = filed()
    people = make.everybody(by.engagement)
    able = moves.tried(people, lambda who: redact(document, who, words=[CANARY]))
    assert able == {"assessment_lead", "assessor"}
    with pytest.raises(Denied):
        redact(document, people["auditor"], words=[CANARY])


@pytest.mark.parametrize("kind", ["releasable", "confidential"])
def test_parts_and_words_are_gone_from_a_version_and_the_text_stays_as_it_is(kind: str) -> None:
    by, document = filed(releasability=kind)
    redact(document, by.expert, parts=[PHONE], words=[CANARY])
    assert texts(document) == [
        "Call [redacted: phone] and ask for [redacted: personal data].",
        "The [redacted: personal data] post is quiet. Nobody else is named.",
    ]
    assert [one.text for one in queries.page_of_text(document.revisions.get(), 1)] == TEXT.split("\n\n")
    assert (places_of("ask for [redacted") == []) == (kind == "confidential")


def test_a_version_is_without_what_the_one_before_was_without_unless_it_is_made_anew() -> None:
    by, document = filed()
    redact(document, by.expert, parts=[PHONE])
    redact(document, by.expert, parts=[PHONE])  # the same again
    assert DocumentRedaction.objects.count() == 1
    redact(document, by.expert, words=["quiet"])
    assert [text.count("[redacted") for text in texts(document)] == [1, 1]
    redact(document, by.expert, words=["quiet"], anew=True)
    assert [text.count("[redacted") for text in texts(document)] == [0, 1]
    assert list(DocumentRedaction.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("more", "error", "words"),
    [
        ({}, Incomplete, "A redaction removes something"),
        ({"words": ["nowhere"]}, BadInput, "This does not stand in the text: “nowhere”."),
        ({"parts": [Part(1, 1, Span(3, 900, "name"))]}, BadInput, "Paragraph 1 of page 1 cannot be redacted"),
        ({"parts": [Part(1, 9, Span(0, 1, "name"))]}, NotThere, "no such passage"),
        ({"revision": 2, "words": ["quiet"]}, NotThere, "no text of a revision 2"),
    ],
)
def test_what_cannot_be_redacted_is_said(more: dict[str, Any], error: type[Exception], words: str) -> None:
    by, document = filed()
    with pytest.raises(error, match=words):
        redact(document, by.expert, **more)
    assert DocumentRedaction.objects.count() == 0


@pytest.mark.parametrize("kind", ["releasable", "confidential"])
def test_the_redacted_version_resolves_the_same_citation(kind: str) -> None:
    by, document = filed(releasability=kind)
    redact(document, by.expert, words=[CANARY])
    lead, where = make.browser(by.lead), f"{document.get_absolute_url()}r1/redacted/p1/"
    start = TEXT.split("\n\n")[1].index("is quiet")
    page = lead.get(f"{where}2/{start}-{start + 8}/").content.decode()
    assert f"<code>{document.ref} r1 p1 ¶2 [{start}-{start + 8}]</code>" in page
    assert ("<mark>is quiet</mark>" in page, CANARY in page) == (True, False)
    inside = lead.get(f"{where}2/5-7/").content.decode()  # in the middle of what is gone
    assert "<mark>[redacted: personal data]</mark>" in inside
    whole = lead.get(f"{where}2/").content.decode()
    assert "<mark>The [redacted: personal data] post is quiet. Nobody else is named.</mark>" in whole
    assert [lead.get(f"{where}{tail}").status_code for tail in ("", "9/", "2/5-900/")] == [200, 404, 404]
    other = gather.document(by, content=b"Not redacted.")
    assert lead.get(f"{other.get_absolute_url()}r1/redacted/p1/").status_code == 404


def test_a_page_is_redacted_by_its_form_where_suggestions_are_chosen() -> None:
    by, document = filed()
    lead, address = make.browser(by.lead), f"{document.get_absolute_url()}r1/p1/redact/"
    page = lead.get(address).content.decode()
    assert ('value="1-5-17"' in page, "phone: 555-010-0142" in page, "Begin anew" in page) == (True, True, False)
    nothing = lead.post(address, {})
    assert (nothing.status_code, "Choose a suggestion" in nothing.content.decode()) == (422, True)
    answer = lead.post(address, {"accepted": ["1-5-17"], "words": f"{CANARY}\n"})
    assert answer.headers["Location"] == f"{document.get_absolute_url()}r1/redacted/p1/"
    assert [text.count("[redacted") for text in texts(document)] == [2, 1]
    again = lead.get(address).content.decode()
    assert ("Begin anew" in again, 'value="1-5-17"' in again) == (True, False)  # it is gone already
    read = lead.get(f"{document.get_absolute_url()}r1/p1/").content.decode()
    assert ("This page redacted, version 1" in read, "Redact this page" in read) == (True, True)
    assert make.browser(make.person("auditor")).get(address).status_code in (403, 404)


def test_what_is_quoted_in_a_justification_is_the_redacted_text() -> None:
    by, document = filed()
    cited = f"{document.ref} r1 p1 ¶2 [4-30]"
    redact(document, by.expert, words=[CANARY])
    assert quotes.texts([cited]) == {cited: TEXT.split("\n\n")[1][4:30]}
    assert quotes.texts([cited], redacted=True) == {cited: "[redacted: personal data] post is quiet. "}


def test_a_records_request_gives_the_redacted_text_and_a_waiting_set_goes_when_it_is_redacted() -> None:
    by, document = filed(**OPEN)
    waiting = keeping.foia(by)
    redact(document, by.expert, words=[CANARY, "555-010-0142"])
    waiting.refresh_from_db()
    assert waiting.file is None
    with pytest.raises(Stale, match=document.ref):
        actions.approve_foia(waiting, by=make.person("approving_official"), at=AT)
    given = keeping.foia(by)
    assert given.given[-1] == [document.ref, 1, 1]
    with zipfile.ZipFile(files.path_of(given.file_id)) as packed:
        names = [name for name in packed.namelist() if name.startswith("documents/")]
        assert names == [f"documents/{document.ref}-r1-redacted-1.txt"]
        assert [CANARY.encode() in packed.read(name) for name in packed.namelist()] == [False] * len(packed.namelist())
    page = make.browser(make.person("auditor")).get(given.get_absolute_url()).content.decode()
    assert f"{document.ref}</a>, revision 1, redacted version 1" in page


def test_a_redacted_version_is_sealed_and_opened_with_its_document(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    by, document = filed(**OPEN)
    redact(document, by.expert, words=["quiet"])
    told = {"releasability": "confidential", "basis": "personal_privacy", "reason": "They took it back."}
    with django_capture_on_commit_callbacks(execute=True):
        actions.restrict(document.item, by=by.expert, at=AT, **told)
    assert (DocumentRedaction.objects.get().texts, places_of(CANARY)) == ([], [])
    document = Document.objects.get(pk=document.pk)
    assert texts(document)[1] == f"The {CANARY} post is [redacted: personal data]. Nobody else is named."
    actions.release(document.item, reason="They agreed.", by=by.lead, at=AT + timedelta(hours=1))
    assert texts(Document.objects.get(pk=document.pk))[1].endswith("[redacted: personal data]. Nobody else is named.")


def test_a_redacted_version_goes_with_its_document() -> None:
    by, document = filed()
    redact(document, by.expert, words=["quiet"])
    keeping.over(by.engagement)
    late = AT + timedelta(days=11 * 366)
    proposed = keeping.proposed(rule="documents", at=late)
    done = actions.carry_out_disposal(proposed, by=make.person("approving_official"), at=late)
    assert (done.counts["redacted versions"], DocumentRedaction.objects.count(), places_of(CANARY)) == (1, 0, [])
