"""Two revisions compared on a page and as Word, and clauses under standards of practice."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concord.core.errors import BadInput, Denied
from concord.evidence import actions, jobs, queries
from concord.evidence.models import ClauseTag, Document
from concord.evidence.models.documents import Citation
from tests.analysis.text.test_comparing import NEW, OLD
from tests.engagements.test_pages import query_count
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db


def two_revisions(**changed: str) -> tuple[plans.Cast, Document]:
    by = gather.ready()
    document = gather.document(by, content="\n\n".join(OLD).encode(), **changed)
    upload = SimpleUploadedFile("policy.txt", "\n\n".join(NEW).encode())
    return by, jobs.read(actions.revise(document, upload=upload, by=by.expert, at=AT))


def page_of(document: Document, revision: int = 2, query: str = "") -> str:
    return f"{document.get_absolute_url()}r{revision}/compare/{query}"


def test_a_revision_is_compared_with_the_one_before_it_and_each_change_is_said_in_words() -> None:
    by, document = two_revisions()
    page = make.browser(by.lead).get(page_of(document)).content.decode()
    assert "of 6 clauses before and 6 after" in page
    rows = [part.partition("</th>")[0] for part in page.split('<th scope="row">')[1:]]
    assert rows == ["Moved", "Reworded", "Renumbered", "New", "Moved away", "Gone"]
    assert "Officers use force only when it is <del>needed.</del><ins>needed and in proportion.</ins>" in page
    whole = make.browser(by.lead).get(page_of(document, 2, f"?older={document.ref}+r1&everything=on")).content.decode()
    assert whole.count('<th scope="row">Same') == 2


def test_two_documents_are_compared_if_both_are_theirs_to_see() -> None:
    by, document = two_revisions()
    other = gather.document(by, content=b"6. This policy is reviewed each year by the chief.")
    page = make.browser(by.lead).get(page_of(document, 2, f"?older={other.ref}+r1")).content.decode()
    assert (other.ref in page, "of 1 clause before and 6 after" in page) == (True, True)
    elsewhere = gather.document(gather.ready("Birch Harbour"))
    for wanted, status in ((f"{elsewhere.ref}+r1", 404), (f"{document.ref}+r9", 404), ("revision+1", 422)):
        assert make.browser(by.lead).get(page_of(document, 2, f"?older={wanted}")).status_code == status, wanted
    assert make.browser(by.lead).get(page_of(document, 9)).status_code == 404
    assert "Name another document" in make.browser(by.lead).get(page_of(document, 1)).content.decode()


def test_the_comparison_is_handed_out_as_word_with_tracked_changes() -> None:
    by, document = two_revisions()
    answer = make.browser(by.lead).get(page_of(document, 2, f"?older={document.ref}+r1&format=docx"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        text = archive.read("word/document.xml").decode()
    name = f'attachment; filename="{document.ref}-r1-{document.ref}-r2.docx"'
    assert (answer.status_code, answer["Content-Disposition"]) == (200, name)
    assert [text.count(f"<w:{kind} ") > 0 for kind in ("ins", "del", "moveFrom", "moveTo")] == [True] * 4
    actions.withdraw(document.item, reason="Filed twice.", by=by.expert, at=AT)
    assert make.browser(by.lead).get(page_of(document, 2, f"?older={document.ref}+r1&format=docx")).status_code == 404


def test_a_clause_is_tagged_with_a_standard_and_the_comparison_shows_it_beside_the_clause_that_came_of_it() -> None:
    by, document = two_revisions()
    lead, clause = make.browser(by.lead), Citation(document.ref, 1, 1, 2)
    page = f"{document.get_absolute_url()}r1/p1/2/standards/"
    assert "tagged with no standard yet" in lead.get(page).content.decode()
    assert lead.post(page, {"standard": "force-needed"}).status_code == 302
    assert lead.post(page, {"standard": "force-needed"}).status_code == 302  # the same again
    assert ClauseTag.objects.count() == 1
    shown = lead.get(page_of(document)).content.decode()
    assert shown.count("Force is needed and in proportion") == 1
    assert lead.post(page, {"off": "force-needed"}).status_code == 302
    assert "Force is needed and in proportion" not in lead.get(page_of(document)).content.decode()
    assert (ClauseTag.objects.filter(ended_at=None).count(), ClauseTag.objects.count()) == (0, 1)
    with pytest.raises(BadInput) as unknown:
        actions.tag_clause(document, clause=clause, standard="gone", by=by.lead, at=AT)
    assert unknown.value.reason == "The edition has no standard “gone”."
    with pytest.raises(Denied):
        actions.tag_clause(document, clause=clause, standard="crisis", by=make.person("auditor"), at=AT)


def test_a_comparison_asks_as_many_queries_whatever_its_length() -> None:
    by, document = two_revisions()
    lead = make.browser(by.lead)
    before = query_count(lead, page_of(document))
    longer = "\n\n".join(f"{n}. Clause {n} says what officers do on day {n}." for n in range(300)).encode()
    other = gather.document(by, content=longer)
    upload = SimpleUploadedFile("policy.txt", longer.replace(b"officers", b"sergeants"))
    other = jobs.read(actions.revise(other, upload=upload, by=by.expert, at=AT))
    assert query_count(lead, page_of(other)) == before
    first = lead.get(page_of(other)).content.decode()
    assert (first.count('<th scope="row">Reworded'), "Further on" in first) == (150, True)
    found = queries.compared(*other.revisions.order_by("number"))
    assert sum(found.counts.values()) == 300
