"""Who joins: nobody on two sides, one chief executive."""

import pytest

from concord.accounts.models import Membership
from concord.core.errors import Denied, Incomplete
from concord.core.guard import writing
from concord.core.permissions import Permission
from concord.core.roles import BY_KEY, Level
from concord.engagements import actions, rules
from tests.factories import engagements as make
from tests.factories import together as both
from tests.factories.engagements import AT, PEOPLES_ROLES

pytestmark = pytest.mark.django_db

P = Permission
JOINED = [role.key for role in PEOPLES_ROLES if role.level in (Level.ENGAGEMENT, Level.AGENCY)]


@pytest.mark.owed("A58")
@pytest.mark.parametrize("role", JOINED)
def test_somebody_of_one_side_joins_no_other(role: str) -> None:
    engagement = make.engagement()
    refused = set()
    for held in PEOPLES_ROLES:
        somebody = make.member(engagement, held.key)
        if not rules.may_join(make.person("programme_officer"), somebody, BY_KEY[role], engagement):
            refused.add(held.key)
        with writing():
            somebody.memberships.update(until=AT, ended_by="person:0")
    assert refused == {held.key for held in PEOPLES_ROLES if held.party != BY_KEY[role].party}


def test_the_refusal_says_which_side_they_belong_to() -> None:
    by = both.sides()
    with pytest.raises(Denied, match="Lee Lead is assessment lead and so belongs to the assessment team; nobody"):
        actions.add_member(by.engagement, email=by.lead.email, name="", role="liaison", by=by.officer, at=AT)


def test_a_role_at_the_agency_is_none_for_the_team_of_its_other_engagement() -> None:
    by = both.sides()
    other = actions.open_from(
        make.request(by.engagement.agency), slug="again", title="Again", focus_areas=make.AREAS, by=by.officer, at=AT
    )
    elsewhere = make.member(other, "assessor", name="Ellis Elsewhere")
    with pytest.raises(Denied, match="Ellis Elsewhere is assessor"):
        actions.add_member(by.engagement, email=elsewhere.email, name="", role="liaison", by=by.officer, at=AT)


def test_what_is_over_binds_nobody() -> None:
    by = both.sides()
    with writing():
        Membership.objects.filter(person=by.assessor).update(until=AT, ended_by=by.officer.actor_key)
    assert rules.may_join(by.officer, by.assessor, BY_KEY["liaison"], by.engagement)


def test_a_second_chief_executive_is_refused() -> None:
    by = both.sides()
    with pytest.raises(Denied, match="Cleo Chief holds the role of chief executive there; end it first"):
        actions.add_member(
            by.engagement, email="new@example.org", name="New", role="chief_executive", by=by.officer, at=AT
        )
    with writing():
        by.chief.memberships.update(until=AT, ended_by=by.officer.actor_key)
    joined = actions.add_member(
        by.engagement, email="new@example.org", name="New", role="chief_executive", by=by.officer, at=AT
    )
    assert joined.person.name == "New"


def test_only_who_records_a_chief_executive_seats_one(monkeypatch: pytest.MonkeyPatch) -> None:
    engagement, officer = make.engagement(), make.person("programme_officer")
    role = BY_KEY["programme_officer"]
    monkeypatch.setattr(role, "permissions", role.permissions - {P.CHIEF_APPOINT})
    refused = rules.may_join(officer, None, BY_KEY["chief_executive"], engagement)
    assert refused.reason == "Only who may record a chief executive gives that role."
    assert rules.may_join(officer, None, BY_KEY["liaison"], engagement)


@pytest.mark.parametrize("verb", ["suspend", "resume", "end"])
def test_suspending_resuming_and_ending_need_a_reason(verb: str) -> None:
    by = both.sides()
    make.put(by.engagement, "suspended" if verb == "resume" else "open")
    who = by.official if verb == "end" else by.officer
    more = {"ended_by": "agency"} if verb == "end" else {}
    with pytest.raises(Incomplete, match="with a reason"):
        getattr(actions, verb)(by.engagement, reason=" \n", by=who, at=AT, **more)
