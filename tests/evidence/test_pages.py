import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from concord.core.files import path_of
from concord.core.guard import writing
from concord.evidence import actions, queries
from concord.evidence.models import EvidenceItem
from concord.workplans.content import Area
from tests.engagements.test_pages import query_count
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import workplans as plans
from tests.factories.engagements import AT, PEOPLES_ROLES

pytestmark = pytest.mark.django_db

ALL = {role.key for role in PEOPLES_ROLES}
GATHERERS = {"assessment_lead", "assessor", "analyst"}
TEAM = GATHERERS | {"reviewer"}
OFFICE = {"programme_officer", "approving_official", "auditor"}


def listed(by: plans.Cast) -> str:
    return f"{by.engagement.get_absolute_url()}evidence/"


def log_page(by: plans.Cast) -> str:
    return f"{make.area(by.engagement).get_absolute_url()}log/"


def with_file(by: plans.Cast, **changed: object) -> EvidenceItem:
    upload = SimpleUploadedFile("rosters.svg", b"<script>alert(1)</script>", "text/html")
    return gather.item(by, upload=upload, **changed)


@pytest.mark.parametrize(
    ("releasability", "readers"),
    [("releasable", TEAM | OFFICE), ("deliberative", TEAM | OFFICE), ("confidential", TEAM)],
)
def test_who_sees_an_item_and_who_has_its_file_as_it_came(releasability: str, readers: set[str]) -> None:
    by = gather.ready()
    item = with_file(by, releasability=releasability)
    people, strangers = make.everybody(by.engagement), make.everybody(make.engagement("Elsewhere"))
    page, outside = item.get_absolute_url(), readers & OFFICE
    assert make.statuses(people, page) == {200: readers, 404: ALL - readers}
    assert make.statuses(people, f"{page}file/") == {200: GATHERERS, 403: readers - GATHERERS, 404: ALL - readers}
    for address, status in ((page, 200), (f"{page}file/", 403)):
        found = make.statuses(strangers, address)
        assert (found.get(status, set()), found[404]) == (outside, ALL - outside)
    links = {role: f"{page}file/" in make.browser(people[role]).get(page).content.decode() for role in readers}
    assert {role for role, is_there in links.items() if is_there} == GATHERERS
    visible = {role for role, who in people.items() if queries.visible_to(who).filter(pk=item.pk).exists()}
    assert visible == readers


def test_the_list_answers_for_each_role_and_keeps_confidential_titles_to_the_team() -> None:
    by = gather.ready()
    gather.item(by, title="Rosters")
    gather.item(by, title="Told in confidence", releasability="confidential")
    people = make.everybody(by.engagement)
    assert make.statuses(people, listed(by)) == {
        200: TEAM | OFFICE, 403: ALL - TEAM - OFFICE - {"administrator"}, 404: {"administrator"},
    }  # fmt: skip
    pages = {role: make.browser(people[role]).get(listed(by)).content.decode() for role in TEAM | OFFICE}
    assert {role for role, page in pages.items() if "Rosters" in page} == TEAM | OFFICE
    assert {role for role, page in pages.items() if "Told in confidence" in page} == TEAM


def test_the_history_of_a_confidential_item_is_the_teams_and_as_rows_of_the_trail_the_auditors() -> None:
    by = gather.ready()
    item = gather.item(by, releasability="confidential")
    people = {"assessor": by.expert, **{role: make.person(role) for role in ("auditor", "publisher")}}
    told = make.statuses(people, f"/app/history/{item.ref}/")
    assert told == {200: {"assessor", "auditor"}, 404: {"publisher"}}


def test_verb_pages_answer_for_each_role() -> None:
    by = gather.ready()
    item = gather.item(by)
    people = make.everybody(by.engagement)
    writers = {"assessment_lead", "assessor", "analyst"}
    assert make.statuses(people, log_page(by)) == {
        200: writers, 403: ALL - writers - {"administrator"}, 404: {"administrator"},
    }  # fmt: skip
    assert make.statuses(people, f"{item.get_absolute_url()}withdraw/") == {
        200: writers, 403: (TEAM | OFFICE) - writers, 404: ALL - TEAM - OFFICE,
    }  # fmt: skip


def test_a_visitor_is_asked_to_sign_in() -> None:
    by = gather.ready()
    item = with_file(by)
    for page in (listed(by), item.get_absolute_url(), f"{item.get_absolute_url()}file/", log_page(by)):
        assert Client().get(page).status_code == 302


