from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import IntegrityError, transaction
from django.test import Client

from concord.accounts import actions, queries
from concord.accounts.models import Membership, Person
from concord.core.errors import BadInput, Denied, NotThere
from concord.core.guard import writing
from concord.core.models import AuditRow, OutboxMail
from concord.core.permissions import Actor
from concord.core.roles import ROLES, Level, SystemActor, Visitor
from tests.factories import accounts as people
from tests.factories import engagements as make
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

SCOPES = {Level.OFFICE: "office", Level.AGENCY: "agency:OH0010100", Level.ENGAGEMENT: "engagement:ENG-2026-0001"}
GIVEN = [role.key for role in make.PEOPLES_ROLES]
OFFICE = {role.key for role in make.PEOPLES_ROLES if role.level == Level.OFFICE}


def everybody() -> dict[str, Actor]:
    by: dict[str, Actor] = {r.key: make.person(r.key, SCOPES[r.level]) for r in make.PEOPLES_ROLES}
    return by | {"public": Visitor(), "requester": Visitor("REQ-2026-0001"), "concord": SystemActor("init")}


def inviting(role: str) -> Callable[[Actor], Any]:
    level = next(r.level for r in make.PEOPLES_ROLES if r.key == role)

    def invite(by: Actor) -> None:
        email = f"{by.actor_key.replace(':', '-')}@example.org"
        scope = "agency:OH0020200" if role == "chief_executive" else SCOPES[level]  # where nobody is chief yet
        actions.invite(email=email, name="New", role=role, scope=scope, by=by, at=AT)

    return invite


@pytest.mark.parametrize("role", ["auditor", "liaison", "assessor"])
def test_who_may_invite_to_a_role(role: str) -> None:
    may = {"auditor": {"administrator", "concord"}, "liaison": {"administrator", "concord", "programme_officer"}}
    assert make.able(everybody(), inviting(role)) == may.get(role, {"concord"})


def test_a_role_in_an_engagement_is_given_where_what_comes_before_it_is_looked_at() -> None:
    with pytest.raises(Denied, match="given on the engagement's own page: “Add a member”"):
        inviting("assessor")(make.person("programme_officer"))


@pytest.mark.owed("A58")
@pytest.mark.parametrize("role", GIVEN)
def test_a_role_is_held_on_its_own_kind_of_scope_and_on_no_other(role: str) -> None:
    level = next(r.level for r in ROLES if r.key == role)
    for kind, scope in SCOPES.items():
        if kind != level:
            with pytest.raises(Denied, match=f"held on: {level.value}"):
                people.invited(role, scope)
    assert people.invited(role, SCOPES[level]).roles_on([SCOPES[level]]) > {r for r in ROLES if r.key == role}
    assert Person.objects.count() == 1


@pytest.mark.parametrize("role", ["public", "requester", "concord"])
def test_what_is_no_persons_role_is_given_to_nobody(role: str) -> None:
    with pytest.raises(Denied, match="not a role that a person is given"):
        people.invited(role)


def test_an_unknown_role_is_refused_with_the_roles_that_there_are() -> None:
    with pytest.raises(BadInput, match="no role 'sheriff'; the roles are: administrator, analyst"):
        people.invited("sheriff")


def test_a_role_held_already_is_said_and_nothing_is_kept() -> None:
    people.invited("auditor", name="Audrey Auditor")
    before = AuditRow.objects.count()
    with pytest.raises(BadInput, match="Audrey Auditor is auditor there already"):
        people.invited("auditor", email="AUDITOR@example.org")
    assert (AuditRow.objects.count(), Membership.objects.count()) == (before, 1)


def test_somebody_new_sets_a_password_by_the_link_and_then_adds_a_second_factor() -> None:
    invited = people.invited("auditor")
    mail = OutboxMail.objects.get()
    assert (mail.to, invited.has_usable_password()) == ("auditor@example.org", False)
    link = next(word for word in mail.body.split() if word.startswith("http://localhost:8000"))
    browser = Client()
    form = browser.get(link.removeprefix("http://localhost:8000"), follow=True)
    password = {"password1": "seven quiet herons", "password2": "seven quiet herons"}
    browser.post(form.request["PATH_INFO"], password)
    row = AuditRow.objects.latest("pk")
    assert (row.verb, row.what, row.role) == ("person.secure", invited.actor_key, "public")
    browser = Client()
    browser.post("/accounts/login/", {"login": "Auditor@example.org", "password": "seven quiet herons"})
    assert browser.get("/app/")["Location"] == "/accounts/2fa/totp/activate/"


