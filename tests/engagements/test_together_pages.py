"""Pages of agreements, deliveries, working together, eligibility and effort."""

import csv
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from concord.accounts import actions as accounts
from concord.core import clock
from concord.core.errors import Denied
from concord.core.history import of as history_of
from concord.core.models import AuditRow
from concord.core.permissions import Party
from concord.desk.things import find
from concord.engagements import actions, forms, queries
from concord.engagements.models import Agreement, Delivery, EffortEntry, SatisfactionSurvey
from concord.engagements.views.agreements import AGREEMENT_VERBS
from tests.factories import engagements as make
from tests.factories import together as both
from tests.factories.engagements import AT
from tests.factories.together import DAY, IN_A_MONTH

pytestmark = pytest.mark.django_db

SOON = IN_A_MONTH.isoformat()


def query_count(client: Client, address: str) -> int:
    client.get(address)  # what a process asks once
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def download(client: Client, address: str) -> bytes:
    answer: Any = client.get(address)
    assert answer.status_code == 200
    return bytes(answer.getvalue())


def one_of_each(by: both.Sides, n: int = 0) -> None:
    """Put one row into every list of an engagement."""
    if not n:
        both.in_force(by)
    both.drafted(by, text=f"Draft {n}.")
    both.evaluated(by, title=f"Course {n}")
    expected = both.expectation(by, f"Expectation {n}.")
    both.expectation(by, f"Open expectation {n}.")
    actions.meet_expectation(expected, why="Seen.", by=by.liaison, at=AT)
    both.survey(by, f"Milestone {n}")
    both.concern(by, f"Concern {n}")
    said = {"on": DAY, "present": f"Group {n}", "notes": "It went well."}
    actions.record_check_in(
        by.engagement, **said, actions=[actions.Agreed(Party.AGENCY, f"Task {n}")], by=by.lead, at=AT
    )
    actions.clear_flag(both.flagged(by, at=AT + timedelta(days=n)), reason="As weighed.", by=by.official, at=AT)
    both.entry(by, f"Entry {n}")
    actions.withdraw_tier(both.tier_change(by), reason="Not now.", by=by.officer, at=AT)


@pytest.mark.parametrize("place", ["", "agreements/", "deliveries/", "together/", "eligibility/", "effort/"])
def test_each_list_asks_as_many_queries_for_one_row_as_for_three(place: str) -> None:
    small, large = both.sides("One"), both.sides("Two")
    one_of_each(small)
    for n in range(3):
        one_of_each(large, n)
    counts = {
        query_count(make.browser(by.officer), f"{by.engagement.get_absolute_url()}{place}") for by in (small, large)
    }
    assert len(counts) == 1


def test_both_sides_read_how_they_work_together_and_only_the_agency_and_the_office_read_concerns() -> None:
    by = both.sides()
    one_of_each(by)
    address = f"{by.engagement.get_absolute_url()}together/"
    for who in (by.chief, by.mayor, by.lead, by.officer):
        page = text(make.browser(who), address)
        assert ("Open expectation 0." in page, "Milestone 0" in page, "It went well." in page) == (True,) * 3
        assert ("Concern 0" in page) == (who in (by.chief, by.officer))


def test_the_agency_and_the_team_learn_nothing_of_what_is_flagged() -> None:
    by = both.sides()
    both.flagged(by)
    here = by.engagement.get_absolute_url()
    for who in (by.chief, by.liaison, by.mayor, by.lead):
        client = make.browser(who)
        for address in (here, f"{here}together/", "/app/", f"/app/history/{by.engagement.ref}/"):
            page = text(client, address)
            assert ("CANARY" in page, "approving official decides" in page, "eligibility" in page.lower()) == (
                False, False, False,
            )  # fmt: skip
        assert client.get(f"{here}eligibility/").status_code == 403


def without_a_password(by: both.Sides) -> both.Sides:
    """Leave the chief executive without a password, as everybody is in a demonstration."""
    by.chief.set_unusable_password()
    by.chief.save(update_fields=["password"])
    return by


def is_a_file(client: Client, address: str) -> None:
    word = client.get(f"{address}download.docx")
    assert (word.status_code, word.content[:2]) == (200, b"PK")
    assert client.get(f"{address}download.exe").status_code == 404


