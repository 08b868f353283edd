import threading
from collections.abc import Callable

import pytest
from django.db import transaction

from concord.accounts.models import Membership, Person
from concord.core.actions import verb
from concord.core.errors import NeverDeleted, WriteOutsideVerb
from concord.core.guard import writing
from concord.core.models import OutboxMail
from concord.intake.models import AssistanceRequest
from concord.programme.models import Edition
from tests.core.things import AT, person, publish_edition, submit

pytestmark = pytest.mark.django_db


def mail(to: str = "robin@example.org") -> OutboxMail:
    return OutboxMail(to=to, subject="S", body="B", queued_at=AT)


@pytest.mark.parametrize(
    "write",
    [
        lambda: mail().save(),
        lambda: OutboxMail.objects.create(to="robin@example.org", subject="S", body="B", queued_at=AT),
        lambda: OutboxMail.objects.bulk_create([mail()]),
        lambda: OutboxMail.objects.get_or_create(to="x@example.org", defaults={"queued_at": AT}),
        lambda: OutboxMail.objects.update_or_create(to="x@example.org", defaults={"queued_at": AT}),
        lambda: OutboxMail.objects.update(subject="T"),
        lambda: OutboxMail.objects.all().update(subject="T"),
        lambda: OutboxMail.objects.bulk_update(OutboxMail.objects.all(), ["subject"]),
    ],
    ids=[
        "save",
        "create",
        "bulk_create",
        "get_or_create",
        "update_or_create",
        "update",
        "filtered update",
        "bulk_update",
    ],
)
def test_a_model_refuses_each_way_of_writing_outside_a_verb(write: Callable[[], object]) -> None:
    with writing():
        mail().save()
    refusal = "OutboxMail is written by verbs only: call one from actions.py."
    with pytest.raises(WriteOutsideVerb, match=refusal), transaction.atomic():
        write()
    assert list(OutboxMail.objects.values_list("to", "subject")) == [("robin@example.org", "S")]


def test_people_are_guarded_like_every_other_model() -> None:
    who = person("auditor")
    who.name = "Somebody Else"
    for write in (who.save, lambda: Person.objects.update(name="X"), lambda: Person.objects.bulk_create([Person()])):
        with pytest.raises(WriteOutsideVerb):
            write()
    assert Person.objects.get(pk=who.pk).name == "Robin Example"


def test_what_is_reached_through_another_model_is_guarded_too() -> None:
    who = person("auditor")
    with pytest.raises(WriteOutsideVerb):
        who.memberships.update(role="administrator")
    with pytest.raises(WriteOutsideVerb):
        who.memberships.create(role="administrator", scope="office", since=AT)
    other = person("publisher")
    with pytest.raises(WriteOutsideVerb), transaction.atomic():
        other.memberships.add(who.memberships.get())
    assert set(Membership.objects.values_list("person", "role")) == {(who.pk, "auditor"), (other.pk, "publisher")}


@pytest.mark.parametrize(
    "delete",
    [
        lambda request: request.delete(),
        lambda request: AssistanceRequest.objects.filter(pk=request.pk).delete(),
        lambda request: request.edition.delete(),
        lambda _: Edition.objects.all().delete(),
    ],
)
def test_nothing_is_deleted_even_while_a_verb_runs(delete: Callable[[AssistanceRequest], object]) -> None:
    request = submit()
    with writing(), pytest.raises(NeverDeleted, match="is never deleted outside a retention rule"):
        delete(request)
    assert (AssistanceRequest.objects.count(), Edition.objects.count()) == (1, 1)


def test_people_are_not_deleted_either() -> None:
    who = person("auditor")
    with writing(), pytest.raises(NeverDeleted):
        who.delete()
    with writing(), pytest.raises(NeverDeleted):
        Person.objects.filter(pk=who.pk).delete()
    assert Person.objects.filter(pk=who.pk).exists()


def test_the_time_of_sign_in_alone_is_saved_by_the_framework() -> None:
    who = person("auditor")
    who.last_login = AT
    who.save(update_fields=["last_login"])
    assert Person.objects.get(pk=who.pk).last_login == AT
    for fields in (["last_login", "email"], ["email"], [], None):
        with pytest.raises(WriteOutsideVerb):
            who.save(update_fields=fields)


def test_the_guard_closes_when_a_verb_ends_and_when_it_fails() -> None:
    @verb
    def fail(*, by: object, at: object) -> None:
        raise ZeroDivisionError

    publish_edition()
    with pytest.raises(WriteOutsideVerb):
        mail().save()
    with pytest.raises(ZeroDivisionError):
        fail(by=None, at=AT)
    with pytest.raises(WriteOutsideVerb):
        mail().save()


def test_an_open_guard_is_open_for_its_own_thread_alone() -> None:
    caught: list[Exception] = []

    def write() -> None:
        try:
            mail().save()
        except WriteOutsideVerb as error:
            caught.append(error)

    with writing():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert [str(error) for error in caught] == ["OutboxMail is written by verbs only: call one from actions.py."]
