"""Requests for documents: asked with a reason, answered line by line, reminded of, and counted when they are read."""

import csv
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from concord.core import clock
from concord.core.errors import BadInput, Denied, Incomplete
from concord.core.files import path_of
from concord.core.models import AuditRow
from concord.core.permissions import Permission
from concord.core.telling.models import Notice
from concord.evidence import actions, jobs, queries
from concord.evidence.models import Document, DocumentRequest, EvidenceItem
from concord.evidence.queries.search import Wanted, search
from concord.evidence.states import DOCUMENT_REQUEST
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import fieldwork as field
from tests.factories import gathering, moves
from tests.factories import workplans as plans
from tests.factories.engagements import AT
from tests.factories.gathering import DUE

pytestmark = pytest.mark.django_db

P = Permission
VERBS: dict[Permission, Callable[..., Any]] = {
    P.DOCUMENTS_PROVIDE: lambda thing, **k: actions.provide(thing, upload=gathering.upload(), **k),
    P.DOCUMENTS_PROVIDE_PART: lambda thing, **k: actions.provide_part(thing, upload=gathering.upload(), **k),
    P.DOCUMENTS_NOT_HELD: lambda thing, **k: actions.say_not_held(thing, reason="The county has it.", **k),
    P.DOCUMENTS_WITHHOLD: lambda thing, **k: actions.withhold(thing, reason="A court sealed it.", **k),
    P.DOCUMENTS_CHANGE: lambda thing, **k: actions.change_request(
        thing, provider=thing.provider, due_on=DUE + timedelta(1), **k
    ),
    P.DOCUMENTS_DROP: lambda thing, **k: actions.drop_request(thing, reason="We found it.", **k),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", DOCUMENT_REQUEST.states)
def test_who_may_do_what_in_each_state(state: str, verb: Permission) -> None:
    by = field.ready()
    who = gathering.liaison(by)
    asked = gathering.asked(by, who)
    leads = {"received": P.DOCUMENTS_PROVIDE, "partly": P.DOCUMENTS_PROVIDE_PART, "not_held": P.DOCUMENTS_NOT_HELD}
    leads |= {"withheld": P.DOCUMENTS_WITHHOLD, "dropped": P.DOCUMENTS_DROP}
    if state.startswith("rest_"):
        part = VERBS[P.DOCUMENTS_PROVIDE_PART](asked, by=who, at=AT)
        asked = VERBS[leads[state.removeprefix("rest_")]](part, by=who, at=AT)
    elif state != "requested":
        asked = VERBS[leads[state]](asked, by=by.lead if state == "dropped" else who, at=AT)
    able = moves.tried(plans.everyone(by), lambda person: VERBS[verb](asked, by=person, at=AT))
    assert able == moves.expected(DOCUMENT_REQUEST, state, verb)


@pytest.mark.owed("A16")
def test_who_may_ask_and_who_is_told() -> None:
    by = field.ready()
    who = gathering.liaison(by)
    able = moves.tried(plans.everyone(by), lambda person: actions.ask_document(
        make.area(by.engagement), title="Policy", reason="To read.", provider=who, due_on=DUE, by=person, at=AT
    ))  # fmt: skip
    assert able == {"assessment_lead", "assessor", "analyst"}
    asked = gathering.asked(by, who)
    assert Notice.objects.filter(about=asked.ref).values_list("to", "href").get() == (
        who.actor_key, asked.get_absolute_url(),
    )  # fmt: skip


def test_a_document_is_asked_for_with_a_reason_of_the_agencys_side_by_a_day_to_come() -> None:
    by = field.ready()
    who = gathering.liaison(by)
    with pytest.raises(Incomplete, match="the reason"):
        gathering.asked(by, who, reason=" ")
    with pytest.raises(BadInput, match="which is over"):
        gathering.asked(by, who, due_on=AT.date() - timedelta(days=1))
    with pytest.raises(BadInput, match="Lee Lead cannot provide documents"):
        gathering.asked(by, by.lead)
    without = plans.cast("Birch Harbour")
    with pytest.raises(Denied, match="nothing starts before"):
        gathering.asked(without, gathering.liaison(without))


@pytest.mark.owed("A16", "P25")
def test_somebody_else_provides_it_or_by_another_day_and_is_told() -> None:
    by = field.ready()
    who, other = gathering.liaison(by), make.member(by.engagement, "liaison", name="Ona Other")
    asked = gathering.asked(by, who)
    before = asked.state_since
    changed = actions.change_request(asked, provider=other, due_on=DUE, by=by.expert, at=AT)
    assert (changed.provider, changed.due_on, changed.state, changed.state_since) == (other, DUE, "requested", before)
    assert list(Notice.objects.filter(about=asked.ref, to=other.actor_key).values_list("text", flat=True)) == [
        f"Provide by {DUE:%-d %B %Y}: {asked.title}"
    ]
    rows = AuditRow.objects.count()
    actions.change_request(changed, provider=other, due_on=DUE, by=by.expert, at=AT)
    assert AuditRow.objects.count() == rows  # the same again
    told = [key for key, _ in queries.to_remind(DUE, within=0)]
    assert told == [other.actor_key]
    with pytest.raises(BadInput, match="which is over"):
        actions.change_request(changed, provider=other, due_on=AT.date() - timedelta(1), by=by.expert, at=AT)
    with pytest.raises(BadInput, match="Lee Lead cannot provide documents"):
        actions.change_request(changed, provider=by.lead, due_on=DUE, by=by.expert, at=AT)


def test_a_day_that_is_over_may_stay_when_somebody_else_provides_it() -> None:
    by = field.ready()
    who, other = gathering.liaison(by), make.member(by.engagement, "liaison", name="Ona Other")
    late = AT + timedelta(days=30)
    changed = actions.change_request(gathering.asked(by, who), provider=other, due_on=DUE, by=by.expert, at=late)
    assert (changed.provider, changed.due_on) == (other, DUE)


def test_on_its_page_a_request_is_handed_to_somebody_else() -> None:
    by = field.ready()
    who, other = gathering.liaison(by), make.member(by.engagement, "liaison", name="Ona Other")
    asked, browser = gathering.asked(by, who), make.browser(by.expert)
    form = f"{asked.get_absolute_url()}change-request/"
    assert f'<option value="{who.pk}" selected>' in browser.get(form).content.decode()
    day = (clock.today() + timedelta(days=5)).isoformat()
    assert browser.post(form, {"provider": str(other.pk), "due_on": day}).status_code == 302
    assert "<dt>Who provides it</dt><dd>Ona Other</dd>" in browser.get(asked.get_absolute_url()).content.decode()


def test_what_the_liaison_sends_becomes_an_item_and_counts_when_it_is_reviewed() -> None:
    by = field.ready()
    who = gathering.liaison(by)
    asked = actions.provide_part(gathering.asked(by, who), upload=gathering.upload(), by=who, at=AT)
    assert (asked.state, asked.received.count()) == ("partly", 1)
    item = asked.received.get().item
    assert (item.method, item.logged_by, item.releasability) == ("document_review", who.actor_key, "deliberative")
    assert (item.file, item.documents.get().revisions.get().file_name) == (None, "policy.txt")
    assert queries.counts_by_method(by.engagement, AT.date()) == {}
    field.held(by, "document_review", consent="not_needed", consent_given="")
    assert queries.counts_by_method(by.engagement, field.DAY) == {"document_review": 1}


def test_where_parts_have_come_a_word_ends_the_request_and_nowhere_else() -> None:
    by = field.ready()
    who = gathering.liaison(by)
    asked = gathering.asked(by, who)
    with pytest.raises(Incomplete, match="Nothing has been provided"):
        actions.provide(asked, answer="There is no more.", by=who, at=AT)
    part = actions.provide_part(asked, upload=gathering.upload(), by=who, at=AT)
    done = actions.provide(part, answer="There is no more.", by=who, at=AT)
    assert (done.state, done.answer, done.received.count()) == ("received", "There is no more.", 1)


@pytest.mark.parametrize(
    ("way", "state", "head"),
    [
        ("withhold", "rest_withheld", "What is withheld, and why"),
        ("not-held", "rest_not_held", "What is not held, and why"),
    ],
)
def test_the_rest_of_what_came_in_part_is_withheld_or_not_held_with_the_reason_and_the_part_stays(
    way: str, state: str, head: str
) -> None:
    by = field.ready()
    who = gathering.liaison(by)
    part = actions.provide_part(gathering.asked(by, who), upload=gathering.upload(), by=who, at=AT)
    end, browser = f"{part.get_absolute_url()}{way}/", make.browser(who)
    assert "What of it is not given, and why" in browser.get(end).content.decode()
    assert browser.post(end, {"reason": " "}).status_code == 422
    assert browser.post(end, {"reason": "Annex B: a court sealed it."}).status_code == 302
    done = DocumentRequest.objects.get()
    assert (done.state, done.answer, done.held_by) == (state, "Annex B: a court sealed it.", "nobody")
    page = make.browser(by.lead).get(done.get_absolute_url()).content.decode()
    assert f"{head}</h2><blockquote>Annex B: a court sealed it.</blockquote>" in page
    assert ("What was given</h2>" in page, "policy.txt" in page, done.state_label in page) == (True, True, True)
    sheet = make.browser(by.lead).get(f"/app/engagements/{by.engagement.ref}/document-requests/?format=csv").getvalue()
    (row,) = list(csv.reader(sheet.decode().splitlines()))[1:]
    assert row[-4:] == [done.state_label, "1", done.received.get().item.ref, "Annex B: a court sealed it."]


@pytest.mark.owed("A16")
@pytest.mark.parametrize("way", ["withhold", "not-held"])
@pytest.mark.parametrize("came", [0, 1])
def test_what_was_not_given_is_provided_after_all_and_the_reason_stays_in_the_history(way: str, came: int) -> None:
    by = field.ready()
    who = gathering.liaison(by)
    asked, browser = gathering.asked(by, who), make.browser(who)
    if came:
        actions.provide_part(asked, upload=gathering.upload(content=b"Part one."), by=who, at=AT)
    page = asked.get_absolute_url()
    assert browser.post(f"{page}{way}/", {"reason": "A court sealed it."}).status_code == 302
    assert [f'href="{page}{verb}/"' in browser.get(page).content.decode() for verb in ("provide", "provide-part")] == [
        True, True,
    ]  # fmt: skip
    note = {"answer": "That is all.", "releasability": "deliberative"}
    assert browser.post(f"{page}provide/", note).status_code == 422  # a word is no document
    part = {"upload": gathering.upload(content=b"Part two."), "releasability": "deliberative"}
    assert browser.post(f"{page}provide-part/", part).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.answer, asked.held_by) == ("partly", "", "the agency")
    told = Notice.objects.filter(about=asked.ref, to=by.expert.actor_key).values_list("text", flat=True)
    assert list(told) == [f"Provided after all: {asked.title}"]
    browser.post(f"{page}{way}/", {"reason": "The rest is sealed."})
    done = actions.provide(DocumentRequest.objects.get(), upload=gathering.upload(), by=who, at=AT)
    assert (done.state, done.answer, done.received.count()) == ("received", "", came + 2)
    history = make.browser(by.lead).get(f"/app/history/{asked.ref}/").content.decode()
    assert [reason in history for reason in ("A court sealed it.", "The rest is sealed.")] == [True, True]


