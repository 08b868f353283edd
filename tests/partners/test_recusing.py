from contextlib import suppress
from datetime import timedelta

import pytest

from concord.accounts import actions as accounts
from concord.accounts.models import Membership, Person
from concord.agencies import actions as agencies
from concord.agencies.checks.profile import Profile
from concord.core.errors import Denied
from concord.core.guard import writing
from concord.core.models import AuditRow
from concord.core.permissions import Party, Permission
from concord.core.roles import ROLES
from concord.core.tasks import actions as tasks
from concord.core.tasks.models import Task
from concord.desk import rules as desk
from concord.engagements import actions
from concord.engagements.models import Engagement
from concord.engagements.places import held_by
from concord.evidence import actions as evidence
from concord.intake.content import Member
from concord.partners import actions as deciding
from concord.partners.models import ConflictDeclaration, Ruling
from concord.publishing import actions as publish
from concord.reforms import actions as reforms
from tests.factories import accounts as people
from tests.factories import engagements as make
from tests.factories import findings as grounds
from tests.factories import intake as asking
from tests.factories import partners, publishing
from tests.factories import reforms as reforming
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

EVA = "eva.expert@example.org"
P = Permission
LATER = AT + timedelta(hours=1)
TEAM = sorted(role.key for role in ROLES if role.party == Party.TEAM)


def add(to: Engagement, role: str = "assessor", *, email: str = EVA) -> Membership:
    return actions.add_member(to, email=email, name="Eva Expert", role=role, by=partners.officer(), at=AT)


def joined(*roles: str) -> tuple[Engagement, ConflictDeclaration]:
    """An engagement in which Eva, who declared no conflict, holds roles; and her declaration."""
    engagement = make.engagement()
    declaration = partners.declaration("none", engagement.agency)
    for role in roles:
        add(engagement, role)
    return engagement, declaration


def recuse(declaration: ConflictDeclaration, *, by: Person | None = None) -> ConflictDeclaration:
    return actions.recuse(declaration, reason="It is too close.", by=by or partners.officer(), at=LATER)


@pytest.mark.owed("A21", "A59")
@pytest.mark.parametrize("role", TEAM)
def test_nobody_joins_a_team_without_a_declaration(role: str) -> None:
    engagement = make.engagement()
    with pytest.raises(Denied, match="has not declared yet whether there is a conflict of interest"):
        add(engagement, role)
    assert Person.objects.filter(email=EVA).count() == 0
    partners.declared(engagement, EVA)
    assert add(engagement, role).role == role


@pytest.mark.parametrize(
    ("state", "joins"), [("asked", 0), ("none", 1), ("declared", 0), ("cleared", 1), ("managed", 1), ("recused", 0)]
)
def test_where_the_declaration_stands_decides_who_joins(state: str, joins: int) -> None:
    engagement = make.engagement()
    partners.declaration(state, engagement.agency)
    with suppress(Denied):
        add(engagement)
    assert Membership.objects.filter(person__email=EVA, until=None).count() == joins


def test_the_agencys_own_people_declare_nothing() -> None:
    engagement = make.engagement()
    for role in ("liaison", "chief_executive", "government_signatory"):
        add(engagement, role, email=f"{role}@example.org")
    assert ConflictDeclaration.objects.count() == 0


def test_a_recusal_ends_the_persons_roles_in_the_agencys_teams_and_no_others() -> None:
    engagement, declaration = joined("assessor", "analyst")
    elsewhere = make.engagement("Birch Harbour")
    partners.declared(elsewhere, EVA)
    add(elsewhere)
    other = make.member(engagement, "assessor", name="Ada Assessor")
    assert [m.role for m in held_by(declaration.person, engagement.agency)] == ["assessor", "analyst"]
    before = AuditRow.objects.count()
    recuse(declaration)
    kept = Membership.objects.filter(person__email=EVA, until=None)
    assert [(m.role, m.scope) for m in kept] == [("assessor", elsewhere.scopes[0])]
    assert Membership.objects.filter(person=other, until=None).count() == 1
    ended = Membership.objects.exclude(until=None)
    assert {(m.until, m.ended_by) for m in ended} == {(LATER, Ruling.objects.get(decision="recused").decided_by)}
    assert AuditRow.objects.count() == before + 1