def test_a_link_works_once() -> None:
    people.invited("auditor")
    link = next(w for w in OutboxMail.objects.get().body.split() if "/accounts/" in w).partition("8000")[2]
    form = Client().get(link, follow=True)
    assert "password1" in form.content.decode()
    actions.set_password(queries.person("auditor@example.org"), password="seven quiet herons", by=Visitor(), at=AT)
    assert "password1" not in Client().get(link, follow=True).content.decode()


def test_somebody_known_keeps_the_account_and_gets_no_second_mail() -> None:
    first = people.invited("auditor", name="Audrey Auditor")
    again = people.invited("publisher", email="Auditor@Example.org", name="Somebody Else")
    assert (again.pk, again.name, OutboxMail.objects.count()) == (first.pk, "Audrey Auditor", 1)
    assert {role.key for role in people.afresh(again).all_roles()} == {"auditor", "publisher"}


def test_an_invitation_is_one_row_without_name_or_address() -> None:
    invited = people.invited("auditor", name="Audrey Auditor")
    row = AuditRow.objects.get(stream="accounts")
    assert (row.what, row.verb, row.who) == (invited.actor_key, "person.invite", "concord:tests")
    assert '"new":"auditor on office"' in row.body
    assert [word for word in ("Audrey", "example.org") if word in row.body] == []


def test_a_role_that_ended_counts_no_more_and_stays_on_record() -> None:
    administrator, gone = make.person("administrator"), people.invited("auditor")
    actions.end_role(gone, role="auditor", scope="office", reason="Moved on.", by=administrator, at=AT)
    held = Membership.objects.get(person=gone)
    assert (held.until, held.ended_by) == (AT, administrator.actor_key)
    assert people.afresh(gone).all_roles() == frozenset()
    row = AuditRow.objects.latest("pk")
    assert (row.verb, '"reason":"Moved on."' in row.body) == ("person.end_role", True)
    people.invited("auditor")
    assert Membership.objects.filter(person=gone).count() == 2


def test_who_may_end_a_role() -> None:
    by = everybody()
    gone = people.invited("liaison", SCOPES[Level.AGENCY])

    def end(who: Actor) -> None:
        if not people.afresh(gone).held():
            people.invited("liaison", SCOPES[Level.AGENCY])
        actions.end_role(gone, role="liaison", scope=SCOPES[Level.AGENCY], reason="Left.", by=who, at=AT)

    assert make.able(by, end) == {"programme_officer", "administrator", "concord"}


@pytest.mark.parametrize("role", sorted(OFFICE))
def test_a_role_in_the_office_is_an_administrators_to_end(role: str) -> None:
    gone = make.person(role)
    with pytest.raises(Denied, match="Only an administrator gives or ends a role in the programme office"):
        actions.end_role(gone, role=role, scope="office", reason="Off.", by=make.person("programme_officer"), at=AT)
    assert people.afresh(gone).roles_on(()) == gone.roles_on(())


def test_nobody_is_invited_to_a_second_side() -> None:
    officer, administrator = make.person("programme_officer"), make.person("administrator")
    for held, scope, role, to in (
        ("assessor", SCOPES[Level.ENGAGEMENT], "liaison", SCOPES[Level.AGENCY]),
        ("auditor", "office", "liaison", SCOPES[Level.AGENCY]),
        ("liaison", SCOPES[Level.AGENCY], "auditor", "office"),
    ):
        who = make.person(held, scope)
        by = administrator if to == "office" else officer
        with pytest.raises(Denied, match="nobody is invited to a second side"):
            actions.invite(email=who.email, name=who.name, role=role, scope=to, by=by, at=AT)
    again = make.person("liaison", SCOPES[Level.AGENCY])
    actions.invite(email=again.email, name="", role="government_signatory", scope="agency:X", by=officer, at=AT)
    assert {role.key for role in people.afresh(again).all_roles()} == {"liaison", "government_signatory"}


