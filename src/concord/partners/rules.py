"""Who may do what with providers, experts and conflict declarations; and who may serve which agency."""

from django.db.models import OuterRef, Q, Subquery

from concord.accounts.models import Person
from concord.agencies.models import Agency
from concord.core.permissions import ALLOWED, Actor, Decision, Party, Permission, Scoped, refuse
from concord.core.roles import acting_role, permit
from concord.partners.models import ConflictDeclaration, Ruling
from concord.partners.states import SERVES, ConflictState

P = Permission
_KEPT = "_recused_from"
RULINGS = frozenset({P.CONFLICT_CLEAR, P.CONFLICT_MANAGE, P.CONFLICT_RECUSE})
_NOT_YET = {
    ConflictState.ASKED: "was asked to declare conflicts of interest with {agency}, and has not answered yet",
    ConflictState.DECLARED: "has declared something about {agency} on which the programme office has not decided yet",
    ConflictState.RECUSED: "is recused from what concerns {agency}",
}

_RECUSED = refuse("You are recused from what concerns this agency, so somebody else does this.")


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; nobody decides on a declaration of their own, nor on another's where they are recused."""
    decision = permit(by, verb, thing)
    if not decision or verb not in RULINGS or not isinstance(thing, ConflictDeclaration):
        return decision
    if is_declarant(by, thing):
        return refuse("This declaration is your own; somebody else decides on it.")
    return _RECUSED if f"agency:{thing.agency.ref}" in _recused_from(by) else ALLOWED


def is_declarant(by: Actor, declaration: ConflictDeclaration) -> bool:
    """Whether it is their own."""
    return by.actor_key == declaration.person.actor_key


def may_ask(by: Actor, person: Person) -> Decision:
    """Nobody asks themselves: what they know of, they tell a colleague, who asks them."""
    if by.actor_key == person.actor_key:
        return refuse("A colleague in the office asks you; nobody asks themselves.")
    return ALLOWED


def takes_part(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Whoever is recused from what concerns an agency does nothing about it, in the office either, but may read.
    The apps below ask this in their own rules."""
    recused = stands_aside(by, verb)
    own = recused and recused.intersection(_concerned(thing))
    role = acting_role(by, verb, thing.scopes) if own else None
    if role is None or role.party == Party.AGENCY:
        return ALLOWED
    return _RECUSED


def stands_aside(by: Actor, verb: Permission) -> frozenset[str]:
    """Return the scopes of the agencies about which somebody may not do a verb; what only reads, everybody may."""
    reads = verb.value.partition(".")[2].startswith("view")
    return frozenset() if reads else _recused_from(by)


def _concerned(thing: Scoped) -> set[str]:
    """Return the scopes of a thing, and of the agencies that stand `beside` its own in a request for several."""
    whole = getattr(thing, "engagement", None) or getattr(thing, "request", None) or thing
    return {*thing.scopes, *(f"agency:{one.ref}" for one in getattr(whole, "beside", ()))}


def _recused_from(by: Actor) -> frozenset[str]:
    """Return the scopes of the agencies from which somebody is recused: by the last decision, whatever they have
    declared since. Asked of the database once for each loaded person, as their roles are."""
    if not isinstance(by, Person):
        return frozenset()
    if not hasattr(by, _KEPT):
        decided = Ruling.objects.filter(declaration=OuterRef("pk")).order_by("-pk").values("decision")
        rows = ConflictDeclaration.objects.filter(person=by).alias(last=Subquery(decided[:1]))
        rows = rows.filter(Q(last=ConflictState.RECUSED) | Q(state=ConflictState.RECUSED))
        setattr(by, _KEPT, frozenset(f"agency:{ref}" for ref in rows.values_list("agency__ref", flat=True)))
    return frozenset(getattr(by, _KEPT))


def may_serve(person: Person | None, agency: Agency) -> Decision:
    """Whether somebody may take part in the assistance to an agency: they have declared that there is no conflict of
    interest, or the office has cleared them. `person` is None for somebody who has no account.

    The refusal tells nothing of what was declared."""
    held = ConflictDeclaration.objects.filter(person=person, agency=agency).first() if person else None
    name = person.name if person else "This person"
    if held is None:
        return refuse(
            f"{name} has not declared yet whether there is a conflict of interest with {agency.title}. Ask for the "
            "declaration first."
        )
    if held.state in SERVES:
        return ALLOWED
    return refuse(f"{name} {_NOT_YET[ConflictState(held.state)].format(agency=agency.title)}.")
