"""What was handed in before turns were kept is with the team too, once the rows of then are brought up to date."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from concord.core.guard import writing
from concord.core.permissions import Party
from concord.reforms import actions, queries
from concord.reforms.models import Packet, Reform, Turn
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.factories.findings import DAY, Ground

pytestmark = pytest.mark.django_db
HANDED_IN = AT + timedelta(days=2)


def handed_in_then(on: Ground, reform: Reform, state: str = "submitted") -> Packet:
    """A packet as it stood before turns were kept: in review, and its reform where it had been."""
    packet = make.packet(on, reform=reform)
    words = {"submitted_by": on.liaison.actor_key, "submitted_at": HANDED_IN, "round": 1, "state_since": HANDED_IN}
    with writing():
        Packet.objects.filter(pk=packet.pk).update(state=state, **words)
    return packet


def brought_up_to_date() -> list[tuple[int, str]]:
    """Run the migration's own step; return each reform's number and state."""
    with writing():
        import_module("concord.reforms.migrations.0006_turns_of_before").bring_to_team(apps, None)
    return list(Reform.objects.order_by("pk").values_list("pk", "state"))


def test_what_was_under_review_is_with_the_team_since_it_was_handed_in() -> None:
    on = ground.ground()
    first, second, draft = (make.planned(on) for _ in range(3))
    packets = [handed_in_then(on, first), handed_in_then(on, second, "second_review")]
    make.packet(on, reform=draft)
    expected = [(first.pk, "with_team"), (second.pk, "with_team"), (draft.pk, "with_agency")]
    assert (brought_up_to_date(), brought_up_to_date()) == (expected, expected)
    told = Turn.objects.order_by("pk").values_list("reform", "packet", "state", "at")
    assert list(told) == [
        (each.pk, p.pk, "with_team", HANDED_IN) for each, p in zip((first, second), packets, strict=True)
    ]
    held = queries.holders(on.engagement, HANDED_IN.date())
    assert {each.held_by: (each.items, each.oldest_since) for each in held} == {
        Party.TEAM: (2, HANDED_IN),
        Party.AGENCY: (1, AT),
    }


def test_what_the_team_has_judged_since_stays_where_its_judgement_brought_it() -> None:
    on = ground.ground()
    judged = make.planned(on)
    handed_in_then(on, judged)
    later = HANDED_IN + timedelta(days=1)
    actions.assess(judged, status="in_progress", as_of=DAY, note="A part of it.", by=on.assessor, at=later)
    assert (brought_up_to_date(), Turn.objects.count()) == ([(judged.pk, "with_agency")], 0)