def test_law_13_an_answer_without_a_document_says_why() -> None:
    by = field.ready()
    who = gathering.liaison(by)
    for act in (actions.say_not_held, actions.withhold):
        with pytest.raises(Incomplete, match="answered with a reason"):
            act(gathering.asked(by, who), reason=" ", by=who, at=AT)


def test_law_17_the_same_request_is_one_while_it_waits() -> None:
    by = field.ready()
    who = gathering.liaison(by)
    one = gathering.asked(by, who, title="Policy")
    assert gathering.asked(by, who, title="Policy") == one
    actions.drop_request(one, reason="Found.", by=by.lead, at=AT)
    assert gathering.asked(by, who, title="Policy") != one
    assert DocumentRequest.objects.count() == 2


@pytest.mark.parametrize("name", ["policy.txt", "slides.pptx"])
@pytest.mark.parametrize("travels", ["deliberative", "confidential"])
def test_law_17_a_part_that_is_sent_twice_is_one_document(name: str, travels: str) -> None:
    by = field.ready()
    who = gathering.liaison(by)
    asked, browser = gathering.asked(by, who), make.browser(who)

    def send(content: bytes = b"The policy.", **changed: str) -> int:
        said = {"upload": gathering.upload(name, content), "releasability": travels, **changed}
        return browser.post(f"{asked.get_absolute_url()}provide-part/", said).status_code

    assert [send(), send()] == [302, 302]
    rows = AuditRow.objects.filter(verb=P.DOCUMENTS_PROVIDE_PART.value)
    assert (asked.received.count(), EvidenceItem.objects.count(), rows.count()) == (1, 1, 1)
    assert send(b"Its annex.") == 302
    assert (asked.received.count(), EvidenceItem.objects.count(), rows.count()) == (2, 2, 2)
    assert (send(releasability="releasable"), asked.received.count()) == (422, 2)


