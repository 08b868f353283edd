from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from concord.accounts.models import Person
from concord.core.errors import BadInput, Denied, Incomplete, KeyLost, NotAllowedNow, Stale
from concord.core.guard import writing
from concord.core.models import AuditRow, OutboxMail
from concord.core.roles import SystemActor
from concord.engagements import actions as engagements
from concord.partners import actions, queries, rules
from concord.partners.models import ConflictDeclaration, Declared, Ruling
from tests.factories import engagements as make
from tests.factories import partners
from tests.factories.engagements import AT
from tests.factories.partners import SECRET

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=1)


def serves(declaration: ConflictDeclaration) -> bool:
    return rules.may_serve(declaration.person, declaration.agency).allowed


@pytest.mark.owed("A21", "A59")
@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("asked", "was asked to declare"),
        ("none", ""),
        ("declared", "has not decided yet"),
        ("cleared", ""),
        ("managed", ""),
        ("recused", "is recused"),
    ],
)
def test_who_may_serve_an_agency_and_the_refusal_tells_nothing_of_the_conflict(state: str, says: str) -> None:
    made = partners.declaration(state)
    decision = rules.may_serve(made.person, made.agency)
    assert (decision.allowed, says in decision.reason, SECRET in decision.reason) == (not says, True, False)


def test_a_declaration_counts_for_its_person_and_its_agency_alone() -> None:
    made = partners.declaration("none")
    other = rules.may_serve(made.person, make.agency("Birch Harbour Police Department"))
    assert "has not declared yet whether" in other.reason
    assert not rules.may_serve(make.person("auditor"), made.agency)
    assert rules.may_serve(None, made.agency).reason.startswith("This person has not declared")


def test_asking_makes_an_account_without_a_role_and_mails_the_way_without_naming_the_agency() -> None:
    made = partners.asked()
    assert (made.person.has_usable_password(), made.person.all_roles()) == (False, frozenset())
    (mail,) = OutboxMail.objects.all()
    assert (mail.to, mail.subject) == ("eva.expert@example.org", "Please declare conflicts of interest")
    assert f"{settings.CONCORD_BASE_URL}/app/conflicts/{made.ref}/declare/" in mail.body
    assert "/accounts/password/reset/key/" in mail.body
    assert made.agency.name not in mail.body


def test_somebody_who_has_a_password_is_not_told_to_set_one() -> None:
    known = make.person("assessor", "engagement:ENG-2026-0001")
    actions.ask(email=known.email.upper(), name="X", agency=make.agency(), by=partners.officer(), at=AT)
    assert "password" not in OutboxMail.objects.get().body
    assert ConflictDeclaration.objects.get().person == known


def test_asking_twice_at_once_asks_once_and_later_reminds() -> None:
    first = partners.asked()
    assert partners.asked(first.agency) == first
    assert (make.rows_of(first.ref), OutboxMail.objects.count()) == (1, 1)
    partners.asked(first.agency, at=LATER)
    assert (make.rows_of(first.ref), OutboxMail.objects.count(), ConflictDeclaration.objects.count()) == (2, 2, 1)


def test_nobody_asks_themselves_and_what_is_decided_is_not_asked_again() -> None:
    officer = partners.officer()
    with pytest.raises(Denied, match="nobody asks themselves"):
        actions.ask(email=officer.email, name="X", agency=make.agency("Other"), by=officer, at=AT)
    made = partners.declaration("recused")
    with pytest.raises(NotAllowedNow, match="“Recused”"):
        partners.asked(made.agency, at=LATER)


def test_a_conflict_needs_words_and_no_conflict_has_none() -> None:
    made = partners.asked()
    with pytest.raises(Incomplete, match="what the conflict is"):
        actions.declare(made, has_conflict=True, detail="  ", by=made.person, at=AT)
    with pytest.raises(BadInput, match="Choose one"):
        actions.declare(made, has_conflict=False, detail=SECRET, by=made.person, at=AT)
    made.refresh_from_db()
    assert made.state == "asked"


def test_the_words_are_encrypted_and_stand_nowhere_else() -> None:
    made = partners.declaration("managed")
    kept = Declared.objects.get(declaration=made)
    assert SECRET not in kept.detail
    rows = AuditRow.objects.values_list("body", flat=True)
    assert [body for body in rows if "brother" in body] == []
    assert OutboxMail.objects.filter(body__contains="brother").count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM partners_declared WHERE partners_declared::text LIKE %s", ["%brother%"])
        assert cursor.fetchone() == (0,)


def test_the_words_open_in_the_declaration_alone_for_which_they_were_sealed() -> None:
    made, other = partners.declaration("declared"), partners.declaration("declared", name="Ona Other")
    own, moved = (Declared.objects.get(declaration=one).detail for one in (other, made))
    with writing():
        Declared.objects.filter(declaration=other).update(detail=moved)
    assert queries.said(made, by=made.person)[0].detail == SECRET
    with pytest.raises(KeyLost, match="or for another place"):
        queries.said(other, by=other.person)
    with writing():
        Declared.objects.filter(declaration=other).update(detail=own)
    assert actions.reseal_declarations(by=SystemActor("rotate-keys"), at=LATER) == 2
    assert [queries.said(one, by=one.person)[0].detail for one in (made, other)] == [SECRET, SECRET]


