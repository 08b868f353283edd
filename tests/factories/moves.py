"""What people can do with one thing, each tried on the same ground; and what the table of its lifecycle says."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import TextChoices

from concord.accounts.models import Person
from concord.core.lifecycle import Lifecycle
from concord.core.permissions import Permission
from tests.factories import engagements as make


def tried(people: dict[str, Person], do: Callable[[Person], object]) -> set[str]:
    """Return the roles whose person can do something, each tried on the same ground: what it changed is undone."""

    def undone(who: Person) -> None:
        point = transaction.savepoint()
        try:
            do(who)
        finally:
            transaction.savepoint_rollback(point)

    return make.able(people, undone)


def expected(lifecycle: Lifecycle, state: str, verb: Permission) -> set[str]:
    """Return the roles that the table and the roles let do a verb in a state."""
    row = lifecycle.find(state, verb)
    if row is None:
        return set()
    return {r.key for r in make.PEOPLES_ROLES if verb in r.permissions and r.party == row.owner}


def cases(lifecycle: Lifecycle) -> list[tuple[TextChoices, Permission]]:
    """Return each state of a lifecycle with each verb that leads on from any: the whole table, refusals included."""
    verbs = dict.fromkeys(move.verb for move in lifecycle.moves if move.source)
    return [(state, verb) for state in lifecycle.states for verb in verbs]
