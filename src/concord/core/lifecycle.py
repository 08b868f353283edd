"""One engine for every lifecycle. A lifecycle is a table (from, verb, to, owner) plus who holds the thing in each
state; `move` is the only writer of `state`. Diagrams in docs/states/ are drawn from the same table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, NamedTuple, Self, TypeVar

from django.db import models
from django.db.models import TextChoices

from concord.core import actions
from concord.core.errors import HouseError, NotAllowedNow, Stale
from concord.core.guard import Guarded
from concord.core.permissions import Actor, May, Party, Permission
from concord.core.roles import acting_role


class Move(NamedTuple):
    """One row of the table. `source` is None for the verb that brings the thing into being; `along` where the verb is
    one on another thing, and takes this one along."""

    source: TextChoices | None
    verb: Permission
    target: TextChoices
    owner: Party
    along: bool = False


class Circumstances(NamedTuple):
    """What the state alone does not tell of what happens next: the verbs that nobody can do now, what has to be done
    `first` and by whom, and what follows (`then`; None: what the table says)."""

    ruled_out: frozenset[Permission] = frozenset()
    first: str = ""
    then: str | None = None


_USUAL = Circumstances()


@dataclass(frozen=True)
class Lifecycle:
    """A lifecycle: its states, its table, and who holds the thing in each state (NOBODY where it ends).

    `then` says of a state what follows, and by whom, where the next step is on another thing than this one."""

    name: str
    states: type[TextChoices]
    moves: tuple[Move, ...]
    holders: Mapping[TextChoices, Party]
    then: Mapping[TextChoices, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a table that names a pair twice or leaves a state without holder."""
        pairs = [(move.source, move.verb) for move in self.moves]
        if len(pairs) != len(set(pairs)):
            raise HouseError(f"{self.name}: a (state, verb) pair stands twice in the table.")
        if set(self.holders) != set(self.states):
            raise HouseError(f"{self.name}: every state needs a holder.")

    def find(self, source: str | None, verb: Permission) -> Move | None:
        """Return the row for a state and a verb, or None."""
        return next((m for m in self.moves if m.source == source and m.verb == verb), None)

    def first(self, verb: Permission) -> str:
        """Return the state into which a creating verb brings the thing."""
        move = self.find(None, verb)
        if move is None:
            raise HouseError(f"{self.name}: {verb} does not begin this lifecycle.")
        return str(move.target)

    def verbs_from(self, source: str) -> tuple[Permission, ...]:
        """Return the verbs that lead out of a state, in the table's order."""
        return tuple(m.verb for m in self.moves if m.source == source)

    def next_words(self, source: str, onward: Iterable[Permission], also: Circumstances = _USUAL) -> str:
        """Say in plain words what happens next in a state and who acts; the verbs of `onward` come first."""
        leading = set(onward)
        out = (m for m in self.moves if m.source == source and not m.along and m.verb not in also.ruled_out)
        rows = sorted((m for m in out if m.target != source or m.verb in leading), key=lambda m: m.verb not in leading)
        state = self.states(source)
        holder, then = self.holders[state], self.then.get(state, "") if also.then is None else also.then
        if holder != Party.NOBODY:
            theirs = [m for m in rows if holder in (m.owner, Party.BOTH)]
            return f"What happens next: {'; '.join(filter(None, (also.first, _by_whom(theirs), then)))}."
        after = f" What follows: {then}." if then else ""
        if rows or also.first:
            begins = f"What happens next: {also.first}." if also.first else "Nothing has to happen next."
            return f"{begins}{after}{f' Still possible: {_by_whom(rows)}.' if rows else ''}"
        return f"Nothing more happens to the {self.name}.{after}"

    def require(self, source: str | None, verb: Permission) -> Move:
        """Return the row, or raise NotAllowedNow with a sentence."""
        move = self.find(source, verb)
        if move is None:
            state = "not there yet" if source is None else f"“{self.states(source).label}”"
            raise NotAllowedNow(f"You cannot {verb.label} now: the {self.name} is {state}.")
        return move

    def constraint(self) -> models.CheckConstraint:
        """Return the database's own check that the state is one of the table's."""
        slug = self.name.replace(" ", "_")
        return models.CheckConstraint(
            condition=models.Q(state__in=[str(s) for s in self.states]), name=f"{slug}_state_is_known"
        )


