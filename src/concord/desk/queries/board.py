"""Every request and engagement that goes on, by the stage where it is: how many, since when, and with whom.

Counts and the first few of each stage come by a fixed number of queries, whatever there is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Greatest
from django.urls import reverse

from concord.agencies.directory import place_of
from concord.core.paging import PAGE_SIZE
from concord.core.permissions import Party
from concord.core.tasks.models import Task
from concord.core.tasks.queries import is_overdue
from concord.desk.queries.holding import Item, held
from concord.desk.queries.statements import Statement, answers, written
from concord.engagements.models import Engagement, Origin
from concord.engagements.states import EngagementState
from concord.intake.models import AssistanceRequest
from concord.intake.states import REQUEST, RequestState
from concord.workplans.models import Concurrence, WorkPlan
from concord.workplans.states import WorkPlanState

SHOWN = 5
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_R = RequestState
_BEFORE_DECISION = (_R.AWAITING_AUTHORIZATION, _R.SUBMITTED, _R.ACKNOWLEDGED, _R.DEFINED, _R.ELIGIBLE, _R.READY)


@dataclass(frozen=True)
class Stage:
    """One stage of the way, and which side has to act in it."""

    key: str
    label: str
    holder: Party
    of_requests: bool


def _of_request(state: RequestState, label: str = "", holder: Party | None = None) -> Stage:
    return Stage(f"request-{state}", label or str(state.label), holder or REQUEST.holders[state], of_requests=True)


ACCEPTED = _of_request(_R.ACCEPTED, "Accepted, no engagement yet", Party.OFFICE)
_PLANNING, _PROPOSED, _WORKING, _SUSPENDED = (
    Stage("engagement-planning", "Engagement without a plan in force", Party.TEAM, of_requests=False),
    Stage("engagement-proposed", "Engagement whose first plan waits for concurrence", Party.AGENCY, of_requests=False),
    Stage("engagement-working", "Engagement at work", Party.TEAM, of_requests=False),
    Stage("engagement-suspended", "Engagement suspended", Party.OFFICE, of_requests=False),
)
STAGES = (
    *(_of_request(state) for state in (*_BEFORE_DECISION, _R.DEFERRED)),
    ACCEPTED,
    _PLANNING,
    _PROPOSED,
    _WORKING,
    _SUSPENDED,
)
BY_KEY = {stage.key: stage for stage in STAGES}


@dataclass(frozen=True)
class BoardFilters:
    """What the board is narrowed to; "" and False leave a filter out. `holder` is the value of a Party."""

    stage: str = ""
    tier: str = ""
    holder: str = ""
    overdue: bool = False

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that fit."""
        wanted = [s for s in STAGES if self.stage in ("", s.key) and self.holder in ("", s.holder.value)]
        return tuple(wanted)


@dataclass(frozen=True)
class Card:
    """One request or engagement: `since` is when it came into its stage; `overdue` whether a task about it is; `who`
    holds it by name, "" where nobody is named."""

    ref: str
    title: str
    tier: str
    since: datetime
    overdue: bool
    stage: Stage
    who: str

    def get_absolute_url(self) -> str:
        """Return the page of the request or the engagement."""
        return reverse("request" if self.stage.of_requests else "engagement", args=[self.ref])


@dataclass(frozen=True)
class Column:
    """A stage: how many are in it, how many of these have an overdue task, since when the longest, and the first."""

    stage: Stage
    count: int
    overdue: int
    oldest: datetime | None
    cards: tuple[Card, ...]


_PLACE = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")  # no more digits than a moment and a key can have
_NOT_OPENED = ~Exists(Engagement.objects.filter(request=OuterRef("pk")))
_REQUESTS = AssistanceRequest.objects.annotate(came=F("state_since"))


