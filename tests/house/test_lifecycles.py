"""Law 2: every lifecycle is one table. In each, every state is held and reached, and every move can be made."""

from collections.abc import Iterator

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move, Staged
from concord.core.permissions import Party, Permission
from concord.core.roles import ROLES
from tests.house.models import staged

P = Permission

_RECORDED = "an engagement that is loaded from public records begins as the record tells"
_SET_ASIDE = "a version is set aside by the verb of the one that takes its place, whose audit row tells of both"
_LEFT_OUT = "an area is dropped by concurrence with a plan that leaves it out, whose audit row names it"
EXPLAINED = {
    "engagement: nothing leads to announced": _RECORDED,
    "engagement: nothing leads to no_final_report": _RECORDED,
    "engagement: nothing leads to never_reported": _RECORDED,
    "engagement: the assessment team holds open, and can do nothing": "its work is on the things of the engagement",
    "focus area: nothing leads to dropped": _LEFT_OUT,
    "agreement: nothing leads to superseded": _SET_ASIDE,
    "work plan: nothing leads to superseded": _SET_ASIDE,
    "work plan: the assessment team holds returned, and can do nothing": "it drafts a new version, another thing",
}
"""What the rules find and what is meant, each with its reason."""


def is_unheld(lifecycle: Lifecycle) -> Iterator[str]:
    """A state for which the table names no holder."""
    yield from (f"{lifecycle.name}: nobody holds {s}" for s in lifecycle.states if s not in lifecycle.holders)


def is_unreachable(lifecycle: Lifecycle) -> Iterator[str]:
    """A state into which no chain of moves from the beginning leads."""
    reached: set[str | None] = {None}
    while found := {str(m.target) for m in lifecycle.moves if m.source in reached} - reached:
        reached |= found
    unreached = (s for s in lifecycle.states if s not in reached)
    yield from (f"{lifecycle.name}: nothing leads to {state}" for state in unreached)


def is_made_by_nobody(lifecycle: Lifecycle) -> Iterator[str]:
    """A move whose owner has no role that permits its verb."""
    for move in lifecycle.moves:
        if not any(role.party == move.owner and move.verb in role.permissions for role in ROLES):
            yield f"{lifecycle.name}: no role of {move.owner} may {move.verb.label} ({move.verb})"


def waits_for_somebody_who_can_do_nothing(lifecycle: Lifecycle) -> Iterator[str]:
    """A state held by a party that owns no move out of it: the thing would wait for ever."""
    for state, holder in lifecycle.holders.items():
        sides = {Party.AGENCY, Party.TEAM} if holder == Party.BOTH else {holder}
        if holder != Party.NOBODY and not sides <= {m.owner for m in lifecycle.moves if m.source == state}:
            yield f"{lifecycle.name}: {holder} holds {state}, and can do nothing"


def goes_on_by_no_move(model: type[Staged]) -> Iterator[str]:
    """A verb that is said to lead onward and is in no row of the table, so that the inbox never shows it."""
    out = {move.verb for move in model.lifecycle.moves if move.source is not None}
    yield from (f"{model.__name__}: {verb} leads nowhere" for verb in sorted(model.onward - out))


def all_faults(lifecycle: Lifecycle) -> list[str]:
    rules = (is_unheld, is_unreachable, is_made_by_nobody, waits_for_somebody_who_can_do_nothing)
    return [fault for rule in rules for fault in rule(lifecycle)]


def test_every_lifecycle_is_sound_or_explained() -> None:
    assert [fault for model in staged() for fault in all_faults(model.lifecycle)] == list(EXPLAINED)


def test_every_step_onward_is_a_move() -> None:
    assert [fault for model in staged() for fault in goes_on_by_no_move(model)] == []


def test_every_lifecycle_has_a_name_of_its_own() -> None:
    names = [model.lifecycle.name for model in staged()]
    assert sorted(names) == sorted(set(names))


def test_every_lifecycle_is_known_to_the_database_too() -> None:
    without = [
        model.__name__
        for model in staged()
        if model.lifecycle.constraint().deconstruct() not in [c.deconstruct() for c in model._meta.constraints]
    ]
    assert without == []


class Light(TextChoices):
    RED = "red", "Red"
    AMBER = "amber", "Amber"
    GREEN = "green", "Green"


def light(*moves: Move, **holders: Party) -> Lifecycle:
    held = {state: holders.get(state.value, Party.NOBODY) for state in Light}
    return Lifecycle("light", Light, moves, held)


BEGIN = Move(None, P.REQUEST_SUBMIT, Light.RED, Party.PUBLIC)
GO = Move(Light.RED, P.REQUEST_ACCEPT, Light.GREEN, Party.OFFICE)
BACK = Move(Light.AMBER, P.REQUEST_DECLINE, Light.RED, Party.OFFICE)
WAIT = Move(Light.GREEN, P.REQUEST_WITHDRAW, Light.AMBER, Party.AGENCY)


def test_a_sound_table_has_no_fault() -> None:
    assert all_faults(light(BEGIN, GO, WAIT, BACK, red=Party.OFFICE, green=Party.AGENCY)) == []


def test_a_state_that_nothing_leads_to_is_found_though_something_leads_out_of_it() -> None:
    assert all_faults(light(BEGIN, GO, BACK)) == ["light: nothing leads to amber"]
    assert all_faults(light(GO, WAIT, BACK)) == [f"light: nothing leads to {s}" for s in ("red", "amber", "green")]


def test_a_move_that_nobody_of_its_owner_may_make_is_found() -> None:
    moves = (BEGIN, GO._replace(owner=Party.TEAM), WAIT)
    assert all_faults(light(*moves)) == [
        "light: no role of the assessment team may accept the request (request.accept)"
    ]


def test_a_state_whose_holder_can_do_nothing_is_found() -> None:
    assert all_faults(light(BEGIN, GO, WAIT, red=Party.AGENCY, green=Party.AGENCY, amber=Party.TEAM)) == [
        "light: the agency holds red, and can do nothing",
        "light: the assessment team holds amber, and can do nothing",
    ]


def test_a_state_without_a_holder_is_found() -> None:
    lifecycle = light(BEGIN, GO, WAIT)
    object.__setattr__(lifecycle, "holders", {Light.RED: Party.OFFICE})
    assert list(is_unheld(lifecycle)) == ["light: nobody holds amber", "light: nobody holds green"]


def test_a_step_onward_that_is_no_move_is_found() -> None:
    class Lamp:
        lifecycle = light(BEGIN, GO)
        onward = frozenset({P.REQUEST_ACCEPT, P.REQUEST_SUBMIT, P.PLAN_CONCUR})

    assert list(goes_on_by_no_move(Lamp)) == [
        "Lamp: request.submit leads nowhere",
        "Lamp: work_plan.concur leads nowhere",
    ]