def test_the_list_asks_as_many_queries_for_one_row_as_for_three() -> None:
    by = gather.ready()
    with_file(by, releasability="confidential")  # the titles of all that is sealed are read by one query
    client = make.browser(by.lead)
    with_one = query_count(client, listed(by))
    gather.item(by)
    gather.item(by, releasability="confidential")
    assert query_count(client, listed(by)) == with_one
    assert client.get(listed(by)).content.decode().count('<tr><th scope="row">') == 3


def test_a_file_is_saved_and_never_shown() -> None:
    by = gather.ready()
    item = with_file(by)
    response = make.browser(by.lead).get(f"{item.get_absolute_url()}file/")
    assert response.streaming
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="rosters.svg"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response.getvalue() == b"<script>alert(1)</script>"


def test_an_item_without_a_file_or_withdrawn_or_whose_bytes_are_gone_hands_out_nothing() -> None:
    by = gather.ready()
    plain, withdrawn, gone = gather.item(by), with_file(by), with_file(by)
    actions.withdraw(withdrawn, reason="Wrong.", by=by.expert, at=AT)
    client = make.browser(by.lead)
    for item in (plain, withdrawn):
        response = client.get(f"{item.get_absolute_url()}file/")
        assert (response.status_code, "has no file to hand out" in response.content.decode()) == (404, True)
    path_of(gone.file.sha256).unlink()
    response = client.get(f"{gone.get_absolute_url()}file/")
    assert (response.status_code, "not in the data folder" in response.content.decode()) == (404, True)


def test_an_item_is_logged_on_the_page_of_its_focus_area() -> None:
    by = gather.ready()
    client = make.browser(by.expert)
    page = client.get(log_page(by)).content.decode()
    assert '<option value="interview">' in page
    assert '<option value="focus_group">' not in page
    typed = {**gather.told(collected_on="2026-11-03"), "count": "3"}
    wrong = client.post(log_page(by), typed | {"method": "focus_group", "count": "0"})
    assert wrong.status_code == 422
    upload = SimpleUploadedFile("notes.txt", b"What was said.")
    done = client.post(log_page(by), typed | {"upload": upload})
    item = EvidenceItem.objects.get()
    assert (done.status_code, done["Location"]) == (302, item.get_absolute_url())
    shown = client.get(item.get_absolute_url()).content.decode()
    assert all(text in shown for text in ("Interview", item.documents.get().ref, by.expert.name))


def test_a_page_says_why_nothing_can_be_logged_yet() -> None:
    by = plans.cast()
    page = make.browser(by.lead).get(log_page(by)).content.decode()
    assert "No work plan is in force: nothing starts before" in page
    assert '<form class="usa-form' not in page


def test_a_withdrawn_item_stays_with_its_reason() -> None:
    by = gather.ready()
    item = gather.item(by)
    client = make.browser(by.expert)
    assert client.post(f"{item.get_absolute_url()}withdraw/", {"reason": ""}).status_code == 422
    assert client.post(f"{item.get_absolute_url()}withdraw/", {"reason": "Wrong year."}).status_code == 302
    assert "Wrong year." in client.get(item.get_absolute_url()).content.decode()
    assert "Withdrawn" in client.get(listed(by)).content.decode()


def test_markup_in_evidence_is_shown_as_text() -> None:
    by = gather.ready()
    item = gather.item(by, title="<b>bold</b>", summary="<script>x</script>")
    page = make.browser(by.lead).get(item.get_absolute_url()).content.decode()
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "<script>x" not in page


@pytest.mark.owed("B5")
def test_on_a_topic_that_nobody_asked_for_evidence_and_findings_lead_to_a_change_of_scope() -> None:
    by = plans.cast()
    request = by.engagement.request
    assert request is not None
    with writing():
        request.topics = ["hiring"]
        request.save(update_fields=["topics"])
    known = make.area(by.engagement)
    area = Area("f1", 1, known.title, known.objective, "problem-solving")
    plans.concurred(by, areas=[area])
    opened = plans.open_area(by)
    item = gather.item(by)
    page = f"/app/engagements/{by.engagement.ref}/scope-changes/"
    lead = make.browser(by.lead)
    drafting, logging = f"{opened.get_absolute_url()}draft/", f"{opened.get_absolute_url()}log/"
    lead.post(drafting, {"label": "1.1", "heading": "Well liked", "narrative": "Residents notice."})
    finding = by.engagement.findings.get()
    for address in (drafting, logging, item.get_absolute_url(), finding.get_absolute_url()):
        text = lead.get(address).content.decode()
        assert ("on a topic that the agency did not ask for" in text, page in text) == (True, True), address
    with writing():
        request.topics = ["problem-solving"]
        request.save(update_fields=["topics"])
    for address in (drafting, logging, item.get_absolute_url(), finding.get_absolute_url()):
        assert page not in lead.get(address).content.decode()