def columns(filters: BoardFilters, *, on: date) -> list[Column]:
    """Return the stages that fit with their first cards, the longest waiting first; by seven queries."""
    counted: dict[str, tuple[int, int, datetime | None]] = {}
    first: list[_Values] = []
    asked = _statements(filters, on)
    if asked.requests:
        counts, overdue, few = asked.requests
        behind_of: dict[str, int] = dict(answers(overdue))
        counted = {f"request-{s}": (count, behind_of.get(s, 0), oldest) for s, count, oldest in answers(counts)}
        first = [
            (f"request-{s}", ref, f"{name}, {place_of(place)}", tier, since, chief)
            for s, ref, name, place, tier, since, chief in answers(few)
        ]
    if asked.engagements:
        for late, stage, *values in answers(asked.engagements):  # the longest waiting first
            count, behind, oldest = counted.get(stage, (0, 0, values[-2]))
            counted[stage] = (count + 1, behind + late, oldest)
            if count < SHOWN:
                first.append((stage, *values))
    cards: dict[str, list[Card]] = {}
    for card in _read(first, on):
        cards.setdefault(card.stage.key, []).append(card)
    none = (0, 0, None)
    return [Column(s, *counted.get(s.key, none), tuple(cards.get(s.key, ()))) for s in filters.stages]


def rows(stage: Stage, filters: BoardFilters, *, on: date) -> QuerySet[Any, Any]:
    """Return what is in one stage through the filters, the longest waiting first; nothing where the stage itself does
    not fit them."""
    found = _narrowed(_of(stage), filters, on).order_by("came", "pk")
    return found if stage in filters.stages else found.none()


def every(filters: BoardFilters, *, on: date) -> list[Card]:
    """Return all that the filters let through, stage by stage, the longest waiting first; by two queries a stage."""
    return [card for stage in filters.stages for card in cards_of(stage, rows(stage, filters, on=on), on=on)]


@dataclass(frozen=True)
class Page:
    """Up to 50 cards of a stage; `next` is the place from which the next page begins, "" at the end."""

    cards: tuple[Card, ...]
    next: str


def page(stage: Stage, found: QuerySet[Any, Any], after: str, *, on: date) -> Page:
    """Return the page that comes after a place in the order of waiting; what is no place begins at the beginning."""
    if place := _PLACE.fullmatch(after):
        since = _EPOCH + timedelta(microseconds=int(place[1]))
        found = found.filter(Q(came__gt=since) | Q(came=since, pk__gt=int(place[2])))
    things = list(found[: PAGE_SIZE + 1])
    last = things[PAGE_SIZE - 1] if len(things) > PAGE_SIZE else None
    next_ = f"{(last.came - _EPOCH) // timedelta(microseconds=1)}-{last.pk}" if last else ""
    return Page(tuple(cards_of(stage, things[:PAGE_SIZE], on=on)), next_)


def cards_of(stage: Stage, things: Iterable[Any], *, on: date) -> list[Card]:
    """Return requests or engagements of one stage as cards; by three queries."""
    return _read([(stage.key, t.ref, _title(t), t.tier, t.came, _whose(t)) for t in things], on)


def _title(thing: Any) -> str:
    if isinstance(thing, AssistanceRequest):
        return thing.agency_and_place
    return str(thing.title)


def _whose(thing: Any) -> str:
    return str(thing.chief_name if isinstance(thing, AssistanceRequest) else thing.agency_ref)


def _of(stage: Stage) -> QuerySet[Any, Any]:
    if stage == ACCEPTED:
        return _REQUESTS.filter(_NOT_OPENED, state=_R.ACCEPTED)
    if stage.of_requests:
        return _REQUESTS.filter(state=stage.key.removeprefix("request-"))
    found: QuerySet[Any, Any] = _engagements()  # the stage is annotated
    return found.filter(stage=stage.key)


def _engagements() -> QuerySet[Engagement]:
    """Return the engagements that go on, each with its stage, since when it is there, and its agency's reference."""
    plans = WorkPlan.objects.filter(engagement=OuterRef("pk"))
    stage = Case(
        When(state=EngagementState.SUSPENDED, then=Value(_SUSPENDED.key)),
        When(Exists(plans.filter(state=WorkPlanState.CONCURRED)), then=Value(_WORKING.key)),
        When(Exists(plans.filter(state=WorkPlanState.PROPOSED)), then=Value(_PROPOSED.key)),
        default=Value(_PLANNING.key),
        output_field=CharField(),
    )
    first = Concurrence.objects.filter(plan__engagement=OuterRef("pk")).order_by("at").values("at")[:1]
    came = Case(
        When(stage=_WORKING.key, then=_later(first)),
        When(stage=_PROPOSED.key, then=_later(_last(plans, WorkPlanState.PROPOSED))),
        When(stage=_PLANNING.key, then=_later(_last(plans, WorkPlanState.RETURNED))),
        default=F("state_since"),
        output_field=DateTimeField(),
    )
    going_on = Engagement.objects.filter(state__in=(EngagementState.OPEN, EngagementState.SUSPENDED))
    return going_on.exclude(origin=Origin.PUBLIC_RECORD).annotate(stage=stage, came=came, agency_ref=F("agency__ref"))


