"""What waits for whom, over all capabilities.

A kind costs nothing for whoever has no role by which it could go on. What is left is counted by one query, and only
the things that are shown are loaded."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import CharField, Count, IntegerField, QuerySet, Value

from concord.accounts.models import Person
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.core.roles import Oneself, Role
from concord.core.tasks.models import Task
from concord.core.tasks.rules import done_elsewhere
from concord.core.verbs import VerbPage
from concord.desk.beginnings import BEGINNINGS
from concord.desk.queries.statements import Statement, answers, written
from concord.desk.tasks_of import is_left_behind
from concord.desk.things import KINDS, Kind, within
from concord.desk.verbs import VERBS
from concord.engagements.models import Engagement

SHOWN = 6
"""How many things of a group the home page shows; the page of the group shows up to ALL of them."""
ALL = 100
_FEW = 30  # things of one kind that are loaded together
_LONGEST_FIRST = ("state_since", "pk")


@dataclass(frozen=True)
class Step:
    """One thing to do: the words and the address of its page."""

    label: str
    href: str


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for this person: what it is and says, what to do, since when, where; `due` is its day."""

    ref: str
    title: str
    about: str
    steps: tuple[Step, ...]
    since: datetime
    url: str
    due: date | None


@dataclass(frozen=True)
class Group:
    """The things that wait for the same steps: how many there are, and the first of them, the longest waiting first.

    `key` is the group's place on the page, and in the address of its own page."""

    key: str
    heading: str
    count: int
    items: tuple[Waiting, ...]

    @property
    def oldest(self) -> datetime:
        """Since when the first of them waits."""
        return min(item.since for item in self.items)


@dataclass(frozen=True)
class _Source:
    """Where things wait: their rows without limit, what could be done with them, what each says; and a heading, where
    it is not the steps themselves."""

    key: str
    heading: str
    of_kind: QuerySet[Any]
    state: str
    order: tuple[Any, ...]
    pages: tuple[VerbPage, ...]
    about: Callable[[Any], str]

    @property
    def rows(self) -> QuerySet[Any]:
        """Those in the one state, where the source is of one."""
        return self.of_kind.filter(state=self.state) if self.state else self.of_kind


def groups(person: Person, *, shown: int = SHOWN) -> list[Group]:
    """Return what this person could do next: first what has a day, then the rarest step, so that one plan to decide on
    is not buried under thirty reports."""
    sources = [*_onward(person), *_beginnings(person)]
    counts = _counted(sources)
    loaded = _loaded([source for source in sources if counts.get(source.key)], counts, shown)
    found = (_group(person, source, counts[source.key], things, shown) for source, things in loaded)
    return sorted((group for group in found if group.items), key=_rarest)


def group(person: Person, key: str) -> Group | None:
    """Return one group with up to ALL of its things, or None when nothing of the kind waits for this person."""
    return next((one for one in groups(person, shown=ALL) if one.key == key), None)


def waiting_for(person: Person) -> list[Waiting]:
    """Return what this person could do next, over all groups, the longest waiting first."""
    items = (item for one in groups(person, shown=ALL) for item in one.items)
    return sorted(items, key=lambda item: item.since)


def longest(person: Person, engagement: Engagement, *, shown: int) -> list[Waiting]:
    """Return what has waited longest for this person in one engagement: so many, and one more where there are more.

    Only these are loaded, of all that is there."""
    families = _families([*_onward(person, engagement), *_beginnings(person, engagement)])
    left, found = _first(families, shown + 1), list[Waiting]()
    while left and len(found) <= shown:
        now, left = left[: shown + 1], left[shown + 1 :]
        found += (item for item in _of_keys(person, families, now) if item.steps)
    return sorted(found, key=lambda item: item.since)[: shown + 1]


def could_do(person: Person, thing: Staged) -> str:
    """Return in words what this person could do next with a thing, or ""."""
    kind = next((kind for kind in KINDS if thing.ref.startswith(f"{kind.prefix}-")), None)
    pages = _steps(person, type(thing)).get(thing.state, ()) if kind else ()
    return _either(step.label for step in _could(person, thing, pages))


def _rarest(group: Group) -> tuple[bool, int, datetime]:
    return (all(item.due is None for item in group.items), group.count, group.oldest)


