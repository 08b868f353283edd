import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from concord.core import clock, sealing
from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow
from concord.core.guard import writing
from concord.core.models import AuditRow
from concord.core.permissions import Permission
from concord.core.roles import SystemActor
from concord.engagements import actions as engagements
from concord.evidence import actions, jobs, queries, sealed_notes
from concord.evidence.models import Fieldwork, Identity, Opening
from concord.evidence.states import IDENTITY, OPENING
from tests.at_rest import CANARY, places_of
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import fieldwork as field
from tests.factories import keeping, moves
from tests.factories import workplans as plans
from tests.factories.engagements import AT
from tests.factories.keeping import CONTACT, DAY

pytestmark = pytest.mark.django_db

P = Permission
KEPT = {"name": "Quill Canary", "phone": "555-010-0142", "e-mail": "quill@example.org", "words": "sergeant, nights"}
OPENINGS: dict[Permission, Callable[..., Any]] = {
    P.OPENING_AGREE: actions.agree_to_open,
    P.OPENING_DECLINE: lambda thing, **k: actions.decline_to_open(thing, reason="No.", **k),
    P.OPENING_WITHDRAW: actions.withdraw_opening,
    P.OPENING_OPEN: actions.open_identity,
}


def test_who_may_keep_a_contact_apart_and_who_may_ask() -> None:
    by = gather.ready()
    people = make.everybody(by.engagement)
    contact = keeping.sealed(by)
    keep = moves.tried(people, lambda who: actions.keep_identity(by.engagement, **CONTACT, until=DAY, by=who, at=AT))
    ask = moves.tried(people, lambda who: actions.ask_to_open(contact, reason="A threat.", by=who, at=AT))
    assert keep == ask == {"assessment_lead", "assessor"}
    strangers = make.everybody(make.engagement("Elsewhere"))
    assert moves.tried(strangers, lambda who: keeping.asked(contact, who)) == set()


@pytest.mark.parametrize("verb", OPENINGS)
@pytest.mark.parametrize("state", OPENING.states)
def test_who_may_do_what_with_an_opening_in_each_state(state: str, verb: Permission) -> None:
    by = gather.ready()
    people = make.everybody(by.engagement)
    opening = keeping.asked(keeping.sealed(by), people["assessor"])
    opened = {"opened_at": AT, "opened_by": people["assessor"].actor_key} if state == "opened" else {}
    with writing():
        Opening.objects.filter(pk=opening.pk).update(state=state, **opened)
    opening.refresh_from_db()
    able = moves.tried(people, lambda who: OPENINGS[verb](opening, by=who, at=AT))
    own = {"assessor"} if verb in (P.OPENING_WITHDRAW, P.OPENING_OPEN) else set(people)
    assert able == moves.expected(OPENING, state, verb) & own


@pytest.mark.parametrize("state", IDENTITY.states)
def test_only_who_booked_seals_before_the_day_has_passed(state: str) -> None:
    by = gather.ready()
    people = make.everybody(by.engagement)
    contact = actions.keep_identity(by.engagement, **CONTACT, until=DAY, by=people["assessor"], at=AT)
    make.put(contact, state)
    able = moves.tried(people, lambda who: actions.seal_identity(contact, by=who, at=AT))
    assert able == ({"assessor"} if state == "kept" else set())


@pytest.mark.owed("A12")
def test_a_contact_is_sealed_and_its_row_and_the_trail_show_nothing_of_it() -> None:
    by = gather.ready()
    contact = keeping.identity(by)
    assert (contact.ref, contact.title, contact.state) == ("IDN-2026-0001", "Voice 1", "kept")
    assert queries.contact(contact) == KEPT
    row = repr({f.attname: getattr(contact, f.attname) for f in Identity._meta.concrete_fields})
    trail = "".join(AuditRow.objects.values_list("body", flat=True))
    assert [word for word in (*KEPT.values(), "Quill", "nights") if word in row + trail] == []


def test_pseudonyms_are_counted_by_engagement_and_the_same_contact_is_kept_once() -> None:
    by, other = gather.ready(), gather.ready("Elsewhere")
    first = keeping.identity(by)
    rows = make.rows_of(by.engagement.ref)
    assert (keeping.identity(by), make.rows_of(by.engagement.ref)) == (first, rows)
    again = [keeping.identity(by, name="Alex Canary"), keeping.identity(by, words="sergeant, days")]
    assert [one.title for one in (*again, keeping.identity(other))] == ["Voice 2", "Voice 3", "Voice 1"]