def test_the_whole_way_of_an_agreement_through_its_pages() -> None:
    by = without_a_password(both.sides())
    officer, chief = make.browser(by.officer), make.browser(by.chief)
    here = by.engagement.get_absolute_url()
    assert "None has been drafted." in text(officer, f"{here}agreements/")
    typed = {"heading": "Memorandum", "text": "One.\n\nTwo.", "roles": list(both.BOTH)}
    wrong = officer.post(f"{here}draft-agreement/", typed | {"roles": []})
    assert wrong.status_code == 422
    address = officer.post(f"{here}draft-agreement/", typed)["Location"]
    days = {"chief_executive": SOON, "government_signatory": SOON}
    assert "Mara Mayor is asked by mail." in text(officer, f"{address}send/")
    assert officer.post(f"{address}send/", days).status_code == 302
    agreement = Agreement.objects.get()
    signing = {"expected_hash": agreement.content_hash, "name": "Cleo Chief", "capacity": "Chief"}
    signing |= {"intent": "on", "confirmed": "on"}
    page = text(chief, f"{address}sign/")
    assert ("<p>Two.</p>" in page, escape(forms.agreements.INTENT) in page, agreement.short_hash in page) == (True,) * 3
    for tick in ("intent", "confirmed"):
        assert chief.post(f"{address}sign/", {k: v for k, v in signing.items() if k != tick}).status_code == 422
    stale = chief.post(f"{address}sign/", signing | {"expected_hash": "0" * 64})
    assert (stale.status_code, "not the one that you were shown" in stale.content.decode()) == (409, True)
    assert chief.post(f"{address}sign/", signing).status_code == 302
    page = text(chief, address)
    assert ("You have signed. It waits for the others." in page, "confirmed it in a demonstration" in page) == (
        True,
    ) * 2
    copy = SimpleUploadedFile("signed copy.pdf", b"%PDF-1.7 signed")
    paper = {"role": "government_signatory", "name": "Mara Mayor", "capacity": "Mayor", "signed_on": clock.today()}
    assert officer.post(f"{address}record-signature/", paper | {"upload": copy}).status_code == 302
    page = text(chief, address)
    assert ("In force" in page, "Mara Mayor" in page, "recorded a signature on paper" in page) == (True,) * 3
    handed = chief.get(f"{address}copies/government_signatory/")
    assert (handed.getvalue(), handed["Content-Disposition"]) == (
        b"%PDF-1.7 signed",
        'attachment; filename="signed copy.pdf"',
    )
    assert chief.get(f"{address}copies/chief_executive/").status_code == 404
    is_a_file(chief, address)
    assert "is in force" in text(officer, f"{here}agreements/")


def test_a_paper_that_was_signed_before_there_was_the_text_is_given_back_at_its_field() -> None:
    by = both.sides()
    page = f"{both.sent(by).get_absolute_url()}record-signature/"
    told = {"role": "chief_executive", "name": "Cleo Chief", "capacity": "Chief", "signed_on": "2026-11-02"}
    copy = SimpleUploadedFile("signed.pdf", b"%PDF-1.7 signed")
    said = make.browser(by.officer).post(page, told | {"upload": copy})
    assert (said.status_code, said.context["form"].errors["signed_on"]) == (
        422, [f"It was signed on 2026-11-02; expected a day from 2026-11-03 to {clock.today()}."],
    )  # fmt: skip


def test_whoever_signs_an_agreement_shows_again_who_they_are_and_what_was_sent_goes_on() -> None:
    cache.clear()  # the library counts attempts there
    by = both.sides()
    agreement = both.sent(by)
    chief = accounts.set_password(by.chief, password="seven quiet herons", by=by.chief, at=AT)
    client, page = make.browser(chief), f"{agreement.get_absolute_url()}sign/"
    signing = {"expected_hash": agreement.content_hash, "name": "Cleo Chief", "capacity": "Chief", "intent": "on"}
    asked = client.post(page, signing)
    assert (asked.status_code, asked["Location"].partition("?")[0]) == (302, "/accounts/reauthenticate/")
    line = agreement.signatures.get(role="chief_executive")
    assert (line.how, line.shown_by) == ("", "")
    done = client.post(asked["Location"], {"password": "seven quiet herons"})
    assert (done.status_code, done["Location"]) == (302, agreement.get_absolute_url())
    line.refresh_from_db()
    assert (line.how, line.name, line.shown_by) == ("typed", "Cleo Chief", "password")
    assert "chief executive gave the password again" in text(client, agreement.get_absolute_url())


def test_an_agreement_is_signed_on_its_page_alone() -> None:
    by = both.sides()
    page = next(page for page in AGREEMENT_VERBS if page.verb.value == "agreement.sign")
    with pytest.raises(Denied, match="signed on its page"):
        page.action(both.sent(by), by=by.chief, at=AT)


