"""Who may do what with providers, experts and conflict declarations; and who may serve which agency."""

from concord.accounts.models import Person
from concord.agencies.models import Agency
from concord.core.permissions import ALLOWED, Actor, Decision, Permission, Scoped, refuse
from concord.core.roles import permit
from concord.partners.models import ConflictDeclaration
from concord.partners.states import SERVES, ConflictState

P = Permission
RULINGS = frozenset({P.CONFLICT_CLEAR, P.CONFLICT_MANAGE, P.CONFLICT_RECUSE})
_NOT_YET = {
    ConflictState.ASKED: "was asked to declare conflicts of interest with {agency}, and has not answered yet",
    ConflictState.DECLARED: "has declared something about {agency} on which the programme office has not decided yet",
    ConflictState.RECUSED: "is recused from what concerns {agency}",
}


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; nobody decides on a declaration of their own."""
    decision = permit(by, verb, thing)
    if decision and verb in RULINGS and isinstance(thing, ConflictDeclaration) and is_declarant(by, thing):
        return refuse("This declaration is your own; somebody else decides on it.")
    return decision


def is_declarant(by: Actor, declaration: ConflictDeclaration) -> bool:
    """Whether it is their own."""
    return by.actor_key == declaration.person.actor_key


def may_ask(by: Actor, person: Person) -> Decision:
    """Nobody asks themselves: what they know of, they tell a colleague, who asks them."""
    if by.actor_key == person.actor_key:
        return refuse("A colleague in the office asks you; nobody asks themselves.")
    return ALLOWED


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