def _last(plans: QuerySet[WorkPlan], state: WorkPlanState) -> QuerySet[WorkPlan, Any]:
    return plans.filter(state=state).order_by("-state_since").values("state_since")[:1]


def _later(moment: QuerySet[Any, Any]) -> Greatest:
    """Return the later of two: when the engagement was opened or resumed, and this; where there is none, the first."""
    return Greatest("state_since", Subquery(moment))


def _overdue(on: date) -> Q:
    """Return the condition under which a task about a request or an engagement is overdue."""
    return Q(ref__in=Task.objects.filter(is_overdue(on)).values("about"))


def _narrowed(found: QuerySet[Any, Any], filters: BoardFilters, on: date) -> QuerySet[Any, Any]:
    if filters.tier:
        found = found.filter(tier=filters.tier)
    return found.filter(_overdue(on)) if filters.overdue else found


_Values = tuple[str, str, str, str, datetime, str]
"""Stage, reference, title, tier, since; of a request the chief's name, of an engagement its agency's reference."""


@dataclass(frozen=True)
class _Statements:
    """What is asked for a board, ready for the database; None for a side that the filters leave out.

    Of requests: state, how many, since when the first; state, how many overdue; and the first few. Engagements are few,
    and the stage of each has to be worked out: all of them, the longest waiting first, each with whether it is late."""

    requests: tuple[Statement, Statement, Statement] | None
    engagements: Statement | None


@lru_cache(64)  # to write them down takes longer than to answer them
def _statements(filters: BoardFilters, on: date) -> _Statements:
    of_requests = [stage for stage in filters.stages if stage.of_requests]
    of_engagements = [stage.key for stage in filters.stages if not stage.of_requests]
    return _Statements(
        _of_requests(of_requests, filters, on) if of_requests else None,
        _of_engagements(of_engagements, filters, on) if of_engagements else None,
    )


def _of_requests(stages: Sequence[Stage], filters: BoardFilters, on: date) -> tuple[Statement, Statement, Statement]:
    found: QuerySet[Any, Any] = AssistanceRequest.objects.filter(
        state__in=[stage.key.removeprefix("request-") for stage in stages]
    )
    if ACCEPTED in stages:
        found = found.filter(~Q(state=_R.ACCEPTED) | _NOT_OPENED)
    found = _narrowed(found, filters, on).order_by()
    counts = found.values("state").annotate(items=Count("*"), oldest=Min("state_since"))
    late = found.filter(_overdue(on)).values("state").annotate(items=Count("*"))
    columns = ("state", "ref", "agency_name", "agency_state", "tier", "state_since", "chief_name")
    few = [rows(stage, filters, on=on).values_list(*columns)[:SHOWN] for stage in stages]
    return written(counts), written(late), written(few[0].union(*few[1:], all=True))


def _of_engagements(stages: Sequence[str], filters: BoardFilters, on: date) -> Statement:
    found = _narrowed(_engagements(), filters, on).filter(stage__in=stages).order_by("came", "pk")
    columns = ("stage", "ref", "title", "tier", "came", "agency_ref")
    return written(found.annotate(late=_overdue(on)).values_list("late", *columns))


def _read(values: Sequence[_Values], on: date) -> list[Card]:
    """Return cards in the order of waiting, each with who holds it and whether a task about it is overdue."""
    now = held([_item(BY_KEY[key], ref, whose) for key, ref, _, _, _, whose in values], on)
    cards = [
        Card(ref, title, tier, since, now[ref].overdue, BY_KEY[key], now[ref].who)
        for key, ref, title, tier, since, _ in values
    ]
    return sorted(cards, key=lambda one: one.since)


def _item(stage: Stage, ref: str, whose: str) -> Item:
    return Item(ref, stage.holder, **{"chief" if stage.of_requests else "agency": whose})
