"""How somebody comes to hold a role: found or given an account, and the membership. Called inside the verbs that
invite, here and in the apps below."""

from datetime import date, datetime
from typing import cast

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from concord.accounts import queries, rules
from concord.accounts.models import Membership, Person
from concord.core import notices, zones
from concord.core.actions import hold
from concord.core.errors import BadInput
from concord.core.permissions import Actor
from concord.core.roles import BY_KEY, Role


def join(
    *, email: str, name: str, role: str, scope: str, by: Actor, at: datetime, last_day: date | None = None
) -> Membership:
    """Give the person with this address a role on a scope; somebody new gets an account and a mail with the way in. Of
    a role that they hold there the last day is changed.

    Raises Denied (not for `by` to give, or to themselves; somebody else is chief executive there), BadInput (no such
    role, held there already up to the same day, or a last day that is past)."""
    declared = BY_KEY.get(role)
    if declared is None:
        raise BadInput(f"There is no role {role!r}; the roles are: {', '.join(sorted(BY_KEY))}.")
    rules.may_change_holders(by, declared).require()
    rules.scope_fits(declared, scope).require()
    person = account(email=email, name=name, at=at)
    rules.may_receive(by, person).require()
    hold(f"seats of {scope}")  # of two who seat a chief executive at once, one does
    rules.seat_is_free(person, declared, scope).require()
    if needs_a_way_in(person) and not person.memberships.exists():
        notices.mail(to=person.email, subject="Your Concord account", body=_invitation(person, declared), at=at)
    if last_day is not None and last_day < zones.day(at):
        raise BadInput("The last day is past. Give today or a later day, or none.")
    held = Membership.objects.filter(person=person, role=role, scope=scope, until=None).first()
    if held is None:
        return Membership.objects.create(person=person, role=role, scope=scope, since=at, last_day=last_day)
    if held.last_day == last_day:
        raise BadInput(f"{person.name} is {declared.title.lower()} there already.")
    held.last_day = last_day
    held.save(update_fields=["last_day"])
    return held


def account(*, email: str, name: str, at: datetime) -> Person:
    """Return the person with this address; somebody new gets an account, without a role and without a way in."""
    hold(f"person {email.lower()}")  # two invitations of somebody new at once make one account
    person = queries.person(email)
    if person is None:
        person = Person(email=email.lower(), name=name, joined_at=at)
        person.set_unusable_password()
        person.save()
    return person


def needs_a_way_in(person: Person) -> bool:
    """Whether the person has never set a password."""
    return not person.has_usable_password()


def way_in(person: Person) -> str:
    """Return the whole address at which a person sets a password; it works once, for some days."""
    token = cast("str", default_token_generator.make_token(person))
    link = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), token])
    return f"{settings.CONCORD_BASE_URL}{link}"


def _invitation(person: Person, role: type[Role]) -> str:
    return (
        f"You have been given the role “{role.title}” in Concord.\n\n{role.description}\n\n"
        f"Set your password here: {way_in(person)}\n\n"
        "At your first sign-in you will be asked to add a second factor."
    )