@pytest.mark.parametrize("name", ["policy.txt", "slides.pptx"])
@pytest.mark.parametrize("travels", ["deliberative", "confidential"])
def test_law_17_a_file_that_answers_two_requests_is_one_document_and_both_pages_say_so(name: str, travels: str) -> None:
    by = field.ready()
    who = gathering.liaison(by)
    one, other, third = (gathering.asked(by, who) for _ in range(3))
    for asked, act in ((one, actions.provide), (other, actions.provide), (third, actions.provide_part)):
        act(asked, upload=gathering.upload(name), releasability=travels, by=who, at=AT)
    item = EvidenceItem.objects.get()
    assert [asked.received.get().item for asked in (one, other, third)] == [item] * 3
    assert json.loads(AuditRow.objects.latest("pk").body)["more"] == {"item": item.ref}
    page = make.browser(who).get(one.get_absolute_url()).content.decode()
    links = ", ".join(f'<a href="{asked.get_absolute_url()}">{asked.ref}</a>' for asked in (other, third))
    assert f"{item.ref}; the same file was sent for {links}</span>" in page


def test_the_agency_does_not_learn_that_the_team_has_a_file_from_elsewhere_and_the_team_is_told() -> None:
    by = field.ready()
    who = gathering.liaison(by)
    given = gather.filed(by, "given.txt", b"The policy.", releasability="confidential")
    asked = actions.provide(gathering.asked(by, who), upload=gathering.upload(), by=who, at=AT)
    sent = asked.received.get().item.documents.get()
    assert (asked.state, sent == given) == ("received", False)
    page = make.browser(who).get(asked.get_absolute_url()).content.decode()
    assert [one.ref in page for one in (given, given.item)] == [False, False]
    lead = make.browser(by.lead)
    for one, same in ((sent, given), (given, sent)):
        link = f'<dt>The same file</dt><dd><a href="{same.get_absolute_url()}">{same.ref}</a>: byte for byte the same.'
        assert link in lead.get(one.get_absolute_url()).content.decode()