@pytest.mark.parametrize(
    ("changed", "error", "says"),
    [
        ({"name": " "}, Incomplete, "Missing: the name"),
        ({"until": DAY - timedelta(days=1)}, BadInput, "it says 2026-11-02, and today is 2026-11-03"),
        ({"until": date(2099, 1, 1)}, BadInput, "within a year; it says 2099-01-01, and today is 2026-11-03"),
        ({"subject": "FLD-2026-0999"}, BadInput, "there is no “FLD-2026-0999”"),
    ],
)
def test_what_cannot_be_kept_is_refused(changed: dict[str, Any], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        keeping.identity(gather.ready(), **changed)


def test_nobody_is_booked_before_the_concurrence() -> None:
    by = plans.cast()
    with pytest.raises(Denied, match="nothing starts before the agency's chief executive concurs"):
        keeping.identity(by)


@pytest.mark.owed("A12", "A59")
def test_law_12_who_booked_sees_the_contact_until_it_is_sealed_and_then_two_people_and_a_reason_open_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    by = gather.ready()
    contact = keeping.identity(by)
    official, auditor = make.person("approving_official"), make.person("auditor")
    assert seen(contact, by.expert, by.lead) == [True, False]
    contact = actions.seal_identity(contact, by=by.expert, at=AT)
    assert seen(contact, by.expert, by.lead) == [False, False]
    with pytest.raises(Incomplete, match="the reason"):
        actions.ask_to_open(contact, reason=" ", by=by.lead, at=AT)
    opening = keeping.asked(contact, by.lead)
    with pytest.raises(NotAllowedNow):
        actions.open_identity(opening, by=by.lead, at=AT)
    opening = actions.agree_to_open(opening, by=official, at=AT)
    with pytest.raises(Denied, match="for the person who asked"):
        actions.open_identity(opening, by=by.expert, at=AT)
    opening = actions.open_identity(opening, by=by.lead, at=AT)
    shown = [opening.shown_to(who.actor_key, at=AT) for who in (by.lead, by.expert, official, auditor)]
    assert shown == [True, False, False, False]
    half_an_hour = AT + timedelta(minutes=30)
    at_its_end = [opening.shown_to(by.lead.actor_key, at=half_an_hour - timedelta(seconds=s)) for s in (1, 0)]
    assert at_its_end == [True, False]
    told = [json.loads(row.body) for row in AuditRow.objects.filter(what=opening.ref).order_by("pk")]
    assert [(row["verb"], row["who"]) for row in told] == [
        ("opening.ask_to_open", by.lead.actor_key),
        ("opening.agree", official.actor_key),
        ("opening.open", by.lead.actor_key),
    ]


def seen(contact: Identity, *people: Any) -> list[bool]:
    """Whether each of them is shown the contact on its page."""
    return ["Quill Canary" in make.browser(who).get(contact.get_absolute_url()).content.decode() for who in people]


def test_nobody_agrees_to_their_own_wish_even_with_both_roles() -> None:
    by = gather.ready()
    both = make.person("approving_official", "office")
    with writing():
        both.memberships.create(role="assessment_lead", scope=by.engagement.scopes[0], since=AT)
    opening = keeping.asked(keeping.sealed(by), both)
    with pytest.raises(Denied, match="It takes two people"):
        actions.agree_to_open(opening, by=both, at=AT)
    with pytest.raises(IntegrityError, match="opening_takes_two_people"), transaction.atomic(), writing():
        Opening.objects.filter(pk=opening.pk).update(decided_at=AT, decided_by=both.actor_key)


def test_an_agreement_to_open_is_good_for_three_days() -> None:
    by = gather.ready()
    opening = keeping.agreed(keeping.sealed(by), by.lead)
    with pytest.raises(NotAllowedNow, match="older than 3 days"):
        actions.open_identity(opening, by=by.lead, at=AT + timedelta(days=3, seconds=1))
    assert actions.open_identity(opening, by=by.lead, at=AT + timedelta(days=3)).state == "opened"


def test_one_person_has_one_wish_at_a_time_and_none_for_a_contact_that_is_not_sealed() -> None:
    by = gather.ready()
    with pytest.raises(Denied, match="not sealed yet"):
        keeping.asked(keeping.identity(by), by.lead)
    contact = keeping.sealed(by, name="Alex Canary")
    first = keeping.asked(contact, by.lead)
    with pytest.raises(Denied, match="You have asked already: OPN-2026-0001 is “asked for”"):
        keeping.asked(contact, by.lead)
    actions.withdraw_opening(first, by=by.lead, at=AT)
    assert keeping.asked(contact, by.lead).state == "asked"


def test_a_contact_is_sealed_by_itself_when_its_day_has_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    by = gather.ready()
    contact = keeping.identity(by)
    with pytest.raises(NotAllowedNow, match="has not passed"):
        actions.seal_due_identity(contact, by=SystemActor("retention"), at=AT)
    later = AT + timedelta(days=1)
    longer = keeping.identity(by, until=later.date())
    monkeypatch.setattr("concord.core.clock.now", lambda: later)
    jobs.seal_identities()
    jobs.seal_identities()
    assert [(i.state, i.state_since) for i in (queries.identity(contact.ref), queries.identity(longer.ref)) if i] == [
        ("sealed", later),
        ("kept", AT),
    ]


def test_the_auditors_page_lists_each_opening_and_never_the_contact() -> None:
    by = gather.ready()
    opening = keeping.opened(keeping.sealed(by), by.lead)
    auditor = make.browser(make.person("auditor"))
    for address in ("/app/openings/", opening.get_absolute_url()):
        page = auditor.get(address).content.decode()
        assert ("Voice 1" in page, "A threat was made" in page, "Lee Lead" in page, "Canary" in page) == (
            True, True, True, False,
        )  # fmt: skip
    sheet = auditor.get("/app/openings/?format=csv").getvalue().decode()
    assert ("Lee Lead" in sheet, "Ola Official" in sheet, "Canary" in sheet) == (True, True, False)
    assert auditor.get(opening.identity.get_absolute_url()).status_code == 404


def test_law_12_nobody_sees_a_contact_after_its_day_though_no_job_has_sealed_it_yet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    contact = keeping.identity(by := gather.ready())
    for now, sees in ((AT, True), (AT + timedelta(days=1), False)):
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        assert seen(contact, by.expert) == [sees], now
    assert Identity.objects.get().state == "kept"


def test_no_browser_keeps_a_page_with_a_contact() -> None:
    by = gather.ready()
    contact = keeping.identity(by)
    answer = make.browser(by.expert).get(contact.get_absolute_url())
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_contact_is_kept_by_the_form_of_its_page() -> None:
    by = gather.ready()
    typed = CONTACT | {"until": (clock.today() + timedelta(days=9)).isoformat(), "subject": ""}
    answer = make.browser(by.lead).post(f"{by.engagement.get_absolute_url()}keep-identity/", typed)
    found = Identity.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, found.get_absolute_url())
    assert sealing.read(found.ref) == KEPT


