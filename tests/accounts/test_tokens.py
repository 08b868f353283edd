"""Access tokens of programs: shown once, kept as a hash, ended, expired."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from concord.accounts import actions, queries
from concord.accounts.models import AccessToken
from concord.core import clock
from concord.core.errors import BadInput, Denied, NotThere
from concord.core.models import AuditRow
from tests.factories import engagements as make
from tests.factories.tokens import EVERY, token

pytestmark = pytest.mark.django_db

PAGE = "/app/tokens/"


def test_a_token_is_made_on_a_page_shown_once_and_kept_as_a_hash_alone() -> None:
    person = make.person("auditor")
    browser = make.browser(person)
    made = browser.post(PAGE, {"name": "Export", "scopes": ["findings:read"], "days": "30"})
    (secret,) = re.findall(r"concord_[\w-]{43}", made.content.decode())
    assert made["Cache-Control"] == "private, no-store"
    kept = AccessToken.objects.get()
    assert (kept.scopes, kept.name, secret in str(vars(kept))) == (["findings:read"], "Export", False)
    assert secret not in "".join(AuditRow.objects.values_list("body", flat=True))
    page = browser.get(PAGE).content.decode()
    assert (secret in page, "Read findings and recommendations" in page) == (False, True)
    assert queries.working_token(secret, clock.today()) == kept
    assert browser.post(PAGE, {"end": str(kept.pk)}).status_code == 302
    assert queries.working_token(secret, clock.today()) is None


def test_a_token_works_up_to_its_last_day_and_while_its_person_is_active() -> None:
    person = make.person("auditor")
    secret, last = token(person), clock.today() + timedelta(days=30)
    assert [queries.working_token(secret, day) is None for day in (last, last + timedelta(days=1))] == [False, True]
    assert queries.working_token(secret[:-1], last) is None


def test_a_token_is_refused_that_could_do_nothing_lives_too_long_or_is_one_too_many() -> None:
    person = make.person("auditor")
    today = clock.today()
    for said, reason in (
        ({"scopes": ()}, "A token needs at least one scope."),
        ({"scopes": ("evidence:burn",)}, "No such scope: evidence:burn."),
        ({"last_day": today - timedelta(days=1)}, "The last day of a token is today or later, and within 366 days."),
        ({"last_day": today + timedelta(days=367)}, "The last day of a token is today or later, and within 366 days."),
    ):
        told = {"name": "x", "scopes": EVERY, "last_day": today, "secret": "s", "at": clock.now(), **said}
        with pytest.raises(BadInput) as refused:
            actions.make_token(person, by=person, **told)
        assert refused.value.reason == reason
    for _ in range(20):
        token(person)
    with pytest.raises(BadInput) as full:
        token(person)
    assert full.value.reason == "You have 20 tokens that work. End one of them first."


def test_nobody_makes_or_ends_a_token_of_somebody_else() -> None:
    person, other = make.person("auditor"), make.person("administrator")
    token(person)
    kept = AccessToken.objects.get()
    with pytest.raises(Denied):
        actions.end_token(person, number=kept.pk, by=other, at=clock.now())
    with pytest.raises(NotThere):
        actions.end_token(other, number=kept.pk, by=other, at=clock.now())
    told = {"name": "x", "scopes": EVERY, "last_day": clock.today(), "secret": "s"}
    with pytest.raises(Denied):
        actions.make_token(person, **told, by=other, at=clock.now())


def test_the_page_is_for_members() -> None:
    assert Client().get(PAGE).status_code == 302
