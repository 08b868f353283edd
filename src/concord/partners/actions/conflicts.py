"""The verbs of conflict declarations."""

from datetime import datetime, timedelta

from django.conf import settings

from concord.accounts.joining import account, needs_a_way_in, way_in
from concord.accounts.models import Person
from concord.agencies.models import Agency
from concord.core import keys, lifecycle, notices
from concord.core.actions import Unchanged, hold, record, verb
from concord.core.errors import BadInput, Incomplete
from concord.core.ids import next_ref
from concord.core.permissions import OFFICE_SCOPE, Actor, Permission
from concord.partners import rules
from concord.partners.models import ConflictDeclaration, Declared, Roster
from concord.partners.ruling import keep
from concord.partners.states import ConflictState

P = Permission
_SAME_ASKING = timedelta(minutes=10)  # a form sent twice asks once; a reminder is later


@verb
def ask(*, email: str, name: str, agency: Agency, by: Actor, at: datetime) -> ConflictDeclaration:
    """Ask somebody to declare conflicts of interest with an agency, by mail; somebody new gets an account.

    Who was asked and has not answered, or has declared that there is none, can be asked again.
    Raises Denied, NotAllowedNow (something is declared or decided: the person declares anew when something changes)."""
    rules.may(by, P.CONFLICT_ASK, Roster()).require()
    person = account(email=email, name=name, at=at)
    rules.may_ask(by, person).require()
    hold(f"declaration {person.pk} {agency.pk}")
    known = ConflictDeclaration.objects.filter(person=person, agency=agency).first()
    if known is None:
        ref = next_ref("COI", at)
        asked = ConflictDeclaration.begin(P.CONFLICT_ASK, by=by, at=at, ref=ref, person=person, agency=agency)
    elif known.state == ConflictState.ASKED and at - known.state_since < _SAME_ASKING:
        raise Unchanged(known)
    else:
        asked = lifecycle.move(known, P.CONFLICT_ASK, by=by, at=at, may=rules.may)
    notices.mail(to=person.email, subject="Please declare conflicts of interest", body=_asking(asked, person), at=at)
    return asked


@verb
def declare(
    declaration: ConflictDeclaration, *, has_conflict: bool, detail: str = "", by: Actor, at: datetime
) -> ConflictDeclaration:
    """Declare that there is a conflict of interest, in one's own words, or that there is none; also anew, when
    something has changed. The words are sealed.

    Raises Denied, NotAllowedNow, Incomplete (a conflict without words), BadInput (words, and no conflict)."""
    words = detail.strip()
    if has_conflict and not words:
        raise Incomplete("The declaration is not complete.", ["what the conflict is"])
    if words and not has_conflict:
        raise BadInput("The declaration says that there is no conflict, and also what it is. Choose one.")
    permission = P.CONFLICT_DECLARE if has_conflict else P.CONFLICT_DECLARE_NONE
    moved = lifecycle.move(declaration, permission, by=by, at=at, may=rules.may, changes={"conditions": ""})
    told = Declared(declaration=moved, declared_at=at, has_conflict=has_conflict)
    told.detail = keys.seal(words, told.place) if words else ""
    told.save(force_insert=True)
    return moved


@verb
def reseal_declarations(*, by: Actor, at: datetime) -> int:
    """Encrypt every declaration's words anew under the newest data key; return how many there are. Raises KeyLost."""
    told = list(Declared.objects.select_for_update(of=("self",)).select_related("declaration").exclude(detail=""))
    for one in told:
        one.detail = keys.reseal(one.detail, one.place)
        one.save(update_fields=["detail"])
    record(_Declarations(), P.KEYS_ROTATE, by=by, at=at, more={"values": len(told)})
    return len(told)


class _Declarations:
    """All declarations as a thing, for a row about their encryption."""

    scopes = (OFFICE_SCOPE,)
    audit_ref = "declarations"
    audit_stream = "keys"


@verb
def clear(declaration: ConflictDeclaration, *, reason: str, by: Actor, at: datetime) -> ConflictDeclaration:
    """Decide that what was declared does not stand in the way."""
    moved = lifecycle.move(declaration, P.CONFLICT_CLEAR, by=by, at=at, may=rules.may, reason=reason)
    keep(moved, reason=reason, by=by, at=at)
    return moved


@verb
def manage(
    declaration: ConflictDeclaration, *, conditions: str, reason: str, by: Actor, at: datetime
) -> ConflictDeclaration:
    """Decide that the person may serve under conditions."""
    changes = {"conditions": conditions}
    moved = lifecycle.move(declaration, P.CONFLICT_MANAGE, by=by, at=at, may=rules.may, reason=reason, changes=changes)
    keep(moved, reason=reason, by=by, at=at)
    return moved


def _asking(declaration: ConflictDeclaration, person: Person) -> str:
    """Return the mail. It names no agency: who asks for assistance is told on the page alone."""
    first = f"First set a password: {way_in(person)}\n\n" if needs_a_way_in(person) else ""
    return (
        f"{person.name},\n\nBefore you take part in assistance to an agency, the programme office asks you to declare "
        "whether you have a conflict of interest with it. The page says which agency it is, and what counts.\n\n"
        f"{first}Declare here: {settings.CONCORD_BASE_URL}{declaration.get_absolute_url()}declare/\n\n"
        "What you write is kept encrypted. You and the programme officers read it, nobody else."
    )
