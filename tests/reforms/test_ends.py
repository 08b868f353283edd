"""What a judgement ended: it is judged, confirmed and begun again by measures in force, and ends otherwise only once it
was reopened."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from concord.core.errors import Denied, Incomplete
from concord.core.permissions import Permission
from concord.findings import actions as findings
from concord.reforms import actions, checks, queries
from concord.reforms.models import Judgement, Packet, Reform
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=30)
NO_MEASURE = "No completion measure of 1.1.1 is in force: one is approved first"


def fresh(reform: Reform) -> Reform:
    return Reform.objects.get(pk=reform.pk)


def without_measure(on: ground.Ground, reform: Reform) -> Reform:
    """Withdraw the last measure of what has ended."""
    (last,) = queries.measures_in_force(reform.recommendation)
    actions.withdraw_measure(last, reason="The law changed.", by=on.officer, at=LATER)
    return fresh(reform)


@pytest.mark.owed("P13")
def test_law_6_nothing_is_confirmed_or_begun_again_without_a_completion_measure_in_force() -> None:
    on = ground.ground()
    done = without_measure(on, make.reform(on, "complete"))
    words = {"as_of": LATER.date(), "by": on.assessor, "at": LATER}
    for again in (
        lambda: actions.sustain(done, note="It lasts.", **words),
        lambda: actions.reopen(done, reason="It came back.", **words),
    ):
        with pytest.raises(Incomplete, match=NO_MEASURE):
            again()
    page = people_of.browser(on.assessor).get(reverse("reform.sustain", args=[done.ref])).content.decode()
    assert NO_MEASURE in page
    measure = make.measure(on, done.recommendation, text="It is posted.", at=LATER)
    actions.reopen(fresh(done), reason="It came back.", **words)
    assert Judgement.objects.latest("pk").measures == [measure.ref]


@pytest.mark.owed("P13")
def test_law_6_nothing_is_complete_and_no_packet_is_handed_in_where_no_measure_says_when_it_is_done() -> None:
    on = ground.ground()
    reform = without_measure(on, make.reform(on, "complete"))
    reform = make.report(on, reform, "complete", as_of=LATER.date(), at=LATER)
    with pytest.raises(Incomplete, match=NO_MEASURE):
        actions.complete(fresh(reform), note="Seen.", as_of=LATER.date(), by=on.assessor, at=LATER)
    packet = actions.assemble(fresh(reform), title="The plan", by=on.liaison, at=LATER)
    with pytest.raises(Incomplete, match=NO_MEASURE):
        actions.submit(packet, by=on.liaison, at=LATER)
    assert Packet.objects.get().state == "draft"


def test_law_6_a_packet_that_was_handed_in_is_not_accepted_once_no_measure_is_left() -> None:
    on = ground.ground()
    packet = make.packet(on, "submitted")
    reform = queries.reforms_in(packet)[0]
    actions.complete(reform, note="Seen.", as_of=LATER.date(), by=on.assessor, at=LATER)
    without_measure(on, reform)
    with pytest.raises(Incomplete, match=NO_MEASURE):
        actions.accept(packet, basis="It was read.", by=on.assessor, at=LATER)


Ending = Callable[[Reform, ground.Ground], Reform]


def completes(reform: Reform, on: ground.Ground) -> Reform:
    return actions.complete(reform, note="Seen.", as_of=LATER.date(), by=on.assessor, at=LATER)


def stops(reform: Reform, on: ground.Ground) -> Reform:
    return actions.stop(reform, reason="No funds.", as_of=LATER.date(), by=on.assessor, at=LATER)


@pytest.mark.parametrize(
    ("state", "same", "other"),
    [("stopped", stops, completes), ("complete", completes, stops)],
    ids=["stopped", "complete"],
)
def test_law_13_what_has_ended_one_way_ends_the_other_way_once_it_was_reopened_with_a_reason(
    state: str, same: Ending, other: Ending
) -> None:
    on = ground.ground()
    reform = make.report(on, make.reform(on, state), "in_progress", as_of=LATER.date(), at=LATER)
    assert reform.state == "with_team"
    with pytest.raises(Denied, match="Reopen it with the reason, or confirm how it ended"):
        other(fresh(reform), on)
    words: dict[str, Any] = {"as_of": LATER.date(), "by": on.assessor, "at": LATER}
    actions.reopen(fresh(reform), reason="It goes on.", **words)
    assert other(fresh(reform), on).state != state


def test_what_was_complete_can_be_stopped_where_the_agency_does_not_concur_and_so_nothing_is_reopened() -> None:
    on = ground.ground()
    reform = make.report(on, make.reform(on, "complete"), "in_progress", as_of=LATER.date(), at=LATER)
    findings.respond(reform.recommendation, answer="not", reason="The council decides.", by=on.chief, at=LATER)
    words: dict[str, Any] = {"as_of": LATER.date(), "by": on.assessor, "at": LATER}
    with pytest.raises(Denied, match="The agency does not concur with it"):
        actions.reopen(fresh(reform), reason="It goes on.", **words)
    assert stops(fresh(reform), on).state == "stopped"


def told_before_stopping(reform: Reform) -> list[str]:
    return [each.text for each in checks.before_judging(fresh(reform), Permission.REFORM_STOP)]


def test_who_records_that_work_stops_is_warned_where_the_agency_has_not_said_so() -> None:
    on = ground.ground()
    reform = make.report(on, make.planned(on), "in_progress")
    unsaid = "The agency has neither reported that it stops nor said that it does not concur: ask it first."
    assert told_before_stopping(reform) == [unsaid]
    words = {"as_of": LATER.date(), "note": "No funds.", "by": on.liaison, "at": LATER}
    actions.report(reform, status="partially_complete", **words)
    assert told_before_stopping(reform) == []
    refused = make.planned(on)
    findings.respond(refused.recommendation, answer="not", reason="The council decides.", by=on.chief, at=AT)
    assert unsaid not in told_before_stopping(refused)


def test_what_another_recommendation_takes_the_place_of_stops_in_words_that_say_so() -> None:
    on = ground.ground()
    reform, newer = make.planned(on), ground.recommendation(on)
    make.link(on, newer, reform.recommendation, "supersedes")
    assert told_before_stopping(reform) == [
        f"It is replaced by {newer.label}: the reason says so, and not that the agency decided it."
    ]
    page = people_of.browser(on.assessor).get(reverse("reform.stop", args=[reform.ref]))
    assert page.context["form"]["reason"].initial == f"It is replaced by {newer.label}."
