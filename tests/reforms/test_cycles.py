"""How long packets stay in each stage, for staff; nothing is said of how long where too few stays have ended."""

from datetime import timedelta

import pytest
from django.urls import reverse

from concord.reforms import actions, queries
from concord.reforms.models import Packet, Reform
from concord.reforms.queries.cycles import Cycle, Days
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.factories.findings import Ground

pytestmark = [pytest.mark.django_db, pytest.mark.owed("P11", "P12")]
FIRST, SECOND, BACK = "With the first reviewer", "With the second reviewer", "Returned, with the agency"


def returned(on: Ground, packet: Packet, *, days: int) -> Packet:
    remarks = dict.fromkeys(queries.measures_of(packet), "The signature is missing.")
    return actions.send_back(packet, remarks=remarks, by=on.assessor, at=AT + timedelta(days=days))


def found(on: Ground, days: int = 400) -> list[Cycle]:
    return list(queries.cycles(on.engagement, (AT + timedelta(days=days)).date()))


def test_each_stay_counts_in_its_stage_by_what_ended_it() -> None:
    one = ground.ground()
    reform = make.planned(one)
    on = make.two_review(one)
    packet = make.packet(on, "submitted", reform=Reform.objects.get(pk=reform.pk))
    packet = actions.pass_on(packet, by=on.assessor, at=AT + timedelta(days=10))
    remarks = dict.fromkeys(queries.measures_of(packet), "The signature is missing.")
    packet = actions.send_back(packet, remarks=remarks, by=on.reviewer, at=AT + timedelta(days=13))
    packet = actions.submit(packet, by=on.liaison, at=AT + timedelta(days=33))
    packet = actions.pass_on(packet, by=on.assessor, at=AT + timedelta(days=34))
    actions.accept(packet, basis="The plan was read.", by=on.reviewer, at=AT + timedelta(days=36))
    assert found(on) == [
        Cycle(FIRST, accepted=0, returned=0, went_on=2, days=None),
        Cycle(SECOND, accepted=1, returned=1, went_on=0, days=None),
        Cycle(BACK, accepted=0, returned=0, went_on=1, days=None),
    ]
    assert [one.stays for one in found(on, days=20)] == [1, 1, 0]


def test_days_are_given_from_five_stays_on_and_no_stay_of_another_engagement_counts() -> None:
    on, other = ground.ground(), ground.ground("Birch Harbour")
    waiting = [make.packet(on, "submitted") for _ in range(5)]
    make.packet(other, "accepted")
    for days, packet in enumerate(waiting[:4], start=1):
        returned(on, packet, days=days)
    assert [one.days for one in found(on)] == [None, None, None]
    actions.accept(waiting[4], basis="The plan was read.", by=on.assessor, at=AT + timedelta(days=40))
    assert found(on)[0] == Cycle(FIRST, accepted=1, returned=4, went_on=0, days=Days(1, 3, 40))


def test_staff_read_it_on_the_page_of_the_pace() -> None:
    on = ground.ground()
    for _ in range(5):
        make.packet(on, "accepted")
    page = reverse("engagement-pace", args=[on.engagement.ref])
    shown = people_of.browser(on.lead).get(page).content.decode()
    assert shown.count("Fewer than 5 have ended") == 2
    assert '<th scope="row">With the first reviewer</th><td data-label="Stays">5</td>' in shown
    assert people_of.browser(on.chief).get(page).status_code == 403
