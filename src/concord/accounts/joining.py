"""How somebody comes to hold a role: found or given an account, and the membership. Called inside the verbs that
invite, here and in the apps below."""

from datetime import datetime
from typing import cast

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from concord.accounts import queries, rules
from concord.accounts.models import Membership, Person
from concord.core import notices
from concord.core.errors import BadInput
from concord.core.permissions import Actor
from concord.core.roles import BY_KEY, Role


def join(*, email: str, name: str, role: str, scope: str, by: Actor, at: datetime) -> Membership:
    """Give the person with this address a role on a scope; somebody new gets an account and a mail with the way in.

    Raises Denied (not for `by` to give), BadInput (no such role, or held there already)."""
    declared = BY_KEY.get(role)
    if declared is None:
        raise BadInput(f"There is no role {role!r}; the roles are: {', '.join(sorted(BY_KEY))}.")
    rules.may_give(by, declared).require()
    rules.scope_fits(declared, scope).require()
    person = queries.person(email)
    if person is None:
        person = Person(email=email.lower(), name=name, joined_at=at)
        person.set_unusable_password()
        person.save()
        notices.mail(to=person.email, subject="Your Concord account", body=_invitation(person, declared), at=at)
    if Membership.objects.filter(person=person, role=role, scope=scope, until=None).exists():
        raise BadInput(f"{person.name} is {declared.title.lower()} there already.")
    return Membership.objects.create(person=person, role=role, scope=scope, since=at)


def _invitation(person: Person, role: type[Role]) -> str:
    token = cast("str", default_token_generator.make_token(person))
    link = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), token])
    return (
        f"You have been given the role “{role.title}” in Concord.\n\n{role.description}\n\n"
        f"Set your password here: {settings.CONCORD_BASE_URL}{link}\n\n"
        "At your first sign-in you will be asked to add a second factor."
    )
