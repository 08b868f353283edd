"""The verbs about people."""

from datetime import datetime
from typing import cast

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from concord.accounts import queries, rules
from concord.accounts.models import Membership, Person
from concord.core import notices
from concord.core.actions import record, verb
from concord.core.errors import BadInput, NotThere
from concord.core.permissions import OFFICE_SCOPE, Actor, Permission
from concord.core.roles import BY_KEY, Role

P = Permission


@verb
def invite(*, email: str, name: str, role: str, scope: str, by: Actor, at: datetime) -> Person:
    """Give somebody a role on a scope, making their account and mailing a link to set a password when they are new.

    Raises Denied, BadInput (unknown role, or held already)."""
    person = queries.person(email) or Person(email=email.lower(), name=name, joined_at=at)
    rules.may(by, P.PERSON_INVITE, person).require()
    is_new = person.pk is None
    if is_new:
        person.set_unusable_password()
        person.save()
    give_role(person, role=role, scope=scope, by=by, at=at)
    if is_new:
        notices.mail(to=person.email, subject="Your Concord account", body=_invitation(person, BY_KEY[role]), at=at)
    record(person, P.PERSON_INVITE, by=by, at=at, new=f"{role} on {scope}")
    return person


def give_role(person: Person, *, role: str, scope: str, by: Actor, at: datetime) -> Membership:
    """Add a membership; called inside a verb, here or below. Raises Denied, BadInput."""
    declared = BY_KEY.get(role)
    if declared is None:
        raise BadInput(f"There is no role {role!r}; the roles are: {', '.join(sorted(BY_KEY))}.")
    rules.may_give(by, declared).require()
    rules.scope_fits(declared, scope).require()
    if Membership.objects.filter(person=person, role=role, scope=scope, until=None).exists():
        raise BadInput(f"{person.name} is {declared.title.lower()} there already.")
    return Membership.objects.create(person=person, role=role, scope=scope, since=at)


@verb
def end_role(person: Person, *, role: str, scope: str, reason: str, by: Actor, at: datetime) -> Person:
    """End a role on a scope. What was done under it stays valid. Raises Denied, NotThere."""
    rules.may(by, P.PERSON_END_ROLE, person).require()
    held = Membership.objects.filter(person=person, role=role, scope=scope, until=None).first()
    if held is None:
        raise NotThere(f"{person.name} does not hold that role there.")
    held.until, held.ended_by = at, by.actor_key
    held.save(update_fields=["until", "ended_by"])
    record(person, P.PERSON_END_ROLE, by=by, at=at, old=f"{role} on {scope}", reason=reason)
    return person


@verb
def set_password(person: Person, *, password: str, by: Actor, at: datetime) -> Person:
    """Set a person's own password."""
    person.set_password(password)
    person.save(update_fields=["password"])
    record(person, P.PERSON_SECURE, by=by, at=at, new="password")
    return person


@verb
def mail_about_sign_in(*, to: str, subject: str, body: str, by: Actor, at: datetime) -> None:
    """Queue a mail about somebody's own sign-in (a link to set a password)."""
    notices.mail(to=to, subject=subject, body=body, at=at)
    record(_SignIn(), P.PERSON_SECURE, by=by, at=at, new="mail about sign-in")


class _SignIn:
    """Sign-in as a thing, for rows about an address that may belong to nobody."""

    scopes = (OFFICE_SCOPE,)
    audit_ref = "sign-in"
    audit_stream = "accounts"


def _invitation(person: Person, role: type[Role]) -> str:
    token = cast("str", default_token_generator.make_token(person))
    link = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), token])
    return (
        f"You have been given the role “{role.title}” in Concord.\n\n{role.description}\n\n"
        f"Set your password here: {settings.CONCORD_BASE_URL}{link}\n\n"
        "At your first sign-in you will be asked to add a second factor."
    )