def test_a_part_that_was_withdrawn_can_be_sent_again_and_one_that_stands_is_not_doubled_by_the_last() -> None:
    by = field.ready()
    who = gathering.liaison(by)
    part = actions.provide_part(gathering.asked(by, who), upload=gathering.upload(), by=who, at=AT)
    actions.withdraw(part.received.get().item, reason="A page was missing.", by=by.lead, at=AT)
    part = actions.provide_part(part, upload=gathering.upload(), by=who, at=AT)
    done = actions.provide(part, upload=gathering.upload(), by=who, at=AT)
    assert (done.state, done.received.count()) == ("received", 2)


def test_who_may_not_provide_it_is_not_told_whether_a_file_has_come() -> None:
    by = field.ready()
    asked = gathering.asked(by, who := gathering.liaison(by))
    part = actions.provide_part(asked, upload=gathering.upload(), by=who, at=AT)
    with pytest.raises(Denied):
        actions.provide(part, upload=gathering.upload(), releasability="releasable", by=make.person("auditor"), at=AT)


def test_a_file_that_was_withdrawn_is_counted_neither_in_the_list_nor_in_its_export() -> None:
    by = field.ready()
    asked = gathering.asked(by, who := gathering.liaison(by))
    parts = [gathering.upload("a.txt", b"One."), gathering.upload("b.txt", b"Two.")]
    for part in parts:
        asked = actions.provide_part(asked, upload=part, by=who, at=AT)
    gone, stays = (one.item for one in asked.received.order_by("pk"))
    actions.withdraw(gone, reason="Wrong.", by=by.lead, at=AT)
    lead, listed = make.browser(by.lead), f"{by.engagement.get_absolute_url()}document-requests/"
    exported = b"".join(lead.get(f"{listed}?format=csv")).decode()
    assert (f",1,{stays.ref}," in exported, gone.ref in exported) == (True, False)
    assert '<td data-label="Files" class="num">1</td>' in lead.get(listed).content.decode()


def test_what_falls_due_is_reminded_of_once_and_what_is_overdue_is_told_to_both() -> None:
    by = field.ready()
    who = gathering.liaison(by)
    asked = gathering.asked(by, who)
    soon, late = DUE - timedelta(days=2), DUE + timedelta(days=1)
    told = {day: [(key, news.key) for key, news in queries.to_remind(day, within=3)] for day in (soon, late)}
    assert told == {
        soon: [(who.actor_key, f"{asked.ref}:due:{DUE}")],
        late: [(person.actor_key, f"{asked.ref}:overdue:{DUE}") for person in (who, by.expert)],
    }
    assert list(queries.to_remind(soon - timedelta(days=10), within=3)) == []


