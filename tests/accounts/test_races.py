"""Two who change the same person's roles at once, on a database where commits are real."""

from functools import partial

from concord.accounts import actions
from concord.accounts.models import Membership, Person
from concord.core.errors import BadInput, NotThere
from concord.core.models import OutboxMail
from tests.core.things import in_threads, rows
from tests.factories import accounts as people
from tests.factories import engagements as make
from tests.factories.engagements import AT


def test_somebody_new_invited_by_eight_at_once_has_one_account_and_one_mail(real_db: str) -> None:
    roles = ("analyst", "assessor", "reviewer", "assessment_lead") * 2
    found = in_threads(*[partial(people.invited, role, "engagement:E", email="new@example.org") for role in roles])
    refused = [answer for answer in found if isinstance(answer, BadInput)]
    assert (len(found), len(refused), Person.objects.count(), OutboxMail.objects.count()) == (8, 4, 1, 1)
    assert sorted(Membership.objects.values_list("role", flat=True)) == sorted(set(roles))
    assert rows() == 4


def test_a_role_ended_by_eight_at_once_ends_once(real_db: str) -> None:
    who, administrators = make.person("auditor"), [make.person("administrator") for _ in range(8)]
    found = in_threads(
        *[
            partial(actions.end_role, who, role="auditor", scope="office", reason="Left.", by=by, at=AT)
            for by in administrators
        ]
    )
    ended = [by for by, answer in zip(administrators, found, strict=True) if not isinstance(answer, NotThere)]
    assert (len(ended), rows()) == (1, 1)
    assert Membership.objects.get(person=who).ended_by == ended[0].actor_key