def test_a_copy_that_is_not_what_its_name_says_is_refused_and_nothing_is_lost() -> None:
    by = both.sides()
    agreement = both.sent(by)
    paper = {"role": "chief_executive", "name": "Cleo Chief", "capacity": "Chief", "signed_on": "2026-11-03"}
    fake = SimpleUploadedFile("signed.pdf", b"MZ no pdf")
    said = make.browser(by.officer).post(f"{agreement.get_absolute_url()}record-signature/", paper | {"upload": fake})
    assert (said.status_code, "is something else" in said.content.decode(), "Cleo Chief" in said.content.decode()) == (
        422, True, True,
    )  # fmt: skip


def test_the_whole_way_of_a_delivery_through_its_pages() -> None:
    by = both.sides()
    both.opened(by)
    lead, liaison = make.browser(by.lead), make.browser(by.liaison)
    here = by.engagement.get_absolute_url()
    area = make.area(by.engagement)
    typed = {"title": "Course", "form": "coaching", "focus_area": area.pk, "topic": "wellness", "planned_on": SOON}
    planned = lead.post(f"{here}plan-delivery/", typed | {"experts": [by.assessor.pk]})
    address = planned["Location"]
    held = {"held_on": DAY.isoformat(), "attendance": "12", "hours": "8", "cost": "0"}
    early = lead.post(f"{address}record/", held | {"held_on": "2999-01-01"})
    assert (early.status_code, "a day to come" in early.content.decode()) == (422, True)
    with_past = held | {"held_on": "2026-01-05"}
    assert lead.post(f"{address}record/", with_past).status_code == 302
    said = {"goal_met": "fully", "evaluation": "Good.", "answered": "13", "satisfied": "10"}
    many = liaison.post(f"{address}evaluate/", said)
    assert (many.status_code, "12 took part; no more than these" in many.content.decode()) == (422, True)
    assert liaison.post(f"{address}evaluate/", said | {"answered": "11"}).status_code == 302
    assert "Of 12 who took part 11 answered; 10 of these said that it met its goal." in text(liaison, address)
    assert Delivery.objects.get().state == "evaluated"
    assert b"Course" in download(lead, f"{here}deliveries/?format=csv")
    assert download(lead, f"{here}deliveries/?format=xlsx")[:2] == b"PK"


def test_effort_and_cost_can_be_had_as_files_with_their_numbers() -> None:
    by = both.sides()
    both.entry(by)
    here, officer = by.engagement.get_absolute_url(), make.browser(by.officer)
    entry = EffortEntry.objects.get()
    head, row = download(officer, f"{here}effort/?format=csv").decode("utf-8-sig").splitlines()
    cells = dict(zip(head.split(","), next(csv.reader([row])), strict=True))
    assert (Decimal(cells["Hours"]), Decimal(cells["Cost in dollars"])) == (entry.hours, entry.cost)
    assert download(officer, f"{here}effort/?format=xlsx")[:2] == b"PK"


