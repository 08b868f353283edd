"""The history of any thing, in sentences, for whoever may see the thing; and the whole trail for the auditor."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from concord.accounts import actions as accounts
from concord.core.models import AuditRow
from concord.engagements import actions as engagements
from concord.findings import actions as findings
from concord.intake import actions as intake
from tests.factories import accounts as people
from tests.factories import engagements as make
from tests.factories import findings as ground
from tests.factories import intake as asking
from tests.factories import publishing as office
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

ALL = {role.key for role in make.PEOPLES_ROLES}


def lines(client: Client, address: str) -> list[str]:
    """The events of a page as plain sentences, without the hint below each."""
    page = client.get(address).content.decode()
    found = re.findall(r"<p><b>(.*?)</p>(?:<p><q>(.*?)</q></p>)?", page, re.DOTALL)
    return [" ".join(strip_tags(" ".join(part for part in each if part)).split()) for each in found]


def test_a_history_says_who_did_what_in_which_role_and_why() -> None:
    by = asking.desk()
    request = asking.request(by, "submitted")
    intake.acknowledge(request, by=by.officer, at=AT)
    request.refresh_from_db()
    asking.declined(request, by.official, reason="Not now.")
    assert lines(make.browser(by.officer), f"/app/history/{request.ref}/") == [
        "Ola Official, approving official, declined the request. It went from “acknowledged” to “declined”. Not now.",
        "Odell Officer, programme officer, acknowledged the request. It went from “submitted” to “acknowledged”.",
        "A visitor, public, submitted the request.",
    ]


def test_a_reason_is_shown_as_text_and_never_as_markup() -> None:
    by = asking.desk()
    request = asking.request(by, "submitted")
    asking.declined(request, by.official, reason="<script>alert(1)</script>")
    page = make.browser(by.officer).get(f"/app/history/{request.ref}/").content.decode()
    assert ("<script>alert" in page, "&lt;script&gt;alert(1)" in page) == (False, True)


def test_who_sees_a_thing_sees_its_history_and_of_the_others_the_auditor_alone() -> None:
    on = ground.ground()
    draft = ground.draft_finding(on)
    everybody = make.everybody(on.engagement)
    for ref, address in (
        (draft.ref, draft.get_absolute_url()),
        (on.engagement.request.ref, on.engagement.request.get_absolute_url()),
    ):
        seen = make.statuses(everybody, address)
        told = {200: seen[200] | {"auditor"}, 404: seen[404] - {"auditor"}}
        assert make.statuses(everybody, f"/app/history/{ref}/") == told
        assert told[404] != set()


def test_a_stranger_does_not_learn_that_a_thing_exists() -> None:
    on = ground.ground()
    stranger = make.browser(make.member(make.engagement("Elsewhere"), "chief_executive"))
    for ref in (on.engagement.ref, on.area.ref, on.engagement.request.ref):
        assert stranger.get(f"/app/history/{ref}/").status_code == 404
    for ref in ("ENG-2026-9999", "XYZ", "person:999", "%00", "ENG-"):
        assert stranger.get(f"/app/history/{ref}/").status_code == 404
    assert Client().get(f"/app/history/{on.engagement.ref}/").status_code == 302


def test_a_confidential_item_has_a_history_for_its_team_and_without_its_title_for_the_auditor() -> None:
    on = ground.ground()
    item = ground.evidence(on, "confidential")
    everybody = make.everybody(on.engagement)
    may = {"assessment_lead", "assessor", "analyst", "reviewer", "auditor"}
    assert make.statuses(everybody, f"/app/history/{item.ref}/") == {200: may, 404: ALL - may}
    auditor = make.browser(everybody["auditor"])
    assert item.title not in auditor.get(f"/app/history/{item.ref}/").content.decode()
    assert auditor.get(item.get_absolute_url()).status_code == 404


def test_people_and_agencies_have_a_history_too() -> None:
    administrator = make.person("administrator")
    gone = people.invited("auditor")
    accounts.end_role(gone, role="auditor", scope="office", reason="Moved on.", by=administrator, at=AT)
    agency = make.agency()
    client = make.browser(administrator)
    assert [line.split(",")[0] for line in lines(client, f"/app/history/{gone.audit_ref}/")] == [
        administrator.name,
        "Concord (tests)",
    ]
    assert len(lines(client, f"/app/history/{agency.ref}/")) == 1


def _returned_once(on: ground.Ground, kind: str) -> Any:
    """A finding or a recommendation that the reviewer returned once, with a reason that is the team's own."""
    thing: Any = ground.finding(on, "in_review") if kind == "finding" else ground.recommendation(on, "in_review")
    thing = findings.return_(thing, reason="CANARY: too harsh.", by=on.reviewer, at=AT)
    thing = findings.submit(thing, by=on.assessor, at=AT)
    thing = findings.validate(thing, by=on.reviewer, at=AT)
    ground.checked(on, thing)
    return thing