_Kind = tuple[Kind, dict[str, tuple[VerbPage, ...]]]


def _onward(person: Person, of: Engagement | None = None) -> Iterator[_Source]:
    """Yield what is there and has to go on."""
    kinds = [(kind, steps) for kind in KINDS if (steps := _steps(person, _model(kind, person)))]
    for kind, steps in kinds if of is None else _there(kinds, of):
        rows = kind.open_for(person)
        if of is not None:
            rows = rows.filter(**{within(rows.model): of.ref})
        for state, pages in steps.items():
            key = f"{kind.prefix}-{state}".lower().replace("_", "-")
            yield _Source(key, kind.heading, rows, state, kind.order, pages, kind.about)


_ANY = "any engagement"  # stands for its reference in what is written down


def _there(kinds: list[_Kind], of: Engagement) -> list[_Kind]:
    """Return the kinds of which the engagement has something to go on with, whoever may see it: most have nothing, and
    need not be asked by the rules of who sees what."""
    named = tuple((kind.prefix, tuple(steps)) for kind, steps in kinds if within(_models[kind.prefix]))
    if not named:
        return []
    sql, params = _asked(named)
    there = {prefix for (prefix,) in answers((sql, tuple(of.ref if one == _ANY else one for one in params)))}
    return [(kind, steps) for kind, steps in kinds if kind.prefix in there]


@lru_cache(64)
def _asked(kinds: tuple[tuple[str, tuple[str, ...]], ...]) -> Statement:
    """Return the question which of these kinds, given by prefix and states, an engagement has."""
    arms = [
        _models[prefix]
        .objects.filter(**{within(_models[prefix]): _ANY}, state__in=states)
        .order_by()
        .annotate(family=Value(prefix, output_field=CharField()))
        .values_list("family")[:1]
        for prefix, states in kinds
    ]
    return written(arms[0].union(*arms[1:], all=True))


def _beginnings(person: Person, of: Engagement | None = None) -> Iterator[_Source]:
    """Yield what is there and from which something else has to begin."""
    for number, beginning in enumerate(BEGINNINGS, start=1):
        if not any(beginning.verb in role.permissions for role in person.all_roles()):
            continue
        rows, page = beginning.due(person), VERBS[beginning.verb.value]
        if of is not None:
            rows = rows.filter(**{within(rows.model): of.ref})
        yield _Source(f"begin-{number}", "", rows, "", _LONGEST_FIRST, (page,), beginning.about)


_models: dict[str, Any] = {}


def _model(kind: Kind, person: Person) -> type[Staged]:
    """Return the model of a kind: its queryset is made once in a process, to be asked for it, and not run."""
    if kind.prefix not in _models:
        _models[kind.prefix] = kind.open_for(person).model
    found: type[Staged] = _models[kind.prefix]
    return found


def _steps(person: Person, model: type[Staged]) -> dict[str, tuple[VerbPage, ...]]:
    """Return for each state the pages of the verbs by which a person's roles, wherever held, let the work go on."""
    roles: set[type[Role]] = {*person.all_roles(), Oneself}  # everybody goes on with what is theirs alone
    found: dict[str, tuple[VerbPage, ...]] = {}
    for move in model.lifecycle.moves:
        if move.source is None or move.verb not in model.onward or move.verb.value not in VERBS:
            continue
        if any(move.verb in role.permissions and role.party == move.owner for role in roles):
            found[str(move.source)] = (*found.get(str(move.source), ()), VERBS[move.verb.value])
    return found


def _counted(sources: Iterable[_Source]) -> dict[str, int]:
    """Return how many things each source has, by one query; what has none is left out."""
    families = _families(sources)
    arms = [_count(str(number), family) for number, family in enumerate(families)]
    rows = arms[0].union(*arms[1:], all=True) if arms else ()
    counts: dict[str, int] = {}
    for number, state, items in rows:
        for source in families[int(number)]:
            if source.state in ("", state):
                counts[source.key] = counts.get(source.key, 0) + items
    return counts


def _count(number: str, family: list[_Source]) -> QuerySet[Any, tuple[str, str, int]]:
    numbered = (
        _plain(family).order_by().annotate(family=Value(number, output_field=CharField())).values("family", "state")
    )
    counted: QuerySet[Any, tuple[str, str, int]] = (
        numbered.values("family", "state").annotate(in_state=Count("pk")).values_list("family", "state", "in_state")
    )
    return counted


