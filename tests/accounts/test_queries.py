import pytest

from concord.accounts import queries
from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core.guard import writing
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.intake.models import AssistanceRequest
from tests.factories import accounts as people
from tests.factories import engagements as make
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

P = Permission


@pytest.mark.parametrize("ref", ["", "person", "person:", "person:x", "person:²", f"person:{'9' * 30}", "agency:1"])
def test_a_key_that_is_nobodys_finds_nobody(ref: str) -> None:
    make.person("auditor")
    assert queries.by_key(ref) is None


def test_an_address_is_one_persons_whatever_its_letters() -> None:
    who = people.invited("auditor", email="Audrey@Example.org")
    assert who.email == "audrey@example.org"
    assert queries.person("AUDREY@EXAMPLE.ORG") == who
    assert queries.person("somebody@example.org") is None


def test_every_actor_of_the_trail_has_a_name() -> None:
    who = make.person("auditor", name="Audrey Auditor")
    keys = [who.actor_key, "person:999999", "concord:import", "requester:REQ-2026-0001", "visitor", "ghost:1"]
    keys.append("asked_to_authorize:REQ-2026-0001")
    assert queries.names(keys) == {
        who.actor_key: "Audrey Auditor",
        "person:999999": "person:999999",
        "concord:import": "Concord (import)",
        "requester:REQ-2026-0001": "The requester of REQ-2026-0001",
        "asked_to_authorize:REQ-2026-0001": "The chief executive asked about REQ-2026-0001",
        "visitor": "A visitor",
        "ghost:1": "ghost:1",
    }


def test_who_holds_a_role_is_the_earliest_of_several_and_nobody_whose_role_ended() -> None:
    first = make.person("liaison", "agency:A")
    make.person("liaison", "agency:A")
    assert queries.holder("liaison", "agency:A") == first
    assert queries.holder("liaison", "agency:B") is None
    assert next(m.person for m in queries.members("agency:A")) == first


def test_a_role_counts_where_it_is_held_and_nowhere_else() -> None:
    chief, officer = make.person("chief_executive", "agency:A"), make.person("programme_officer")
    assert {r.key for r in chief.roles_on(["agency:A", "engagement:E"])} == {"public", "chief_executive"}
    assert {r.key for r in chief.roles_on(["agency:B"])} == {"public"}
    assert {r.key for r in chief.roles_on([])} == {"public"}
    assert {r.key for r in officer.roles_on(["agency:B"])} == {"public", "programme_officer"}


def test_every_member_needs_a_second_factor_and_whoever_holds_no_role_needs_none() -> None:
    with_role = [make.person(role.key).needs_second_factor for role in make.PEOPLES_ROLES]
    with writing():
        nobody = Person.objects.create(email="nobody@example.org", name="No Body", joined_at=AT)
    assert (set(with_role), nobody.needs_second_factor) == ({True}, False)


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("auditor", {"one", "two"}),
        ("administrator", set()),
        ("assessor", {"one"}),
        ("chief_executive", {"one"}),
    ],
)
def test_a_list_shows_the_office_everything_and_others_what_their_scopes_name(role: str, sees: set[str]) -> None:
    one = make.engagement("One")
    make.engagement("Two")
    who = make.member(one, role)
    condition = visible(who, P.ENGAGEMENT_VIEW, agency="agency__ref", engagement="ref")
    assert set(Engagement.objects.filter(condition).values_list("slug", flat=True)) == sees


def test_a_list_shows_nothing_by_a_role_that_does_not_permit_it() -> None:
    one = make.engagement()
    conditions = [
        (AssistanceRequest, "government_signatory", P.REQUEST_VIEW, {"agency": "agency__ref"}),
        (Engagement, "stakeholder_adviser", P.EVIDENCE_VIEW, {"agency": "agency__ref", "engagement": "ref"}),
        (Engagement, "chief_executive", P.EVIDENCE_VIEW, {"agency": "agency__ref", "engagement": "ref"}),
    ]
    seen = [model.objects.filter(visible(make.member(one, role), p, **by)).count() for model, role, p, by in conditions]
    assert seen == [0, 0, 0]


def test_a_role_that_ended_is_not_held_however_the_person_was_loaded() -> None:
    who = make.person("auditor", name="Audrey Auditor")
    with writing():
        who.memberships.update(until=AT, ended_by="person:0")
    listed = next(one for one in queries.people() if one == who)
    assert (listed.held(), people.afresh(who).held()) == ([], [])
    assert queries.by_side([listed]) == []


def test_a_role_on_an_engagement_shows_nothing_of_what_belongs_to_no_engagement() -> None:
    engagement = make.engagement()
    lead = make.member(engagement, "assessment_lead")
    condition = visible(lead, P.REQUEST_VIEW, agency="agency__ref")
    assert AssistanceRequest.objects.filter(condition).count() == 0
    assert engagement.request.submitted_at == AT
