"""One real sign-in, without the demonstration's shortcut: from the invitation to the code at the next sign-in."""

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable

import pytest

from tests.e2e.eyes import faults
from tests.e2e.journey import ADMINISTRATOR
from tests.e2e.person import Person

pytestmark = pytest.mark.browser

NAME, ADDRESS, PASSWORD = "Tamsin Quillford", "tamsin.quillford@example.org", "seven quiet herons"
ENROL = "/accounts/2fa/totp/activate/"
PERIOD = 30  # seconds in which one code is right
ENOUGH = 5  # seconds that must be left of them, so that the code is still right when it arrives


def code_of(secret: str, person: Person) -> str:
    """Return the six digits that an authenticator app would show now (RFC 6238)."""
    left = PERIOD - time.time() % PERIOD
    if left < ENOUGH:
        person.page.wait_for_timeout(1000 * left)
    counter = struct.pack(">Q", int(time.time() // PERIOD))
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def sign_in(person: Person) -> None:
    person.opens("/app/")
    person.fills({"Email": ADDRESS, "Password": PASSWORD})
    person.presses("Sign in")


def set_password(person: Person) -> None:
    """Follow the invitation in the outbox."""
    person.opens("/demo/outbox/")
    mail = person.main.locator("article").filter(has_text=ADDRESS)
    person.goes_by(mail.get_by_role("link"))
    person.reads("Set your password")
    person.fills({"New Password": PASSWORD, "New Password (again)": PASSWORD})
    person.presses("Set the password")
    person.reads("Your password is set")


def enrol(person: Person) -> str:
    """Add the second factor; return its secret."""
    assert person.here == ENROL
    for elsewhere in ("/app/", "/app/audit/", "/app/people/"):
        person.opens(elsewhere)
        assert person.here == ENROL
    assert person.main.get_by_role("img", name="The secret below").locator("svg").count() == 1
    assert faults(person.page) == []
    secret = person.main.locator("code").inner_text()
    person.fills({"Authenticator code": "000000"})
    person.presses("Add it")
    person.reads("Incorrect code.")
    person.fills({"Authenticator code": code_of(secret, person)})
    person.presses("Add it")
    return secret


def test_an_invited_person_sets_a_password_adds_a_second_factor_and_is_asked_for_it(
    somebody: Callable[..., Person],
) -> None:
    administrator = somebody()
    administrator.becomes(ADMINISTRATOR)
    administrator.opens("/app/people/invite/")
    administrator.fills({"E-mail address": ADDRESS, "Name": NAME, "Role": "Auditor", "Where the role counts": "office"})
    administrator.presses("Invite")
    administrator.reads(f"{NAME} was invited.")

    person = somebody(script=True)
    set_password(person)
    sign_in(person)
    secret = enrol(person)
    person.reads("Your recovery codes", "10 of 10 are left.")
    assert (person.main.locator(".codes code").count(), faults(person.page)) == (10, [])
    person.follows("I have kept them")
    person.reads("What waits for you")

    person.goes_by(person.page.get_by_role("button", name="Sign out"))
    assert person.here == "/"
    sign_in(person)
    person.opens("/app/audit/")
    person.reads("Your second factor")
    assert faults(person.page) == []
    person.fills({"Code": "000000"})
    person.presses("Sign in")
    person.reads("Incorrect code.")
    person.fills({"Code": code_of(secret, person)})
    person.presses("Sign in")
    person.opens("/app/audit/")
    person.reads("Everything that was done", NAME)
