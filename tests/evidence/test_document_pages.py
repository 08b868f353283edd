import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import StreamingHttpResponse
from django.test import Client

from concord.evidence import actions, jobs, queries
from concord.evidence.models import Document
from concord.evidence.reading.pieces import Page
from tests.engagements.test_pages import query_count
from tests.evidence.reading import making as make_file
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import workplans as plans
from tests.factories.engagements import AT, PEOPLES_ROLES

pytestmark = pytest.mark.django_db

ALL = {role.key for role in PEOPLES_ROLES}
TEAM = {"assessment_lead", "assessor", "analyst", "reviewer"}
OFFICE = {"programme_officer", "approving_official", "auditor"}
OPENS_ORIGINALS = {"assessment_lead", "analyst"}


def listed(by: plans.Cast) -> str:
    return f"{by.engagement.get_absolute_url()}documents/"


def content(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_document_that_is_being_read_says_how_many_pages_have_been_and_that_its_text_waits_for_all() -> None:
    by = gather.ready()
    document, lead = gather.filed(by, "a.pdf", make_file.pdf("One.", "Two.")), make.browser(by.lead)
    here = document.get_absolute_url()
    assert "Revision 1 is to be read; its text can be read when all of it is. Load this page again." in content(
        lead, here
    )
    pages = [Page(number, (f"Page {number}.",)) for number in (1, 2, 3)]
    actions.keep_pages(document.revisions.get(), pages=pages, at=AT)
    shown = content(lead, here)
    assert "is being read: 3 pages so far; its text can be read when all are. Load this page" in shown
    assert "<dt>Read</dt><dd>3 pages so far</dd>" in shown
    actions.keep_pages(document.revisions.get(), pages=[], of=12, at=AT)
    shown = content(lead, here)
    assert "is being read: 3 of 12 pages so far; its text can be read when all are. Load this page" in shown
    assert "<dt>Read</dt><dd>3 of 12 pages so far</dd>" in shown
    assert lead.get(f"{here}r1/p1/").status_code == 404
    jobs.read(document)
    assert "Load this page again" not in content(lead, here)


def test_a_document_that_was_withdrawn_before_it_was_read_asks_nobody_to_wait() -> None:
    by = gather.ready()
    document = gather.filed(by)
    actions.withdraw(document.item, reason="Wrong.", by=by.lead, at=AT)
    assert "Load this page again" not in content(make.browser(by.lead), document.get_absolute_url())


@pytest.mark.parametrize(
    ("releasability", "readers"),
    [("releasable", TEAM | OFFICE), ("deliberative", TEAM | OFFICE), ("confidential", TEAM)],
)
def test_who_sees_a_document_its_text_and_its_files(releasability: str, readers: set[str]) -> None:
    by = gather.ready()
    document = gather.document(by, "a.pdf", make_file.pdf("Said."), releasability=releasability)
    people, strangers = make.everybody(by.engagement), make.everybody(make.engagement("Elsewhere"))
    here = document.get_absolute_url()
    for page in (here, f"{here}r1/p1/", f"{here}r1/p1/1/", f"{here}r1/p1/1/0-4/", f"{here}r1/clean/"):
        assert make.statuses(people, page) == {200: readers, 404: ALL - readers}
        outside = readers & OFFICE
        found = make.statuses(strangers, page)
        assert (found.get(200, set()), found[404]) == (outside, ALL - outside)
    assert make.statuses(people, f"{here}r1/original/") == {
        200: OPENS_ORIGINALS, 403: readers - OPENS_ORIGINALS, 404: ALL - readers,
    }  # fmt: skip
    visible = {role for role, who in people.items() if queries.documents_visible_to(who).exists()}
    assert visible == readers


def test_a_confidential_document_is_listed_for_the_team_alone() -> None:
    by = gather.ready()
    gather.document(by, title="Rosters")
    gather.document(by, title="Told in confidence", releasability="confidential")
    people = make.everybody(by.engagement)
    pages = {role: content(make.browser(people[role]), listed(by)) for role in TEAM | OFFICE}
    assert {role for role, page in pages.items() if "Rosters" in page} == TEAM | OFFICE
    assert {role for role, page in pages.items() if "Told in confidence" in page} == TEAM


def test_the_list_asks_as_many_queries_for_one_row_as_for_three() -> None:
    by = gather.ready()
    gather.document(by)
    client = make.browser(by.lead)
    with_one = query_count(client, listed(by))
    gather.document(by)
    gather.filed(by)
    assert query_count(client, listed(by)) == with_one
    assert content(client, listed(by)).count('<tr><th scope="row">') == 3


def test_a_document_is_filed_on_the_page_of_its_focus_area() -> None:
    by = gather.ready()
    client = make.browser(by.expert)
    page = f"{make.area(by.engagement).get_absolute_url()}file-document/"
    assert 'name="count"' not in content(client, page)
    typed = gather.told(collected_on="2026-11-03", method="document_review")
    assert client.post(page, typed).status_code == 422
    upload = SimpleUploadedFile("policy.txt", b"Sergeants stay two years.")
    done = client.post(page, typed | {"upload": upload})
    document = Document.objects.get()
    assert (done.status_code, done["Location"]) == (302, document.get_absolute_url())
    assert "Being read" in content(client, document.get_absolute_url())
    jobs.read(document)
    shown = content(client, document.get_absolute_url())
    assert all(text in shown for text in ("policy.txt", "1 page, 4 words", by.expert.name))


def test_a_passage_is_marked_where_it_is_cited_and_says_when_there_is_a_newer_text() -> None:
    by = gather.ready()
    document = gather.document(by, content=b"Sergeants stay two years.\n\nThen they move on.")
    client, here = make.browser(by.lead), document.get_absolute_url()
    page = content(client, f"{here}r1/p1/1/0-9/")
    assert '<mark id="c0-9">Sergeants</mark> stay two years.' in page
    assert f"{document.ref} r1 p1 ¶1 [0-9]" in page
    assert '<mark id="c0-18">Then they move on.</mark>' in content(client, f"{here}r1/p1/2/")
    revised = actions.revise(document, upload=SimpleUploadedFile("a.txt", b"New."), by=by.expert, at=AT)
    assert client.get(f"{here}r2/p1/").status_code == 404
    jobs.read(revised)
    page = content(client, f"{here}r1/p1/1/0-9/")
    assert '<mark id="c0-9">Sergeants</mark>' in page
    assert "There is a newer text" in page


@pytest.mark.parametrize("place", ["r9/p1/", "r1/p9/", "r1/p0/", "r1/p1/9/", "r1/p1/1/4-2/", "r1/p1/1/0-999/"])
def test_a_place_that_is_not_there_is_said_so(place: str) -> None:
    by = gather.ready()
    document = gather.document(by)
    assert make.browser(by.lead).get(f"{document.get_absolute_url()}{place}").status_code == 404


def test_the_original_is_saved_and_never_shown() -> None:
    by = gather.ready()
    document = gather.document(by, "page.html", b"<p>Said.</p><script>alert(1)</script>")
    response = make.browser(by.lead).get(f"{document.get_absolute_url()}r1/original/")
    assert isinstance(response, StreamingHttpResponse)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="page.html"'
    assert response.getvalue() == b"<p>Said.</p><script>alert(1)</script>"


def test_an_original_that_nobody_has_looked_at_and_one_of_a_withdrawn_item_are_not_handed_out() -> None:
    by = gather.ready()
    waiting, withdrawn = gather.filed(by), gather.document(by, "a.pdf", make_file.pdf("Said."))
    actions.withdraw(withdrawn.item, reason="Wrong.", by=by.expert, at=AT)
    client = make.browser(by.lead)
    assert client.get(f"{waiting.get_absolute_url()}r1/original/").status_code == 404
    assert client.get(f"{withdrawn.get_absolute_url()}r1/original/").status_code == 403
    assert client.get(f"{withdrawn.get_absolute_url()}r1/clean/").status_code == 404
    assert "was withdrawn" in content(client, withdrawn.get_absolute_url())


def test_a_page_whose_letters_were_recognised_says_how_surely() -> None:
    by = gather.ready()
    document = gather.filed(by)
    actions.keep_pages(document.revisions.get(), pages=[Page(1, ("Recognised.",), 0.82)], at=AT)
    client = make.browser(by.lead)
    jobs.read(document)
    assert "with a confidence of 82 percent" in content(client, f"{document.get_absolute_url()}r1/p1/")
    assert "with confidence 0.82 of 1" in content(client, document.get_absolute_url())


def test_markup_in_a_document_is_shown_as_text() -> None:
    by = gather.ready()
    document = gather.document(by, content=b"<script>x</script> & <b>bold</b>")
    page = content(make.browser(by.lead), f"{document.get_absolute_url()}r1/p1/1/")
    assert "&lt;script&gt;x&lt;/script&gt; &amp; &lt;b&gt;bold&lt;/b&gt;" in page


def test_a_document_that_was_not_read_waits_for_the_team() -> None:
    by = gather.ready()
    document = gather.document(by, "a.docx", b"PK\x03\x04")
    assert document in queries.documents_open_for(by.lead)
    page = content(make.browser(by.expert), document.get_absolute_url())
    assert "Revision 1 was not read. Something stands behind the end of the file." in page


def test_of_many_documents_of_the_same_file_the_page_names_the_first_five() -> None:
    by = gather.ready()
    first, *others = [gather.document(by) for _ in range(7)]
    for one in (first, *others):
        actions.revise(one, upload=SimpleUploadedFile("policy.txt", b"The same."), by=by.expert, at=AT)
    named = ", ".join(f'<a href="{one.get_absolute_url()}">{one.ref}</a>' for one in others[:5])
    said = f"<dt>The same file</dt><dd>{named} and more: byte for byte the same."
    assert said in content(make.browser(by.lead), first.get_absolute_url())