@pytest.mark.parametrize("kind", ["finding", "recommendation"])
def test_whoever_sees_no_drafts_reads_the_history_of_a_statement_from_its_issue_on(kind: str) -> None:
    on = ground.ground()
    thing = _returned_once(on, kind)
    people = make.everybody(on.engagement)
    address = f"/app/history/{thing.ref}/"
    outside = {"chief_executive", "liaison", "government_signatory", "stakeholder_adviser", "publisher"}
    assert make.statuses({role: people[role] for role in outside}, address) == {404: outside}
    findings.issue(thing, by=on.lead, at=AT)
    seen = {role: lines(make.browser(people[role]), address) for role in outside | {"reviewer", "auditor"}}
    whole = len(seen["auditor"])
    told = f"Lee Lead, assessment lead, issued the {kind}. It went from “validated” to “issued”."
    assert {role: (len(rows), rows[0]) for role, rows in seen.items()} == {
        **dict.fromkeys(outside, (1, told)),
        "reviewer": (whole, told),
        "auditor": (whole, told),
    }
    assert {role for role, rows in seen.items() if "CANARY" in " ".join(rows)} == {"reviewer", "auditor"}


# The auditor's page


def test_only_the_auditor_reads_the_whole_trail() -> None:
    everybody = {role.key: make.person(role.key) for role in make.PEOPLES_ROLES}
    assert make.statuses(everybody, "/app/audit/") == {200: {"auditor"}, 403: ALL - {"auditor"}}


def test_every_row_of_the_trail_can_be_followed_to_the_history_of_its_thing() -> None:
    office.programme()
    people.invited("liaison", "agency:X")
    on = ground.ground()
    office.report(office.press(on=on), "published")
    engagements.suspend(on.engagement, reason="A pause.", by=on.officer, at=AT)
    accounts.mail_about_sign_in(to="a@example.org", subject="S", body="B", by=on.lead, at=AT)
    client = make.browser(make.person("auditor"))
    page = client.get("/app/audit/")
    refs = {event.what for event in page.context["events"]}
    assert {"EDITION-1", "sign-in", on.engagement.ref} <= refs
    links = set(re.findall(r'href="(/app/history/[^"]+)"', page.content.decode()))
    answers = {link: client.get(link).status_code for link in links}
    assert (len(links), set(answers.values())) == (len(refs), {200})


def test_a_thing_without_a_page_has_a_history_for_the_auditor_alone() -> None:
    make.edition()
    everybody = {role.key: make.person(role.key) for role in make.PEOPLES_ROLES}
    assert make.statuses(everybody, "/app/history/EDITION-1/") == {200: {"auditor"}, 404: ALL - {"auditor"}}
    assert make.browser(everybody["auditor"]).get("/app/history/EDITION-9/").status_code == 404


def test_the_trail_comes_in_pages_and_asks_as_many_queries_for_one_row_as_for_fifty() -> None:
    make.edition()
    client = make.browser(make.person("auditor"))
    few = query_count(client, "/app/audit/")
    for number in range(55):
        make.agency(f"Agency {number}")
    assert query_count(client, "/app/audit/") == few
    first = client.get("/app/audit/").context
    rest = client.get(f"/app/audit/?after={first['next']}").context
    assert [len(first["events"]), len(rest["events"]), rest["next"]] == [50, AuditRow.objects.count() - 50, ""]


def query_count(client: Client, address: str) -> int:
    client.get(address)  # what a process asks once
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.owed("A21")
def test_the_agency_reads_what_was_decided_and_not_how_the_office_weighed_it() -> None:
    by = asking.desk()
    request = asking.request(by, "defined")
    intake.answer(request, criterion="patrol_function", standing="not_yet", basis="By phone.", by=by.officer, at=AT)
    why = {"criterion": "patrol_function", "code": "will_be_met", "reason": "CANARY of the official"}
    intake.waive(request, **why, by=by.official, at=AT)
    assert request.agency is not None
    chief = make.person("chief_executive", f"agency:{request.agency.ref}")
    address = f"/app/history/{request.ref}/"
    theirs, the_offices = (lines(make.browser(who), address) for who in (chief, by.officer))
    assert [line for line in the_offices if "CANARY" in line] == [the_offices[0]]
    assert [line.split(", ")[2].split(".")[0] for line in theirs] == [
        "recorded that the request is defined", "acknowledged the request", "submitted the request",
    ]  # fmt: skip
    for page in (address, request.get_absolute_url()):
        shown = make.browser(chief).get(page).content.decode()
        assert ("CANARY" in shown, "By phone." in shown) == (False, False)


def test_that_eligibility_is_looked_at_again_stands_in_the_history_for_those_who_see_the_reviews() -> None:
    engagement = make.engagement()
    engagements.eligibility_falls_due(engagement, day=AT.date(), by=make.CONCORD, at=AT)
    everybody = make.everybody(engagement)
    readers = {
        role
        for role, who in everybody.items()
        if any("eligibility" in line for line in lines(make.browser(who), f"/app/history/{engagement.ref}/"))
    }
    assert readers == {"programme_officer", "approving_official", "auditor"}
