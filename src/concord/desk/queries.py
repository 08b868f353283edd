"""What waits for whom, over all capabilities, and where one engagement stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import Count, Min

from concord.accounts.models import Person
from concord.core import history
from concord.core.permissions import Party, Permission
from concord.core.roles import permits_somewhere
from concord.core.verbs import VerbPage
from concord.desk.things import BEGINNINGS, KINDS, Found, find
from concord.desk.verbs import VERBS
from concord.engagements.models import Engagement
from concord.engagements.states import FocusAreaState
from concord.findings.queries import recommendations_of
from concord.publishing.models import StatusReport
from concord.publishing.queries import of as reports_of
from concord.publishing.states import ReportState
from concord.reforms.models import Reform
from concord.reforms.states import REFORM, ReformState
from concord.workplans.models import WorkPlan
from concord.workplans.queries import in_force

PER_KIND = 50


@dataclass(frozen=True)
class Step:
    """One thing to do: the words and the address of its page."""

    label: str
    href: str


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for this person: what it is and says, what to do, since when, where."""

    ref: str
    title: str
    about: str
    steps: tuple[Step, ...]
    since: datetime
    url: str
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The things that wait for the same steps, the longest waiting first; `key` is the group's place on the page."""

    key: str
    heading: str
    items: tuple[Waiting, ...]


@dataclass(frozen=True)
class Held:
    """How many reforms of an engagement a side holds, and since when the oldest of them."""

    party: Party
    items: int
    oldest: datetime


@dataclass(frozen=True)
class Hub:
    """Where an engagement stands now, and what waits there for one person, the longest first.

    `plan` is the one in force; `complete` of `areas` focus areas are; `issued` counts recommendations; `report` is the
    last one published."""

    waiting: tuple[Waiting, ...]
    plan: WorkPlan | None
    complete: int
    areas: int
    issued: int
    held: tuple[Held, ...]
    report: StatusReport | None


def waiting_for(person: Person) -> list[Waiting]:
    """Return what this person could do next, the longest waiting first; at most PER_KIND things of each kind."""
    found = (item for item in chain(_onward(person), _beginnings(person)) if item.steps)
    return sorted(found, key=lambda item: item.since)


def _onward(person: Person) -> Iterator[Waiting]:
    """Yield what is there and has to go on."""
    for kind in KINDS:
        for thing in kind.open_for(person).order_by("state_since")[:PER_KIND]:
            pages = [VERBS[v.value] for v in thing.lifecycle.verbs_from(thing.state) if v.value in VERBS]
            yield _waiting(person, thing, kind.about(thing), [page for page in pages if page.verb in thing.onward])


def _beginnings(person: Person) -> Iterator[Waiting]:
    """Yield what is there and from which something else has to begin."""
    for beginning in BEGINNINGS:
        if any(beginning.verb in role.permissions for role in person.all_roles()):
            for thing in beginning.due(person).order_by("state_since")[:PER_KIND]:
                yield _waiting(person, thing, beginning.about(thing), [VERBS[beginning.verb.value]])


def _waiting(person: Person, thing: Any, about: str, pages: Iterable[VerbPage]) -> Waiting:
    steps = tuple(Step(page.label, page.address(thing)) for page in pages if page.decide(person, thing))
    return Waiting(thing.ref, thing.title, about, steps, thing.state_since, thing.get_absolute_url(), thing.scopes)


def grouped(items: Iterable[Waiting]) -> list[Group]:
    """Return the things by what is to be done with them; the rarest step first, so that one plan to decide on is not
    buried under thirty reports."""
    found: dict[str, list[Waiting]] = {}
    for item in items:
        heading = " or ".join([item.steps[0].label, *(s.label[:1].lower() + s.label[1:] for s in item.steps[1:])])
        found.setdefault(heading, []).append(item)
    ordered = sorted(found.items(), key=lambda pair: (len(pair[1]), pair[1][0].since))
    return [Group(f"step-{n}", heading, tuple(rows)) for n, (heading, rows) in enumerate(ordered, start=1)]


def hub(person: Person, engagement: Engagement) -> Hub:
    """Return where an engagement stands, for its page."""
    waiting = (item for item in waiting_for(person) if f"engagement:{engagement.ref}" in item.scopes)
    states = list(engagement.focus_areas.values_list("state", flat=True))
    return Hub(
        waiting=tuple(waiting),
        plan=in_force(engagement),
        complete=states.count(FocusAreaState.COMPLETE),
        areas=len(states),
        issued=recommendations_of(engagement).count(),
        held=tuple(held(engagement)),
        report=reports_of(engagement).filter(state=ReportState.PUBLISHED).order_by("number").last(),
    )


def held(engagement: Engagement) -> list[Held]:
    """Return which sides hold reforms of an engagement now, most first, by one query; what nobody holds is left out."""
    rows = Reform.objects.filter(engagement=engagement).order_by().values("state")
    counted = rows.annotate(items=Count("pk"), oldest=Min("state_since"))
    sides = [Held(REFORM.holders[ReformState(r["state"])], r["items"], r["oldest"]) for r in counted]
    return sorted((side for side in sides if side.party != Party.NOBODY), key=lambda side: -side.items)


def seen_by(person: Person, ref: str) -> Found | None:
    """Return the thing of a reference, which may have a history, if this person may see it; else None."""
    found = find(ref) if ref.isprintable() else None
    return found if found is not None and found.kind.may(person, found.kind.see, found.thing) else None


def audits_alone(person: Person, ref: str) -> bool:
    """Say whether this person audits and the trail has rows about something that is no thing with a page: an edition,
    an import, the sign-in."""
    audits = permits_somewhere(person.all_roles(), Permission.AUDIT_VIEW)
    return audits and ref.isprintable() and find(ref) is None and history.of(ref).exists()
