"""The verbs of the roster."""

from collections.abc import Sequence
from datetime import date, datetime

from concord.accounts.joining import account
from concord.core import lifecycle, zones
from concord.core.actions import Unchanged, record, verb
from concord.core.checks import Problem
from concord.core.errors import BadInput
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.partners import checks, queries, rules
from concord.partners.checks.windows import windows_stand_apart
from concord.partners.models import Availability, Expert, Provider, Roster

P = Permission


@verb
def add_expert(
    *,
    email: str,
    name: str,
    credentials: Sequence[str],
    provider: Provider | None = None,
    topics: Sequence[str] = (),
    languages: Sequence[str] = (),
    kinds: Sequence[str] = (),
    sizes: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> Expert:
    """Put somebody on the roster, by the address of their account; somebody new gets an account, and no mail yet.

    Raises Denied, BadInput (on the roster already, or an entry that the checks refuse)."""
    rules.may(by, P.EXPERT_ADD, Roster()).require()
    entry = _entry(credentials, topics, languages, kinds, sizes)
    _require_sound(checks.run(entry, topics=queries.topics(zones.day(at))))
    person = account(email=email, name=name, at=at)
    if known := Expert.objects.filter(person=person).first():
        raise BadInput(f"{person.name} has an entry already: {known.ref}, “{known.state_label}”.")
    ref = next_ref("EXP", at)
    return Expert.begin(P.EXPERT_ADD, by=by, at=at, ref=ref, person=person, provider=provider, **entry)


@verb
def describe_expert(
    expert: Expert,
    *,
    credentials: Sequence[str],
    provider: Provider | None = None,
    topics: Sequence[str] = (),
    languages: Sequence[str] = (),
    kinds: Sequence[str] = (),
    sizes: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> Expert:
    """Bring an expert's entry up to date. Raises Denied, BadInput (an entry that the checks refuse)."""
    held = lifecycle.lock(expert)
    rules.may(by, P.EXPERT_DESCRIBE, held).require()
    entry = _entry(credentials, topics, languages, kinds, sizes)
    _require_sound(checks.run(entry, topics=queries.topics(zones.day(at))))
    said = {**entry, "provider": provider}
    changed = [field for field, value in said.items() if getattr(held, field) != value]
    if not changed:
        raise Unchanged(held)
    for field in changed:
        setattr(held, field, said[field])
    held.save(update_fields=changed)
    record(held, P.EXPERT_DESCRIBE, by=by, at=at, new=", ".join(changed))
    return held


@verb
def note_availability(expert: Expert, *, windows: Sequence[tuple[date, date]], by: Actor, at: datetime) -> Expert:
    """Note the windows in which an expert is available, in the place of those noted before; none is an answer too.

    Raises Denied, BadInput (a window ends before it begins, or two share a day)."""
    held = lifecycle.lock(expert)
    rules.may(by, P.EXPERT_NOTE_AVAILABILITY, held).require()
    _require_sound(windows_stand_apart(windows))
    now = held.availability.filter(replaced_at=None)
    if sorted(now.values_list("starts_on", "ends_on")) == sorted(windows) and windows:
        raise Unchanged(held)
    now.update(replaced_at=at, replaced_by=by.actor_key)
    Availability.objects.bulk_create(
        Availability(expert=held, starts_on=first, ends_on=last, noted_at=at, noted_by=by.actor_key)
        for first, last in sorted(windows)
    )
    said = "; ".join(f"{first} to {last}" for first, last in sorted(windows))
    record(held, P.EXPERT_NOTE_AVAILABILITY, by=by, at=at, new=said or "not available")
    return held


@verb
def retire(expert: Expert, *, reason: str, by: Actor, at: datetime) -> Expert:
    """Take an expert off the roster. What they did, and the roles that they hold, stay."""
    return lifecycle.move(expert, P.EXPERT_RETIRE, by=by, at=at, may=rules.may, reason=reason)


@verb
def put_back(expert: Expert, *, reason: str, by: Actor, at: datetime) -> Expert:
    """Put an expert back on the roster."""
    return lifecycle.move(expert, P.EXPERT_RETURN, by=by, at=at, may=rules.may, reason=reason)


def _entry(
    credentials: Sequence[str],
    topics: Sequence[str],
    languages: Sequence[str],
    kinds: Sequence[str],
    sizes: Sequence[str],
) -> dict[str, list[str]]:
    lists = {"credentials": credentials, "topics": topics, "languages": languages, "kinds": kinds, "sizes": sizes}
    return {field: list(dict.fromkeys(values)) for field, values in lists.items()}


def _require_sound(problems: Sequence[Problem]) -> None:
    if problems:
        raise BadInput(" ".join(problem.text for problem in problems))
