"""The roster of an engagement's team: roles, what they bring from the field, and the conflicts that they declared."""

import re
from html import unescape

import pytest

from concord.core.guard import writing
from concord.core.permissions import Party
from concord.engagements import actions, queries
from concord.engagements.models import Engagement
from tests.factories import engagements as make
from tests.factories import partners
from tests.factories.engagements import AT, PEOPLES_ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.owed("A21")]

HEAD = "Name Role From the field Topics Languages"


def staffed() -> Engagement:
    """An engagement with a lead of the office's own, and an expert under conditions who holds two roles."""
    of = make.engagement()
    make.member(of, "assessment_lead", "Lee Lead")
    expert = partners.expert("Eva Expert", languages=["Spanish"])
    partners.declaration("managed", of.agency)
    for role in ("assessor", "analyst"):
        actions.add_member(of, email=expert.person.email, name="Eva Expert", role=role, by=partners.officer(), at=AT)
    return of


def page(of: Engagement, role: str) -> str:
    who = make.member(of, role) if role != "programme_officer" else make.person(role)
    shown = make.browser(who).get(f"{of.get_absolute_url()}team/").content.decode()
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", shown)).split())


def test_a_team_is_its_people_by_role_with_entry_and_declaration() -> None:
    told = [
        (
            one.person.name,
            [of.role for of in one.held],
            one.expert is not None,
            [of.declaration and of.declaration.state for of in one.standing],
        )
        for one in queries.team(staffed())
    ]
    assert told == [
        ("Eva Expert", ["analyst", "assessor"], True, ["managed"]),
        ("Lee Lead", ["assessment_lead"], False, [None]),
    ]


@pytest.mark.parametrize("role", [role.key for role in PEOPLES_ROLES if role.party in (Party.TEAM, Party.AGENCY)])
def test_who_sees_the_engagement_reads_what_the_team_brings_and_nothing_of_conflicts(role: str) -> None:
    shown = page(staffed(), role)
    assert f"{HEAD} " in shown
    assert "Eva Expert Analyst" in shown
    assert "Patrol captain, 24 years, now retired – Spanish" in shown
    assert ("Conflict of interest" in shown, "Cleared under conditions" in shown) == (False, False)


def test_the_office_reads_where_each_stands_with_the_agency() -> None:
    of = staffed()
    shown = page(of, "programme_officer")
    assert f"{HEAD} Conflict of interest" in shown
    assert "Spanish Cleared under conditions" in shown
    lines = make.browser(make.person("programme_officer")).get(f"{of.get_absolute_url()}team/?format=csv")
    assert "Cleared under conditions" in b"".join(lines).decode()


def test_the_office_reads_where_each_stands_with_every_agency_of_a_request_for_several() -> None:
    of, beside = staffed(), make.agency("Beech Hill Police Department")
    with writing():
        of.request.members.create(agency=beside, name=beside.name, state="OH")
        of.request.members.create(agency=None, name="Cedar Run Police", state="OH")
    partners.declaration("recused", beside, name="Lena Other")
    told = [
        (one.person.name, [(each.agency, bool(each.declaration)) for each in one.standing]) for one in queries.team(of)
    ]
    assert told == [
        ("Eva Expert", [(of.agency, True), (beside, False)]),
        ("Lee Lead", [(of.agency, False), (beside, False)]),
    ]
    partners.declaration("cleared", beside)
    row = "Alder Falls Police Department: Cleared under conditions"
    assert f"{row} Beech Hill Police Department: Cleared" in page(of, "programme_officer")
    lines = make.browser(make.person("programme_officer")).get(f"{of.get_absolute_url()}team/?format=csv")
    assert f"{row}; Beech Hill Police Department: Cleared" in b"".join(lines).decode()


def test_a_team_of_nobody_says_so() -> None:
    assert "Nobody has joined the team yet." in page(make.engagement(), "programme_officer")
