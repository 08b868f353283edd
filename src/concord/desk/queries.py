"""What waits for whom, over all capabilities."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from concord.accounts.models import Person
from concord.desk.things import KINDS, find
from concord.desk.verbs import VERBS

PER_KIND = 50


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for this person: what to do, since when, where."""

    ref: str
    title: str
    verbs: tuple[str, ...]
    since: datetime
    url: str


def waiting_for(person: Person) -> list[Waiting]:
    """Return what this person could do next, the longest waiting first; at most PER_KIND things of each kind."""
    things = [thing for kind in KINDS for thing in kind.open_for(person).order_by("state_since")[:PER_KIND]]
    found = [_waiting(person, thing) for thing in things]
    return sorted((item for item in found if item.verbs), key=lambda item: item.since)


def _waiting(person: Person, thing: Any) -> Waiting:
    pages = [VERBS[v.value] for v in thing.lifecycle.verbs_from(thing.state) if v.value in VERBS]
    verbs = tuple(page.verb.label for page in pages if page.verb in thing.onward and page.decide(person, thing))
    return Waiting(thing.ref, thing.title, verbs, thing.state_since, thing.get_absolute_url())


def may_see_history(person: Person, ref: str) -> bool:
    """Say whether a person may see the thing of a reference, and so its history."""
    found = find(ref)
    return found is not None and bool(found.kind.may(person, found.kind.see, found.thing))