@pytest.mark.owed("A12")
def test_law_12_holding_field_work_seals_the_contacts_that_were_kept_for_it_at_once() -> None:
    by = field.ready()
    work = field.booked(by)
    until = field.HELD_AT.date() + timedelta(days=30)
    mine = keeping.identity(by, subject=work.ref, until=until)
    other = keeping.identity(by, subject=field.booked(by).ref, until=until, name="Somebody Else")
    rows = make.rows_of(by.engagement.ref)
    actions.hold(work, **field.told(), by=by.expert, at=field.HELD_AT)
    states = [Identity.objects.get(pk=one.pk).state for one in (mine, other)]
    assert (states, make.rows_of(by.engagement.ref)) == (["sealed", "kept"], rows + 1)
    assert json.loads(AuditRow.objects.latest("pk").body)["more"]["sealed"] == [mine.ref]
    assert queries.contact(Identity.objects.get(pk=mine.pk)) == queries.contact(mine)  # it opens by two people


@pytest.mark.owed("A12")
def test_law_12_calling_field_work_off_seals_its_contacts_and_its_place_at_once() -> None:
    by = field.ready()
    work = field.booked(by, title=f"Talk with {CANARY}", place=f"Room of {CANARY}")
    until = field.HELD_AT.date() + timedelta(days=30)
    mine = keeping.identity(by, subject=work.ref, until=until)
    other = keeping.identity(by, subject=field.booked(by).ref, until=until, name="Somebody Else")
    rows = make.rows_of(by.engagement.ref)
    off = actions.call_off(work, reason=f"{CANARY} is ill.", by=by.expert, at=field.HELD_AT)
    states = [Identity.objects.get(pk=one.pk).state for one in (mine, other)]
    assert (states, make.rows_of(by.engagement.ref)) == (["sealed", "kept"], rows + 1)
    assert json.loads(AuditRow.objects.latest("pk").body)["more"]["sealed"] == [mine.ref]
    assert places_of(CANARY) == []
    people = (by.lead, make.person("programme_officer"))
    pages = [make.browser(who).get(off.get_absolute_url()).content.decode() for who in people]
    said = [f"{words} {CANARY}" for words in ("Room of", "Talk with")] + [f"{CANARY} is ill."]
    assert [[words in page for words in said] for page in pages] == [[True] * 3, [False] * 3]  # the team alone reads it
    lists = [make.browser(who).get(f"{by.engagement.get_absolute_url()}fieldwork/") for who in people]
    assert [CANARY in page.content.decode() for page in lists] == [True, False]
    assert [off.page_title, CANARY in pages[0].partition("</title>")[0]] == [off.ref, False]


