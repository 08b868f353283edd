"""Packets and pieces of work as files, for whoever reads their pages."""

import csv
import io

import pytest
from django.test import Client

from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import reforms as make

pytestmark = pytest.mark.django_db

MOMENT = "2026-11-03T09:30:00+00:00"


def rows(browser: Client, address: str) -> list[list[str]]:
    answer = browser.get(f"{address}?format=csv")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))


def opens_to_the_same(on: ground.Ground, address: str) -> bool:
    """Whether the file of a list opens to exactly those to whom its page opens."""
    people = people_of.everybody(on.engagement)
    return people_of.statuses(people, f"{address}?format=csv") == people_of.statuses(people, address)


def test_the_packets_of_an_engagement_are_one_file_with_whom_each_is() -> None:
    on = ground.ground()
    made = make.packet(on)
    address = f"{on.engagement.get_absolute_url()}packets/"
    assert rows(people_of.browser(on.chief), address) == [
        ["Reference", "Packet", "State", "With", "Since (UTC)", "Round"],
        [made.ref, made.title_given, made.state_label, str(made.held_by), MOMENT, str(made.round)],
    ]
    assert opens_to_the_same(on, address)


def test_the_pieces_of_work_of_an_engagement_are_one_file_with_whose_they_are() -> None:
    on = ground.ground()
    made = make.project(on, make.reform(on).recommendation)
    address = f"{on.engagement.get_absolute_url()}pieces-of-work/"
    assert rows(people_of.browser(on.chief), address) == [
        ["Reference", "Piece of work", "Owner", "Sponsor", "Unit", "State", "Since (UTC)"],
        [made.ref, made.title, made.owner, made.sponsor, made.unit, made.state_label, MOMENT],
    ]
    assert opens_to_the_same(on, address)
