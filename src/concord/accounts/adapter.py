"""How allauth's sign-in fits the house: no open sign-up, passwords by a verb, mail by the outbox, sealed secrets."""

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from concord.accounts import actions
from concord.accounts.middleware import GIVEN, SESSION_KEY
from concord.accounts.models import Person
from concord.core import clock, keys
from concord.core.roles import Visitor

_SET_UP, _TAKEN_AWAY = "mfa/email/totp_activated", "mfa/email/totp_deactivated"
_CHANGES = {
    _SET_UP: "second factor set up",
    _TAKEN_AWAY: "second factor taken away",
    "mfa/email/recovery_codes_generated": "new recovery codes",
}
"""The library's name for the mail about a change of the second factor → the change in the history's words."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Accounts are made by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account by themselves."""
        del request
        return False

    def set_password(self, user: Person, password: str) -> None:
        """Set the password through the verb."""
        actions.set_password(user, password=password, by=user, at=clock.now())

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Ask for the password again unless it was given a moment ago: who signs in for the first time goes right on
        to the second factor."""
        given = [record["at"] for record in get_authentication_records(self.request, self.request.user)]
        if given and clock.now().timestamp() - max(given) < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **more))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link under the installation's own address, whatever host the browser asked for."""
        person, _, token = key.partition("-")
        return f"{settings.CONCORD_BASE_URL}{reverse('account_reset_password_from_key', args=[person, token])}"

    def send_notification_mail(self, template_prefix: str, user: Person, *args: Any, **more: Any) -> None:
        """Put a change of the second factor on the record, where the library would mail about it.

        The session in which it was set up has given it; the one in which it was taken away has to give the next."""
        del args, more
        if template_prefix not in _CHANGES:
            return
        actions.note_second_factor(user, change=_CHANGES[template_prefix], by=user, at=clock.now())
        if template_prefix == _SET_UP:
            self.request.session[SESSION_KEY] = GIVEN
        elif template_prefix == _TAKEN_AWAY:
            self.request.session.pop(SESSION_KEY, None)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail in the outbox."""
        message = self.render_mail(template_prefix, email, context)
        actions.mail_about_sign_in(
            to=email, subject=message.subject, body=str(message.body), by=Visitor(), at=clock.now()
        )


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """Second-factor secrets are kept encrypted, bound to the table of them: the library says of no row and column to
    which it belongs."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return keys.seal(text, actions.FACTORS)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret. Raises KeyLost."""
        return keys.unseal(encrypted_text, actions.FACTORS)