@pytest.mark.owed("A12")
def test_law_12_what_is_still_booked_when_all_is_over_is_sealed_by_itself_and_can_be_called_off() -> None:
    by = field.ready()
    work = field.booked(by, title=f"Talk with {CANARY}", place=f"Room of {CANARY}")
    jobs.seal_identities()
    assert Fieldwork.objects.get(pk=work.pk).place == f"Room of {CANARY}"
    engagements.end(by.engagement, ended_by="agency", reason="X.", by=make.person("approving_official"), at=AT)
    rows = make.rows_of(by.engagement.ref)
    jobs.seal_identities()
    jobs.seal_identities()
    left = Fieldwork.objects.get(pk=work.pk)
    assert (make.rows_of(by.engagement.ref), places_of(CANARY), left.state) == (rows + 1, [], "booked")
    off = actions.call_off(left, reason="All is over.", by=by.lead, at=AT)
    assert (off.state, sealed_notes.place(off), sealed_notes.titles([off])) == (
        "called_off", f"Room of {CANARY}", {off.ref: f"Talk with {CANARY}"},
    )  # fmt: skip


@pytest.mark.owed("A12")
def test_law_12_the_place_of_what_was_called_off_before_that_sealed_it_is_sealed_by_itself() -> None:
    by = field.ready()
    booked, off = field.booked(by, place="Room 4"), field.booked(by, place="To be said")
    off = actions.call_off(off, reason="A storm.", by=by.expert, at=AT)
    with writing():  # as before
        Fieldwork.objects.filter(pk=off.pk).update(place=f"Room of {CANARY}")
    engagements.suspend(by.engagement, reason="Paused.", by=make.person("programme_officer"), at=AT)
    rows = make.rows_of(by.engagement.ref)
    jobs.seal_identities()
    jobs.seal_identities()
    assert (make.rows_of(by.engagement.ref), places_of(CANARY)) == (rows + 1, [])
    sealed = Fieldwork.objects.get(pk=off.pk)
    assert (sealed.place, sealed_notes.place(sealed), sealed.state_since) == ("", f"Room of {CANARY}", AT)
    assert Fieldwork.objects.get(pk=booked.pk).place == "Room 4"


def test_law_12_a_contact_moves_with_the_booking_so_that_it_is_seen_until_the_talk_and_no_longer() -> None:
    by = field.ready()
    work = field.booked(by)
    contact = keeping.identity(by, subject=work.ref, until=work.planned_on)
    later = work.planned_on + timedelta(days=3)
    actions.move_booking(work, planned_on=later, by=by.expert, at=AT)
    assert Identity.objects.get(pk=contact.pk).until == later
    assert json.loads(AuditRow.objects.latest("pk").body)["more"]["contacts"] == [contact.ref]


def test_a_contact_is_kept_for_no_talk_of_another_engagement_or_that_was_held() -> None:
    by, other = field.ready(), field.ready("Elsewhere")
    for work in (field.held(by), field.booked(other)):
        with pytest.raises(BadInput, match=f"there is no “{work.ref}”"):
            keeping.identity(by, subject=work.ref)
    page = make.browser(by.lead).get(f"{by.engagement.get_absolute_url()}keep-identity/").content.decode()
    assert [ref for ref in Fieldwork.objects.values_list("ref", flat=True) if ref in page] == []
