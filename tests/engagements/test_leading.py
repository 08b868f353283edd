"""Who signs and agrees for an agency: whoever leads it, not whoever kept the role after another one was recorded."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from concord.agencies import actions as agencies
from concord.core.errors import Denied
from concord.core.guard import writing
from concord.engagements import actions, rules
from tests.factories import engagements as make
from tests.factories import together as both
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=60)
REFUSAL = (
    "Another chief executive, Nell Newchief, is on record since 2026-11-08. The programme office ends this role and "
    "invites them."
)


def lead_agency(by: both.Sides, name: str, since: date) -> None:
    agencies.appoint_chief(
        by.engagement.agency, person_name=name, title="Chief", kind="permanent", since=since, source="City.",
        by=by.officer, at=LATER,
    )  # fmt: skip


SIGNED: dict[str, Callable[[both.Sides, Any], Any]] = {
    "an agreement": lambda by, thing: both.signed(thing, by.chief, at=LATER),
    "a change of tier": lambda by, thing: actions.agree_to_tier(thing, shown_by="password", by=by.chief, at=LATER),
    "a tier declined": lambda by, thing: actions.decline_tier(thing, reason="Not now.", by=by.chief, at=LATER),
}
WAITING: dict[str, Callable[[both.Sides], Any]] = {
    "an agreement": both.sent,
    "a change of tier": both.tier_change,
    "a tier declined": both.tier_change,
}


@pytest.mark.parametrize("what", SIGNED)
def test_a_former_chief_executive_signs_and_declines_nothing_for_the_agency_any_more(what: str) -> None:
    by = both.sides()
    thing = WAITING[what](by)
    lead_agency(by, "Nell Newchief", date(2026, 11, 8))
    with pytest.raises(Denied) as refused:
        SIGNED[what](by, thing)
    assert str(refused.value) == REFUSAL


@pytest.mark.parametrize(
    ("name", "since"),
    [
        ("Another Spelling", AT.date()),
        ("Another Spelling", date(2020, 1, 1)),
        ("cleo chief", date(2026, 11, 8)),
    ],
    ids=["on the day of the role", "before it", "of the same person, interim before"],
)
@pytest.mark.parametrize("what", SIGNED)
def test_a_tenure_leaves_the_role_as_it_is(what: str, name: str, since: date) -> None:
    by = both.sides()
    thing = WAITING[what](by)
    lead_agency(by, name, since)
    SIGNED[what](by, thing)
    thing.refresh_from_db()
    assert thing.state == {"an agreement": "sent", "a change of tier": "agreed", "a tier declined": "declined"}[what]
    assert rules.still_leads(by.chief, by.engagement.agency)


def test_the_signatory_of_the_government_signs_whoever_leads_the_agency() -> None:
    by = both.sides()
    agreement = both.sent(by)
    lead_agency(by, "Nell Newchief", date(2026, 11, 8))
    both.signed(agreement, by.mayor, at=LATER)
    assert [line.role for line in agreement.signatures.exclude(recorded_at=None)] == ["government_signatory"]


def test_the_new_chief_executive_signs_once_they_have_the_role() -> None:
    by = both.sides()
    agreement = both.sent(by)
    lead_agency(by, "Nell Newchief", date(2026, 11, 8))
    with writing():
        by.chief.memberships.update(until=LATER, ended_by="person:0")
    nell = make.member(by.engagement, "chief_executive", name="N. Newchief")
    with writing():
        nell.memberships.update(since=LATER)
    both.signed(agreement, nell, at=LATER)
    assert [line.recorded_by for line in agreement.signatures.exclude(recorded_at=None)] == [nell.actor_key]