def test_the_role_of_a_chief_executive_is_given_by_who_may_record_one() -> None:
    seat = {"email": "new@example.org", "name": "New", "role": "chief_executive", "scope": "agency:OH0020200", "at": AT}
    with pytest.raises(Denied, match="Only who may record a chief executive gives that role"):
        actions.invite(**seat, by=make.person("administrator"))
    assert actions.invite(**seat, by=make.person("programme_officer")).name == "New"


@pytest.mark.parametrize("role", ["administrator", "programme_officer"])
def test_nobody_gives_a_role_to_themselves(role: str) -> None:
    by = make.person(role)
    for given, scope in (("liaison", "agency:OH0010100"), ("chief_executive", "agency:OH0010100")):
        with pytest.raises(Denied, match="Nobody gives a role to themselves; ask a colleague"):
            actions.invite(email=by.email.upper(), name=by.name, role=given, scope=scope, by=by, at=AT)
    assert {r.key for r in people.afresh(by).all_roles()} == {role}


def test_nobody_is_invited_as_a_second_chief_executive_of_an_agency() -> None:
    seat = {"role": "chief_executive", "scope": "agency:OH0010100"}
    first = people.invited(**seat, name="Casey Chief")
    with pytest.raises(Denied, match="Casey Chief holds the role of chief executive there; end it first"):
        people.invited(**seat, email="next@example.org")
    assert people.invited(**seat | {"scope": "agency:OH0020200"}, email="next@example.org").name == "Robin Example"
    ended = {"reason": "Retired.", "by": make.person("programme_officer"), "at": AT}
    actions.end_role(first, **seat, **ended)
    people.invited(**seat, email="last@example.org")
    assert [m.person.email for m in queries.members(seat["scope"])] == ["last@example.org"]


@pytest.mark.parametrize(
    ("role", "scope"),
    [("auditor", "office:"), ("auditor", "office:x"), ("liaison", "agency:"), ("liaison", "agency"), ("assessor", "")],
)
def test_a_scope_that_is_none_is_refused(role: str, scope: str) -> None:
    with pytest.raises(Denied, match="held on"):
        people.invited(role, scope)


def test_nobody_ends_a_role_of_their_own() -> None:
    administrator = make.person("administrator")
    with pytest.raises(Denied, match="Nobody ends a role of their own"):
        actions.end_role(administrator, role="administrator", scope="office", reason="Off.", by=administrator, at=AT)


def test_a_role_that_is_not_held_cannot_end() -> None:
    somebody = make.person("auditor")
    with pytest.raises(NotThere, match="does not hold that role there"):
        actions.end_role(
            somebody, role="auditor", scope="engagement:X", reason="Off.", by=make.person("administrator"), at=AT
        )


@pytest.mark.parametrize("changes", [{"until": AT}, {"ended_by": "person:1"}, {"role": "sheriff"}])
def test_the_database_refuses_half_an_end_and_an_unknown_role(changes: dict[str, Any]) -> None:
    who = make.person("auditor")
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        who.memberships.update(**changes)


def test_a_second_factors_secret_is_sealed_in_the_database() -> None:
    who, secret = make.person("auditor"), "JBSWY3DPEHPK3PXP"
    TOTP.activate(who, secret)
    kept = Authenticator.objects.get(user=who)
    assert secret not in str(kept.data)
    assert kept.wrap().validate_code("000000") is False  # it can be opened again


def test_after_a_lost_key_everybody_starts_anew_with_the_second_factor() -> None:
    for role in ("auditor", "publisher"):
        TOTP.activate(make.person(role), "JBSWY3DPEHPK3PXP")
    assert actions.forget_second_factors(by=SystemActor("restore"), at=AT) == 2
    assert Authenticator.objects.count() == 0
    row = AuditRow.objects.latest("pk")
    assert (row.verb, row.who, row.role) == ("person.forget_second_factors", "concord:restore", "concord")


def test_only_concord_drops_second_factors() -> None:
    people_ = everybody()
    assert make.able(people_, lambda who: actions.forget_second_factors(by=who, at=AT)) == {"concord"}
