"""The verbs about people."""

from datetime import datetime

from allauth.mfa.models import Authenticator

from concord.accounts import joining, queries, rules
from concord.accounts.models import Membership, Person
from concord.core import keys, notices
from concord.core.actions import record, verb
from concord.core.errors import NotThere
from concord.core.permissions import OFFICE_SCOPE, Actor, Permission
from concord.core.roles import BY_KEY

P = Permission


@verb
def invite(*, email: str, name: str, role: str, scope: str, by: Actor, at: datetime) -> Person:
    """Give somebody a role on a scope, making their account and mailing a link to set a password when they are new.

    Raises Denied (a role in an engagement is given there; they belong to another side), BadInput (unknown role, or held
    already)."""
    rules.may(by, P.PERSON_INVITE, rules.EVERYBODY).require()
    known = queries.person(email)
    if known is not None:
        rules.may_receive(by, known).require()
    if role in BY_KEY:
        rules.may_invite_to(by, BY_KEY[role], known).require()
    person = joining.join(email=email, name=name, role=role, scope=scope, by=by, at=at).person
    record(person, P.PERSON_INVITE, by=by, at=at, new=f"{role} on {scope}")
    return person


@verb
def end_role(person: Person, *, role: str, scope: str, reason: str, by: Actor, at: datetime) -> Person:
    """End a role on a scope. What was done under it stays valid. Raises Denied, NotThere."""
    rules.may(by, P.PERSON_END_ROLE, person).require()
    in_force = Membership.objects.filter(person=person, role=role, scope=scope, until=None)
    held = in_force.select_for_update(no_key=True).first()  # of two who end it at once, one does
    if held is None:
        raise NotThere(f"{person.name} does not hold that role there.")
    rules.may_change_holders(by, held.role_class).require()
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
def note_second_factor(person: Person, *, change: str, by: Actor, at: datetime) -> Person:
    """Put on the record that a person changed their own second factor; the library has written it."""
    record(person, P.PERSON_SECURE, by=by, at=at, new=change)
    return person


@verb
def mail_about_sign_in(*, to: str, subject: str, body: str, by: Actor, at: datetime) -> None:
    """Queue a mail about somebody's own sign-in (a link to set a password)."""
    notices.mail(to=to, subject=subject, body=body, at=at)
    record(_SignIn(), P.PERSON_SECURE, by=by, at=at, new="mail about sign-in")


@verb
def forget_second_factors(*, by: Actor, at: datetime) -> int:
    """Drop every second factor when the master key that sealed them is lost; return how many there were.

    Everybody adds a new one at the next sign-in, as after an invitation."""
    dropped, _ = Authenticator.objects.all().delete()
    record(_SignIn(), P.PERSON_FORGET_FACTORS, by=by, at=at, old=str(dropped))
    return int(dropped)


@verb
def reseal_second_factors(*, by: Actor, at: datetime) -> int:
    """Encrypt every second factor anew under the newest data key; return how many there are. Raises KeyLost."""
    factors = list(Authenticator.objects.select_for_update())
    for factor in factors:
        for name in _SEALED.intersection(factor.data):
            factor.data[name] = keys.reseal(factor.data[name])
        factor.save(update_fields=["data"])
    record(_SignIn(), P.KEYS_ROTATE, by=by, at=at, more={"values": len(factors)})
    return len(factors)


_SEALED = frozenset({"secret", "seed"})  # of what the library keeps of a factor


class _SignIn:
    """Sign-in as a thing, for rows about an address that may belong to nobody."""

    scopes = (OFFICE_SCOPE,)
    audit_ref = "sign-in"
    audit_stream = "accounts"