def test_what_both_sides_do_together_through_its_pages() -> None:
    by = both.sides()
    here = by.engagement.get_absolute_url()
    lead, liaison, officer, official = map(make.browser, (by.lead, by.liaison, by.officer, by.official))
    talk = {"on": "2026-01-05", "present": "All", "notes": "Fine.", "what_1": "Send rosters", "side_1": "the agency"}
    nobody = lead.post(f"{here}record-check-in/", talk | {"side_1": ""})
    assert (nobody.status_code, "To do 1: choose who is to do it." in nobody.content.decode()) == (422, True)
    assert lead.post(f"{here}record-check-in/", talk).status_code == 302
    page = text(liaison, f"{here}together/")
    assert ("Send rosters" in page, "1 thing to do came out of it." in page) == (True, True)
    expected = liaison.post(f"{here}expect-as-agency/", {"text": "An answer in a week."})["Location"]
    assert liaison.post(f"{expected}meet/", {"why": "It came."}).status_code == 302
    assert officer.get(f"{expected}miss/").content.decode().count("The expectation is “Met”.") == 1
    survey = officer.post(f"{here}ask-satisfaction/", {"milestone": "Visit", "closes_on": "2999-01-01"})["Location"]
    answers = {f"said_{key}": "3" for key in both.said()}
    assert liaison.post(f"{survey}answer/", answers | {"words": "CANARY-WORDS"}).status_code == 302
    assert "CANARY-WORDS" not in text(officer, survey)
    assert officer.post(f"{survey}close/", {}).status_code == 302
    page = text(liaison, survey)
    assert ("CANARY-WORDS" in page, "How many of 1 gave each answer" in page) == (True, True)
    raised = {"about": "Calls", "concern": "None.", "officer": by.officer.pk}
    concern = liaison.post(f"{here}raise-concern/", raised)["Location"]
    assert officer.post(f"{concern}answer/", {"answer": "We call today."}).status_code == 302
    assert "We call today." in text(liaison, concern)
    change = officer.post(f"{here}propose-tier/", {"tier": "critical_response", "reason": "An event."})["Location"]
    again = make.browser(by.chief).post(f"{change}agree/", {})["Location"]
    assert again.startswith("/accounts/reauthenticate/")
    actions.agree_to_tier(by.engagement.tier_changes.get(), shown_by="password", by=by.chief, at=AT)
    assert "Critical Response" in text(liaison, here)
    flag = {"looked_on": "2026-01-05", "source": "Docket", "kind": "state", "detail": "Opened."}
    review = officer.post(f"{here}flag-eligibility/", flag)["Location"]
    assert liaison.get(review).status_code == 404
    assert "State investigation" in text(official, f"{here}eligibility/").replace("A state", "State")
    assert official.post(f"{review}clear/", {"reason": "As weighed."}).status_code == 302
    entry = {"on": "2026-01-05", "category": "team", "hours": "3", "cost": "", "what": "A call"}
    assert lead.post(f"{here}record-effort/", entry).status_code == 302
    assert lead.post(f"{here}record-effort/", entry | {"hours": "", "what": "Nothing"}).status_code == 422
    ref = queries.entries_of(by.engagement).get().ref
    assert lead.post(f"/app/effort/{ref}/withdraw/", {"reason": "Wrong."}).status_code == 302
    assert "Wrong." in text(officer, f"{here}effort/")


def test_a_topic_engagement_is_closed_on_its_page_and_an_assessment_is_not_offered_it() -> None:
    topic, assessment = both.sides("One", tier="topic_assistance"), both.sides("Two")
    officer = make.browser(topic.officer)
    assert "Close the engagement" not in text(officer, assessment.engagement.get_absolute_url())
    here = topic.engagement.get_absolute_url()
    assert "Close the engagement" in text(officer, here)
    assert "Nothing has been delivered" in text(officer, f"{here}close/")
    both.evaluated(topic)
    assert officer.post(f"{here}close/", {"outcome": "It is done."}).status_code == 302
    topic.engagement.refresh_from_db()
    assert topic.engagement.state == "closed"


THINGS: dict[str, Callable[[both.Sides], Any]] = {
    "AGR": both.sent,
    "DLV": both.planned,
    "TCH": both.tier_change,
    "XPN": both.expectation,
    "SVY": both.survey,
    "ESC": both.concern,
    "ELR": both.flagged,
    "EFF": both.entry,
}


@pytest.mark.parametrize("prefix", THINGS)
def test_each_thing_is_found_by_its_reference_and_has_a_page_and_a_history(prefix: str) -> None:
    by = both.sides()
    thing = THINGS[prefix](by)
    assert thing.ref.startswith(f"{prefix}-")
    assert find(thing.ref).thing == thing
    officer = make.browser(by.officer)
    assert officer.get(thing.get_absolute_url()).status_code == 200
    assert officer.get(f"/app/history/{thing.ref}/").status_code == 200
    assert history_of(thing.ref).count() >= 1


def test_what_waits_is_in_the_inbox_of_whoever_can_do_it() -> None:
    by = both.sides()
    agreement = both.sent(by)
    delivery = both.held(by)
    survey, concern, flag = both.survey(by), both.concern(by), both.flagged(by)
    inbox = {name: text(make.browser(getattr(by, name)), "/app/") for name in ("chief", "mayor", "officer", "official")}
    there = {
        name: [
            address in page
            for address in (
                f"{agreement.get_absolute_url()}sign/",
                f"{delivery.get_absolute_url()}evaluate/",
                f"{survey.get_absolute_url()}answer/",
                f"{concern.get_absolute_url()}answer/",
                f"{flag.get_absolute_url()}clear/",
            )
        ]
        for name, page in inbox.items()
    }
    assert there == {
        "chief": [True, True, True, False, False],
        "mayor": [True, False, False, False, False],
        "officer": [False, False, False, True, False],
        "official": [False, False, False, False, True],
    }
    actions.answer_survey(SatisfactionSurvey.objects.get(), said=both.said(), by=by.chief, at=AT)
    assert f"{survey.get_absolute_url()}answer/" not in text(make.browser(by.chief), "/app/")
    assert AuditRow.objects.filter(what=survey.ref).count() == 2