def test_one_row_of_the_trail_names_the_roles_that_ended() -> None:
    engagement, declaration = joined("assessor")
    recuse(declaration)
    row = AuditRow.objects.latest("pk")
    assert (row.stream, row.verb) == (declaration.ref, "conflict.recuse")
    assert f'"ended":[{{"role":"assessor","scope":"{engagement.scopes[0]}"}}]' in row.body
    assert f'"person":"{declaration.person.actor_key}"' in row.body
    assert Ruling.objects.get(declaration=declaration).ended_roles == [f"Assessor, {engagement.ref}"]


def test_whoever_is_recused_can_do_and_see_nothing_there_any_more() -> None:
    engagement, declaration = joined("assessment_lead")
    who = people.afresh(declaration.person)
    assert make.browser(who).get(engagement.get_absolute_url()).status_code == 200
    recuse(declaration)
    gone = people.afresh(declaration.person)
    assert gone.all_roles() == frozenset()
    assert make.browser(gone).get(engagement.get_absolute_url()).status_code == 404


def test_the_office_has_a_task_for_each_open_place_until_somebody_else_joins() -> None:
    engagement, first = joined("assessor")
    second = partners.declaration("none", engagement.agency, name="Ben Best")
    add(engagement, email="ben.best@example.org")
    recuse(first)
    recuse(second)
    tasks = Task.objects.filter(about=engagement.ref, kind__startswith="open_place:assessor:")
    assert {(task.what, str(task.held_by)) for task in tasks} == {
        ("Find somebody else as assessor: the place is open.", "the programme office")
    }
    officer = partners.officer()
    assert "Find somebody else as assessor" in make.browser(officer).get("/app/").content.decode()
    left = []
    for name in ("Cleo Calm", "Dan Dear"):
        email = partners.address(name)
        partners.declared(engagement, email)
        add(engagement, email=email)
        left.append(tasks.filter(state="with_office").count())
    assert left == [1, 0]
    assert {task.outcome for task in tasks.all()} == {"Somebody else has joined."}


def test_the_page_says_which_roles_would_end() -> None:
    engagement, declaration = joined("assessor")
    client, address = make.browser(partners.officer()), f"{declaration.get_absolute_url()}recuse/"
    assert f"<li>Assessor, {engagement.ref}</li>" in client.get(address).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "It is too close."}).status_code == 302
    page = client.get(declaration.get_absolute_url()).content.decode()
    assert (f"Assessor, {engagement.ref}." in page, "Recused" in page) == (True, True)


def test_an_agency_without_an_engagement_has_no_roles_to_end() -> None:
    declaration = partners.declaration("declared")
    assert (recuse(declaration).state, Ruling.objects.get().ended) == ("recused", [])


def test_a_role_that_was_written_past_the_gate_still_ends() -> None:
    engagement, declaration = joined()
    with writing():
        Membership.objects.create(person=declaration.person, role="reviewer", scope=engagement.scopes[0], since=AT)
    recuse(declaration)
    assert held_by(declaration.person, engagement.agency).count() == 0


def test_whoever_is_recused_does_nothing_about_the_agency_in_the_office_either() -> None:
    by = asking.desk()
    request, elsewhere = (
        asking.request(by, "ready", of=make.agency(name)) for name in ("Alder Falls", "Birch Harbour")
    )
    partners.declaration("recused", request.agency, name="Rae Recused")
    rae = Person.objects.get(email=partners.address("Rae Recused"))
    with writing():
        for role in ("approving_official", "programme_officer"):
            Membership.objects.create(person=rae, role=role, scope="office", since=AT)
    engagement = make.engagement("Cedar Point")
    partners.declaration("recused", engagement.agency, name="Rae Recused")
    rae = Person.objects.get(pk=rae.pk)
    for refused in (
        lambda: asking.accepted(request, rae),
        lambda: asking.declined(request, rae),
        lambda: actions.suspend(engagement, reason="As agreed.", by=rae, at=AT),
    ):
        with pytest.raises(Denied, match="recused from what concerns this agency"):
            refused()
    page = make.browser(rae).get(f"{request.get_absolute_url()}accept/")
    assert (page.status_code, "You are recused from what concerns this agency" in page.content.decode()) == (200, True)
    assert asking.accepted(elsewhere, rae).state == "accepted"