def test_where_who_was_to_provide_it_has_left_all_who_can_are_reminded() -> None:
    by = field.ready()
    gone, other = gathering.liaison(by), make.member(by.engagement, "chief_executive")
    gathering.asked(by, gone)
    with make.writing():
        gone.memberships.update(until=AT, ended_by=by.lead.actor_key)
    told = [key for key, _ in queries.to_remind(DUE - timedelta(days=2), within=3)]
    able = [person.actor_key for person in queries.providers(by.engagement)]
    assert (told, gone.actor_key in told, other.actor_key in told) == (able, False, True)


def test_the_daily_job_tells_each_thing_once(monkeypatch: pytest.MonkeyPatch) -> None:
    by = field.ready()
    asked = gathering.asked(by, gathering.liaison(by))
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=30))
    jobs.remind_of_documents()
    jobs.remind_of_documents()
    assert Notice.objects.filter(about=asked.ref).count() == 3  # asked; overdue, to both sides


def test_the_list_is_for_both_sides_and_says_what_is_overdue() -> None:
    by = field.ready()
    who = gathering.liaison(by)
    gathering.asked(by, who, title="The force policy")
    for person in (who, by.lead, make.person("auditor")):
        page = make.browser(person).get(f"/app/engagements/{by.engagement.ref}/document-requests/")
        assert (page.status_code, "The force policy" in page.content.decode()) == (200, True)
    sheet = make.browser(who).get(f"/app/engagements/{by.engagement.ref}/document-requests/?format=csv")
    assert b"The force policy" in sheet.getvalue()


def test_the_liaison_uploads_against_the_line_on_its_page() -> None:
    by = field.ready()
    who = gathering.liaison(by)
    asked = gathering.asked(by, who)
    answer = make.browser(who).post(
        f"/app/document-requests/{asked.ref}/provide/",
        {"upload": gathering.upload(), "releasability": "releasable"},
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, asked.get_absolute_url())
    page = make.browser(who).get(asked.get_absolute_url()).content.decode()
    assert ("policy.txt" in page, "/app/evidence/" in page) == (True, False)  # the item is the team's to open


@pytest.mark.owed("A16")
def test_what_the_liaison_sends_is_read_and_can_be_searched_and_cited_like_any_document() -> None:
    by = field.ready()
    who = gathering.liaison(by)
    asked = actions.provide(gathering.asked(by, who), upload=gathering.upload(), by=who, at=AT)
    document = jobs.read(Document.objects.get())
    assert (document.state, document.item) == ("read", EvidenceItem.objects.get())
    (hit,) = search(by.lead, Wanted("policy")).hits
    assert hit.citation.short == f"{document.ref} r1 p1 ¶1"
    more = json.loads(AuditRow.objects.get(verb="document_request.provide").body)["more"]
    known = document.revisions.get().fingerprint
    assert more == {"item": document.item.ref, "document": document.ref, "fingerprint": known}
    page = make.browser(by.lead).get(asked.get_absolute_url()).content.decode()
    assert (f'href="{document.get_absolute_url()}"' in page, ">Read</td>" in page) == (True, True)


def test_who_sent_what_cannot_be_read_is_told_why_and_what_is_of_no_such_kind_stays_a_file() -> None:
    by = field.ready()
    who = gathering.liaison(by)
    part = actions.provide_part(gathering.asked(by, who), upload=gathering.upload("a.pdf"), by=who, at=AT)
    actions.provide(part, upload=gathering.upload("slides.pptx"), by=who, at=AT)
    jobs.read(Document.objects.get())
    page = make.browser(who).get(part.get_absolute_url()).content.decode()
    assert "Not read. The name says a PDF, but the file is plain text." in page
    assert "No: it is kept as it came" in page
    assert list(EvidenceItem.objects.order_by("pk").values_list("file_name", flat=True)) == ["", "slides.pptx"]


def test_a_confidential_document_is_sealed_as_it_comes_and_can_be_read_by_the_team() -> None:
    by = field.ready()
    who = gathering.liaison(by)
    asked, secret = gathering.asked(by, who), {"releasability": "confidential", "by": who, "at": AT}
    actions.provide(asked, upload=gathering.upload("Ada Canary.txt"), **secret)
    document = Document.objects.get()
    revision = document.revisions.get()
    assert (document.item.summary, b"The policy." in path_of(revision.file_id).read_bytes()) == ("", False)
    assert (queries.facts(document.item)[:33], b"".join(queries.document_file(revision))) == (
        "The agency sent this document for", b"The policy.",
    )  # fmt: skip
    pages = [make.browser(person).get(asked.get_absolute_url()).content.decode() for person in (who, by.lead)]
    assert ["Ada Canary" in page for page in pages] == [False, True]
