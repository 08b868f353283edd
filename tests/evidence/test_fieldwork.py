"""Field work: booked inside the plan, held as agreed, called off, waived; and what is counted of it."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow, Stale
from concord.core.guard import writing
from concord.core.models import AuditRow, SealedValue
from concord.core.permissions import Permission
from concord.engagements import actions as engagements
from concord.evidence import actions, attendance, jobs, queries
from concord.evidence.models import EvidenceItem, Fieldwork
from concord.evidence.naming import looks_like_a_name
from concord.evidence.sealed_notes import Notes
from concord.evidence.states import FIELDWORK
from tests.at_rest import CANARY, places_of
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import fieldwork as field
from tests.factories import moves
from tests.factories import workplans as plans
from tests.factories.engagements import AT
from tests.factories.fieldwork import DAY, HELD_AT

pytestmark = pytest.mark.django_db

P = Permission
WRITERS = {"assessment_lead", "assessor", "analyst"}
VERBS: dict[Permission, Callable[..., Any]] = {
    P.FIELDWORK_MOVE: lambda thing, **k: actions.move_booking(thing, planned_on=DAY + timedelta(days=1), **k),
    P.FIELDWORK_HOLD: lambda thing, **k: actions.hold(thing, **field.told(), **k),
    P.FIELDWORK_CALL_OFF: lambda thing, **k: actions.call_off(thing, reason="A storm.", **k),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", FIELDWORK.states)
def test_who_may_do_what_in_each_state(state: str, verb: Permission) -> None:
    by = field.ready()
    thing = {
        "booked": lambda: field.booked(by),
        "held": lambda: field.held(by),
        "called_off": lambda: actions.call_off(field.booked(by), reason="A storm.", by=by.lead, at=AT),
    }[state]()
    able = moves.tried(plans.everyone(by), lambda who: VERBS[verb](thing, by=who, at=HELD_AT))
    assert able == moves.expected(FIELDWORK, state, verb)


@pytest.mark.owed("A15", "A17", "A18", "A19")
def test_who_may_book_waive_and_type_notes() -> None:
    by = field.ready()
    area, key, thing = make.area(by.engagement), field.activity(by).key, field.booked(by)
    tries: dict[str, Callable[..., Any]] = {
        "book": lambda **k: actions.book(area, activity=key, title="Talk", planned_on=DAY, **k),
        "note": lambda **k: actions.save_notes(thing, facts="Seen.", thoughts="", seen=0, **k),
        "waive": lambda **k: actions.waive_activity(
            area, activity=field.activity(by, "focus_group").key, reason="No group came about.", **k
        ),
    }
    people = plans.everyone(by)
    assert {name: moves.tried(people, lambda who, do=do: do(by=who, at=AT)) for name, do in tries.items()} == {
        "book": WRITERS,
        "note": WRITERS,
        "waive": {"assessment_lead"},
    }


def test_law_4_nothing_is_booked_outside_the_plan_in_force() -> None:
    by = field.ready()
    with pytest.raises(Incomplete, match="it names none “a99”"):
        field.booked(by, activity="a99")
    with pytest.raises(Incomplete, match=r"concurred \(2026-11-01 to 2027-06-30\); it says 2027-07-01"):
        field.booked(by, planned_on=date(2027, 7, 1))
    with pytest.raises(Incomplete, match=r"names \(Patrol officers, Residents\); it says Martians"):
        field.booked(by, audience="Martians")
    without = plans.cast("Birch Harbour")
    with pytest.raises(Denied, match="nothing starts before"):
        actions.book(make.area(without.engagement), activity="a1", title="Talk", planned_on=DAY, by=without.lead, at=AT)


def test_a_booking_moves_inside_its_window_and_a_move_outside_it_needs_a_new_plan() -> None:
    by = field.ready()
    thing = field.booked(by, hour=time(14))
    moved = actions.move_booking(thing, planned_on=date(2027, 6, 30), place="Room 2", by=by.lead, at=HELD_AT)
    assert (moved.planned_on, moved.hour, moved.place, moved.state_since) == (
        date(2027, 6, 30), None, "Room 2", thing.state_since,
    )  # fmt: skip
    with pytest.raises(Incomplete, match="it says 2027-07-01"):
        actions.move_booking(moved, planned_on=date(2027, 7, 1), by=by.lead, at=HELD_AT)


def test_it_is_booked_before_its_focus_area_opens_and_held_only_while_that_is_open() -> None:
    by = field.ready(areas=[("One", "Assess."), ("Two", "Assess.")])
    early = field.booked(by, number=2)
    with pytest.raises(Denied, match="The focus area is “Planned”"):
        actions.hold(early, **field.told(), by=by.lead, at=HELD_AT)
    plans.open_area(by, 2)
    assert actions.hold(queries.fieldwork(early.ref), **field.told(), by=by.lead, at=HELD_AT).state == "held"


@pytest.mark.owed("P9")
def test_law_11_what_was_seen_becomes_evidence_and_what_was_thought_stays_apart() -> None:
    by = field.ready()
    rows = make.rows_of(by.engagement.ref)
    thing = field.held(by, count=3, releasability="confidential")
    item = thing.item
    assert item is not None
    facts = "Short moves break off work in a sector."
    (shown,) = queries.with_titles([EvidenceItem.objects.get(pk=item.pk)])
    assert (queries.facts(item), shown.title, item.method, item.count, item.collected_on, item.releasability) == (
        facts, "Interview 1", "interview", 3, DAY, "confidential",
    )  # fmt: skip
    assert (item.summary, item.title, thing.title) == ("", "Sealed item", "Sealed item")
    assert SealedValue.objects.filter(thing__about=item.ref).count() == 2
    assert queries.thoughts(thing) == "Ask the sergeants about it."
    assert make.rows_of(by.engagement.ref) == rows + 2  # booked, held; the item is told of in the row of the holding
    assert item.ref in AuditRow.objects.latest("pk").body


def test_what_was_told_under_the_condition_of_no_publication_is_not_releasable() -> None:
    by = field.ready()
    with pytest.raises(Incomplete, match="agreed to no publication"):
        field.held(by, consent="withheld", releasability="releasable")
    with pytest.raises(Incomplete, match="how they agreed"):
        field.held(by, consent="quoted", consent_given="")
    with pytest.raises(Incomplete, match="no way of agreeing"):
        field.held(by, "direct_observation", consent="not_needed", consent_given="spoken")
    with pytest.raises(Incomplete, match="confidential or law-enforcement sensitive"):
        field.held(by, consent="withheld")
    assert field.held(by, consent="withheld", releasability="confidential").state == "held"
    told = {"consent": "not_needed", "consent_given": "", "releasability": "releasable"}
    assert field.held(by, "direct_observation", **told).state == "held"


@pytest.mark.parametrize("method", ["interview", "focus_group"])
def test_nobody_records_a_talk_as_one_in_which_nobody_was_asked_anything(method: str) -> None:
    with pytest.raises(Incomplete, match="what those who took part agreed to"):
        field.held(field.ready(), method, consent="not_needed", consent_given="")


@pytest.mark.owed("A12", "P9")
def test_what_is_typed_of_field_work_lies_nowhere_in_the_clear_and_the_team_reads_it() -> None:
    by = field.ready()
    thing = field.booked(by, place=f"Room of {CANARY}")
    client = make.browser(by.lead)
    actions.save_notes(thing, facts=f"{CANARY} said.", thoughts=f"{CANARY} is sure.", seen=0, by=by.expert, at=AT)
    assert places_of(CANARY) == ["evidence_fieldwork"]  # where it will be
    assert f"{CANARY} said." in client.get(f"{thing.get_absolute_url()}notes/").content.decode()
    assert f"{CANARY} is sure." in client.get(f"{thing.get_absolute_url()}hold/").content.decode()
    said = {"consent": "withheld", "releasability": "confidential"}
    told = field.told(facts=f"{CANARY} said.", thoughts=f"{CANARY} is sure.", **said)
    held = actions.hold(thing, **told, by=by.expert, at=HELD_AT)
    assert places_of(CANARY) == []
    page = client.get(held.get_absolute_url()).content.decode()
    assert (f"Room of {CANARY}" in page, f"{CANARY} is sure." in page) == (True, True)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"facts": " "}, "the facts"),
        ({"held_on": date(2026, 11, 2)}, "on or after 2026-11-03"),
        ({"held_on": DAY + timedelta(days=30)}, "a day of collection that has come"),
        ({"count": 0}, "at least one"),
        ({"consent": "maybe"}, "what those who took part agreed to"),
    ],
)
def test_what_cannot_have_been_held_is_refused(said: dict[str, Any], says: str) -> None:
    with pytest.raises(Incomplete, match=says):
        field.held(field.ready(), **said)


@pytest.mark.owed("A10")
def test_a_listening_session_keeps_its_place_its_time_access_needs_who_came_notes_and_themes() -> None:
    by = plans.cast()
    plans.concurred(by, activities=[plans.planned(make.area(by.engagement), "listening_session")])
    plans.open_area(by)
    thing = field.booked(by, "listening_session", place="Library, ground floor", hour=time(18, 30))
    lead = make.browser(by.lead)
    asked = lead.get(f"{thing.get_absolute_url()}notes/").content.decode()
    for line in ("Themes:", "Access needs, and how they were met:"):
        assert line in asked
    facts = (
        "Themes: speeding, and nobody who calls back.\n\nAccess needs, and how they were met: a ramp; Spanish spoken."
    )
    told = field.told(facts=facts, consent="unattributed", consent_given="notice", releasability="releasable")
    held = actions.hold(thing, **told | {"came": field.came(("Residents", "", 41))}, by=by.lead, at=HELD_AT)
    page = lead.get(held.get_absolute_url()).content.decode()
    assert [words in page for words in ("Library, ground floor", "18:30", 'class="num">41</td>')] == [True] * 3
    assert queries.facts(held.item) == facts


@pytest.mark.owed("A18")
@pytest.mark.parametrize("audience", ["Patrol officers", "Residents"])
def test_a_group_of_staff_is_kept_by_rank_and_unit_under_the_same_protection_as_one_of_residents(audience: str) -> None:
    by = field.ready()
    came = field.came(("Patrol, north", "officer", 5), ("Patrol, north", "sergeant", 2), ("Records", "", 1))
    told = {"came": came, "consent": "withheld", "releasability": "confidential", "facts": f"{CANARY} said."}
    held = field.held(by, "focus_group", group_type="unit", audience=audience, title=f"With {CANARY}", **told)
    rows = list(held.attendance.order_by("group", "rank").values_list("group", "rank", "came"))
    assert rows == [("Patrol, north", "officer", 5), ("Patrol, north", "sergeant", 2), ("Records", "", 1)]
    assert places_of(CANARY) == []
    people = {"team": by.lead, **{role: make.member(by.engagement, role) for role in ("liaison", "chief_executive")}}
    seen = {name: make.browser(who).get(held.get_absolute_url()).status_code for name, who in people.items()}
    assert seen == {"team": 200, "liaison": 404, "chief_executive": 404}


@pytest.mark.owed("A11")
def test_a_group_says_who_sits_together_and_shows_wanted_beside_came() -> None:
    by = field.ready()
    with pytest.raises(Incomplete, match="who sits together"):
        field.booked(by, "focus_group", group_type="")
    with pytest.raises(Incomplete, match="no type of group"):
        field.booked(by, "interview", group_type="rank")
    wanted = field.came(("Patrol officers", "officer", 6), ("Patrol officers", "sergeant", 2))
    thing = field.booked(by, "focus_group", wanted=wanted)
    came = field.came(("Patrol officers", "officer", 5), ("Records staff", "", 1))
    held = actions.hold(thing, **field.told(came=came), by=by.lead, at=HELD_AT)
    rows = held.attendance.order_by("group", "rank").values_list("group", "rank", "wanted", "came")
    assert list(rows) == [
        ("Patrol officers", "officer", 6, 5),
        ("Patrol officers", "sergeant", 2, 0),
        ("Records staff", "", None, 1),
    ]


def test_notes_are_kept_while_they_are_typed_and_nobody_overwrites_anothers() -> None:
    by = field.ready()
    thing, rows = field.booked(by), make.rows_of(by.engagement.ref)
    first = actions.save_notes(thing, facts="Seen.", thoughts="Odd.", seen=0, by=by.expert, at=AT)
    again = actions.save_notes(thing, facts="Seen.", thoughts="Odd.", seen=0, by=by.lead, at=AT)
    assert (first.number, again.number, again.saved_by, make.rows_of(by.engagement.ref)) == (
        1, 1, by.expert.actor_key, rows,
    )  # fmt: skip
    with pytest.raises(Stale, match="Somebody has saved these notes"):
        actions.save_notes(thing, facts="Other.", thoughts="", seen=0, by=by.lead, at=AT)
    held = actions.hold(thing, **field.told(), by=by.expert, at=HELD_AT)
    assert (queries.drafted(held), queries.thoughts(held)) == (Notes(), "Ask the sergeants about it.")
    with pytest.raises(Denied, match="It is “Held”"):
        actions.save_notes(held, facts="More.", thoughts="", seen=1, by=by.expert, at=AT)


def test_law_17_the_same_booking_is_one_and_what_was_held_is_not_held_again() -> None:
    by = field.ready()
    one = field.booked(by, title="Talk")
    assert field.booked(by, title="Talk") == one
    assert field.booked(by, title="Talk", hour=time(9)) != one
    held = actions.hold(one, **field.told(), by=by.expert, at=HELD_AT)
    with pytest.raises(NotAllowedNow):
        actions.hold(held, **field.told(), by=by.expert, at=HELD_AT)


def test_an_activity_is_waived_once_with_a_reason_unless_it_was_held_or_is_booked() -> None:
    by = field.ready()
    area, key = make.area(by.engagement), field.activity(by).key
    booked = field.booked(by)

    def waive(reason: str = "No time.") -> None:
        actions.waive_activity(area, activity=key, reason=reason, by=by.lead, at=AT)

    with pytest.raises(Incomplete, match="called off first"):
        waive()
    actions.call_off(booked, reason="A storm.", by=by.lead, at=AT)
    with pytest.raises(Incomplete, match="the reason"):
        waive(" ")
    rows = make.rows_of(by.engagement.ref)
    waive()
    waive("Once more.")
    assert make.rows_of(by.engagement.ref) == rows + 1
    standing = next(one for one in queries.standings(area) if one.activity.key == key)
    assert (standing.waived, standing.is_done) == ("No time.", True)


def done(by: plans.Cast) -> dict[str, bool]:
    return {one.activity.key: one.is_done for one in queries.standings(make.area(by.engagement))}


def test_what_is_logged_without_a_booking_counts_for_the_activity_that_it_names_alone() -> None:
    by = field.two_talks()
    named = gather.item(by, activity="a2")
    assert (named.activity, done(by)) == ("a2", {"a1": False, "a2": True, "a3": False})
    gather.item(by, activity="a1")
    assert done(by) == {"a1": True, "a2": True, "a3": False}
    actions.withdraw(named, reason="They asked for it.", by=by.lead, at=HELD_AT)
    assert done(by) == {"a1": True, "a2": False, "a3": False}
    with pytest.raises(Incomplete, match=r"names by “interview” .*, or none; it says a3"):
        gather.item(by, activity="a3")


def test_what_was_held_and_then_withdrawn_leaves_its_activity_to_be_held() -> None:
    by = field.ready()
    key = field.activity(by).key
    held = field.held(by)
    before = done(by)[key]
    actions.withdraw(held.item, reason="They asked for it.", by=by.lead, at=HELD_AT)
    assert (before, done(by)[key]) == (True, False)


def test_what_names_no_activity_counts_where_the_plan_has_one_of_its_method_and_among_several_for_none() -> None:
    by = field.two_talks()
    gather.item(by)
    gather.item(by, method="document_review")
    assert done(by) == {"a1": False, "a2": False, "a3": True}


def test_nothing_goes_on_while_the_engagement_is_suspended() -> None:
    by = field.ready()
    thing = field.booked(by)
    engagements.suspend(by.engagement, reason="Paused.", by=make.person("programme_officer"), at=AT)
    with pytest.raises(Denied, match="The engagement is “Suspended”"):
        actions.hold(queries.fieldwork(thing.ref), **field.told(), by=by.expert, at=HELD_AT)


@pytest.mark.owed("A10", "A15")
def test_what_a_report_says_is_counted_by_focus_area_method_and_audience_up_to_any_day() -> None:
    by = field.ready()
    held = [field.held(by, came=field.came(("Patrol officers", "sergeant", 2))), field.held(by, count=4)]
    field.held(by, audience="Residents")
    field.held(by, "focus_group", held_on=DAY + timedelta(days=1))
    field.booked(by)
    rows = queries.counts(by.engagement, DAY, to_the_team=True)
    assert [(r.number, r.name, r.audience, r.count, r.unit, r.people) for r in rows] == [
        (1, "Interview", "Patrol officers", 5, "interviews", 2),
        (1, "Interview", "Residents", 1, "interview", 0),
    ]
    assert queries.counts_by_method(by.engagement, DAY + timedelta(days=1)) == {"focus_group": 1, "interview": 6}
    assert held[1].item is not None
    actions.withdraw(held[1].item, reason="They asked for it.", by=by.expert, at=HELD_AT)
    assert queries.counts_by_method(by.engagement, DAY) == {"interview": 2}


def test_whom_a_confidential_talk_was_with_is_counted_under_no_name_before_others_than_the_team() -> None:
    by = field.ready()
    field.held(by, came=field.came(("Patrol officers", "sergeant", 2)), releasability="confidential")
    field.held(by)
    found = [
        [(r.audience, r.count, r.people) for r in queries.counts(by.engagement, DAY, to_the_team=told)]
        for told in (True, False)
    ]
    assert found == [[("Patrol officers", 2, 2)], [("", 1, 2), ("Patrol officers", 1, 0)]]


def test_a_file_that_nobody_could_read_counts_as_no_document_until_one_can_be_read() -> None:
    by = field.ready()
    broken = gather.document(by, "broken.docx", b"PK\x03\x04 nothing", summary="")
    assert queries.counts_by_method(by.engagement, AT.date()) == {}
    jobs.read(actions.revise(broken, upload=SimpleUploadedFile("p.txt", b"One."), by=by.expert, at=AT))
    assert queries.counts_by_method(by.engagement, AT.date()) == {"document_review": 1}


def test_the_database_keeps_field_work_whole() -> None:
    by = field.ready()
    held, booked = field.held(by), field.booked(by)
    rows = Fieldwork.objects.filter
    for change in (
        lambda: rows(pk=held.pk).update(count=0),
        lambda: rows(pk=held.pk).update(consent_given=""),
        lambda: rows(pk=held.pk).update(recorded_by=None),
        lambda: rows(pk=booked.pk).update(state="called_off"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), writing():
            change()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Patrol officers 4", "Line 1: expected a number"),
        ("4 Officers\n4 Officers", "Line 2: “Officers” stands in an earlier line"),
        (f"4 {'x' * 121}", "Line 1: a group has at most 120 letters"),
    ],
)
def test_a_line_of_attendance_that_cannot_be_read_names_itself(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        attendance.read(text)


def test_attendance_is_read_as_it_is_written() -> None:
    rows = attendance.read("4 Patrol officers, sergeant\n\n 12 Residents \n2 Dispatch, records and analysis, clerk")
    assert (
        attendance.written(rows) == "4 Patrol officers, sergeant\n12 Residents\n2 Dispatch, records and analysis, clerk"
    )
    assert rows[2] == attendance.Came("Dispatch, records and analysis", "clerk", 2)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Interview with Sergeant Miller", "Sergeant Miller"),
        ("Talk with Mrs. Alvarez", "Mrs. Alvarez"),
        ("Ada Q. Example, evening shift", "Ada Q. Example"),
        ("Ride-along, north sector", ""),
        ("Focus group with Patrol Officers", ""),
        ("Listening session, Millside branch library", ""),
        ("Roll Call, Officers of the evening shift", ""),
    ],
)
def test_what_looks_like_a_name_in_a_title_is_found(text: str, found: str) -> None:
    assert looks_like_a_name(text) == found