def test_a_recusal_holds_until_the_office_decides_anew_whatever_is_declared_in_the_meantime() -> None:
    engagement = make.engagement()
    declaration = partners.declaration("recused", engagement.agency, name="Rae Recused")
    with writing():
        Membership.objects.create(person=declaration.person, role="approving_official", scope="office", since=AT)

    def suspend() -> str:
        rae = Person.objects.get(pk=declaration.person.pk)
        return str(actions.suspend(engagement, reason="As agreed.", by=rae, at=AT).state)

    declared = deciding.declare(declaration, has_conflict=False, detail="", by=declaration.person, at=AT)
    assert declared.state == "declared"
    with pytest.raises(Denied, match="recused from what concerns this agency"):
        suspend()
    deciding.clear(declared, reason="The matter is over.", by=partners.officer(), at=AT)
    assert suspend() == "suspended"


def test_a_request_for_several_concerns_each_of_them() -> None:
    lead, beside = make.agency("Alder Falls"), make.agency("Birch Harbour")
    members = tuple(Member(one, one.name, "OH") for one in (beside, make.agency("Elm Creek Police Department")))
    request = asking.request(asking.desk(), "ready", of=lead, members=members)
    declaration = partners.declaration("recused", beside, name="Rae Recused")
    with writing():
        for role in ("approving_official", "programme_officer"):
            Membership.objects.create(person=declaration.person, role=role, scope="office", since=AT)
    rae, ola = people.afresh(declaration.person), make.person("approving_official", name="Ola Other")
    with pytest.raises(Denied, match="recused from what concerns this agency"):
        asking.accepted(request, rae)
    areas, officer = make.AREAS, partners.officer()
    request = asking.accepted(request, ola)
    engagement = actions.open_from(request, slug="alder", title="Alder", focus_areas=areas, by=officer, at=AT)
    said = {"heading": "Memorandum", "text": "We work together.", "roles": ("chief_executive",)}
    agreement = actions.draft_agreement(engagement, **said, by=officer, at=AT)
    for refused in (
        lambda: actions.suspend(engagement, reason="As agreed.", by=rae, at=AT),
        lambda: actions.send_agreement(agreement, due_on={"chief_executive": LATER.date()}, by=rae, at=AT),
    ):
        with pytest.raises(Denied, match="recused from what concerns this agency"):
            refused()


def test_whoever_joins_the_team_of_several_agencies_declares_for_each_and_leaves_for_any() -> None:
    engagement, beside = make.engagement(), make.agency("Birch Harbour")
    with writing():
        engagement.request.members.create(agency=beside, name=beside.name, state="OH")
    partners.declared(engagement, EVA)
    with pytest.raises(Denied, match="conflict of interest with Birch Harbour"):
        add(engagement)
    declaration = partners.declaration("none", beside)
    add(engagement)
    recuse(declaration)
    assert held_by(declaration.person, beside).count() == 0
    assert Membership.objects.filter(person=declaration.person, until=None).count() == 0


def test_whoever_is_recused_approves_no_measure_and_no_report_and_prepares_no_records_but_reads() -> None:
    on = grounds.ground()
    partners.declaration("recused", on.engagement.agency, name="Rae Recused")
    rae = Person.objects.get(email=partners.address("Rae Recused"))
    with writing():
        for role in ("approving_official", "programme_officer"):
            Membership.objects.create(person=rae, role=role, scope="office", since=AT)
    rae = Person.objects.get(pk=rae.pk)
    measure = reforming.agreed(on, reforming.measure(on, grounds.recommendation(on), "proposed"))
    report = publishing.report(publishing.press(on=on), "proposed")
    received = {"request_number": "RR-1", "received_on": AT.date()}
    for refused in (
        lambda: reforms.approve(measure, by=rae, at=AT),
        lambda: publish.approve(report, by=rae, at=AT),
        lambda: evidence.prepare_foia(on.engagement, **received, by=rae, at=AT),
    ):
        with pytest.raises(Denied, match="recused from what concerns this agency"):
            refused()
    assert make.browser(rae).get(report.get_absolute_url()).status_code == 200
    assert publish.approve(report, by=make.person("approving_official", name="Ola Other"), at=AT).state == "approved"


