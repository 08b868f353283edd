"""The verbs about people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator

from concord.accounts import joining, queries, rules, tokens
from concord.accounts.models import AccessToken, Membership, Person
from concord.core import keys, notices, zones
from concord.core.actions import hold, record, verb
from concord.core.errors import BadInput, NotThere
from concord.core.permissions import OFFICE_SCOPE, Actor, Permission
from concord.core.roles import BY_KEY, permit

P = Permission


@verb
def invite(*, email: str, name: str, role: str, scope: str, by: Actor, at: datetime) -> Person:
    """Give somebody a role on a scope, making their account and mailing a link to set a password when they are new.

    Raises Denied (a role in an engagement is given there; they belong to another side; `by` is recused there), BadInput
    (unknown role, or held already)."""
    rules.may(by, P.PERSON_INVITE, rules.EVERYBODY).require()
    rules.may_there(by, P.PERSON_INVITE, scope).require()
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
    """End a role on a scope. What was done under it stays valid. Raises Denied (whoever is recused there too),
    NotThere."""
    rules.may(by, P.PERSON_END_ROLE, person).require()
    rules.may_there(by, P.PERSON_END_ROLE, scope).require()
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
def make_token(
    person: Person, *, name: str, scopes: Sequence[str], last_day: date, secret: str, by: Actor, at: datetime
) -> AccessToken:
    """Make an access token of one's own for a program; `secret` is the token, of which the hash alone is kept.

    Raises Denied (of somebody else), BadInput (a scope that is not known or none, a last day that is past or too far,
    too many tokens)."""
    permit(by, P.TOKEN_MAKE, _Own(person.actor_key)).require()
    hold(f"tokens {person.actor_key}")
    today = zones.day(at)
    if not scopes or (unknown := sorted(set(scopes) - dict(tokens.SCOPES).keys())):
        raise BadInput(f"No such scope: {', '.join(unknown)}." if scopes else "A token needs at least one scope.")
    if not today <= last_day <= today + timedelta(days=tokens.LONGEST):
        raise BadInput(f"The last day of a token is today or later, and within {tokens.LONGEST} days.")
    if AccessToken.objects.filter(person=person, ended_at=None, last_day__gte=today).count() >= tokens.MOST:
        raise BadInput(f"You have {tokens.MOST} tokens that work. End one of them first.")
    made = AccessToken.objects.create(
        person=person,
        name=name,
        scopes=sorted(set(scopes)),
        digest=tokens.digest(secret),
        made_at=at,
        last_day=last_day,
    )
    record(_Own(person.actor_key), P.TOKEN_MAKE, by=by, at=at, more={"token": made.pk, "scopes": made.scopes})
    return made


@verb
def end_token(person: Person, *, number: int, by: Actor, at: datetime) -> None:
    """End an access token of one's own; it works no more from now on. Raises Denied, NotThere."""
    permit(by, P.TOKEN_END, _Own(person.actor_key)).require()
    if not AccessToken.objects.filter(pk=number, person=person, ended_at=None).update(ended_at=at):
        raise NotThere("You have no such token, or it has ended.")
    record(_Own(person.actor_key), P.TOKEN_END, by=by, at=at, more={"token": number})


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
            factor.data[name] = keys.reseal(factor.data[name], FACTORS)
        factor.save(update_fields=["data"])
    record(_SignIn(), P.KEYS_ROTATE, by=by, at=at, more={"values": len(factors)})
    return len(factors)


FACTORS = "mfa_authenticator"
"""The place to which what is sealed of a second factor is bound (core.keys)."""
_SEALED = frozenset({"secret", "seed"})  # of what the library keeps of a factor


class _SignIn:
    """Sign-in as a thing, for rows about an address that may belong to nobody."""

    scopes = (OFFICE_SCOPE,)
    audit_ref = "sign-in"
    audit_stream = "accounts"


@dataclass(frozen=True)
class _Own:
    """What is one person's alone, for the rows about it; its scope is the person's own key."""

    audit_ref: str
    audit_stream = "accounts"

    @property
    def scopes(self) -> tuple[str, ...]:
        """The person's own key."""
        return (self.audit_ref,)