def _by_whom(rows: Sequence[Move]) -> str:
    """Say what each side can do: "accept the packet or return the packet, by the assessment team"."""
    said = []
    for owner in dict.fromkeys(m.owner for m in rows):
        *first, last = [m.verb.label for m in rows if m.owner == owner]
        said.append(f"{', '.join(first)}{' or ' if first else ''}{last}, by {owner}")
    return "; ".join(said)


class Staged(Guarded):
    """Base of every model with a lifecycle: a reference, a state, and since when."""

    lifecycle: ClassVar[Lifecycle]
    onward: ClassVar[frozenset[Permission]] = frozenset()  # the verbs by which work goes on, shown in the inbox

    ref = models.CharField(max_length=60, unique=True)
    state = models.CharField(max_length=40, db_index=True)
    state_since = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def title(self) -> str:
        """What a person calls it; each model answers."""
        raise NotImplementedError

    def get_absolute_url(self) -> str:
        """Return the thing's own page; each model answers."""
        raise NotImplementedError

    @property
    def audit_ref(self) -> str:
        """The thing's reference is what the audit row names."""
        return self.ref

    @property
    def audit_stream(self) -> str:
        """The chain of this thing; models below an engagement answer with the engagement's."""
        return self.ref

    @property
    def audit_more(self) -> Mapping[str, Any] | None:
        """What the audit row of its beginning keeps beside; a model may answer."""
        return None

    @property
    def scopes(self) -> tuple[str, ...]:
        """Where roles count; each model answers."""
        raise NotImplementedError

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(self.lifecycle.states(self.state).label)

    @property
    def held_by(self) -> Party:
        """Who has to act next."""
        return self.lifecycle.holders[self.lifecycle.states(self.state)]

    @property
    def is_final(self) -> bool:
        """Whether no verb of its lifecycle leads on from its state."""
        return not self.lifecycle.verbs_from(self.state)

    @property
    def next_words(self) -> str:
        """What happens next and who acts, in words."""
        return self.lifecycle.next_words(self.state, self.onward, self.circumstances)

    @property
    def circumstances(self) -> Circumstances:
        """What else decides what happens next; a model may answer."""
        return _USUAL

    @classmethod
    def begin(cls, verb: Permission, *, by: Actor, at: datetime, ref: str, **fields: Any) -> Self:
        """Create the thing by its first verb and record it. Raises NotAllowedNow, Denied."""
        thing = cls(ref=ref, state=cls.lifecycle.first(verb), state_since=at, **fields)
        thing.save(force_insert=True)
        actions.record(thing, verb, by=by, at=at, new=thing.state, more=thing.audit_more)
        return thing


_S = TypeVar("_S", bound=Staged)


def lock(thing: _S) -> _S:
    """Return the thing as it is in the database now, locked until the verb ends."""
    manager = type(thing)._base_manager  # noqa: SLF001 - Django's documented name
    return manager.select_for_update(no_key=True).get(pk=thing.pk)


def move(
    thing: _S,
    verb: Permission,
    *,
    by: Actor,
    at: datetime,
    may: May,
    reason: str = "",
    more: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
) -> _S:
    """Make one move: lock the row, check table, owner and rules, save, record the audit row.

    `changes` are further fields saved with the move, `more` is kept in the audit row. Returns the thing as saved.
    Raises NotAllowedNow (the table has no such move), Stale (it moved since it was loaded), Denied (owner or rule)."""
    locked = lock(thing)
    if locked.state != thing.state:
        raise Stale(f"{thing.ref} has moved to “{locked.state_label}” since you opened it. Look again, then decide.")
    row = locked.lifecycle.require(locked.state, verb)
    may(by, verb, locked).require()
    _check_owner(row, by, locked.scopes)
    old, locked.state, locked.state_since = locked.state, str(row.target), at
    for name, value in (changes or {}).items():
        setattr(locked, name, value)
    locked.save(update_fields=["state", "state_since", *(changes or {})])
    actions.record(locked, verb, by=by, at=at, old=old, new=locked.state, reason=reason, more=more)
    return locked


def _check_owner(row: Move, by: Actor, scopes: Sequence[str]) -> None:
    role = acting_role(by, row.verb, scopes)
    if role is None or role.party != row.owner:
        raise NotAllowedNow(f"It is for {row.owner} to {row.verb.label}.")