def _plain(family: list[_Source]) -> QuerySet[Any]:
    """Return the rows of a family, with nothing joined to them."""
    plain = family[0].of_kind.select_related(None).prefetch_related(None)
    return plain.filter(state__in=[source.state for source in family]) if family[0].state else plain


_Key = tuple[datetime, int, str, int]  # since when it waits, the number of its family, its state, its own key


def _first(families: list[list[_Source]], many: int) -> list[_Key]:
    """Return what waits longest of each family, by one query, the longest of all first."""
    arms = [
        _plain(family)
        .annotate(family=Value(number, output_field=IntegerField()))
        .order_by(*_LONGEST_FIRST)
        .values_list("state_since", "family", "state", "pk")[:many]
        for number, family in enumerate(families)
    ]
    return sorted(arms[0].union(*arms[1:], all=True)) if arms else []


def _of_keys(person: Person, families: list[list[_Source]], keys: Iterable[_Key]) -> Iterator[Waiting]:
    """Load things by their keys, a family at a time, each with what this person could do."""
    wanted: dict[int, list[int]] = {}
    for _, number, _, key in keys:
        wanted.setdefault(number, []).append(key)
    for number, pks in wanted.items():
        for thing in families[number][0].of_kind.filter(pk__in=pks):
            for source in families[number]:
                if source.state in ("", thing.state):
                    yield _waiting(person, thing, source)


def _families(sources: Iterable[_Source]) -> list[list[_Source]]:
    """Return the sources by the rows that they share: those of one kind together."""
    found: dict[int, list[_Source]] = {}
    for source in sources:
        found.setdefault(id(source.of_kind), []).append(source)
    return list(found.values())


def _loaded(sources: list[_Source], counts: dict[str, int], shown: int) -> Iterator[tuple[_Source, list[Any]]]:
    """Yield the first things of each source. Where a kind has few, those of all its states come by one query."""
    for family in _families(sources):
        first = family[0]
        if first.state and len(family) > 1 and sum(counts[source.key] for source in family) <= _FEW:
            states = [source.state for source in family]
            together = list(first.of_kind.filter(state__in=states).order_by(*first.order))
            for source in family:
                yield source, [thing for thing in together if thing.state == source.state][:shown]
        else:
            for source in family:
                yield source, list(source.rows.order_by(*source.order)[:shown])


def _group(person: Person, source: _Source, count: int, things: Iterable[Any], shown: int) -> Group:
    items = tuple(item for thing in things if (item := _waiting(person, thing, source)).steps)
    steps = dict.fromkeys(step.label for item in items for step in item.steps)
    return Group(source.key, source.heading or _either(steps), len(items) if count <= shown else count, items)


def _waiting(person: Person, thing: Any, source: _Source) -> Waiting:
    steps = _could(person, thing, source.pages)
    due = getattr(thing, "has_until", None) or getattr(thing, "due_on", None)
    about = source.about(thing)
    return Waiting(thing.ref, thing.title, about, steps, thing.state_since, thing.get_absolute_url(), due)


def _could(person: Person, thing: Any, pages: Iterable[VerbPage]) -> tuple[Step, ...]:
    """Return what this person could do with a thing; a task that another verb ends leads on to where that is done, and
    one that waits for somebody who has left to giving it to another."""
    steps = tuple(Step(page.label, page.address(thing)) for page in pages if page.decide(person, thing))
    if steps or not pages or not isinstance(thing, Task):  # no page: it is with another side
        return steps
    if words := done_elsewhere(person, thing):
        return (Step(words[:1].upper() + words[1:], thing.get_absolute_url()),)
    give = VERBS[Permission.TASK_HAND_OVER.value]
    may_give = thing.assignee not in ("", person.actor_key) and give.decide(person, thing) and is_left_behind(thing)
    return (Step(give.label, give.address(thing)),) if may_give else ()


def _either(labels: Iterable[str]) -> str:
    first, *rest = [*labels] or [""]
    return " or ".join([first, *(label[:1].lower() + label[1:] for label in rest)])
