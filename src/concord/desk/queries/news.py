"""Who has to be told what: what came to somebody, which tasks fall due, which are overdue."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Max, Q

from concord.accounts.models import Membership, Person
from concord.core.lifecycle import Staged
from concord.core.models import AuditRow
from concord.core.permissions import OFFICE_SCOPE, Permission
from concord.core.roles import ROLES, ProgrammeOfficer
from concord.core.tasks.models import Task
from concord.core.tasks.queries import is_overdue, open_tasks
from concord.core.telling.models import How, Notice
from concord.core.telling.news import News, arrival, choices
from concord.desk.beginnings import BEGINNINGS
from concord.desk.queries.inbox import could_do
from concord.desk.things import KINDS, find
from concord.desk.verbs import VERBS

FRESH = timedelta(days=2)
"""What came to somebody longer ago is no news any more."""
_OVERLAP = 500  # rows that are looked at again: a slow verb's row may show after one with a later number
_OWN = re.compile(r"person:(\d+)")

Told = tuple[str, News]


def last_row() -> int:
    """Return the number of the newest row of the audit trail."""
    return AuditRow.objects.aggregate(last=Max("pk"))["last"] or 0


def told_up_to() -> int:
    """Return the row of the trail up to which news were told at the latest: where they were told last."""
    telling = AuditRow.objects.filter(what="notices", verb=Permission.NOTICE_TELL.value)
    return telling.aggregate(last=Max("pk"))["last"] or 0


def came(*, after: int, at: datetime) -> list[Told]:
    """Return what came to whom by what was done after a row of the trail (and a few before it)."""
    rows = AuditRow.objects.filter(pk__gt=after - _OVERLAP).exclude(what="notices").order_by("pk")
    last_by = dict(rows.values_list("what", "who"))  # of the same thing the last
    prefixes = tuple(f"{kind.prefix}-" for kind in KINDS)
    found: list[Told] = []
    for ref, who in last_by.items():
        thing = find(ref) if ref.startswith(prefixes) else None
        if thing is not None and thing.thing.state_since > at - FRESH:
            found += _of_thing(thing.thing, but=who)
    return found


def _of_thing(thing: Staged, *, but: str) -> Iterator[Told]:
    for person in _candidates(thing):
        words = could_do(person, thing) or _could_begin(person, thing)
        if words and person.actor_key != but:
            yield person.actor_key, arrival(thing, words)


def _candidates(thing: Staged) -> list[Person]:
    """Return the people one of whose roles permits a verb by which work goes on from here; their rules say the rest."""
    verbs = {move.verb for move in thing.lifecycle.moves if move.source == thing.state and move.verb in thing.onward}
    verbs |= {beginning.verb for beginning in BEGINNINGS}
    roles = [role.key for role in ROLES if verbs & role.permissions]
    held = Membership.objects.filter(until=None, role__in=roles, scope__in=(OFFICE_SCOPE, *thing.scopes))
    own = [int(match[1]) for scope in thing.scopes if (match := _OWN.fullmatch(scope))]
    people = Person.objects.filter(Q(pk__in=held.values("person")) | Q(pk__in=own), is_active=True)
    return list(people.prefetch_related("memberships").order_by("pk"))


def _could_begin(person: Person, thing: Staged) -> str:
    for beginning in BEGINNINGS:
        page = VERBS[beginning.verb.value]
        if not any(beginning.verb in role.permissions for role in person.all_roles()):
            continue
        rows = beginning.due(person)
        if rows.model is type(thing) and rows.filter(pk=thing.pk).exists() and page.decide(person, thing):
            return page.label
    return ""


def falling_due(*, on: date, within: int) -> list[Told]:
    """Return who is to be reminded of a task that is due within so many days."""
    tasks = open_tasks().filter(due_on__gte=on, due_on__lte=on + timedelta(days=within))
    return [
        (person.actor_key, _task(task, f"Due on {task.due_on:%-d %B %Y}", "due"))
        for task in tasks.order_by("pk")
        for person in _doers(task)
    ]


def overdue(*, on: date) -> list[Told]:
    """Return who is to be told that a task is overdue: whoever could do it, and the programme officers."""
    officers = Person.objects.filter(
        memberships__until=None, memberships__role=ProgrammeOfficer.key, memberships__scope=OFFICE_SCOPE, is_active=True
    )
    escalated = {officer.actor_key for officer in officers}
    return [
        (who, _task(task, f"Overdue since {task.due_on:%-d %B %Y}", "overdue"))
        for task in Task.objects.filter(is_overdue(on)).order_by("pk")
        for who in sorted(escalated | {person.actor_key for person in _doers(task)})
    ]


def _doers(task: Task) -> list[Person]:
    return [person for person in _candidates(task) if could_do(person, task)]


def _task(task: Task, words: str, kind: str) -> News:
    return News(task.ref, f"{words}: {task.what}", task.get_absolute_url(), f"{task.ref}:{kind}:{task.due_on}")


def addresses(how: How, *, at: datetime) -> dict[str, str]:
    """Return the e-mail address of everybody who has notices that were not mailed and who wants them in this way."""
    waiting = Notice.objects.filter(mailed_at=None, read_at=None, told_at__gt=at - FRESH)
    people = choices(waiting.values_list("to", flat=True).distinct())
    wanted = _numbers(who for who, chosen in people.items() if chosen == how)
    found = Person.objects.filter(pk__in=wanted, is_active=True, memberships__until=None).distinct()
    return {person.actor_key: person.email for person in found}


def _numbers(keys: Iterable[str]) -> list[int]:
    return [int(match[1]) for key in keys if (match := _OWN.fullmatch(key))]