def test_the_words_are_opened_for_the_person_and_programme_officers_alone() -> None:
    made = partners.declaration("declared")
    people = make.everybody(make.engagement()) | {"the declarant": made.person}
    read = {role for role, who in people.items() if queries.said(made, by=who)[0].detail == SECRET}
    assert read == {"programme_officer", "the declarant"}
    (seen,) = queries.said(made, by=people["auditor"])
    assert (seen.has_conflict, seen.detail) == (True, None)


def test_nobody_decides_on_their_own_declaration() -> None:
    own, officer = make.person("programme_officer"), partners.officer()
    made = actions.ask(email=own.email, name="X", agency=make.agency(), by=officer, at=AT)
    made = actions.declare(made, has_conflict=True, detail=SECRET, by=own, at=AT)
    for decide in (actions.clear, engagements.recuse):
        with pytest.raises(Denied, match="your own; somebody else decides"):
            decide(made, reason="It is fine.", by=own, at=AT)
    with pytest.raises(Denied, match="your own"):
        actions.manage(made, conditions="None.", reason="It is fine.", by=own, at=AT)
    assert actions.clear(made, reason="Long ago.", by=officer, at=AT).state == "cleared"


def test_a_decision_keeps_its_reason_and_conditions_and_the_person_is_told() -> None:
    made = partners.declaration("managed")
    ruling = Ruling.objects.get(declaration=made)
    assert (ruling.decision_label, ruling.conditions, ruling.reason) == (
        "Cleared under conditions", "Takes no part in interviews.", "As was talked over.",
    )  # fmt: skip
    assert made.conditions == ruling.conditions
    mail = OutboxMail.objects.latest("pk")
    assert (mail.to, mail.subject, made.get_absolute_url() in mail.body) == (
        made.person.email, "Your declaration was decided on", True,
    )  # fmt: skip


def test_a_new_declaration_takes_the_place_of_the_old_and_both_are_kept() -> None:
    made = partners.declaration("managed")
    made = actions.declare(made, has_conflict=True, detail="We are business partners now.", by=made.person, at=LATER)
    assert (made.state, made.conditions, serves(made)) == ("declared", "", False)
    said = queries.said(made, by=made.person)
    assert [each.detail for each in said] == ["We are business partners now.", SECRET]
    made = actions.clear(made, reason="It ended.", by=partners.officer(), at=LATER)
    assert (serves(made), [r.decision for r in queries.rulings(made)]) == (True, ["cleared", "managed"])


def test_the_office_tightens_by_itself_and_loosens_only_after_a_new_declaration() -> None:
    officer = partners.officer()
    made = partners.declaration("cleared")
    made = actions.manage(made, conditions="Not alone.", reason="We learned more.", by=officer, at=AT)
    with pytest.raises(NotAllowedNow):
        actions.clear(made, reason="It seems fine.", by=officer, at=AT)
    made = engagements.recuse(made, reason="It is too close.", by=officer, at=AT)
    with pytest.raises(NotAllowedNow):
        actions.manage(made, conditions="Not alone.", reason="Again.", by=officer, at=AT)
    assert (made.conditions, serves(made)) == ("", False)


def test_whoever_decides_on_an_older_state_is_told_so() -> None:
    made = partners.declaration("none")
    actions.declare(made, has_conflict=True, detail=SECRET, by=made.person, at=LATER)
    with pytest.raises(Stale):
        actions.clear(made, reason="There is none.", by=partners.officer(), at=LATER)


def test_the_office_sees_all_declarations_and_others_their_own() -> None:
    made = partners.declaration("none")
    partners.declaration("declared", make.agency("Birch Harbour Police Department"), name="Dora Declarant")
    people = make.everybody(make.engagement()) | {"the declarant": made.person}
    seen = {role: queries.declarations_visible_to(who).count() for role, who in people.items()}
    assert {role for role, count in seen.items() if count == 2} == {
        "programme_officer", "approving_official", "auditor",
    }  # fmt: skip
    assert {role for role, count in seen.items() if count == 1} == {"the declarant"}


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (ConflictDeclaration, {"conditions": "Some."}),
        (ConflictDeclaration, {"state": "managed"}),
        (ConflictDeclaration, {"state": "elsewhere"}),
        (Declared, {"detail": "x"}),
        (Declared, {"has_conflict": True}),
    ],
)
def test_the_database_refuses_facts_that_do_not_go_together(model: type, changes: dict[str, object]) -> None:
    partners.declaration("none")
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        model.objects.update(**changes)  # type: ignore[attr-defined]


def test_one_person_has_one_declaration_for_an_agency() -> None:
    made = partners.declaration("none")
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        ConflictDeclaration.objects.create(
            ref="COI-X", state="asked", state_since=AT, person=Person.objects.get(pk=made.person.pk), agency=made.agency
        )
