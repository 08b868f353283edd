"""Law 2: each (state, verb, role) of providers, experts and declarations does what the table says, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

from concord.accounts.models import Person
from concord.core.lifecycle import Lifecycle, Staged
from concord.core.permissions import Permission
from concord.engagements import actions as engagements
from concord.partners import actions, queries
from concord.partners.states import CONFLICT, EXPERT, PROVIDER, ConflictState
from tests.factories import engagements as make
from tests.factories import moves as tables
from tests.factories import partners
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

P = Permission
DOING: dict[Permission, Callable[..., object]] = {
    P.PROVIDER_END: actions.end_provider,
    P.PROVIDER_RESUME: actions.resume_provider,
    P.EXPERT_RETIRE: actions.retire,
    P.EXPERT_RETURN: actions.put_back,
    P.CONFLICT_CLEAR: actions.clear,
    P.CONFLICT_MANAGE: lambda thing, **who: actions.manage(thing, conditions="No interviews.", **who),
    P.CONFLICT_RECUSE: engagements.recuse,
}
BY_THEMSELVES = {P.CONFLICT_DECLARE: True, P.CONFLICT_DECLARE_NONE: False}
CASES = [
    (lifecycle, state, verb)
    for lifecycle in (PROVIDER, EXPERT, CONFLICT)
    for state in lifecycle.states
    for verb in DOING
    if any(move.verb == verb for move in lifecycle.moves)
]


def thing_in(lifecycle: Lifecycle, state: str) -> Any:
    if lifecycle is CONFLICT:
        return partners.declaration(state)
    thing: Staged = partners.provider() if lifecycle is PROVIDER else partners.expert()
    make.put(thing, state)
    return thing


@pytest.mark.parametrize(("lifecycle", "state", "verb"), CASES, ids=lambda v: getattr(v, "name", str(v)))
def test_each_role_can_do_what_the_table_says_and_one_row_tells_of_it(
    lifecycle: Lifecycle, state: str, verb: Permission
) -> None:
    thing, engagement = thing_in(lifecycle, state), make.engagement()
    people = make.everybody(engagement)
    if lifecycle is CONFLICT:
        people["the declarant"] = thing.person

    def do(who: Person) -> object:
        return DOING[verb](thing, reason="As agreed.", by=who, at=AT)

    assert tables.tried(people, do) == tables.expected(lifecycle, state, verb)
    row, before = lifecycle.find(state, verb), make.rows_of(thing.audit_stream)
    done = make.able({"programme_officer": people["programme_officer"]}, do)
    thing.refresh_from_db()
    assert thing.state == (row.target if row else state)
    assert len(done) == make.rows_of(thing.audit_stream) - before == (1 if row else 0)


@pytest.mark.parametrize("state", ConflictState)
@pytest.mark.parametrize("verb", BY_THEMSELVES)
def test_only_the_person_declares_in_any_state_and_one_row_tells_of_it(state: str, verb: Permission) -> None:
    thing = partners.declaration(state)
    has_conflict = BY_THEMSELVES[verb]
    people = make.everybody(make.engagement()) | {"the declarant": thing.person}

    def do(who: Person) -> object:
        words = partners.SECRET if has_conflict else ""
        return actions.declare(thing, has_conflict=has_conflict, detail=words, by=who, at=AT)

    before = make.rows_of(thing.ref)
    assert tables.tried(people, do) == {"the declarant"}
    do(thing.person)
    thing.refresh_from_db()
    row = CONFLICT.find(state, verb)
    assert row is not None
    assert (thing.state, make.rows_of(thing.ref) - before) == (row.target, 1)


@pytest.mark.parametrize("state", [s for s in ConflictState if s not in ("asked", "none")])
def test_declaring_that_there_is_nothing_any_more_takes_no_decision_back(state: str) -> None:
    thing = partners.declaration(state)
    thing = actions.declare(thing, has_conflict=False, by=thing.person, at=AT)
    assert (thing.state, thing.held_by) == ("declared", "the programme office")


@pytest.mark.parametrize("state", ConflictState)
def test_who_may_ask_and_when(state: str) -> None:
    thing = partners.declaration(state)
    people = make.everybody(make.engagement())

    def do(who: Person) -> None:
        actions.ask(email=thing.person.email, name="X", agency=thing.agency, by=who, at=AT.replace(hour=15))

    assert tables.tried(people, do) == ({"programme_officer"} if state in ("asked", "none") else set())


@pytest.mark.parametrize("verb", ["add_provider", "add_expert"])
def test_who_may_add(verb: str) -> None:
    make.edition()
    said: dict[str, dict[str, Any]] = {
        "add_provider": {"name": "A", "kind": "other", "contact_name": "B", "contact_email": "b@example.org"},
        "add_expert": {"name": "A", "email": "a@example.org", "credentials": ["Sheriff, 8 years"]},
    }
    people = make.everybody(make.engagement())
    able = tables.tried(people, lambda who: getattr(actions, verb)(**said[verb], by=who, at=AT))
    assert able == {"programme_officer"}


def test_who_may_change_an_entry_on_the_roster() -> None:
    known = partners.expert()
    people = make.everybody(make.engagement()) | {"the expert": known.person}
    credentials = {"credentials": ["Sheriff, 8 years"]}
    assert tables.tried(people, lambda who: actions.describe_expert(known, **credentials, by=who, at=AT)) == {
        "programme_officer"
    }
    noted = tables.tried(people, lambda who: actions.note_availability(known, windows=[], by=who, at=AT))
    assert noted == {"programme_officer", "the expert"}


def test_what_waits_for_whom() -> None:
    officer = partners.officer()
    asked, declared = partners.asked(name="Eva Expert"), partners.declaration("declared", name="Dora Declarant")
    partners.declaration("none", name="Nora None")
    own = make.person("programme_officer")
    theirs = actions.ask(email=own.email, name="X", agency=asked.agency, by=officer, at=AT)
    actions.declare(theirs, has_conflict=True, detail="I worked there.", by=own, at=AT)

    def waiting(who: Person) -> set[str]:
        return set(queries.declarations_open_for(who).values_list("ref", flat=True))

    assert waiting(asked.person) == {asked.ref}
    assert waiting(declared.person) == set()
    assert waiting(officer) == {declared.ref, theirs.ref}
    assert waiting(own) == {declared.ref}
    assert waiting(make.person("auditor")) == set()
