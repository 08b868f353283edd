"""The search through documents: what fits best comes first, and nobody finds what they may not see."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concord.accounts.models import Person
from concord.core.models import AuditRow
from concord.evidence import actions, jobs
from concord.evidence.queries.said_in_items import said_in_items
from concord.evidence.queries.search import Wanted, search
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import fieldwork as field
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db


def found(person: Person, words: str, **narrowed: object) -> list[str]:
    return [
        "".join(text for text, _ in hit.snippet)
        for hit in search(person, Wanted(words, **narrowed)).hits  # type: ignore[arg-type]
    ]


def test_rare_words_weigh_more_than_common_ones_and_short_passages_more_than_long() -> None:
    by = gather.ready()
    texts = [f"The policy of unit {n} says how officers move" for n in range(8)]
    texts += ["Pursuit", "The policy on a pursuit names supervisors, radio, speed, weather, traffic and its end"]
    gather.document(by, content="\n\n".join(texts).encode())
    assert sorted(found(by.lead, "pursuit policy")[:2]) == sorted(texts[8:])
    assert found(by.lead, "pursuits") == [texts[8], texts[9]]


def test_a_phrase_or_and_not_select_strictly() -> None:
    by = gather.ready()
    gather.document(by, content=b"Use of force\n\nForce of use\n\nRadio")
    assert found(by.lead, '"use of force"') == ["Use of force"]
    assert sorted(found(by.lead, "radio or force")) == ["Force of use", "Radio", "Use of force"]
    assert found(by.lead, "radio -force") == ["Radio"]


def test_what_was_typed_of_items_is_found_by_whoever_may_read_it_and_what_is_sealed_by_nobody() -> None:
    by, other = field.ready(), gather.ready("Elsewhere")
    held = field.held(by, facts="Pursuits end at the river.", thoughts="Pursuits are a habit.")
    field.held(by, facts="A pursuit was told of.", releasability="confidential")
    gone = gather.item(by, summary="A pursuit that never was.")
    actions.withdraw(gone, reason="Wrong.", by=by.expert, at=AT)
    actions.save_notes(field.booked(by), facts="A pursuit, I think.", thoughts="", seen=0, by=by.expert, at=AT)
    (hit,) = said_in_items(by.lead, Wanted("pursuit"))
    assert (hit.item, hit.snippet) == (held.item, (("Pursuits", True), (" end at the river.", False)))
    narrowed = [Wanted("pursuit", method="interview"), Wanted("pursuit", method="other"), Wanted("pursuit -river")]
    assert [len(said_in_items(by.lead, one)) for one in narrowed] == [1, 0, 0]
    assert (said_in_items(other.lead, Wanted("pursuit")), said_in_items(by.lead, Wanted(" "))) == ([], [])
    page = make.browser(by.lead).get("/app/evidence/search/", {"q": "pursuits"}).content.decode()
    assert f'<a href="{held.item.get_absolute_url()}">{held.item.title}</a>' in page
    assert "<mark>Pursuits</mark> end at the river." in page


def test_the_words_are_marked_in_the_snippet() -> None:
    by = gather.ready()
    gather.document(by, content=b"Sergeants move too often.")
    (hit,) = search(by.lead, Wanted("sergeant moving")).hits
    assert hit.snippet == (("Sergeants", True), (" ", False), ("move", True), (" too often.", False))
    assert hit.citation.short == f"{hit.document.ref} r1 p1 ¶1"


def test_nobody_finds_what_they_may_not_see() -> None:
    by, elsewhere = gather.ready(), gather.ready("Birch Hollow")
    gather.document(by, content=b"canary here")
    gather.document(by, content=b"canary confidential", releasability="confidential")
    gather.document(elsewhere, content=b"canary elsewhere")
    auditor, chief = make.person("auditor"), make.member(by.engagement, "chief_executive")
    assert sorted(found(by.lead, "canary")) == ["canary here"]
    assert sorted(found(auditor, "canary")) == ["canary elsewhere", "canary here"]
    assert found(chief, "canary") == []


def test_only_the_newest_text_of_what_stands_is_searched() -> None:
    by = gather.ready()
    document = gather.document(by, content=b"old canary")
    gather.filed(by, content=b"unread canary")
    withdrawn = gather.document(by, content=b"withdrawn canary")
    actions.withdraw(withdrawn.item, reason="Wrong.", by=by.expert, at=AT)
    revised = actions.revise(document, upload=SimpleUploadedFile("a.txt", b"new canary"), by=by.expert, at=AT)
    assert found(by.lead, "canary") == ["old canary"]
    jobs.read(revised)
    assert found(by.lead, "canary") == ["new canary"]


def test_the_search_is_narrowed_by_where_how_and_when() -> None:
    by = gather.ready()
    document = gather.document(by, content=b"canary", method="document_review", collected_on=date(2026, 11, 3))
    area = document.item.focus_area.ref
    fits = {"engagement": by.engagement.ref, "area": area, "method": "document_review", "since": date(2026, 11, 3)}
    assert found(by.lead, "canary", until=date(2026, 11, 3), **fits) == ["canary"]
    for wrong in ({"engagement": "ENG-1999-0001"}, {"area": "FA-1999-0001"}, {"method": "interview"}):
        assert found(by.lead, "canary", **wrong) == []
    assert found(by.lead, "canary", since=date(2026, 11, 4)) == []
    assert found(by.lead, "canary", until=date(2026, 11, 2)) == []


@pytest.mark.parametrize(
    "words", ["", "   ", "the and of", "'", "\\", "a'b\\c & | ! :* <->", "\0", "x" * 5_000, '"', "-"]
)
def test_whatever_is_typed_is_looked_for_and_breaks_nothing(words: str) -> None:
    by = gather.ready()
    gather.document(by)
    assert found(by.lead, words) == []


def test_the_page_shows_hits_and_how_many() -> None:
    by = gather.ready()
    document = gather.document(by, content=b"Sergeants move.\n\nSergeants stay.")
    client = make.browser(by.lead)
    page = client.get("/app/evidence/search/", {"q": "sergeants", "engagement": by.engagement.ref}).content.decode()
    assert "2 passages fit." in page
    assert page.count("<mark>Sergeants</mark>") == 2
    assert f"/app/documents/{document.ref}/r1/p1/2/" in page
    assert f'<option value="{by.engagement.ref}" selected>' in page
    assert "Nothing that you may see fits" in client.get("/app/evidence/search/", {"q": "zebra"}).content.decode()
    assert client.get("/app/evidence/search/", {"since": "yesterday"}).status_code == 422


def test_a_search_is_kept_under_a_name_for_oneself_alone_and_dropped() -> None:
    by = gather.ready()
    gather.document(by, content=b"Sergeants move.")
    client, other = make.browser(by.lead), make.browser(by.expert)
    here = f"/app/evidence/search/?q=sergeants&engagement={by.engagement.ref}"
    assert client.post(here, {"name": "Moves"})["Location"] == here
    client.post(here, {"name": "Moves"})
    kept = f'<a href="{here.replace("&", "&amp;")}">Moves</a>'
    assert client.get("/app/evidence/search/").content.decode().count(kept) == 1
    assert kept not in other.get("/app/evidence/search/").content.decode()
    assert other.post("/app/evidence/search/", {"drop": "Moves"}).status_code == 404
    assert client.post(here, {"name": " "}).status_code == 422
    assert client.post("/app/evidence/search/", {"drop": "Moves"}).status_code == 302
    assert kept not in client.get("/app/evidence/search/").content.decode()
    rows = AuditRow.objects.filter(what=by.lead.actor_key).order_by("seq")
    assert list(rows.values_list("verb", flat=True)) == ["search.save", "search.drop"]
    assert not any("sergeants" in row.body for row in rows)


def test_what_no_text_can_hold_breaks_neither_the_search_nor_the_keeping_of_one() -> None:
    lead = make.browser(gather.ready().lead)
    answers = [
        lead.get("/app/evidence/search/", {"q": "a", "engagement": "ENG\0"}),
        lead.post("/app/evidence/search/?q=moves", {"name": "Mine\0"}),
        lead.post("/app/evidence/search/", {"drop": "Mine\0"}),
    ]
    assert [answer.status_code for answer in answers] == [422, 302, 302]