def test_whoever_is_recused_decides_on_nobodys_declaration_about_the_agency_and_sets_no_task() -> None:
    engagement = make.engagement()
    declaration = partners.declaration("none", engagement.agency, name="Rae Recused")
    recuse(declaration)
    other = partners.declaration("declared", engagement.agency, name="Otto Other")
    with writing():
        Membership.objects.create(person=declaration.person, role="programme_officer", scope="office", since=AT)
    again = Person.objects.get(pk=declaration.person.pk)
    with pytest.raises(Denied, match="You are recused from what concerns this agency"):
        deciding.clear(other, reason="It is nothing.", by=again, at=LATER)
    asked = [desk.may(again, verb, engagement).reason for verb in (P.TASK_SET_OFFICE, P.TASK_SET_TEAM)]
    assert asked == ["You are recused from what concerns this agency, so somebody else does this."] * 2


def an_officer_recused_from(*of: Engagement) -> Person:
    """A programme officer who is recused from the agencies of these engagements."""
    for engagement in of:
        declaration = partners.declaration("recused", engagement.agency, name="Rae Recused")
    with writing():
        Membership.objects.create(person=declaration.person, role="programme_officer", scope="office", since=AT)
    return people.afresh(declaration.person)


def test_whoever_is_recused_sets_does_and_drops_no_task_about_what_concerns_the_agency() -> None:
    engagement, elsewhere, officer = make.engagement(), make.engagement("Elsewhere"), partners.officer()
    rae = an_officer_recused_from(engagement)
    agreement = actions.draft_agreement(
        engagement, heading="M", text="T", roles=("chief_executive",), by=officer, at=AT
    )
    for about in (engagement, engagement.request, agreement):
        task = tasks.set_for_office(about, what="Look", by=officer, at=AT)
        for refused in (
            lambda task=task: tasks.do(task, by=rae, at=AT),
            lambda task=task: tasks.drop(task, reason="Not needed.", by=rae, at=AT),
            lambda about=about: tasks.set_for_office(about, what="Look again", by=rae, at=AT),
        ):
            with pytest.raises(Denied, match="recused from what concerns this agency"):
                refused()
        assert make.browser(rae).get(task.get_absolute_url()).status_code == 200
    theirs = tasks.set_for_office(elsewhere, what="Look", by=rae, at=AT)
    assert tasks.do(theirs, by=rae, at=AT).state == "done"


def test_whoever_is_recused_changes_nothing_of_the_agencys_entry_and_seats_nobody_there() -> None:
    engagement, elsewhere = make.engagement(), make.engagement("Elsewhere")
    rae, liaison = an_officer_recused_from(engagement), make.member(engagement, "liaison")
    lead = make.member(engagement, "assessment_lead")
    on_engagement, on_agency = engagement.scopes
    chief = {"person_name": "Ozzie Other", "title": "Chief", "kind": "permanent", "source": "The city"}
    since = AT.date() - timedelta(days=1)
    leaves = {"reason": "They left.", "by": rae, "at": AT}
    joins = {"email": "new@example.org", "name": "Nia New", "role": "liaison", "by": rae, "at": AT}
    for refused in (
        lambda: agencies.describe(engagement.agency, profile=Profile(), by=rae, at=AT),
        lambda: agencies.appoint_chief(engagement.agency, **chief, since=since, by=rae, at=AT),
        lambda: agencies.record_departure(engagement.agency, until=since, source="The city", by=rae, at=AT),
        lambda: accounts.invite(**joins, scope=on_agency),
        lambda: accounts.end_role(liaison, role="liaison", scope=on_agency, **leaves),
        lambda: accounts.end_role(lead, role="assessment_lead", scope=on_engagement, **leaves),
    ):
        with pytest.raises(Denied, match="recused from what concerns this agency"):
            refused()
    assert accounts.invite(**joins, scope=elsewhere.scopes[1]).name == "Nia New"
    assert agencies.appoint_chief(elsewhere.agency, **chief, since=since, by=rae, at=AT).person_name == "Ozzie Other"
