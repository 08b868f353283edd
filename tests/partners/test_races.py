"""Two who come at once, on a database where commits are real."""

from functools import partial

from concord.accounts.models import Person
from concord.core.models import OutboxMail
from concord.engagements import actions as engagements
from concord.engagements.places import held_by
from concord.partners import actions
from concord.partners.models import ConflictDeclaration
from tests.core.things import in_threads
from tests.factories import engagements as make
from tests.factories import partners
from tests.factories.engagements import AT


def test_of_a_recusal_and_assignments_at_once_nobody_is_left_serving_who_is_recused(real_db: str) -> None:
    engagement = make.engagement()
    declaration = partners.declaration("none", engagement.agency)
    who = {"email": declaration.person.email, "name": "Eva Expert"}
    assign = [
        partial(engagements.add_member, engagement, **who, role=role, by=partners.officer(), at=AT)
        for role in ("assessor", "analyst", "reviewer", "assessment_lead")
    ]
    recuse = partial(engagements.recuse, declaration, reason="Too close.", by=partners.officer(), at=AT)
    in_threads(*assign[:2], recuse, *assign[2:])
    declaration.refresh_from_db()
    assert declaration.state == "recused"
    assert held_by(declaration.person, engagement.agency).count() == 0


def test_somebody_new_who_is_asked_by_eight_at_once_has_one_account_one_declaration_and_one_mail(real_db: str) -> None:
    agency = partners.agency()
    officers = [partners.officer() for _ in range(8)]
    said = {"email": "new@example.org", "name": "New", "agency": agency, "at": AT}
    found = in_threads(*[partial(actions.ask, **said, by=by) for by in officers])
    assert {answer.ref for answer in found} == {ConflictDeclaration.objects.get().ref}
    assert (Person.objects.filter(email="new@example.org").count(), OutboxMail.objects.count()) == (1, 1)
