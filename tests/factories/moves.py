"""What people can do with one thing, each tried on the same ground; and what the table of its lifecycle says."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from concord.accounts.models import Person
from concord.core.lifecycle import Lifecycle
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from tests.factories import engagements as make


@contextmanager
def undone() -> Iterator[None]:
    """Undo at the end what was changed, so that the next may be tried on the same ground."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def tried(people: dict[str, Person], do: Callable[[Person], object]) -> set[str]:
    """Return the roles whose person can do something, each tried on the same ground."""

    def once(who: Person) -> None:
        with undone():
            do(who)

    return make.able(people, once)


def expected(lifecycle: Lifecycle, state: str, verb: Permission) -> set[str]:
    """Return the roles that the table and the roles let do a verb in a state."""
    row = lifecycle.find(state, verb)
    if row is None:
        return set()
    return {r.key for r in make.PEOPLES_ROLES if verb in r.permissions and r.party == row.owner}


def verbs(lifecycle: Lifecycle) -> list[Permission]:
    """Return the verbs that lead on from any state, but for those on another thing that takes this one along."""
    return [*dict.fromkeys(move.verb for move in lifecycle.moves if move.source and not move.along)]


def walk(
    of: Engagement,
    load: Callable[[], Any],
    does: Mapping[Permission, Callable[[Any, Person], Any]],
    *,
    but: Collection[Permission] = (),
    anywhere: Collection[str] = (),
) -> None:
    """Try each verb of a thing's lifecycle, `but` some, with every role: of the engagement's people, and of another
    one's, of whom only the roles that hold `anywhere` may. Then do it with whoever may, and see where it leads and that
    one row tells of it."""
    people, strangers = make.everybody(of), make.everybody(make.engagement("Elsewhere"))
    for verb in verbs(load().lifecycle):
        if verb in but:
            continue
        thing, do = load(), does[verb]
        allowed = expected(thing.lifecycle, thing.state, verb)

        def once(who: Person, do: Callable[[Any, Person], Any] = do) -> Any:
            return do(load(), who)

        assert (verb, tried(people, once)) == (verb, allowed)
        assert (verb, tried(strangers, once)) == (verb, allowed & {*anywhere})
        if row := thing.lifecycle.find(thing.state, verb):
            with undone():
                before = make.rows_of(of.ref)
                assert (verb, once(people[min(allowed)]).state) == (verb, row.target)
                assert make.rows_of(of.ref) == before + 1
