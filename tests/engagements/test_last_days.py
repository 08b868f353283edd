"""A role that was given up to a day: it gives nothing after it, whether or not somebody has ended it."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from concord.accounts import actions as accounts
from concord.accounts.jobs import end_roles
from concord.accounts.models import Membership, Person
from concord.accounts.queries import working_token
from concord.core import clock, history
from concord.core.errors import BadInput
from concord.core.permissions import Permission
from concord.engagements import actions
from concord.engagements.models import Engagement
from tests.factories import engagements as make
from tests.factories.engagements import AT

pytestmark = [pytest.mark.django_db, pytest.mark.owed("A21")]
P = Permission


def on_a_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(day.year, day.month, day.day, 18, tzinfo=AT.tzinfo))


def given(engagement: Engagement, last_day: date | None, **more: Any) -> Membership:
    who = {"email": "lia@example.org", "name": "Lia Liaison", "role": "liaison"}
    return actions.add_member(engagement, **who, last_day=last_day, by=make.person("programme_officer"), at=AT, **more)


def sees(person: Person, engagement: Engagement) -> bool:
    fresh = Person.objects.get(pk=person.pk)
    return make.browser(fresh).get(engagement.get_absolute_url()).status_code == 200


def a_token(person: Person, last_day: date) -> None:
    accounts.make_token(
        person, name="Tests", scopes=["evidence:read"], last_day=last_day, secret="t" * 20, by=person, at=AT
    )


def test_a_role_gives_what_it_gives_up_to_its_last_day_and_nothing_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    engagement = make.engagement()
    on_a_day(monkeypatch, AT.date())
    last = AT.date() + timedelta(days=30)
    held = given(engagement, last)
    a_token(held.person, last + timedelta(days=90))
    seen = []
    for day in (AT.date(), last, last + timedelta(days=1)):
        on_a_day(monkeypatch, day)
        token = working_token("t" * 20, day)
        assert token
        seen.append((sees(held.person, engagement), len(token.person.all_roles())))
    assert seen == [(True, 1), (True, 1), (False, 0)]


def test_a_role_whose_last_day_is_over_is_ended_by_the_clock_and_another_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engagement = make.engagement()
    last = AT.date() + timedelta(days=30)
    held, other = given(engagement, last), make.member(engagement, "assessor").memberships.get()
    on_a_day(monkeypatch, last)
    end_roles()
    held.refresh_from_db()
    assert held.until is None
    on_a_day(monkeypatch, last + timedelta(days=1))
    end_roles()
    for one in (held, other):
        one.refresh_from_db()
    assert (held.ended_by, other.until) == ("concord:end-roles", None)
    row = history.of(held.person.audit_ref).first()
    assert row is not None
    assert (row.verb, json.loads(row.body)["reason"]) == (P.PERSON_END_ROLE, f"Its last day was {last}.")


def test_the_last_day_is_changed_by_adding_them_again_and_the_same_day_is_refused() -> None:
    engagement = make.engagement()
    first, later = AT.date() + timedelta(days=30), AT.date() + timedelta(days=60)
    days = [given(engagement, day).last_day for day in (first, later, None)]
    assert days == [first, later, None]
    assert Membership.objects.filter(person__email="lia@example.org").count() == 1
    with pytest.raises(BadInput, match="Lia Liaison is agency liaison there already"):
        given(engagement, None)


def test_a_last_day_that_is_past_is_refused() -> None:
    with pytest.raises(BadInput, match="The last day is past"):
        given(make.engagement(), AT.date() - timedelta(days=1))


def test_the_team_and_the_engagement_show_the_last_day() -> None:
    engagement = make.engagement()
    lead = make.member(engagement, "assessment_lead")
    given(engagement, date(2027, 3, 31))
    page = make.browser(lead).get(reverse("engagement", args=[engagement.ref])).content.decode()
    assert page.count("31 March 2027") == 1
