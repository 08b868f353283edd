"""Who has given a second factor, in which session; by the library's real pages."""

import pytest
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client

from concord.accounts import actions
from concord.accounts.models import Person
from concord.core import history
from concord.core.models import AuditRow
from tests.factories import accounts as people
from tests.factories.engagements import AT

SECRET, PASSWORD = "JBSWY3DPEHPK3PXP", "seven quiet herons"
ENROL, GIVE = "/accounts/2fa/totp/activate/", "/accounts/2fa/reauthenticate/?next=/app/audit/"


def code(secret: str = SECRET, later: int = 0) -> str:
    """What an authenticator shows now, or in the next half minute; the library takes a code once."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2 + later]))


def known() -> Person:
    """Somebody with a password and no second factor yet."""
    cache.clear()  # the library counts sign-ins there
    who = people.invited("auditor")
    return actions.set_password(who, password=PASSWORD, by=who, at=AT)


def by_password(who: Person) -> Client:
    browser = Client()
    browser.post("/accounts/login/", {"login": who.email, "password": PASSWORD})
    return browser


def where(browser: Client, address: str = "/app/audit/") -> int | str:
    """Where an address leads, or 200."""
    answer = browser.get(address)
    return answer.status_code if answer.status_code == 200 else answer["Location"]


@pytest.mark.django_db
def test_whoever_gives_the_code_at_sign_in_goes_on() -> None:
    who = known()
    TOTP.activate(who, SECRET)
    browser = by_password(who)
    assert where(browser) == "/accounts/login/?next=/app/audit/"
    browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert where(browser) == "/accounts/login/?next=/app/audit/"
    browser.post("/accounts/2fa/authenticate/", {"code": code()})
    assert where(browser) == 200


@pytest.mark.django_db
def test_a_session_begun_before_the_factor_was_set_up_elsewhere_has_to_give_it() -> None:
    who = known()
    stranger = by_password(who)
    assert where(stranger) == ENROL
    TOTP.activate(who, SECRET)
    assert [where(stranger), where(stranger), where(stranger, ENROL)] == [GIVE, GIVE, "/accounts/2fa/totp/deactivate/"]
    assert "Before you go on, show that it is still you." in stranger.get(GIVE).content.decode()
    assert stranger.post(GIVE, {"code": "000000"}).status_code == 200
    assert where(stranger) == GIVE
    assert stranger.post(GIVE, {"code": code()})["Location"] == "/app/audit/"
    assert where(stranger) == 200


@pytest.mark.django_db
def test_the_password_again_is_no_second_factor() -> None:
    who = known()
    stranger = by_password(who)
    TOTP.activate(who, SECRET)
    stranger.post("/accounts/reauthenticate/?next=/app/audit/", {"password": PASSWORD})
    assert where(stranger) == GIVE


def test_a_factor_is_set_up_and_taken_away_on_the_record_and_the_session_knows(real_db: str) -> None:
    who = known()
    browser = by_password(who)
    assert (where(browser), where(browser, ENROL)) == (ENROL, 200)
    browser.post(ENROL, {"code": code(browser.session[SECRET_SESSION_KEY])})
    assert where(browser) == 200
    browser.post("/accounts/2fa/totp/deactivate/")
    assert where(browser) == ENROL
    rows = AuditRow.objects.filter(what=who.actor_key, verb="person.secure").order_by("pk")
    assert [(event.who, event.new) for event in map(history.event, rows)] == [
        (who.actor_key, change) for change in ("password", "second factor set up", "second factor taken away")
    ]
